//! `aggregator user add`: accounts. The password is read from standard input and never from an argument.

use std::io::BufRead;

use clap::{Args, Subcommand, ValueEnum};
use schemas::problem::Problem;

use super::{Failure, Place, block_on, say};
use crate::{
    clock::Clock,
    error::AppError,
    identity::{self, Account, password},
    store::{account, bureau},
};

/// Accounts.
#[derive(Args)]
pub(super) struct User {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Add an account, or set name, role, bureau and password of one that exists.
    Add {
        #[command(flatten)]
        place: Place,
        /// Login name.
        login: String,
        /// Name shown.
        #[arg(long)]
        name: String,
        /// Role.
        #[arg(long)]
        role: Role,
        /// Code of the bureau whose subtree the account sees.
        #[arg(long)]
        bureau: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Role {
    /// City staff.
    Staff,
    /// A leader of the city: reads what staff reads, and decides on supervision what staff has proposed.
    Leader,
    /// County.
    County,
    /// Political-legal committee of the bureau's level: reads and changes nothing.
    Committee,
}

impl User {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Act::Add { place, login, name, role, bureau: code } = self.act;
        let role = match role {
            Role::Staff => identity::Role::Staff,
            Role::Leader => identity::Role::Leader,
            Role::County => identity::Role::County,
            Role::Committee => identity::Role::Committee,
        };
        let account = Account { login, name, role, bureau: code.parse()? };
        let services = place.config().open(Clock::system())?;
        let mut given = String::new();
        say(&mut std::io::stderr(), "Password (read from standard input):");
        std::io::stdin().lock().read_line(&mut given)?;
        let stored = password::hash(given.trim_end_matches(['\r', '\n']))?;
        block_on(services.store.write(move |connection| {
            bureau::tree(connection)?.get(&account.bureau).ok_or(Problem::NotFound)?;
            Ok::<_, AppError>(account::put(connection, &account, &stored)?)
        }))??;
        say(&mut std::io::stdout(), "The account is ready.");
        Ok(())
    }
}
