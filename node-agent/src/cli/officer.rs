//! `officer`: the key of the bureau's leader.

use clap::{Args, Subcommand};
use schemas::wire::KeyState;

use super::{
    Desk, End,
    passphrase::{Passphrase, console},
};
use crate::{error::AgentError, officer::OfficerKey, words};

#[derive(Debug, Args)]
pub(super) struct Officer {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Make the leader's key under a passphrase and enrol it; run again to ask whether it has been admitted.
    Init {
        /// The token the city handed out for the leader.
        token: String,
        #[command(flatten)]
        passphrase: Passphrase,
        /// Keep the key nowhere: show it once, to be written down.
        #[arg(long, conflicts_with = "key_at_console")]
        on_paper: bool,
        /// Type the key in instead of making one.
        #[arg(long)]
        key_at_console: bool,
    },
}

impl Officer {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let Act::Init { token, passphrase, on_paper, key_at_console } = self.act;
        let mut node = desk.open()?;
        node.enrolment()?;
        let key = if key_at_console {
            OfficerKey::from_text(&console(words::ASK_OFFICER_KEY.get(desk.lang))?)?
        } else if on_paper {
            let key = OfficerKey::generate()?;
            desk.say(&words::OFFICER_ON_PAPER.fill(&[("key", &key.to_text())]))?;
            key
        } else if node.has_officer_key() {
            node.open_officer_key(&passphrase.known(desk)?)?
        } else {
            let key = OfficerKey::generate()?;
            node.keep_officer_key(&key, &passphrase.fresh(desk)?)?;
            key
        };
        let enrolled = node.enrol_officer(&key, &token).await?;
        desk.say(&match enrolled.state {
            KeyState::Pending => {
                words::OFFICER_PENDING.fill(&[("name", &enrolled.node), ("words", &key.words())])
            }
            _ => words::OFFICER_ENROLLED.fill(&[("name", &enrolled.node)]),
        })?;
        Ok(End::Done)
    }
}
