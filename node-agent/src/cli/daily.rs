//! What `status` says of the daemon and its ground: when the city was last heard of, the jobs, the room on the disk.

use chrono::{DateTime, Utc};
use schemas::{period::china, text::Text};

use super::Desk;
use crate::{
    error::{AgentError, megabytes},
    jobs::JobState,
    node::Node,
    outbox::Outcome,
    words,
};

/// Contact first, then a line for each job.
pub(super) fn show(desk: &mut Desk<'_>, node: &Node) -> Result<(), AgentError> {
    let contact = match node.last_contact()? {
        Some(met) => words::status::CONTACT.fill(&[("at", &local(met))]),
        None => words::status::NO_CONTACT,
    };
    let said = if node.is_healthy()? { words::status::HEALTHY } else { words::status::QUIET };
    desk.say(&said.fill(&[("contact", &contact)]))?;
    for JobState { job, last, next } in node.jobs()? {
        let last = last.map_or(words::daemon::RUN_NEVER, |run| match run.ended {
            None => words::daemon::RUN_UNDER_WAY.fill(&[("at", &local(run.started))]),
            Some((at, Outcome::Done)) => words::daemon::RUN_DONE.fill(&[("at", &local(at))]),
            Some((at, Outcome::Failed)) => words::daemon::RUN_FAILED.fill(&[("at", &local(at))]),
            Some((at, Outcome::Broken)) => words::daemon::RUN_BROKEN.fill(&[("at", &local(at))]),
        });
        let next = next.map_or(words::daemon::RUN_NEVER, local);
        desk.say(&words::daemon::JOB_LINE.fill(&[("job", &job.title()), ("last", &last), ("next", &next)]))?;
    }
    if let Some(reminded) = node.reminders()?.filter(|reminded| !reminded.all.is_empty()) {
        desk.say(
            &words::status::REMINDERS.fill(&[("n", &reminded.all.len()), ("at", &local(reminded.fetched))]),
        )?;
        for one in &reminded.all {
            let made = local(one.made);
            desk.say(&words::status::REMINDER.fill(&[
                ("made", &made),
                ("step", &one.step),
                ("title", &one.title),
            ]))?;
            one.lines
                .iter()
                .try_for_each(|line| desk.say(&words::status::REMINDER_LINE.fill(&[("line", line)])))?;
        }
    }
    let said = if node.has_room()? { words::folder::ROOM } else { words::folder::LITTLE_ROOM };
    desk.say(&said.fill(&[("free", &megabytes(node.free_space()?))]))
}

fn local(instant: DateTime<Utc>) -> Text {
    Text::same(instant.with_timezone(&china()).format("%m-%d %H:%M").to_string())
}
