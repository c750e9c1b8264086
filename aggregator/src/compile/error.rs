//! Why nothing could be compiled, in words for the officer who asked.

use std::{io, path::PathBuf};

use schemas::{period::Period, text::Text};

use super::words;
use crate::{bureau_list::BureauListError, config::StartError};

/// Nothing was written. What is wrong with a single file of the folder is a finding and not this.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text().en)]
pub enum CompileError {
    /// Definitions or campaign.
    Start(#[from] StartError),
    /// The period is not of the campaign's cadence.
    Period(Period),
    /// A folder cannot be read.
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// More files than are looked at.
    TooManyFiles(usize),
    /// Neither the folder nor the command names the bureaus.
    NoBureauList(PathBuf),
    /// The list of bureaus gives no tree.
    BureauList {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: BureauListError,
    },
    /// No bureau of the list is ranked in the period.
    NoBureaus(Period),
    /// The result's folder is there and holds something.
    InTheWay(PathBuf),
    /// The result's folder holds something that is not a result, so that it is not replaced even by force.
    NotOurs(PathBuf),
    /// The result would replace what it is made from.
    Input(PathBuf),
    /// The result cannot be written.
    Write {
        /// What.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A result cannot be made; a defect of this program rather than of the files.
    Make(String),
}

impl CompileError {
    /// What is wrong and what to do.
    pub fn text(&self) -> Text {
        let shown = |path: &PathBuf| path.display().to_string();
        match self {
            Self::Start(cause) => words::NOT_STARTED.fill(&[("why", &with_causes(cause))]),
            Self::Period(period) => words::WRONG_CADENCE.fill(&[("period", period)]),
            Self::Folder { path, cause } => {
                words::FOLDER.fill(&[("path", &shown(path)), ("why", &cause.to_string())])
            }
            Self::TooManyFiles(limit) => words::TOO_MANY_FILES.fill(&[("limit", limit)]),
            Self::NoBureauList(path) => words::NO_BUREAU_LIST.fill(&[("path", &shown(path))]),
            Self::BureauList { path, cause } => {
                words::BUREAU_LIST.fill(&[("path", &shown(path)), ("why", &cause.to_string())])
            }
            Self::NoBureaus(period) => words::NO_BUREAUS.fill(&[("period", &period.title())]),
            Self::InTheWay(path) => words::IN_THE_WAY.fill(&[("path", &shown(path))]),
            Self::NotOurs(path) => words::NOT_OURS.fill(&[("path", &shown(path))]),
            Self::Input(path) => words::IS_INPUT.fill(&[("path", &shown(path))]),
            Self::Write { path, cause } => {
                words::NOT_WRITTEN.fill(&[("path", &shown(path)), ("why", &cause.to_string())])
            }
            Self::Make(why) => words::NOT_MADE.fill(&[("why", why)]),
        }
    }
}

fn with_causes(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

impl From<rust_xlsxwriter::XlsxError> for CompileError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::Make(error.to_string())
    }
}

impl From<csv::Error> for CompileError {
    fn from(error: csv::Error) -> Self {
        Self::Make(error.to_string())
    }
}

impl From<askama::Error> for CompileError {
    fn from(error: askama::Error) -> Self {
        Self::Make(error.to_string())
    }
}
