//! The row rules of a form: where `when` holds, `must` must hold.

use super::Findings;
use crate::{
    filter::{Filter, Window},
    finding::Finding,
    table::Table,
    text::Text,
};

pub(super) fn check(table: &Table, window: Window, findings: &mut Findings<'_>) {
    let form = table.form();
    for rule in &form.rules {
        let (when, must) = (Filter::new(&rule.when, form, window), Filter::new(&rule.must, form, window));
        let column = form.resolve(&rule.at).map_or(0, |(index, _)| index);
        for row in (0..table.len()).filter(|row| when.holds(table, *row) && !must.holds(table, *row)) {
            let what = Text::owned(rule.zh.clone(), rule.en.clone());
            let fix = Text::owned(rule.fix_zh.clone(), rule.fix_en.clone());
            findings.at(row, column, Finding::new(rule.code.clone(), rule.severity, what, fix));
        }
    }
}
