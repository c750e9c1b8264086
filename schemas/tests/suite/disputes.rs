//! The ledger of disputes L1, filled from files as offices keep it: what it counts, how a red case is struck off and comes
//! back, and what each gate says in both languages. Bureaus, employers and persons are made up.

use std::{collections::BTreeSet, sync::Arc};

use schemas::{
    check::{Against, check, check_after_reading, open_at_end, open_at_start},
    fill::fill,
    filter::Window,
    finding::{Finding, Severity},
    fraction::Fraction,
    period::Period,
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
    table::{Cell, Table},
    tally::{Tallies, Tally},
};

use crate::ledger::{builtin, ledger};

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// A sheet as a street office keeps it: a title, two rows above the headings, its own words for the columns, codes by name, money
/// in 万元, days and follow-ups in several hands, a total and a footnote.
const MESSY: &str = "\
云江市东湖区劳资纠纷排查化解台账（演示数据）
填报单位：东湖区人力资源和社会保障局（虚构）,,填报时间：2025年10月9日
隐患编号,所属街镇,排查时间,网格员,案件来源,单位名称,信用代码,企业类型,行业,是否工程建设领域,工程名称,施工总承包单位,项目性质,主管部门,案由,人数,其中农民工,涉案金额（万元）,拖欠月数,基本情况,风险颜色,苗头,化解措施,承办单位,分管领导,包案人,督办领导,领导职务,包案级别,计划化解日期,跟踪记录,跟踪次数,辅导专家,辅导记录,当前状态,化解时间,处理结果,落实金额（万元）,落实人数,销账凭证,核查人,核查日期,销账时间,备注
519901-L1-2025Q3-0001,临湖街道,2025.7.2,张示例,网格,云江示例建设有限公司,91310112MA1GB00A5Y,私营,E47,是,示例安置房二期,云江示例建工有限公司,政府投资,住建局,拖欠工资,68,68,312.6,3,项目停工未发工资,红色,逃匿、堵路,约谈总包、启动保证金,区人社局,副局长示例甲,示例乙,副区长示例丙,副区长,区县,2025年10月31日,\"2025年9月28日 约谈总包（示例乙）
2025-07-03：到场核实（示例乙）\",,示例丁,2025-09-20 指导制定支付方案（示例丁）,在办,,,,,,,,,
519901-L1-2025Q3-0002,湖滨镇,2025/7/20,,12345热线,云江示例物流有限公司,91310112MA1GB00A5Y,私营企业,G,否,,,,,工资,12,5,8,1,两月工资未足额发放,黄色,,协商分期支付,湖滨镇政府,副镇长示例戊,示例己,,,,20250831,2025-08-05电话跟进,1,,,销账,2025-08-20,全部支付,8,12,银行回单第3号,示例庚,2025-08-22,2025-08-25,已回访
合计,,,,,,,,,,,,,,,80,,320.6
注：金额按万元填写
";

fn filed(file: &str, beside: Option<&[Table]>) -> (Table, Tallies, Vec<Finding>) {
    let book = read(file.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
    let filled = fill(&book, &Arc::clone(builtin().form("L1").unwrap()), &[]);
    let window = Window::of(period("2025Q3"));
    let tallies = Tallies::of(&filled.table, window);
    let against = Against { window, previously_open: None, beside };
    let findings = check_after_reading(filled.findings, &filled.table, &tallies, &against);
    (filled.table, tallies, findings)
}

#[test]
fn a_sheet_as_a_street_office_keeps_it_is_read_whole() {
    let (table, tallies, findings) = filed(MESSY, None);
    assert_eq!(table.len(), 2, "{findings:?}");
    assert_eq!(codes(&findings), ["unknown-column", "row-set-aside", "row-set-aside"], "{findings:?}");
    let of = |key: &str| tallies.get(&format!("L1.{key}")).expect(key).count();
    assert_eq!([of("new"), of("struck_off"), of("closed"), of("ending"), of("red_ending")], [2, 1, 1, 1, 1]);
    assert_eq!([of("collective"), of("collective_persons"), of("major"), of("major_open")], [2, 80, 1, 1]);
    assert_eq!([of("persons"), of("amount"), of("paid")], [80, 320_600_000, 8_000_000]);
    let column = |key: &str| table.form().column(key).unwrap().0;
    assert_eq!(
        table.text(0, column("log")),
        Some("2025-07-03 到场核实（示例乙）\n2025-09-28 约谈总包（示例乙）"),
        "in the order of the days"
    );
    assert_eq!(table.date(0, column("followed")), "2025-09-28".parse().ok());
    assert_eq!([0, 1].map(|row| table.cell(row, column("followups"))), [Cell::Number(2), Cell::Number(1)]);
    assert_eq!(table.date(0, column("guided")), "2025-09-20".parse().ok());
    // What stays here: who found it, the facts, both logs, the workers.
    let held: Vec<&str> = table
        .form()
        .columns
        .iter()
        .filter(|column| !column.privacy.leaves())
        .map(|column| column.key.as_str())
        .collect();
    assert_eq!(held, ["found_by", "summary", "log", "guidance", "worker", "phone"]);
}

#[test]
fn a_ledger_by_hand_adds_up() {
    let rows = [
        // Carried over, struck off in this quarter after its due day.
        "found=2025-03-10 due=2025-06-30 risk=2 status=4 closed=2025-07-10 persons=31 amount=100 paid=90 paid_persons=31",
        // Carried over, still open, overdue, nobody looks after it.
        "found=2025-04-01 due=2025-07-31 risk=1 status=2 plan=A unit=A leader=A handler=A lead_official=A persons=55 amount=200 \
         followed=2025-09-26 sensitive=yes",
        // New, unfounded.
        "found=2025-07-05 due=2025-07-31 risk=4 status=7 closed=2025-07-06 persons=1 amount=300",
        // New, went to arbitration.
        "found=2025-07-07 due=2025-08-31 risk=3 status=6 closed=2025-08-01 persons=12 amount=400 next=A",
        // Struck off in spring, came back in September: nobody has been there since, and it is not stale yet.
        "found=2025-02-01 due=2025-10-31 risk=4 status=2 closed_before=2025-05-20 reopened=2025-09-05 persons=3 amount=500 plan=A unit=A leader=A handler=A \
         followed=2025-08-01",
        // Came back in spring and was open since.
        "found=2025-01-05 due=2025-10-31 risk=3 status=2 reopened=2025-05-05 persons=5 amount=600 followed=2025-09-15 repeats=3",
        // Carried over, struck off in July and reopened in September: it was open at the start and is at the end.
        "found=2025-03-01 due=2025-12-31 risk=4 status=2 closed_before=2025-07-20 reopened=2025-09-10 persons=2 amount=50",
        // New, found two days before the end: not stale yet.
        "found=2025-09-28 due=2025-10-31 risk=1 status=1 persons=10 amount=700 repeats=2",
    ];
    let table = ledger("L1", &rows);
    let tallies = Tallies::of(&table, Window::of(period("2025Q3")));
    let of = |key: &str| tallies.get(&format!("L1.{key}")).expect(key).count();
    assert_eq!([of("opening"), of("new"), of("reopened")], [4, 4, 1]);
    assert_eq!(
        [of("closed"), of("struck_off"), of("unfounded"), of("passed_on"), of("ending")],
        [2, 1, 1, 1, 5]
    );
    assert_eq!([of("closed_on_time"), of("closed_late"), of("overdue_open")], [1, 1, 1]);
    assert_eq!([of("red_ending"), of("orange_ending"), of("yellow_ending"), of("blue_ending")], [2, 0, 1, 2]);
    assert_eq!([of("red_stale"), of("orange_stale"), of("yellow_stale"), of("blue_stale")], [1, 0, 0, 0]);
    assert_eq!([of("complete"), of("sensitive"), of("major_open"), of("repeated")], [2, 1, 1, 1]);
    assert_eq!([of("collective"), of("collective_persons"), of("major")], [2, 22, 0]);
    assert_eq!([of("persons"), of("amount"), of("paid"), of("paid_persons")], [26, 1900, 90, 31]);
    assert_eq!([of("ending_persons"), of("ending_amount")], [75, 2050]);
    assert_eq!(tallies.get("L1.days"), Some(&Tally::Days([(122, 1)].into())));
    for relation in &table.form().relations {
        let (left, right) = relation.sides("L1", &tallies);
        assert!(relation.is.holds(left, right), "{}: {left} {right}", relation.code);
    }
    // What is open at the end is what the next quarter begins with; the case that came back is not carried over.
    let open = |set: BTreeSet<String>| set.into_iter().collect::<Vec<_>>();
    assert_eq!(open(open_at_start(&table, period("2025Q3"))), ["0", "1", "5", "6"]);
    assert_eq!(open(open_at_end(&table, period("2025Q3"))), ["1", "4", "5", "6", "7"]);
    let rate = builtin().indicator("I21").unwrap().value(&tallies, None);
    assert_eq!((rate.value, rate.n), (Fraction::new(1, 8), 8));
}

const CASE: &str = "area=A found=2025-03-10 source=13 employer=B employer_code=91310112MA1GB00A5Y employer_type=12 industry=E47 \
    cause=0101 persons=55 amount=100000000 arrears_months=2 risk=1 plan=C unit=D leader=E handler=示例乙 lead_official=示例丙 \
    lead_post=F lead_level=2 due=2025-12-31 adviser=示例丁 guided=2025-09-20 followed=2025-09-29 followups=9";
const STRUCK_OFF: &str = "status=4 resolved=2025-09-10 outcome=1 paid=100000000 paid_persons=55 evidence=回单 reviewer=示例庚 \
    reviewed=2025-09-12 closed=2025-09-15";

/// What is found in a row against how the case was filed before.
fn against(row: &str, filed: &str) -> Vec<Finding> {
    let (table, beside) = (ledger("L1", &[row]), [ledger("L1", &[filed])]);
    let window = Window::of(period("2025Q3"));
    let against = Against { window, previously_open: None, beside: Some(&beside) };
    check(&table, &Tallies::of(&table, window), &against)
}

#[test]
fn a_danger_is_not_struck_off_before_it_is_over() {
    let (open, done) = (format!("{CASE} status=2"), format!("{CASE} {STRUCK_OFF}"));
    assert_eq!(against(&open, &open), []);
    assert_eq!(against(&done, &open), []);
    for (change, code, zh, en) in [
        ("closed=", "L1-101", "已销账而没有销账日期", "Struck off without a date"),
        ("outcome=", "L1-102", "已销账而没有化解结果", "Struck off without a result"),
        ("evidence=", "L1-103", "已销账而没有销账依据（隐患不消除不销账）", "Struck off without evidence"),
        ("reviewer=", "L1-104", "已销账而没有复核人", "Struck off without a reviewer"),
        ("reviewed=", "L1-105", "已销账而没有复核日期", "Struck off without the day of the review"),
        (
            "reviewer=示例乙",
            "L1-106",
            "复核人与责任人员是同一人",
            "The reviewer is the one who handles the case",
        ),
        (
            "reviewer=示例丙（副区长）",
            "L1-107",
            "复核人与包案领导是同一人",
            "The reviewer is the leader in charge of the case",
        ),
        ("lead_official=", "L1-119", "红、橙风险没有包案领导", "Red or orange without a leader in charge"),
        ("plan=", "L1-118", "没有化解方案（逐一制定化解整治方案）", "There is no plan to resolve it"),
    ] {
        let findings = against(&format!("{done} {change}"), &done);
        let said = findings.iter().find(|finding| finding.code == code).expect(change);
        assert_eq!((said.what.zh.as_ref(), said.what.en.as_ref()), (zh, en), "{change}");
        assert!(said.stops() && said.severity == Severity::Block, "{change}");
    }
    for (key, zh, en) in [
        ("unit", "“责任单位”为必填项", "“Unit in charge” must be filled"),
        ("leader", "“责任领导”为必填项", "“Leader answering for it” must be filled"),
        ("handler", "“责任人员”为必填项", "“Who handles it” must be filled"),
    ] {
        let findings = against(&format!("{open} {key}="), &open);
        let said = findings.iter().find(|finding| finding.code == "required").expect(key);
        assert_eq!((said.what.zh.as_ref(), said.what.en.as_ref()), (zh, en));
    }
}

#[test]
fn a_record_cannot_be_rewritten() {
    let (open, done) = (format!("{CASE} status=2"), format!("{CASE} {STRUCK_OFF}"));
    let said = |row: &str, filed: &str| -> Vec<(String, String, String)> {
        let of = |one: Finding| (one.code, one.what.zh.into_owned(), one.what.en.into_owned());
        against(row, filed).into_iter().filter(|one| one.code.starts_with("L1-300")).map(of).collect()
    };
    let one = |code: &str, zh: &str, en: &str| vec![(code.to_owned(), zh.to_owned(), en.to_owned())];
    assert_eq!(
        said(&format!("{open} followups=8"), &open),
        one(
            "L1-300-grows",
            "“跟进次数”退到了此前报送的9之前",
            "“Times followed up” falls behind 9, which was filed before"
        )
    );
    assert_eq!(
        said(&format!("{open} employer=A"), &open),
        one(
            "L1-300-same",
            "“用人单位名称”与此前报送的“B”不同",
            "“Employer” was “B” when it was filed before"
        )
    );
    assert_eq!(
        said(&format!("{open} status=1"), &open),
        one(
            "L1-300-step",
            "状态不能由“在办”改为“待核实”",
            "The state cannot go from “Being dealt with” to “To be verified”"
        )
    );
    // Struck off in an earlier ledger: it comes back by a reopening, with its day and its reason.
    let silent = said(&open, &done);
    assert_eq!(silent.iter().map(|(code, ..)| code.as_str()).collect::<Vec<_>>(), ["L1-300-needs"; 3]);
    assert!(silent.iter().any(|(_, zh, en)| zh == "由“已销账”改为“在办”须填写“重启原因”"
        && en == "To go from “Struck off” to “Being dealt with”, “Why it was reopened” must be filled"));
    assert_eq!(
        said(&format!("{open} closed_before=2025-09-15 reopened=2025-09-20 reopen_reason=再次欠薪"), &done),
        []
    );
    assert_eq!(
        said(&format!("{CASE} {STRUCK_OFF} status=7"), &done),
        one(
            "L1-300-step",
            "状态不能由“已销账”改为“不属实”",
            "The state cannot go from “Struck off” to “Unfounded”"
        )
    );
}
