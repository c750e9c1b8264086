//! Rows of L7M, the month of the major cases, and of L7, the reports of a special one; both of the cases as other ledgers hold them.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use schemas::period::Period;

use super::{
    Case, Row,
    dispute::{self, Facts},
};
use crate::demo::{
    chance::Chance,
    employer::employer,
    person::{official, worker},
    plan::Stream,
};

/// A special case and the reports of it.
#[derive(Clone, Copy, Debug)]
pub(in crate::demo) struct Special {
    /// Code of the bureau.
    pub(in crate::demo) town: &'static str,
    pub(in crate::demo) told: super::Told,
    /// When it was learnt of, at +08:00.
    pub(in crate::demo) learnt: &'static str,
    /// When each report was made.
    pub(in crate::demo) reported: &'static [&'static str],
    /// Whether the last of them is the last there is.
    pub(in crate::demo) over: bool,
}

/// What makes a case a major one.
struct Weight {
    persons: usize,
    yuan: usize,
    colour: &'static str,
    building: bool,
}

/// A dispute has its colour; another case is orange from 500,000 yuan on.
fn weight(case: &Case<'_>) -> Weight {
    if case.stream == Stream::Disputes {
        let Facts { persons, claim, colour, building, .. } = dispute::facts(case);
        return Weight { persons, yuan: claim, colour, building };
    }
    let persons = case.persons();
    let yuan = case.yuan(persons);
    let colour = if persons >= 50 {
        "1"
    } else if yuan >= 500_000 {
        "2"
    } else {
        "3"
    };
    Weight { persons, yuan, colour, building: false }
}

/// The major cases of a month that were open in it: at least ten persons, or orange.
pub(in crate::demo) fn month(cases: &[Case<'_>], period: Period) -> Vec<Row> {
    let serious = |case: &&Case<'_>| {
        let weight = weight(case);
        (weight.persons >= 10 || weight.colour < "3")
            && case.course.came <= period.end()
            && case.course.closed.is_none_or(|closed| closed >= period.start())
    };
    cases.iter().filter(serious).map(|case| of_month(case, period.end())).collect()
}

fn of_month(case: &Case<'_>, known: NaiveDate) -> Row {
    let (chance, town) = (case.chance, case.town);
    let Weight { persons, yuan, colour, building } = weight(case);
    let firm = employer(town, chance, building);
    let mut row = Row::known_at(known);
    let special = persons >= 50;
    row.set("case_no", case.number("重"));
    row.set("matter", case.matter(if case.stream == Stream::Disputes { "P" } else { "A" }));
    row.set("level", if special { "3" } else { "2" });
    row.set("risk", colour);
    row.event("entered", case.course.came);
    let minutes = 30 + i64::try_from(chance.draw("first report", 80)).unwrap_or(0);
    let learnt = case.course.came.and_hms_opt(9, 30, 0).unwrap_or_default();
    row.set("learnt", stamp(learnt));
    row.set("arrived", stamp(learnt + TimeDelta::minutes(minutes / 2)));
    row.set("first_reported", stamp(learnt + TimeDelta::minutes(minutes)));
    row.set("employer", firm.name);
    row.set("employer_code", firm.code);
    row.set("industry", firm.industry);
    row.count("persons", persons);
    row.money("amount", yuan);
    row.set("cause", "0101");
    row.set("acts", "90");
    row.set("unit", format!("{}示例处置组", town.name));
    row.set("lead_official", official(town, "official", chance, 3));
    row.set("ways", "02；10");
    row.date("due", case.course.due);
    let person = worker(town, chance, persons);
    row.set("worker", person.name);
    row.set("phone", person.telephone);
    match case.course.closed.filter(|closed| *closed <= known) {
        Some(closed) => {
            row.set("status", "4");
            row.set("progress", "已支付到位并核查（演示）");
            row.event("closed", closed);
            row.money("paid", yuan);
            row.count("paid_persons", persons);
            row.set("evidence", "支付凭证示例");
            row.set("reviewer", "复核示例组");
        }
        None => {
            row.set("status", "2");
            row.set("progress", "已约谈单位，分批支付方案在谈（演示）");
            row.set("next_steps", "督促首批资金到位（演示）");
        }
    }
    row
}

/// The reports of a special case up to that of a day, oldest first.
pub(in crate::demo) fn reports(case: &Case<'_>, special: &Special, day: NaiveDate) -> Vec<Row> {
    let (chance, town) = (case.chance, case.town);
    let Weight { persons, building, .. } = weight(case);
    let firm = employer(town, chance, building);
    let made: Vec<NaiveDateTime> = special.reported.iter().filter_map(|text| read(text)).collect();
    let count = made.len();
    let report = |(nth, reported): (usize, NaiveDateTime)| {
        let last = special.over && nth + 1 == count;
        let mut row = Row::known_at(day);
        row.set("report_no", format!("{}-{}", special.told.matter, nth + 1));
        row.set("matter", special.told.matter);
        row.set(
            "stage",
            if nth == 0 {
                "1"
            } else if last {
                "3"
            } else {
                "2"
            },
        );
        if nth > 0 && !last {
            row.count("number", nth);
        }
        row.set("urgency", if nth == 0 { "1" } else { "2" });
        row.set("learnt", special.learnt);
        row.set("reported", stamp(reported));
        row.set("place", format!("{}示例路（演示）", town.name));
        row.set("employer", firm.name.clone());
        row.set("employer_code", firm.code.clone());
        row.set("industry", firm.industry);
        row.count("staff", persons * 3);
        row.count("persons", persons);
        row.count("peak", persons / 2);
        row.count("on_site", if nth == 0 { persons / 3 } else { 0 });
        row.money("amount", special.told.yuan);
        row.money("paid", if last { special.told.yuan } else { special.told.yuan * nth / 10 });
        row.set("cause", "0101");
        row.set("risk", "1");
        row.set("demands", "支付拖欠工资（演示）");
        row.set("origin", "资金链紧张，工资逾期（演示）");
        row.set("acts", "90");
        row.yes("cross_region", false);
        if let Some(arrived) = read(special.learnt).filter(|_| nth > 0) {
            row.set("arrived", stamp(arrived + TimeDelta::minutes(35)));
        }
        row.set("commander", official(town, "commander", chance, 3));
        row.set("lead_official", official(town, "official", chance, 3));
        row.set("measures", "现场处置，启动应急周转金（演示）");
        row.set("next_steps", "督促支付，每日跟进（演示）");
        row.set("adviser", "定向辅导示例专家");
        if last {
            row.set("ended", stamp(reported - TimeDelta::minutes(90)));
            row.set("result", "工资全部支付到位（演示）");
            row.set("review", "完善工资专户监管（演示）");
        }
        row.set("signer", official(town, "signer", Chance::of(&[town.code]), 2));
        let person = worker(town, chance, persons);
        row.set("representatives", person.name);
        row.set("phone", person.telephone);
        row
    };
    made.into_iter().enumerate().filter(|(_, reported)| reported.date() <= day).map(report).collect()
}

fn read(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").ok()
}

fn stamp(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}
