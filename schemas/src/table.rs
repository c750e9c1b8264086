//! A filled ledger in typed columns, not rows of strings: checks and tallies are passes over columns.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    form::{ColumnType, Form},
    place::Place,
};

/// One ledger's rows. Every column has as many cells as there are rows.
#[derive(Clone, Debug)]
pub struct Table {
    form: Arc<Form>,
    columns: Vec<Cells>,
    places: Vec<Place>,
    source: Vec<Option<u32>>,
}

/// The cells of one column; `None` is an empty cell.
#[derive(Clone, Debug)]
enum Cells {
    Text(TextCells),
    Number(Vec<Option<i64>>),
    Date(Vec<Option<NaiveDate>>),
    DateTime(Vec<Option<NaiveDateTime>>),
    Bool(Vec<Option<bool>>),
    Code(Vec<Option<u16>>),
    Codes(Vec<Option<u64>>),
}

/// Texts end to end in one buffer; a row's text lies between the previous end and its own.
#[derive(Clone, Debug, Default)]
struct TextCells {
    buffer: String,
    ends: Vec<usize>,
}

/// One cell. Empty text is an empty cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing there.
    #[default]
    Empty,
    /// Text, 统一社会信用代码, ID number.
    Text(&'a str),
    /// Whole number, or money in 分.
    Number(i64),
    /// Calendar day.
    Date(NaiveDate),
    /// Instant at +08:00.
    DateTime(NaiveDateTime),
    /// 是/否.
    Bool(bool),
    /// Position in the column's code list.
    Code(u16),
    /// Positions in the column's code list as bits.
    Codes(u64),
}

/// A row does not fit the form: a programming error of the reader, reported and not panicked on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column `{0}` cannot hold this cell")]
pub struct Misfit(pub String);

impl Table {
    /// An empty ledger of a form.
    pub fn new(form: Arc<Form>) -> Self {
        let columns = form.columns.iter().map(|column| Cells::of(column.kind)).collect();
        Self { form, columns, places: Vec::new(), source: Vec::new() }
    }

    /// The form.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Where a row stood in its source.
    pub fn place(&self, row: usize) -> Place {
        self.places.get(row).cloned().unwrap_or_default()
    }

    /// Says in which column of the source each column of the form stood (0-based).
    pub fn came_from(&mut self, columns: Vec<Option<u32>>) {
        self.source = columns;
    }

    /// The place of a row, in the column of the source that a column of the form was read from.
    pub fn column_place(&self, row: &Place, column: usize) -> Place {
        Place { column: self.source.get(column).copied().flatten(), ..row.clone() }
    }

    /// Adds a row; `cells` in the form's column order.
    ///
    /// # Errors
    /// [`Misfit`] if there are too few or too many cells or one has the wrong type; nothing is added then.
    pub fn push(&mut self, place: Place, cells: &[Cell<'_>]) -> Result<(), Misfit> {
        if cells.len() != self.columns.len() {
            return Err(Misfit("*".into()));
        }
        let misfit = self.columns.iter().zip(cells).position(|(column, cell)| !column.takes(*cell));
        if let Some(at) = misfit {
            return Err(Misfit(
                self.form.columns.get(at).map(|column| column.key.clone()).unwrap_or_default(),
            ));
        }
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(*cell);
        }
        self.places.push(place);
        Ok(())
    }

    /// The cell of a row and column; out of range is empty.
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        self.columns.get(column).map(|cells| cells.get(row)).unwrap_or_default()
    }

    /// The day in a date or date-time cell.
    pub fn date(&self, row: usize, column: usize) -> Option<NaiveDate> {
        match self.cell(row, column) {
            Cell::Date(day) => Some(day),
            Cell::DateTime(at) => Some(at.date()),
            _ => None,
        }
    }

    /// The text in a text cell.
    pub fn text(&self, row: usize, column: usize) -> Option<&str> {
        match self.cell(row, column) {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number in an integer or money cell.
    pub fn number(&self, row: usize, column: usize) -> Option<i64> {
        match self.cell(row, column) {
            Cell::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The code in a coded cell.
    pub fn code(&self, row: usize, column: usize) -> Option<&str> {
        match self.cell(row, column) {
            Cell::Code(position) => Some(self.form.list_of(column)?.item(position)?.code.as_str()),
            _ => None,
        }
    }
}

impl Cells {
    fn of(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Text | ColumnType::Uscc | ColumnType::IdNumber => Self::Text(TextCells::default()),
            ColumnType::Int | ColumnType::Money => Self::Number(Vec::new()),
            ColumnType::Date => Self::Date(Vec::new()),
            ColumnType::DateTime => Self::DateTime(Vec::new()),
            ColumnType::Bool => Self::Bool(Vec::new()),
            ColumnType::Code => Self::Code(Vec::new()),
            ColumnType::Codes => Self::Codes(Vec::new()),
        }
    }

    fn takes(&self, cell: Cell<'_>) -> bool {
        matches!(
            (self, cell),
            (_, Cell::Empty)
                | (Self::Text(_), Cell::Text(_))
                | (Self::Number(_), Cell::Number(_))
                | (Self::Date(_), Cell::Date(_))
                | (Self::DateTime(_), Cell::DateTime(_))
                | (Self::Bool(_), Cell::Bool(_))
                | (Self::Code(_), Cell::Code(_))
                | (Self::Codes(_), Cell::Codes(_))
        )
    }

    fn push(&mut self, cell: Cell<'_>) {
        match self {
            Self::Text(cells) => {
                if let Cell::Text(text) = cell {
                    cells.buffer.push_str(text);
                }
                cells.ends.push(cells.buffer.len());
            }
            Self::Number(cells) => {
                cells.push(if let Cell::Number(number) = cell { Some(number) } else { None })
            }
            Self::Date(cells) => cells.push(if let Cell::Date(day) = cell { Some(day) } else { None }),
            Self::DateTime(cells) => cells.push(if let Cell::DateTime(at) = cell { Some(at) } else { None }),
            Self::Bool(cells) => cells.push(if let Cell::Bool(yes) = cell { Some(yes) } else { None }),
            Self::Code(cells) => cells.push(if let Cell::Code(code) = cell { Some(code) } else { None }),
            Self::Codes(cells) => cells.push(if let Cell::Codes(codes) = cell { Some(codes) } else { None }),
        }
    }

    fn get(&self, row: usize) -> Cell<'_> {
        fn at<'a, T: Copy>(cells: &[Option<T>], row: usize, wrap: impl Fn(T) -> Cell<'a>) -> Cell<'a> {
            cells.get(row).copied().flatten().map(wrap).unwrap_or_default()
        }
        match self {
            Self::Text(cells) => cells.get(row).map(Cell::Text).unwrap_or_default(),
            Self::Number(cells) => at(cells, row, Cell::Number),
            Self::Date(cells) => at(cells, row, Cell::Date),
            Self::DateTime(cells) => at(cells, row, Cell::DateTime),
            Self::Bool(cells) => at(cells, row, Cell::Bool),
            Self::Code(cells) => at(cells, row, Cell::Code),
            Self::Codes(cells) => at(cells, row, Cell::Codes),
        }
    }
}

impl TextCells {
    fn get(&self, row: usize) -> Option<&str> {
        let end = *self.ends.get(row)?;
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.buffer.get(start..end).filter(|text| !text.is_empty())
    }
}
