//! The texts above each column, with merged parents spread over their children.

use super::book::{RawCell, RawSheet};
use super::fold::fold;
use super::mapping::ColumnText;

/// The texts that stand above a column, from the group at the top to the column's own heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ColumnHeading {
    /// 0 is A.
    pub(super) column: u32,
    texts: Vec<String>,
}

impl ColumnHeading {
    /// The whole stack in one word, then ever less of it from the top, down to the lowest text alone.
    pub(super) fn tails(&self) -> impl Iterator<Item = String> {
        (0..self.texts.len()).filter_map(|from| self.texts.get(from..)).map(|texts| texts.concat())
    }

    pub(super) fn joined(&self) -> String {
        self.texts.concat()
    }

    /// The stack as people are shown it.
    pub(super) fn shown(&self) -> String {
        let line = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.texts.iter().map(line).collect::<Vec<_>>().join(" / ")
    }

    pub(super) fn text(&self) -> ColumnText {
        ColumnText { column: self.column, text: self.shown() }
    }
}

/// The headings in rows `first` to `last`; columns without any text are left out.
pub(super) fn column_headings(sheet: &RawSheet, first: u32, last: u32) -> Vec<ColumnHeading> {
    let width = (first..=last).filter_map(|row| sheet.row(row)).map(|row| row.cells.len()).max().unwrap_or(0);
    let width = u32::try_from(width).unwrap_or(u32::MAX);
    let mut columns: Vec<ColumnHeading> =
        (0..width).map(|column| ColumnHeading { column, texts: Vec::new() }).collect();
    for row in first..=last {
        let mut parent = None;
        for heading in &mut columns {
            let text = own_text(sheet, row, heading.column)
                .or_else(|| merged_text(sheet, first, last, row, heading.column))
                .or_else(|| {
                    parent.clone().filter(|_| row < last && has_own_below(sheet, row, last, heading.column))
                });
            // Files without merged regions (CSV) leave the cells beside a parent empty.
            parent = if sheet.merged.is_empty() { text.clone() } else { None };
            if let Some(text) = text
                && heading.texts.last().is_none_or(|above| fold(above) != fold(&text))
            {
                heading.texts.push(text);
            }
        }
    }
    columns.retain(|heading| !heading.texts.is_empty());
    columns
}

fn own_text(sheet: &RawSheet, row: u32, column: u32) -> Option<String> {
    let cell = sheet.row(row)?.cell(column);
    match cell {
        _ if cell.is_blank() => None,
        RawCell::Text(text) => Some(text.trim().to_owned()),
        RawCell::Number(number) => Some(number.to_string()),
        RawCell::Date(date) => Some(date.date().to_string()),
        _ => None,
    }
}

/// A region hands its text down its own column, and over other columns only as a parent: what it covers beside
/// itself in the lowest heading row has no heading of its own.
fn merged_text(sheet: &RawSheet, first: u32, last: u32, row: u32, column: u32) -> Option<String> {
    // Regions are in order of their first row, so only those that begin within the headings are looked at.
    let begin = sheet.merged.partition_point(|region| region.first_row < first);
    let within =
        sheet.merged.get(begin..).unwrap_or_default().iter().take_while(|region| region.first_row <= row);
    let region = within
        .filter(|region| region.first_column == column || region.last_row < last)
        .find(|region| region.covers(row, column))?;
    own_text(sheet, region.first_row, region.first_column)
}

fn has_own_below(sheet: &RawSheet, row: u32, last: u32, column: u32) -> bool {
    (row + 1..=last).any(|below| own_text(sheet, below, column).is_some())
}
