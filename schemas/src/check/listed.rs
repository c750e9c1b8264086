//! What must also stand in a ledger of another form, such as the duty roster.

use super::Findings;
use crate::{
    finding::{Finding, Severity},
    form::Listed,
    sheet::fold::names,
    table::{Cell, Table},
    text::Text,
};

pub(super) fn check(table: &Table, beside: &[Table], findings: &mut Findings<'_>) {
    let form = table.form();
    for listed in &form.listed {
        let others: Vec<&Table> = beside.iter().filter(|other| other.form().form == listed.form).collect();
        if others.is_empty() {
            let what = Text::new(
                "没有可供核对的{form}：没有报送该期或此前的{form}",
                "There is no {form} of this time or before to hold it to",
            );
            let fix = Text::new("先报送{form}，或说明原因", "File {form} first, or give a reason");
            let (what, fix) = (what.fill(&[("form", &listed.form)]), fix.fill(&[("form", &listed.form)]));
            findings.push(Finding::new(format!("{}-none", listed.code), Severity::Explain, what, fix));
            continue;
        }
        let column = form.resolve(&listed.at).map_or(0, |(index, _)| index);
        for row in (0..table.len()).filter(|row| !stands(table, *row, listed, &others)) {
            let what = Text::owned(listed.zh.clone(), listed.en.clone());
            let fix = Text::owned(listed.fix_zh.clone(), listed.fix_en.clone());
            findings.at(row, column, Finding::new(listed.code.clone(), listed.severity, what, fix));
        }
    }
}

/// Whether a row of the others agrees. An empty cell is not asked after: what is missing is said elsewhere.
fn stands(table: &Table, row: usize, listed: &Listed, others: &[&Table]) -> bool {
    let own = |key: &String| table.form().column(key).map(|(index, _)| table.cell(row, index));
    let asked: Vec<(&String, Cell<'_>)> =
        listed.same.iter().filter_map(|key| Some((key, own(key)?))).collect();
    if asked.iter().any(|(_, cell)| *cell == Cell::Empty) {
        return true;
    }
    others.iter().any(|other| {
        let there = |key: &String, row| other.form().column(key).map(|(index, _)| other.cell(row, index));
        (0..other.len()).any(|at| {
            asked.iter().all(|(key, cell)| there(key, at).is_some_and(|there| agrees(*cell, there)))
        })
    })
}

fn agrees(here: Cell<'_>, there: Cell<'_>) -> bool {
    match (here, there) {
        (Cell::Text(here), Cell::Text(there)) => {
            let there = names(there);
            names(here).iter().all(|name| there.contains(name))
        }
        (here, there) => here == there,
    }
}
