//! A folder of workbooks becomes the same ranking that filing gives, and whatever is wrong in it is said.

mod binary;
mod folder;

use std::{collections::BTreeMap, fs, path::Path};

use aggregator::compile::{Compiled, LedgerState, Order, entry::State, rankings::MARK};
use schemas::{
    check::open_at_end,
    definition::Definitions,
    fill::fill,
    sheet::{
        book::RawCell,
        limits::Limits,
        read::{Hints, read},
    },
    text::Lang,
};

const EXPECTED: &str = include_str!("../../data/yunjiang_2025q3_expected.csv");

fn order(folder: &Path) -> Order {
    Order {
        reader: node_agent::Reader::InProcess,
        folder: folder.to_owned(),
        bureaus: None,
        definitions: None,
        campaign: "yunjiang-2025".into(),
        period: "2025Q3".parse().unwrap(),
        out: folder.join("out"),
        lang: Lang::En,
        force: false,
    }
}

fn compiled(folder: &Path) -> Compiled {
    Compiled::of(&order(folder), |_| ()).unwrap()
}

/// Rows of `rankings.csv` in English: indicator, bureau → heading → cell.
fn rankings(bytes: &[u8]) -> BTreeMap<(String, String), BTreeMap<String, String>> {
    let text = std::str::from_utf8(bytes).unwrap().strip_prefix(MARK).expect("the mark that Excel wants");
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize::<BTreeMap<String, String>>();
    rows.map(Result::unwrap)
        .map(|row| ((row["Indicator code"].clone(), row["Bureau code"].clone()), row))
        .collect()
}

/// Every text of a workbook, by sheet.
fn texts(bytes: &[u8]) -> BTreeMap<String, Vec<String>> {
    let book = read(bytes, &Hints::default(), &Limits::default()).unwrap();
    let text = |cell: &RawCell| match cell {
        RawCell::Text(text) => Some(text.clone()),
        _ => None,
    };
    let sheets = book.sheets.iter().map(|sheet| {
        let cells = sheet.rows.iter().flat_map(|row| &row.cells).filter_map(text);
        (sheet.name.clone().unwrap(), cells.collect())
    });
    sheets.collect()
}

#[test]
fn the_worked_city_from_files_has_every_worked_figure() {
    let folder = tempfile::tempdir().unwrap();
    folder::write(folder.path(), &["2025Q3"]);
    let compiled = compiled(folder.path());
    assert_eq!((compiled.count(State::Counted), compiled.count(State::Nil)), (40, 4));
    assert_eq!(compiled.lost().count(), 0);
    let found = rankings(&compiled.rankings_csv(Lang::En).unwrap());
    let mut compared = 0;
    for wanted in csv::Reader::from_reader(EXPECTED.as_bytes()).records().map(Result::unwrap) {
        let row = &found[&(wanted[0].to_owned(), wanted[2].to_owned())];
        let dash = |cell: &str| if cell.is_empty() { "—".to_owned() } else { cell.to_owned() };
        assert_eq!(dash(&row["Value"]), dash(&wanted[6]), "{wanted:?}");
        assert_eq!(&row["Place"], &wanted[8], "{wanted:?}");
        compared += 1;
        if &wanted[0] == "composite" {
            let reason = row["Reason"].replace("weight judged ", "weight available ");
            assert!(reason.replacen(',', " of 100,", 1).starts_with(&wanted[9]), "{wanted:?} {reason}");
            continue;
        }
        let zero = |cell: &str| if cell.is_empty() { "0".to_owned() } else { cell.to_owned() };
        assert_eq!(
            [zero(&row["Numerator"]), zero(&row["Denominator"])],
            [&wanted[4], &wanted[5]],
            "{wanted:?}"
        );
        let met = match row["Target met"].as_str() {
            "" => "",
            "met" => "yes",
            _ => "no",
        };
        assert_eq!(met, &wanted[7], "{wanted:?}");
        let reason = match row["State"].as_str() {
            "ranked" | "pooled" => "",
            other => other,
        };
        assert_eq!(reason, &wanted[9], "{wanted:?}");
    }
    // The one that is silent is among the others with its reason.
    let silent = found.iter().filter(|((_, bureau), _)| bureau == "519900Z03");
    assert!(silent.clone().all(|(_, row)| row["State"] == "not filed" && row["Value"].is_empty()));
    assert_eq!(found.len(), compared + silent.count());
    let proposed: Vec<&str> = compiled.proposals.iter().map(|proposal| proposal.bureau.as_str()).collect();
    assert_eq!(proposed, ["519981"], "silence after a reminder is not to be seen in files");
}

#[test]
fn earlier_ledgers_give_movement_and_hold_the_opening_cases() {
    let folder = tempfile::tempdir().unwrap();
    folder::write_of(folder.path(), &["2025Q2", "2025Q3"], &["519902", "519982", "519983"]);
    // A case that was open at the end of June is taken out of the third quarter's ledger.
    let case = open_in_june(&folder.path().join("2025Q2/519902_L3_2025Q2.csv"));
    let path = folder.path().join("2025Q3/519902_L3_2025Q3.csv");
    let text = fs::read_to_string(&path).unwrap();
    let without: Vec<&str> = text.lines().filter(|line| !line.starts_with(&case)).collect();
    assert_eq!(without.len() + 1, text.lines().count());
    fs::write(&path, without.join("\n")).unwrap();

    let before = compiled(folder.path());
    let xiling = "519902".parse().unwrap();
    assert_eq!(before.ledger_state(&xiling, "L3"), LedgerState::Returned);
    let returned = before.lost().next().unwrap();
    let codes: Vec<_> =
        returned.findings.iter().map(|one| (one.code.as_str(), one.case.as_deref())).collect();
    assert!(codes.contains(&("continuity", Some(case.as_str()))), "{codes:?}");
    let found = rankings(&before.rankings_csv(Lang::En).unwrap());
    let row = &found[&("I3".to_owned(), "519902".to_owned())];
    assert_eq!((row["State"].as_str(), row["Reason"].as_str()), ("returned", "L3 returned; no value"));
    let risen = |row: &BTreeMap<String, String>| row["Places risen"].parse::<i64>().is_ok();
    assert!(
        risen(&found[&("I1".to_owned(), "519902".to_owned())]),
        "places are compared with last quarter's"
    );

    // The bureau gives a listed reason, and the ledger counts.
    let reasons = format!("问题代码,案号,理由,说明\ncontinuity,{case},移送转出,移送外市仲裁委\n");
    fs::write(folder.path().join("2025Q3/519902_问题说明.csv"), reasons).unwrap();
    let after = compiled(folder.path());
    assert_eq!(after.ledger_state(&xiling, "L3"), LedgerState::Counted, "{:?}", after.lost().next());
    assert_eq!(after.count(State::Reasons), 1);
}

/// A case of an arbitration ledger that was open at the end of June 2025.
fn open_in_june(ledger: &Path) -> String {
    let definitions = Definitions::builtin().unwrap();
    let form = definitions.form("L3").unwrap();
    let book = read(&fs::read(ledger).unwrap(), &Hints::default(), &Limits::default()).unwrap();
    let table = fill(&book, form, &[]).table;
    open_at_end(&table, "2025Q2".parse().unwrap()).into_iter().next().unwrap()
}

/// A city of five bureaus, each with something wrong, and one of hostile name.
fn hostile(folder: &Path) {
    folder::write_of(folder, &["2025Q3"], &["519921", "519922", "519923", "519981", "519983"]);
    let list =
        folder::bureaus().replace("谷阳县", "<script>alert(1)</script>").replace("Guyang County", "=1+1");
    fs::write(folder.join("bureaus.csv"), list).unwrap();
    let quarter = folder.join("2025Q3");
    // A damaged workbook, a cell that is no date, a ledger without rows, two files for one ledger.
    fs::write(quarter.join("河口市/L3.csv"), b"PK\x03\x04 no workbook").unwrap();
    let bad =
        fs::read_to_string(quarter.join("519983_L4_2025Q3.csv")).unwrap().replacen(",2025-", ",2025/13/", 1);
    fs::write(quarter.join("519983_L4_2025Q3.csv"), bad).unwrap();
    let text = fs::read_to_string(quarter.join("519983_L5_2025Q3.csv")).unwrap();
    let head: String = text.lines().take(3).map(|line| format!("{line}\n")).collect();
    fs::write(quarter.join("519983_L5_2025Q3.csv"), head).unwrap();
    fs::copy(quarter.join("519922_L2_2025Q3.csv"), quarter.join("519922_L2_2025Q3（更正）.csv")).unwrap();
    // Nobody's, two bureaus', another period's, a desktop's own, a nil return with rows.
    fs::write(quarter.join("台账（最终版）.csv"), text).unwrap();
    fs::write(quarter.join("519901和519902.csv"), "x").unwrap();
    fs::write(folder.join("519981_L3_2024Q1.csv"), "x").unwrap();
    fs::write(quarter.join("~$河口市.xlsx"), "x").unwrap();
    fs::copy(quarter.join("河口市/L2.csv"), quarter.join("519982_L2_零报告.csv")).unwrap();
}

#[test]
fn whatever_is_wrong_is_said_and_the_rest_counts() {
    let folder = tempfile::tempdir().unwrap();
    hostile(folder.path());
    let compiled = compiled(folder.path());
    let of = |file: &str| {
        let mut entries = compiled.entries.iter().filter(|entry| entry.file.ends_with(file));
        let entry = entries.next().unwrap_or_else(|| panic!("{file} is not told of"));
        (entry.state, entry.findings.first().map(|one| one.code.clone()).unwrap_or_default())
    };
    for (file, state, code) in [
        ("河口市/L3.csv", State::Returned, "file"),
        ("519983_L4_2025Q3.csv", State::Returned, "unreadable"),
        ("519983_L5_2025Q3.csv", State::Returned, "no-rows"),
        ("519922_L2_2025Q3.csv", State::Returned, "twice"),
        ("519922_L2_2025Q3（更正）.csv", State::Returned, "twice"),
        ("台账（最终版）.csv", State::Unclear, "bureau"),
        ("519901和519902.csv", State::Unclear, "bureau"),
        ("519981_L3_2024Q1.csv", State::SetAside, "set-aside"),
        ("~$河口市.xlsx", State::SetAside, "set-aside"),
        ("519982_L2_零报告.csv", State::Returned, "nil"),
    ] {
        assert_eq!(of(file), (state, code.to_owned()), "{file}");
    }
    let state = |code: &str, form: &str| compiled.ledger_state(&code.parse().unwrap(), form);
    assert_eq!(state("519981", "L3"), LedgerState::Returned);
    assert_eq!(state("519981", "L2"), LedgerState::Counted);
    assert_eq!(state("519921", "L3"), LedgerState::Counted);
    assert_eq!(state("519923", "L5"), LedgerState::Nil);
    assert_eq!(state("519901", "L2"), LedgerState::NotFiled);

    let found = rankings(&compiled.rankings_csv(Lang::En).unwrap());
    assert_eq!(
        found[&("I3".to_owned(), "519922".to_owned())]["Bureau"],
        "'=1+1",
        "no text becomes a formula"
    );
    assert_eq!(found[&("I3".to_owned(), "519981".to_owned())]["State"], "returned");
    let findings = texts(&compiled.findings_workbook(Lang::En).unwrap());
    let unread = |text: &String| text.contains("expected") && text.contains("2025/13/");
    assert!(findings["Findings"].iter().any(unread), "{:?}", findings["Findings"]);
    assert!(findings["Files"].iter().any(|text| text == "unclear"));
    let places = texts(&compiled.rankings_workbook(Lang::En).unwrap());
    assert!(places.contains_key("I3 Arbitration closure rate"), "{:?}", places.keys());
    assert!(places["Composite"].contains(&"'=1+1".to_owned()));

    let results = compiled.results(Lang::Zh).unwrap();
    assert!(results.troubles.is_empty(), "{:?}", results.troubles);
    let (_, html) = results.files.iter().find(|(name, _)| name == "report.html").unwrap();
    let html = std::str::from_utf8(html).unwrap();
    assert!(html.contains("&#60;script&#62;alert(1)&#60;/script&#62;"), "names are text");
    assert!(!html.contains("<script") && !html.contains("src=") && !html.contains("url(http"));
    assert!(!html.replace("http://www.w3.org/2000/svg", "").contains("://"), "no other host");
    assert!(html.contains("演示数据"));
}

#[test]
fn the_same_folder_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    hostile(folder.path());
    let [first, second] = [(); 2].map(|()| compiled(folder.path()).results(Lang::Zh).unwrap().files);
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names[..6],
        [
            "rankings.csv",
            "rankings.xlsx",
            "findings.xlsx",
            "report.html",
            "charts/all-indicators.svg",
            "charts/all-indicators.png"
        ]
    );
    assert_eq!(names.len(), 4 + 2 * 9);
    for ((name, one), (_, other)) in first.iter().zip(&second) {
        assert!(one == other, "{name} differs");
    }
}

#[test]
fn a_character_the_font_lacks_costs_the_picture_files_and_is_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bureaus.csv"), folder::bureaus().replace("枣林市", "㐂林市")).unwrap();
    let results = compiled(folder.path()).results(Lang::Zh).unwrap();
    assert!(results.troubles[0].zh.contains("U+3402"), "{:?}", results.troubles);
    let names: Vec<&str> = results.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["rankings.csv", "rankings.xlsx", "findings.xlsx", "report.html"]);
    let html = String::from_utf8(results.files[3].1.clone()).unwrap();
    assert!(html.contains("㐂林市") && html.contains("<svg"), "the reader's own fonts draw it");
    assert!(html.contains("没有单位参与综合排名"), "an empty folder is a report too");
}
