//! `file`, `nil`, `amend`, `void`: seal, then send.

use clap::Args;
use schemas::{
    period::Period,
    statement::{Purpose, Subject},
};

use super::{Desk, End, input::Input, push};
use crate::{
    error::AgentError,
    node::Node,
    outbox::{Item, State},
    words,
};

#[derive(Debug, Args)]
pub(super) struct File {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Args)]
pub(super) struct Nil {
    /// The form.
    #[arg(long)]
    form: String,
    /// The period.
    #[arg(long)]
    period: Period,
    /// The matter of an event report.
    #[arg(long)]
    subject: Option<Subject>,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Args)]
pub(super) struct Amend {
    #[command(flatten)]
    input: Input,
    /// Why; it is filed with the ledger.
    #[arg(long)]
    reason: String,
    /// Seal and do not send.
    #[arg(long)]
    no_send: bool,
}

#[derive(Debug, Args)]
pub(super) struct Void {
    /// The form.
    #[arg(long)]
    form: String,
    /// The period.
    #[arg(long)]
    period: Period,
    /// The matter of an event report.
    #[arg(long)]
    subject: Option<Subject>,
    /// Why; it is filed with the withdrawal.
    #[arg(long)]
    reason: String,
    /// Seal and do not send.
    #[arg(long)]
    no_send: bool,
}

#[derive(Debug, Args)]
struct How {
    /// An earlier period, for comparison; never judged.
    #[arg(long, conflicts_with = "baseline")]
    history: bool,
    /// Take what is open at the start as it is.
    #[arg(long)]
    baseline: bool,
    /// Seal and do not send.
    #[arg(long)]
    no_send: bool,
}

impl How {
    fn purpose(&self) -> Option<Purpose> {
        match (self.history, self.baseline) {
            (true, _) => Some(Purpose::History),
            (_, true) => Some(Purpose::Baseline),
            _ => None,
        }
    }
}

impl File {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        let item = node.file(&self.input.draft()?, self.how.purpose())?;
        bring(desk, &node, &item)?;
        send(desk, &node, &item, self.how.no_send).await
    }
}

impl Nil {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        let item = node.nil(&self.form, self.period, self.subject.as_ref(), self.how.purpose())?;
        send(desk, &node, &item, self.how.no_send).await
    }
}

impl Amend {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        let item = node.amend(&self.input.draft()?, &self.reason)?;
        bring(desk, &node, &item)?;
        send(desk, &node, &item, self.no_send).await
    }
}

impl Void {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        let item = node.void(&self.form, self.period, self.subject.as_ref(), &self.reason)?;
        send(desk, &node, &item, self.no_send).await
    }
}

/// What the ledger brings besides.
fn bring(desk: &mut Desk<'_>, node: &Node, item: &Item) -> Result<(), AgentError> {
    let brings = node.brings(item)?;
    if !brings.is_empty() {
        desk.say(&words::check::BRINGS)?;
    }
    brings.iter().try_for_each(|brought| desk.say(&brought.text))
}

pub(super) async fn send(
    desk: &mut Desk<'_>,
    node: &Node,
    item: &Item,
    no_send: bool,
) -> Result<End, AgentError> {
    if no_send && item.state != State::Unsigned {
        push::show(desk, node, item)?;
        desk.say(&words::outbox::NOT_SENT)?;
        return Ok(End::Done);
    }
    if item.state == State::Unsigned {
        push::show(desk, node, item)?;
        desk.say(&words::officer::COUNTERSIGN_NEXT)?;
        return Ok(End::NotYet);
    }
    push::push(desk, node).await
}
