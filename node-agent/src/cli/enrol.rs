//! `enrol`: makes the node known to a city.

use clap::Args;
use schemas::wire::KeyState;

use super::{Desk, End};
use crate::{error::AgentError, words};

#[derive(Debug, Args)]
pub(super) struct Enrol {
    /// The token the city handed out.
    token: String,
    /// Address of the city's program.
    #[arg(long)]
    server: String,
}

impl Enrol {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let mut node = desk.open()?;
        let enrolled = node.enrol(&self.token, &self.server).await?;
        desk.say(&words::ENROLLED.fill(&[
            ("name", &enrolled.bureau_name),
            ("bureau", &enrolled.bureau.as_str()),
            ("campaign", &enrolled.campaign),
        ]))?;
        if enrolled.state == KeyState::Pending {
            desk.say(&words::PENDING.fill(&[("node", &enrolled.node)]))?;
        }
        Ok(End::Done)
    }
}
