//! The same case twice in one ledger: it would be counted twice.

use std::collections::BTreeMap;

use super::Findings;
use crate::{
    finding::{Finding, Severity},
    form::Role,
    table::Table,
    text::Text,
};

pub(super) fn check(table: &Table, findings: &mut Findings<'_>) {
    let Some((case, _)) = table.form().with_role(Role::Case) else { return };
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for row in 0..table.len() {
        let Some(key) = table.text(row, case) else { continue };
        let Some(earlier) = first.get(key) else {
            first.insert(key, row);
            continue;
        };
        let place = table.column_place(*earlier, case).to_string();
        let what = Text::new(
            "与{place}是同一案件，会被重复计数",
            "The same case as {place}; it would be counted twice",
        );
        let fix = Text::new("删去其中一行，或更正编号", "Remove one of the rows or correct the number");
        findings.at(
            row,
            case,
            Finding::new("duplicate", Severity::Block, what.fill(&[("place", &place)]), fix),
        );
    }
}
