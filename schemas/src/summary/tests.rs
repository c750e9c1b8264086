//! S1 against the worked city, and each of its relations once broken.

use super::*;
use crate::definition::Definitions;

fn tallies(pairs: &[(&str, i64)]) -> Tallies {
    Tallies(pairs.iter().map(|(name, count)| ((*name).into(), Tally::Number(*count))).collect())
}

fn s1() -> std::sync::Arc<Summary> {
    std::sync::Arc::clone(Definitions::builtin().unwrap().summary("S1").unwrap())
}

/// 东湖区 of the worked city: clues of 2025Q3, and of the year with the two quarters before it.
fn clues() -> (Tallies, Tallies) {
    let quarter = tallies(&[
        ("L5.opening", 6),
        ("L5.received", 214),
        ("L5.done", 212),
        ("L5.done_on_time", 210),
        ("L5.done_late", 2),
        ("L5.out", 0),
        ("L5.ending", 8),
        ("L5.overdue_open", 0),
        ("L5.verified", 160),
        ("L5.solved", 151),
    ]);
    (quarter, tallies(&[("L5.received", 600), ("L5.done", 590)]))
}

#[test]
fn cells_name_a_tally_or_stay_empty() {
    let (summary, (quarter, year)) = (s1(), clues());
    let sheet = summary.of(&quarter, &year);
    let cell = |row, column| summary.cell(&sheet, row, column);
    assert_eq!(cell("clues", "accepted"), Some(214));
    assert_eq!(cell("clues", "year_accepted"), Some(600));
    assert_eq!(cell("clues", "year_closed"), Some(590));
    assert_eq!(cell("clues", "succeeded"), None, "not asked of clues");
    assert_eq!(cell("arbitration", "accepted"), None, "L3 was not filed");
    assert_eq!((sheet.0.len(), sheet.0[0].len()), (14, 17));
    assert!(
        summary.is_optional("L1") && !summary.is_optional("L5"),
        "not every city keeps a ledger of dangers"
    );
}

#[test]
fn the_year_is_the_year_before_and_this_period() {
    let (summary, (quarter, year)) = (s1(), clues());
    let half = summary.of(&tallies(&[]), &tallies(&[("L5.received", 386), ("L5.done", 378)]));
    let sheet = summary.of(&quarter, &year);
    assert_eq!(summary.breaches(&sheet, Some(&half)), []);
    let short = summary.of(&tallies(&[]), &tallies(&[("L5.received", 386), ("L5.done", 377)]));
    let found = summary.breaches(&sheet, Some(&short));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].code.as_str(), found[0].at.as_str()), ("year", "clues.year_closed"));
    assert_eq!((found[0].left, found[0].right), (590, 589));
    let first = summary.breaches(&summary.of(&quarter, &quarter), None);
    assert_eq!(first, [], "the first period of a year begins at nothing");
}

/// Row, column and new value.
type Change = (&'static str, &'static str, i64);

#[test]
fn every_relation_is_found_where_it_fails() {
    let whole = [("mediation", 4), ("arbitration", 3), ("collective", 2), ("major", 1), ("inspection", 3)];
    let summary = s1();
    let found = |changes: &[Change]| -> Vec<String> {
        let mut sheet = Sheet(vec![vec![Some(0); summary.columns.len()]; summary.rows.len()]);
        let mut set = |row: &str, column: &str, value: i64| {
            let row = summary.rows.iter().position(|each| each.key == row).unwrap();
            let column = summary.columns.iter().position(|each| each.key == column).unwrap();
            sheet.0[row][column] = Some(value);
        };
        let columns = ["accepted", "ending", "persons", "year_accepted"];
        for (row, count) in whole.into_iter().chain([("mediation_people", 4)]) {
            columns.into_iter().for_each(|column| set(row, column, count));
        }
        changes.iter().for_each(|(row, column, value)| set(row, column, *value));
        let breaches = summary.breaches(&sheet, None);
        breaches.into_iter().map(|breach| format!("{} {}", breach.code, breach.at)).collect()
    };
    assert_eq!(found(&[]), Vec::<String>::new());
    let table: [(&[Change], &str); 13] = [
        (&[("inspection", "opening", 1)], "S1-101 inspection"),
        (&[("inspection", "late", 1)], "S1-102 inspection"),
        (&[("inspection", "transferred_in", 4)], "S1-103 inspection"),
        (&[("inspection", "overdue_open", 4)], "S1-104 inspection"),
        (&[("clues", "succeeded", 1)], "S1-105 clues"),
        (&[("clues", "verified", 1)], "S1-106 clues"),
        (&[("clues", "solved", 1)], "S1-107 clues"),
        (&[("inspection", "persons", 2)], "S1-108 inspection"),
        (&[("inspection", "year_accepted", 2)], "S1-109 inspection"),
        (&[("clues", "closed", 1), ("clues", "on_time", 1), ("clues", "opening", 1)], "S1-110 clues"),
        (&[("mediation_court", "amount", 1)], "S1-201 amount"),
        (&[("collective", "paid", 1)], "S1-202 paid"),
        (&[("major", "amount", 1)], "S1-203 amount"),
    ];
    for (changes, expected) in table {
        let found = found(changes);
        assert!(found.iter().any(|breach| breach == expected), "{changes:?}: {found:?}");
    }
}
