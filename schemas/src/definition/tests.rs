//! Definitions load whole or are refused; a site adds to them and overrides them by version.

use super::*;

mod reference;
mod refusal;

fn builtin() -> Definitions {
    Definitions::builtin().unwrap()
}

fn site(file: &str, text: &str) -> Result<Definitions, DefinitionError> {
    Definitions::with_site(vec![Source { file: file.into(), text: text.into() }])
}

/// The text of a built-in definition with a change.
fn changed(file: &str, from: &str, to: &str) -> String {
    let (_, text) = builtin::FILES.iter().find(|(path, _)| *path == file).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    text.replacen(from, to, 1)
}

#[test]
fn a_site_overrides_by_version_and_adds_its_own() {
    let list = changed("codes/MED6.toml", "version = 1", "version = 2").replace("企业调解", "企业内调解");
    let form = changed("forms/L2.toml", "form = \"L2\"", "form = \"X1\"");
    let indicator =
        changed("indicators/I1.toml", "indicator = \"I1\"", "indicator = \"X1\"").replace("L2.", "X1.");
    let campaign = changed("campaigns/yunjiang-2025.toml", "yunjiang-2025", "own-2026")
        .replace("form = \"L2\"", "form = \"X1\"")
        .replace("indicator = \"I1\"\n", "indicator = \"X1\"\n");
    let source = |file: &str, text: String| Source { file: file.into(), text };
    let all = Definitions::with_site(vec![
        source("site/MED6.toml", list),
        source("site/X1-form.toml", form),
        source("site/X1.toml", indicator),
        source("site/own.toml", campaign),
    ])
    .unwrap();
    assert_eq!(all.list("MED6").unwrap().version, 2);
    let form = all.form("L2").unwrap();
    let (kind, _) = form.column("kind").unwrap();
    assert_eq!(form.list_of(kind).unwrap().find("企业内调解"), Some(0), "forms use the list in force");
    assert!(all.form("X1").is_some() && all.indicator("X1").is_some());
    assert_eq!(all.campaign("own-2026").unwrap().target("X1").unwrap().weight, 20);
    assert!(all.campaign("yunjiang-2025").is_some(), "the built-in ones stay");
    assert_eq!(all.nature("X1.ending"), Nature::Ending);
}

#[test]
fn a_filing_finds_the_version_it_was_made_under() {
    let second = changed("forms/L2.toml", "version = 1", "version = 2");
    let all = site("site/L2.toml", &second).unwrap();
    let first = builtin().form("L2").unwrap().digest;
    assert_eq!(all.form("L2").unwrap().version, 2);
    assert_eq!(all.form_with_digest("L2", &first).unwrap().version, 1);
    assert_eq!(all.form_with_digest("L2", &[0; 32]).map(|form| form.version), None);
}

#[test]
fn parts_are_written_out_behind_their_tally() {
    let all = builtin();
    let keys: Vec<&str> = all.form("L4").unwrap().tallies.iter().map(|tally| tally.key.as_str()).collect();
    assert_eq!(keys[..4], ["opening", "migrant_opening", "filed", "migrant_filed"]);
    let tally = all.form("L4").unwrap().tally("migrant_opening").unwrap();
    assert_eq!((tally.zh.as_str(), tally.rows.len()), ("农民工工资案件期初未结", 3));
    assert_eq!(all.nature("L4.migrant_opening"), Nature::Opening);
}
