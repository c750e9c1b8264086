//! Which rows a ledger of a period holds, and that it knows nothing of later days (RULINGS 2).
//!
//! A row belongs if its case was open on some day of the period, falls due in it, or has a dated event in it.

use super::Findings;
use crate::{
    belongs::Dated,
    filter::Window,
    finding::{Finding, Severity},
    table::Table,
    text::Text,
};

pub(super) fn check(table: &Table, window: Window, findings: &mut Findings<'_>) {
    let form = table.form();
    let period = window.period;
    let dated = Dated::of(form);
    for index in &dated.events {
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
    let Some(opened) = dated.opened else { return };
    for row in 0..table.len() {
        // A case from after the period is already reported by its event date.
        let is_later = table.date(row, opened).is_some_and(|first| first > period.end());
        if is_later || dated.belongs(table, row, period) {
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
            dated.closed.unwrap_or(opened),
            Finding::new("not-of-period", Severity::Block, what.fill(&[("period", &title)]), fix),
        );
    }
}
