//! The journal of what is owed: obligations are kept when their window opens, noted when they fall due, and settled once.
//! What is owed is computed in memory; of a year's obligations only those are written whose window has opened, and a run
//! touches only what changes.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use schemas::{
    bureau::{Bureau, BureauCode},
    calendar::Calendar,
    campaign::Campaign,
    duty_act::Change,
    hash::Sha,
    owed::{self, Acts},
    period::{Period, day_of},
    statement::{FilingKey, Subject},
};

use crate::{
    app::Services,
    error::AppError,
    measure::cache::owing,
    obligation::{self, Act, State, board},
    store::{
        AnyConnection, book, bureau, duty,
        obligation::{self as kept, New, Outcome},
    },
};

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Obligations whose window opened.
    pub appeared: usize,
    /// Obligations that fell due.
    pub fell_due: usize,
    /// Obligations that were settled.
    pub settled: usize,
}

/// Brings the journal up to now. Where nothing is judged there is none (RULINGS 21).
///
/// # Errors
/// The store's.
pub async fn run(services: &Services) -> Result<Done, AppError> {
    if !services.campaign.judged {
        return Ok(Done::default());
    }
    let (campaign, calendar) = (services.campaign.clone(), services.definitions.calendar().clone());
    let version = services.policies.version();
    let now = services.clock.now();
    let unit = move |connection: &mut AnyConnection| {
        let ground = Ground { campaign: &campaign, calendar: &calendar, version, now };
        step(connection, ground)
    };
    services.store.write(unit).await
}

/// What a run goes by.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The working days.
    pub calendar: &'a Calendar,
    /// Version of the definitions.
    pub version: Sha,
    /// The time.
    pub now: DateTime<Utc>,
}

/// One run, in one transaction.
///
/// # Errors
/// The store's.
pub fn step(connection: &mut AnyConnection, ground: Ground<'_>) -> Result<Done, AppError> {
    let tree = bureau::tree(connection)?;
    let bureaus = owing(&tree);
    let acts = duty::acts(connection, duty::EVER)?;
    let known: Vec<String> = bureaus.iter().map(|one| format!("{one:?}")).collect();
    let under = Sha::of(format!("{}\n{}", ground.version, known.join("\n")).as_bytes()).to_string();
    // Under another campaign, or with other bureaus, something may be owed that opened before.
    let since = kept::looked(connection)?.filter(|(_, earlier)| *earlier == under).map(|(until, _)| until);
    let new = opened(ground, &bureaus, &acts, since);
    let appeared = kept::open(connection, &new, ground.now)?;
    kept::look(connection, ground.now, &under)?;
    extend(connection, ground, &bureaus, &acts)?;
    let fell_due = kept::fall_due(connection, ground.now)?;
    let settled = settle(connection, ground, &bureaus, &acts)?;
    Ok(Done { appeared, fell_due, settled })
}

/// Moves what was extended: whoever decided has done so at once, but a restored city has the leaf alone.
fn extend(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    bureaus: &[Bureau],
    acts: &BTreeMap<BureauCode, Acts>,
) -> Result<(), AppError> {
    for bureau in bureaus {
        let Some(acts) = acts.get(&bureau.code) else { continue };
        for act in acts.decisions().iter().filter(|act| matches!(act.change, Change::Extended(_))) {
            let owed = owed::one(ground.campaign, ground.calendar, bureau.into(), acts, &act.duty);
            if let Some(owed) = owed {
                kept::extend(connection, &act.duty, &owed.deadline)?;
            }
        }
    }
    Ok(())
}

/// What was not owed before an instant and is by now: the windows that have opened since.
pub fn opened(
    ground: Ground<'_>,
    bureaus: &[Bureau],
    acts: &BTreeMap<BureauCode, Acts>,
    since: Option<DateTime<Utc>>,
) -> Vec<New> {
    let none = Acts::default();
    let today = day_of(ground.now);
    // A window opens on the day itself, or the day after the period.
    let first = since.map_or(NaiveDate::MIN, |since| {
        let day = day_of(since);
        day.checked_sub_days(Days::new(1)).unwrap_or(day)
    });
    let mut new = Vec::new();
    for one in bureaus {
        let acts = acts.get(&one.code).unwrap_or(&none);
        // Links of a chain open before the day they are owed for; there are few.
        let first = if acts.matters().is_empty() { first } else { NaiveDate::MIN };
        let last = if acts.matters().is_empty() { today } else { NaiveDate::MAX };
        let owed = owed::owed(ground.campaign, ground.calendar, one.into(), acts, (first, last));
        let open = owed.filter(|owed| owed.opens <= ground.now);
        new.extend(open.map(|owed| New { key: name(&owed), opens: owed.opens, deadline: owed.deadline }));
    }
    new
}

/// What an obligation is kept under: a link of a chain under the day it is owed for, not under that of its answer.
fn name(owed: &owed::Obligation<'_>) -> FilingKey {
    FilingKey {
        bureau: owed.bureau.clone(),
        form: owed.form.to_owned(),
        period: owed.period,
        subject: owed.subject.cloned(),
    }
}

/// Obligations of one form, period and matter with one outcome.
type Group = (String, Period, Option<Subject>, Outcome);

fn settle(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    bureaus: &[Bureau],
    acts: &BTreeMap<BureauCode, Acts>,
) -> Result<usize, AppError> {
    let open = kept::unsettled(connection)?;
    let mut periods: Vec<Period> = open.iter().map(|kept| kept.key.period).collect();
    for acts in acts.values() {
        periods.extend(acts.reported().iter().map(|report| Period::Day(report.day)));
    }
    periods.sort_unstable();
    periods.dedup();
    let received = book::received(connection, &periods, duty::EVER)?;
    let filed = board::acts(&received);
    let of_code: BTreeMap<&BureauCode, &Bureau> = bureaus.iter().map(|one| (&one.code, one)).collect();
    let none = Acts::default();
    let mut groups: BTreeMap<Group, Vec<BureauCode>> = BTreeMap::new();
    for kept in open {
        let Some(bureau) = of_code.get(&kept.key.bureau) else { continue };
        let acts = acts.get(&kept.key.bureau).unwrap_or(&none);
        let outcome = match owed::one(ground.campaign, ground.calendar, (*bureau).into(), acts, &kept.key) {
            // The campaign asks for it no more.
            None => Some(Outcome::Exempt),
            Some(owed) => {
                let key = owed.key();
                outcome(&owed, filed.get(&board::name(&key)).copied(), ground.now)
            }
        };
        if let Some(outcome) = outcome {
            let FilingKey { bureau, form, period, subject } = kept.key;
            groups.entry((form, period, subject, outcome)).or_default().push(bureau);
        }
    }
    let mut settled = 0;
    for ((form, period, subject, outcome), bureaus) in groups {
        settled +=
            kept::settle(connection, (&form, period, subject.as_ref()), &bureaus, outcome, ground.now)?;
    }
    Ok(settled)
}

/// What has become of an obligation for good, if anything has: rows that stand, an exemption, or that it has closed.
fn outcome(owed: &owed::Obligation<'_>, act: Option<Act>, now: DateTime<Utc>) -> Option<Outcome> {
    let seen = obligation::of(owed, true, act, now);
    match seen.state {
        State::Validated | State::Confirmed | State::Nil | State::Awaited => Some(match seen.late_days {
            0 => Outcome::Met,
            days => Outcome::Late(days),
        }),
        State::Exempt => Some(Outcome::Exempt),
        _ if owed.deadline.close <= now => Some(Outcome::Missed),
        _ => None,
    }
}
