//! `officer`: the key of the bureau's leader.

use clap::{Args, Subcommand};
use schemas::{text::Text, wire::KeyState};

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
    /// Put a new key of the leader in place of the one in force, signed with both.
    Rotate {
        #[command(flatten)]
        passphrase: Passphrase,
        /// Keep the new key nowhere: show it once, to be written down, before it is sent.
        #[arg(long, requires = "key_at_console")]
        on_paper: bool,
        /// Type the key in force in; none is kept on this machine.
        #[arg(long)]
        key_at_console: bool,
        /// Type the new key in too: the one that was written down when a change was broken off.
        #[arg(long, requires = "key_at_console", conflicts_with = "on_paper")]
        new_key_at_console: bool,
    },
}

impl Officer {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let mut node = desk.open()?;
        let by_file = node.enrolment()?.server.is_none();
        match self.act {
            Act::Init { token, passphrase, on_paper, key_at_console } => {
                let key = if key_at_console {
                    typed(desk, &words::officer::ASK_OFFICER_KEY)?
                } else if on_paper {
                    on_paper_only(desk)?
                } else if node.has_officer_key() {
                    node.open_officer_key(&passphrase.known(desk)?)?
                } else {
                    let key = OfficerKey::generate()?;
                    node.keep_officer_key(&key, &passphrase.fresh(desk)?)?;
                    key
                };
                if by_file {
                    node.ask_for_officer(&key, &token)?;
                    let said =
                        words::officer::OFFICER_ASKED.fill(&[("name", &key.name()), ("words", &key.words())]);
                    desk.say(&said)?;
                    return Ok(End::Done);
                }
                let enrolled = node.enrol_officer(&key, &token).await?;
                desk.say(&match enrolled.state {
                    KeyState::Pending => words::officer::OFFICER_PENDING
                        .fill(&[("name", &enrolled.node), ("words", &key.words())]),
                    _ => words::officer::OFFICER_ENROLLED.fill(&[("name", &enrolled.node)]),
                })?;
            }
            Act::Rotate { passphrase, on_paper, key_at_console, new_key_at_console } => {
                let (old, new) = if key_at_console {
                    let old = typed(desk, &words::officer::ASK_OFFICER_KEY)?;
                    let new = if new_key_at_console {
                        typed(desk, &words::officer::ASK_NEW_OFFICER_KEY)?
                    } else if on_paper {
                        on_paper_only(desk)?
                    } else {
                        node.next_officer_key(&passphrase.fresh(desk)?)?
                    };
                    (old, new)
                } else {
                    let passphrase = passphrase.known(desk)?;
                    (node.open_officer_key(&passphrase)?, node.next_officer_key(&passphrase)?)
                };
                if by_file {
                    node.ask_for_officer_change(&old, &new)?;
                    desk.say(&words::officer::OFFICER_CHANGE_ASKED)?;
                    return Ok(End::Done);
                }
                let key = node.rotate_officer(&old, &new).await?;
                desk.say(
                    &words::officer::OFFICER_ROTATED.fill(&[("name", &key.name()), ("words", &key.words())]),
                )?;
            }
        }
        Ok(End::Done)
    }
}

fn typed(desk: &Desk<'_>, prompt: &Text) -> Result<OfficerKey, AgentError> {
    OfficerKey::from_text(&console(prompt.get(desk.lang))?)
}

/// A new key that is shown once and kept nowhere.
fn on_paper_only(desk: &mut Desk<'_>) -> Result<OfficerKey, AgentError> {
    let key = OfficerKey::generate()?;
    desk.say(&words::officer::OFFICER_ON_PAPER.fill(&[("key", &key.to_text())]))?;
    Ok(key)
}
