//! Rows of L3, the arbitration cases.

use chrono::{Days, NaiveDate};

use super::{Case, Row};
use crate::demo::{
    calendar::Calendar,
    employer::employer,
    person::{official, worker},
};

const SOURCES: [(&str, usize); 5] = [("01", 62), ("16", 14), ("12", 10), ("17", 10), ("11", 4)];
/// 劳动报酬 about half, 解除 a quarter, insurance and injury a sixth (DOMAIN §8.1).
const CAUSES: [(&str, usize); 11] = [
    ("0101", 36),
    ("0102", 8),
    ("0104", 4),
    ("0105", 5),
    ("0301", 13),
    ("0302", 12),
    ("0203", 10),
    ("0201", 4),
    ("06", 4),
    ("13", 2),
    ("99", 2),
];
/// Half of the closings are settled (DOMAIN §8.1).
const OUTCOMES: [(&str, usize); 9] =
    [("11", 42), ("12", 9), ("21", 15), ("22", 18), ("23", 2), ("31", 9), ("32", 2), ("33", 1), ("35", 2)];

pub(super) fn fill(case: &Case<'_>, calendar: &Calendar, row: &mut Row) {
    let (chance, town, course) = (case.chance, case.town, case.course);
    let persons = case.persons();
    let collective = persons >= 10;
    let firm = employer(town, chance, false);
    let person = worker(town, chance, persons);
    let claim = case.yuan(persons);
    row.set("case_no", case.number("劳人仲案"));
    row.set("matter", case.matter("A"));
    row.set("source", chance.weighed("source", &SOURCES));
    row.event("received", calendar.before(course.came, 1 + chance.draw("received", 4)));
    row.event("accepted", course.came);
    row.set("acceptance_doc", case.number("劳人仲受"));
    row.yes("transferred_in", false);
    row.set("category", "1");
    row.set("applicant", chance.weighed("applicant", &[("1", 97), ("2", 3)]));
    row.count("persons", persons);
    row.count("migrant_workers", if chance.hits("migrant", 34) { persons } else { 0 });
    row.yes("collective", collective);
    if collective {
        row.count("representatives", 3 + chance.draw("representatives", 3));
    }
    row.set("worker", person.name);
    row.set("worker_id", person.id_number);
    row.set("worker_phone", person.telephone);
    row.set("worker_address", person.address);
    let cause = chance.weighed("cause", &CAUSES);
    row.set("summary", format!("演示数据：申请人与{}发生争议，请求支付{claim}元。", firm.name));
    row.set("employer", firm.name);
    row.set("employer_code", firm.code);
    row.set("employer_type", firm.kind);
    row.set("industry", firm.industry);
    row.set("cause", cause);
    if cause != "0201" && chance.hits("other cause", 22) {
        row.set("other_causes", "0201");
    }
    row.money("amount", claim);
    let procedure = if collective {
        "1"
    } else {
        chance.weighed("procedure", &[("1", 30), ("2", 45), ("3", 15), ("4", 10)])
    };
    row.set("procedure", procedure);
    row.set("hearing_mode", chance.weighed("mode", &[("1", 78), ("2", 14), ("4", 8)]));
    row.yes("pre_mediated", chance.hits("mediated before", 63));
    row.set("arbitrator", official(town, "arbitration", chance, 7));
    // The days of the work on a case lie between acceptance and closing, also of a closing nobody knows of yet.
    let until = course.closed.unwrap_or(course.due);
    let formed = calendar.after(course.came, 1 + chance.draw("formed", 3)).min(until);
    row.event("formed", formed);
    let hearing = between(formed, until, 50 + chance.draw("hearing", 40));
    let hearing = calendar.within(formed, hearing).last().copied().unwrap_or(formed);
    if row.event("hearing", hearing) {
        row.count("hearings", 1 + usize::from(chance.hits("second hearing", 12)));
    }
    row.yes("extended", false);
    row.date("due", course.due);
    row.yes("sued", false);
    row.yes("legal_aid", chance.hits("legal aid", 9));
    row.yes("suspected_false", false);
    if let Some(closed) = row.course.closed {
        close(case, calendar, row, closed, claim);
    }
}

fn close(case: &Case<'_>, calendar: &Calendar, row: &mut Row, closed: NaiveDate, claim: usize) {
    let chance = case.chance;
    let outcome = chance.weighed("outcome", &OUTCOMES);
    let awarded = matches!(outcome, "21" | "22" | "23");
    let settled = matches!(outcome, "11" | "12");
    row.event("closed", closed);
    row.set("outcome", outcome);
    row.set("satisfaction", chance.weighed("satisfaction", &[("1", 48), ("2", 22), ("3", 5), ("9", 25)]));
    if awarded {
        row.set(
            "award_nature",
            match outcome {
                "21" => "1",
                "22" => "2",
                _ => "3",
            },
        );
        row.set("result", chance.weighed("result", &[("1", 34), ("2", 14), ("3", 52)]));
    } else if matches!(outcome, "11" | "35") {
        row.set("result", if outcome == "11" { "3" } else { "2" });
    }
    row.date("keep_until", closed + Days::new(if awarded { 3653 } else { 1827 }));
    row.yes("advice", false);
    let served = calendar.after(closed, 1 + chance.draw("served", 5));
    let is_served = row.event("served", served);
    if !awarded && !settled {
        return;
    }
    let sum = case.part("awarded", claim, 450, 950);
    row.money("awarded", sum);
    if awarded && chance.hits("sued", 22) {
        let sued = calendar.after(served, 3 + chance.draw("sued on", 7));
        if is_served && row.event("sued_on", sued) {
            row.yes("sued", true);
            if case.town.home.courts {
                decided(case, calendar, row, sued);
            }
            row.set("court", format!("{}示例区人民法院", case.town.home.brand));
        }
    } else if chance.hits("performed", 82) {
        let days = if settled { chance.draw("paid on", 12) } else { 10 + chance.draw("paid on", 40) };
        let paid = calendar.after(closed, 1 + days);
        if row.event("performed_on", paid) {
            row.set("performance", if settled && days < 3 { "1" } else { "2" });
            row.money("paid", sum);
        }
    }
}

/// What the court came to, where that is told.
fn decided(case: &Case<'_>, calendar: &Calendar, row: &mut Row, sued: NaiveDate) {
    let on = calendar.after(sued, 18 + case.chance.draw("decided on", 24));
    if row.event("court_decided_on", on) {
        let results = [("1", 70), ("2", 14), ("3", 10), ("4", 6)];
        let result = case.chance.weighed("court result", &results);
        row.set("court_result", result);
        if matches!(result, "2" | "3") {
            row.set("difference", case.chance.weighed("difference", &[("2", 30), ("3", 25), ("4", 45)]));
        }
    } else {
        row.set("court_result", "9");
    }
}

/// A day so many percent of the way.
fn between(from: NaiveDate, to: NaiveDate, percent: usize) -> NaiveDate {
    let days = usize::try_from((to - from).num_days()).unwrap_or(0) * percent / 100;
    from + Days::new(u64::try_from(days).unwrap_or(0))
}
