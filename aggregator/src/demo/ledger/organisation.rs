//! Rows of R1, the mediation organisations and one-stop centres.

use chrono::{Days, NaiveDate};

use super::Row;
use crate::demo::{calendar::day, chance::Chance, person::official, place::Town};

/// A kind of platform, its organisation, its level, and what its name ends with.
pub(in crate::demo) type Sort = (&'static str, &'static str, &'static str, &'static str);

/// The one-stop centre of a bureau below.
pub(in crate::demo) const CENTRE: Sort = ("2", "7", "2", "一站式联处中心");
/// The centre of the city itself.
pub(in crate::demo) const OF_CITY: Sort = ("2", "7", "1", "市级联处中心");
/// What else a bureau has.
pub(in crate::demo) const OTHERS: [Sort; 6] = [
    ("1", "2", "3", "示例街道调解中心"),
    ("1", "3", "4", "示例社区调解室"),
    ("1", "1", "5", "示例企业调解委员会"),
    ("3", "6", "3", "示例派出庭"),
    ("5", "6", "2", "农民工工资争议速裁庭"),
    ("6", "9", "3", "示例调解工作室"),
];

/// The organisations of a bureau as known at the end of a period, the first of them with so many mediators; the last of
/// them may have been founded on a day that is told.
pub(in crate::demo) fn rows(
    town: &Town,
    known: NaiveDate,
    sorts: &[Sort],
    mediators: usize,
    founded: Option<NaiveDate>,
) -> Vec<Row> {
    let of = |(number, (kind, organisation, level, name)): (usize, &Sort)| {
        let chance = Chance::of(&[town.code, "organisation", &number.to_string()]);
        let mut row = Row::known_at(known);
        let age = u64::try_from(chance.draw("age", 600)).unwrap_or(0);
        let centre = *kind == "2";
        row.set("org_no", format!("{}-O{number:02}", town.code));
        row.set("org_name", format!("{}{name}", town.name));
        row.set("kind", *kind);
        row.set("organisation", *organisation);
        row.set("level", *level);
        row.set("area", format!("{}示例街道", town.short));
        row.set("place", format!("{}示例路{}号（演示）", town.name, 1 + chance.draw("house", 90)));
        // The same day whatever period it is told in.
        let founded = founded.filter(|_| number == sorts.len());
        row.event("opened", founded.unwrap_or_else(|| day((2019, 3, 4)) + Days::new(age)));
        let staff = if centre { 9 + chance.draw("staff", 6) } else { 2 + chance.draw("staff", 3) };
        row.set("resident", if centre { "1；2；3" } else { "1" });
        row.count("from_hr", if centre { 4 } else { 1 });
        if centre {
            row.count("from_justice", 3);
            row.count("from_union", 2);
        }
        row.count("staff", staff);
        row.count("mediators", if centre { mediators } else { 2 });
        row.yes("online", centre || chance.hits("online", 50));
        let units = 300 + 10 * chance.draw("units", 90);
        row.count("units", units);
        row.count("covers", units * (62 + chance.draw("covers", 35)) / 100);
        row.set("head", official(town, "head", chance, 6));
        row
    };
    (1..).zip(sorts).map(of).collect()
}
