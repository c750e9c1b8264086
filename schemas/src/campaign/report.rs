//! Reports of single matters (专报): the first within hours of what happened, then one every so many days until the last
//! (初报、续报、终报; DOMAIN §1.5, §3.7).

use serde::Deserialize;

use super::{Campaign, Duty, Grade, Recipient};
use crate::{form::Form, period::Cadence};

/// Most hours until the first report, and most days between two.
const MOST: u32 = 1_000;

/// A report that every matter of a grade needs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Form.
    pub form: String,
    /// Grade of the matters.
    pub grade: Grade,
    /// Hours within which the first report is due after the matter became known to be of the grade.
    pub first_hours: u32,
    /// Days after a report on whose end the next is due; until the last one.
    pub next_days: u32,
    /// Days after the due day on whose end it counts as 未报送.
    #[serde(default = "one")]
    pub grace_days: u32,
    /// The column that says which report of the chain it is.
    pub kind: String,
    /// The code in it of the last one (终报).
    pub last: String,
    /// Who receives it.
    #[serde(default = "upper")]
    pub recipients: Vec<Recipient>,
}

fn one() -> u32 {
    1
}

fn upper() -> Vec<Recipient> {
    vec![Recipient::Upper]
}

impl Report {
    /// What is wrong: `key: reason`.
    pub(super) fn fault<'a>(
        &self,
        campaign: &Campaign,
        form: impl Fn(&str) -> Option<&'a Form>,
    ) -> Option<String> {
        let wrong = |reason: &str| Some(format!("reports.{}: {reason}", self.form));
        let Some(form) = form(&self.form) else { return wrong("no such form") };
        let days = [self.first_hours, self.next_days, self.grace_days];
        if days.into_iter().any(|number| !(1..=MOST).contains(&number)) {
            return wrong("first_hours, next_days, grace_days: 1 to 1000");
        }
        let Some((at, _)) = form.column(&self.kind) else { return wrong("kind: no such column") };
        let known = form.list_of(at).is_some_and(|list| list.of(&self.last).is_some());
        if !known {
            return wrong("last: the column's list has no such code");
        }
        if campaign.duties.iter().any(|duty: &Duty| duty.form == self.form && duty.cadence == Cadence::Day) {
            return wrong("the form is owed by the day as well");
        }
        if !self.recipients.is_sorted_by(|one, next| one < next) || self.recipients.is_empty() {
            return wrong("recipients: `upper`, `committee` or both in this order");
        }
        if !campaign.grades.iter().any(|rule| rule.grade == self.grade) {
            return wrong("grade: the campaign has no rule for it");
        }
        None
    }
}
