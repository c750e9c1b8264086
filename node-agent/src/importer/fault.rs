//! What can be wrong with a source or with what is asked of one.

use schemas::text::Text;

use super::{MAX_CODES, MAX_HEADINGS, MAX_ROWS, MAX_SOURCES};
use crate::words::importer as words;

/// Why a source is refused, or a request about one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text().en)]
pub enum SourceFault {
    /// No source has this name.
    Unknown(String),
    /// A name of 1 to 40 characters without control characters is wanted.
    BadName,
    /// The file is no source.
    BadFile(String),
    /// A new source needs its form.
    NoForm(String),
    /// The source is of another form.
    OtherForm {
        /// Its name.
        name: String,
        /// Its form.
        form: String,
    },
    /// The form has no case number, so the heading of the id must be named.
    NoId(String),
    /// Two headings for one column.
    TwoHeadings {
        /// The column's key.
        key: String,
        /// The headings.
        headings: [String; 2],
    },
    /// A heading that is used is also to be skipped.
    Skipped(String),
    /// A heading of a translation is of no column.
    NoColumn(String),
    /// A translation leads to what is no code of the column.
    NoCode {
        /// The column's key.
        key: String,
        /// What was written.
        code: String,
    },
    /// A heading or a translation is empty or too long.
    Length(String),
    /// [`MAX_SOURCES`] are there.
    TooManySources,
    /// More than [`MAX_HEADINGS`].
    TooManyHeadings,
    /// More than [`MAX_CODES`].
    TooManyCodes,
    /// [`MAX_ROWS`] rows are held of the source.
    Full(String),
    /// Rows are held of the source that was to be removed.
    HasRows {
        /// Its name.
        name: String,
        /// How many.
        rows: usize,
    },
    /// No row has this id.
    NoRow(String),
    /// The form has no case number by which a workbook's rows could be found again.
    NoCase(String),
}

impl SourceFault {
    /// What is wrong and what to do, in both languages.
    pub fn text(&self) -> Text {
        match self {
            Self::Unknown(name) => words::NO_SOURCE.fill(&[("name", name)]),
            Self::BadName => words::BAD_NAME,
            Self::BadFile(why) => words::BAD_FILE.fill(&[("why", why)]),
            Self::NoForm(name) => words::NO_FORM.fill(&[("name", name)]),
            Self::OtherForm { name, form } => words::OTHER_FORM.fill(&[("name", name), ("form", form)]),
            Self::NoId(form) => words::NO_ID.fill(&[("form", form)]),
            Self::TwoHeadings { key, headings: [one, other] } => {
                words::TWO_HEADINGS.fill(&[("key", key), ("one", one), ("other", other)])
            }
            Self::Skipped(heading) => words::SKIPPED.fill(&[("heading", heading)]),
            Self::NoColumn(heading) => words::NO_COLUMN.fill(&[("heading", heading)]),
            Self::NoCode { key, code } => words::NO_CODE.fill(&[("key", key), ("code", code)]),
            Self::Length(text) => words::LENGTH.fill(&[("text", text)]),
            Self::TooManySources => words::TOO_MANY_SOURCES.fill(&[("n", &MAX_SOURCES)]),
            Self::TooManyHeadings => words::TOO_MANY_HEADINGS.fill(&[("n", &MAX_HEADINGS)]),
            Self::TooManyCodes => words::TOO_MANY_CODES.fill(&[("n", &MAX_CODES)]),
            Self::Full(name) => words::FULL.fill(&[("name", name), ("n", &MAX_ROWS)]),
            Self::HasRows { name, rows } => words::HAS_ROWS.fill(&[("name", name), ("n", rows)]),
            Self::NoRow(id) => words::NO_ROW.fill(&[("id", id)]),
            Self::NoCase(form) => words::NO_CASE.fill(&[("form", form)]),
        }
    }
}
