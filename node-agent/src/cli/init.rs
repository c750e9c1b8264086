//! `init`: makes a node.

use std::path::PathBuf;

use clap::Args;
use schemas::bureau::BureauCode;

use super::{Desk, End};
use crate::{config::Config, error::AgentError, node::Node, words};

#[derive(Debug, Args)]
pub(super) struct Init {
    /// The bureau the node is for; an enrolment for another one is then refused.
    #[arg(long)]
    bureau: Option<BureauCode>,
    /// Folder of the site's own definitions.
    #[arg(long)]
    definitions: Option<PathBuf>,
}

impl Init {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let definitions = self.definitions.map(std::path::absolute).transpose()?;
        let config = Config { bureau: self.bureau, definitions, ..Config::default() };
        Node::init(&desk.dir, &config)?;
        let node = desk.open()?;
        desk.say(&words::folder::INITIALISED.fill(&[("node", &node.name())]))?;
        Ok(End::Done)
    }
}
