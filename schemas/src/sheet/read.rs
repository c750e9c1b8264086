//! Tells what a file is by its content, and reads it.

use super::book::RawBook;
use super::csv_file;
use super::encoding::{Delimiter, Encoding, decode};
use super::error::ReadError;
use super::heading::Heading;
use super::limits::Limits;

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

/// Reads a workbook or a text file into a raw grid. The content decides what it is.
///
/// # Errors
/// [`ReadError`], in words for the person who chose the file. Nothing of a refused file is returned.
pub fn read(bytes: &[u8], hints: &Hints, limits: &Limits) -> Result<RawBook, ReadError> {
    if bytes.len() > limits.file_bytes {
        return Err(ReadError::FileTooLarge { limit: limits.file_bytes });
    }
    match bytes {
        [] => Err(ReadError::Empty),
        _ => csv_file::read(decode(bytes, hints.encoding, hints.expected)?, hints, limits),
    }
}
