//! `enrol`: makes the node known to a city.

use std::path::PathBuf;

use clap::Args;
use schemas::{key::words::fingerprint, wire::KeyState};

use super::{Desk, End};
use crate::{error::AgentError, words};

#[derive(Debug, Args)]
pub(super) struct Enrol {
    /// The token the city handed out.
    token: String,
    /// Address of the city's program.
    #[arg(long, required_unless_present = "new_key")]
    server: Option<String>,
    /// PEM file with the root of the city's certificate, if the system does not know it.
    #[arg(long)]
    ca: Option<PathBuf>,
    /// Come back to the same city with a new key, after the old one was revoked.
    #[arg(long, conflicts_with = "server")]
    new_key: bool,
}

impl Enrol {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let mut node = desk.open()?;
        if let Some(file) = &self.ca {
            node.trust(file)?;
        }
        if self.new_key && node.enrolment()?.server.is_none() {
            let key = node.ask_anew(&self.token)?;
            desk.say(&words::key::ANEW_ASKED.fill(&[("node", &key.name()), ("words", &fingerprint(&key))]))?;
            return Ok(End::Done);
        }
        let enrolled = match &self.server {
            Some(server) if !self.new_key => node.enrol(&self.token, server).await?,
            _ => node.enrol_anew(&self.token).await?,
        };
        desk.say(&words::key::ENROLLED.fill(&[
            ("name", &enrolled.bureau_name),
            ("bureau", &enrolled.bureau.as_str()),
            ("campaign", &enrolled.campaign),
        ]))?;
        if enrolled.state == KeyState::Pending {
            desk.say(
                &words::key::PENDING
                    .fill(&[("node", &enrolled.node), ("words", &fingerprint(&node.verify_key()))]),
            )?;
        }
        Ok(End::Done)
    }
}
