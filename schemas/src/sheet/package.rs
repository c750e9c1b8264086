//! Zipped workbooks: looked through before any reader is let near them.
//!
//! Readers of workbooks inflate what they are given and trust the counts inside. Here every entry is inflated once,
//! counted while it inflates, and searched for declarations that could make XML grow (PROTOCOL §5).

use std::io::{Cursor, ErrorKind, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::ReadError;
use super::limits::{Limits, RATIO_FLOOR};

/// A zipped file held in memory.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Which kind of workbook a zipped file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Ods,
}

/// Opens a zipped workbook after a look at every entry; `vet` sees the name and the content of each.
///
/// # Errors
/// Anything but a workbook that is read, too much of anything, a document type, a password.
pub(super) fn open<'a>(
    bytes: &'a [u8],
    limits: &Limits,
    mut vet: impl FnMut(Kind, &str, &[u8]) -> Result<(), ReadError>,
) -> Result<(Kind, Archive<'a>), ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > limits.zip_entries {
        return Err(ReadError::Inflates);
    }
    let kind = kind(&archive)?;
    let mut total = 0_usize;
    let mut content = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.into_owned();
        content.clear();
        let rest = limits.inflated_bytes.saturating_sub(total);
        let cap = u64::try_from(rest).unwrap_or(u64::MAX).saturating_add(1);
        entry.by_ref().take(cap).read_to_end(&mut content).map_err(|error| damaged(ZipError::Io(error)))?;
        total = total.saturating_add(content.len());
        let bomb = total > RATIO_FLOOR && total / limits.inflate_ratio.max(1) > bytes.len();
        if total > limits.inflated_bytes || bomb {
            return Err(ReadError::Inflates);
        }
        if declares_document_type(&content) {
            return Err(ReadError::DocumentType);
        }
        vet(kind, &name, &content)?;
    }
    Ok((kind, archive))
}

/// Reads one entry that [`open`] has already measured.
pub(super) fn entry(archive: &mut Archive, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
    match archive.by_name(name) {
        Err(ZipError::FileNotFound) => Ok(None),
        Err(error) => Err(damaged(error)),
        Ok(mut entry) => {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(|error| damaged(ZipError::Io(error)))?;
            Ok(Some(content))
        }
    }
}

fn kind(archive: &Archive) -> Result<Kind, ReadError> {
    let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(|name| plain(&name)).collect();
    let has = |end: &str| names.iter().any(|name| name.ends_with(end));
    if has("workbook.bin") {
        Err(ReadError::Xlsb)
    } else if has("workbook.xml") {
        Ok(Kind::Xlsx)
    } else if has("content.xml") && has("mimetype") {
        Ok(Kind::Ods)
    } else {
        Err(ReadError::UnknownKind)
    }
}

/// The name of an entry as readers look it up: one kind of slash, one case.
pub(super) fn plain(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

fn declares_document_type(content: &[u8]) -> bool {
    let utf16 = |big: bool| -> Vec<u8> {
        "<!DOCTYPE"
            .encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    let signs =
        [b"<!DOCTYPE".to_vec(), b"<!doctype".to_vec(), b"<!ENTITY".to_vec(), utf16(false), utf16(true)];
    signs.iter().any(|sign| memchr::memmem::find(content, sign).is_some())
}

fn damaged(error: ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ReadError::Encrypted
        }
        ZipError::Io(error) if error.kind() == ErrorKind::OutOfMemory => ReadError::OutOfMemory,
        other => ReadError::Damaged { detail: other.to_string() },
    }
}
