//! What a ledger adds to the quarterly summary (S1, RULINGS 4): derived from its tallies, shown before it is filed, so
//! that a county sees the figures its city will print. Nobody edits it, and it blocks nothing: the rows do.

use std::collections::BTreeMap;

use chrono::Datelike;
use schemas::{
    cell::yuan,
    definition::Definitions,
    period::Period,
    summary::{Breach, Column, Row, Summary, Unit},
    tally::Tallies,
    text::{Lang, Text},
};
use serde::Serialize;

use crate::words;

/// The part of a summary that one ledger fills.
#[derive(Clone, Debug, Serialize)]
pub struct Derived {
    /// Code: `S1`.
    pub summary: String,
    /// Title.
    pub name: Text,
    /// Rows that hold a figure, in the summary's order.
    pub rows: Vec<DerivedRow>,
    /// Relations of the summary (逻辑关系式) that these figures break.
    pub breaches: Vec<Breach>,
    #[serde(skip)]
    titles: BTreeMap<String, Text>,
}

/// A row of a summary.
#[derive(Clone, Debug, Serialize)]
pub struct DerivedRow {
    /// Its key.
    pub key: String,
    /// Its heading.
    pub title: Text,
    /// Its figures in the summary's order; a cell without one is left out.
    pub cells: Vec<DerivedCell>,
}

/// A figure of a summary.
#[derive(Clone, Debug, Serialize)]
pub struct DerivedCell {
    /// Key of its column.
    pub column: String,
    /// Heading of its column.
    pub title: Text,
    /// Cases, persons or 分.
    pub value: i64,
    #[serde(skip)]
    unit: Unit,
}

/// What a ledger's tallies give of every summary that takes from them. The year's columns are known in the year's
/// first period only: later ones need the filings before.
pub(crate) fn derived(definitions: &Definitions, period: Period, tallies: &Tallies) -> Vec<Derived> {
    let first_of_year = period.start().ordinal() == 1;
    let year = if first_of_year { tallies.clone() } else { Tallies::default() };
    let summaries = definitions.summaries().map(|summary| Derived::of(summary, tallies, &year));
    summaries.filter(|derived| !derived.rows.is_empty()).collect()
}

impl Derived {
    fn of(summary: &Summary, period: &Tallies, year: &Tallies) -> Self {
        let sheet = summary.of(period, year);
        let cell = |(column, value): (&Column, &Option<i64>)| {
            let title = Text::owned(column.zh.clone(), column.en.clone());
            Some(DerivedCell { column: column.key.clone(), title, value: (*value)?, unit: column.unit })
        };
        let row = |(row, values): (&Row, &Vec<Option<i64>>)| DerivedRow {
            key: row.key.clone(),
            title: Text::owned(row.zh.clone(), row.en.clone()),
            cells: summary.columns.iter().zip(values).filter_map(cell).collect(),
        };
        let rows = summary.rows.iter().zip(&sheet.0).map(row).filter(|row| !row.cells.is_empty()).collect();
        let columns = summary.columns.iter().map(|column| (&column.key, &column.zh, &column.en));
        let titles = columns.chain(summary.rows.iter().map(|row| (&row.key, &row.zh, &row.en)));
        Self {
            summary: summary.summary.clone(),
            name: summary.name.clone(),
            rows,
            breaches: summary.breaches(&sheet, None),
            titles: titles.map(|(key, zh, en)| (key.clone(), Text::owned(zh.clone(), en.clone()))).collect(),
        }
    }

    /// The figures for a terminal, one line a row, and the relations that fail.
    pub(crate) fn lines(&self, lang: Lang) -> Vec<String> {
        let head = words::check::DERIVED.fill(&[("summary", &self.summary), ("name", &self.name)]);
        let row = |row: &DerivedRow| {
            let cell = |cell: &DerivedCell| format!("{} {}", cell.title.get(lang), cell.shown(lang));
            format!(
                "  {}: {}",
                row.title.get(lang),
                row.cells.iter().map(cell).collect::<Vec<_>>().join(", ")
            )
        };
        let breach = |breach: &Breach| {
            let at = self.titles.get(&breach.at).cloned().unwrap_or_else(|| Text::same(breach.at.clone()));
            let said = words::check::RELATION_FAILS.fill(&[
                ("code", &breach.code),
                ("at", &at),
                ("what", &breach.what),
                ("left", &breach.left),
                ("right", &breach.right),
            ]);
            said.get(lang).to_owned()
        };
        let relations: Vec<String> = match self.breaches.as_slice() {
            [] => vec![words::check::RELATIONS_HOLD.get(lang).to_owned()],
            breaches => breaches.iter().map(breach).collect(),
        };
        [head.get(lang).to_owned()].into_iter().chain(self.rows.iter().map(row)).chain(relations).collect()
    }
}

impl DerivedCell {
    fn shown(&self, lang: Lang) -> String {
        match (self.unit, lang) {
            (Unit::Money, Lang::Zh) => format!("{}元", yuan(self.value)),
            (Unit::Money, Lang::En) => format!("¥{}", yuan(self.value)),
            (Unit::Cases | Unit::Persons, _) => self.value.to_string(),
        }
    }
}
