//! Office Open XML workbooks, read cell by cell with calamine.
//!
//! calamine reserves memory for counts that the file states and copies fonts and number formats into every cell style,
//! so those counts are checked first; its dense ranges are never built. What it cannot cope with it may answer with a
//! panic, which is caught here and becomes a damaged file.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use quick_xml::events::{BytesStart, Event};

use super::book::{Epoch, Merged, RawBook, RawCell, Source};
use super::error::ReadError;
use super::limits::{Account, Limits, SheetDraft};
use super::package::plain;
use super::value::moment;

/// Elements in the part that describes styles; a workbook with all 65,490 cell formats of Excel stays below.
const STYLE_ELEMENTS: usize = 1_000_000;

/// Cells without content per allowed cell: people format whole sheets.
const EMPTY_CELLS_PER_CELL: usize = 8;

/// Checks the parts from which calamine takes counts.
///
/// # Errors
/// [`ReadError::Inflates`] when they would make it use far more memory than the file can need.
pub(super) fn vet(name: &str, content: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let name = plain(name);
    if name.ends_with("sharedstrings.xml") {
        vet_shared_strings(content, limits)
    } else if name.ends_with("styles.xml") {
        vet_styles(content, limits)
    } else {
        Ok(())
    }
}

/// Whether a part speaks of merged regions; looking for them costs a second pass over every sheet.
pub(super) fn speaks_of_merging(content: &[u8]) -> bool {
    memchr::memmem::find(content, b"mergeCell").is_some()
}

/// Reads a workbook that has been vetted.
///
/// # Errors
/// The limits, and [`ReadError::Damaged`].
pub(super) fn read(bytes: &[u8], merging: bool, limits: &Limits) -> Result<RawBook, ReadError> {
    let caught = catch_unwind(AssertUnwindSafe(|| sheets(bytes, merging, limits)));
    caught.unwrap_or_else(|_| Err(ReadError::Damaged { detail: "the workbook reader stopped".into() }))
}

fn sheets(bytes: &[u8], merging: bool, limits: &Limits) -> Result<RawBook, ReadError> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let epoch = if workbook.has_1904_epoch() { Epoch::Y1904 } else { Epoch::Y1900 };
    let mut account = Account::new(limits);
    let mut empty = 0_usize;
    let mut sheets = Vec::new();
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut draft = account.sheet(Some(sheet.name.clone()), sheet.visible != SheetVisible::Visible)?;
        let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(damaged)?;
        while let Some(found) = cells.next_cell().map_err(damaged)? {
            let (row, column) = found.get_position();
            match cell(found.get_value(), epoch) {
                RawCell::Empty => empty += 1,
                cell => account.put(&mut draft, row.saturating_add(1), column, cell)?,
            }
            if empty > limits.cells.saturating_mul(EMPTY_CELLS_PER_CELL) {
                return Err(ReadError::TooManyCells { limit: limits.cells });
            }
        }
        drop(cells);
        if merging {
            merge(&account, &mut draft, workbook.merge_cells_by_sheet_name(&sheet.name).map_err(damaged)?)?;
        }
        sheets.push(draft.finish());
    }
    Ok(RawBook { sheets, epoch, source: Source::Xlsx, replaced: Vec::new() })
}

fn cell(value: &DataRef, epoch: Epoch) -> RawCell {
    match value {
        DataRef::Empty => RawCell::Empty,
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Float(number) => RawCell::Number(*number),
        // calamine gives xlsx numbers as floats; should that change, text keeps every digit.
        DataRef::Int(number) => RawCell::Text(number.to_string()),
        DataRef::Bool(value) => RawCell::Bool(*value),
        DataRef::DateTime(at) if at.is_duration() => RawCell::Number(at.as_f64()),
        DataRef::DateTime(at) => {
            moment(at.as_f64(), epoch).map_or(RawCell::Number(at.as_f64()), RawCell::Date)
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => RawCell::Text(text.clone()),
        DataRef::Error(error) => RawCell::Error(error.to_string()),
    }
}

fn text_cell(text: &str) -> RawCell {
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.to_owned()) }
}

fn merge(
    account: &Account,
    draft: &mut SheetDraft,
    regions: Vec<calamine::Dimensions>,
) -> Result<(), ReadError> {
    regions.into_iter().try_for_each(|region| {
        let region = Merged {
            first_row: region.start.0.saturating_add(1),
            first_column: region.start.1,
            last_row: region.end.0.saturating_add(1),
            last_column: region.end.1,
        };
        account.merge(draft, region)
    })
}

/// calamine reserves room for `uniqueCount` strings and keeps every `si`.
fn vet_shared_strings(content: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let mut strings = 0;
    each_element(content, |element| {
        let stated = match element.local_name().as_ref() {
            "sst" => attribute(element, "uniqueCount")?.map_or(Some(0), |count| count.trim().parse().ok()),
            "si" => {
                strings += 1;
                Some(strings)
            }
            _ => Some(0),
        };
        stated.filter(|count: &usize| *count <= limits.cells).map(|_| ()).ok_or(ReadError::Inflates)
    })
}

/// calamine copies the font and the format code into each cell style.
fn vet_styles(content: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let (mut elements, mut styles, mut longest) = (0_usize, 0_usize, 0_usize);
    each_element(content, |element| {
        elements += 1;
        styles += usize::from(element.local_name().as_ref() == "xf");
        for found in element.attributes().with_checks(false) {
            longest = longest.max(found.map_err(|error| xml(error.into()))?.value.len());
        }
        let copied = styles.saturating_mul(longest);
        if elements > STYLE_ELEMENTS || copied > limits.text_bytes {
            Err(ReadError::Inflates)
        } else {
            Ok(())
        }
    })
}

fn each_element(
    content: &[u8],
    mut check: impl FnMut(&BytesStart) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut reader = quick_xml::Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event().map_err(xml)? {
            Event::Start(element) | Event::Empty(element) => check(&element)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart, name: &str) -> Result<Option<String>, ReadError> {
    let found = element.try_get_attribute(name).map_err(|error| xml(error.into()))?;
    Ok(found.map(|found| found.value.into_owned()))
}

fn xml(error: quick_xml::Error) -> ReadError {
    ReadError::Damaged { detail: error.to_string() }
}

fn damaged(error: XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::Encrypted,
        other => ReadError::Damaged { detail: other.to_string() },
    }
}
