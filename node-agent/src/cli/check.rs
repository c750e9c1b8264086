//! `check`: what is wrong with a ledger, by cell. Works in the folder of a node and anywhere else.

use std::path::PathBuf;

use clap::Args;

use super::{Desk, End, input::Input};
use crate::{error::AgentError, seal};

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    input: Input,
    /// Print findings and figures as JSON.
    #[arg(long)]
    json: bool,
    /// Folder of definitions to add, outside the folder of a node.
    #[arg(long)]
    definitions: Option<PathBuf>,
}

impl Check {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let draft = self.input.draft()?;
        let report = match (desk.open(), &self.definitions) {
            (Ok(node), None) => node.check(&draft, None)?,
            (Ok(_) | Err(AgentError::NoNode), folder) => {
                seal::check(&draft, &desk.definitions(folder.as_deref())?)?
            }
            (Err(error), _) => return Err(error),
        };
        if self.json {
            let json = serde_json::to_string_pretty(&report).map_err(std::io::Error::other)?;
            writeln!(desk.out, "{json}")?;
        } else {
            let text = report.text(desk.lang);
            write!(desk.out, "{text}")?;
        }
        Ok(if report.blocks() { End::Findings } else { End::Done })
    }
}
