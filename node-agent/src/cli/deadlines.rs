//! `deadlines`: which cases of the ledgers filed from here are near or beyond their time limits.

use clap::Args;
use schemas::term::{Stand, Urgency};

use super::{Desk, End};
use crate::{error::AgentError, words};

#[derive(Debug, Args)]
pub(super) struct Deadlines {
    /// Also those with more than ten days left, or standing still.
    #[arg(long)]
    all: bool,
}

impl Deadlines {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let cases = desk.open()?.deadlines()?;
        let near = |stand: Stand| match stand {
            Stand::Overdue(_) | Stand::Lapsed(_) | Stand::Unknown => true,
            Stand::Due(urgency, _) => urgency < Urgency::Later,
            Stand::Stopped(_) => false,
        };
        let overdue = cases.iter().filter(|own| matches!(own.stand, Stand::Overdue(_))).count();
        let shown: Vec<_> = cases.iter().filter(|own| self.all || near(own.stand)).collect();
        desk.say(&words::duty::DEADLINES_HEAD.fill(&[
            ("open", &cases.len()),
            ("overdue", &overdue),
            ("shown", &shown.len()),
        ]))?;
        for own in &shown {
            let timed = &own.case.timed;
            let last = timed.last_day().map_or_else(|| "—".to_owned(), |(day, _)| day.to_string());
            desk.say(&words::duty::DEADLINE_LINE.fill(&[
                ("form", &own.form),
                ("case", &own.case.number),
                ("stand", &own.stand.text()),
                ("last", &last),
                ("limit", &timed.rule.name),
                ("article", &timed.rule.article),
                ("period", &own.period.title()),
            ]))?;
            timed
                .notes()
                .iter()
                .try_for_each(|note| desk.say(&words::duty::DEADLINE_NOTE.fill(&[("note", note)])))?;
        }
        Ok(if overdue > 0 { End::Findings } else { End::Done })
    }
}
