//! Carry-over: the cases open at the end of the previous period are the cases open at the start of this one
//! (O(t) = E(t−1), DOMAIN §2.3 item 1; RULINGS 3).

use std::collections::BTreeSet;

use super::{Against, Findings};
use crate::{
    finding::{Finding, Severity},
    form::Role,
    period::Period,
    place::Place,
    table::Table,
    text::Text,
};

/// Code of the findings of this check.
pub const CONTINUITY: &str = "continuity";

/// The cases of a ledger that were open at the start of a period: row and case.
fn open_at_start(table: &Table, period: Period) -> impl Iterator<Item = (usize, &str)> {
    let form = table.form();
    let index = |role| form.with_role(role).map_or(usize::MAX, |(index, _)| index);
    let (case, opened, closed) = (index(Role::Case), index(Role::Opened), index(Role::Closed));
    (0..table.len()).filter_map(move |row| {
        let came = table.date(row, opened).is_some_and(|day| day < period.start());
        let went = table.date(row, closed).is_some_and(|day| day < period.start());
        (came && !went).then(|| table.text(row, case)).flatten().map(|key| (row, key))
    })
}

/// The cases open at the end of a period.
pub fn open_at_end(table: &Table, period: Period) -> BTreeSet<String> {
    let Some(next) = period.next() else { return BTreeSet::new() };
    open_at_start(table, next).map(|(_, case)| case.to_owned()).collect()
}

pub(super) fn check(table: &Table, against: &Against<'_>, findings: &mut Findings<'_>) {
    let form = table.form();
    let (true, Some(before)) = (form.continuity, against.previously_open) else { return };
    let Some((column, _)) = form.with_role(Role::Opened) else { return };
    let mut here = BTreeSet::new();
    for (row, case) in open_at_start(table, against.window.period) {
        here.insert(case);
        if before.contains(case) {
            continue;
        }
        let what = Text::new(
            "期初未结中有此案，但上期期末未结中没有",
            "Open at the start, but not open at the end of the previous period",
        );
        let fix = Text::new(
            "核对受理日期；确有转入、更正、合并的，说明理由",
            "Check the date; if it came by transfer, amendment or merger, give that reason",
        );
        findings.at(row, column, Finding::new(CONTINUITY, Severity::Block, what, fix));
    }
    for case in before.iter().filter(|case| !here.contains(case.as_str())) {
        let what = Text::new(
            "上期期末未结案件{case}不在本期台账中",
            "Case {case}, open at the end of the previous period, is missing",
        );
        let fix = Text::new(
            "补入该案；确有转出、更正、合并的，说明理由",
            "Add the case; if it left by transfer, amendment or merger, give that reason",
        );
        let mut finding = Finding::new(CONTINUITY, Severity::Block, what.fill(&[("case", case)]), fix);
        finding.place = Place { row: None, column: None, ..table.place(0) };
        finding.case = Some(case.clone());
        findings.push(finding);
    }
}
