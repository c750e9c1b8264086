//! Rows of L2, the mediations.

use chrono::Days;

use super::{Case, Row, mediator};
use crate::demo::{
    calendar::Calendar,
    employer::employer,
    person::{official, worker},
};

const SOURCES: [(&str, usize); 7] =
    [("01", 48), ("16", 12), ("03", 8), ("04", 8), ("12", 12), ("11", 6), ("13", 6)];
/// Kind, organisation and what its name ends with.
const ORGANISATIONS: [((&str, &str, &str), usize); 7] = [
    (("1", "1", "示例企业劳动争议调解委员会"), 9),
    (("2", "4", "示例行业劳动争议调解委员会"), 7),
    (("3", "5", "人民调解委员会"), 14),
    (("4", "8", "总工会调解中心"), 8),
    (("5", "2", "示例街道劳动争议调解中心"), 27),
    (("6", "6", "劳动人事争议仲裁院调解中心"), 30),
    (("7", "7", "一站式多元联合调处中心"), 5),
];
const CAUSES: [(&str, usize); 9] = [
    ("0101", 46),
    ("0102", 8),
    ("0104", 5),
    ("0301", 13),
    ("0302", 8),
    ("0203", 9),
    ("0201", 5),
    ("06", 3),
    ("99", 3),
];

pub(super) fn fill(case: &Case<'_>, calendar: &Calendar, row: &mut Row) {
    let (chance, town, course) = (case.chance, case.town, case.course);
    let persons = case.persons();
    let firm = employer(town, chance, false);
    let person = worker(town, chance, persons);
    let claim = case.settled.map_or_else(|| case.yuan(persons), |settled| settled.yuan * 6 / 5 / 10 * 10);
    let (kind, organisation, name) = chance.weighed("organisation", &ORGANISATIONS);
    row.set("case_no", case.number("劳调字"));
    row.set("matter", case.matter("M"));
    row.set("source", chance.weighed("source", &SOURCES));
    row.set("organisation", organisation);
    row.set("organisation_name", format!("{}{name}", town.name));
    row.set("kind", kind);
    let applied = if chance.hits("same day", 60) { course.came } else { calendar.before(course.came, 1) };
    row.event("applied", applied);
    row.event("accepted", course.came);
    row.set("applicant", chance.weighed("applicant", &[("1", 94), ("2", 4), ("3", 2)]));
    row.set("worker", person.name);
    row.set("worker_gender", person.gender);
    row.set("worker_id", person.id_number);
    row.set("worker_phone", person.telephone);
    row.set("worker_address", person.address);
    row.set("summary", format!("演示数据：申请人反映{}拖欠款项{claim}元，请求调解。", firm.name));
    row.set("employer", firm.name);
    row.set("employer_code", firm.code);
    row.set("employer_type", firm.kind);
    row.set("industry", firm.industry);
    row.count("persons", persons);
    row.count("migrant_workers", if chance.hits("migrant", 38) { persons } else { 0 });
    row.set("cause", chance.weighed("cause", &CAUSES));
    row.money("amount", claim);
    row.set("channel", chance.weighed("channel", &[("1", 31), ("2", 69)]));
    row.yes("pre_arbitration", chance.hits("before arbitration", 72));
    let entrusted = chance.weighed("entrusted", &[("", 86), ("1", 10), ("2", 4)]);
    if !entrusted.is_empty() {
        row.set("entrusted", entrusted);
    }
    let difficulty =
        if persons >= 10 { "3" } else { chance.weighed("difficulty", &[("1", 60), ("2", 34), ("3", 6)]) };
    row.set("difficulty", difficulty);
    match case.settled {
        // One of the register, to be paid by the case.
        Some(settled) => {
            let number = 1 + chance.draw("mediator", settled.mediators);
            row.set("mediator", mediator::name(town, number));
            row.set("mediator_no", mediator::number(town, number));
            row.set("subsidy_band", difficulty);
        }
        None => row.set("mediator", official(town, "mediation", chance, 9)),
    }
    row.date("due", course.due);
    if row.course.closed.is_some() {
        close(case, calendar, row, claim);
    }
}

fn close(case: &Case<'_>, calendar: &Calendar, row: &mut Row, claim: usize) {
    let (chance, Some(closed)) = (case.chance, row.course.closed) else { return };
    row.event("closed", closed);
    row.set("satisfaction", chance.weighed("satisfaction", &[("1", 52), ("2", 24), ("3", 3), ("9", 21)]));
    row.count("sessions", 1 + chance.draw("sessions", 3));
    if !case.course.good {
        row.set("outcome", chance.weighed("failed", &[("21", 64), ("22", 14), ("31", 22)]));
        return;
    }
    let outcome = chance.weighed("succeeded", &[("11", 66), ("12", 20), ("13", 14)]);
    row.set("outcome", outcome);
    let agreed = case.settled.map(|settled| settled.yuan);
    let sum = agreed.unwrap_or_else(|| case.part("agreed", claim, 500, 950));
    row.money("agreed_amount", sum);
    if case.settled.is_none() {
        row.money("subsidy", 200 + 100 * chance.draw("subsidy", 4));
    }
    if outcome == "11" {
        row.event("agreed_on", closed);
        if chance.hits("confirmed", 24) {
            row.set("confirmation", chance.weighed("confirmation", &[("1", 55), ("2", 35), ("3", 10)]));
        }
    }
    let at_once = outcome == "12" || case.settled.is_some();
    if at_once && row.event("performed_on", closed) {
        row.set("performance", "1");
        row.money("paid", sum);
    } else if !at_once && chance.hits("performed", 88) {
        let paid = calendar.after(closed + Days::new(1), 1 + chance.draw("paid on", 15));
        if row.event("performed_on", paid) {
            row.set("performance", "2");
            row.money("paid", sum);
        }
    }
}
