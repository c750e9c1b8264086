//! The rows of a filing: the columns that may leave a bureau, filtered by the tallies that count them.

use askama::Template;
use schemas::{
    bureau::Bureau,
    cell,
    form::ColumnType,
    period::Period,
    statement::{FilingKey, Subject},
    table::{Cell, Table},
    text::Lang,
};

use super::{
    paging::Paging,
    shell::{Frame, Section, Shell},
};
use crate::{
    figures,
    web::links::{Address, Links},
    words::{filing as words, frame as frame_words},
};

/// Most rows on one page.
pub const ROWS: usize = 100;

/// What the rows page is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Whose rows.
    pub bureau: &'a Bureau,
    /// Of which period.
    pub period: Period,
    /// Of which matter, if it is a report of one.
    pub subject: Option<&'a Subject>,
    /// The rows of the whole filing.
    pub table: &'a Table,
    /// Full names of the tallies asked for; none shows every row.
    pub tallies: &'a [String],
    /// The rows these tallies count, in order, all pages together.
    pub counted: &'a [usize],
    /// The page, from 1.
    pub page: usize,
}

/// The page of rows.
#[derive(Clone, Debug, Template)]
#[template(path = "rows.html")]
pub struct RowsPage {
    shell: Shell,
    filings: Address,
    filing: Address,
    title: String,
    state: String,
    filters: Vec<(String, Address, bool)>,
    heads: Vec<(String, bool)>,
    rows: Vec<(String, Vec<(String, bool)>)>,
    paging: Paging,
}

impl RowsPage {
    /// The rows of a filing that some tallies count.
    pub fn new(frame: &Frame, asked: Asked<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: Some(asked.period) };
        let form = asked.table.form();
        let filing = FilingKey {
            bureau: asked.bureau.code.clone(),
            form: form.form.clone(),
            period: asked.period,
            subject: asked.subject.cloned(),
        };
        let here = |tallies: &[&str]| links.rows_of(&filing, tallies);
        let names: Vec<&str> = asked.tallies.iter().map(String::as_str).collect();
        let columns: Vec<usize> = form.leaving().map(|(index, _)| index).collect();
        let numeric = |index: &usize| {
            let kind = form.columns.get(*index).map(|column| column.kind);
            matches!(kind, Some(ColumnType::Int | ColumnType::Money | ColumnType::Percent))
        };
        let every = (words::ALL_ROWS.get(lang).to_owned(), here(&[]), names.is_empty());
        let filters = form.tallies.iter().filter(|tally| tally.sum.is_none() && tally.is_shown());
        let filters = filters.filter_map(|tally| {
            let name = format!("{}.{}", form.form, tally.key);
            let current = names.contains(&name.as_str());
            // The slices of a minor part are reached from their figures.
            let offered = current || !tally.minor;
            offered.then(|| (tally.title().get(lang).to_owned(), here(&[&name]), current))
        });
        let rows = Paging::slice(asked.counted, asked.page, ROWS).iter().map(|row| {
            let cells =
                columns.iter().map(|column| (shown(asked.table, *row, *column, lang), numeric(column)));
            let mut cells: Vec<(String, bool)> = cells.collect();
            let first = if cells.is_empty() { String::new() } else { cells.remove(0).0 };
            (first, cells)
        });
        let heads = columns.iter().filter_map(|index| {
            Some((form.columns.get(*index)?.title().get(lang).to_owned(), numeric(index)))
        });
        let title = format!("{} {}", form.name.get(lang), words::ROWS_TITLE.get(lang));
        Self {
            shell: Shell::new(frame, Some(Section::Filings), &title),
            filings: links.filings(),
            filing: links.of(&filing),
            state: figures::joined(&state(asked, &names, lang), lang),
            filters: std::iter::once(every).chain(filters).collect(),
            heads: heads.collect(),
            rows: rows.collect(),
            paging: Paging::new(asked.page, ROWS, asked.counted.len(), &here(&names), lang),
            title: format!(
                "{}{}{title}",
                asked.bureau.name.get(lang),
                if lang == Lang::Zh { "·" } else { " · " }
            ),
        }
    }
}

fn state(asked: Asked<'_>, names: &[&str], lang: Lang) -> Vec<String> {
    let form = asked.table.form();
    let titles: Vec<String> = names
        .iter()
        .map(|name| {
            let tally = name.split_once('.').and_then(|(_, key)| form.tally(key));
            tally.map_or_else(|| (*name).to_owned(), |tally| tally.title().get(lang).to_owned())
        })
        .collect();
    let count = figures::count(i64::try_from(asked.counted.len()).unwrap_or(i64::MAX));
    let counted = match titles.is_empty() {
        true => words::ALL_COUNT.fill(&[("count", &count)]),
        false => words::COUNTED_BY.fill(&[("tally", &figures::listed(&titles, lang)), ("count", &count)]),
    };
    vec![asked.period.title().get(lang).to_owned(), counted.get(lang).to_owned()]
}

/// A cell in the reader's language; an empty one is empty.
pub fn shown(table: &Table, row: usize, column: usize, lang: Lang) -> String {
    let english = |position: u16| {
        let item = table.form().list_of(column)?.item(position)?;
        Some(format!("{} {}", item.code, item.en))
    };
    match (table.cell(row, column), lang) {
        (Cell::Bool(yes), _) => if yes { words::YES } else { words::NO }.get(lang).to_owned(),
        (Cell::Code(position), Lang::En) => english(position).unwrap_or_default(),
        (Cell::Codes(bits), Lang::En) => {
            let codes = (0..64_u16).filter(|at| bits >> at & 1 == 1).filter_map(english);
            figures::listed(&codes.collect::<Vec<_>>(), lang)
        }
        _ => cell::shown(table, row, column).unwrap_or_default(),
    }
}
