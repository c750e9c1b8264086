//! A draft: what a person hands over to be checked or filed, and how its form and columns are understood.

use std::sync::Arc;

use schemas::{
    definition::Definitions,
    fill::{Filled, fill, fits, headings},
    finding::{Explanation, Finding, Severity},
    form::Form,
    period::Period,
    place::Place,
    sheet::{
        book::{RawBook, RawSheet},
        encoding::Encoding,
        fold::fold,
        header,
        heading::Heading,
        mapping::Mapping,
        read::Hints,
    },
    statement::Subject,
    table::Table,
};

use crate::{
    error::AgentError,
    reader::Reader,
    source::{self, SourceFile},
    words,
};

/// One ledger as it was handed over.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its form; without it the headings must tell.
    pub form: Option<String>,
    /// Its period.
    pub period: Period,
    /// The matter of an event report.
    pub subject: Option<Subject>,
    /// The files; their rows are put together.
    pub files: Vec<SourceFile>,
    /// Heading and key of the column it stands for, as a person says.
    pub map: Vec<(String, String)>,
    /// The encoding of text files, if it is not to be guessed.
    pub encoding: Option<Encoding>,
    /// Reasons for findings.
    pub explanations: Vec<Explanation>,
    /// Who reads the files.
    pub reader: Reader,
}

/// A draft whose form is known.
pub(crate) struct Known {
    pub(crate) form: Arc<Form>,
    books: Vec<RawBook>,
    /// Mappings made from what the person said.
    pub(crate) said: Vec<Mapping>,
}

impl Draft {
    /// A ledger of a form and period in these files, without anything else said.
    pub fn of(form: &str, period: Period, files: Vec<SourceFile>) -> Self {
        Self {
            form: Some(form.to_owned()),
            period,
            subject: None,
            files,
            map: Vec::new(),
            encoding: None,
            explanations: Vec::new(),
            reader: Reader::InProcess,
        }
    }

    /// Reads the files and settles the form.
    pub(crate) fn known(&self, definitions: &Definitions) -> Result<Known, AgentError> {
        let (form, books) = match &self.form {
            Some(code) => {
                let form = definitions.form(code).ok_or_else(|| AgentError::UnknownForm(code.clone()))?;
                (form, self.books(&headings(form))?)
            }
            None => {
                let forms = source::headings(definitions.forms().map(Arc::as_ref));
                let books = self.books(&forms)?;
                (detect(definitions, &books)?, books)
            }
        };
        let said = if self.map.is_empty() {
            Vec::new()
        } else {
            let wanted = self.headings_as_said(form)?;
            sheets(&books).filter_map(|sheet| header::find(sheet, &wanted).ok()).collect()
        };
        Ok(Known { form: Arc::clone(form), books, said })
    }

    fn books(&self, expected: &[Heading]) -> Result<Vec<RawBook>, AgentError> {
        let hints = Hints { encoding: self.encoding, delimiter: None, expected };
        source::books(&self.files, &hints, &self.reader)
    }

    /// The headings of a form, each key that the person spoke of answering to their word alone.
    fn headings_as_said(&self, form: &Form) -> Result<Vec<Heading>, AgentError> {
        if let Some((_, key)) = self.map.iter().find(|(_, key)| form.column(key).is_none()) {
            return Err(AgentError::UnknownField(key.clone()));
        }
        let is_said = |name: &String| self.map.iter().any(|(text, _)| fold(text) == fold(name));
        let mut wanted = headings(form);
        for heading in &mut wanted {
            let said: Vec<String> = self
                .map
                .iter()
                .filter(|(_, key)| *key == heading.key)
                .map(|(text, _)| text.clone())
                .collect();
            if said.is_empty() {
                heading.names.retain(|name| !is_said(name));
            } else {
                heading.names = said;
            }
        }
        Ok(wanted)
    }
}

impl Known {
    /// Fills the form from every file. `kept` are mappings a person confirmed earlier.
    pub(crate) fn fill(&self, kept: &[Mapping]) -> Result<Filled, AgentError> {
        let mappings: Vec<Mapping> = self.said.iter().chain(kept).cloned().collect();
        let table = Table::new(Arc::clone(&self.form));
        let mut all = Filled { table, findings: Vec::new(), mappings: Vec::new() };
        for book in &self.books {
            let filled = fill(book, &self.form, &mappings);
            // Both are of the same form, so every row fits.
            all.table.append(&filled.table).map_err(|_| AgentError::UnclearForm(Vec::new()))?;
            all.findings.extend(book.replaced.iter().map(undecodable));
            all.findings.extend(filled.findings);
            all.mappings.extend(filled.mappings);
        }
        Ok(all)
    }
}

pub(crate) fn undecodable(place: &Place) -> Finding {
    let finding = Finding::new(
        "undecodable",
        Severity::Block,
        words::reading::UNDECODABLE,
        words::reading::UNDECODABLE_FIX,
    );
    Finding { place: place.clone(), ..finding }
}

fn sheets(books: &[RawBook]) -> impl Iterator<Item = &RawSheet> {
    books.iter().flat_map(|book| &book.sheets).filter(|sheet| !sheet.hidden && !sheet.rows.is_empty())
}

/// The form whose required headings a sheet shows; of several the one that knows most columns.
fn detect<'a>(definitions: &'a Definitions, books: &[RawBook]) -> Result<&'a Arc<Form>, AgentError> {
    let shown = |form: &Form| -> Option<usize> {
        let wanted = headings(form);
        sheets(books).filter_map(|sheet| fits(sheet, &wanted)).max()
    };
    let fitting: Vec<(usize, &Arc<Form>)> =
        definitions.forms().filter_map(|form| Some((shown(form)?, form))).collect();
    let most = fitting.iter().map(|(columns, _)| *columns).max();
    let best: Vec<&Arc<Form>> =
        fitting.iter().filter(|(columns, _)| Some(*columns) == most).map(|(_, form)| *form).collect();
    match best.as_slice() {
        [form] => Ok(form),
        _ => Err(AgentError::UnclearForm(best.iter().map(|form| form.form.clone()).collect())),
    }
}
