//! `push`: sends what is sealed, and says where each item stands afterwards.

use clap::Args;
use schemas::period::china;

use super::{Desk, End};
use crate::{
    error::AgentError,
    node::Node,
    outbox::{Decision, Item, State, StoreFault},
    push::{Pushed, Trouble, waits},
    words,
};

#[derive(Debug, Args)]
pub(super) struct Push {
    /// Send now, though the city asked to be left alone for a while.
    #[arg(long)]
    now: bool,
}

impl Push {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        let pushed = if self.now { node.push_now().await } else { node.push().await };
        tell(desk, &node, pushed?)
    }
}

/// Sends, and ends with the gravest of what became of the items.
pub(super) async fn push(desk: &mut Desk<'_>, node: &Node) -> Result<End, AgentError> {
    let pushed = node.push().await?;
    tell(desk, node, pushed)
}

fn tell(desk: &mut Desk<'_>, node: &Node, pushed: Pushed) -> Result<End, AgentError> {
    if pushed.items.is_empty() && pushed.trouble.is_none() && !returned(node)? {
        desk.say(&words::push::NOTHING_TO_SEND)?;
    }
    let mut end = damaged(desk, node)?;
    for item in node.items()?.iter().filter(|item| item.state == State::Unsigned) {
        // One that the city has just sent back for its leader is shown below.
        if !pushed.items.iter().any(|sent| sent.number == item.number) {
            show(desk, node, item)?;
        }
        desk.say(&words::officer::COUNTERSIGN_NEXT)?;
        end = end.max(End::NotYet);
    }
    // What the city has sent back is said until it is amended, also if nothing waited.
    for item in node.items()?.iter().filter(|item| item.state == State::Returned) {
        if !pushed.items.iter().any(|sent| sent.number == item.number) {
            show(desk, node, item)?;
        }
        end = end.max(End::Findings);
    }
    for item in &pushed.items {
        show(desk, node, item)?;
        end = end.max(weigh(item));
    }
    if let Some(trouble) = &pushed.trouble {
        desk.say(&trouble.text())?;
    }
    beyond(desk, node)?;
    if let Some(Trouble::Later(_)) = pushed.trouble {
        end = end.max(End::NotYet);
    }
    if end == End::NotYet && pushed.items.iter().any(|item| item.state == State::Sealed) {
        desk.say(&words::outbox::NOT_YET)?;
    }
    Ok(end)
}

/// Says that the city has put definitions in force that this program cannot follow.
pub(super) fn beyond(desk: &mut Desk<'_>, node: &Node) -> Result<End, AgentError> {
    match &node.rules().beyond {
        Some(beyond) => desk.say(&beyond.text()).map(|()| End::Findings),
        None => Ok(End::Done),
    }
}

/// The end that goes with where an item stands.
pub(super) fn weigh(item: &Item) -> End {
    match item.state {
        State::Sealed | State::Unsigned => End::NotYet,
        State::Blocked(_) | State::Quarantined => End::Refused,
        State::Invalid => End::Findings,
        _ => End::Done,
    }
}

fn returned(node: &Node) -> Result<bool, AgentError> {
    Ok(node.items()?.iter().any(|item| item.state == State::Returned))
}

/// Names the items that are damaged: they are neither shown nor sent.
pub(super) fn damaged(desk: &mut Desk<'_>, node: &Node) -> Result<End, AgentError> {
    let numbers = node.damaged()?;
    for number in &numbers {
        desk.say(&StoreFault::Damaged(*number).text())?;
    }
    Ok(if numbers.is_empty() { End::Done } else { End::CouldNot })
}

/// One item: its line, its due day, what the city said and found.
pub(super) fn show(desk: &mut Desk<'_>, node: &Node, item: &Item) -> Result<(), AgentError> {
    let (filing, id) = (&item.statement.filing, item.id.to_string());
    desk.say(&words::outbox::ITEM.fill(&[
        ("number", &item.number),
        ("form", &filing.form),
        ("period", &filing.period),
        ("revision", &item.statement.revision),
        ("state", &item.state.title()),
        ("id", &id.get(..12).unwrap_or(&id)),
    ]))?;
    if let Some(deadline) = node.deadline(&filing.form, filing.period) {
        desk.say(&words::outbox::DUE.fill(&[("due", &deadline.due_day())]))?;
    }
    if let Some(at) = item.exported.filter(|_| waits(item)) {
        let at = at.with_timezone(&china()).format("%Y-%m-%d %H:%M").to_string();
        desk.say(&words::package::EXPORTED_AT.fill(&[("at", &at)]))?;
    }
    if let Some(said) = &item.said {
        desk.say(&words::outbox::SAID.fill(&[("said", said)]))?;
    }
    match (item.state, item.decision) {
        (State::Valid, Some(Decision::Confirmed)) => desk.say(&words::outbox::IS_CONFIRMED)?,
        (State::Receipted | State::Stored, Some(Decision::Defaulted)) => {
            desk.say(&words::outbox::IS_DEFAULTED)?
        }
        (State::Returned, Some(Decision::Until(day))) => {
            desk.say(&words::outbox::IS_RETURNED.fill(&[("until", &day)]))?
        }
        _ => {}
    }
    for finding in &item.findings {
        let case = finding.case.as_deref().map(|case| format!(" {case}")).unwrap_or_default();
        writeln!(desk.out, "    [{}]{case} {}", finding.code, finding.what.get(desk.lang))?;
    }
    Ok(())
}
