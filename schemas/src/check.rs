//! Checks of a filled ledger. One file a kind of check; each is a pass over the rows and linear in them.

mod chain;
mod continuity;
mod duplicate;
mod empty;
mod history;
mod identity;
mod listed;
pub(crate) mod log;
mod period;
mod personal;
pub(crate) mod points;
pub(crate) mod ratio;
mod relation;
mod required;
mod rule;
mod term;

use std::collections::BTreeSet;

pub use chain::of_another_matter;
pub use continuity::{AMENDED_BEFORE, CONTINUITY, amended_before, open_at_end, open_at_start};
pub use identity::{id_number_fault, uscc_fault};
pub use personal::held_columns;
pub use term::{CALENDAR, CLOCK, DUE_DAY};

use crate::{
    filter::Window,
    finding::{Finding, MAX_FINDINGS, Severity, in_order},
    form::Role,
    place::Place,
    table::Table,
    tally::Tallies,
    text::Text,
};

/// What a ledger is checked against besides its form.
#[derive(Clone, Debug)]
pub struct Against<'a> {
    /// Its period.
    pub window: Window,
    /// The cases open at the end of the previous period; `None` for a bureau's first ledger (基线).
    pub previously_open: Option<&'a BTreeSet<String>>,
    /// Ledgers of the forms that it must agree with ([`crate::form::Listed`]), and of its own form the reports of the matter so
    /// far ([`crate::form::Chain`]) and what was filed of its cases ([`crate::form::History`]), oldest first; `None` where
    /// nobody looked for any.
    pub beside: Option<&'a [Table]>,
}

/// Everything that is found, gravest first, then by place.
pub fn check(table: &Table, tallies: &Tallies, against: &Against<'_>) -> Vec<Finding> {
    let mut findings = Findings { table, found: Vec::new(), more: 0 };
    empty::check(table, &mut findings);
    required::check(table, &mut findings);
    identity::check(table, &mut findings);
    duplicate::check(table, &mut findings);
    period::check(table, against.window, &mut findings);
    rule::check(table, against.window, &mut findings);
    ratio::check(table, &mut findings);
    points::check(table, &mut findings);
    log::check(table, &mut findings);
    chain::check(table, against, &mut findings);
    history::check(table, against, &mut findings);
    if let Some(beside) = against.beside {
        listed::check(table, beside, &mut findings);
    }
    term::check(table, &mut findings);
    continuity::check(table, against, &mut findings);
    relation::check(table, tallies, &mut findings);
    personal::check(table, &mut findings);
    findings.finish()
}

/// What reading a file found, and then what checking finds. A cell that could not be read is empty in the table; it
/// is said once, not as missing too.
pub fn check_after_reading(
    read: Vec<Finding>,
    table: &Table,
    tallies: &Tallies,
    against: &Against<'_>,
) -> Vec<Finding> {
    let mut findings = read;
    let unread: BTreeSet<Place> =
        findings.iter().filter(|one| one.code == "unreadable").map(|one| one.place.clone()).collect();
    let said = |finding: &Finding| finding.code == "required" && unread.contains(&finding.place);
    findings.extend(check(table, tallies, against).into_iter().filter(|finding| !said(finding)));
    findings
}

/// What does not stand in the ledgers of other forms that a ledger must agree with, and nothing else of it.
pub fn listed(table: &Table, beside: &[Table]) -> Vec<Finding> {
    let mut findings = Findings { table, found: Vec::new(), more: 0 };
    listed::check(table, beside, &mut findings);
    findings.finish()
}

/// Collects findings up to the bound.
struct Findings<'a> {
    table: &'a Table,
    found: Vec<Finding>,
    more: usize,
}

impl Findings<'_> {
    fn push(&mut self, finding: Finding) {
        if self.found.len() < MAX_FINDINGS {
            self.found.push(finding);
        } else {
            self.more += 1;
        }
    }

    /// A finding at a cell. The cell's content is shown unless its class forbids.
    fn at(&mut self, row: usize, column: usize, mut finding: Finding) {
        let form = self.table.form();
        if let Some(definition) = form.columns.get(column) {
            finding.column = Some(definition.key.clone());
            if definition.privacy.leaves() {
                finding.found = crate::cell::shown(self.table, row, column);
            }
        }
        finding.place = self.table.column_place(row, column);
        finding.case =
            form.with_role(Role::Case).and_then(|(case, _)| self.table.text(row, case)).map(str::to_owned);
        self.push(finding);
    }

    fn finish(mut self) -> Vec<Finding> {
        in_order(&mut self.found);
        if self.more > 0 {
            let what = Text::new("另有{n}条问题未列出", "{n} more findings are not listed")
                .fill(&[("n", &self.more)]);
            let fix = Text::new("先处理已列出的问题，再重新审核", "Deal with those listed and check again");
            self.found.push(Finding::new("too-many", Severity::Block, what, fix));
        }
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Definitions;

    #[test]
    fn findings_beyond_the_bound_are_counted() {
        let form = std::sync::Arc::clone(Definitions::builtin().unwrap().form("L3").unwrap());
        let table = Table::new(form);
        for (pushed, listed) in [(MAX_FINDINGS, MAX_FINDINGS), (MAX_FINDINGS + 7, MAX_FINDINGS + 1)] {
            let mut findings = Findings { table: &table, found: Vec::new(), more: 0 };
            for _ in 0..pushed {
                findings.push(Finding::new("x", Severity::Notice, Text::same("x"), Text::same("x")));
            }
            let found = findings.finish();
            assert_eq!(found.len(), listed);
            let told = found.last().filter(|last| last.code == "too-many");
            let said = [
                Text::new("另有7条问题未列出", "7 more findings are not listed"),
                Text::new("先处理已列出的问题，再重新审核", "Deal with those listed and check again"),
            ];
            let told = told.map(|last| [last.what.clone(), last.fix.clone()]);
            assert_eq!(told, (listed > MAX_FINDINGS).then_some(said));
        }
    }
}
