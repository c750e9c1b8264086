//! `rotate`: a new key of the node in place of the one in force.

use clap::Args;
use schemas::key::words::fingerprint;

use super::{Desk, End};
use crate::{error::AgentError, words};

#[derive(Debug, Args)]
pub(super) struct Rotate {}

impl Rotate {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let mut node = desk.open()?;
        let proven = node.rotate().await?;
        desk.say(&words::key::ROTATED.fill(&[
            ("node", &node.name()),
            ("index", &proven.index),
            ("words", &fingerprint(&node.verify_key())),
        ]))?;
        Ok(End::Done)
    }
}
