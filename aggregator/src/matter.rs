//! 特案、重案: every special and major case that is known, the reports made of it, and which is due next (DOMAIN §1.5, §7.2
//! item 26). Which matters there are and what they owe is for [`schemas::owed`] to say.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use schemas::{
    bureau::{Bureau, BureauCode},
    calendar::Calendar,
    campaign::{Campaign, Grade},
    owed::{self, Acts, Owing},
    period::{Period, day_of},
    statement::{FilingKey, Subject},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::Services,
    error::AppError,
    obligation::{self, Obligation, State, board},
    store::{book, delivery, duty},
};

/// A ledger of major cases that falls due within so many days is shown before its month is over.
const AHEAD: Days = Days::new(40);

/// A special or major case of a bureau.
#[derive(Clone, Debug)]
pub struct Matter {
    /// Whose.
    pub bureau: BureauCode,
    /// Its number.
    pub subject: Subject,
    /// What it is.
    pub grade: Grade,
    /// When that was first known here.
    pub since: DateTime<Utc>,
    /// The day it ended, if it did.
    pub until: Option<NaiveDate>,
    /// What is owed of it, first to last.
    pub reports: Vec<Report>,
}

/// A report of a matter, or the ledger of a month in which a case of its grade was open.
#[derive(Clone, Debug)]
pub struct Report {
    /// Which it is.
    pub kind: Kind,
    /// What it is owed for.
    pub period: Period,
    /// What a filing that answers it is of.
    pub filing: FilingKey,
    /// What became of it.
    pub obligation: Obligation,
    /// When it was received, if it stands or may.
    pub received: Option<DateTime<Utc>>,
    /// Whether it stands and the committee, which should, has no copy of it.
    pub lacks_copy: bool,
}

/// Which report it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 初报.
    First,
    /// 续报, by number.
    Further(usize),
    /// 终报.
    Last,
    /// The ledger of major cases of a month.
    Ledger,
}

/// Where a matter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// A report is overdue.
    Overdue,
    /// A report is due.
    Due,
    /// No report is owed.
    Over,
}

impl Matter {
    /// The next thing owed of it: the earliest that is neither filed nor let off.
    pub fn next(&self) -> Option<&Report> {
        let owed = |report: &&Report| {
            !report.obligation.state.is_filed() && report.obligation.state != State::Exempt
        };
        self.reports.iter().filter(owed).min_by_key(|report| report.obligation.deadline.due)
    }

    /// Where it stands at an instant.
    pub fn stand(&self, now: DateTime<Utc>) -> Stand {
        match self.next().map(|next| next.obligation.deadline.due <= now) {
            Some(true) => Stand::Overdue,
            Some(false) => Stand::Due,
            None => Stand::Over,
        }
    }

    /// How long the first report took from the moment the case was known; none before it, nothing where it was what made the
    /// case known.
    pub fn took(&self) -> Option<TimeDelta> {
        let first = self.reports.iter().find(|report| report.kind != Kind::Ledger)?;
        Some((first.received? - self.since).max(TimeDelta::zero()))
    }
}

/// The matters of some bureaus as of an instant, by what was received and decided up to another: overdue longest first, then by
/// what is due next, then those that owe nothing.
///
/// # Errors
/// Only if the store fails.
pub async fn matters(
    services: &Services,
    bureaus: Vec<Bureau>,
    now: DateTime<Utc>,
    known: DateTime<Utc>,
) -> Result<Vec<Matter>, AppError> {
    let campaign = std::sync::Arc::clone(&services.campaign);
    let calendar = std::sync::Arc::clone(services.definitions.calendar());
    let read = services.store.read(move |connection| {
        let all = duty::acts(connection, known)?;
        let mut owing = Vec::new();
        for bureau in &bureaus {
            let Some(acts) = all.get(&bureau.code) else { continue };
            let who = Owing::from(bureau);
            owing.extend(acts.matters().iter().map(|matter| {
                (bureau, matter, owed_of(&campaign, &calendar, who, acts, matter, day_of(now)))
            }));
        }
        let filings = owing.iter().flat_map(|(.., owed)| owed.iter().map(|(_, owed)| owed.key().period));
        let periods: Vec<Period> = filings.collect::<BTreeSet<Period>>().into_iter().collect();
        let received = book::received(connection, &periods, known)?;
        let filed = board::acts(&received);
        let missing = delivery::missing(connection, &periods, &campaign.forms_of_committee(), known)?;
        let missing: BTreeSet<FilingKey> = missing.into_iter().collect();
        let report = |(kind, owed): &(Kind, owed::Obligation<'_>)| {
            let filing = owed.key();
            let act = filed.get(&board::name(&filing)).copied();
            let obligation = obligation::of(owed, campaign.judged, act, now);
            let received = act.map(|act| act.received).filter(|_| obligation.state.is_filed());
            let lacks_copy = missing.contains(&filing);
            Report { kind: *kind, period: owed.period, filing, obligation, received, lacks_copy }
        };
        let matter =
            |(bureau, matter, owed): &(&Bureau, &owed::Matter, Vec<(Kind, owed::Obligation<'_>)>)| Matter {
                bureau: bureau.code.clone(),
                subject: matter.subject.clone(),
                grade: matter.grade,
                since: matter.since,
                until: matter.until,
                reports: owed.iter().map(report).collect(),
            };
        let mut matters: Vec<Matter> = owing.iter().map(matter).collect();
        // Of the same urgency they stay in the order of the bureaus.
        matters.sort_by_key(|matter| {
            (matter.stand(now), matter.next().map(|next| next.obligation.deadline.due))
        });
        Ok::<_, AppError>(matters)
    });
    read.await
}

/// What is owed of one matter: the links of its chain, and the ledgers of the months in which it is open.
fn owed_of<'a>(
    campaign: &'a Campaign,
    calendar: &'a Calendar,
    who: Owing<'a>,
    acts: &'a Acts,
    matter: &'a owed::Matter,
    today: NaiveDate,
) -> Vec<(Kind, owed::Obligation<'a>)> {
    let of_grade = |owed: &owed::Obligation<'_>| {
        owed.subject == Some(&matter.subject)
            && campaign.report(owed.form).is_some_and(|report| report.grade == matter.grade)
    };
    let chain = owed::reports(campaign, who, acts, (NaiveDate::MIN, NaiveDate::MAX)).filter(of_grade);
    let numbered = chain.enumerate().map(|(number, owed)| {
        let kind = match (owed.answered.is_some_and(|report| report.last), number) {
            (true, _) => Kind::Last,
            (false, 0) => Kind::First,
            (false, number) => Kind::Further(number),
        };
        (kind, owed)
    });
    let (from, to) = (day_of(matter.since), today.checked_add_days(AHEAD).unwrap_or(today));
    let open = move |period: &Period| matter.until.is_none_or(|until| period.start() <= until);
    let months =
        campaign.duties.iter().filter(|duty| duty.when.is_some_and(|having| having.grade == matter.grade));
    let ledgers = months.flat_map(|duty| {
        let periods = duty.periods(campaign, (from, to)).filter(open);
        periods.filter_map(|period| owed::of_period(campaign, calendar, who, acts, duty, period))
    });
    numbered.chain(ledgers.map(|owed| (Kind::Ledger, owed))).collect()
}
