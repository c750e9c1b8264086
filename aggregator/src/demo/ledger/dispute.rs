//! Rows of L1, the disputes found: graded by the thresholds of the form, followed up as often as their colour asks, and struck
//! off only with evidence and a second person.

use chrono::{Days, NaiveDate};

use super::{Case, Row};
use crate::demo::{
    calendar::Calendar,
    employer::employer,
    person::{official, worker},
};

const SOURCES: [(&str, usize); 6] = [("13", 44), ("01", 18), ("04", 14), ("07", 8), ("12", 10), ("14", 6)];
const CAUSES: [(&str, usize); 5] = [("0101", 58), ("0301", 18), ("0203", 10), ("0302", 8), ("99", 6)];
/// Colour, days between two follow-ups.
const COLOURS: [(&str, u64); 4] = [("1", 2), ("2", 5), ("3", 12), ("4", 25)];

/// What decides how grave a dispute is.
pub(super) struct Facts {
    pub(super) persons: usize,
    pub(super) claim: usize,
    pub(super) cause: &'static str,
    pub(super) months: usize,
    pub(super) colour: &'static str,
    pub(super) building: bool,
}

pub(super) fn facts(case: &Case<'_>) -> Facts {
    let chance = case.chance;
    let told = case.told.map(|told| told.persons);
    let persons = told.unwrap_or_else(|| case.persons() + chance.draw("gang", 4));
    // Below the red threshold: a special case is told by its script, never met by chance.
    let claim = case.yuan(persons).min(900_000);
    let cause = if told.is_some() { "0101" } else { chance.weighed("cause", &CAUSES) };
    let months = if cause == "0101" { chance.weighed("months", &[(0, 40), (1, 52), (2, 8)]) } else { 0 };
    let building = chance.hits("building", 34);
    Facts { persons, claim, cause, months, colour: colour(persons, claim, months), building }
}

pub(super) fn fill(case: &Case<'_>, calendar: &Calendar, row: &mut Row) {
    let (chance, town, course) = (case.chance, case.town, case.course);
    let Facts { persons, claim, cause, months, colour, building } = facts(case);
    let firm = employer(town, chance, building);
    let person = worker(town, chance, persons);
    row.set("case_no", case.number("排"));
    row.set("matter", case.matter("P"));
    row.set("area", format!("{}示例社区", town.short));
    row.event("found", course.came);
    row.set("found_by", format!("网格示例{:02}", 1 + chance.draw("grid", 12)));
    row.set("source", chance.weighed("source", &SOURCES));
    row.set("employer", firm.name.clone());
    row.set("employer_code", firm.code);
    row.set("employer_type", firm.kind);
    row.set("industry", firm.industry);
    row.yes("construction", building);
    if building {
        super::inspection::site(case, row);
    }
    row.set("cause", cause);
    row.count("persons", persons);
    row.count("migrant_workers", if building { persons } else { 0 });
    row.money("amount", claim);
    if cause == "0101" {
        row.count("arrears_months", months);
    }
    row.set("summary", format!("演示数据：排查发现{}涉及{persons}人、{claim}元的劳资纠纷。", firm.name));
    row.set("brief", format!("演示数据：涉及{persons}人、{claim}元"));
    row.set("risk", colour);
    if persons >= 50 {
        row.set("adviser", "定向辅导示例专家");
    }
    row.yes("sensitive", colour == "1");
    row.set("plan", "约谈负责人，核清数额，限期支付（演示）");
    row.set("unit", format!("{}示例处置组", town.name));
    row.set("leader", official(town, "leader", chance, 4));
    let handler = official(town, "handler", chance, 9);
    row.set("handler", handler.clone());
    let serious = matches!(colour, "1" | "2");
    if serious {
        row.set("lead_official", official(town, "official", chance, 3));
        row.set("lead_post", "分管领导（演示）");
        row.set("lead_level", if colour == "1" { "2" } else { "1" });
        let told = row.event("committee_on", calendar.after(course.came, 1));
        row.yes("committee_told", told);
    }
    row.set("ways", if serious { "02；10" } else { "04" });
    row.date("due", course.due);
    row.set("log", followed(colour, course.came, row.course.closed.unwrap_or(row.known)));
    row.set("worker", person.name);
    row.set("phone", person.telephone);
    match row.course.closed {
        Some(closed) => close(case, calendar, row, (closed, persons, claim), &handler),
        None => row.set("status", "2"),
    }
}

/// Red, orange, yellow or blue, by the thresholds of the form.
fn colour(persons: usize, claim: usize, months: usize) -> &'static str {
    match () {
        () if persons >= 50 || claim >= 1_000_000 => "1",
        () if persons >= 30 || claim >= 500_000 || months >= 2 => "2",
        () if persons >= 10 || claim >= 100_000 || months >= 1 => "3",
        () => "4",
    }
}

/// The follow-ups until a day, a line each.
fn followed(colour: &str, from: NaiveDate, until: NaiveDate) -> String {
    let every = COLOURS.iter().find(|(of, _)| *of == colour).map_or(25, |(_, days)| *days);
    let step = |day: &NaiveDate| day.checked_add_days(Days::new(every));
    let days = std::iter::successors(Some(from), step).take_while(|day| *day <= until);
    let lines: Vec<String> = days.map(|day| format!("{day} 走访了解进展（演示）")).collect();
    lines.join("\n")
}

fn close(
    case: &Case<'_>,
    calendar: &Calendar,
    row: &mut Row,
    (closed, persons, claim): (NaiveDate, usize, usize),
    handler: &str,
) {
    let came = case.course.came;
    row.event("closed", closed);
    row.event("resolved", calendar.before(closed, 2).max(came));
    row.event("reviewed", calendar.before(closed, 1).max(came));
    if !case.course.good {
        row.set("status", "7");
        row.set("outcome", "7");
        return;
    }
    row.set("status", "4");
    row.set("outcome", "1");
    row.money("paid", claim);
    row.count("paid_persons", persons);
    row.set("evidence", format!("支付凭证示例{}号", case.number));
    let second = |at: usize| {
        let name = official(case.town, "reviewer", case.chance.named(&at.to_string()), 9);
        let led = official(case.town, "official", case.chance, 3);
        (name != handler && name != led).then_some(name)
    };
    row.set("reviewer", (0..20).find_map(second).unwrap_or_else(|| "复核示例".into()));
}
