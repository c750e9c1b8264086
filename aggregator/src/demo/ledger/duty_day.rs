//! Rows of L9R, the duty roster of a protection period, and of L9, the report of one of its days.

use chrono::NaiveDate;

use super::Row;
use crate::demo::{chance::Chance, person::official, place::Town};

/// What happened on a duty day that was not quiet.
#[derive(Clone, Copy, Debug)]
pub(in crate::demo) struct Happened {
    /// Gatherings over wages.
    pub(in crate::demo) gatherings: usize,
    /// Cases of public opinion.
    pub(in crate::demo) opinion: usize,
    /// In words.
    pub(in crate::demo) facts: &'static str,
}

/// The roster of a bureau: one shift round the clock on each day.
pub(in crate::demo) fn roster(town: &Town, window: &'static str, days: &[NaiveDate]) -> Vec<Row> {
    let of = |day: &NaiveDate| {
        let mut row = Row::known_at(*day);
        row.set("shift_no", format!("{}全", day.format("%m%d")));
        row.date("date", *day);
        row.set("shift", "3");
        row.set("protection", window);
        row.set("unit", post(town));
        row.set("leader", leader(town, *day));
        row.set("leader_post", "带班领导（演示）");
        row.set("officer", officer(town, *day));
        row.set("deputy", "备班示例组");
        row.set("phone", format!("12300{:06}", Chance::of(&[town.code]).draw("duty telephone", 1_000_000)));
        row
    };
    days.iter().map(of).collect()
}

/// The report of a day: signed, whether anything happened or not.
pub(in crate::demo) fn report(
    town: &Town,
    window: &'static str,
    day: NaiveDate,
    happened: Option<Happened>,
) -> Vec<Row> {
    let mut row = Row::known_at(day);
    row.set("unit", post(town));
    row.event("date", day);
    row.set("protection", window);
    row.set("leader", leader(town, day));
    row.set("officer", officer(town, day));
    row.set("reported", format!("{day} 15:30"));
    let none = Happened { gatherings: 0, opinion: 0, facts: "" };
    let said = happened.unwrap_or(none);
    for key in ["events", "extreme", "capital", "other"] {
        row.count(key, 0);
    }
    row.count("gatherings", said.gatherings);
    row.count("opinion", said.opinion);
    row.yes("nothing", happened.is_none());
    if happened.is_some() {
        row.set("facts", said.facts);
    }
    row.set("signer", leader(town, day));
    vec![row]
}

fn post(town: &Town) -> String {
    format!("{}示例值班室", town.name)
}

fn leader(town: &Town, day: NaiveDate) -> String {
    official(town, "duty leader", Chance::of(&[town.code, &day.to_string()]), 5)
}

fn officer(town: &Town, day: NaiveDate) -> String {
    official(town, "duty officer", Chance::of(&[town.code, "officer", &day.to_string()]), 9)
}
