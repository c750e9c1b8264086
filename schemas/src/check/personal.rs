//! Personal data in cells that would leave the node: blocked before anything is sealed (DOMAIN §6.3).

use std::borrow::Cow;

use super::Findings;
use crate::{
    finding::{Finding, Severity},
    form::{Column, ColumnType, Form, Role},
    privacy::{Scan, mentions, names, personal_data},
    table::{Cell, Table},
    text::Text,
};

pub(super) fn check(table: &Table, findings: &mut Findings<'_>) {
    let form = table.form();
    let held = held_columns(form);
    let names = |row: usize| -> Vec<String> {
        let cells = held.iter().filter_map(|(index, person)| Some((table.text(row, *index)?, *person)));
        cells.flat_map(|(cell, person)| names(cell, person)).collect()
    };
    let leaving: Vec<_> =
        form.leaving().filter_map(|(index, column)| Some((index, column, scan(column)?))).collect();
    for row in 0..table.len() {
        let names = names(row);
        for (index, column, scan) in &leaving {
            let Some(shown) = words(table.cell(row, *index), column.kind) else { continue };
            let named = || column.kind == ColumnType::Text && mentions(&shown, &names);
            // A name of this very row repeated in its text would leave with it.
            let kind = match personal_data(&shown, *scan) {
                Some(kind) => kind.title(),
                None if named() => Text::new("当事人信息", "a party's details"),
                None => continue,
            };
            let what = Text::new(
                "“{column}”中含有{kind}，不得上报",
                "“{column}” holds {kind}, which must not leave this node",
            );
            let fix = Text::new("删去个人信息，只写事由", "Remove it and state the matter only");
            let what = what.fill(&[("column", &column.title()), ("kind", &kind)]);
            let mut finding = Finding::new("personal-data", Severity::Block, what, fix);
            finding.place = table.column_place(row, *index);
            finding.column = Some(column.key.clone());
            // Neither the text nor the case number is repeated: either may be what must not travel.
            findings.push(finding);
        }
    }
}

/// Columns of text that never leave the node, and whether each holds names and nothing else.
pub fn held_columns(form: &Form) -> Vec<(usize, bool)> {
    let held = |column: &Column| {
        !column.privacy.leaves()
            && matches!(column.kind, ColumnType::Text | ColumnType::IdNumber | ColumnType::Log)
    };
    let columns = form.columns.iter().enumerate().filter(|(_, column)| held(column));
    columns.map(|(index, column)| (index, column.role == Some(Role::Person))).collect()
}

/// How a column is scanned. A figure or a credit code is looked at as well: people type numbers into the wrong cell.
fn scan(column: &Column) -> Option<Scan> {
    match column.kind {
        ColumnType::Text if matches!(column.role, Some(Role::Case | Role::Matter)) => Some(Scan::Identifier),
        ColumnType::Text => Some(Scan::FreeText),
        ColumnType::Uscc | ColumnType::Int | ColumnType::Money => Some(Scan::Identifier),
        _ => None,
    }
}

/// What a cell says: a text, or a figure as it was typed.
fn words(cell: Cell<'_>, kind: ColumnType) -> Option<Cow<'_, str>> {
    match cell {
        Cell::Text(text) => Some(Cow::Borrowed(text)),
        Cell::Number(fen) if kind == ColumnType::Money => {
            (fen % 100 == 0).then(|| Cow::Owned((fen / 100).to_string()))
        }
        Cell::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}
