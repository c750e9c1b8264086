//! `directives`: what the city has put to the bureau, by when, and what is to be answered.

use clap::Args;
use schemas::{
    directive::{AnswerKind, FORM},
    handover::Taken,
    period::day_of,
    text::Text,
};

use super::{Desk, End};
use crate::{directives::Put, error::AgentError, node::Node, words};

#[derive(Debug, Args)]
pub(super) struct Directives {
    /// Also what is over.
    #[arg(long)]
    all: bool,
}

impl Directives {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let found = desk.open()?.directives()?;
        let shown: Vec<&Put> =
            found.put.iter().filter(|put| self.all || !put.standing.stage.is_over()).collect();
        if shown.is_empty() {
            desk.say(&words::directive::NONE)?;
        }
        shown.iter().try_for_each(|put| show(desk, put))?;
        for answer in &found.handed {
            let said = match &answer.taken {
                Taken::Accepted(number) => {
                    words::directive::TAKEN.fill(&[("case", &answer.case), ("number", number)])
                }
                Taken::SentBack => words::directive::SENT_BACK.fill(&[("case", &answer.case)]),
            };
            desk.say(&said)?;
            desk.say(&words::directive::SAID.fill(&[("words", &answer.words)]))?;
        }
        let today = day_of(desk.clock.now());
        let overdue = shown.iter().any(|put| put.is_overdue(today));
        Ok(if overdue { End::Findings } else { End::Done })
    }
}

/// How many are open, for `status` and `duties`; nothing where none is.
pub(super) fn count(desk: &mut Desk<'_>, node: &Node) -> Result<(), AgentError> {
    let found = node.directives()?;
    let open: Vec<&Put> = found.put.iter().filter(|put| !put.standing.stage.is_over()).collect();
    let today = day_of(desk.clock.now());
    let overdue = open.iter().filter(|put| put.is_overdue(today)).count();
    if open.is_empty() {
        return Ok(());
    }
    desk.say(&words::directive::OPEN.fill(&[("n", &open.len()), ("overdue", &overdue)]))
}

fn show(desk: &mut Desk<'_>, put: &Put) -> Result<(), AgentError> {
    let (directive, standing) = (&put.directive, &put.standing);
    let countdown = match put.days_left {
        _ if standing.stage.is_over() => words::directive::OVER,
        0.. => words::duty::COUNT_DAYS.fill(&[("n", &put.days_left)]),
        _ => words::duty::COUNT_OVER.fill(&[("n", &-put.days_left)]),
    };
    desk.say(&words::directive::LINE.fill(&[
        ("countdown", &countdown),
        ("serial", &directive.serial.to_string()),
        ("number", &directive.number),
        ("kind", &directive.order.kind.title()),
        ("stage", &standing.stage.title(standing.kind)),
        ("due", &standing.due),
    ]))?;
    desk.say(&words::directive::SAID.fill(&[("words", &directive.order.title)]))?;
    desk.say(&words::directive::DEMAND.fill(&[("words", &directive.order.demand)]))?;
    if let Some(act) = put.acts.last() {
        let said = [("what", &act.change.text() as &dyn schemas::text::Wording), ("words", &act.words)];
        desk.say(&words::directive::ACT.fill(&said))?;
    }
    if let Some(next) = standing.next_answer() {
        desk.say(&answer(next, &directive.serial.to_string()))?;
    }
    Ok(())
}

/// What is to be answered, with the command.
fn answer(next: AnswerKind, serial: &str) -> Text {
    let what = match next {
        AnswerKind::Receipt => words::directive::RECEIPT,
        AnswerKind::Progress => words::directive::PROGRESS,
        other => other.title(),
    };
    words::directive::ANSWER.fill(&[("what", &what), ("form", &FORM), ("serial", &serial)])
}
