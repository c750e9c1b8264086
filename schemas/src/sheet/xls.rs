//! Excel 97–2003 workbooks.
//!
//! calamine reads them too, but builds dense tables from positions that the file states and copies each shared string
//! into each cell before anything can be counted. A ledger needs few kinds of records; they are read here one by one
//! against the same account as every other file. The tests compare the result with calamine's.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::biff::{Bytes, Record, Records, cut_short, is_date_format, shared_strings};
use super::book::{Epoch, Merged, RawBook, RawCell, Source};
use super::error::ReadError;
use super::limits::{Account, Limits, SheetDraft};
use super::value::moment;

/// The names of the records that are read, as in the published format.
mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const EOF: u16 = 0x000a;
    pub(super) const DATE_MODE: u16 = 0x0022;
    pub(super) const FILE_PASS: u16 = 0x002f;
    pub(super) const BOUND_SHEET: u16 = 0x0085;
    pub(super) const MUL_RK: u16 = 0x00bd;
    pub(super) const RICH_STRING: u16 = 0x00d6;
    pub(super) const XF: u16 = 0x00e0;
    pub(super) const MERGE_CELLS: u16 = 0x00e5;
    pub(super) const SHARED_STRINGS: u16 = 0x00fc;
    pub(super) const LABEL_SST: u16 = 0x00fd;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const BOOL_ERR: u16 = 0x0205;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const RK: u16 = 0x027e;
    pub(super) const FORMAT: u16 = 0x041e;
    pub(super) const BOF: u16 = 0x0809;
}

/// Version in the first record of every stream of Excel 97 and later.
const BIFF8: u16 = 0x0600;

/// Reads the workbook in a compound file.
///
/// # Errors
/// The limits, passwords, Excel 95 and older, other kinds of document, and damage.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawBook, ReadError> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    if file.exists("/EncryptedPackage") {
        return Err(ReadError::Encrypted);
    }
    if !file.is_stream("/Workbook") {
        return Err(if file.is_stream("/Book") { ReadError::OldExcel } else { ReadError::UnknownKind });
    }
    let cap = u64::try_from(limits.file_bytes).unwrap_or(u64::MAX);
    let mut stream = Vec::new();
    file.open_stream("/Workbook")
        .and_then(|found| found.take(cap).read_to_end(&mut stream))
        .map_err(damaged)?;
    let globals = Globals::read(&stream, limits)?;
    let mut account = Account::new(limits);
    let mut sheets = Vec::new();
    for bound in &globals.sheets {
        let mut draft = account.sheet(Some(bound.name.clone()), bound.hidden)?;
        sheet(&stream, bound.at, &globals, &mut account, &mut draft)?;
        sheets.push(draft.finish());
    }
    Ok(RawBook { sheets, epoch: globals.epoch, source: Source::Xls, replaced: Vec::new() })
}

/// What the first part of the stream says about the whole workbook.
#[derive(Default)]
struct Globals {
    epoch: Epoch,
    sheets: Vec<BoundSheet>,
    strings: Vec<String>,
    /// For each cell style, whether it shows dates.
    dates: Vec<bool>,
}

struct BoundSheet {
    name: String,
    hidden: bool,
    at: usize,
}

impl Globals {
    fn read(stream: &[u8], limits: &Limits) -> Result<Self, ReadError> {
        let mut globals = Self::default();
        let mut codes = BTreeMap::new();
        let mut formats = Vec::new();
        for record in Records::new(stream, 0) {
            let mut data = record.data;
            match record.kind {
                kind::BOF if data.u16()? != BIFF8 => return Err(ReadError::OldExcel),
                kind::FILE_PASS => return Err(ReadError::Encrypted),
                kind::DATE_MODE if data.u16()? == 1 => globals.epoch = Epoch::Y1904,
                kind::FORMAT => {
                    let (id, length) = (data.u16()?, data.u16()?);
                    codes.insert(id, data.string(usize::from(length))?);
                }
                kind::XF => {
                    data.take(2)?;
                    formats.push(data.u16()?);
                }
                kind::SHARED_STRINGS => globals.strings = shared_strings(&record, limits.cells)?,
                kind::BOUND_SHEET => globals.bound_sheet(data, limits)?,
                kind::EOF => break,
                _ => {}
            }
        }
        globals.dates =
            formats.iter().map(|id| is_date_format(*id, codes.get(id).map(String::as_str))).collect();
        Ok(globals)
    }

    /// Charts and macros have no cells to read.
    fn bound_sheet(&mut self, mut data: Bytes, limits: &Limits) -> Result<(), ReadError> {
        let at = usize::try_from(data.u32()?).map_err(|_| cut_short())?;
        let (hidden, worksheet) = (data.u8()? & 3 != 0, data.u8()? == 0);
        let length = usize::from(data.u8()?);
        let name = data.string(length)?;
        if worksheet {
            if self.sheets.len() >= limits.sheets {
                return Err(ReadError::TooManySheets { limit: limits.sheets });
            }
            self.sheets.push(BoundSheet { name, hidden, at });
        }
        Ok(())
    }

    /// A number with a cell style.
    fn number(&self, number: f64, style: u16) -> RawCell {
        let is_date = self.dates.get(usize::from(style)).copied().unwrap_or(false);
        is_date.then(|| moment(number, self.epoch)).flatten().map_or(RawCell::Number(number), RawCell::Date)
    }
}

fn sheet(
    stream: &[u8],
    at: usize,
    globals: &Globals,
    account: &mut Account,
    draft: &mut SheetDraft,
) -> Result<(), ReadError> {
    // Charts lie inside their sheet and hold records that look like cells.
    let mut depth = 0_u32;
    let mut text_formula = None;
    for record in Records::new(stream, at) {
        match record.kind {
            kind::BOF => depth += 1,
            kind::EOF if depth <= 1 => return Ok(()),
            kind::EOF => depth -= 1,
            kind::MERGE_CELLS if depth == 1 => merge(record.data, account, draft)?,
            kind::STRING if depth == 1 => {
                if let Some((row, column)) = text_formula.take() {
                    let mut data = record.data;
                    let length = usize::from(data.u16()?);
                    account.put(draft, row, column, text(continued_string(&record, data, length)?))?;
                }
            }
            kind::FORMULA if depth == 1 => {
                let (row, column, cell) = formula(record.data, globals)?;
                text_formula = cell.is_none().then_some((row, column));
                account.put(draft, row, column, cell.unwrap_or_default())?;
            }
            _ if depth == 1 => {
                cells(&record, globals, |row, column, cell| account.put(draft, row, column, cell))?
            }
            _ if depth == 0 => {
                return Err(ReadError::Damaged { detail: "a sheet does not begin where it should".into() });
            }
            _ => {}
        }
    }
    Err(cut_short())
}

/// The cells of a record that holds cells.
fn cells(
    record: &Record,
    globals: &Globals,
    mut put: impl FnMut(u32, u32, RawCell) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    const KINDS: [u16; 7] = [
        kind::NUMBER,
        kind::RK,
        kind::MUL_RK,
        kind::LABEL_SST,
        kind::LABEL,
        kind::RICH_STRING,
        kind::BOOL_ERR,
    ];
    if !KINDS.contains(&record.kind) {
        return Ok(());
    }
    let mut data = record.data;
    let (row, column) = (u32::from(data.u16()?) + 1, u32::from(data.u16()?));
    if record.kind == kind::MUL_RK {
        let count = data.len().saturating_sub(2) / 6;
        return (column..).take(count).try_for_each(|column| {
            let style = data.u16()?;
            put(row, column, globals.number(rk(data.u32()?), style))
        });
    }
    let style = data.u16()?;
    let cell = match record.kind {
        kind::NUMBER => globals.number(data.f64()?, style),
        kind::RK => globals.number(rk(data.u32()?), style),
        kind::LABEL_SST => {
            let index = usize::try_from(data.u32()?).map_err(|_| cut_short())?;
            text(globals.strings.get(index).cloned().ok_or_else(cut_short)?)
        }
        kind::BOOL_ERR => {
            let (value, is_error) = (data.u8()?, data.u8()? != 0);
            if is_error { error(value) } else { RawCell::Bool(value != 0) }
        }
        _ => {
            let length = usize::from(data.u16()?);
            text(continued_string(record, data, length)?)
        }
    };
    put(row, column, cell)
}

/// The stored result of a formula; none if it is a text, which follows in a record of its own.
fn formula(mut data: Bytes, globals: &Globals) -> Result<(u32, u32, Option<RawCell>), ReadError> {
    let (row, column, style) = (u32::from(data.u16()?) + 1, u32::from(data.u16()?), data.u16()?);
    let mut special = data;
    let (what, _, value) = (special.u8()?, special.u8()?, special.u8()?);
    special.take(3)?;
    let cell = match (special.u16()?, what) {
        (0xffff, 0) => None,
        (0xffff, 1) => Some(RawCell::Bool(value != 0)),
        (0xffff, 2) => Some(error(value)),
        (0xffff, _) => Some(RawCell::Empty),
        _ => Some(globals.number(data.f64()?, style)),
    };
    Ok((row, column, cell))
}

/// A number in 30 bits: the upper part of a float or a whole number, either perhaps in hundredths.
fn rk(bits: u32) -> f64 {
    let number = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 { number } else { number / 100.0 }
}

/// A text that may run over into the next record.
fn continued_string(record: &Record, mut data: Bytes, length: usize) -> Result<String, ReadError> {
    if record.continued.is_empty() {
        // An empty text may leave out its flags.
        return if length == 0 && data.is_empty() { Ok(String::new()) } else { data.string(length) };
    }
    let mut text = String::new();
    let mut rest = length;
    for mut part in std::iter::once(data).chain(record.continued.iter().copied()) {
        let wide = u8::from(!part.is_empty() && Bytes::u8(&mut { part })? & 1 == 1);
        let here = rest.min(part.len().saturating_sub(1) / usize::from(wide + 1));
        text.push_str(&part.string(here)?);
        rest -= here;
    }
    if rest == 0 { Ok(text) } else { Err(cut_short()) }
}

fn text(text: String) -> RawCell {
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text) }
}

fn error(code: u8) -> RawCell {
    let shown = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    RawCell::Error(shown.into())
}

fn merge(mut data: Bytes, account: &Account, draft: &mut SheetDraft) -> Result<(), ReadError> {
    for _ in 0..data.u16()? {
        let (first_row, last_row) = (u32::from(data.u16()?) + 1, u32::from(data.u16()?) + 1);
        let (first_column, last_column) = (u32::from(data.u16()?), u32::from(data.u16()?));
        account.merge(draft, Merged { first_row, first_column, last_row, last_column })?;
    }
    Ok(())
}

fn damaged(error: std::io::Error) -> ReadError {
    ReadError::Damaged { detail: error.to_string() }
}
