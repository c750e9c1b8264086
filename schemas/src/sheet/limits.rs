//! What one file may cost to read: a constant for every limit, and the account that readers draw on.

use std::collections::BTreeMap;

use super::book::{Merged, RawCell, RawRow, RawSheet};
use super::error::ReadError;
use crate::place::Place;

/// Bytes of the file itself.
pub const FILE_BYTES: usize = 32 * 1024 * 1024;
/// Entries in the directory of a zipped workbook (PROTOCOL §5).
pub const ZIP_ENTRIES: usize = 200;
/// Bytes of all entries together, counted while inflating (PROTOCOL §5).
pub const INFLATED_BYTES: usize = 128 * 1024 * 1024;
/// Inflated bytes per byte of the file (PROTOCOL §5).
pub const INFLATE_RATIO: usize = 100;
/// Up to this many inflated bytes the ratio is not looked at: a nearly empty workbook packs very well.
pub const RATIO_FLOOR: usize = 1024 * 1024;
/// Sheets in a workbook.
pub const SHEETS: usize = 64;
/// Rows of one sheet that hold something.
pub const ROWS: usize = 200_000;
/// Columns of a sheet.
pub const COLUMNS: u32 = 512;
/// Cells of all sheets together; an empty cell before a filled one counts.
pub const CELLS: usize = 2_000_000;
/// Characters in one cell: what Excel itself allows.
pub const CELL_CHARS: usize = 32_767;
/// Bytes of text in all cells together, each cell counted with its own copy.
pub const TEXT_BYTES: usize = 64 * 1024 * 1024;
/// Merged regions of one sheet.
pub const MERGED: usize = 100_000;

/// The limits that apply to one file. [`Limits::default`] takes the constants of this module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// See [`FILE_BYTES`].
    pub file_bytes: usize,
    /// See [`ZIP_ENTRIES`].
    pub zip_entries: usize,
    /// See [`INFLATED_BYTES`].
    pub inflated_bytes: usize,
    /// See [`INFLATE_RATIO`].
    pub inflate_ratio: usize,
    /// See [`SHEETS`].
    pub sheets: usize,
    /// See [`ROWS`].
    pub rows: usize,
    /// See [`COLUMNS`].
    pub columns: u32,
    /// See [`CELLS`].
    pub cells: usize,
    /// See [`CELL_CHARS`].
    pub cell_chars: usize,
    /// See [`TEXT_BYTES`].
    pub text_bytes: usize,
    /// See [`MERGED`].
    pub merged: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: FILE_BYTES,
            zip_entries: ZIP_ENTRIES,
            inflated_bytes: INFLATED_BYTES,
            inflate_ratio: INFLATE_RATIO,
            sheets: SHEETS,
            rows: ROWS,
            columns: COLUMNS,
            cells: CELLS,
            cell_chars: CELL_CHARS,
            text_bytes: TEXT_BYTES,
            merged: MERGED,
        }
    }
}

/// What a file has used up so far. Every reader puts its cells through one, so that all obey the same bounds.
pub(super) struct Account<'a> {
    limits: &'a Limits,
    sheets: usize,
    cells: usize,
    text_bytes: usize,
}

/// A sheet while it is being read; cells may come in any order, but mostly come row by row.
pub(super) struct SheetDraft {
    name: Option<String>,
    hidden: bool,
    /// The row that was written to last; row 0 before the first.
    current: RawRow,
    /// All other rows.
    rows: BTreeMap<u32, Vec<RawCell>>,
    merged: Vec<Merged>,
}

impl<'a> Account<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, sheets: 0, cells: 0, text_bytes: 0 }
    }

    /// Opens the account of the next sheet.
    pub(super) fn sheet(&mut self, name: Option<String>, hidden: bool) -> Result<SheetDraft, ReadError> {
        self.sheets += 1;
        if self.sheets > self.limits.sheets {
            return Err(ReadError::TooManySheets { limit: self.limits.sheets });
        }
        let current = RawRow { number: 0, cells: Vec::new() };
        Ok(SheetDraft { name, hidden, current, rows: BTreeMap::new(), merged: Vec::new() })
    }

    /// Puts a cell into a sheet; the row counts from 1, the column from 0. Empty cells cost and leave nothing.
    pub(super) fn put(
        &mut self,
        sheet: &mut SheetDraft,
        row: u32,
        column: u32,
        cell: RawCell,
    ) -> Result<(), ReadError> {
        if matches!(cell, RawCell::Empty) {
            return Ok(());
        }
        let place =
            || Place { sheet: sheet.name.as_deref().map(Into::into), row: Some(row), column: Some(column) };
        let index = match usize::try_from(column) {
            Ok(index) if column < self.limits.columns => index,
            _ => return Err(ReadError::TooManyColumns { place: place(), limit: self.limits.columns }),
        };
        if let RawCell::Text(text) | RawCell::Error(text) = &cell {
            // Counting characters is only needed where the bytes alone do not settle it.
            if text.len() > self.limits.cell_chars && text.chars().count() > self.limits.cell_chars {
                return Err(ReadError::CellTooLong { place: place(), limit: self.limits.cell_chars });
            }
            self.text_bytes = self.text_bytes.saturating_add(text.len());
            if self.text_bytes > self.limits.text_bytes {
                return Err(ReadError::TooMuchText { limit: self.limits.text_bytes });
            }
        }
        if sheet.would_grow(row) && sheet.rows.len() + 1 >= self.limits.rows {
            return Err(ReadError::TooManyRows { place: place(), limit: self.limits.rows });
        }
        let cells = sheet.row(row);
        if cells.len() <= index {
            self.cells = self.cells.saturating_add(index + 1 - cells.len());
            if self.cells > self.limits.cells {
                return Err(ReadError::TooManyCells { limit: self.limits.cells });
            }
            cells.resize(index + 1, RawCell::Empty);
        }
        if let Some(slot) = cells.get_mut(index) {
            *slot = cell;
        }
        Ok(())
    }

    /// Adds a merged region to a sheet; a region of one cell is none.
    pub(super) fn merge(&self, sheet: &mut SheetDraft, region: Merged) -> Result<(), ReadError> {
        if region.first_row == region.last_row && region.first_column == region.last_column {
            return Ok(());
        }
        if sheet.merged.len() >= self.limits.merged {
            return Err(ReadError::TooManyMerged { limit: self.limits.merged });
        }
        sheet.merged.push(region);
        Ok(())
    }
}

impl SheetDraft {
    /// Whether a cell in this row adds to the rows behind the current one.
    fn would_grow(&self, number: u32) -> bool {
        number != self.current.number && !self.current.cells.is_empty() && !self.rows.contains_key(&number)
    }

    fn row(&mut self, number: u32) -> &mut Vec<RawCell> {
        if number != self.current.number {
            let cells = self.rows.remove(&number).unwrap_or_default();
            let last = std::mem::replace(&mut self.current, RawRow { number, cells });
            self.keep(last);
        }
        &mut self.current.cells
    }

    fn keep(&mut self, row: RawRow) {
        if !row.cells.is_empty() {
            self.rows.insert(row.number, row.cells);
        }
    }

    /// The finished sheet.
    pub(super) fn finish(mut self) -> RawSheet {
        let last = std::mem::replace(&mut self.current, RawRow { number: 0, cells: Vec::new() });
        self.keep(last);
        self.merged.sort_unstable();
        let rows = self.rows.into_iter().map(|(number, cells)| RawRow { number, cells }).collect();
        RawSheet { name: self.name, hidden: self.hidden, rows, merged: self.merged }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> RawCell {
        RawCell::Text(text.into())
    }

    #[test]
    fn cells_in_any_order_become_rows_in_order() {
        let limits = Limits::default();
        let mut account = Account::new(&limits);
        let mut draft = account.sheet(None, false).unwrap();
        account.put(&mut draft, 9, 2, text("c")).unwrap();
        account.put(&mut draft, 2, 0, text("a")).unwrap();
        account.put(&mut draft, 9, 0, text("b")).unwrap();
        account.put(&mut draft, 5, 500, RawCell::Empty).unwrap();
        let sheet = draft.finish();
        assert_eq!(
            sheet.rows.iter().map(|row| (row.number, row.cells.len())).collect::<Vec<_>>(),
            [(2, 1), (9, 3)]
        );
        assert_eq!(sheet.row(9).unwrap().cells, [text("b"), RawCell::Empty, text("c")]);
        assert!(sheet.row(3).is_none());
    }

    #[test]
    fn every_limit_is_enforced_and_says_where() {
        let limits = Limits {
            sheets: 1,
            rows: 2,
            columns: 3,
            cells: 5,
            cell_chars: 4,
            text_bytes: 20,
            merged: 1,
            ..Limits::default()
        };
        let mut account = Account::new(&limits);
        let mut draft = account.sheet(Some("表".into()), false).unwrap();
        assert!(matches!(account.sheet(None, false), Err(ReadError::TooManySheets { limit: 1 })));
        let error = account.put(&mut draft, 1, 3, text("x")).unwrap_err();
        assert!(
            matches!(&error, ReadError::TooManyColumns { place, limit: 3 } if place.to_string() == "表!D1")
        );
        assert!(matches!(
            account.put(&mut draft, 1, 0, text("五个字太长")),
            Err(ReadError::CellTooLong { .. })
        ));
        account.put(&mut draft, 1, 2, text("四个字好")).unwrap();
        assert!(matches!(
            account.put(&mut draft, 1, 0, text("四个字好")),
            Err(ReadError::TooMuchText { .. })
        ));
        account.put(&mut draft, 2, 0, RawCell::Number(1.0)).unwrap();
        assert!(matches!(
            account.put(&mut draft, 2, 2, RawCell::Number(1.0)),
            Err(ReadError::TooManyCells { .. })
        ));
        assert!(matches!(
            account.put(&mut draft, 3, 0, RawCell::Number(1.0)),
            Err(ReadError::TooManyRows { .. })
        ));
        let region = Merged { first_row: 1, first_column: 0, last_row: 1, last_column: 1 };
        account.merge(&mut draft, region).unwrap();
        assert!(matches!(account.merge(&mut draft, region), Err(ReadError::TooManyMerged { limit: 1 })));
    }
}
