//! Rows of L10, the orders of the hotline and petitions.

use chrono::NaiveDate;

use super::{Case, Row};
use crate::demo::{calendar::Calendar, employer::employer, person::worker};

/// One of eleven comes as a petition.
const CHANNELS: [(&str, usize); 5] = [("1", 91), ("3", 4), ("4", 3), ("2", 1), ("5", 1)];

pub(super) fn fill(case: &Case<'_>, calendar: &Calendar, row: &mut Row) {
    let (chance, town, course) = (case.chance, case.town, case.course);
    let persons = case.persons();
    let firm = employer(town, chance, chance.hits("building", 30));
    let person = worker(town, chance, persons);
    let claim = case.yuan(persons);
    let hotline = chance.weighed("channel", &CHANNELS);
    row.set("case_no", case.number("工单"));
    row.set("matter", case.matter("H"));
    row.set("channel", hotline);
    row.set("appeal", chance.weighed("appeal", &[("3", 82), ("4", 18)]));
    row.set("cause", chance.weighed("cause", &[("0101", 62), ("0301", 16), ("0203", 12), ("99", 10)]));
    let minute = chance.draw("minute", 60);
    if hotline == "1" {
        row.event_at("registered", course.came, &time(8, minute));
        row.event_at("signed", course.came, &time(11, minute));
        let contacted = calendar.after(course.came, 1 + chance.draw("contacted", 2));
        let contacted = course.closed.map_or(contacted, |closed| contacted.min(closed));
        row.event_at("contacted", contacted, &time(14, minute));
    } else {
        row.yes("skip_level", chance.hits("past the level", 24));
        row.yes("repeated", chance.hits("again", 22));
        row.yes("backlog", false);
    }
    row.event_at("received", course.came, &time(10, minute));
    row.date("due", course.due);
    row.set("employer", firm.name.clone());
    row.set("employer_code", firm.code);
    row.set("industry", firm.industry);
    row.count("persons", persons);
    row.money("amount", claim);
    row.set("handler", format!("{}示例办理组", town.name));
    row.set("asker", person.name);
    row.set("asker_id", person.id_number);
    row.set("asker_phone", person.telephone);
    row.set("asker_address", person.address);
    row.set("content", format!("演示数据：反映{}拖欠{claim}元。", firm.name));
    if let Some(closed) = row.course.closed {
        close(case, calendar, row, (closed, claim));
    }
}

fn close(case: &Case<'_>, calendar: &Calendar, row: &mut Row, (closed, claim): (NaiveDate, usize)) {
    let (chance, good) = (case.chance, case.course.good);
    row.event_at("closed", closed, &time(16, 30));
    row.yes("on_time", closed <= case.course.due);
    let outcome =
        if good { "1" } else { chance.weighed("outcome", &[("2", 34), ("3", 18), ("4", 40), ("8", 8)]) };
    row.set("outcome", outcome);
    if outcome == "8" {
        row.set("group", format!("{}-G{}", case.matter("H"), 1 + chance.draw("group", 3)));
    }
    if good {
        row.money("paid", claim);
    }
    row.event_at("platform_told", closed, &time(17, 0));
    row.event_at("asker_told", closed, &time(17, 10));
    let revisited = calendar.after(closed, 1 + chance.draw("revisited", 2));
    if chance.hits("reached", 72) && row.event_at("revisited", revisited, &time(10, 15)) {
        row.yes("solved_said", good);
        let satisfied =
            if good { [("1", 70), ("2", 26), ("3", 4)] } else { [("1", 16), ("2", 44), ("3", 40)] };
        row.set("satisfaction", chance.weighed("satisfaction", &satisfied));
    }
}

fn time(hour: usize, minute: usize) -> String {
    format!(" {hour:02}:{minute:02}")
}
