//! The raw grid: what every kind of file becomes before anybody asks what it means. It can be handed from one process
//! to another without a bit changed, so that a file may be read where it can do no harm.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::encoding::{Delimiter, Encoding};
use crate::place::Place;

/// A file as it was read: its sheets in their order, nothing interpreted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RawBook {
    /// The sheets in the order of the file; a text file has one without a name.
    pub sheets: Vec<RawSheet>,
    /// Which day serial numbers count from, for numbers that stand in a date column.
    pub epoch: Epoch,
    /// What the file turned out to be.
    pub source: Source,
    /// Cells in which some bytes could not be decoded and became U+FFFD. A person must look at them.
    pub replaced: Vec<Place>,
}

/// What a file turned out to be, told by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// Office Open XML workbook.
    Xlsx,
    /// Excel 97–2003 workbook.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Delimited text, with the encoding and the delimiter that were found or forced.
    Text {
        /// How the bytes were decoded.
        encoding: Encoding,
        /// What separates the fields.
        delimiter: Delimiter,
    },
    /// A JSON array of flat objects.
    Json,
}

/// The day that serial number 1 (1900) or 0 (1904) stands for; workbooks from old Macs use 1904.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Epoch {
    /// Serial 1 is 1 January 1900, with the leap day that never was.
    #[default]
    Y1900,
    /// Serial 0 is 1 January 1904.
    Y1904,
}

/// One sheet: the rows that hold something, in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RawSheet {
    /// The name on its tab; a text file has none.
    pub name: Option<String>,
    /// Whether the sheet is hidden from the people who fill it in.
    pub hidden: bool,
    /// Rows with at least one cell, by ascending number; rows may be missing in between.
    pub rows: Vec<RawRow>,
    /// Merged regions, by first row and column.
    pub merged: Vec<Merged>,
}

/// One row of a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RawRow {
    /// The number that a spreadsheet shows beside the row, from 1.
    pub number: u32,
    /// The cells from column A on; trailing empty cells are left out.
    pub cells: Vec<RawCell>,
}

/// One cell as the file states it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum RawCell {
    /// Nothing.
    #[default]
    #[serde(rename = "0")]
    Empty,
    /// Text, untrimmed. Every cell of a text file is this.
    #[serde(rename = "t")]
    Text(String),
    /// A number that is not formatted as a date.
    #[serde(rename = "n", with = "bits")]
    Number(f64),
    /// A number formatted as a date or a time of day, or a date of an OpenDocument file.
    #[serde(rename = "d")]
    Date(NaiveDateTime),
    /// TRUE or FALSE.
    #[serde(rename = "b")]
    Bool(bool),
    /// A formula that failed, such as `#N/A`.
    #[serde(rename = "e")]
    Error(String),
}

/// Figures travel as their bits: a decimal form may come back as a neighbour, and JSON knows no infinity.
mod bits {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(number.to_bits())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        u64::deserialize(deserializer).map(f64::from_bits)
    }
}

/// A merged region; rows count from 1, columns from 0 (A), both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Merged {
    /// First row, from 1.
    pub first_row: u32,
    /// First column, 0 is A.
    pub first_column: u32,
    /// Last row, from 1.
    pub last_row: u32,
    /// Last column, 0 is A.
    pub last_column: u32,
}

impl RawCell {
    /// Whether nobody would see anything in this cell.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(is_space),
            _ => false,
        }
    }
}

impl RawRow {
    /// The cell in a column (0 is A); beyond the end of the row there is nothing.
    pub fn cell(&self, column: u32) -> &RawCell {
        usize::try_from(column).ok().and_then(|index| self.cells.get(index)).unwrap_or(&RawCell::Empty)
    }

    /// Whether nobody would see anything in this row.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(RawCell::is_blank)
    }

    /// The cells that are not blank, with their columns (0 is A).
    pub fn filled(&self) -> impl Iterator<Item = (u32, &RawCell)> {
        (0..).zip(&self.cells).filter(|(_, cell)| !cell.is_blank())
    }
}

impl RawSheet {
    /// The row with this number, if it holds anything.
    pub fn row(&self, number: u32) -> Option<&RawRow> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok().and_then(|index| self.rows.get(index))
    }

    /// The place of a cell of this sheet; the row counts from 1, the column from 0.
    pub fn place(&self, row: u32, column: Option<u32>) -> Place {
        Place { sheet: self.name.as_deref().map(Into::into), row: Some(row), column }
    }
}

impl Merged {
    /// Whether a cell lies in the region.
    pub fn covers(&self, row: u32, column: u32) -> bool {
        (self.first_row..=self.last_row).contains(&row)
            && (self.first_column..=self.last_column).contains(&column)
    }
}

/// White space of any width, and the marks of no width that people paste along.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_comes_back_as_it_was_sent() {
        let at =
            chrono::NaiveDate::from_ymd_opt(2025, 7, 31).and_then(|day| day.and_hms_opt(9, 41, 0)).unwrap();
        let cells = vec![
            RawCell::Empty,
            RawCell::Text("案\u{0}号\"\n".into()),
            RawCell::Number(0.1 + 0.2),
            RawCell::Number(f64::NEG_INFINITY),
            RawCell::Date(at),
            RawCell::Bool(false),
            RawCell::Error("#N/A".into()),
        ];
        let merged = vec![Merged { first_row: 1, first_column: 0, last_row: 2, last_column: 3 }];
        let rows = vec![RawRow { number: 7, cells }];
        let sheets = vec![RawSheet { name: Some("表".into()), hidden: true, rows, merged }];
        let source = Source::Text { encoding: Encoding::Gb18030, delimiter: Delimiter::Tab };
        let book = RawBook { sheets, epoch: Epoch::Y1904, source, replaced: vec![Place::default().at(3)] };
        assert_eq!(serde_json::from_str::<RawBook>(&serde_json::to_string(&book).unwrap()).unwrap(), book);
    }

    #[test]
    fn a_row_ends_where_its_last_cell_ends() {
        let row =
            RawRow { number: 7, cells: vec![RawCell::Empty, RawCell::Text("\u{3000}\u{feff} ".into())] };
        assert!(row.is_blank());
        assert_eq!(row.cell(9), &RawCell::Empty);
        assert_eq!(row.filled().count(), 0);
    }
}
