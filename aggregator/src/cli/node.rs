//! `aggregator token` and `aggregator node`: bringing nodes in.

use clap::{Args, Subcommand};
use schemas::{problem::Problem, wire::KeyState};

use super::{Failure, Place, block_on, say};
use crate::{clock::Clock, error::AppError, intake::enrolment, store::node};

/// Make a one-use token.
#[derive(Args)]
pub(super) struct Token {
    #[command(flatten)]
    place: Place,
    /// Code of the bureau the node files for.
    bureau: String,
    /// Let the node file at once, without comparing fingerprints.
    #[arg(long)]
    approved: bool,
}

impl Token {
    pub(super) fn run(self) -> Result<(), Failure> {
        let services = self.place.config().open(Clock::system())?;
        let token = block_on(enrolment::issue(&services, self.bureau.parse()?, self.approved))??;
        say(&mut std::io::stdout(), &token);
        Ok(())
    }
}

/// Nodes.
#[derive(Args)]
pub(super) struct Node {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// List nodes with bureau, state and key.
    List,
    /// Let a node file, after its name was compared with what the county reads out.
    Approve {
        /// Name of the node, `n-…`; it is a hash of its key.
        name: String,
    },
}

impl Node {
    pub(super) fn run(self) -> Result<(), Failure> {
        let services = self.place.config().open(Clock::system())?;
        match self.act {
            Act::List => {
                for row in services.store.read_now(|connection| Ok::<_, AppError>(node::all(connection)?))? {
                    let state = serde_json::to_value(row.state)?;
                    say(
                        &mut std::io::stdout(),
                        &format!("{} {} {} {}", row.name, row.bureau, state.as_str().unwrap_or("-"), row.key),
                    );
                }
            }
            Act::Approve { name } => {
                let approved = block_on(services.store.write(move |connection| {
                    let known = node::set_state(connection, &name, KeyState::Active)?;
                    if known { Ok(()) } else { Err(AppError::from(Problem::NotFound)) }
                }))?;
                approved?;
                say(&mut std::io::stdout(), "The node may file.");
            }
        }
        Ok(())
    }
}
