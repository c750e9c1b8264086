//! `verify`: what a receipt proves, without network.

use std::path::{Path, PathBuf};

use clap::Args;
use schemas::{note::VerifyKey, period::china};

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
}

impl Verify {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let key = match &self.key {
            Some(key) => VerifyKey::parse(key.trim()).map_err(AgentError::Key)?,
            None => match Config::read(&desk.dir).ok().and_then(|config| config.enrolment) {
                Some(enrolment) => enrolment.log_key,
                None => {
                    desk.say(&words::KEY_NEEDED)?;
                    return Ok(End::CouldNot);
                }
            },
        };
        let statement = self.statement.as_deref().map(text).transpose()?;
        let proven = match verify(&text(&self.receipt)?, &key, statement.as_deref()) {
            Ok(proven) => proven,
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
        desk.say(&words::VERIFIED.fill(&[
            ("log", &proven.checkpoint.origin),
            ("index", &proven.index),
            ("received", &received),
            ("filing", &filing),
        ]))?;
        if let Some(id) = proven.entry.statement {
            desk.say(&words::VERIFIED_STATEMENT.fill(&[("id", &id.to_string())]))?;
        }
        Ok(End::Done)
    }
}

fn text(path: &Path) -> Result<String, AgentError> {
    Ok(String::from_utf8_lossy(&SourceFile::open(path)?.bytes).into_owned())
}
