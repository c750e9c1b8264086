//! `findings.xlsx`: what is wrong in which file, sheet, row and column, and what to do; and what became of each file.

use schemas::{
    finding::{Finding, Severity},
    place::letters,
    text::{Lang, Text},
};

use super::sheet::{Book, Cell, Column, Sheet};
use crate::{
    compile::{Compiled, entry::Entry, error::CompileError, words},
    words::place as place_words,
};

/// Most findings in the workbook; a last line says how many more there are.
const MOST_LINES: usize = 50_000;

impl Compiled {
    /// The workbook.
    ///
    /// # Errors
    /// [`CompileError::Make`] only.
    pub fn findings_workbook(&self, lang: Lang) -> Result<Vec<u8>, CompileError> {
        let mut book = Book::new(self.period, &self.title(lang));
        book.add(self.findings_sheet(lang))?;
        book.add(self.files_sheet(lang))?;
        book.save()
    }

    fn findings_sheet(&self, lang: Lang) -> Sheet {
        let head = |text: Text, width| Column::new(text.get(lang), width);
        let mut all: Vec<(&Entry, &Finding)> = self
            .entries
            .iter()
            .flat_map(|entry| entry.findings.iter().map(move |one| (entry, one)))
            .collect();
        // What keeps a ledger out stands first; within a severity the order of the files stays.
        all.sort_by_key(|(_, finding)| finding.severity);
        let first = all.iter().take(MOST_LINES);
        let mut rows: Vec<Vec<Cell>> =
            first.map(|(entry, finding)| self.finding_row(entry, finding, lang)).collect();
        if rows.is_empty() {
            rows.push(vec![Cell::text(words::NOTHING_FOUND.get(lang))]);
        }
        let more = all.len().saturating_sub(MOST_LINES);
        if more > 0 {
            rows.push(vec![Cell::text(words::MORE_FINDINGS.fill(&[("n", &more)]).get(lang))]);
        }
        Sheet {
            name: words::FINDINGS.get(lang).to_owned(),
            title: self.titled(words::FINDINGS.get(lang), lang),
            sentence: words::SEVERITIES_ARE.get(lang).to_owned(),
            columns: vec![
                head(words::FILE, 34),
                head(place_words::BUREAU, 18),
                head(words::FORM, 8),
                head(words::SEVERITY, 10),
                head(words::SHEET, 16),
                head(words::ROW, 7),
                head(words::COLUMN, 7),
                head(words::CASE, 24),
                head(words::FOUND, 20),
                head(words::WHAT, 52),
                head(words::FIX, 44),
                head(words::CODE, 14),
                head(words::EXPLAINED, 30),
            ],
            rows,
            total: None,
            notes: Vec::new(),
        }
    }

    fn finding_row(&self, entry: &Entry, finding: &Finding, lang: Lang) -> Vec<Cell> {
        let place = &finding.place;
        let option = |text: &Option<String>| Cell::text(text.as_deref().unwrap_or_default());
        vec![
            Cell::text(&entry.file),
            self.bureau_cell(entry, lang),
            option(&entry.form),
            Cell::text(severity(finding.severity).get(lang)),
            Cell::text(place.sheet.as_deref().unwrap_or_default()),
            Cell::count(place.row.map(i64::from)),
            Cell::text(&place.column.map(letters).unwrap_or_default()),
            option(&finding.case),
            option(&finding.found),
            Cell::text(finding.what.get(lang)),
            Cell::text(finding.fix.get(lang)),
            Cell::text(&finding.code),
            option(&finding.explained),
        ]
    }

    fn files_sheet(&self, lang: Lang) -> Sheet {
        let head = |text: Text, width| Column::new(text.get(lang), width);
        let row = |entry: &Entry| {
            let count = |severity| Cell::count(i64::try_from(entry.count(severity)).ok());
            vec![
                Cell::text(&entry.file),
                self.bureau_cell(entry, lang),
                Cell::text(&entry.period.map(|period| period.to_string()).unwrap_or_default()),
                Cell::text(entry.form.as_deref().unwrap_or_default()),
                Cell::text(entry.state.title().get(lang)),
                Cell::count(i64::try_from(entry.rows).ok()),
                count(Severity::Block),
                count(Severity::Explain),
                count(Severity::Notice),
                Cell::text(entry.findings.first().map_or("", |finding| finding.what.get(lang))),
            ]
        };
        Sheet {
            name: words::FILES.get(lang).to_owned(),
            title: self.titled(words::FILES.get(lang), lang),
            sentence: words::STATES_ARE.get(lang).to_owned(),
            columns: vec![
                head(words::FILE, 44),
                head(place_words::BUREAU, 18),
                head(words::PERIOD, 10),
                head(words::FORM, 8),
                head(words::OUTCOME, 10),
                head(words::ROWS, 8),
                head(words::BLOCKS, 8),
                head(words::TO_EXPLAIN, 8),
                head(words::NOTICES, 8),
                head(words::FIRST_FINDING, 70),
            ],
            rows: self.entries.iter().map(row).collect(),
            total: None,
            notes: Vec::new(),
        }
    }

    fn bureau_cell(&self, entry: &Entry, lang: Lang) -> Cell {
        entry.bureau.as_ref().map_or(Cell::Empty, |bureau| Cell::text(&self.name(bureau, lang)))
    }
}

/// The word for a severity.
fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Block => words::BLOCKS,
        Severity::Explain => words::TO_EXPLAIN,
        Severity::Notice => words::NOTICES,
    }
}
