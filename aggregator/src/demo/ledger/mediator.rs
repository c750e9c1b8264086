//! Rows of L11, the register of mediators.

use chrono::{Days, NaiveDate};

use super::Row;
use crate::demo::{calendar::day, chance::Chance, person::worker, place::Town};

/// System, kind of organisation and weight.
const SYSTEMS: [((&str, &str), usize); 8] = [
    (("1", "6"), 34),
    (("2", "5"), 26),
    (("3", "8"), 18),
    (("4", "7"), 4),
    (("5", "7"), 8),
    (("6", "1"), 6),
    (("7", "4"), 3),
    (("8", "9"), 1),
];
const SURNAMES: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"];

fn drawn(town: &Town, number: usize) -> Chance {
    Chance::of(&[town.code, "mediator", &number.to_string()])
}

/// The number of a mediator in the register of a bureau.
pub(super) fn number(town: &Town, number: usize) -> String {
    format!("{}-T{number:03}", town.code)
}

/// The mediator of a number, who is named in office.
pub(super) fn name(town: &Town, number: usize) -> String {
    format!("{}示例调{number:02}", drawn(town, number).one_of("surname", &SURNAMES))
}

/// The mediators of a bureau, one for each code of education, as known at the end of a period.
pub(in crate::demo) fn rows(town: &Town, known: NaiveDate, educations: &[&'static str]) -> Vec<Row> {
    let of = |(number, education): (usize, &&'static str)| {
        let chance = drawn(town, number);
        let mut row = Row::known_at(known);
        let person = worker(town, chance, 1);
        let (system, kind) = chance.weighed("system", &SYSTEMS);
        let appointed =
            day((2021, 1, 4)) + Days::new(u64::try_from(chance.draw("appointed", 900)).unwrap_or(0));
        row.set("mediator_no", self::number(town, number));
        row.set("mediator", name(town, number));
        row.set("gender", person.gender);
        row.set("id_number", person.id_number);
        row.set("phone", person.telephone);
        row.set("organisation", format!("{}示例联处中心", town.name));
        row.set("organisation_kind", kind);
        row.set("area", format!("{}示例街道", town.short));
        row.set("part", chance.weighed("part", &[("1", 28), ("2", 72)]));
        row.set("system", system);
        row.set("education", *education);
        row.set("grade", chance.weighed("grade", &[("1", 8), ("2", 26), ("3", 44), ("9", 22)]));
        row.event("appointed", appointed);
        row.date("term_until", day((2026, 12, 31)));
        row.count("trainings", 1 + chance.draw("trainings", 3));
        row.event("trained", known - Days::new(u64::try_from(chance.draw("trained", 80)).unwrap_or(0)));
        let mediated = chance.draw("mediated", 30);
        let succeeded = mediated * (40 + chance.draw("succeeded", 40)) / 100;
        row.count("mediated", mediated);
        row.count("succeeded", succeeded);
        row.money("paid_period", succeeded * 300);
        row.money("paid_total", succeeded * 300 + 200 * chance.draw("before", 40));
        row
    };
    (1..).zip(educations).map(of).collect()
}
