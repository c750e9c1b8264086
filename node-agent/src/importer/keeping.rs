//! What a person has typed into a workbook goes back into the working ledger, so that the next workbook has it: when the
//! ledger is filed, and whenever it is asked for. A cell that the source fills stays the source's.

use std::collections::BTreeMap;

use schemas::{
    cell::to_json,
    fill::{fill, headings},
    finding::Severity,
    form::{Column, Role},
    sheet::read::Hints,
    table::Table,
};

use super::SourceFault;
use crate::{draft::undecodable, error::AgentError, node::Node, reader::Reader, source::SourceFile};

/// What was kept of a workbook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Rows of the working ledger in which something was kept or taken out.
    pub rows: usize,
    /// Cells that differ from what the source says; those stay as the source says.
    pub differing: usize,
    /// Rows of the workbook whose case number is not in the working ledger.
    pub strangers: usize,
}

impl Node {
    /// Keeps what a person has typed into a workbook of a form.
    ///
    /// # Errors
    /// [`AgentError::NotImported`] for a workbook with cells that cannot be read; nothing is kept then.
    pub fn keep_typed(&self, code: &str, file: &SourceFile, reader: &Reader) -> Result<Kept, AgentError> {
        let definitions = self.definitions();
        let form = definitions.form(code).ok_or_else(|| AgentError::UnknownForm(code.to_owned()))?;
        if form.with_role(Role::Case).is_none() {
            return Err(SourceFault::NoCase(code.to_owned()).into());
        }
        let wanted = headings(form);
        let book = reader.read(file, &Hints { expected: &wanted, ..Hints::default() })?;
        let mut filled = fill(&book, form, &self.outbox.mappings(code)?);
        filled.findings.extend(book.replaced.iter().map(undecodable));
        if filled.findings.iter().any(|finding| finding.severity == Severity::Block) {
            return Err(AgentError::NotImported(filled.findings));
        }
        self.keep_typed_cells(&filled.table)
    }

    /// Keeps what stands in a table beside what the sources say, row by row of the same case number.
    pub(crate) fn keep_typed_cells(&self, table: &Table) -> Result<Kept, AgentError> {
        let form = table.form();
        let Some((case, case_column)) = form.with_role(Role::Case) else { return Ok(Kept::default()) };
        let mut kept = Kept::default();
        let rows: Vec<usize> = (0..table.len()).collect();
        self.outbox.keep_typed(&form.form, |held| {
            kept = Kept::default();
            let mut by_case = BTreeMap::<String, Vec<usize>>::new();
            for (at, row) in held.iter().enumerate() {
                if let Some(number) = row.case(Some(&case_column.key)) {
                    by_case.entry(number.to_owned()).or_default().push(at);
                }
            }
            let mut touched = Vec::new();
            for row in &rows {
                let found = table.text(*row, case).and_then(|number| by_case.get(number));
                let Some(found) = found else {
                    kept.strangers += 1;
                    continue;
                };
                for at in found {
                    let Some(held) = held.get_mut(*at) else { continue };
                    let before = held.typed.clone();
                    for (index, column) in form.columns.iter().enumerate().filter(|(_, one)| !computed(one)) {
                        // A column that the workbook does not have says nothing.
                        if table.column_place(*row, index).column.is_none() {
                            continue;
                        }
                        let value = to_json(table, *row, index);
                        match held.imported.get(&column.key) {
                            Some(said) if value.is_null() || *said == value => {}
                            Some(_) => kept.differing += 1,
                            None if value.is_null() => drop(held.typed.remove(&column.key)),
                            None => drop(held.typed.insert(column.key.clone(), value)),
                        }
                    }
                    if before != held.typed {
                        kept.rows += 1;
                        touched.push(*at);
                    }
                }
            }
            touched
        })?;
        Ok(kept)
    }
}

/// Whether a column is worked out from others.
fn computed(column: &Column) -> bool {
    column.ratio.is_some() || column.last_of.is_some() || column.count_of.is_some()
}
