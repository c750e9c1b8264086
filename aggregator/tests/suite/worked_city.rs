//! The worked city, played through both programs, against figures worked out elsewhere: every one of them through
//! HTTP, the proposals and nobody else's, and after an amendment the figures as recomputed.

use std::collections::BTreeMap;

use aggregator::demo::{self, Return, perform};
use node_agent::{Draft, Node, SourceFile};
use schemas::{fill, filter::Window, sheet, tally::Tallies};
use serde_json::Value;

use crate::{city::City, pages::html::texts};

const EXPECTED: &str = include_str!("../data/yunjiang_2025q3_expected.csv");

/// Rows of the expected figures: indicator, bureau → the whole record.
fn expected() -> BTreeMap<(String, String), csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(EXPECTED.as_bytes());
    let records = reader.records().map(Result::unwrap);
    records.map(|record| ((record[0].to_owned(), record[2].to_owned()), record)).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn yes_no(target: &Value) -> &'static str {
    match target.as_str() {
        None => "",
        Some("met") => "yes",
        Some(_) => "no",
    }
}

/// What the API says of a value, in the columns of the expected figures.
fn rate(value: &Value) -> (String, String, String) {
    if value.is_null() {
        return ("0".into(), "0".into(), "—".into());
    }
    (text(&value["numerator"]), text(&value["denominator"]), text(&value["percent"]))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_and_proposal_of_the_worked_city_through_http() {
    let city = City::empty().await;
    let folder = city.folder().to_owned();
    let script = demo::script(demo::CAMPAIGN).unwrap();
    perform::found(&city.services, script).await.unwrap();
    perform::perform(&city.services, script, &city.clock, &city.address, &folder, |_| ()).await.unwrap();

    let expected = expected();
    let standings = city.json_as("chen", perform::PASSWORD, "/api/v1/standings?period=2025Q3").await;
    assert_eq!(standings["demonstration"], true);
    let mut seen = 0;
    for table in standings["indicators"].as_array().unwrap() {
        let indicator = text(&table["indicator"]);
        let Some(city_row) = expected.get(&(indicator.clone(), "519900".into())) else {
            panic!("{indicator} is not among the worked figures");
        };
        assert_eq!(text(&table["name"]["zh"]), city_row[1]);
        let (num, den, value) = rate(&table["pooled"]);
        assert_eq!([&num, &den, &value], [&city_row[4], &city_row[5], &city_row[6]], "{indicator} pooled");
        assert_eq!(yes_no(&table["target"]), &city_row[7], "{indicator} pooled target");
        assert_eq!(table["filers"], 11);
        seen += 1;
        for row in table["rows"].as_array().unwrap() {
            let Some(wanted) = expected.get(&(indicator.clone(), text(&row["bureau"]))) else {
                assert_eq!(
                    (text(&row["bureau"]).as_str(), text(&row["not_ranked_because"]).as_str()),
                    ("519900Z03", "not filed")
                );
                continue;
            };
            let (num, den, value) = rate(&row["value"]);
            let found = [
                num.as_str(),
                &den,
                &value,
                yes_no(&row["target"]),
                &text(&row["rank"]),
                &text(&row["not_ranked_because"]),
            ];
            let wanted: Vec<&str> = wanted.iter().skip(4).collect();
            assert_eq!(found.as_slice(), wanted.as_slice(), "{indicator} {}", row["bureau"]);
            seen += 1;
        }
    }
    for row in standings["composite"].as_array().unwrap() {
        let Some(wanted) = expected.get(&("composite".into(), text(&row["bureau"]))) else {
            assert_eq!(
                (text(&row["bureau"]).as_str(), text(&row["not_ranked_because"]).as_str()),
                ("519900Z03", "not filed")
            );
            continue;
        };
        assert_eq!(
            [&text(&row["points"]), &text(&row["rank"]), &text(&row["not_ranked_because"])],
            [&wanted[6], &wanted[8], &wanted[9]],
            "{}",
            row["bureau"]
        );
        seen += 1;
    }
    assert_eq!(seen, expected.len(), "every worked figure was compared");

    let cookie = city.cookie_for("chen", perform::PASSWORD).await;
    let (_, page) = city.ask(reqwest::Method::GET, "/summaries/S1?period=2025Q3", Some(&cookie), "").await;
    let page = scraper::Html::parse_document(&page);
    let arbitration: Vec<String> = texts(&page, "section.sum tbody tr:nth-child(9) td");
    // The sums of the oracle's columns; three quarters are filed, so that the year has its own figures.
    assert_eq!(["303", "2,198", "2,314", "187"], [0, 1, 3, 7].map(|at| arbitration[at].as_str()));
    assert_eq!(texts(&page, "#h-rel + .s"), ["14条均成立"]);
    assert!(texts(&page, "section.sum .cap").is_empty(), "nothing is missing from the year");

    let proposals = city.json_as("chen", perform::PASSWORD, "/api/v1/proposals?period=2025Q3").await;
    let found: Vec<(String, Vec<String>, bool)> = proposals["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|proposal| {
            let mut families: Vec<String> = proposal["reasons"]
                .as_array()
                .unwrap()
                .iter()
                .map(|reason| text(&reason["family"]))
                .collect();
            families.sort();
            families.dedup();
            (text(&proposal["bureau_name"]["zh"]), families, proposal["ripe"] == true)
        })
        .collect();
    let of = |name: &str, families: &[&str], ripe| {
        (name.to_owned(), families.iter().map(ToString::to_string).collect(), ripe)
    };
    assert_eq!(
        found,
        [of("河口市", &["lagging", "prominent"], true), of("鹭洲经济开发区", &["weak"], false)]
    );

    // One of 高新区's cases is withdrawn by an amendment: 322/339 becomes 322/338, which meets 95 %.
    let node = Node::open(&folder.join("node-519900Z01"), city.clock.clone()).unwrap();
    let draft = without_one_open_case(&city, "519900Z01");
    node.amend(&draft, "一件重复登记").unwrap();
    node.push().await.unwrap();
    let after = city.json_as("chen", perform::PASSWORD, "/api/v1/standings?period=2025Q3").await;
    let closure =
        after["indicators"].as_array().unwrap().iter().find(|table| table["indicator"] == "I3").unwrap();
    let row = closure["rows"].as_array().unwrap().iter().find(|row| row["bureau"] == "519900Z01").unwrap();
    assert_eq!(
        (rate(&row["value"]), yes_no(&row["target"])),
        (("322".into(), "338".into(), "95.27".into()), "yes")
    );
    assert_eq!(rate(&closure["pooled"]).1, "2500");
    let cookie = city.cookie_for("chen", perform::PASSWORD).await;
    let (_, page) =
        city.ask(reqwest::Method::GET, "/rankings?indicator=I3&period=2025Q3", Some(&cookie), "").await;
    assert!(page.contains("95.27") && !page.contains("94.99"), "the page moved with the figures");
    assert!(page.contains("演示数据"), "invented figures are marked");
}

/// The bureau's arbitration workbook with one line less: a case accepted in the quarter and still open.
fn without_one_open_case(city: &City, bureau: &str) -> Draft {
    let form = city.services.definitions.form("L3").unwrap();
    let period: schemas::period::Period = "2025Q3".parse().unwrap();
    let Some(Return::Ledger(csv)) = demo::workbook(&bureau.parse().unwrap(), form, period) else {
        panic!("no ledger")
    };
    let count = |text: &str, tally: &str| {
        let book = sheet::read::read(
            text.as_bytes(),
            &sheet::read::Hints::default(),
            &sheet::limits::Limits::default(),
        )
        .unwrap();
        let table = fill::fill(&book, form, &[]).table;
        Tallies::of(&table, Window::of(period)).get(tally).unwrap().count()
    };
    let lines: Vec<&str> = csv.lines().collect();
    let (accepted, ending, due) =
        (count(&csv, "L3.accepted"), count(&csv, "L3.ending"), count(&csv, "L3.due"));
    let without = |at: usize| {
        lines
            .iter()
            .enumerate()
            .filter(|(line, _)| *line != at)
            .map(|(_, line)| format!("{line}\n"))
            .collect::<String>()
    };
    let text = (3..lines.len())
        .rev()
        .map(without)
        .find(|text| {
            count(text, "L3.accepted") == accepted - 1
                && count(text, "L3.ending") == ending - 1
                && count(text, "L3.due") == due
        })
        .unwrap();
    Draft::of("L3", period, vec![SourceFile { name: "amended.csv".into(), bytes: text.into_bytes() }])
}
