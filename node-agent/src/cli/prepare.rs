//! `prepare`: a ledger made of those held here, to be signed or completed.

use std::{fs::OpenOptions, io::Write, path::PathBuf};

use clap::Args;
use schemas::{made::Gap, period::Period, statement::Subject, text::Text};

use super::{Desk, End};
use crate::{
    error::AgentError,
    node::Node,
    outbox::{Origin, Waiting},
    prepare::{Offer, Prepared},
    words,
};

/// Most missing cells that are named.
const NAMED: usize = 20;

#[derive(Debug, Args)]
pub(super) struct Prepare {
    /// The form, for example L7M.
    form: String,
    /// The period.
    period: Period,
    /// The matter of an event report.
    #[arg(long)]
    subject: Option<Subject>,
    /// Write the workbook here, to be filed by hand; nothing waits then.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Prepare {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        let lang = desk.chosen.unwrap_or_default();
        let subject = self.subject.as_ref();
        let filing = named(&self.form, self.period, subject);
        if let Some(path) = &self.out {
            let (bytes, ledger) = node.prepare_workbook(&self.form, self.period, subject, lang)?;
            let name = path.display().to_string();
            let refuse = |source: std::io::Error| match source.kind() {
                std::io::ErrorKind::AlreadyExists => AgentError::FileExists(name.clone()),
                _ => AgentError::File { name: name.clone(), source },
            };
            let mut options = OpenOptions::new();
            let written = options.write(true).create_new(true).open(path);
            written.and_then(|mut file| file.write_all(&bytes)).map_err(refuse)?;
            ledger.said.iter().try_for_each(|text| desk.say(text))?;
            return self.to_complete(desk, &name, &ledger.missing);
        }
        match node.prepare(&self.form, self.period, subject, lang)? {
            Prepared::Ready { waiting: Waiting { origin: Origin::Nil, number, .. }, .. } => {
                desk.say(&words::prepare::PREPARED_NIL.fill(&[("filing", &filing), ("number", &number)]))?;
                Ok(End::Done)
            }
            Prepared::Ready { waiting, wants_signer, of, said } => {
                said.iter().try_for_each(|text| desk.say(text))?;
                desk.say(&words::prepare::PREPARED_READY.fill(&[
                    ("filing", &filing),
                    ("of", &sources(&of)),
                    ("file", &waiting.name),
                    ("number", &waiting.number),
                    ("signer", &signer(wants_signer)),
                ]))?;
                Ok(End::Done)
            }
            Prepared::Part { file, missing, report, of, said } => {
                said.iter().try_for_each(|text| desk.say(text))?;
                desk.say(&words::prepare::PREPARED_PART.fill(&[("filing", &filing), ("of", &sources(&of))]))?;
                if let Some(report) = report {
                    let text = report.text(desk.lang);
                    writeln!(desk.out, "{text}")?;
                }
                self.to_complete(desk, &file.display().to_string(), &missing)
            }
        }
    }

    /// What is left to a person, and how it goes on.
    fn to_complete(&self, desk: &mut Desk<'_>, file: &str, missing: &[Gap]) -> Result<End, AgentError> {
        for gap in missing.iter().take(NAMED) {
            let case = gap.case.as_ref().map(|case| format!(" {case}")).unwrap_or_default();
            desk.say(&words::prepare::PREPARED_GAP.fill(&[
                ("row", &(gap.row + 1)),
                ("case", &case),
                ("column", &gap.column),
            ]))?;
        }
        if let Some(more) = missing.len().checked_sub(NAMED).filter(|more| *more > 0) {
            desk.say(&words::prepare::PREPARED_MORE.fill(&[("n", &more)]))?;
        }
        let subject = self.subject.as_ref().map(|subject| format!(" --subject {subject}"));
        desk.say(&words::prepare::PREPARED_FILE.fill(&[
            ("file", &file),
            ("form", &self.form),
            ("period", &self.period),
            ("subject", &subject.unwrap_or_default()),
        ]))?;
        Ok(if missing.is_empty() { End::Done } else { End::Findings })
    }
}

/// What can be had for a duty, in a line under it.
pub(super) fn offer(desk: &mut Desk<'_>, node: &Node, duty: &crate::duties::Duty) -> Result<(), AgentError> {
    let subject = duty.subject.as_ref().map(|subject| format!(" --subject {subject}")).unwrap_or_default();
    let filled =
        |words: &Text| words.fill(&[("form", &duty.form), ("period", &duty.period), ("subject", &subject)]);
    match node.offer(duty)? {
        None => Ok(()),
        Some(Offer::Waits { number, wants_signer }) => desk
            .say(&words::duty::OFFER_WAITS.fill(&[("number", &number), ("signer", &signer(wants_signer))])),
        Some(Offer::Makeable(0)) => desk.say(&filled(&words::duty::OFFER_LEDGER)),
        Some(Offer::Makeable(missing)) => {
            desk.say(&filled(&words::duty::OFFER_PART).fill(&[("n", &missing)]))
        }
        Some(Offer::Nil) => desk.say(&filled(&words::duty::OFFER_NIL)),
    }
}

/// `L7M 2022-08`, with the matter of a report.
pub(super) fn named(form: &str, period: Period, subject: Option<&Subject>) -> String {
    let subject = subject.map(|subject| format!(" {subject}")).unwrap_or_default();
    format!("{form} {period}{subject}")
}

/// What is added to `sign` where the form names its signer.
pub(super) fn signer(wanted: bool) -> Text {
    if wanted { words::prepare::WITH_SIGNER } else { Text::same("") }
}

fn sources(of: &[String]) -> Text {
    Text::owned(of.join("、"), of.join(", "))
}
