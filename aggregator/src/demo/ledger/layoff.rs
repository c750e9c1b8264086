//! Rows of L8, the layoffs of a day: each stands in the report of every day until it is over.

use chrono::NaiveDate;

use super::Row;
use crate::demo::{
    chance::Chance,
    employer::employer,
    person::{official, worker},
    place::Town,
};

/// A layoff.
#[derive(Clone, Copy, Debug)]
pub(in crate::demo) struct Layoff {
    /// Code of the bureau.
    pub(in crate::demo) town: &'static str,
    pub(in crate::demo) staff: usize,
    pub(in crate::demo) planned: usize,
    /// First and last day of its reports.
    pub(in crate::demo) from: &'static str,
    pub(in crate::demo) to: &'static str,
}

/// What a bureau reports of a day.
pub(in crate::demo) fn rows(town: &Town, day: NaiveDate, layoffs: &[Layoff]) -> Vec<Row> {
    let all = (1..).zip(layoffs.iter().filter(|layoff| layoff.town == town.code));
    let row = |(number, layoff): (usize, &Layoff)| {
        let (from, to) = (layoff.from.parse().ok()?, layoff.to.parse().ok()?);
        (from <= day && day <= to).then(|| one(town, day, number, layoff, from))
    };
    all.filter_map(row).collect()
}

fn one(town: &Town, day: NaiveDate, number: usize, layoff: &Layoff, from: NaiveDate) -> Row {
    let chance = Chance::of(&[town.code, "layoff", &number.to_string()]);
    let firm = employer(town, chance, false);
    let Layoff { staff, planned, .. } = *layoff;
    let marked = planned >= 20 || planned * 10 >= staff;
    let days = usize::try_from((day - from).num_days()).unwrap_or(0);
    let done = (planned * days / 8).min(planned);
    let mut row = Row::known_at(day);
    row.set("case_no", format!("{}-C{number:02}", town.code));
    row.event("date", day);
    row.set("employer", firm.name);
    row.set("employer_code", firm.code);
    row.set("industry", firm.industry);
    row.set("employer_type", firm.kind);
    row.count("staff", staff);
    row.count("planned", planned);
    row.count("done", done);
    row.yes("new_today", days == 0);
    row.yes("marked", marked);
    row.set("way", if marked { "1" } else { "2" });
    row.set("reason", "订单减少（演示）");
    row.yes("plan_reported", marked);
    if marked {
        row.date("plan_on", from);
    }
    row.yes("union_heard", true);
    row.set("severance", "2");
    row.money("owed", planned * 26_000);
    row.money("paid", done * 26_000);
    row.count("special", planned / 12);
    row.count("disputes", 0);
    let steps = ["relief", "insurance", "jobs", "training", "hardship"];
    let persons =
        ["relief_persons", "insurance_persons", "jobs_persons", "training_persons", "hardship_persons"];
    for (at, (step, persons)) in steps.into_iter().zip(persons).enumerate() {
        // One follow-up after the other gets under way; all five have begun after a week.
        let stage = if days >= at + 6 {
            "2"
        } else if days >= at {
            "1"
        } else {
            "0"
        };
        row.set(step, stage);
        if stage != "0" {
            row.count(persons, if stage == "2" { done } else { done / 2 });
        }
    }
    row.set("risk", if marked { "3" } else { "4" });
    row.set("handler", official(town, "layoff", chance, 3));
    let contact = worker(town, chance, 1);
    row.set("contact", contact.name);
    row.set("phone", contact.telephone);
    row
}
