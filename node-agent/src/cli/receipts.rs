//! `receipts`: lists them, or writes each with its statement to a folder, from where they can be verified anywhere.

use std::{fs, path::PathBuf};

use clap::Args;

use super::{Desk, End, push::show};
use crate::{error::AgentError, outbox::Item, words};

#[derive(Debug, Args)]
pub(super) struct Receipts {
    /// Folder to write to.
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
}

impl Receipts {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        let items: Vec<Item> = node.items()?.into_iter().filter(|item| item.receipt.is_some()).collect();
        if items.is_empty() {
            desk.say(&words::NO_RECEIPTS)?;
        }
        items.iter().try_for_each(|item| show(desk, &node, item))?;
        if let Some(dir) = self.export {
            fs::create_dir_all(&dir)?;
            for (item, receipt) in items.iter().filter_map(|item| Some((item, item.receipt.as_ref()?))) {
                let (filing, id) = (&item.statement.filing, item.id.to_string());
                let revision = item.statement.revision;
                let name =
                    format!("{}-{}-r{revision}-{}", filing.form, filing.period, id.get(..12).unwrap_or(&id));
                fs::write(dir.join(format!("{name}.tlog-proof")), receipt)?;
                fs::write(dir.join(format!("{name}.statement")), &item.note)?;
            }
            desk.say(&words::EXPORTED.fill(&[("n", &items.len())]))?;
        }
        Ok(End::Done)
    }
}
