//! Which matters a bureau has: found from what its ledgers showed and what it reported of them, in whatever order that
//! became known. Both programs keep what is found in a filing and put it together here.
//!
//! What was known once stays known. Neither sending a ledger back nor withdrawing it ends a chain of reports that has
//! begun: the last report does, or letting off what is owed. A case that a later ledger of the same form, or a
//! correction, shows as special or major no more has been open as such until that was received.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Acts, Matter, Reported};
use crate::{
    campaign::{Campaign, Grade, Graded, Report},
    duty_act::DutyAct,
    period::{Period, day_of},
    statement::{FilingKey, Purpose, Subject},
    table::Table,
};

/// What the rows of a filing say of single matters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The special and major cases among them; nothing if the campaign grades no cases of the form, or the rows are history,
    /// which makes no duty.
    pub cases: Option<Vec<Graded>>,
    /// If they are a report of a matter: the grade such reports are for, and whether it is the last.
    pub report: Option<(Grade, bool)>,
}

/// What a ledger whose rows stood showed: one of its special or major cases, or that it had none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Form of the ledger.
    pub form: String,
    /// Period of the ledger.
    pub period: Period,
    /// When the ledger was received.
    pub received: DateTime<Utc>,
    /// The case.
    pub case: Option<Graded>,
}

/// A report of a matter whose rows stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The report, as the one after it depends on it.
    pub reported: Reported,
    /// The grade its form is for.
    pub grade: Grade,
    /// When it was received.
    pub received: DateTime<Utc>,
    /// Whether it stands still: what was sent back, withdrawn or replaced answers nothing.
    pub stands: bool,
}

impl Said {
    /// What the rows of a filing say.
    pub fn of(campaign: &Campaign, table: &Table, filing: &FilingKey, purpose: Purpose) -> Self {
        if purpose == Purpose::History {
            return Self::default();
        }
        let graded = campaign.grades.iter().any(|rule| rule.forms.contains(&filing.form));
        let report = campaign.report(&filing.form).filter(|_| filing.subject.is_some());
        Self {
            cases: graded.then(|| campaign.graded(table, filing.period)),
            report: report.map(|report| (report.grade, is_last(report, table))),
        }
    }

    /// What a ledger of them showed, as it is kept: each case, or that there was none; nothing where no cases are graded.
    pub fn shown(&self) -> impl Iterator<Item = Option<&Graded>> {
        let cases = self.cases.as_deref();
        let none = cases.is_some_and(<[Graded]>::is_empty).then_some(None);
        cases.unwrap_or_default().iter().map(Some).chain(none)
    }

    /// Whether they say nothing of any.
    pub fn is_nothing(&self) -> bool {
        self.cases.is_none() && self.report.is_none()
    }
}

fn is_last(report: &Report, table: &Table) -> bool {
    let column = table.form().column(&report.kind).map(|(column, _)| column);
    let says = |row| column.and_then(|column| table.code(row, column)) == Some(report.last.as_str());
    (0..table.len()).any(says)
}

impl Acts {
    /// The acts of one bureau: what was decided, in that order, and what its ledgers and reports said, in any.
    pub fn of(decided: Vec<DutyAct>, shown: &[Shown], told: Vec<Told>) -> Self {
        let matters = matters(shown, &told);
        let stands = told.into_iter().filter(|told| told.stands).map(|told| told.reported);
        Self::new(decided, matters, stands.collect())
    }
}

/// A ledger in the order in which a later one corrects an earlier one.
type Place = (NaiveDate, DateTime<Utc>);

fn place(shown: &Shown) -> Place {
    (shown.period.end(), shown.received)
}

/// A case as far as it is known.
struct Known<'a> {
    since: DateTime<Utc>,
    /// By form, the newest ledger that showed it, and the day it ended by that.
    ledgers: BTreeMap<&'a str, (Place, Option<NaiveDate>)>,
    /// The day of the last report.
    ended: Option<NaiveDate>,
}

/// The matters, each of a grade known since the first ledger or report of it.
pub fn matters(shown: &[Shown], told: &[Told]) -> Vec<Matter> {
    let mut known: BTreeMap<(&Subject, Grade), Known<'_>> = BTreeMap::new();
    let new = |since| Known { since, ledgers: BTreeMap::new(), ended: None };
    for ledger in shown {
        let Some(case) = &ledger.case else { continue };
        let of = known.entry((&case.subject, case.grade)).or_insert_with(|| new(ledger.received));
        of.since = of.since.min(ledger.received);
        let newest = of.ledgers.entry(&ledger.form).or_insert((place(ledger), case.closed));
        if newest.0 <= place(ledger) {
            *newest = (place(ledger), case.closed);
        }
    }
    for report in told {
        let of = &report.reported;
        let of_matter = known.entry((&of.subject, report.grade)).or_insert_with(|| new(report.received));
        of_matter.since = of_matter.since.min(report.received);
        if of.last && report.stands {
            of_matter.ended = of_matter.ended.max(Some(of.day));
        }
    }
    let places = places(shown);
    let matter = |((subject, grade), known): ((&Subject, Grade), Known<'_>)| Matter {
        subject: subject.clone(),
        grade,
        since: known.since,
        until: until(&known, &places),
    };
    known.into_iter().map(matter).collect()
}

/// The ledgers of each form, in order.
fn places(shown: &[Shown]) -> BTreeMap<&str, Vec<Place>> {
    let mut places: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for ledger in shown {
        places.entry(&ledger.form).or_default().push(place(ledger));
    }
    places.values_mut().for_each(|places| places.sort_unstable());
    places
}

/// The day a case was open last, if it is not open: in none of the forms that showed it. One that was only reported ends
/// with its last report.
fn until(known: &Known<'_>, places: &BTreeMap<&str, Vec<Place>>) -> Option<NaiveDate> {
    if known.ledgers.is_empty() {
        return known.ended;
    }
    let mut last = None;
    for (form, (newest, closed)) in &known.ledgers {
        let places = places.get(form).map_or(&[][..], Vec::as_slice);
        let next = places.get(places.partition_point(|place| place <= newest));
        last = last.max(Some(closed.or_else(|| next.map(|(_, received)| day_of(*received)))?));
    }
    last
}
