//! The printable edition of a filing: its figures, and every case as a block of what is filled in, for whoever reads on paper
//! (同级政法委, DOMAIN §7.2 item 25). Only columns that may leave the bureau are in it.

use askama::Template;
use schemas::{
    bureau::Bureau,
    form::Form,
    hash::Sha,
    period::Period,
    statement::{FilingKey, Subject},
    table::Table,
    tally::Tallies,
    text::Lang,
};

use super::{
    paging::Paging,
    rows::shown,
    shell::{Frame, Section, Shell},
};
use crate::{
    figures,
    web::links::{Address, Links},
    words::{filing as words, frame as frame_words},
};

/// Most cases of one part of an edition.
pub const CASES: usize = 60;

/// What is printed.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'a> {
    /// Whose it is.
    pub bureau: &'a Bureau,
    /// Of which form.
    pub form: &'a Form,
    /// For which period.
    pub period: Period,
    /// Of which matter, if it is a report of one.
    pub subject: Option<&'a Subject>,
    /// The statement.
    pub statement: Sha,
    /// Its leaf.
    pub index: u64,
    /// When it was received.
    pub received: chrono::DateTime<chrono::Utc>,
    /// Leaf of the committee's receipt.
    pub copy: Option<u64>,
    /// Its tallies.
    pub tallies: &'a Tallies,
    /// Its rows; none for a nil return.
    pub table: Option<&'a Table>,
    /// The part, from 1.
    pub page: usize,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "edition.html")]
pub struct EditionPage {
    shell: Shell,
    filings: Address,
    filing: Address,
    title: String,
    state: String,
    tallies: Vec<(String, String)>,
    nil: bool,
    cases: Vec<Case>,
    foot: String,
    paging: Paging,
}

/// A case and what is filled in of it.
#[derive(Clone, Debug)]
struct Case {
    name: String,
    cells: Vec<(String, String)>,
}

impl EditionPage {
    /// A part of an edition.
    pub fn new(frame: &Frame, edition: Edition<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: Some(edition.period) };
        let form = edition.form;
        let title = words::EDITION_OF.fill(&[
            ("bureau", &edition.bureau.name),
            ("form", &form.name),
            ("period", &edition.period.title()),
        ]);
        let all: Vec<usize> = (0..edition.table.map_or(0, Table::len)).collect();
        let filing = FilingKey {
            bureau: edition.bureau.code.clone(),
            form: form.form.clone(),
            period: edition.period,
            subject: edition.subject.cloned(),
        };
        let here = links.part(&filing, "/edition");
        let count = figures::count(i64::try_from(all.len()).unwrap_or(i64::MAX));
        let state = [words::ALL_COUNT.fill(&[("count", &count)]).get(lang).to_owned()];
        let copy = edition.copy.map(|leaf| leaf.to_string());
        let foot = words::EDITION_FOOT.fill(&[
            ("statement", &edition.statement.to_string()),
            ("index", &edition.index),
            ("received", &figures::second(edition.received)),
            ("copy", &copy.unwrap_or_else(|| words::NO_COPY.get(lang).to_owned())),
        ]);
        let tallies = form.tallies.iter().filter_map(|definition| {
            let tally = edition.tallies.get(&format!("{}.{}", form.form, definition.key))?;
            if !definition.shows(tally) {
                return None;
            }
            Some((
                definition.title().get(lang).to_owned(),
                super::filing::tally_shown(form, definition, tally, lang),
            ))
        });
        let cases = edition.table.map_or_else(Vec::new, |table| {
            let part = Paging::slice(&all, edition.page, CASES);
            part.iter().map(|row| Case::new(table, *row, lang)).collect()
        });
        Self {
            shell: Shell::new(frame, Some(Section::Filings), title.get(lang)),
            filings: links.filings(),
            filing: links.of(&filing),
            title: title.get(lang).to_owned(),
            state: figures::joined(&state, lang),
            tallies: tallies.collect(),
            nil: edition.table.is_none(),
            cases,
            foot: foot.get(lang).to_owned(),
            paging: Paging::new(edition.page, CASES, all.len(), &here, lang),
        }
    }
}

impl Case {
    fn new(table: &Table, row: usize, lang: Lang) -> Self {
        let form = table.form();
        let mut cells = form.leaving().filter_map(|(index, _)| {
            let said = shown(table, row, index, lang);
            let head = form.columns.get(index)?.title().get(lang).to_owned();
            (!said.is_empty()).then_some((head, said))
        });
        let name = cells.next().map(|(_, said)| said).unwrap_or_default();
        Self { name, cells: cells.collect() }
    }
}
