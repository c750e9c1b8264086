//! Which column of a sheet is which column of a form: proposed, confirmed by a person, kept, and applied again.

use serde::{Deserialize, Serialize};

use super::book::RawSheet;
use super::fold::fold;
use super::header::{HEADER_ROWS, first_data_row, title_unit};
use super::heading_rows::column_headings;
use super::value::Unit;
use crate::place::letters;
use crate::text::Text;

/// Which column is which. Every column with a heading stands in exactly one of `columns`, `unknown` and `doubtful`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The sheet it was made for, if sheets have names.
    pub sheet: Option<String>,
    /// First row of the headings, from 1.
    pub first_header_row: u32,
    /// Last row of the headings.
    pub last_header_row: u32,
    /// First row below the headings and below a row of column numbers.
    pub first_data_row: u32,
    /// The unit of money named in a title row, for columns that name none.
    pub unit: Option<Unit>,
    /// Columns that are known, by position.
    pub columns: Vec<Mapped>,
    /// Columns that nobody asked for.
    pub unknown: Vec<ColumnText>,
    /// Columns that a person must decide on.
    pub doubtful: Vec<Doubt>,
    /// Keys of required columns that are not mapped.
    pub missing: Vec<String>,
    /// Keys of other columns that are not mapped.
    pub absent: Vec<String>,
}

/// A column that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapped {
    /// The key of the column in the form.
    pub key: String,
    /// The column, 0 is A.
    pub column: u32,
    /// Its heading; parents stand before it, separated by ` / `.
    pub text: String,
    /// The unit of money that the heading names.
    pub unit: Option<Unit>,
}

/// A column and its heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnText {
    /// The column, 0 is A.
    pub column: u32,
    /// Its heading; parents stand before it, separated by ` / `.
    pub text: String,
}

/// Columns that were not mapped because that would have been a guess.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Why.
    pub reason: Reason,
    /// The columns in question.
    pub columns: Vec<ColumnText>,
    /// The keys they may stand for.
    pub keys: Vec<String>,
}

/// Why a column is doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Several columns have the name of one key.
    SeveralColumns,
    /// One column has a name that several keys share.
    SeveralKeys,
    /// The name is part of an expected name, or the other way round.
    Similar,
}

/// A heading that is no longer what it was when the mapping was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The column, 0 is A.
    pub column: u32,
    /// The heading when the mapping was kept; none for a new column.
    pub was: Option<String>,
    /// The heading now; none when it is gone.
    pub now: Option<String>,
}

impl Mapping {
    /// The column of a key, 0 is A.
    pub fn column(&self, key: &str) -> Option<u32> {
        self.columns.iter().find(|mapped| mapped.key == key).map(|mapped| mapped.column)
    }

    /// The unit of money of a key: its heading's, else that of the title.
    pub fn unit_of(&self, key: &str) -> Option<Unit> {
        self.columns.iter().find(|mapped| mapped.key == key).and_then(|mapped| mapped.unit).or(self.unit)
    }

    /// The same mapping for another sheet, if that has the same headings; titles above them may have grown or shrunk.
    ///
    /// # Errors
    /// The headings that differ, at the place where most agree.
    pub fn applied_to(&self, sheet: &RawSheet) -> Result<Self, Vec<Change>> {
        let depth = self.last_header_row.saturating_sub(self.first_header_row);
        let mut fewest = self.changes(sheet, self.first_header_row, depth);
        let mut first = self.first_header_row;
        for row in 1..=HEADER_ROWS {
            if fewest.is_empty() {
                break;
            }
            let changes = self.changes(sheet, row, depth);
            if changes.len() < fewest.len() {
                (fewest, first) = (changes, row);
            }
        }
        if !fewest.is_empty() {
            return Err(fewest);
        }
        let last = first.saturating_add(depth);
        Ok(Self {
            sheet: sheet.name.clone(),
            first_header_row: first,
            last_header_row: last,
            first_data_row: first_data_row(sheet, last),
            unit: title_unit(sheet, first),
            ..self.clone()
        })
    }

    fn changes(&self, sheet: &RawSheet, first: u32, depth: u32) -> Vec<Change> {
        let now = column_headings(sheet, first, first.saturating_add(depth));
        let mut changes: Vec<Change> = self
            .headings()
            .filter_map(|(column, was)| {
                let now = now.iter().find(|heading| heading.column == column).map(|heading| heading.shown());
                let agrees = now.as_deref().is_some_and(|now| fold(now) == fold(was));
                (!agrees).then(|| Change { column, was: Some(was.to_owned()), now })
            })
            .collect();
        let is_new = |column: u32| !self.headings().any(|(known, _)| known == column);
        changes.extend(now.iter().filter(|heading| is_new(heading.column)).map(|heading| Change {
            column: heading.column,
            was: None,
            now: Some(heading.shown()),
        }));
        changes.sort_by_key(|change| change.column);
        changes
    }

    fn headings(&self) -> impl Iterator<Item = (u32, &str)> {
        let mapped = self.columns.iter().map(|mapped| (mapped.column, mapped.text.as_str()));
        let doubtful = self.doubtful.iter().flat_map(|doubt| &doubt.columns);
        mapped.chain(self.unknown.iter().chain(doubtful).map(|column| (column.column, column.text.as_str())))
    }
}

impl Change {
    /// What changed, in both languages.
    pub fn text(&self) -> Text {
        let column = letters(self.column);
        let (zh, en) = match (&self.was, &self.now) {
            (Some(was), Some(now)) => (
                format!("{column} 列表头由“{was}”变为“{now}”"),
                format!("column {column} was “{was}” and is now “{now}”"),
            ),
            (Some(was), None) => {
                (format!("{column} 列“{was}”不见了"), format!("column {column} “{was}” is gone"))
            }
            (None, Some(now)) => {
                (format!("{column} 列“{now}”是新增的"), format!("column {column} “{now}” is new"))
            }
            (None, None) => (format!("{column} 列"), format!("column {column}")),
        };
        Text { zh: zh.into(), en: en.into() }
    }
}
