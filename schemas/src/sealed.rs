//! A document that everyone keeps and nobody but the city reads. What is put to a department has no node to keep its letter: every
//! node keeps it closed, so that a log can be rebuilt (RULINGS 17) and what one department was told is not told to every bureau.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::lines::{BadLine, Lines};

const TITLE: &str = "tongbao-sealed/v1";
/// Most bytes of what is closed: the longest directive with all its cases, and the envelope.
pub const MAX_SEALED: usize = 256 * 1024;

/// A closed document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The bytes, which the city's log key opens.
    pub body: Vec<u8>,
}

impl Sealed {
    /// The document.
    pub fn compose(&self) -> String {
        format!("{TITLE}\nbody {}\n", BASE64.encode(&self.body))
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`BadLine`], also beyond the bound.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let body = BASE64.decode(lines.text("body")?).map_err(|_| BadLine("body"))?;
        lines.end()?;
        let read = Self { body };
        (read.body.len() <= MAX_SEALED && read.compose() == text).then_some(read).ok_or(BadLine("body"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_document_reads_back_and_has_a_bound() {
        let sealed = Sealed { body: vec![7; 100] };
        assert_eq!(Sealed::parse(&sealed.compose()), Ok(sealed.clone()));
        let long = Sealed { body: vec![7; MAX_SEALED + 1] };
        assert_eq!(Sealed::parse(&long.compose()), Err(BadLine("body")));
        assert_eq!(Sealed::parse(&sealed.compose().replace("body ", "body  ")), Err(BadLine("body")));
        assert_eq!(Sealed::parse("tongbao-sealed/v1\nbody -\n"), Err(BadLine("body")));
    }
}
