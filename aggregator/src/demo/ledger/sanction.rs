//! Rows of R4, the referrals, publications and dishonesty lists.

use chrono::{Days, NaiveDate};

use super::Row;
use crate::demo::{
    calendar::day,
    chance::Chance,
    employer::employer,
    person::{official, worker},
    place::Town,
};

/// The measures of a bureau on the register, as known at the end of a period.
pub(in crate::demo) fn rows(town: &Town, known: NaiveDate, measures: usize) -> Vec<Row> {
    (1..=measures).map(|number| one(town, known, number)).collect()
}

fn one(town: &Town, known: NaiveDate, number: usize) -> Row {
    let chance = Chance::of(&[town.code, "sanction", &number.to_string()]);
    let firm = employer(town, chance, true);
    let decided = day((2021, 1, 6)) + Days::new(u64::try_from(chance.draw("decided", 75)).unwrap_or(0));
    let persons = 6 + chance.draw("persons", 20);
    let measure = chance.weighed("measure", &[("1", 20), ("2", 45), ("3", 35)]);
    let mut row = Row::known_at(known);
    row.set("entry_no", format!("{}-S{number:02}", town.code));
    row.set("measure", measure);
    row.set("employer", firm.name);
    row.set("employer_code", firm.code);
    row.set("employer_type", firm.kind);
    row.set("industry", firm.industry);
    row.set("area", format!("{}示例社区", town.short));
    row.set("facts", format!("拖欠{persons}人工资（演示）"));
    row.count("persons", persons);
    row.money("amount", persons * 21_000);
    row.event("decided", decided);
    row.set("document", format!("{}示例决定〔2021〕{number}号", town.short));
    row.event("notified", decided - Days::new(10));
    match measure {
        "1" => {
            row.set("police", format!("{}示例分局", town.home.brand));
            row.yes("accepted", true);
            row.event("accepted_on", decided + Days::new(5));
        }
        _ => {
            row.set("channel", "门户网站（演示）");
            row.yes("shared", true);
            row.event("shared_on", decided + Days::new(2));
            row.date("until", decided + Days::new(365));
        }
    }
    row.set("handler", official(town, "sanction", chance, 3));
    let person = worker(town, chance, 1);
    row.set("responsible_person", person.name);
    row.set("responsible_id", person.id_number);
    row
}
