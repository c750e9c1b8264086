//! Files a person chose, as raw sheets. Their names are for that person: they are neither sealed nor logged.

use std::{fs::File, io::Read, path::Path};

use schemas::{
    form::Form,
    sheet::{book::RawBook, heading::Heading, limits::FILE_BYTES, read::Hints},
};

use crate::{error::AgentError, reader::Reader};

/// A file: its name for messages, and its bytes.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The name without folders.
    pub name: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// Reads a file, never more of it than a ledger may have.
    ///
    /// # Errors
    /// [`AgentError::File`].
    pub fn open(path: &Path) -> Result<Self, AgentError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let refuse = |source| AgentError::File { name: name.clone(), source };
        let (mut bytes, bound) = (Vec::new(), FILE_BYTES as u64 + 1);
        File::open(path).and_then(|file| file.take(bound).read_to_end(&mut bytes)).map_err(refuse)?;
        Ok(Self { name, bytes })
    }
}

/// Reads the files of one ledger. Where there are several, the name of its file stands before that of each sheet.
///
/// # Errors
/// [`AgentError::NoFile`], [`AgentError::Unreadable`], [`AgentError::NotRead`].
pub(crate) fn books(
    files: &[SourceFile],
    hints: &Hints<'_>,
    reader: &Reader,
) -> Result<Vec<RawBook>, AgentError> {
    if files.is_empty() {
        return Err(AgentError::NoFile);
    }
    let one = |file: &SourceFile| {
        let mut book = reader.read(file, hints)?;
        if files.len() > 1 {
            let named = |sheet: Option<&str>| match sheet {
                Some(sheet) => format!("{}/{sheet}", file.name),
                None => file.name.clone(),
            };
            book.sheets.iter_mut().for_each(|sheet| sheet.name = Some(named(sheet.name.as_deref())));
            book.replaced
                .iter_mut()
                .for_each(|place| place.sheet = Some(named(place.sheet.as_deref()).into()));
        }
        Ok(book)
    };
    files.iter().map(one).collect()
}

/// The headings of several forms.
pub(crate) fn headings<'a>(forms: impl IntoIterator<Item = &'a Form>) -> Vec<Heading> {
    forms.into_iter().flat_map(schemas::fill::headings).collect()
}
