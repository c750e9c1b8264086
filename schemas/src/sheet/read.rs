//! Tells what a file is by its content, and reads it.

use super::book::{RawBook, RawRow};
use super::encoding::{Delimiter, Encoding, decode};
use super::error::ReadError;
use super::heading::Heading;
use super::limits::Limits;
use super::package::Kind;
use super::{csv_file, json_file, ods, package, xls, xlsx};

/// First bytes of a zip archive; an empty one begins with the second.
const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// First bytes of a compound file: Excel 97–2003, and workbooks encrypted by any Excel.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// First bytes of files that people choose by mistake: PDF, RTF, PNG, JPEG, GIF, RAR, 7z, gzip.
const OTHERS: [&[u8]; 8] =
    [b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"];

/// First bytes of the bare streams that Excel 2 to 4 wrote.
const ANCIENT_EXCEL: [&[u8]; 3] = [b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"];

/// What is known about a file before it is read. The default knows nothing and is enough for workbooks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The encoding that a person chose after looking at a preview.
    pub encoding: Option<Encoding>,
    /// The delimiter that a person chose.
    pub delimiter: Option<Delimiter>,
    /// Headings that a text file probably has; they settle encodings and delimiters that are otherwise ambiguous.
    pub expected: &'a [Heading],
}

/// Reads a workbook or a text file into a raw grid. The content decides what it is; names of files lie.
///
/// # Errors
/// [`ReadError`], in words for the person who chose the file. Nothing of a refused file is returned.
pub fn read(bytes: &[u8], hints: &Hints, limits: &Limits) -> Result<RawBook, ReadError> {
    if bytes.len() > limits.file_bytes {
        return Err(ReadError::FileTooLarge { limit: limits.file_bytes });
    }
    let starts_with = |sign: &&[u8]| bytes.starts_with(sign);
    let book = if ZIP.iter().any(starts_with) {
        let mut merging = false;
        let vet = |kind, name: &str, content: &[u8]| {
            merging |= xlsx::speaks_of_merging(content);
            if kind == Kind::Xlsx { xlsx::vet(name, content, limits) } else { Ok(()) }
        };
        match package::open(bytes, limits, vet)? {
            (Kind::Xlsx, _) => xlsx::read(bytes, merging, limits)?,
            (Kind::Ods, mut archive) => ods::read(&mut archive, limits)?,
        }
    } else if bytes.starts_with(COMPOUND) {
        xls::read(bytes, limits)?
    } else if ANCIENT_EXCEL.iter().any(starts_with) {
        return Err(ReadError::OldExcel);
    } else if OTHERS.iter().any(starts_with) {
        return Err(ReadError::UnknownKind);
    } else {
        let decoded = decode(bytes, hints.encoding, hints.expected)?;
        if json_file::is_json(&decoded.text) {
            json_file::read(&decoded.text, limits)?
        } else {
            csv_file::read(decoded, hints, limits)?
        }
    };
    if book.sheets.iter().flat_map(|sheet| &sheet.rows).all(RawRow::is_blank) {
        return Err(ReadError::Empty);
    }
    Ok(book)
}
