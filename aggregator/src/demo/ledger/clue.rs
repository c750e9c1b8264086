//! Rows of L5, the clues of wage arrears.

use super::{Case, Row, inspection};
use crate::demo::{calendar::Calendar, employer::employer, person::worker};

const SOURCES: [(&str, usize); 6] = [("05", 58), ("04", 24), ("06", 6), ("07", 6), ("08", 3), ("14", 3)];
/// Conclusions where no arrears are confirmed.
const UNCONFIRMED: [(&str, usize); 5] = [("04", 30), ("06", 24), ("07", 24), ("08", 12), ("09", 10)];

pub(super) fn fill(case: &Case<'_>, calendar: &Calendar, row: &mut Row) {
    let (chance, town, course) = (case.chance, case.town, case.course);
    let building = chance.hits("building", 55);
    let persons = case.persons() + chance.draw("gang", 2);
    let firm = employer(town, chance, building);
    let person = worker(town, chance, persons);
    let claim = case.yuan(persons);
    row.set("case_no", case.number("欠薪线索"));
    row.set("matter", case.matter("C"));
    row.set("source", chance.weighed("source", &SOURCES));
    row.event_at("received", course.came, &time(8 + chance.draw("hour", 4), chance.draw("minute", 60)));
    row.event_at("assigned", course.came, &time(14 + chance.draw("assigned", 3), chance.draw("minute", 60)));
    row.set("handler", format!("{}劳动保障监察大队", town.name));
    let contacted = calendar.after(course.came, 1 + chance.draw("contacted", 2));
    let contacted = course.closed.map_or(contacted, |closed| contacted.min(closed));
    row.event_at("contacted", contacted, &time(16 + chance.draw("hour", 2), chance.draw("contact", 60)));
    row.set("reporter", person.name);
    row.set("reporter_id", person.id_number);
    row.set("reporter_phone", person.telephone);
    row.set("summary", format!("演示数据：反映{}拖欠{persons}人工资{claim}元。", firm.name));
    row.yes("construction", building);
    if building {
        inspection::site(case, row);
    }
    row.set("employer", firm.name);
    row.set("employer_code", firm.code);
    row.set("industry", firm.industry);
    row.count("persons", persons);
    row.money("amount", claim);
    row.date("due", course.due);
    row.yes("supervised", persons >= 30);
    row.set("attachments", format!("现场照片{}张", 1 + chance.draw("attachments", 6)));
    if row.course.closed.is_some() {
        close(case, calendar, row, claim, persons);
    }
}

fn close(case: &Case<'_>, calendar: &Calendar, row: &mut Row, claim: usize, persons: usize) {
    let (chance, course, Some(closed)) = (case.chance, case.course, row.course.closed) else { return };
    row.event("closed", closed);
    row.yes("on_time", closed <= course.due);
    row.set("satisfaction", chance.weighed("satisfaction", &[("1", 58), ("2", 24), ("3", 4), ("9", 14)]));
    if !course.good {
        let outcome = chance.weighed("unconfirmed", &UNCONFIRMED);
        row.set("outcome", outcome);
        if outcome == "09" {
            row.set("duplicate_group", format!("{}-D{}", case.matter("C"), 1 + chance.draw("group", 3)));
        }
        return;
    }
    let sum = case.part("verified", claim, 800, 1000).min(claim).max(10);
    row.count("verified_persons", persons);
    row.money("verified_amount", sum);
    row.set(
        "why",
        chance.weighed("why", &[("1", 16), ("2", 24), ("3", 8), ("4", 34), ("5", 4), ("6", 12), ("9", 2)]),
    );
    // Arrears that are solved are paid by the day the clue is done.
    let paid_on = calendar.before(closed, 1).max(course.came);
    let outcome = match course.best {
        true => chance.weighed("solved", &[("01", 91), ("02", 9)]),
        false => chance.weighed("unsolved", &[("03", 66), ("02", 26), ("05", 8)]),
    };
    row.set("outcome", outcome);
    if outcome == "02" {
        row.date("instalments_until", calendar.after(closed, 20 + chance.draw("instalments", 30)));
    }
    if course.best {
        row.event("paid_on", paid_on);
        row.money("paid", sum);
        row.count("paid_persons", persons);
    } else if outcome == "02" {
        row.event("paid_on", paid_on);
        row.money("paid", (case.part("first instalment", sum, 200, 600)).min(sum - 10));
    }
}

/// A time of day as it follows a date.
fn time(hour: usize, minute: usize) -> String {
    format!(" {hour:02}:{minute:02}")
}
