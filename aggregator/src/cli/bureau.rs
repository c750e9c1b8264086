//! `aggregator bureau`: the bureau tree from a CSV file, and where bureaus are reached.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Failure, Place, block_on, contact::Contact, say};
use crate::{bureau_list, clock::Clock, config::StartError, error::AppError, store};

/// The bureau tree.
#[derive(Args)]
pub(super) struct Bureau {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Enter or update bureaus: `code,name,name_en,level,kind,parent,counted_in,valid_from,valid_to`, in official order.
    Import {
        #[command(flatten)]
        place: Place,
        /// The file: CSV in UTF-8 or GBK, or a workbook.
        file: PathBuf,
    },
    /// Where bureaus are reached by reminders.
    Contact(Contact),
}

impl Bureau {
    pub(super) fn run(self) -> Result<(), Failure> {
        let (place, file) = match self.act {
            Act::Import { place, file } => (place, file),
            Act::Contact(contact) => return contact.run(),
        };
        let bytes = std::fs::read(&file).map_err(|cause| StartError::File { path: file, cause })?;
        let tree = bureau_list::tree(&bytes)?;
        let services = place.config().open(Clock::system())?;
        let count = tree.all().len();
        block_on(
            services
                .store
                .write(move |connection| Ok::<_, AppError>(store::bureau::enter(connection, &tree)?)),
        )??;
        say(&mut std::io::stdout(), &format!("{count} bureaus are in the tree."));
        Ok(())
    }
}
