//! What a form of a site's own may say of the history of a case: logs and what is computed of them, what binds the next filing,
//! two persons, days before the end of the period; and how each is refused where a definition misuses it.

use std::{collections::BTreeSet, sync::Arc};

use schemas::{
    check::{Against, check, check_after_reading, open_at_end, open_at_start},
    definition::{Definitions, Source},
    fill::fill,
    filter::Window,
    finding::{Finding, Severity},
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
    table::{Cell, Table},
    tally::Tallies,
};

use crate::ledger::ledger_by;

const FORM: &str = r#"
form = "H1"
version = 1
name = { zh = "试用台账", en = "Trial ledger" }
continuity = true

[survey]
number = "H1"
issuer = { zh = "本局", en = "The bureau" }
approval = "-"
valid_until = "2027-12-31"

[history]
code = "H1-300"
same = ["found", "employer", "source"]
grows = ["followups", "followed", "paid"]
status = "status"
reopened = "reopened"
steps = [
    { from = ["1"], to = ["2", "7"] },
    { from = ["1", "2"], to = ["4"], needs = ["evidence", "closed"] },
    { from = ["4"], to = ["2"], anew = ["reopened", "why"] },
]

[[rules]]
code = "H1-101"
severity = "block"
at = "reviewer"
when = [{ on = "reviewer", is = "filled" }, { on = "handler", is = "filled" }]
must = [{ on = "reviewer", differs_from = "handler" }]
zh = "复核人与责任人员是同一人"
en = "Reviewed by whoever handled it"
fix_zh = "由另一人复核"
fix_en = "Have another person review it"

[[rules]]
code = "H1-102"
severity = "notice"
at = "followed"
when = [{ on = "@closed", not = "by period end" }]
must = [{ any = [{ on = "@followed", fresh = 7 }, { on = "@opened", fresh = 7 }] }]
zh = "超过7日没有跟进"
en = "Not followed up for 7 days"
fix_zh = "跟进并记录"
fix_en = "Follow it up and write it down"
"#;

/// Columns: key, heading, type and more.
const COLUMNS: [(&str, &str, &str); 14] = [
    ("case_no", "编号", "type = \"text\"\nrole = \"case\"\nrequired = true"),
    ("found", "发现日期", "type = \"date\"\nrole = \"opened\"\nrequired = true\nevent = true"),
    ("employer", "单位", "type = \"text\"\nrole = \"employer\""),
    ("source", "来源", "type = \"code\"\nlist = \"SRC\"\nrole = \"source\""),
    ("status", "状态", "type = \"code\"\nlist = \"STAT\"\nrequired = true"),
    ("log", "跟进记录", "type = \"log\""),
    ("followed", "最近跟进", "type = \"date\"\nlast_of = \"log\"\nrole = \"followed\"\nevent = true"),
    ("followups", "跟进次数", "type = \"int\"\ncount_of = \"log\""),
    ("paid", "到位金额", "type = \"money\"\nrole = \"paid\""),
    ("handler", "责任人员", "type = \"text\""),
    ("reviewer", "复核人", "type = \"text\""),
    ("evidence", "销账依据", "type = \"text\""),
    ("closed", "销账日期", "type = \"date\"\nrole = \"closed\"\nevent = true"),
    ("reopened", "重启日期", "type = \"date\"\nevent = true"),
];

fn definition() -> String {
    let column = |(key, zh, rest): &(&str, &str, &str)| {
        let class = if *key == "log" { "P0" } else { "P3" };
        format!(
            "\n[[columns]]\nkey = \"{key}\"\nzh = \"{zh}\"\nen = \"Of {key}\"\n{rest}\nprivacy = \"{class}\"\n"
        )
    };
    let why = ("why", "重启原因", "type = \"text\"");
    let columns: String = COLUMNS.iter().chain([&why]).map(column).collect();
    let (head, rules) = FORM.split_once("[[rules]]").unwrap();
    format!("{head}{columns}\n[[rules]]{rules}")
}

fn loaded(text: String) -> Result<Definitions, String> {
    let source = Source { file: "site/H1.toml".into(), text };
    Definitions::with_site(vec![source]).map_err(|refused| refused.to_string())
}

fn h1() -> Definitions {
    loaded(definition()).unwrap()
}

/// What is found in one row against rows that were filed before, the oldest first.
fn found(row: &str, filed: &[&str]) -> Vec<Finding> {
    let definitions = h1();
    let beside: Vec<Table> = filed.iter().map(|row| ledger_by(&definitions, "H1", &[row])).collect();
    let table = ledger_by(&definitions, "H1", &[row]);
    let window = Window::of("2025Q3".parse().unwrap());
    let tallies = Tallies::of(&table, window);
    check(&table, &tallies, &Against { window, previously_open: None, beside: Some(&beside) })
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

const OPEN: &str = "found=2025-02-01 employer=示例(A)公司 source=13 status=2 followed=2025-09-28 followups=5 paid=500 handler=示例甲";

#[test]
fn what_was_filed_of_a_case_stays_and_grows() {
    assert_eq!(found(OPEN, &[OPEN]), []);
    assert_eq!(found(OPEN, &[]), [], "nothing was filed of it");
    let more = format!("{OPEN} followed=2025-09-29 followups=6 paid=600");
    assert_eq!(found(&more, &[OPEN]), []);
    // What was empty may be filled, and spacing is no change.
    assert_eq!(found(OPEN, &[&format!("{OPEN} employer= paid= followups=")]), []);
    assert_eq!(found(OPEN, &[&format!("{OPEN} employer=示例（Ａ）公司")]), []);

    let changed = found(&format!("{OPEN} employer=另一公司 source=04 found=2025-02-02"), &[OPEN]);
    assert_eq!(codes(&changed), ["H1-300-same"; 3]);
    assert!(changed.iter().all(|one| one.severity == Severity::Explain && one.case.as_deref() == Some("0")));
    let words: BTreeSet<(&str, &str)> =
        changed.iter().map(|one| (one.what.zh.as_ref(), one.what.en.as_ref())).collect();
    assert!(words.contains(&(
        "“来源”与此前报送的“网格/巡查排查”不同",
        "“Of source” was “Found by patrol or grid worker” when it was filed before"
    )));
    assert!(words.contains(&(
        "“发现日期”与此前报送的“2025-02-01”不同",
        "“Of found” was “2025-02-01” when it was filed before"
    )));
    assert_eq!(codes(&found(&format!("{OPEN} employer="), &[OPEN])), ["H1-300-same"], "taken out");

    for (change, zh, en) in [
        (
            "followups=4",
            "“跟进次数”退到了此前报送的5之前",
            "“Of followups” falls behind 5, which was filed before",
        ),
        (
            "followups=",
            "“跟进次数”退到了此前报送的5之前",
            "“Of followups” falls behind 5, which was filed before",
        ),
        (
            "followed=2025-09-27",
            "“最近跟进”退到了此前报送的2025-09-28之前",
            "“Of followed” falls behind 2025-09-28, which was filed before",
        ),
        (
            "paid=499",
            "“到位金额”退到了此前报送的5.00之前",
            "“Of paid” falls behind 5.00, which was filed before",
        ),
    ] {
        let fallen = found(&format!("{OPEN} {change}"), &[OPEN]);
        assert_eq!(codes(&fallen), ["H1-300-grows"], "{change}");
        assert_eq!(fallen[0].severity, Severity::Block);
        assert_eq!((fallen[0].what.zh.as_ref(), fallen[0].what.en.as_ref()), (zh, en));
        assert_eq!(fallen[0].fix.en, "What was followed up is not taken back: put in again what was filed");
    }
}

#[test]
fn a_state_follows_only_those_it_may_and_with_what_it_needs() {
    let struck_off = format!("{OPEN} status=4 evidence=回执 closed=2025-09-29");
    assert_eq!(found(&struck_off, &[OPEN]), []);
    let without = found(&format!("{struck_off} evidence="), &[OPEN]);
    assert_eq!(codes(&without), ["H1-300-needs"]);
    assert_eq!(without[0].severity, Severity::Block);
    assert_eq!(without[0].what.zh, "由“在办”改为“已销账”须填写“销账依据”");
    assert_eq!(
        without[0].what.en,
        "To go from “Being dealt with” to “Struck off”, “Of evidence” must be filled"
    );
    assert_eq!(without[0].fix.zh, "填写该单元格；尚未办到的保留原状态“在办”");
    // There is no way from 在办 back to 待核实.
    let back = found(&format!("{OPEN} status=1"), &[OPEN]);
    assert_eq!(codes(&back), ["H1-300-step"]);
    assert_eq!(back[0].what.zh, "状态不能由“在办”改为“待核实”");
    assert_eq!(back[0].what.en, "The state cannot go from “Being dealt with” to “To be verified”");
    assert_eq!(back[0].fix.zh, "由“在办”只能改为：已销账；保留原状态或按实际改正");
    assert_eq!(
        back[0].fix.en,
        "From “Being dealt with” it may only become: Struck off; leave it as it was, or say what it is"
    );
}

#[test]
fn a_case_struck_off_comes_back_only_as_a_reopening_with_its_own_reason() {
    let struck_off = format!("{OPEN} status=4 evidence=回执 closed=2025-05-20 followed=2025-05-20");
    let silent = found(OPEN, &[&struck_off]);
    assert_eq!(codes(&silent), ["H1-300-needs"; 2]);
    let whats: BTreeSet<&str> = silent.iter().map(|one| one.what.zh.as_ref()).collect();
    assert_eq!(
        whats,
        BTreeSet::from(["由“已销账”改为“在办”须填写“重启日期”", "由“已销账”改为“在办”须填写“重启原因”"])
    );
    let again = format!("{OPEN} reopened=2025-08-10 why=再次欠薪");
    assert_eq!(found(&again, &[&struck_off]), []);
    // The second time the reason of the first is none.
    let twice = found(&again, &[&format!("{struck_off} reopened=2025-04-10 why=再次欠薪")]);
    assert_eq!(codes(&twice), ["H1-300-needs"]);
    assert_eq!(twice[0].what.zh, "由“已销账”改为“在办”须另填“重启原因”，不得沿用此前报送的内容");
    assert_eq!(
        twice[0].what.en,
        "To go from “Struck off” to “Being dealt with”, “Of why” must be given anew, not as it was filed before"
    );
    // It came in again in this period: neither carried over to it, nor missing from the one before.
    let definitions = h1();
    let table = ledger_by(&definitions, "H1", &[&again]);
    let quarter = "2025Q3".parse().unwrap();
    assert!(open_at_start(&table, quarter).is_empty());
    assert_eq!(open_at_end(&table, quarter), BTreeSet::from(["0".to_owned()]));
}

#[test]
fn the_newest_filing_of_a_case_is_what_binds() {
    // The revision that is replaced comes after the period before, and speaks in its place.
    let revised = format!("{OPEN} employer=另一公司 followups=7");
    assert_eq!(codes(&found(OPEN, &[OPEN, &revised])), ["H1-300-grows", "H1-300-same"]);
    assert_eq!(found(&revised, &[OPEN, &revised]), []);
    assert_eq!(codes(&found(OPEN, &[&revised, OPEN])), Vec::<&str>::new());
    // A case that the newer one does not hold is held to the older one.
    let definitions = h1();
    let other = ledger_by(&definitions, "H1", &[&format!("{OPEN} case_no=另案")]);
    let beside = [ledger_by(&definitions, "H1", &[&revised]), other];
    let table = ledger_by(&definitions, "H1", &[OPEN]);
    let window = Window::of("2025Q3".parse().unwrap());
    let against = Against { window, previously_open: None, beside: Some(&beside) };
    assert_eq!(codes(&check(&table, &Tallies::default(), &against)), ["H1-300-grows", "H1-300-same"]);
}

#[test]
fn two_persons_are_two_names() {
    for (handler, reviewer, same) in [
        ("示例甲", "示例乙", false),
        ("示例A", "示例Ａ", true),
        ("示例甲（二级主任科员）", "示例甲", true),
        ("示例甲、示例丙", "示例丙", true),
        ("示例甲", "", false),
        ("", "示例甲", false),
    ] {
        let findings = found(&format!("{OPEN} handler={handler} reviewer={reviewer}"), &[]);
        assert_eq!(codes(&findings), if same { vec!["H1-101"] } else { vec![] }, "{handler} {reviewer}");
    }
}

#[test]
fn days_before_the_end_of_the_period_count_from_its_last_day() {
    for (row, stale) in [
        ("followed=2025-09-23", false),
        ("followed=2025-09-22", true),
        ("followed=", true),
        ("followed= found=2025-09-23", false),
        ("followed=2025-09-22 status=4 closed=2025-09-22 evidence=甲", false),
    ] {
        let findings = found(&format!("{OPEN} {row}"), &[]);
        assert_eq!(codes(&findings), if stale { vec!["H1-102"] } else { vec![] }, "{row}");
    }
}

const HEAD: &str = "编号,发现日期,状态,跟进记录,最近跟进,跟进次数\n";

fn read_from(row: &str) -> (Table, Vec<Finding>) {
    let definitions = h1();
    let form = Arc::clone(definitions.form("H1").unwrap());
    let book = read(format!("{HEAD}{row}").as_bytes(), &Hints::default(), &Limits::default()).unwrap();
    let filled = fill(&book, &form, &[]);
    let window = Window::of("2025Q3".parse().unwrap());
    let against = Against { window, previously_open: None, beside: None };
    let tallies = Tallies::of(&filled.table, window);
    let findings = check_after_reading(filled.findings, &filled.table, &tallies, &against);
    (filled.table, findings)
}

#[test]
fn the_last_day_and_the_number_of_lines_are_computed_from_the_log() {
    let row = |last: &str, lines: &str| {
        format!(
            "甲1,2025-09-01,在办,\"2025年9月28日约谈（示例甲）\n2025-09-03：电话跟进（示例甲）\",{last},{lines}\n"
        )
    };
    for (last, lines) in [("", ""), ("2025-09-28", "2")] {
        let (table, findings) = read_from(&row(last, lines));
        assert_eq!(findings, [], "{last} {lines}");
        assert_eq!(table.text(0, 5), Some("2025-09-03 电话跟进（示例甲）\n2025-09-28 约谈（示例甲）"));
        assert_eq!(table.cell(0, 6), Cell::Date("2025-09-28".parse().unwrap()));
        assert_eq!(table.cell(0, 7), Cell::Number(2));
    }
    let (table, findings) = read_from(&row("2025-09-29", "3"));
    assert_eq!(codes(&findings), ["log", "log"]);
    assert!(findings.iter().all(|finding| finding.severity == Severity::Block));
    assert_eq!([0, 1].map(|at| findings[at].place.to_string()), ["E2", "F2"]);
    assert_eq!(findings[0].what.zh, "“最近跟进”应为“跟进记录”最后一次的日期2025-09-28");
    assert_eq!(findings[0].what.en, "“Of followed” should be 2025-09-28, the last day of “Of log”");
    assert_eq!(findings[1].what.zh, "“跟进次数”应为“跟进记录”的次数2");
    assert_eq!(findings[1].what.en, "“Of followups” should be 2, the number of lines of “Of log”");
    assert_eq!(table.cell(0, 7), Cell::Number(2), "what was computed is kept");
    // A ledger without the log, as the city has it, is taken at its word; one with it is held to it.
    let (table, findings) = read_from("甲1,2025-09-01,在办,,2025-09-28,7\n");
    assert_eq!((codes(&findings), table.cell(0, 7)), (vec![], Cell::Number(7)));
    let said = found(&format!("{OPEN} log=2025-09-28_约谈 followups=2"), &[]);
    assert_eq!(codes(&said), ["log"]);
}

#[test]
fn a_line_that_is_none_is_said_with_its_number_and_without_its_words() {
    let (table, findings) = read_from("甲1,2025-09-30,在办,\"2025-09-28 约谈\n张示例来电\",,\n");
    assert_eq!(codes(&findings), ["unreadable"]);
    assert_eq!(findings[0].place.to_string(), "D2");
    assert!(findings[0].what.zh.contains("第2行不是") && !findings[0].what.zh.contains("张示例"));
    assert!(findings[0].what.en.contains("line 2 is none"), "{}", findings[0].what.en);
    assert_eq!(findings[0].found, None, "a log stays here");
    assert_eq!(table.len(), 1);
}

#[test]
fn a_definition_that_misuses_them_is_refused() {
    for (from, to, refused) in [
        ("last_of = \"log\"", "last_of = \"why\"", "columns.followed: last_of, count_of: `why` is no log"),
        (
            "type = \"int\"\ncount_of",
            "type = \"money\"\ncount_of",
            "columns.followups: count_of: an int column counts the lines of a log, and no other",
        ),
        (
            "type = \"date\"\nlast_of",
            "type = \"datetime\"\nlast_of",
            "columns.followed: last_of: a date column is the last day of a log, and no other",
        ),
        ("privacy = \"P0\"", "privacy = \"P3\"", "columns.log: privacy: a log never leaves the node"),
        ("type = \"log\"", "type = \"log\"\nmax = 8001", "columns.log: max: at most 8000"),
        ("same = [\"found\"", "same = [\"log\"", "history: `log` is no column that leaves the node"),
        ("same = [\"found\"", "same = [\"colour\"", "history: `colour` is no column that leaves the node"),
        (
            "grows = [\"followups\"",
            "grows = [\"why\"",
            "history: grows: `why` is no number or date that leaves the node",
        ),
        ("needs = [\"evidence\"", "needs = [\"proof\"", "history: `proof` is no column that leaves the node"),
        (
            "status = \"status\"",
            "status = \"why\"",
            "history: status: not a coded column that leaves the node",
        ),
        ("status = \"status\"\n", "", "history: steps: of which column `status` says"),
        (
            "reopened = \"reopened\"",
            "reopened = \"why\"",
            "history: reopened, over_before: not a date column that leaves the node",
        ),
        ("from = [\"1\"]", "from = [\"10\"]", "history: list STAT has no code `10`"),
        (
            "differs_from = \"handler\"",
            "differs_from = \"paid\"",
            "rules.H1-101: the test does not fit column `reviewer`",
        ),
        ("@followed\", fresh = 7", "paid\", fresh = 7", "rules.H1-102: the test does not fit column `paid`"),
        ("fresh = 7 }, {", "fresh = -7 }, {", "rules.H1-102: the test does not fit column `followed`"),
        (
            "role = \"followed\"",
            "role = \"persons\"",
            "columns.followed: its type or class does not fit its role",
        ),
        ("role = \"source\"", "role = \"area\"", "columns.source: its type or class does not fit its role"),
    ] {
        let text = definition();
        assert!(text.contains(from), "{from}");
        let said = loaded(text.replacen(from, to, 1)).err();
        assert_eq!(said.as_deref(), Some(format!("site/H1.toml: {refused}").as_str()), "{to}");
    }
}
