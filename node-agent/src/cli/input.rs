//! The arguments that name a ledger, shared by `check`, `file` and `amend`.

use std::path::PathBuf;

use clap::Args;
use schemas::{period::Period, sheet::encoding::Encoding, statement::Subject};

use super::read_workbook::Tighter;
use crate::{draft::Draft, error::AgentError, ledger::read_reasons, source::SourceFile};

#[derive(Debug, Args)]
pub(super) struct Input {
    /// The ledger: one file, or several whose rows are put together.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The form, for example L3; without it the headings must tell.
    #[arg(long)]
    form: Option<String>,
    /// The period: 2025Q3, 2025-07, 2025W27 or 2025-07-03.
    #[arg(long)]
    period: Period,
    /// The matter of an event report.
    #[arg(long)]
    subject: Option<Subject>,
    /// Which column is which, as HEADING=KEY.
    #[arg(long, value_name = "HEADING=KEY", value_parser = pair)]
    map: Vec<(String, String)>,
    /// Encoding of text files: utf8, gbk, utf16le or utf16be.
    #[arg(long, value_parser = encoding)]
    encoding: Option<Encoding>,
    /// Reasons for findings: a sheet with the columns code, case, reason, text.
    #[arg(long, value_name = "FILE")]
    explain: Option<PathBuf>,
    #[command(flatten)]
    tighter: Tighter,
}

impl Input {
    pub(super) fn draft(self) -> Result<Draft, AgentError> {
        let files = self.files.iter().map(|path| SourceFile::open(path)).collect::<Result<_, _>>()?;
        let reader = self.tighter.reader()?;
        let explanations = match &self.explain {
            Some(path) => read_reasons(&SourceFile::open(path)?, &reader)?,
            None => Vec::new(),
        };
        let Self { form, period, subject, map, encoding, .. } = self;
        Ok(Draft { form, period, subject, files, map, encoding, explanations, reader })
    }
}

pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((heading, key)) if !heading.trim().is_empty() && !key.trim().is_empty() => {
            Ok((heading.trim().to_owned(), key.trim().to_owned()))
        }
        _ => Err("HEADING=KEY".to_owned()),
    }
}

pub(super) fn encoding(text: &str) -> Result<Encoding, String> {
    match text.to_ascii_lowercase().replace(['-', '_'], "").as_str() {
        "utf8" => Ok(Encoding::Utf8),
        "gbk" | "gb2312" | "gb18030" => Ok(Encoding::Gb18030),
        "utf16" | "utf16le" => Ok(Encoding::Utf16Le),
        "utf16be" => Ok(Encoding::Utf16Be),
        _ => Err("utf8, gbk, utf16le or utf16be".to_owned()),
    }
}
