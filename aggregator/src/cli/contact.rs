//! `aggregator bureau contact`: where a bureau is reached by reminders, besides pages and nodes.

use clap::{Args, Subcommand, ValueEnum};
use schemas::{problem::Problem, text::Text};

use super::{Failure, Place, block_on, say, tell};
use crate::{
    clock::Clock,
    error::AppError,
    reminder::{notify, webhook},
    store::{
        bureau,
        contact::{self, MOST},
        message::Channel,
    },
};

/// Where bureaus are reached.
#[derive(Args)]
pub(super) struct Contact {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Add an address.
    Add(One),
    /// Remove one.
    Remove(One),
    /// List them all.
    List {
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Args)]
struct One {
    #[command(flatten)]
    place: Place,
    /// Code of the bureau.
    bureau: String,
    /// Whose it is.
    #[arg(long, default_value = "filing")]
    post: Post,
    /// A mail address of the office or post.
    #[arg(long, conflicts_with = "webhook", required_unless_present = "webhook")]
    email: Option<String>,
    /// The address of a program: https, or this machine.
    #[arg(long)]
    webhook: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Post {
    /// Who files.
    Filing,
    /// The leader.
    Leader,
}

/// The address is none.
const NO_ADDRESS: Text = Text::new(
    "地址不成立：邮件地址须完整；推送地址须为 https 或本机，且不含用户名和口令",
    "That is no address: mail needs a whole one, a program https or this machine, without name and password in it",
);

impl One {
    fn contact(&self) -> Result<contact::Contact, Failure> {
        let post = match self.post {
            Post::Filing => contact::Post::Filing,
            Post::Leader => contact::Post::Leader,
        };
        let (channel, address) = match (&self.email, &self.webhook) {
            (Some(email), _) if notify::is_address(email) => (Channel::Email, email.clone()),
            (None, Some(webhook)) if webhook::is_address(webhook) => (Channel::Webhook, webhook.clone()),
            _ => return Err(AppError::with(Problem::Invalid, NO_ADDRESS).into()),
        };
        Ok(contact::Contact { bureau: self.bureau.parse()?, post, channel, address })
    }
}

impl Contact {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self.act {
            Act::Add(one) => {
                let new = one.contact()?;
                let services = one.place.config().open(Clock::system())?;
                let added = block_on(services.store.write(move |connection| {
                    bureau::tree(connection)?.get(&new.bureau).ok_or(Problem::NotFound)?;
                    Ok::<_, AppError>(contact::add(connection, &new)?)
                }))??;
                let many = Text::new(
                    "该单位已有{n}个地址，请先删除不用的",
                    "The bureau has {n} addresses; remove one first",
                );
                tell(&if added {
                    Text::new("已登记。", "It is entered.")
                } else {
                    many.fill(&[("n", &MOST)])
                });
            }
            Act::Remove(one) => {
                let gone = one.contact()?;
                let services = one.place.config().open(Clock::system())?;
                let removed = block_on(
                    services
                        .store
                        .write(move |connection| Ok::<_, AppError>(contact::remove(connection, &gone)?)),
                )??;
                tell(&if removed {
                    Text::new("已删除。", "It is removed.")
                } else {
                    Text::new("没有这个地址。", "There is no such address.")
                });
            }
            Act::List { place } => {
                let services = place.config().open(Clock::system())?;
                for one in services.store.read_now(|connection| contact::all(connection, None))? {
                    let line =
                        format!("{} {} {} {}", one.bureau, one.post.word(), one.channel.word(), one.address);
                    say(&mut std::io::stdout(), &line);
                }
            }
        }
        Ok(())
    }
}
