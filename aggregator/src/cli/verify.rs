//! `aggregator verify`: a receipt checked with nothing but the log's key.

use std::path::PathBuf;

use clap::Args;
use schemas::{note::VerifyKey, receipt::Receipt};

use super::{Failure, say};

/// Verify a receipt offline.
#[derive(Args)]
pub(super) struct Verify {
    /// The receipt, a `.tlog-proof` file.
    receipt: PathBuf,
    /// The log's key, `name+id+base64`.
    #[arg(long)]
    key: String,
}

impl Verify {
    pub(super) fn run(self) -> Result<(), Failure> {
        let key = VerifyKey::parse(&self.key)?;
        let proven = Receipt::parse(&crate::config::read(&self.receipt)?)?.verify(&key)?;
        let out = &mut std::io::stdout();
        say(
            out,
            &format!(
                "The receipt holds: leaf {} of {} ({} leaves).",
                proven.index, proven.checkpoint.origin, proven.checkpoint.size
            ),
        );
        say(out, proven.entry.compose().trim_end());
        Ok(())
    }
}
