//! Which rows a ledger of a period holds, and that it knows nothing of later days (RULINGS 2).
//!
//! A row belongs if its case was open on some day of the period, falls due in it, or has a dated event in it.

use super::Findings;
use crate::{
    filter::Window,
    finding::{Finding, Severity},
    form::Role,
    table::Table,
    text::Text,
};

pub(super) fn check(table: &Table, window: Window, findings: &mut Findings<'_>) {
    let form = table.form();
    let period = window.period;
    let events: Vec<usize> =
        form.columns.iter().enumerate().filter(|(_, column)| column.event).map(|(index, _)| index).collect();
    for index in &events {
        let Some(column) = form.columns.get(*index) else { continue };
        let after = |row: &usize| table.dates(*row, *index).any(|day| day > period.end());
        for row in (0..table.len()).filter(after) {
            let what = Text::new(
                "“{column}”晚于报告期末{end}",
                "“{column}” is later than the end of the period, {end}",
            );
            let fix = Text::new(
                "报告期之后发生的事项填入下一期台账",
                "What happened after the period goes into the next ledger",
            );
            let what = what.fill(&[("column", &column.title()), ("end", &period.end())]);
            findings.at(row, *index, Finding::new("after-period", Severity::Block, what, fix));
        }
    }
    let Some((opened, _)) = form.with_role(Role::Opened) else { return };
    let closed = form.with_role(Role::Closed).map(|(index, _)| index);
    let due = form.with_role(Role::Due).map(|(index, _)| index);
    for row in 0..table.len() {
        let Some(first) = table.date(row, opened) else { continue };
        let last = closed.and_then(|closed| table.date(row, closed));
        let open = first <= period.end() && last.is_none_or(|last| last >= period.start());
        let inside = |index: &usize| table.dates(row, *index).any(|day| period.contains(day));
        // A case from after the period is already reported by its event date.
        if open || first > period.end() || due.iter().chain(&events).any(inside) {
            continue;
        }
        let what = Text::new(
            "该行不属于{period}：期初前已结案，期内无到期或其他事项",
            "The row is not of {period}: closed before it, nothing due or dated in it",
        );
        let fix =
            Text::new("删去该行，或核对日期与报告期", "Remove the row, or check its dates and the period");
        let title = period.title();
        findings.at(
            row,
            closed.unwrap_or(opened),
            Finding::new("not-of-period", Severity::Block, what.fill(&[("period", &title)]), fix),
        );
    }
}
