//! `aggregator node`: who may sign; admitting a key after its words were compared, and taking one away.

use std::io::BufRead;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use schemas::{period::china, wire::KeyState};

use super::{Failure, Place, block_on, say};
use crate::{
    app::Services,
    clock::Clock,
    intake::key::{self, Holder},
    store::node::word,
};

/// Nodes and leaders.
#[derive(Args)]
pub(super) struct Node {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// List nodes and leaders with state, role, bureau and the six words of the key.
    List,
    /// Show the words of a key, and admit it when they are what the county reads out.
    Approve {
        /// Name of the node or leader, `n-…` or `o-…`.
        name: String,
        /// The words were compared already: do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Take the right to sign away. What was received since the instant is kept and flagged.
    Revoke {
        /// Name of the node or leader.
        name: String,
        /// From when the key may have been in other hands, `2025-10-12T08:00:00+08:00`.
        #[arg(long)]
        since: DateTime<Utc>,
        /// Why; it is told to the holder, and names no person.
        #[arg(long)]
        reason: String,
    },
}

impl Node {
    pub(super) fn run(self) -> Result<(), Failure> {
        let services = self.place.config().open(Clock::system())?;
        match self.act {
            Act::List => {
                for holder in services.store.read_now(key::holders)? {
                    tell(&holder);
                }
            }
            Act::Approve { name, yes } => approve(&services, name, yes)?,
            Act::Revoke { name, since, reason } => {
                block_on(key::revoke(&services, name, since, reason))??;
                say(&mut std::io::stdout(), "已吊销。该密钥不能再签名；重新入网须新的入网码和新密钥。");
                say(
                    &mut std::io::stdout(),
                    "Revoked. It signs no more; coming back takes a new token and a new key.",
                );
            }
        }
        Ok(())
    }
}

/// A line of state, role, bureau and key, and the words in both languages under it.
fn tell(Holder { row, words, contested }: &Holder) {
    let out = &mut std::io::stdout();
    say(out, &format!("{} {} {} {} {}", row.name, word(row.state), row.role, row.bureau, row.key));
    say(out, &format!("    {}", words.zh));
    say(out, &format!("    {}", words.en));
    if *contested {
        say(out, "    注意：入网码被另一密钥用过，请务必逐词核对");
        say(out, "    WARNING: the token was also tried with another key; compare every word");
    }
    if let Some(since) = row.suspect_since {
        let since = since.with_timezone(&china()).format("%Y-%m-%d %H:%M:%S %:z");
        say(out, &format!("    存疑起点 suspect since {since}"));
    }
}

fn approve(services: &Services, name: String, yes: bool) -> Result<(), Failure> {
    let holder = services.store.read_now(|connection| key::find(connection, &name))?;
    tell(&holder);
    if holder.row.state == KeyState::Pending && !yes {
        say(&mut std::io::stdout(), "县里报读的六个词与上面完全一致吗？一致请输入 yes：");
        say(&mut std::io::stdout(), "Does the county read out exactly these six words? Type yes:");
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        if !answer.trim().eq_ignore_ascii_case("yes") {
            return Err("not approved: the key waits as before 未核准，密钥仍待核准".into());
        }
    }
    block_on(key::approve(services, name))??;
    say(&mut std::io::stdout(), "已核准，可以签名。 Approved: it may sign.");
    Ok(())
}
