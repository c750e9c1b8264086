//! Rows of R5, the register of case staff.

use chrono::{Days, NaiveDate};

use super::Row;
use crate::demo::{calendar::day, chance::Chance, person::worker, place::Town};

/// Post, how engaged, full or part time, and weight; an arbitration court has an arbitrator and a clerk before any of these.
const POSTS: [((&str, &str, &str), usize); 6] = [
    (("1", "1", "1"), 24),
    (("1", "2", "2"), 22),
    (("2", "2", "1"), 20),
    (("2", "4", "1"), 12),
    (("2", "5", "1"), 8),
    (("3", "2", "1"), 14),
];
const FIRST: [(&str, &str, &str); 2] = [("1", "1", "1"), ("2", "4", "1")];
const SURNAMES: [&str; 10] = ["王", "李", "张", "刘", "陈", "周", "吴", "徐", "朱", "何"];

/// The case staff of a bureau, so many of them, as known at the end of a period.
pub(in crate::demo) fn rows(town: &Town, known: NaiveDate, people: usize) -> Vec<Row> {
    let of = |number: usize| {
        let chance = Chance::of(&[town.code, "case staff", &number.to_string()]);
        let drawn = chance.weighed("post", &POSTS);
        let (post, engaged, part) = FIRST.get(number).copied().unwrap_or(drawn);
        let person = worker(town, chance, 1);
        let (cases, assisted) = (chance.draw("handled", 24), 6 + chance.draw("assisted", 40));
        let mut row = Row::known_at(known);
        row.set("staff_no", format!("{}-B{:02}", town.code, number + 1));
        row.set("officer", format!("{}示例办{:02}", chance.one_of("surname", &SURNAMES), number + 1));
        row.set("gender", person.gender);
        row.set("id_number", person.id_number);
        row.set("phone", person.telephone);
        row.set("post", post);
        row.set("engaged", engaged);
        row.set("part", part);
        row.set("organisation", format!("{}示例仲裁院", town.name));
        row.set("area", format!("{}示例街道", town.short));
        row.set("education", chance.weighed("education", &[("2", 14), ("3", 66), ("4", 20)]));
        if post == "1" {
            row.set("qualification", format!("示例仲裁员证{}{:02}", town.code, number + 1));
        }
        let days = u64::try_from(chance.draw("appointed", 500)).unwrap_or(0);
        row.event("appointed", day((2020, 3, 2)) + Days::new(days));
        if engaged != "1" {
            row.date("term_until", day((2027, 12, 31)));
        }
        row.count("trainings", 1 + chance.draw("trainings", 3));
        row.event("trained", known - Days::new(u64::try_from(chance.draw("trained", 80)).unwrap_or(0)));
        row.set("training", "办案规则专题培训（演示）");
        match post {
            "1" => row.count("handled", cases),
            _ => row.count("assisted", assisted),
        }
        row
    };
    (0..people).map(of).collect()
}
