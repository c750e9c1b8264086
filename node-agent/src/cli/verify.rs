//! `verify`: what a receipt proves, without network.

use std::path::{Path, PathBuf};

use clap::Args;
use schemas::{
    evidence::{Evidence, Held},
    note::VerifyKey,
    period::china,
    receipt::Receipt,
};

use super::{Desk, End};
use crate::{config::Config, error::AgentError, source::SourceFile, verify::verify, words};

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The receipt's file.
    receipt: PathBuf,
    /// The log's key; without it the one pinned in the node's folder.
    #[arg(long, value_name = "VKEY")]
    key: Option<String>,
    /// The signed statement it should be the receipt of.
    #[arg(long, value_name = "FILE")]
    statement: Option<PathBuf>,
    /// The document its leaf should fix, as it came with the letter.
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// The proof that a later checkpoint still holds it (`/api/v1/log/consistency`).
    #[arg(long, value_name = "FILE")]
    consistency: Option<PathBuf>,
}

impl Verify {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let key = match &self.key {
            Some(key) => VerifyKey::parse(key.trim()).map_err(AgentError::Key)?,
            None => match Config::read(&desk.dir).ok().and_then(|config| config.enrolment) {
                // What a log that ended has signed holds for good.
                Some(enrolment) => {
                    let text = text(&self.receipt)?;
                    let of = Receipt::parse(&text).map(|receipt| receipt.origin().to_owned());
                    let former = enrolment.former_keys.iter().find(|key| of.as_deref() == Ok(key.name()));
                    former.unwrap_or(&enrolment.log_key).clone()
                }
                None => {
                    desk.say(&words::receipt::KEY_NEEDED)?;
                    return Ok(End::CouldNot);
                }
            },
        };
        let read = |path: &Option<PathBuf>| path.as_deref().map(text).transpose();
        let (statement, document) = (read(&self.statement)?, read(&self.document)?);
        let (receipt, growth) = (text(&self.receipt)?, read(&self.consistency)?);
        let evidence = Evidence {
            receipt: &receipt,
            statement: statement.as_deref(),
            document: document.as_deref(),
            growth: growth.as_deref(),
        };
        let Held { proven, later } = match verify(evidence, &key) {
            Ok(held) => held,
            Err(error) => {
                desk.say(&error.text())?;
                return Ok(End::Findings);
            }
        };
        let filing = match &proven.entry.filing {
            Some((filing, revision)) => format!("{filing} r{revision}"),
            None => proven.entry.act.to_string(),
        };
        let received =
            proven.entry.received.with_timezone(&china()).format("%Y-%m-%d %H:%M:%S%.3f %:z").to_string();
        desk.say(&words::receipt::VERIFIED.fill(&[
            ("log", &proven.checkpoint.origin),
            ("index", &proven.index),
            ("received", &received),
            ("filing", &filing),
        ]))?;
        if let Some(id) = proven.entry.statement {
            desk.say(&words::receipt::VERIFIED_STATEMENT.fill(&[("id", &id.to_string())]))?;
        }
        if document.is_some() {
            desk.say(&words::receipt::VERIFIED_DOCUMENT)?;
        }
        if let Some(later) = later {
            desk.say(&words::receipt::VERIFIED_LATER.fill(&[("size", &later.size)]))?;
        }
        Ok(End::Done)
    }
}

fn text(path: &Path) -> Result<String, AgentError> {
    Ok(String::from_utf8_lossy(&SourceFile::open(path)?.bytes).into_owned())
}
