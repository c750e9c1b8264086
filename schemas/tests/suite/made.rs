//! Ledgers made of ledgers: what is known is filled in, what is not is named, and nothing is said of a time no ledger
//! speaks of.

use std::sync::Arc;

use schemas::{
    cell::shown,
    check::{Against, check},
    filter::Window,
    finding::Finding,
    form::{Field, Form},
    made::{Asked, Held, Made, Unmade, by_signer, made, signed},
    period::Period,
    statement::Subject,
    table::Table,
    tally::Tallies,
};

use crate::ledger::{builtin, ledger};

fn held(form: &str, period: &str, subject: Option<&str>, rows: &[&str]) -> Held {
    let subject = subject.map(|subject| subject.parse().unwrap());
    Held { period: period.parse().unwrap(), subject, table: ledger(form, rows) }
}

fn make(form: &str, period: &str, subject: Option<&Subject>, held: &[Held]) -> Result<Made, Unmade> {
    let asked = Asked {
        form: builtin().form(form).unwrap(),
        period: period.parse().unwrap(),
        subject,
        campaign: builtin().campaign("province-2022").unwrap(),
        bureau: "云东区人社局",
    };
    made(asked, held)
}

/// The cells of some columns, row by row; `-` where one is empty.
fn cells(table: &Table, keys: &[&str]) -> Vec<String> {
    let index = |key: &str| table.form().column(key).unwrap().0;
    let row = |row| {
        let cell = |key: &&str| shown(table, row, index(key)).unwrap_or_else(|| "-".into());
        keys.iter().map(cell).collect::<Vec<_>>().join(" | ")
    };
    (0..table.len()).map(row).collect()
}

fn gaps(made: &Made) -> Vec<String> {
    let gap =
        |gap: &schemas::made::Gap| format!("{} {}", gap.case.clone().unwrap_or_default(), gap.column.zh);
    made.missing.iter().map(gap).collect()
}

fn findings(table: &Table, period: &str, beside: Option<&[Table]>) -> Vec<Finding> {
    let window = Window::of(period.parse::<Period>().unwrap());
    check(table, &Tallies::of(table, window), &Against { window, previously_open: None, beside })
}

/// The arbitration ledger of the third quarter: a special case, a major one that was closed, an ordinary one, one closed
/// before August, and a major one accepted after it.
fn arbitration() -> Held {
    let rows = [
        "case_no=1 matter=M1 accepted=2022-07-10 due=2022-08-24 persons=68 employer=甲公司 industry=G amount=312600000 hearing=2022-08-09",
        "case_no=2 accepted=2022-08-02 due=2022-09-16 closed=2022-08-30 outcome=11 persons=12 employer=乙公司 amount=100",
        "case_no=3 accepted=2022-08-02 due=2022-09-16 persons=3 employer=丙公司",
        "case_no=4 accepted=2022-06-02 due=2022-07-17 closed=2022-07-20 outcome=11 persons=30 employer=丁公司",
        "case_no=5 accepted=2022-09-02 due=2022-10-17 persons=30 employer=戊公司",
    ];
    held("L3", "2022Q3", None, &rows)
}

const SEEN: [&str; 7] = ["case_no", "level", "entered", "employer", "persons", "status", "progress"];

#[test]
fn a_monthly_report_is_made_of_the_open_serious_cases() {
    let made = make("L7M", "2022-08", None, &[arbitration()]).unwrap();
    assert_eq!(
        cells(&made.table, &SEEN),
        [
            "1 | 3 特案 | 2022-08-01 | 甲公司 | 68 | 2 在办 | 本月开庭审理",
            "2 | 2 重案 | 2022-08-02 | 乙公司 | 12 | 3 已化解待核查 | 本月仲裁结案，待核查销账",
        ]
    );
    assert_eq!(
        cells(&made.table, &["matter", "amount", "industry"])[0],
        "M1 | 3126000.00 | G 交通运输、仓储和邮政业"
    );
    assert_eq!(gaps(&made), ["1 包案领导", "2 包案领导"], "who answers for a case no ledger here says");
    assert_eq!((made.of, made.at_signing), (vec![0], vec![]));
}

#[test]
fn the_month_after_needs_nobody_to_type() {
    let before = held(
        "L7M",
        "2022-07",
        None,
        &[
            "case_no=重1 matter=M1 level=2 entered=2022-07-10 learnt=2022-07-10T08:00 first_reported=2022-07-10T09:12 \
             employer=旧名 persons=40 lead_official=示例副区长 status=2 progress=B risk=2",
            "case_no=重0 level=2 entered=2022-06-10 employer=己公司 persons=11 lead_official=示例局长 status=5 progress=B",
            "case_no=重9 level=2 entered=2022-06-10 employer=庚公司 persons=11 lead_official=示例局长 status=4 progress=B \
             closed=2022-07-20 evidence=C reviewer=D",
        ],
    );
    let only = |rows: &[&str]| held("L3", "2022Q3", None, rows);
    let one =
        "case_no=1 matter=M1 accepted=2022-07-10 due=2022-08-24 persons=68 employer=甲公司 amount=312600000";
    let made = make("L7M", "2022-08", None, &[before.clone(), only(&[one])]).unwrap();
    assert_eq!(
        cells(&made.table, &SEEN),
        [
            "重1 | 3 特案 | 2022-07-10 | 甲公司 | 68 | 2 在办 | 本月在审，台账无新的节点",
            "重0 | 2 重案 | 2022-06-10 | 己公司 | 11 | - | -",
        ],
        "its number and first day stay, its facts are new; what was struck off is gone"
    );
    assert_eq!(cells(&made.table, &["lead_official", "risk"])[0], "示例副区长 | 2 橙");
    assert_eq!(gaps(&made), ["重0 处置状态", "重0 本月进展"], "no ledger speaks of it");
    assert_eq!(made.of, [0, 1]);

    let alone = Held {
        table: ledger(
            "L7M",
            &["case_no=重1 matter=M1 level=2 entered=2022-07-10 learnt=2022-07-10T08:00 \
        first_reported=2022-07-10T09:12 employer=旧名 persons=40 lead_official=示例副区长 status=2 progress=B"],
        ),
        ..before
    };
    let made = make("L7M", "2022-08", None, &[alone, only(&[one])]).unwrap();
    assert_eq!(gaps(&made), Vec::<String>::new(), "complete");
    assert_eq!(findings(&made.table, "2022-08", None), [], "and clean");
}

#[test]
fn nothing_is_said_of_a_time_no_ledger_speaks_of() {
    let rows = ["case_no=1 accepted=2022-06-10 due=2022-07-25 persons=68 employer=甲公司"];
    let made = make("L7M", "2022-08", None, &[held("L3", "2022Q2", None, &rows)]).unwrap();
    assert_eq!(cells(&made.table, &SEEN), ["1 | 3 特案 | 2022-08-01 | 甲公司 | 68 | - | -"]);
    assert_eq!(gaps(&made), ["1 包案领导", "1 处置状态", "1 本月进展"]);
    // Of several ledgers the newest says what a case is; an older one still tells of a case that is gone since.
    let weeks = [
        held(
            "L3",
            "2022W31",
            None,
            &[
                "case_no=1 accepted=2022-08-01 due=2022-09-15 persons=20 employer=旧名",
                "case_no=2 accepted=2022-08-01 due=2022-09-15 closed=2022-08-05 outcome=11 persons=20 employer=乙公司",
            ],
        ),
        held(
            "L3",
            "2022W32",
            None,
            &["case_no=1 accepted=2022-08-01 due=2022-09-15 persons=20 employer=新名"],
        ),
    ];
    let made = make("L7M", "2022-08", None, &weeks).unwrap();
    assert_eq!(cells(&made.table, &["case_no", "employer", "status"]), ["1 | 新名 | -", "2 | 乙公司 | -"]);
}

#[test]
fn a_quiet_day_is_made_of_the_roster_and_waits_for_who_signs() {
    let roster = held(
        "L9R",
        "2022-10-15",
        None,
        &[
            "shift_no=1夜 date=2022-10-16 shift=2 leader=示例丁 officer=示例戊",
            "shift_no=1白 date=2022-10-16 shift=1 leader=示例甲 officer=示例乙、示例丙",
            "shift_no=2 date=2022-10-17 shift=3 leader=示例丁 officer=示例戊 unit=南门值班室",
            "shift_no=3 date=2022-10-17 shift=3 leader=示例己 officer=示例庚 unit=北门值班室",
        ],
    );
    let seen = [
        "unit",
        "date",
        "protection",
        "leader",
        "officer",
        "events",
        "other",
        "nothing",
        "reported",
        "signer",
    ];
    let first = make("L9", "2022-10-16", None, std::slice::from_ref(&roster)).unwrap();
    assert_eq!(
        cells(&first.table, &seen),
        ["云东区人社局 | 2022-10-16 | 党的二十大 | 示例甲 | 示例乙、示例丙 | 0 | 0 | 是 | - | -"]
    );
    let second = make("L9", "2022-10-17", None, std::slice::from_ref(&roster)).unwrap();
    assert_eq!(cells(&second.table, &["unit", "leader"]), ["南门值班室 | 示例丁", "北门值班室 | 示例己"]);
    assert_eq!(gaps(&first), Vec::<String>::new());
    let waits: Vec<&str> =
        first.at_signing.iter().map(|at| first.table.form().columns[*at].key.as_str()).collect();
    assert_eq!(waits, ["reported", "signer"]);

    let beside = [roster.table.clone()];
    let unsigned = findings(&first.table, "2022-10-16", Some(&beside));
    assert!(unsigned.iter().all(|finding| finding.code == "required") && unsigned.len() == 2, "{unsigned:?}");
    let at = "2022-10-16T16:05:00".parse().unwrap();
    let done = signed(&first.table, "示例己", at);
    assert_eq!(cells(&done, &["reported", "signer"]), ["2022-10-16 16:05 | 示例己"]);
    assert_eq!(findings(&done, "2022-10-16", Some(&beside)), []);
    assert_eq!(cells(&signed(&done, "另一人", at), &["signer"]), ["示例己"], "what is filled stays");

    assert_eq!(make("L9", "2022-10-18", None, &[roster]).unwrap_err(), Unmade::Nothing, "nobody is on duty");
    assert_eq!(make("L9", "2022-10-16", None, &[]).unwrap_err(), Unmade::NoSource(vec!["L9R".into()]));
}

#[test]
fn reports_of_a_matter_begin_with_the_case_and_go_on_with_the_report_before() {
    let matter: Subject = "M1".parse().unwrap();
    let first = make("L7", "2022-08-10", Some(&matter), &[arbitration()]).unwrap();
    let seen = ["report_no", "matter", "stage", "number", "employer", "persons", "amount", "industry"];
    assert_eq!(
        cells(&first.table, &seen),
        ["- | M1 | 1 初报 | - | 甲公司 | 68 | 3126000.00 | G 交通运输、仓储和邮政业"]
    );
    assert_eq!(gaps(&first), [" 报告编号", " 紧急程度", " 接报时间", " 上报时间", " 签发人"]);

    let said = |no: &str, rest: &str| {
        format!(
            "report_no={no} matter=M1 urgency=1 learnt=2022-08-10T08:00 employer=甲公司 persons=70 signer=S {rest}"
        )
    };
    let reports = [
        said("M1-1", "stage=1 reported=2022-08-10T09:12"),
        said("M1-2", "stage=2 number=1 reported=2022-08-11T09:00 persons=66 lead_official=示例副区长"),
    ];
    let rows: Vec<&str> = reports.iter().map(String::as_str).collect();
    let before = held("L7", "2022-08-11", Some("M1"), &rows);
    let other = held("L7", "2022-08-11", Some("M2"), &["matter=M2 stage=1 employer=Z"]);
    let next = make("L7", "2022-08-12", Some(&matter), &[arbitration(), other, before]).unwrap();
    assert_eq!(
        cells(&next.table, &["report_no", "stage", "number", "persons", "amount", "lead_official", "signer"]),
        [
            "M1-1 | 1 初报 | - | 70 | - | - | S",
            "M1-2 | 2 续报 | 1 | 66 | - | 示例副区长 | S",
            "- | 2 续报 | 2 | 66 | 3126000.00 | 示例副区长 | -",
        ],
        "the reports so far stand as they are; what they did not know the case adds to the new one"
    );
    assert_eq!(gaps(&next), [" 报告编号", " 上报时间", " 签发人"]);

    let ended = held("L7", "2022-08-13", Some("M1"), &[&said("M1-3", "stage=3 reported=2022-08-13T09:00")]);
    assert_eq!(make("L7", "2022-08-14", Some(&matter), &[ended]).unwrap_err(), Unmade::Ended);
    assert_eq!(make("L7", "2022-08-14", None, &[arbitration()]).unwrap_err(), Unmade::NoMatter);
    let unknown: Subject = "M7".parse().unwrap();
    assert_eq!(make("L7", "2022-08-14", Some(&unknown), &[arbitration()]).unwrap_err(), Unmade::Nothing);
    assert_eq!(make("L8", "2022-08-14", None, &[arbitration()]).unwrap_err(), Unmade::ByHand);
}

/// What never leaves the node, or is made up, is given to no column by any form.
#[test]
fn what_is_made_holds_no_more_than_what_was_filed() {
    let forms: Vec<&Arc<Form>> = builtin().forms().filter(|form| !form.made_from.is_empty()).collect();
    assert_eq!(forms.iter().map(|form| form.form.as_str()).collect::<Vec<_>>(), ["L7", "L7M", "L9"]);
    for form in forms {
        for give in form.made_from.iter().flat_map(|block| &block.set) {
            let (at, column) = form.resolve(&Field::Key(give.column.clone())).unwrap();
            assert!(column.privacy.leaves(), "{}.{}", form.form, column.key);
            // Who signs is never known beforehand.
            let signs = ["signer", "reported"].contains(&column.key.as_str());
            assert_eq!(by_signer(form, at).is_some(), signs, "{}.{}", form.form, column.key);
        }
    }
}
