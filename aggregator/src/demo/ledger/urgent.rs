//! Rows of X1, urgent reports, and of X2, matters handed on: what a bureau sends when there is something, asked by nobody.

use super::Row;
use crate::demo::{
    calendar::day,
    chance::Chance,
    employer::employer,
    person::{official, worker},
    place::Town,
};

/// A matter of which a bureau reports at once.
#[derive(Clone, Copy, Debug)]
pub(in crate::demo) struct Urgent {
    /// Code of the bureau.
    pub(in crate::demo) town: &'static str,
    /// Number of the matter.
    pub(in crate::demo) matter: &'static str,
    /// Kind of report, of the list `EVENT`.
    pub(in crate::demo) kind: &'static str,
    /// When it was learnt of, and when each report was made; the last of two is the last there is.
    pub(in crate::demo) learnt: &'static str,
    pub(in crate::demo) reported: &'static [&'static str],
    /// What happened.
    pub(in crate::demo) facts: &'static str,
}

/// A matter that a bureau hands one level up.
#[derive(Clone, Copy, Debug)]
pub(in crate::demo) struct Raised {
    /// Code of the bureau.
    pub(in crate::demo) town: &'static str,
    /// Number of the note.
    pub(in crate::demo) note: &'static str,
    /// The day, and by when it is to be taken.
    pub(in crate::demo) handed: (i32, u32, u32),
    pub(in crate::demo) due: (i32, u32, u32),
    /// Why.
    pub(in crate::demo) reason: &'static str,
}

/// The reports of a matter up to that of a day, oldest first.
pub(in crate::demo) fn reports(town: &Town, urgent: &Urgent, on: chrono::NaiveDate) -> Vec<Row> {
    let chance = Chance::of(&[town.code, urgent.matter]);
    let firm = employer(town, chance, false);
    let person = worker(town, chance, 1);
    let persons = 12 + chance.draw("persons", 20);
    let opinion = urgent.kind == "4";
    let until = format!("{on} 24:00");
    let made = urgent.reported.iter().enumerate().filter(|(_, at)| **at < until.as_str());
    made.map(|(nth, at)| {
        let last = nth > 0 && nth + 1 == urgent.reported.len();
        let mut row = Row::known_at(on);
        row.set("report_no", format!("{}-{}", urgent.matter, nth + 1));
        row.set("matter", urgent.matter);
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
        row.set("kind", urgent.kind);
        row.set("urgency", "2");
        row.set("learnt", urgent.learnt);
        row.set("reported", *at);
        row.set("area", format!("{}示例社区", town.short));
        row.set("employer", firm.name.clone());
        row.set("industry", firm.industry);
        row.count("persons", persons);
        row.set("risk", "3");
        row.set("facts", urgent.facts);
        row.set("measures", "到场核实，约谈负责人（演示）");
        row.yes("cross_region", false);
        if opinion {
            row.set("opinion", "网帖转发百余次，情绪平稳（演示）");
            row.set("opinion_from", "本地论坛（演示）");
            row.set("opinion_status", if last { "3" } else { "2" });
        }
        if last {
            row.set("ended", *at);
            row.set("result", "已核实处理，平稳（演示）");
        }
        row.set("handler", official(town, "urgent", chance, 4));
        row.set("signer", official(town, "signer", Chance::of(&[town.code]), 2));
        row.set("informant", person.name.clone());
        row.set("phone", person.telephone.clone());
        row
    })
    .collect()
}

/// The note of a matter that is handed up.
pub(in crate::demo) fn note(town: &Town, raised: &Raised) -> Vec<Row> {
    let chance = Chance::of(&[town.code, raised.note]);
    let firm = employer(town, chance, true);
    let person = worker(town, chance, 1);
    let persons = 30 + chance.draw("persons", 15);
    let handed = day(raised.handed);
    let mut row = Row::known_at(handed);
    row.set("note_no", raised.note);
    row.set("kind", "1");
    row.set("origin_form", "L1");
    row.set("origin_no", format!("{}-示例-01", town.code));
    row.set("to", format!("{}{}", town.home.name, town.home.office));
    row.set("area", format!("{}示例社区", town.short));
    row.set("employer", firm.name);
    row.set("employer_code", firm.code);
    row.set("cause", "0101");
    row.count("persons", persons);
    row.money("amount", 12_000 * persons);
    row.set("risk", "2");
    row.set("reason", raised.reason);
    row.set("done", "已约谈总包，先行垫付部分工资（演示）");
    row.set("asks", "协调行业主管部门督促拨付工程款（演示）");
    row.event("handed", handed);
    row.set("handed_by", official(town, "urgent", chance, 4));
    row.set("approved_by", official(town, "official", chance, 3) + "（副镇长）");
    row.date("answer_due", day(raised.due));
    row.set("worker", person.name);
    row.set("phone", person.telephone);
    vec![row]
}
