//! From the sheets of an export to rows of the form: headings by the source, codes translated, every cell read as its column
//! asks. What cannot be read is a finding with its place; the caller refuses the whole file for one that blocks.

use std::{collections::BTreeMap, sync::Arc};

use schemas::{
    cell,
    fill::{fill, headings},
    finding::{Finding, Severity},
    form::{ColumnType, Form, Role},
    place::Place,
    sheet::{
        book::{RawBook, RawCell, RawRow, RawSheet},
        fold::fold,
        header,
        heading::Heading,
        mapping::{Mapping, Reason},
        value,
    },
    text::Text,
};

use super::{Cells, Source};
use crate::{draft::undecodable, words::importer as words};

/// Stands for the heading of an id that is no column of the form; no key begins so.
const ID: &str = "#id";
/// Most characters of an id.
const ID_CHARS: usize = 120;

/// A row of an export. Its cells are for no log, so it prints nothing.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) place: Place,
    pub(crate) cells: Cells,
}

/// What reading an export gave.
#[derive(Default)]
pub(super) struct Export {
    pub(super) rows: Vec<Row>,
    pub(super) findings: Vec<Finding>,
}

/// Which headings are looked for, and which of them holds the id.
pub(super) struct Wanted<'a> {
    source: &'a Source,
    form: &'a Arc<Form>,
    pub(super) headings: Vec<Heading>,
    id: String,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(source: &'a Source, form: &'a Arc<Form>) -> Self {
        let case = form.with_role(Role::Case).map(|(_, column)| column.key.clone());
        let id = match &source.id {
            None => case.unwrap_or_else(|| ID.to_owned()),
            Some(heading) => source.key_of(heading, form).unwrap_or(ID).to_owned(),
        };
        let said: Vec<String> =
            source.columns.keys().chain(&source.skip).chain(&source.id).map(|text| fold(text)).collect();
        let mut wanted = headings(form);
        for heading in &mut wanted {
            let mapped = source.columns.iter().find(|(_, key)| **key == heading.key);
            heading.required = mapped.is_some() || heading.key == id;
            match (mapped, &source.id) {
                (Some((text, _)), _) => heading.names = vec![text.clone()],
                (None, Some(text)) if heading.key == id => heading.names = vec![text.clone()],
                (None, _) => heading.names.retain(|name| !said.contains(&fold(name))),
            }
        }
        if let (ID, Some(text)) = (id.as_str(), &source.id) {
            wanted.push(Heading::new(ID, &[text], true));
        }
        Self { source, form, headings: wanted, id }
    }

    /// Reads the books of one import.
    pub(super) fn read(&self, books: Vec<RawBook>) -> Export {
        let mut export = Export::default();
        for book in books {
            export.findings.extend(book.replaced.iter().map(undecodable));
            self.book(book, &mut export);
        }
        export.findings = self.each_code_once(export.findings);
        export
    }

    fn book(&self, book: RawBook, export: &mut Export) {
        let RawBook { sheets, epoch, source, .. } = book;
        let shown: Vec<(RawSheet, Option<Mapping>)> = sheets
            .into_iter()
            .filter(|sheet| !sheet.hidden && !sheet.rows.is_empty())
            .map(|sheet| {
                let mapping = header::find(&sheet, &self.headings).ok();
                (sheet, mapping)
            })
            .collect();
        let any_whole = shown.iter().any(|(_, mapping)| mapping.as_ref().is_some_and(is_whole));
        let most = shown.iter().filter_map(|(_, mapping)| Some(mapping.as_ref()?.columns.len())).max();
        if most.is_none() {
            let what = words::NO_HEADINGS.fill(&[("name", &self.source.name)]);
            export.findings.push(Finding::new("no-heading", Severity::Block, what, words::NO_HEADINGS_FIX));
        }
        let mut nearest = most;
        for (sheet, mapping) in shown {
            let Some(mapping) = mapping.filter(|mapping| {
                is_whole(mapping)
                    || (!any_whole && nearest == Some(mapping.columns.len()) && nearest.take().is_some())
            }) else {
                if most.is_some() {
                    let name = self.source.name.as_str();
                    let what = words::SHEET_PASSED_OVER.fill(&[("name", &name)]);
                    let finding =
                        Finding::new("sheet-set-aside", Severity::Notice, what, words::SHEET_PASSED_OVER_FIX);
                    let place = Place { sheet: sheet.name.as_deref().map(Into::into), ..Place::default() };
                    export.findings.push(Finding { place, ..finding });
                }
                continue;
            };
            self.say_headings(&sheet, &mapping, export);
            let mapping = settled(mapping);
            let one = RawBook {
                sheets: vec![self.translated(sheet, &mapping)],
                epoch,
                source,
                replaced: Vec::new(),
            };
            self.sheet(&one, &mapping, export);
        }
    }

    /// What the headings leave open: one that is gone would empty a column in silence.
    fn say_headings(&self, sheet: &RawSheet, mapping: &Mapping, export: &mut Export) {
        let mut say = |code: &str, severity, column, what: Text, fix: Text| {
            let place = sheet.place(mapping.last_header_row, column);
            export.findings.push(Finding { place, ..Finding::new(code, severity, what, fix) });
        };
        for key in &mapping.missing {
            let names =
                self.headings.iter().find(|heading| heading.key == *key).map(|heading| &heading.names);
            let heading = names.and_then(|names| names.iter().find(|name| *name != key)).unwrap_or(key);
            let what =
                words::HEADING_GONE.fill(&[("name", &self.source.name), ("heading", heading), ("key", key)]);
            let fix = words::HEADING_GONE_FIX.fill(&[("name", &self.source.name), ("key", key)]);
            say("missing-column", Severity::Block, None, what, fix);
        }
        for doubt in mapping.doubtful.iter().filter(|doubt| doubt.reason != Reason::Similar) {
            let texts: Vec<&str> = doubt.columns.iter().map(|column| column.text.as_str()).collect();
            let columns = Text::owned(texts.join("”、“"), texts.join("”, “"));
            let keys = Text::owned(doubt.keys.join("、"), doubt.keys.join(", "));
            let what = words::HEADING_DOUBTFUL.fill(&[("columns", &columns), ("keys", &keys)]);
            let at = doubt.columns.first().map(|column| column.column);
            let fix = words::HEADING_DOUBTFUL_FIX.fill(&[("name", &self.source.name)]);
            say("doubtful-column", Severity::Block, at, what, fix);
        }
        let similar = mapping.doubtful.iter().filter(|doubt| doubt.reason == Reason::Similar);
        let unread = mapping.unknown.iter().chain(similar.flat_map(|doubt| &doubt.columns));
        for column in unread.filter(|column| !self.skips(&column.text)) {
            let what = words::HEADING_UNREAD.fill(&[("heading", &column.text)]);
            let fix =
                words::HEADING_UNREAD_FIX.fill(&[("name", &self.source.name), ("heading", &column.text)]);
            say("unknown-column", Severity::Notice, Some(column.column), what, fix);
        }
    }

    fn skips(&self, heading: &str) -> bool {
        let lowest = heading.rsplit(" / ").next().unwrap_or(heading);
        self.source.skip.iter().any(|skip| [heading, lowest].iter().any(|text| fold(text) == fold(skip)))
    }

    /// The sheet with the codes of the form in place of what the other system writes.
    fn translated(&self, mut sheet: RawSheet, mapping: &Mapping) -> RawSheet {
        let of_column = |(key, codes): (&String, &BTreeMap<String, String>)| {
            let at = usize::try_from(mapping.column(key)?).ok()?;
            let folded: BTreeMap<String, String> =
                codes.iter().map(|(written, code)| (fold(written), code.clone())).collect();
            Some((at, folded))
        };
        let translations: Vec<(usize, BTreeMap<String, String>)> =
            self.source.codes.iter().filter_map(of_column).collect();
        for row in sheet.rows.iter_mut().filter(|row| row.number >= mapping.first_data_row) {
            for (at, codes) in &translations {
                let Some(cell) = row.cells.get_mut(*at) else { continue };
                if let Some(code) = codes.get(&fold(&value::shown(cell))) {
                    *cell = RawCell::Text(code.clone());
                }
            }
        }
        sheet
    }

    fn sheet(&self, book: &RawBook, mapping: &Mapping, export: &mut Export) {
        let filled = fill(book, self.form, std::slice::from_ref(mapping));
        let said = filled.findings.into_iter().filter(|finding| finding.code != "unknown-column");
        export.findings.extend(said);
        let Some(sheet) = book.sheets.first() else { return };
        let at = mapping.column(&self.id);
        for row in 0..filled.table.len() {
            let place = filled.table.place(row);
            let raw = place.row.and_then(|number| sheet.row(number));
            let Some(id) = self.id_of(raw, at, &place, export) else { continue };
            let columns = self.form.columns.iter().enumerate();
            let mut cells: Cells = columns
                .map(|(index, column)| (column.key.clone(), cell::to_json(&filled.table, row, index)))
                .filter(|(_, value)| !value.is_null())
                .collect();
            // Where the other system has no case number, its id is the case's.
            if let Some((_, case)) = self.form.with_role(Role::Case)
                && mapping.column(&case.key).is_none()
                && id.chars().count() <= case.longest() as usize
            {
                cells.insert(case.key.clone(), id.clone().into());
            }
            export.rows.push(Row { id, place, cells });
        }
    }

    fn id_of(
        &self,
        raw: Option<&RawRow>,
        at: Option<u32>,
        place: &Place,
        export: &mut Export,
    ) -> Option<String> {
        let place = Place { column: at, ..place.clone() };
        let mut refuse = |code: &str, what: Text, fix: Text| {
            let finding = Finding::new(code, Severity::Block, what, fix);
            export.findings.push(Finding { place: place.clone(), ..finding });
        };
        match value::code(raw?.cell(at?)) {
            Ok(Some(id)) if id.chars().count() <= ID_CHARS => return Some(id),
            Ok(Some(_)) => {
                refuse("id-unreadable", words::LONG_ID.fill(&[("n", &ID_CHARS)]), words::ID_FIX);
            }
            Ok(None) => refuse("row-without-id", words::WITHOUT_ID, words::WITHOUT_ID_FIX),
            Err(unreadable) => {
                refuse("id-unreadable", words::BAD_ID.fill(&[("why", &unreadable.expected)]), words::ID_FIX);
            }
        }
        None
    }

    /// What another system writes for a code stands in many rows and is translated once: it is said where it stands first,
    /// with how often, and with the words that translate it.
    fn each_code_once(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let coded = |finding: &Finding| -> Option<(String, String)> {
            let key = finding.column.as_deref().filter(|_| finding.code == "unreadable")?;
            let (_, column) = self.form.column(key)?;
            let is_coded = matches!(column.kind, ColumnType::Code | ColumnType::Codes);
            is_coded.then(|| (key.to_owned(), finding.found.clone().unwrap_or_default()))
        };
        let mut times: BTreeMap<(String, String), usize> = BTreeMap::new();
        for unknown in findings.iter().filter_map(coded) {
            *times.entry(unknown).or_default() += 1;
        }
        let said = |finding: Finding| {
            let Some(unknown) = coded(&finding) else { return Some(finding) };
            // Taken out with the first: what comes after it was counted already.
            let n = times.remove(&unknown)?;
            let (key, written) = unknown;
            let fix = words::UNKNOWN_CODE_FIX.fill(&[
                ("name", &self.source.name),
                ("key", &key),
                ("written", &written),
            ]);
            let what = words::UNKNOWN_CODE.fill(&[("what", &finding.what), ("n", &n)]);
            Some(Finding { what, fix, ..finding })
        };
        findings.into_iter().filter_map(said).collect()
    }
}

/// Whether a sheet shows every heading that is needed, each once.
fn is_whole(mapping: &Mapping) -> bool {
    mapping.missing.is_empty() && mapping.doubtful.iter().all(|doubt| doubt.reason == Reason::Similar)
}

/// The mapping without what was said already; columns the form requires may be filled by a person later.
fn settled(mut mapping: Mapping) -> Mapping {
    let doubtful = std::mem::take(&mut mapping.doubtful);
    mapping.unknown.extend(doubtful.into_iter().flat_map(|doubt| doubt.columns));
    mapping.missing.clear();
    mapping
}
