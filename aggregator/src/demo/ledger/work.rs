//! Rows of L13, the counts of work.

use schemas::period::Period;

use super::Row;
use crate::demo::{chance::Chance, person::official, place::Town};

/// Other kinds of work, what it is, and most times in a month.
const KINDS: [(&str, &str, usize); 9] = [
    ("01", "普法宣传", 6),
    ("02", "走访企业", 20),
    ("03", "用工体检", 8),
    ("04", "业务培训", 3),
    ("05", "开放日", 2),
    ("09", "典型案例", 2),
    ("14", "会商研究", 3),
    ("18", "荣誉表彰", 2),
    ("12", "线上服务", 60),
];

/// The work of a bureau in a period: so many visitors received and requests accepted, and the usual beside.
pub(in crate::demo) fn rows(town: &Town, period: Period, visitors: usize, requests: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |kind: &'static str, what: &str, times: usize, persons: usize| {
        let mut row = Row::known_at(period.end());
        let number = rows.len() + 1;
        row.set("line", number.to_string());
        row.set("kind", kind);
        row.count("times", times);
        row.count("persons", persons);
        row.event("from_day", period.start());
        row.event("to_day", period.end());
        row.set("unit", format!("{}示例业务组", town.name));
        row.set("content", format!("{what}（演示）"));
        row.set("evidence", format!("{}-{period}-{number}示例台账", town.code));
        if matches!(kind, "09" | "18") {
            row.set("title", format!("{}示例{what}（演示）", town.name));
        }
        if kind == "18" {
            row.set("awarded_by", "上级机关（演示）");
        }
        row.set("filler", official(town, "work", Chance::of(&[town.code, kind]), 3));
        rows.push(row);
    };
    if visitors > 0 {
        add("10", "接待群众", visitors, visitors);
    }
    if requests > 0 {
        add("11", "受理诉求", requests, requests);
    }
    for (kind, what, most) in KINDS {
        let chance = Chance::of(&[town.code, "work", kind, &period.to_string()]);
        let times = chance.draw("times", most + 1);
        if times > 0 {
            add(kind, what, times, times * (4 + chance.draw("persons", 20)));
        }
    }
    rows
}
