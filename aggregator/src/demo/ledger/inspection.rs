//! Rows of L4, the inspection cases.

use super::{Case, Row};
use crate::demo::{
    calendar::Calendar,
    employer::employer,
    person::{official, worker},
    plan::Stream,
};

const SOURCES: [(&str, usize); 7] =
    [("01", 40), ("03", 8), ("04", 18), ("05", 14), ("07", 6), ("13", 8), ("09", 6)];
const VIOLATIONS: [(&str, usize); 6] = [("5", 42), ("6", 22), ("1", 14), ("4", 14), ("3", 3), ("8", 5)];
/// How a case ends, and whether the matter was established.
const OUTCOMES: [((&str, bool), usize); 8] = [
    (("11", true), 62),
    (("12", true), 9),
    (("13", true), 3),
    (("14", true), 1),
    (("21", false), 8),
    (("31", true), 1),
    (("33", false), 6),
    (("51", false), 10),
];
/// Parts of the names of building sites.
const SITES: [&str; 8] =
    ["滨江花园", "科创园", "实验学校", "人民医院", "安置小区", "物流园", "文化中心", "污水处理厂"];

pub(super) fn fill(case: &Case<'_>, calendar: &Calendar, row: &mut Row) {
    let (chance, town, course) = (case.chance, case.town, case.course);
    let migrant = case.stream == Stream::MigrantWages;
    let building = migrant && chance.hits("building", 68);
    let persons = if migrant { case.persons() + chance.draw("gang", 3) } else { case.persons() };
    let firm = employer(town, chance, building);
    let person = worker(town, chance, persons);
    let claim = case.yuan(persons);
    row.set("case_no", case.number("劳监立"));
    row.set("matter", case.matter("I"));
    row.set("source", chance.weighed("source", &SOURCES));
    row.set("channel", chance.weighed("channel", &[("1", 18), ("2", 82)]));
    row.event("registered", calendar.before(course.came, 1 + chance.draw("registered", 4)));
    row.event("filed", course.came);
    row.yes("transferred_in", false);
    row.set("complainant", person.name);
    row.set("complainant_id", person.id_number);
    row.set("complainant_phone", person.telephone);
    row.set("complainant_address", person.address);
    row.set("summary", format!("演示数据：投诉人反映{}违反劳动保障规定，涉及{claim}元。", firm.name));
    row.set("employer", firm.name);
    row.set("employer_code", firm.code);
    row.set("employer_type", firm.kind);
    row.set("industry", firm.industry);
    row.set("violation", if migrant { "5" } else { chance.weighed("violation", &VIOLATIONS) });
    row.yes("migrant", migrant);
    row.yes("construction", building);
    if building {
        site(case, row);
    }
    row.count("persons", persons);
    row.money("amount", claim);
    row.set("inspector", official(town, "inspection", chance, 8));
    row.set("assistant", official(town, "inspection", chance.named("assistant"), 8));
    row.yes("extended", false);
    row.date("due", course.due);
    if course.closed.is_some() {
        close(case, calendar, row, claim, persons);
    }
}

/// The building project, who invests in it, and what the wage rules ask of it.
pub(super) fn site(case: &Case<'_>, row: &mut Row) {
    let chance = case.chance;
    let phase = chance.one_of("phase", &["一期", "二期", "三期"]);
    row.set("project", format!("{}示例{}{phase}项目", case.town.name, chance.one_of("site", &SITES)));
    row.set(
        "investment",
        chance.weighed("investment", &[("1", 18), ("2", 14), ("3", 3), ("4", 45), ("5", 20)]),
    );
    row.set(
        "supervisor",
        chance.weighed("supervisor", &[("01", 74), ("02", 12), ("03", 8), ("08", 3), ("09", 3)]),
    );
    row.set("area_duty", format!("{}示例管理办公室", case.town.name));
    if case.stream != Stream::Clues {
        for key in ["real_names", "wage_account", "paid_by_contractor", "deposit"] {
            row.yes(key, chance.hits(key, 70));
        }
    }
}

fn close(case: &Case<'_>, calendar: &Calendar, row: &mut Row, claim: usize, persons: usize) {
    let (chance, Some(closed)) = (case.chance, case.course.closed) else { return };
    // An investigation may end in the quarter before its case is closed.
    let investigated = calendar.before(closed, 1 + chance.draw("investigated", 8)).max(case.course.came);
    row.event("investigated", investigated);
    if row.course.closed.is_none() {
        return;
    }
    row.event("closed", closed);
    let (outcome, established) = chance.weighed("outcome", &OUTCOMES);
    row.set("outcome", outcome);
    row.yes("verified", established);
    if established && outcome != "31" {
        row.money("recovered", case.part("recovered", claim, 700, 1000).min(claim));
        row.count("recovered_persons", persons);
    }
    match outcome {
        "11" | "12" => row.date("ordered_by", calendar.before(closed, 1).max(case.course.came)),
        "13" | "14" => row.money("fine", 2000 * (1 + chance.draw("fine", 9))),
        "31" => {
            row.event("police_on", closed);
        }
        _ => {}
    }
}
