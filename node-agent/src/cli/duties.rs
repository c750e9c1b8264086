//! `duties`: what the bureau owes and by when, the most urgent first.

use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use schemas::{duty_act::Change, text::Text};

use super::{Desk, End, directives, prepare};
use crate::{
    duties::{Duty, Stage},
    error::AgentError,
    node::Node,
    words,
};

/// Most lines that `status` shows.
const SHORT: usize = 5;

#[derive(Debug, Args)]
pub(super) struct Duties {}

impl Duties {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        let duties = node.duties()?;
        if duties.is_empty() {
            desk.say(&words::duty::NO_DUTIES)?;
        }
        duties.iter().try_for_each(|duty| line(desk, &node, duty))?;
        directives::count(desk, &node)?;
        let now = desk.clock.now();
        let overdue = duties.iter().any(|duty| duty.stage.is_open() && duty.deadline.due <= now);
        Ok(if overdue { End::Findings } else { End::Done })
    }
}

/// The most urgent of them, for `status`.
pub(super) fn show(desk: &mut Desk<'_>, node: &Node) -> Result<(), AgentError> {
    let duties = node.duties()?;
    duties.iter().take(SHORT).try_for_each(|duty| line(desk, node, duty))?;
    match duties.len().checked_sub(SHORT) {
        Some(more) if more > 0 => desk.say(&words::duty::MORE_DUTIES.fill(&[("n", &more)])),
        _ => Ok(()),
    }
}

/// A line for a duty, one for what was decided of it, and one for what can be made here.
fn line(desk: &mut Desk<'_>, node: &Node, duty: &Duty) -> Result<(), AgentError> {
    let subject = duty.subject.as_ref().map(|subject| format!(" {subject}")).unwrap_or_default();
    let which = duty
        .which
        .as_ref()
        .map_or_else(|| Text::same(""), |which| words::duty::WHICH_REPORT.fill(&[("which", which)]));
    let time = duty.deadline.cut_off().map(|time| format!(" {time}")).unwrap_or_default();
    desk.say(&words::duty::DUTY_LINE.fill(&[
        ("countdown", &countdown(duty, desk.clock.now())),
        ("form", &duty.form),
        ("period", &duty.period),
        ("subject", &subject),
        ("which", &which),
        ("stage", &title(duty.stage)),
        ("due", &format!("{}{time}", duty.deadline.due_day())),
    ]))?;
    if let Some(act) = &duty.decided {
        let said = match act.change {
            Change::Extended(until) => {
                words::duty::DUTY_EXTENDED.fill(&[("until", &until), ("reason", &act.reason)])
            }
            Change::Exempted => words::duty::DUTY_EXEMPT.fill(&[("reason", &act.reason)]),
        };
        desk.say(&said)?;
    }
    prepare::offer(desk, node, duty)
}

/// How long there is, or how long it is over.
fn countdown(duty: &Duty, now: DateTime<Utc>) -> Text {
    if duty.stage == Stage::Exempt {
        return words::duty::COUNT_EXEMPT;
    }
    let left = duty.deadline.due - now;
    match (left > TimeDelta::zero(), left.num_days(), left.num_hours()) {
        (true, 0, 0) => words::duty::COUNT_MINUTES.fill(&[("n", &left.num_minutes())]),
        (true, 0, hours) => words::duty::COUNT_HOURS.fill(&[("n", &hours)]),
        (true, days, _) => words::duty::COUNT_DAYS.fill(&[("n", &days)]),
        (false, ..) => {
            let over = schemas::period::day_of(now) - duty.deadline.due_day();
            words::duty::COUNT_OVER.fill(&[("n", &over.num_days().max(1))])
        }
    }
}

fn title(stage: Stage) -> Text {
    match stage {
        Stage::NotYet => words::duty::STAGE_NOT_YET,
        Stage::ToFile => words::duty::STAGE_TO_FILE,
        Stage::Sealed => words::duty::STAGE_SEALED,
        Stage::ToAmend => words::duty::STAGE_TO_AMEND,
        Stage::Filed => words::duty::STAGE_FILED,
        Stage::Exempt => words::duty::STAGE_EXEMPT,
    }
}
