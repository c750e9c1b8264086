//! `aggregator verify`: what somebody holds in hand, checked with nothing but the log's key.

use std::path::PathBuf;

use clap::Args;
use schemas::{
    evidence::{Evidence, Held},
    note::VerifyKey,
};

use super::{Failure, say};
use crate::config::read;

/// Verify a receipt offline; also that it is that of a statement, that a document is the one its leaf names, and that a
/// later checkpoint still holds it.
#[derive(Args)]
pub(super) struct Verify {
    /// The receipt, a `.tlog-proof` file.
    receipt: PathBuf,
    /// The log's key, `name+id+base64`.
    #[arg(long)]
    key: String,
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
    pub(super) fn run(self) -> Result<(), Failure> {
        let key = VerifyKey::parse(self.key.trim())?;
        let given = |path: &Option<PathBuf>| path.as_deref().map(read).transpose();
        let (statement, document) = (given(&self.statement)?, given(&self.document)?);
        let (receipt, growth) = (read(&self.receipt)?, given(&self.consistency)?);
        let evidence = Evidence {
            receipt: &receipt,
            statement: statement.as_deref(),
            document: document.as_deref(),
            growth: growth.as_deref(),
        };
        let Held { proven, later } = evidence.verify(&key)?;
        let out = &mut std::io::stdout();
        say(
            out,
            &format!(
                "The receipt holds: leaf {} of {} ({} leaves).",
                proven.index, proven.checkpoint.origin, proven.checkpoint.size
            ),
        );
        if statement.is_some() {
            say(out, "It is the receipt of that statement.");
        }
        if document.is_some() {
            say(out, "The document is the one the leaf names.");
        }
        if let Some(later) = later {
            say(out, &format!("The log of {} leaves still holds it and has only grown since.", later.size));
        }
        say(out, proven.entry.compose().trim_end());
        Ok(())
    }
}
