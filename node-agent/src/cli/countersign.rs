//! `countersign`: the leader sees what is filed in the bureau's name, and signs it or takes it back.

use std::io::BufRead;

use clap::Args;

use super::{
    Desk, End,
    passphrase::{Passphrase, console},
};
use crate::{
    error::AgentError,
    node::Node,
    officer::{OfficerKey, Shown},
    report::figures,
    words,
};

#[derive(Debug, Args)]
pub(super) struct Countersign {
    /// Number of the item in `status`; without it everything that waits, one after another.
    item: Option<i64>,
    /// Take the item back instead of signing it.
    #[arg(long, requires = "item")]
    decline: bool,
    /// Do not ask; for scripts.
    #[arg(long)]
    yes: bool,
    /// Type the leader's key in; none is kept on this machine.
    #[arg(long)]
    key_at_console: bool,
    #[command(flatten)]
    passphrase: Passphrase,
}

impl Countersign {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        let waiting = node.unsigned(self.item)?;
        if self.decline {
            for shown in waiting {
                super::push::show(desk, &node, &node.decline(shown.item.number)?)?;
            }
            return Ok(End::Done);
        }
        // The key is opened once, after the first consent and not before.
        let mut key: Option<OfficerKey> = None;
        let mut end = End::Done;
        for shown in waiting {
            show(desk, &shown)?;
            if !self.yes && !agreed(desk)? {
                desk.say(&words::officer::NOT_COUNTERSIGNED.fill(&[("number", &shown.item.number)]))?;
                end = End::NotYet;
                continue;
            }
            let opened = match key.take() {
                Some(opened) => opened,
                None => self.open(desk, &node)?,
            };
            node.countersign(&opened, shown.item.number)?;
            key = Some(opened);
            desk.say(&words::officer::COUNTERSIGNED)?;
        }
        Ok(end)
    }

    fn open(&self, desk: &Desk<'_>, node: &Node) -> Result<OfficerKey, AgentError> {
        if self.key_at_console {
            return OfficerKey::from_text(&console(words::officer::ASK_OFFICER_KEY.get(desk.lang))?);
        }
        if !node.has_officer_key() {
            return Err(AgentError::NoOfficer);
        }
        node.open_officer_key(&self.passphrase.known(desk)?)
    }
}

fn agreed(desk: &mut Desk<'_>) -> Result<bool, AgentError> {
    desk.say(&words::officer::ASK_COUNTERSIGN)?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    let answer = answer.trim();
    Ok(answer == "同意" || answer.eq_ignore_ascii_case("yes"))
}

/// Form, period, rows, figures and reasons, read back from what is signed.
fn show(desk: &mut Desk<'_>, shown: &Shown) -> Result<(), AgentError> {
    let statement = &shown.item.statement;
    desk.say(&words::officer::TO_COUNTERSIGN.fill(&[
        ("number", &shown.item.number),
        ("form", &statement.filing.form),
        ("name", &shown.form.name),
        ("period", &statement.filing.period.title()),
        ("revision", &statement.revision),
    ]))?;
    if let Some(reason) = &statement.reason {
        desk.say(&words::officer::SHOWN_REASON.fill(&[("reason", reason)]))?;
    }
    match (&shown.summary, statement.content) {
        (Some(summary), Some(content)) => {
            desk.say(&words::officer::SHOWN_ROWS.fill(&[("rows", &content.rows)]))?;
            for (definition, value) in figures(&shown.form, summary) {
                writeln!(desk.out, "  {}  {value}", definition.title().get(desk.lang))?;
            }
        }
        _ => desk.say(&words::officer::SHOWN_NIL)?,
    }
    if !shown.explanations.is_empty() {
        desk.say(&words::officer::SHOWN_EXPLANATIONS.fill(&[("n", &shown.explanations.len())]))?;
        for given in &shown.explanations {
            let case = given.case.as_deref().unwrap_or_default();
            writeln!(desk.out, "  [{}] {case} {}", given.code, given.text)?;
        }
    }
    desk.say(&words::officer::SHOWN_ID.fill(&[("id", &shown.item.id.to_string())]))
}
