//! A site adds a form, a code list, an indicator and a campaign by files alone: the county gets its template, is told what is wrong by
//! row and column, files; the city tallies, ranks, draws and lists the cases, and no program was built anew.

use node_agent::{Draft, Node, SourceFile, template};
use reqwest::{Method, StatusCode};
use schemas::{
    fill::fill,
    finding::Severity,
    sheet::{
        book::RawCell,
        limits::Limits,
        read::{Hints, read},
    },
    text::Lang,
};

use crate::{
    city::{City, Setting, at, postgres_schema},
    filing::push,
};

const CODES: &str = r#"
list = "ZRES"
version = 1
name = { zh = "体检结论", en = "Result of a check" }
source = "a site of its own"
items = [
    { code = "1", zh = "已整改", en = "Put right" },
    { code = "2", zh = "拒不整改", en = "Refused" },
]
"#;

const FORM: &str = r#"
form = "Z1"
version = 1
name = { zh = "用工体检服务台账", en = "Ledger of employment checks" }
continuity = true

[survey]
number = "云江自定1表"
issuer = { zh = "云江市人社局", en = "Yunjiang" }
approval = "按本地备案文号填写"
valid_until = "2027-12-31"

[[columns]]
key = "case_no"
zh = "体检编号"
en = "Check number"
type = "text"
max = 40
role = "case"
required = true
privacy = "P3"

[[columns]]
key = "matter"
zh = "事项编号"
en = "Matter number"
type = "text"
max = 40
role = "matter"
privacy = "P3"

[[columns]]
key = "opened"
zh = "体检日期"
en = "Checked on"
type = "date"
role = "opened"
required = true
event = true
privacy = "P3"

[[columns]]
key = "employer"
zh = "受检单位"
en = "Employer checked"
type = "text"
role = "employer"
required = true
privacy = "P3"

[[columns]]
key = "visitor"
zh = "陪同劳动者姓名"
en = "Worker met"
type = "text"
privacy = "P0"

[[columns]]
key = "faults"
zh = "问题数"
en = "Faults"
type = "int"
required = true
privacy = "P3"

[[columns]]
key = "mended"
zh = "已改数"
en = "Faults put right"
type = "int"
privacy = "P3"

[[columns]]
key = "closed"
zh = "办结日期"
en = "Done on"
type = "date"
role = "closed"
event = true
privacy = "P3"

[[columns]]
key = "result"
zh = "体检结论"
en = "Result"
type = "code"
list = "ZRES"
role = "outcome"
privacy = "P3"

[[rules]]
code = "Z1-101"
severity = "block"
at = "mended"
when = [{ on = "mended", is = "filled" }]
must = [{ on = "mended", at_most = "faults" }]
zh = "已改数多于问题数"
en = "More faults put right than found"
fix_zh = "核对两个数"
fix_en = "Check the two numbers"

[[tallies]]
key = "closed"
zh = "本期办结"
en = "Done in the period"
nature = "flow"
rows = [{ on = "@closed", is = "in period" }]

[[tallies]]
key = "mended"
zh = "其中已整改"
en = "Of them put right"
nature = "flow"
rows = [{ on = "@closed", is = "in period" }, { on = "@outcome", among = ["1"] }]
"#;

const INDICATOR: &str = r#"
indicator = "ZI1"
version = 1
name = { zh = "体检整改率", en = "Checks put right" }
formula = { zh = "本期办结且已整改 ÷ 本期办结", en = "Done and put right ÷ done in the period" }
better = "higher"
unit = "percent"

[measure.ratio]
numerator = ["Z1.mended"]
denominator = ["Z1.closed"]
"#;

const CAMPAIGN: &str = r#"
campaign = "checks-2025"
version = 1
name = { zh = "用工体检行动", en = "Employment checks" }
from = "2025-07-01"
to = "2025-12-31"
cadence = "quarter"
first_judged = "2025Q3"
minimum_sample = 1
least_weight = 75
duties = [{ form = "Z1", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 }]
targets = [{ indicator = "ZI1", ask = "at-least", percent = "80", weight = 100 }]
"#;

/// The template of the site's form, as the county gets it, with these rows typed into it.
fn typed(node: &Node, rows: &str) -> Vec<u8> {
    let form = node.definitions().form("Z1").unwrap().clone();
    let empty =
        read(&template::workbook(&form, Lang::Zh).unwrap(), &Hints::default(), &Limits::default()).unwrap();
    let headings: Vec<String> = empty.sheets[0].rows.last().unwrap().cells.iter().map(heading).collect();
    assert_eq!(headings.len(), form.columns.len(), "the template has a column for each of the form's");
    let csv = format!("{}\n{rows}", headings.join(","));
    let book = read(csv.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
    template::filled(&fill(&book, &form, &[]).table, Lang::Zh).unwrap()
}

fn heading(cell: &RawCell) -> String {
    match cell {
        RawCell::Text(text) => text.split(['\n', '*', '＊']).next().unwrap().trim().to_owned(),
        other => panic!("{other:?}"),
    }
}

fn draft(bytes: Vec<u8>) -> Draft {
    let file = SourceFile { name: "用工体检.xlsx".into(), bytes };
    Draft::of("Z1", "2025Q3".parse().unwrap(), vec![file])
}

async fn begin(folder: &std::path::Path, database: Option<String>) -> City {
    for (name, text) in [("ZRES", CODES), ("Z1", FORM), ("ZI1", INDICATOR), ("checks", CAMPAIGN)] {
        std::fs::write(folder.join(format!("{name}.toml")), text).unwrap();
    }
    let definitions = Some(folder.to_owned());
    let city =
        City::of(Setting { database, definitions, campaign: "checks-2025", ..Setting::yunjiang() }).await;
    aggregator::policy::publish(&city.services).await.unwrap();
    city
}

async fn files_alone_make_a_form_an_indicator_and_a_campaign(city: City) {
    let (east, west) = (city.node("519901").await, city.node("519902").await);
    // What is wrong is said by the site's own rule, at its cell, in both languages.
    let wrong = draft(typed(&east, "检-1,,2025-07-08,云江示例服装有限公司,示例甲,3,5,2025-07-20,已整改\n"));
    let report = east.check(&wrong, None).unwrap();
    let finding = report.findings.iter().find(|finding| finding.code == "Z1-101").unwrap();
    assert_eq!(finding.severity, Severity::Block);
    assert_eq!(
        (&*finding.what.zh, &*finding.what.en),
        ("已改数多于问题数", "More faults put right than found")
    );
    assert!(report.text(Lang::En).contains("More faults put right than found"), "{}", report.text(Lang::En));
    assert!(east.file(&wrong, None).is_err(), "what blocks is not filed");

    for (node, rows) in [
        (
            &east,
            "检-1,M-1,2025-07-08,云江示例服装有限公司,示例甲,3,3,2025-07-20,已整改\n检-2,M-2,2025-08-08,云江示例食品有限公司,示例乙,2,,2025-08-20,拒不整改\n检-3,M-3,2025-09-08,云江示例物流有限公司,,1,,,\n",
        ),
        (&west, "检-9,M-9,2025-07-08,云江示例玩具有限公司,,1,1,2025-07-20,已整改\n"),
    ] {
        node.file(&draft(typed(node, rows)), None).unwrap();
        push(node).await;
    }
    // Tallied, ranked against its target, and nobody's name went along.
    let filing = city.json("/api/v1/filings/519901/Z1/2025Q3").await;
    assert_eq!(
        (filing["tallies"]["Z1.closed"].as_i64(), filing["tallies"]["Z1.mended"].as_i64()),
        (Some(2), Some(1)),
        "{filing}"
    );
    let standings = city.json("/api/v1/standings?period=2025Q3").await;
    let rows: Vec<(&str, Option<u64>, Option<&str>)> = standings["indicators"][0]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["bureau"].as_str().unwrap(), row["rank"].as_u64(), row["target"].as_str()))
        .collect();
    assert_eq!(
        rows,
        [("519902", Some(1), Some("met")), ("519901", Some(2), Some("missed")), ("519923", None, None)],
        "{standings}"
    );
    let staff = city.cookie("staff").await;
    for (path, words) in [
        ("/rankings?indicator=ZI1&period=2025Q3", ["体检整改率", "50.00"]),
        (
            "/rankings?indicator=ZI1&period=2025Q3&lang=en",
            ["Checks put right", "Done and put right ÷ done in the period"],
        ),
        ("/rankings/chart.svg?indicator=ZI1&period=2025Q3", ["体检整改率", "<svg"]),
        ("/cases?form=Z1", ["检-3", "云江示例物流有限公司"]),
        ("/filings/519901/Z1/2025Q3/rows", ["检-2", "拒不整改"]),
        ("/filings?period=2025Q3", ["用工体检", "东湖区"]),
    ] {
        let (status, page) = city.ask(Method::GET, path, Some(&staff), "").await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(words.iter().all(|words| page.contains(words)), "{path}: {page}");
        assert!(!page.contains("示例甲"), "{path}");
    }
    // Its cases carry over: what was open has to be in the next ledger.
    city.clock.set(at("2026-01-08 09:00"));
    let none = typed(&east, "检-4,,2025-10-08,云江示例服装有限公司,,1,,,\n");
    let next = Draft { period: "2025Q4".parse().unwrap(), ..draft(none) };
    let report = east.check(&next, None).unwrap();
    assert!(report.blocks() && report.text(Lang::Zh).contains("检-3"), "{}", report.text(Lang::Zh));
}

mod sqlite {
    #[tokio::test(flavor = "multi_thread")]
    async fn files_alone_make_a_form_an_indicator_and_a_campaign() {
        let folder = tempfile::tempdir().unwrap();
        let city = super::begin(folder.path(), None).await;
        super::files_alone_make_a_form_an_indicator_and_a_campaign(city).await;
    }
}

mod postgres {
    #[tokio::test(flavor = "multi_thread")]
    async fn files_alone_make_a_form_an_indicator_and_a_campaign() {
        let folder = tempfile::tempdir().unwrap();
        if let Some(schema) = super::postgres_schema() {
            let city = super::begin(folder.path(), Some(schema)).await;
            super::files_alone_make_a_form_an_indicator_and_a_campaign(city).await;
        }
    }
}
