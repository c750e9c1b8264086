//! What can go wrong with a request, and the one answer each failure becomes. The cause is logged once, here.

use std::time::Duration;

use charts::ChartError;
use schemas::{problem::Problem, text::Text, wire::Head};

use crate::{picture::PictureError, store::StoreError};

/// A request failed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A listed problem, with what it concerns and what to do.
    #[error("{}{}", problem.code(), detail.as_ref().map(|detail| format!(": {}", detail.en)).unwrap_or_default())]
    Problem {
        /// Which.
        problem: Problem,
        /// To what it happened and what to do.
        detail: Option<Text>,
        /// The head in force, on a conflict.
        head: Option<Box<Head>>,
    },
    /// A listed problem that passes, and the least time until it may have passed.
    #[error("{}, for {after:?}", problem.code())]
    Later {
        /// Which.
        problem: Problem,
        /// How long it lasts at least.
        after: Duration,
    },
    /// The body does not continue an upload where it stands.
    #[error("the upload stands at {0}")]
    Offset(u64),
    /// The store failed.
    #[error("store")]
    Store(#[from] StoreError),
    /// The system has no random numbers.
    #[error("no random numbers")]
    Random(getrandom::Error),
    /// What everyone keeps closed could not be closed or opened.
    #[error("a closed document")]
    Sealed,
    /// A chart could not be made, by a defect of ours.
    #[error("chart")]
    Chart(#[source] ChartError),
    /// A page could not be made.
    #[error("page")]
    Page(#[from] askama::Error),
}

impl From<Problem> for AppError {
    fn from(problem: Problem) -> Self {
        Self::Problem { problem, detail: None, head: None }
    }
}

impl From<PictureError> for AppError {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::NoSuchIndicator(_) | PictureError::NoSuchBureau(_) => Problem::NotFound.into(),
            PictureError::Chart(error @ ChartError::Library(_)) => Self::Chart(error),
            PictureError::Chart(error) => {
                Self::with(Problem::Invalid, Text::owned(error.zh(), error.to_string()))
            }
        }
    }
}

impl AppError {
    /// A problem with a sentence.
    pub fn with(problem: Problem, detail: Text) -> Self {
        Self::Problem { problem, detail: Some(detail), head: None }
    }

    /// How long whatever is in the way is known to stay there.
    pub fn lasts(&self) -> Option<Duration> {
        match self {
            Self::Later { after, .. } | Self::Store(StoreError::Later(after)) => Some(*after),
            _ => None,
        }
    }

    /// The problem the client is told.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Problem { problem, .. } | Self::Later { problem, .. } => *problem,
            Self::Offset(_) => Problem::UploadOffset,
            Self::Store(StoreError::Busy | StoreError::Later(_)) => Problem::Busy,
            Self::Store(StoreError::Full(_)) => Problem::Storage,
            Self::Store(StoreError::Recovering) => Problem::LogRecovering,
            Self::Store(_) | Self::Random(_) | Self::Sealed | Self::Chart(_) | Self::Page(_) => {
                Problem::Internal
            }
        }
    }
}
