//! A form on which nothing to report is itself a row: an empty ledger would be a silence that nobody signed.

use super::Findings;
use crate::{
    finding::{Finding, Severity},
    table::Table,
    text::Text,
};

pub(super) fn check(table: &Table, findings: &mut Findings<'_>) {
    if !table.form().nothing_is_a_row || !table.is_empty() {
        return;
    }
    let what = Text::new(
        "表中没有任何一行：无情况也要填写一行并签字（零报告）",
        "There is no row: nothing to report is a row too, with a signature (零报告)",
    );
    let fix = Text::new("填写一行，各项填0，注明签字人", "Fill one row with zeros and the name of who signs");
    findings.push(Finding::new("empty", Severity::Block, what, fix));
}
