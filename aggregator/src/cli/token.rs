//! `aggregator token`: a one-use token that brings a key in.

use chrono::TimeDelta;
use clap::Args;
use schemas::{bureau::BureauCode, key::Role};

use super::{Failure, Place, block_on, say};
use crate::{
    clock::Clock,
    intake::enrolment::{self, Grant},
};

/// Make a one-use token.
#[derive(Args)]
pub(super) struct Token {
    #[command(flatten)]
    place: Place,
    /// Code of the bureau the key signs for.
    bureau: BureauCode,
    /// What the key may sign: `agent` files, `officer` countersigns (单位负责人).
    #[arg(long, default_value = "agent", value_parser = role)]
    role: Role,
    /// Let the key sign at once, without comparing its words.
    #[arg(long)]
    approved: bool,
    /// Hours for which the token is good.
    #[arg(long, default_value_t = 72, value_parser = clap::value_parser!(u32).range(1..=72))]
    hours: u32,
    /// For a county without a line to the city: print the log's key too, which `node-agent export --token` asks for.
    #[arg(long)]
    offline: bool,
}

impl Token {
    pub(super) fn run(self) -> Result<(), Failure> {
        let services = self.place.config().open(Clock::system())?;
        let grant = Grant {
            bureau: self.bureau,
            role: self.role,
            approved: self.approved,
            life: TimeDelta::hours(self.hours.into()),
        };
        let token = block_on(enrolment::issue_for(&services, grant))??;
        say(&mut std::io::stdout(), &token);
        if self.offline {
            say(&mut std::io::stdout(), &services.log_key.to_string());
        }
        Ok(())
    }
}

fn role(text: &str) -> Result<Role, String> {
    text.parse().map_err(|_| "agent or officer".to_owned())
}
