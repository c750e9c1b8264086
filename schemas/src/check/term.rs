//! Due days against the count: what a county has worked out must be what rule, calendar and recorded events give
//! (DOMAIN §1.1). Where the calendar has no data that is said once, and nothing is guessed.

use super::Findings;
use crate::{
    calendar::Uncovered,
    deadline::{ClockFault, Rule},
    finding::{Finding, Severity},
    place::Place,
    table::Table,
    term::Limits,
    text::Text,
};

/// Code of the finding on a due day that is not the counted one.
pub const DUE_DAY: &str = "due-day";
/// Code of the finding on events that cannot have happened to a clock.
pub const CLOCK: &str = "clock-event";
/// Code of the notice that the calendar does not reach far enough.
pub const CALENDAR: &str = "calendar";

pub(super) fn check(table: &Table, findings: &mut Findings<'_>) {
    let mut limits = Limits::of(table);
    let mut uncovered: Vec<Uncovered> = Vec::new();
    for term in (0..limits.terms()).filter(|term| limits.is_filled_in(*term)).collect::<Vec<_>>() {
        let column = limits.place(term);
        for row in 0..table.len() {
            let Some(timed) = limits.at(row, term) else { continue };
            match &timed.limit {
                Err(ClockFault::Uncovered(day)) => uncovered.push(*day),
                Err(fault) => findings.at(row, column, clock(fault)),
                Ok(_) => {
                    if let Some(day) = timed.contradicted() {
                        findings.at(row, column, due_day(&timed.rule, timed.from, day));
                    }
                }
            }
        }
    }
    if let Some(first) = uncovered.iter().min_by_key(|uncovered| uncovered.0) {
        let what =
            Text::new("{n}件的届满日无法推算。{why}", "Cases whose due day cannot be counted: {n}. {why}")
                .fill(&[("n", &uncovered.len()), ("why", &first.text())]);
        let fix = Text::new(
            "无需处理；日历更新后再核对这些届满日",
            "Nothing to do here; look at these due days again when the calendar was loaded",
        );
        let mut finding = Finding::new(CALENDAR, Severity::Notice, what, fix);
        finding.place = Place { row: None, column: None, ..table.place(0) };
        findings.push(finding);
    }
}

fn clock(fault: &ClockFault) -> Finding {
    let what = Text::new("时限无法推算：{why}", "The time limit cannot be counted: {why}")
        .fill(&[("why", &fault.text())]);
    let fix = Text::new(
        "更正中止、恢复、公告、延期等日期和文号；确属如此的说明情况",
        "Correct the days and numbers of suspension, announcement or extension; if they are right say why",
    );
    Finding::new(CLOCK, Severity::Explain, what, fix)
}

fn due_day(rule: &Rule, from: chrono::NaiveDate, day: chrono::NaiveDate) -> Finding {
    let what = Text::new(
        "按{article}自{from}起{days}、计入本行所记事项，“{name}”的届满日应为{day}",
        "By {article}, {days} after {from} and with the events of this row, the last day to {name} is {day}",
    );
    let what = what.fill(&[
        ("article", &rule.article),
        ("from", &from),
        ("days", &rule.length()),
        ("name", &rule.name),
        ("day", &day),
    ]);
    let fix = Text::new(
        "更正届满日，或补填中止、公告、延期等事项；另有依据的说明理由",
        "Correct the due day or add what happened to the clock; if it rests on something else say on what",
    );
    // A number that no law sets may differ from one place to the next.
    let severity = if rule.local { Severity::Notice } else { Severity::Explain };
    Finding::new(DUE_DAY, severity, what, fix)
}
