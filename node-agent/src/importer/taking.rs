//! An import: an export is read, and what is new or changed of it goes into the working ledger, all of it in one transaction.

use std::{collections::BTreeMap, sync::Arc};

use schemas::{
    finding::{Finding, Severity, in_order},
    form::{Form, Role},
    place::Place,
    sheet::{encoding::Encoding, read::Hints},
    text::Text,
};

use super::{
    Held, Source, SourceFault,
    sheets::{Row, Wanted},
};
use crate::{
    error::AgentError,
    node::Node,
    outbox::Outbox,
    reader::Reader,
    source::{SourceFile, books},
    words::importer as words,
};

/// What an import came to.
#[derive(Debug)]
pub struct Taken {
    /// The source.
    pub source: Source,
    /// Title of its form.
    pub form_name: Text,
    /// Rows read, each id once.
    pub rows: usize,
    /// Rows that were not known.
    pub added: Vec<Named>,
    /// Rows that the source says differently now.
    pub changed: Vec<Changed>,
    /// Rows that are as they were.
    pub unchanged: usize,
    /// Rows known of this source that the files do not hold; they stay as they are.
    pub absent: usize,
    /// What a person should know of the files.
    pub findings: Vec<Finding>,
}

/// A row by the names people know it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The source's own id.
    pub id: String,
    /// The case number, as far as it is known.
    pub case: Option<String>,
}

/// A row that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The row.
    pub row: Named,
    /// The columns that changed.
    pub columns: Vec<Text>,
}

impl Node {
    /// Takes the cases of an export over. The same export again changes nothing.
    ///
    /// # Errors
    /// [`AgentError::NotImported`] with the findings, if one blocks: nothing is taken over then; [`AgentError::Source`] for an
    /// unknown source or one with too many rows; as for any file that cannot be read.
    pub fn import_cases(
        &self,
        name: &str,
        files: &[SourceFile],
        encoding: Option<Encoding>,
        reader: &Reader,
    ) -> Result<Taken, AgentError> {
        let source = self.source(name)?;
        let definitions = self.definitions();
        let form = definitions.form(&source.form);
        let form = form.ok_or_else(|| AgentError::UnknownForm(source.form.clone()))?;
        let wanted = Wanted::of(&source, form);
        let hints = Hints { encoding, delimiter: None, expected: &wanted.headings };
        let mut export = wanted.read(books(files, &hints, reader)?);
        let rows = each_once(export.rows, &mut export.findings);
        in_order(&mut export.findings);
        if export.findings.iter().any(|finding| finding.severity == Severity::Block) {
            return Err(AgentError::NotImported(export.findings));
        }
        // From here on the store holds what must not leave this machine.
        Outbox::keep_private(&self.dir)?;
        let Some(before) = self.outbox.take_over(&source.name, &rows)? else {
            return Err(SourceFault::Full(source.name).into());
        };
        Ok(taken(source, form, &rows, &before, export.findings))
    }

    /// The rows held of a source, in the order in which they came.
    ///
    /// # Errors
    /// [`SourceFault::Unknown`].
    pub fn rows_of_source(&self, name: &str) -> Result<Vec<Named>, AgentError> {
        let source = self.source(name)?;
        let case = self.case_column(&source.form);
        let held = self.outbox.working(&source.form)?.into_iter().filter(|held| held.source == name);
        let named = |held: Held| Named { case: held.case(case.as_deref()).map(str::to_owned), id: held.id };
        Ok(held.map(named).collect())
    }

    /// Forgets rows of a source that should not have come.
    ///
    /// # Errors
    /// [`SourceFault::Unknown`], [`SourceFault::NoRow`]; nothing is forgotten then.
    pub fn forget_rows(&self, name: &str, ids: &[String]) -> Result<(), AgentError> {
        let known = self.rows_of_source(name)?;
        if let Some(id) = ids.iter().find(|id| !known.iter().any(|row| row.id == **id)) {
            return Err(SourceFault::NoRow(id.clone()).into());
        }
        Ok(self.outbox.forget_rows(name, ids)?)
    }

    pub(super) fn case_column(&self, form: &str) -> Option<String> {
        let definitions = self.definitions();
        Some(definitions.form(form)?.with_role(Role::Case)?.1.key.clone())
    }
}

/// One row an id. Twice the same is said and counted once; two that differ are a person's to settle.
fn each_once(rows: Vec<Row>, findings: &mut Vec<Finding>) -> Vec<Row> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        let first = seen.get(&row.id).and_then(|at| kept.get(*at));
        let Some(first) = first else {
            seen.insert(row.id.clone(), kept.len());
            kept.push(row);
            continue;
        };
        let place = |place: &Place| place.text();
        let filled = |text: Text| text.fill(&[("id", &row.id), ("first", &place(&first.place))]);
        let finding = if first.cells == row.cells {
            Finding::new("id-twice", Severity::Notice, filled(words::TWICE_SAME), words::TWICE_SAME_FIX)
        } else {
            Finding::new("id-twice", Severity::Block, filled(words::TWICE), words::TWICE_FIX)
        };
        findings.push(Finding { place: row.place, ..finding });
    }
    kept
}

fn taken(
    source: Source,
    form: &Arc<Form>,
    rows: &[Row],
    before: &BTreeMap<String, Held>,
    findings: Vec<Finding>,
) -> Taken {
    let case = form.with_role(Role::Case).map(|(_, column)| column.key.as_str());
    let mut taken = Taken {
        form_name: form.name.clone(),
        rows: rows.len(),
        added: Vec::new(),
        changed: Vec::new(),
        unchanged: 0,
        absent: before.len(),
        findings,
        source,
    };
    for row in rows {
        let said = case.and_then(|key| row.cells.get(key)).and_then(|case| case.as_str());
        let named = |case: Option<&str>| Named { id: row.id.clone(), case: case.map(str::to_owned) };
        let Some(held) = before.get(&row.id) else {
            taken.added.push(named(said));
            continue;
        };
        taken.absent = taken.absent.saturating_sub(1);
        if held.imported == row.cells {
            taken.unchanged += 1;
            continue;
        }
        let differs = |key: &str| held.imported.get(key) != row.cells.get(key);
        let columns = form.columns.iter().filter(|column| differs(&column.key));
        let typed = held.typed.get(case.unwrap_or_default()).and_then(|case| case.as_str());
        let columns = columns.map(|column| column.title()).collect();
        taken.changed.push(Changed { row: named(said.or(typed)), columns });
    }
    taken
}
