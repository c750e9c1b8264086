//! A list the city has made of its ledgers and stands for: the workbook of open risks for the leading group (督办清单, DOMAIN §7.2 item
//! 34). The log fixes its hash, so that whoever holds the workbook can prove what the city had said, and when.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::{
    hash::Sha,
    lines::{BadLine, Lines},
};

const TITLE: &str = "tongbao-list/v1";
/// Most characters of a list's title.
pub const MAX_TITLE: usize = 200;

/// What was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedList {
    /// Its title, 1 to 200 characters.
    pub title: String,
    /// Rows of it.
    pub rows: u64,
    /// Hash of the workbook.
    pub workbook: Sha,
}

impl IssuedList {
    /// The document.
    pub fn compose(&self) -> String {
        let title = BASE64.encode(&self.title);
        format!("{TITLE}\ntitle {title}\nrows {}\nworkbook {}\n", self.rows, self.workbook)
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`BadLine`], also beyond a bound.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let read = Self {
            title: lines.words("title", MAX_TITLE)?,
            rows: lines.value("rows")?,
            workbook: lines.value("workbook")?,
        };
        lines.end()?;
        (read.compose() == text).then_some(read).ok_or(BadLine("form"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_round_trips_and_nothing_else_is_read() {
        let list = IssuedList { title: "督办清单".into(), rows: 12, workbook: Sha::of(b"xlsx") };
        let text = list.compose();
        assert_eq!(IssuedList::parse(&text).unwrap(), list);
        for (bad, line) in [
            (text.replace("title ", "title !"), "title"),
            (text.replace("rows 12", "rows -12"), "rows"),
            (text.replace("rows 12", "rows 012"), "form"),
            (text.replace("workbook ", "workbook 0"), "workbook"),
            (format!("{text}more -\n"), "end"),
        ] {
            assert_eq!(IssuedList::parse(&bad).unwrap_err(), BadLine(line), "{bad}");
        }
        let long = IssuedList { title: "长".repeat(MAX_TITLE + 1), ..list };
        assert_eq!(IssuedList::parse(&long.compose()).unwrap_err(), BadLine("title"));
    }
}
