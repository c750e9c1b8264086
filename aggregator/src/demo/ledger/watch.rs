//! Rows of L6, the watched employers.

use chrono::{Days, NaiveDate};
use schemas::period::Period;

use super::Row;
use crate::demo::{
    calendar::day,
    chance::Chance,
    employer::employer,
    person::{official, worker},
    place::Town,
};

/// Colour, days between two visits, weight. The score is computed of the signals.
const COLOURS: [((&str, u64), usize); 3] = [(("2", 6), 22), (("3", 13), 46), (("4", 26), 32)];

/// The employers that a bureau watches in a period: so many in all, entered from a day on, one a fortnight.
pub(in crate::demo) fn rows(
    town: &Town,
    period: Period,
    from: (i32, u32, u32),
    employers: usize,
) -> Vec<Row> {
    let of = |number: usize| {
        let chance = Chance::of(&[town.code, "watch", &number.to_string()]);
        let days = 14 * number + chance.draw("entered", 10);
        let entered = day(from) + Days::new(u64::try_from(days).unwrap_or(0));
        let removed = entered + Days::new(40 + u64::try_from(chance.draw("removed", 60)).unwrap_or(0));
        let removed = Some(removed).filter(|_| chance.hits("over", 50));
        let here = entered <= period.end() && removed.is_none_or(|removed| removed >= period.start());
        here.then(|| one(town, period.end(), number, chance, entered, removed))
    };
    (0..employers).filter_map(of).collect()
}

fn one(
    town: &Town,
    known: NaiveDate,
    number: usize,
    chance: Chance,
    entered: NaiveDate,
    removed: Option<NaiveDate>,
) -> Row {
    let firm = employer(town, chance, chance.hits("building", 40));
    let (colour, every) = chance.weighed("colour", &COLOURS);
    let mut row = Row::known_at(known);
    let removed = removed.filter(|removed| *removed <= known);
    row.set("watch_no", format!("{}-W{:02}", town.code, number + 1));
    row.set("employer", firm.name);
    row.set("employer_code", firm.code);
    row.set("employer_type", firm.kind);
    row.set("industry", firm.industry);
    row.set("area", format!("{}示例社区", town.short));
    row.count("staff", 30 + chance.draw("staff", 300));
    let (hazard, signal, facts) = chance.one_of(
        "signal",
        &[
            ("01", "04", "工资迟发（演示）"),
            ("03", "01", "用电骤降（演示）"),
            ("02", "03", "社保断缴（演示）"),
            ("05", "05", "三十日内投诉集中（演示）"),
        ],
    );
    row.set("hazards", hazard);
    row.set("signals", signal);
    row.set("signal_facts", facts);
    row.set("signal_from", "供电、税务等部门（演示）");
    row.count("late_months", usize::from(signal == "04"));
    row.count("complaints", if signal == "05" { 3 } else { 0 });
    row.money("amount", 10_000 * (2 + chance.draw("amount", 40)));
    row.set("risk", colour);
    row.event("entered", entered);
    row.set("unit", format!("{}示例监测组", town.name));
    row.set("handler", official(town, "watcher", chance, 8));
    let until = removed.unwrap_or(known);
    let step = |day: &NaiveDate| day.checked_add_days(Days::new(every));
    let visits = std::iter::successors(Some(entered), step).take_while(|day| *day <= until);
    let lines: Vec<String> = visits.map(|day| format!("{day} 走访，工资台账已查（演示）")).collect();
    row.set("log", lines.join("\n"));
    row.set("measures", "每周走访，督促按月支付（演示）");
    if let Some(removed) = removed {
        row.event("removed", removed);
        row.set("removed_why", "连续三月足额支付（演示）");
        row.set("reviewer", "复核示例组");
    }
    let contact = worker(town, chance, 1);
    row.set("contact", contact.name);
    row.set("phone", contact.telephone);
    row
}
