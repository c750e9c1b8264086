//! How a file becomes a raw grid: in this process, or in one of its own that can be stopped (PROTOCOL §5, row Upload).
//!
//! A workbook comes from outside and its readers are large. The program reads every file by [`Confined`]; tests and
//! demonstrations, which read what they wrote themselves, do so [`Reader::InProcess`].

mod child;
mod confined;
mod message;

use std::io;

use schemas::{
    sheet::{
        book::RawBook,
        error::ReadError,
        limits::Limits,
        read::{Hints, read},
    },
    text::Text,
};

pub use child::serve;
pub use confined::{Bounds, Confined};

use crate::{error::AgentError, source::SourceFile, words};

/// Who reads a file.
#[derive(Clone, Debug, Default)]
pub enum Reader {
    /// This process.
    #[default]
    InProcess,
    /// A process of its own under bounds.
    Confined(Confined),
}

/// How reading in a process of its own ended without an answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Ending {
    /// It could not be started.
    #[error("it could not be started")]
    NotStarted(#[source] io::Error),
    /// It took longer than it may.
    #[error("out of time")]
    OutOfTime,
    /// It wanted more memory than it may have.
    #[error("out of memory")]
    OutOfMemory,
    /// It was ended from outside, or ended itself.
    #[error("it ended before its answer was whole")]
    Died,
    /// Its answer is larger than an answer may be.
    #[error("its answer is too large")]
    TooLarge,
    /// Its answer cannot be understood.
    #[error("its answer is not understood")]
    NotUnderstood,
}

impl Reader {
    /// Reads a file into a raw grid.
    ///
    /// # Errors
    /// [`AgentError::Unreadable`] for what is no ledger, [`AgentError::NotRead`] if the reading itself was stopped.
    pub fn read(&self, file: &SourceFile, hints: &Hints<'_>) -> Result<RawBook, AgentError> {
        let refuse = |source: ReadError| AgentError::Unreadable { name: file.name.clone(), source };
        match self {
            Self::InProcess => read(&file.bytes, hints, &Limits::default()).map_err(refuse),
            Self::Confined(confined) => confined
                .read(&file.bytes, hints)
                .map_err(|ending| AgentError::NotRead { name: file.name.clone(), ending })?
                .map_err(refuse),
        }
    }
}

impl Ending {
    /// Why, in words that follow a colon.
    pub fn text(&self) -> Text {
        match self {
            Self::NotStarted(error) => words::reading::NOT_STARTED.fill(&[("why", &error.to_string())]),
            Self::OutOfTime => words::reading::OUT_OF_TIME,
            Self::OutOfMemory => words::reading::OUT_OF_MEMORY,
            Self::Died => words::reading::READER_DIED,
            Self::TooLarge => words::reading::ANSWER_TOO_LARGE,
            Self::NotUnderstood => words::reading::ANSWER_NOT_UNDERSTOOD,
        }
    }
}
