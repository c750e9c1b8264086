//! Any bytes taken for a workbook: as they are, or zipped here, because a changed byte inside a zip fails its checksum
//! and a fuzzer would never get past it.

use schemas::sheet::{
    book::{RawBook, RawCell},
    error::ReadError,
    limits::Limits,
    read::{Hints, read},
};

use super::{
    package, parts,
    table::{SMALL, keeps_within, reads_one_way},
};

/// Reads within limits; narrower limits only ever refuse. Says whether they were read.
///
/// Input that begins with `xlsx:` or `ods:` holds the XML parts of such a file, cut at lines of three hyphens.
pub fn holds(bytes: &[u8]) -> bool {
    let file = package(bytes);
    // Anything else is text to the reader, and that is the business of another target.
    if !file.starts_with(b"PK") && !file.starts_with(b"\xd0\xcf\x11\xe0") {
        return false;
    }
    let wide = read(&file, &Hints::default(), &Limits::default());
    if let Ok(narrow) = read(&file, &Hints::default(), &SMALL) {
        keeps_within(&narrow, &SMALL);
        assert_eq!(shown(&wide), shown(&Ok(narrow)));
    }
    let Ok(book) = wide else { return false };
    keeps_within(&book, &Limits::default());
    let cells = book.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
    assert!(cells.into_iter().all(|cell| !matches!(cell, RawCell::Number(number) if !number.is_finite())));
    reads_one_way(&book);
    true
}

fn package(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if let Some(text) = text.strip_prefix("xlsx:\n") {
        let parts = parts(text);
        let part = |at: usize| parts.get(at).copied().unwrap_or_default();
        package::xlsx(part(0), part(1), part(2), part(3))
    } else if let Some(text) = text.strip_prefix("ods:\n") {
        let parts = parts(text);
        package::ods_of(parts.first().copied().unwrap_or_default(), parts.get(1).copied().unwrap_or("<m/>"))
    } else {
        bytes.to_vec()
    }
}

/// Compared as printed, so that a number that is none compares too.
fn shown(outcome: &Result<RawBook, ReadError>) -> String {
    format!("{outcome:?}")
}
