//! What a ledger brings besides itself: the reports of its special cases and the ledger of its major ones, said when it is
//! checked or filed, with the day and hour.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use schemas::{
    campaign::{Campaign, Grade, Graded},
    definition::Definitions,
    owed::{self, Acts, Because, Obligation, Said, Shown},
    period::{china, day_of},
    statement::{FilingKey, Purpose},
    table::Table,
    text::Text,
};
use serde::Serialize;

use crate::{duties, error::AgentError, node::Node, outbox::Item, words};

/// How far ahead a ledger of major cases is looked for.
const AHEAD: Days = Days::new(100);

/// One thing more to file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Brought {
    /// The form.
    pub form: String,
    /// The matter of a report.
    pub subject: Option<String>,
    /// By when; of a matter not known before, if the ledger is received at once.
    pub due: DateTime<Utc>,
    /// The same in a sentence.
    pub text: Text,
}

impl Node {
    /// What a sealed ledger brings.
    ///
    /// # Errors
    /// [`AgentError::Store`], or what is wrong with sealed rows.
    pub fn brings(&self, item: &Item) -> Result<Vec<Brought>, AgentError> {
        match self.rows_filed(item)? {
            Some(rows) => self.brought(&rows, &item.statement.filing, item.statement.purpose),
            None => Ok(Vec::new()),
        }
    }

    /// What a ledger would bring that was received now.
    pub(crate) fn brought(
        &self,
        rows: &Table,
        filing: &FilingKey,
        purpose: Purpose,
    ) -> Result<Vec<Brought>, AgentError> {
        let Some(campaign) = self.campaign().filter(|campaign| campaign.judged) else {
            return Ok(Vec::new());
        };
        let cases = Said::of(&campaign, rows, filing, purpose).cases.unwrap_or_default();
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.clock.now();
        let (mut shown, told) = self.said_of_matters()?;
        let before = owed::matters(&shown, &told);
        let known: BTreeSet<_> = before.iter().map(|matter| (&matter.subject, matter.grade)).collect();
        let of_ledger = |case: &Graded| Shown {
            form: filing.form.clone(),
            period: filing.period,
            received: now,
            case: Some(case.clone()),
        };
        shown.extend(cases.iter().map(of_ledger));
        let rules = self.rules();
        let acts = Acts::of(rules.acts.decisions().to_vec(), &shown, told);
        let entered = self.entered(&filing.bureau)?;
        let who = duties::who(entered.as_ref(), &filing.bureau);
        let last = day_of(now).checked_add_days(AHEAD).unwrap_or(NaiveDate::MAX);
        let span = (NaiveDate::MIN, last);
        let mut brought = Vec::new();
        let mut ledgers: BTreeSet<&str> = BTreeSet::new();
        for owed in owed::owed(&campaign, rules.definitions.calendar(), who, &acts, span) {
            if owed.exempt.is_some() || owed.answered.is_some() {
                continue;
            }
            match (owed.subject, owed.because) {
                (Some(subject), _) => {
                    let Some(case) = cases.iter().find(|case| case.subject == *subject) else { continue };
                    let new = !known.contains(&(subject, case.grade));
                    brought.push(report(&campaign, &rules.definitions, &owed, case, new));
                }
                (None, Because::Open(grade)) if now < owed.deadline.due && !ledgers.contains(owed.form) => {
                    let open = cases.iter().filter(|case| case.grade == grade).count();
                    if open > 0 && self.outbox.head(&owed.key())?.is_none() {
                        ledgers.insert(owed.form);
                        brought.push(ledger(&rules.definitions, &owed, grade, open));
                    }
                }
                _ => {}
            }
        }
        Ok(brought)
    }
}

fn name(definitions: &Definitions, form: &str) -> Text {
    definitions
        .form(form)
        .map_or_else(|| Text::owned(form.to_owned(), form.to_owned()), |form| form.name.clone())
}

fn due(owed: &Obligation<'_>) -> String {
    owed.deadline.due.with_timezone(&china()).format("%Y-%m-%d %H:%M").to_string()
}

fn report(
    campaign: &Campaign,
    definitions: &Definitions,
    owed: &Obligation<'_>,
    case: &Graded,
    new: bool,
) -> Brought {
    let hours = campaign.report(owed.form).map_or(0, |report| report.first_hours);
    let line = if new { words::check::BRINGS_FIRST } else { words::check::BRINGS_REPORT };
    let which = owed.which().unwrap_or_else(|| Text::new("", ""));
    let text = line.fill(&[
        ("grade", &case.grade.title()),
        ("subject", &case.subject.to_string()),
        ("form", &owed.form),
        ("name", &name(definitions, owed.form)),
        ("which", &which),
        ("hours", &hours),
        ("due", &due(owed)),
    ]);
    let subject = Some(case.subject.to_string());
    Brought { form: owed.form.to_owned(), subject, due: owed.deadline.due, text }
}

fn ledger(definitions: &Definitions, owed: &Obligation<'_>, grade: Grade, cases: usize) -> Brought {
    let text = words::check::BRINGS_LEDGER.fill(&[
        ("grade", &grade.title()),
        ("n", &cases),
        ("period", &owed.period.title()),
        ("form", &owed.form),
        ("name", &name(definitions, owed.form)),
        ("due", &due(owed)),
    ]);
    Brought { form: owed.form.to_owned(), subject: None, due: owed.deadline.due, text }
}
