//! What the duties of one bureau depend on besides the campaign: extensions and exemptions, and the matters that became
//! special or major, with the reports made of them.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    campaign::Grade,
    duty_act::DutyAct,
    period::{Period, day_of},
    statement::Subject,
};

/// A case that became special or major.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// What its reports are of.
    pub subject: Subject,
    /// The grade it became.
    pub grade: Grade,
    /// When that was first known here.
    pub since: DateTime<Utc>,
    /// The day it ended, if it did.
    pub until: Option<NaiveDate>,
}

/// A report of a matter, as far as the next one depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The form.
    pub form: String,
    /// The matter.
    pub subject: Subject,
    /// The day it is of.
    pub day: NaiveDate,
    /// Whether it says that it is the last one (终报).
    pub last: bool,
}

/// What the duties of one bureau depend on, in an order in which it is found without searching through.
#[derive(Clone, Debug, Default)]
pub struct Acts {
    decided: Vec<DutyAct>,
    matters: Vec<Matter>,
    reported: Vec<Reported>,
}

impl Acts {
    /// The acts of one bureau; decisions in the order they were taken, of which the last on a duty counts.
    pub fn new(mut decided: Vec<DutyAct>, mut matters: Vec<Matter>, mut reported: Vec<Reported>) -> Self {
        decided.reverse();
        decided.sort_by(|one, other| name(one).cmp(&name(other)));
        decided.dedup_by(|later, kept| name(later) == name(kept));
        matters.sort_by(|one, other| (&one.subject, one.grade).cmp(&(&other.subject, other.grade)));
        reported.sort_by(|one, other| order(one).cmp(&order(other)));
        reported.dedup_by(|later, kept| order(later) == order(kept));
        Self { decided, matters, reported }
    }

    /// What was decided last of a duty.
    pub fn decided(&self, form: &str, period: Period, subject: Option<&Subject>) -> Option<&DutyAct> {
        let at = self.decided.binary_search_by(|act| name(act).cmp(&(form, period, subject))).ok()?;
        self.decided.get(at)
    }

    /// What was decided last of each duty.
    pub fn decisions(&self) -> &[DutyAct] {
        &self.decided
    }

    /// The matters, by subject and grade.
    pub fn matters(&self) -> &[Matter] {
        &self.matters
    }

    /// The reports of matters, by form, matter and day.
    pub fn reported(&self) -> &[Reported] {
        &self.reported
    }

    /// The reports of a matter on a form, by day.
    pub(super) fn reports(&self, form: &str, subject: &Subject) -> &[Reported] {
        let of = |report: &Reported| (report.form.as_str(), &report.subject).cmp(&(form, subject));
        let from = self.reported.partition_point(|report| of(report).is_lt());
        let to = self.reported.partition_point(|report| of(report).is_le());
        self.reported.get(from..to).unwrap_or_default()
    }

    /// Whether a case of a grade was known and open in a period. What becomes known later makes no duty in the past.
    pub(super) fn has_open(&self, grade: Grade, period: Period) -> bool {
        self.matters.iter().any(|matter| {
            matter.grade == grade
                && day_of(matter.since) <= period.end()
                && matter.until.is_none_or(|until| period.start() <= until)
        })
    }
}

fn name(act: &DutyAct) -> (&str, Period, Option<&Subject>) {
    (act.duty.form.as_str(), act.duty.period, act.duty.subject.as_ref())
}

fn order(report: &Reported) -> (&str, &Subject, NaiveDate) {
    (&report.form, &report.subject, report.day)
}
