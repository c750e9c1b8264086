//! The working ledger as a table: the rows of a form that belong to a period, as they were known at its end.

use std::sync::Arc;

use schemas::{
    belongs::Dated,
    cell::from_json,
    form::{Form, Role},
    hash::Sha,
    made::{Gap, by_signer},
    period::Period,
    place::Place,
    table::{Cell, Table},
    text::Text,
};
use serde_json::Value;

use super::Held;
use crate::{error::AgentError, node::Node, words::importer as words};

/// The rows of a form that belong to a period.
#[derive(Debug)]
pub(crate) struct Working {
    pub(crate) table: Table,
    /// The sources they came from.
    pub(crate) of: Vec<String>,
    /// What was left out of them, in words.
    pub(crate) said: Vec<Text>,
    /// Hash of what they were made of.
    pub(crate) basis: Sha,
}

impl Node {
    /// How many cases taken over belong to a period.
    ///
    /// # Errors
    /// [`AgentError::UnknownForm`], [`AgentError::Store`].
    pub fn cases_held(&self, code: &str, period: Period) -> Result<usize, AgentError> {
        let definitions = self.definitions();
        let form = definitions.form(code).ok_or_else(|| AgentError::UnknownForm(code.to_owned()))?;
        Ok(self.working(form, period)?.map_or(0, |working| working.table.len()))
    }

    /// The working ledger of a period; none if no row of the form was ever taken over.
    pub(crate) fn working(&self, form: &Arc<Form>, period: Period) -> Result<Option<Working>, AgentError> {
        let held = self.outbox.working(&form.form)?;
        if held.is_empty() {
            return Ok(None);
        }
        let mut all = Table::new(Arc::clone(form));
        let mut said = Vec::new();
        for row in &held {
            push(&mut all, row, &mut said);
        }
        let dated = Dated::of(form);
        let mut table = Table::new(Arc::clone(form));
        let mut of: Vec<String> = Vec::new();
        let mut basis = hex::encode(form.digest);
        for (at, row) in held.iter().enumerate().filter(|(at, _)| dated.belongs(&all, *at, period)) {
            said.extend(known_by(&all, at, &dated, period, &mut table).map(|columns| {
                let case = case_of(&all, at).unwrap_or(&row.id).to_owned();
                words::LEFT_OPEN.fill(&[("case", &case), ("columns", &columns), ("period", &period.title())])
            }));
            if !of.contains(&row.source) {
                of.push(row.source.clone());
            }
            let cells = serde_json::to_string(&(&row.source, &row.id, &row.imported, &row.typed));
            basis.push('\n');
            basis.push_str(&cells.unwrap_or_default());
        }
        of.sort();
        Ok(Some(Working { table, of, said, basis: Sha::of(basis.as_bytes()) }))
    }
}

/// Cells that must be filled and are empty.
pub(crate) fn gaps(table: &Table) -> Vec<Gap> {
    let form = table.form();
    let required = form.columns.iter().enumerate().filter(|(_, column)| column.required);
    let required: Vec<usize> =
        required.map(|(index, _)| index).filter(|index| by_signer(form, *index).is_none()).collect();
    let title = |index: usize| form.columns.get(index).map_or(Text::same(""), |column| column.title());
    let empty =
        |row: usize| required.iter().copied().filter(move |index| table.cell(row, *index) == Cell::Empty);
    let gap = |row: usize, index: usize| Gap {
        row,
        case: case_of(table, row).map(str::to_owned),
        column: title(index),
    };
    (0..table.len())
        .flat_map(|row| empty(row).map(move |index| (row, index)))
        .map(|(row, index)| gap(row, index))
        .collect()
}

fn case_of(table: &Table, row: usize) -> Option<&str> {
    table.text(row, table.form().with_role(Role::Case)?.0)
}

/// Puts a row into the table. A cell that the form, which may have changed since, no longer takes is left empty and said.
fn push(table: &mut Table, row: &Held, said: &mut Vec<Text>) {
    let form = Arc::clone(table.form());
    let mut refused = Vec::new();
    let mut read = Vec::with_capacity(form.columns.len());
    for (index, column) in form.columns.iter().enumerate() {
        let value = row.cell(&column.key).unwrap_or(&Value::Null);
        read.push(from_json(&form, index, value).unwrap_or_else(|_| {
            refused.push(column.title());
            Cell::Empty.into()
        }));
    }
    let known = |key: &&String| form.column(key).is_none();
    refused
        .extend(row.imported.keys().chain(row.typed.keys()).filter(known).map(|key| Text::same(key.clone())));
    let cells: Vec<Cell<'_>> = read.iter().map(|cell| cell.cell()).collect();
    if table.push(Place::default(), &cells).is_err() {
        // Every cell was read as its column asks; a row that does not fit all the same keeps its place, empty.
        let _ = table.push(Place::default(), &vec![Cell::Empty; form.columns.len()]);
        refused = vec![words::WHOLE_ROW];
    }
    if !refused.is_empty() {
        let columns = listed(&refused);
        said.push(words::NO_LONGER_FITS.fill(&[
            ("name", &row.source),
            ("id", &row.id),
            ("columns", &columns),
        ]));
    }
}

/// Copies a row as it was known at the end of a period: what happened later is left for the next ledger (RULINGS 2), and how a
/// case ended with the day of its end. Gives the columns left empty.
fn known_by(all: &Table, at: usize, dated: &Dated, period: Period, to: &mut Table) -> Option<Text> {
    let form = all.form();
    let later = |index: usize| all.dates(at, index).any(|day| day > period.end());
    let outcome = form.with_role(Role::Outcome).map(|(index, _)| index);
    let still_open = dated.closed.is_some_and(later);
    let mut left = Vec::new();
    let mut earlier = Vec::with_capacity(form.columns.len());
    for (index, column) in form.columns.iter().enumerate() {
        let is_later = dated.events.contains(&index) && later(index);
        let hides = is_later || (still_open && (Some(index) == outcome || Some(index) == dated.closed));
        if hides && all.cell(at, index) != Cell::Empty {
            left.push(column.title());
        }
        let days: Vec<_> = match all.cell(at, index) {
            Cell::Dates(_) if hides => all.dates(at, index).filter(|day| *day <= period.end()).collect(),
            _ => Vec::new(),
        };
        earlier.push((hides, days));
    }
    let cells: Vec<Cell<'_>> = earlier
        .iter()
        .enumerate()
        .map(|(index, (hides, days))| match (hides, days.is_empty()) {
            (false, _) => all.cell(at, index),
            (true, true) => Cell::Empty,
            (true, false) => Cell::Dates(days),
        })
        .collect();
    // Every cell is one of a row of the same form.
    let _ = to.push(Place::default(), &cells);
    (!left.is_empty()).then(|| listed(&left))
}

fn listed(texts: &[Text]) -> Text {
    let (zh, en): (Vec<&str>, Vec<&str>) = texts.iter().map(|text| (&*text.zh, &*text.en)).unzip();
    Text::owned(zh.join("、"), en.join(", "))
}
