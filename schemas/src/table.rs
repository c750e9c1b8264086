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
    sources: Vec<(usize, Vec<Option<u32>>)>,
}

/// The cells of one column; `None` is an empty cell.
#[derive(Clone, Debug)]
enum Cells {
    Text(TextCells),
    Number(Vec<Option<i64>>),
    Date(Vec<Option<NaiveDate>>),
    Dates(DatesCells),
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

/// Days of all rows end to end, likewise.
#[derive(Clone, Debug, Default)]
struct DatesCells {
    days: Vec<NaiveDate>,
    ends: Vec<usize>,
}

/// One cell. Empty text is an empty cell, and so are no days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing there.
    #[default]
    Empty,
    /// Text, 统一社会信用代码, ID number, the lines of a log.
    Text(&'a str),
    /// Whole number, money in 分, or a share in hundredths of a percent.
    Number(i64),
    /// Calendar day.
    Date(NaiveDate),
    /// Calendar days, in order.
    Dates(&'a [NaiveDate]),
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
        Self { form, columns, places: Vec::new(), sources: Vec::new() }
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

    /// Says in which column of its source each column of the form stands (0-based), for the rows pushed from
    /// here on: the sheets of a ledger need not have one layout.
    pub fn came_from(&mut self, columns: Vec<Option<u32>>) {
        self.sources.push((self.len(), columns));
    }

    /// The cell of the source that a row and a column of the form were read from.
    pub fn column_place(&self, row: usize, column: usize) -> Place {
        let after = self.sources.partition_point(|(first, _)| *first <= row);
        let source = after.checked_sub(1).and_then(|at| self.sources.get(at));
        Place { column: source.and_then(|(_, columns)| *columns.get(column)?), ..self.place(row) }
    }

    /// Adds the rows of another part of the same ledger below these.
    ///
    /// # Errors
    /// [`Misfit`] if it is of another form; rows before the one that does not fit have been added then.
    pub fn append(&mut self, other: &Table) -> Result<(), Misfit> {
        let rows = self.len();
        self.sources.extend(other.sources.iter().map(|(first, columns)| (rows + first, columns.clone())));
        for row in 0..other.len() {
            let cells: Vec<Cell<'_>> =
                (0..other.columns.len()).map(|column| other.cell(row, column)).collect();
            self.push(other.place(row), &cells)?;
        }
        Ok(())
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

    /// The instant in a date-time cell.
    pub fn instant(&self, row: usize, column: usize) -> Option<NaiveDateTime> {
        match self.cell(row, column) {
            Cell::DateTime(at) => Some(at),
            _ => None,
        }
    }

    /// The days in a cell of one day or several, in order.
    pub fn dates(&self, row: usize, column: usize) -> impl Iterator<Item = NaiveDate> {
        let several = match self.cell(row, column) {
            Cell::Dates(days) => days,
            _ => &[],
        };
        several.iter().copied().chain(self.date(row, column))
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
            ColumnType::Text | ColumnType::Uscc | ColumnType::IdNumber | ColumnType::Log => {
                Self::Text(TextCells::default())
            }
            ColumnType::Int | ColumnType::Money | ColumnType::Percent => Self::Number(Vec::new()),
            ColumnType::Date => Self::Date(Vec::new()),
            ColumnType::Dates => Self::Dates(DatesCells::default()),
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
                | (Self::Dates(_), Cell::Dates(_))
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
            Self::Dates(cells) => {
                if let Cell::Dates(days) = cell {
                    cells.days.extend_from_slice(days);
                }
                cells.ends.push(cells.days.len());
            }
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
            Self::Dates(cells) => cells.get(row).map(Cell::Dates).unwrap_or_default(),
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

impl DatesCells {
    fn get(&self, row: usize) -> Option<&[NaiveDate]> {
        let end = *self.ends.get(row)?;
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.days.get(start..end).filter(|days| !days.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Definitions;

    #[test]
    fn each_part_keeps_its_own_layout() {
        let form = Arc::clone(Definitions::builtin().unwrap().form("L3").unwrap());
        let part = |sheet: &str, at: u32| {
            let mut table = Table::new(Arc::clone(&form));
            table.came_from(vec![Some(at); form.columns.len()]);
            let place = Place { sheet: Some(sheet.into()), row: Some(2), column: None };
            table.push(place, &vec![Cell::Empty; form.columns.len()]).unwrap();
            table
        };
        let mut whole = part("甲", 4);
        whole.append(&part("乙", 1)).unwrap();
        let cells = [0, 1].map(|row| whole.column_place(row, 0).to_string());
        assert_eq!(cells, ["甲!E2", "乙!B2"]);
        assert_eq!(whole.column_place(0, 999).to_string(), "甲!2:2");
    }
}
