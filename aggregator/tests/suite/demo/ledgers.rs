//! The rows: they tally to the worked figures, hang together over the quarters, and nothing stops them from being filed.

use std::collections::{BTreeMap, BTreeSet};

use aggregator::demo::{self, Return, place};
use schemas::{
    check::{Against, check, open_at_end},
    filter::Window,
    form::{PrivacyClass, Role},
    period::Period,
    table::{Cell, Table},
    tally::Tally,
};

use super::city::{QUARTERS, city, lines};

/// Column of the figures and the tally it is.
const COLUMNS: [(&str, &str); 23] = [
    ("arb_opening", "L3.opening"),
    ("arb_accepted", "L3.accepted"),
    ("arb_closed", "L3.closed"),
    ("arb_due", "L3.due"),
    ("arb_due_closed_on_time", "L3.due_closed_on_time"),
    ("arb_overdue_open", "L3.overdue_open"),
    ("med_opening", "L2.opening"),
    ("med_accepted", "L2.accepted"),
    ("med_closed", "L2.closed"),
    ("med_succeeded", "L2.succeeded"),
    ("insp_opening", "L4.opening"),
    ("insp_filed", "L4.filed"),
    ("insp_closed", "L4.closed"),
    ("mig_opening", "L4.migrant_opening"),
    ("mig_filed", "L4.migrant_filed"),
    ("mig_closed", "L4.migrant_closed"),
    ("clue_opening", "L5.opening"),
    ("clue_received", "L5.received"),
    ("clue_done", "L5.done"),
    ("clue_due", "L5.due"),
    ("clue_due_on_time", "L5.due_on_time"),
    ("clue_verified", "L5.verified"),
    ("clue_solved", "L5.solved"),
];

#[test]
fn every_figure_is_the_tally_of_the_rows() {
    let mut compared = 0;
    let mut seen = Vec::new();
    for line in lines(include_str!("../../data/yunjiang_2025q3.csv")) {
        let bureau = &line["bureau"];
        seen.push(bureau.clone());
        for (column, tally) in COLUMNS {
            let form = tally.split_once('.').unwrap().0;
            let ledger = city().ledger(bureau, form, "2025Q3");
            if line["filing"] == "missing" {
                assert!(ledger.is_none(), "{bureau}");
                continue;
            }
            let ledger = ledger.unwrap();
            assert_eq!(ledger.filled.is_none(), line["filing"] == "nil", "{bureau} {form}");
            let count = ledger.tallies.get(tally).map(Tally::count);
            assert_eq!(count, Some(line[column].parse().unwrap()), "{bureau} {tally}");
            compared += 1;
        }
    }
    assert_eq!(compared, 11 * 23);
    let bureaus: Vec<String> = city().bureaus.iter().map(|bureau| bureau.code.to_string()).collect();
    assert_eq!(seen, bureaus, "the official order");
}

#[test]
fn nothing_keeps_a_ledger_from_being_filed() {
    for bureau in &city().bureaus {
        for form in demo::FORMS {
            let mut before: Option<BTreeSet<String>> = None;
            for quarter in QUARTERS {
                let what = format!("{} {form} {quarter}", bureau.name.zh);
                let Some(ledger) = city().ledger(bureau.code.as_str(), form, quarter) else {
                    assert_eq!((bureau.code.as_str(), quarter), ("519900Z03", "2025Q3"), "{what}");
                    continue;
                };
                let period: Period = quarter.parse().unwrap();
                let Some(filled) = &ledger.filled else {
                    assert!(before.is_none_or(|before| before.is_empty()), "{what}: open, but nil");
                    before = Some(BTreeSet::new());
                    continue;
                };
                assert!(filled.findings.is_empty(), "{what}: {:?}", filled.findings.first());
                assert_eq!(filled.mappings[0].columns.len(), filled.table.form().columns.len(), "{what}");
                let against =
                    Against { window: Window::of(period), previously_open: before.as_ref(), beside: None };
                let findings = check(&filled.table, &ledger.tallies, &against);
                let stopping: Vec<_> = findings.iter().filter(|finding| finding.stops()).collect();
                assert!(stopping.is_empty(), "{what}: {} stop, first {:?}", stopping.len(), stopping[0]);
                before = Some(open_at_end(&filled.table, period));
            }
        }
    }
}

#[test]
fn every_opening_stock_is_the_ending_stock_before_it() {
    for bureau in &city().bureaus {
        for form in demo::FORMS {
            for pair in QUARTERS.windows(2) {
                let count = |quarter, tally: &str| {
                    let ledger = city().ledger(bureau.code.as_str(), form, quarter)?;
                    ledger.tallies.get(&format!("{form}.{tally}")).map(Tally::count)
                };
                if let Some(opening) = count(pair[1], "opening") {
                    assert_eq!(
                        Some(opening),
                        count(pair[0], "ending"),
                        "{} {form} {}",
                        bureau.name.zh,
                        pair[1]
                    );
                }
            }
        }
    }
}

/// What was so at one quarter's end is so at the next: nothing that was filled changes, and no closing is undone.
#[test]
fn a_case_keeps_what_it_showed() {
    let mut carried = 0;
    for bureau in &city().bureaus {
        for form in demo::FORMS {
            for pair in QUARTERS.windows(2) {
                let table = |quarter| city().ledger(bureau.code.as_str(), form, quarter)?.filled.as_ref();
                let (Some(earlier), Some(later)) = (table(pair[0]), table(pair[1])) else { continue };
                let (earlier, later) = (by_case(&earlier.table), by_case(&later.table));
                for (case, cells) in &earlier {
                    let Some(now) = later.get(case) else { continue };
                    carried += 1;
                    for (key, cell) in cells.iter().filter(|(key, cell)| {
                        **cell != Cell::Empty && !["sued", "performance", "paid"].contains(key)
                    }) {
                        assert_eq!(now[key], *cell, "{} {form} {case} {key}", bureau.name.zh);
                    }
                }
            }
        }
    }
    assert!(carried > 3_000, "{carried}");
}

fn by_case(table: &Table) -> BTreeMap<&str, BTreeMap<&str, Cell<'_>>> {
    let (case, _) = table.form().with_role(Role::Case).unwrap();
    let cells = |row| {
        let columns = table.form().columns.iter().enumerate();
        columns.map(|(at, column)| (column.key.as_str(), table.cell(row, at))).collect()
    };
    (0..table.len()).map(|row| (table.text(row, case).unwrap(), cells(row))).collect()
}

#[test]
fn workbooks_are_the_same_every_run_and_say_what_they_are() {
    for ((bureau, form, period), ledger) in &city().ledgers {
        let again = demo::workbook(bureau, city().definitions.form(form).unwrap(), *period);
        match &ledger.text {
            None => assert_eq!(again, Some(Return::Nil)),
            Some(text) => {
                assert!(text.starts_with("演示数据"), "{bureau} {form} {period}");
                assert!(again == Some(Return::Ledger(text.clone())), "{bureau} {form} {period} differs");
            }
        }
    }
}

#[test]
fn there_is_nothing_outside_the_story() {
    let form = city().definitions.form("L3").unwrap();
    let workbook =
        |bureau: &str, period: &str| demo::workbook(&bureau.parse().unwrap(), form, period.parse().unwrap());
    assert_eq!(workbook("519901", "2024Q3"), None);
    assert_eq!(workbook("519901", "2025Q4"), None);
    assert_eq!(workbook("519901", "2025-07"), None);
    assert_eq!(workbook(place::CITY, "2025Q3"), None);
    assert_eq!(workbook("510104", "2025Q3"), None);
    assert_eq!(workbook("519923", "2025Q3"), Some(Return::Nil));
}

/// Something for the node to keep to itself: in every row a person, a number and a telephone.
#[test]
fn every_row_holds_personal_data_that_must_stay() {
    for ledger in city().ledgers.values() {
        let Some(filled) = &ledger.filled else { continue };
        let table = &filled.table;
        let personal: Vec<usize> = table
            .form()
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.privacy == PrivacyClass::P0)
            .map(|(at, _)| at)
            .collect();
        assert!(personal.len() >= 5);
        let empty =
            (0..table.len()).find(|row| personal.iter().any(|at| table.cell(*row, *at) == Cell::Empty));
        assert_eq!(empty, None);
    }
}

/// DOMAIN §8.1: persons 1.05–1.4 a case, collective cases about 1.3 %, about 22,000 yuan a case, half of the closings
/// settled.
#[test]
fn the_city_looks_like_a_city() {
    let sum = |tally: &str| -> f64 {
        let all = city().ledgers.values().filter_map(|ledger| ledger.tallies.get(tally));
        f64::from(
            i32::try_from(
                all.map(Tally::count).sum::<i64>() / if tally.contains("amount") { 100 } else { 1 },
            )
            .unwrap(),
        )
    };
    let between = |value: f64, low: f64, high: f64, what: &str| {
        assert!(low <= value && value <= high, "{what}: {value}");
    };
    for (form, came) in [("L2", "accepted"), ("L3", "accepted"), ("L4", "filed")] {
        let cases = sum(&format!("{form}.{came}"));
        let high = if form == "L4" { 2.2 } else { 1.45 };
        between(sum(&format!("{form}.persons")) / cases, 1.05, high, "persons");
        between(sum(&format!("{form}.collective")) / cases, 0.007, 0.025, "collective");
        let yuan = sum(&format!("{form}.amount")) / cases;
        between(yuan, 15_000.0, 35_000.0, form);
    }
    between(sum("L3.mediated_closed") / sum("L3.closed"), 0.45, 0.58, "settled");
    between(sum("L3.pre_mediated") / sum("L3.accepted"), 0.5, 0.7, "mediated before");
}
