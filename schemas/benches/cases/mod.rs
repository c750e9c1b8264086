//! Arbitration ledgers of any size without a fault in them. Shared by the benches; everything is invented: 演示数据.

use chrono::{Days, NaiveDate};
use schemas::form::{ColumnType, Form};

/// The columns that people fill; an arbitration ledger has 55.
pub const COLUMNS: [&str; 24] = [
    "case_no",
    "matter",
    "source",
    "received",
    "accepted",
    "category",
    "applicant",
    "persons",
    "employer",
    "employer_code",
    "employer_type",
    "industry",
    "cause",
    "amount",
    "procedure",
    "hearing_mode",
    "pre_mediated",
    "arbitrator",
    "formed",
    "hearing",
    "due",
    "closed",
    "outcome",
    "summary",
];
/// A cell of a case: accepted and closed within the quarter, nothing to find fault with.
pub fn cell(key: &str, row: usize) -> String {
    let day = |after: usize| {
        let first = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
        (first + Days::new(u64::try_from(row % 40 + after).unwrap())).to_string()
    };
    let of = |among: &[&str]| among[row % among.len()].to_owned();
    match key {
        "case_no" => format!("云东劳人仲案〔2025〕{row}号"),
        "matter" => format!("519901-A2025-{row}"),
        "source" => of(&["01", "窗口来访", "16 App/小程序", "街镇代收"]),
        "received" | "accepted" => day(0),
        "category" | "applicant" => "1".into(),
        "persons" => (row % 3 + 1).to_string(),
        "employer" => format!("云江示例{}有限公司", row % 997),
        "employer_code" => of(&["91310112MA1GB00A5Y", "91510104MA61DEM08W"]),
        "employer_type" => of(&["12", "私营", "20 股份有限公司"]),
        "industry" => of(&["C13", "食品制造业", "A01"]),
        "cause" => of(&["0101", "加班费", "0301 经济补偿", "0302"]),
        "amount" => format!("{}.50", 3000 + row % 20_000),
        "procedure" => of(&["1", "简易", "3"]),
        "hearing_mode" => of(&["1", "线上庭审"]),
        "pre_mediated" => of(&["是", "否"]),
        "arbitrator" => of(&["王示例", "李示例", "赵示例"]),
        "formed" => day(2),
        "hearing" => day(12),
        "due" => day(45),
        "closed" => day(20 + row % 20),
        "outcome" => of(&["11", "和解撤回", "31 撤回申请"]),
        _ => "演示数据：申请人与用人单位因拖欠工资发生争议，请求支付两个月工资及经济补偿。".into(),
    }
}

/// Their headings.
pub fn titles(form: &Form) -> impl Iterator<Item = String> {
    COLUMNS.iter().map(|key| {
        let (_, column) = form.column(key).unwrap();
        if column.kind == ColumnType::Money { format!("{}（元）", column.zh) } else { column.zh.clone() }
    })
}

/// A ledger as CSV, with so many cases.
pub fn csv(form: &Form, rows: usize) -> Vec<u8> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(titles(form)).unwrap();
    (1..=rows).for_each(|row| file.write_record(COLUMNS.map(|key| cell(key, row))).unwrap());
    file.into_inner().unwrap()
}
