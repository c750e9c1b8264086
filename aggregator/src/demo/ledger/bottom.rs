//! The row of B1, the bottom lines: signed for, and all at nothing.

use chrono::NaiveDate;
use schemas::period::Period;

use super::Row;
use crate::demo::{chance::Chance, person::official, place::Town};

/// The bottom lines of a period, signed on a day.
pub(in crate::demo) fn rows(town: &Town, period: Period, signed: NaiveDate) -> Vec<Row> {
    let mut row = Row::known_at(period.end());
    row.set("unit", town.name);
    for line in ["systemic", "violent", "capital", "individual", "hype"] {
        row.count(line, 0);
    }
    let chance = Chance::of(&[town.code, "bottom"]);
    row.set("reviewer", official(town, "reviewer", chance, 3));
    row.set("signer", official(town, "signer", chance, 2));
    row.date("signed_on", signed);
    vec![row]
}
