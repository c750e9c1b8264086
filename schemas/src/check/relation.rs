//! Relations between the tallies of a form (逻辑关系式, DOMAIN §3.11).

use super::Findings;
use crate::{finding::Finding, table::Table, tally::Tallies, text::Text};

pub(super) fn check(table: &Table, tallies: &Tallies, findings: &mut Findings<'_>) {
    let form = table.form();
    for relation in &form.relations {
        let (left, right) = relation.sides(&form.form, tallies);
        if relation.is.holds(left, right) {
            continue;
        }
        let what = Text::owned(
            format!("{}，现为{left}和{right}", relation.zh),
            format!("{}; it is {left} and {right}", relation.en),
        );
        let fix = Text::new("核对构成这两个数的各行", "Check the rows that make up these two numbers");
        findings.push(Finding::new(relation.code.clone(), relation.severity, what, fix));
    }
}
