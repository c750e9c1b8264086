//! The journal of what is owed: obligations are kept when their window opens, noted when they fall due, and settled once.
//! What is owed is computed in memory; of a year's obligations only those are written whose window has opened, and a run
//! touches only what changes.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use schemas::{
    bureau::{Bureau, BureauCode},
    calendar::Calendar,
    campaign::{Campaign, Deadline},
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

/// How many obligations open in one transaction, at least: those of one bureau are opened together.
const MOST: usize = 8_000;

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

/// Brings the journal up to now, some bureaus at a time, so that nobody waits long for the writer: where a year is made up for,
/// a million obligations may open. Where nothing is judged there is no journal (RULINGS 21).
///
/// # Errors
/// The store's. What was written until then stays, and the next run goes on.
pub async fn run(services: &Services) -> Result<Done, AppError> {
    let mut done = Done::default();
    if !services.campaign.judged {
        return Ok(done);
    }
    let (version, now) = (services.policies.version(), services.clock.now());
    let mut next = Some(Cursor::default());
    while let Some(from) = next {
        let (campaign, calendar) = (services.campaign.clone(), services.definitions.calendar().clone());
        let unit = move |connection: &mut AnyConnection| {
            let ground = Ground { campaign: &campaign, calendar: &calendar, version, now };
            step(connection, ground, from)
        };
        let part;
        (part, next) = services.store.write(unit).await?;
        done = Done {
            appeared: done.appeared + part.appeared,
            fell_due: done.fell_due + part.fell_due,
            settled: done.settled + part.settled,
        };
    }
    Ok(done)
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

/// How far a run is: the bureau it did last, and the hash it set out under.
#[derive(Clone, Debug, Default)]
struct Cursor(Option<(BureauCode, String)>);

/// A hash of what the journal depends on besides acts and time.
fn under(ground: Ground<'_>, bureaus: &[Bureau]) -> String {
    let known: Vec<String> = bureaus.iter().map(|one| format!("{one:?}")).collect();
    Sha::of(format!("{}\n{}", ground.version, known.join("\n")).as_bytes()).to_string()
}

/// The next bureaus of a run, in one transaction.
fn step(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    Cursor(from): Cursor,
) -> Result<(Done, Option<Cursor>), AppError> {
    let tree = bureau::tree(connection)?;
    let mut bureaus = owing(&tree);
    bureaus.sort_by(|one, other| one.code.cmp(&other.code));
    let (last, under) = match from {
        Some((last, under)) => (Some(last), under),
        None => (None, under(ground, &bureaus)),
    };
    bureaus.retain(|one| last.as_ref().is_none_or(|last| *last < one.code));
    let acts = duty::acts(connection, duty::EVER)?;
    // Under another campaign, or with other bureaus, something may be owed that opened before.
    let since = kept::looked(connection)?.filter(|(_, earlier)| *earlier == under).map(|(until, _)| until);
    let mut new = Vec::new();
    let enough = bureaus.iter().position(|one| {
        new.extend(opened(ground, one, &acts, since));
        new.len() >= MOST
    });
    let (part, rest) = bureaus.split_at(enough.map_or(bureaus.len(), |at| at + 1));
    let mut done = Done { appeared: kept::open(connection, &new, ground.now)?, ..Done::default() };
    let codes: Vec<&str> = part.iter().map(|one| one.code.as_str()).collect();
    let changed =
        changed(connection, ground, Part { bureaus: part, codes: &codes, anew: since.is_none() }, &acts)?;
    for (((form, period, subject), deadline), bureaus) in &changed.moved {
        kept::move_to(connection, (form, *period, subject.as_ref()), bureaus, deadline)?;
    }
    done.fell_due = kept::fall_due(connection, &codes, ground.now)?;
    for (((form, period, subject), outcome), bureaus) in &changed.settled {
        let of = (form.as_str(), *period, subject.as_ref());
        done.settled += kept::settle(connection, of, bureaus, *outcome, ground.now)?;
    }
    match (part.last(), rest.is_empty()) {
        (Some(last), false) => Ok((done, Some(Cursor(Some((last.code.clone(), under)))))),
        _ => {
            kept::look(connection, ground.now, &under)?;
            Ok((done, None))
        }
    }
}

/// What was not owed by a bureau before an instant and is by now: the windows that have opened since.
fn opened(
    ground: Ground<'_>,
    bureau: &Bureau,
    acts: &BTreeMap<BureauCode, Acts>,
    since: Option<DateTime<Utc>>,
) -> Vec<New> {
    let none = Acts::default();
    let acts = acts.get(&bureau.code).unwrap_or(&none);
    let span = if acts.matters().is_empty() {
        // A window opens on the day itself, or the day after the period.
        let first = since.map_or(NaiveDate::MIN, |since| {
            let day = day_of(since);
            day.checked_sub_days(Days::new(1)).unwrap_or(day)
        });
        (first, day_of(ground.now))
    } else {
        // Links of a chain open before the day they are owed for; there are few.
        (NaiveDate::MIN, NaiveDate::MAX)
    };
    let owed = owed::owed(ground.campaign, ground.calendar, bureau.into(), acts, span);
    let open = owed.filter(|owed| owed.opens <= ground.now);
    open.map(|owed| New { key: name(&owed), opens: owed.opens, deadline: owed.deadline }).collect()
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

/// Bureaus that are looked at together.
struct Part<'a> {
    bureaus: &'a [Bureau],
    /// Their codes.
    codes: &'a [&'a str],
    /// Whether everything that is open may be another: under another campaign, or with other bureaus.
    anew: bool,
}

/// Obligations of one form, period and matter.
type Of = (String, Period, Option<Subject>);

/// What has changed, put together so that a statement writes for many bureaus.
#[derive(Default)]
struct Changed {
    /// What is due at other instants than it was.
    moved: BTreeMap<(Of, Deadline), Vec<BureauCode>>,
    /// What is settled by now.
    settled: BTreeMap<(Of, Outcome), Vec<BureauCode>>,
}

/// What has become of what is kept of some bureaus.
fn changed(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    part: Part<'_>,
    acts: &BTreeMap<BureauCode, Acts>,
) -> Result<Changed, AppError> {
    let having = ground.campaign.duties.iter().filter(|duty| duty.when.is_some());
    let forms: Vec<&str> = having.map(|duty| duty.form.as_str()).collect();
    let ending = part.bureaus.iter().filter(|one| one.valid_to.is_some());
    let ending: Vec<&str> = ending.map(|one| one.code.as_str()).collect();
    let open = kept::changeable(connection, (part.codes, &ending), &forms, (ground.now, part.anew))?;
    let mut periods: Vec<Period> = open.iter().map(|kept| kept.key.period).collect();
    for acts in acts.values() {
        periods.extend(acts.reported().iter().map(|report| Period::Day(report.day)));
    }
    periods.sort_unstable();
    periods.dedup();
    let received = book::received_of(connection, &periods, Some(part.codes), duty::EVER)?;
    let filed = board::acts(&received);
    let of_code: BTreeMap<&BureauCode, &Bureau> = part.bureaus.iter().map(|one| (&one.code, one)).collect();
    let none = Acts::default();
    let mut changed = Changed::default();
    for kept in open {
        let Some(bureau) = of_code.get(&kept.key.bureau) else { continue };
        let acts = acts.get(&kept.key.bureau).unwrap_or(&none);
        let owed = owed::one(ground.campaign, ground.calendar, (*bureau).into(), acts, &kept.key);
        let FilingKey { bureau, form, period, subject } = kept.key;
        let of: Of = (form, period, subject);
        let moved = owed.as_ref().map(|owed| owed.deadline).filter(|deadline| *deadline != kept.deadline);
        if let Some(deadline) = moved {
            changed.moved.entry((of.clone(), deadline)).or_default().push(bureau.clone());
        }
        if kept.settled.is_some() && moved.is_none() {
            continue;
        }
        let outcome = match owed {
            // The campaign asks for it no more.
            None => Some(Outcome::Exempt),
            Some(owed) => outcome(&owed, filed.get(&board::name(&owed.key())).copied(), ground.now),
        };
        if let Some(outcome) = outcome {
            changed.settled.entry((of, outcome)).or_default().push(bureau);
        }
    }
    Ok(changed)
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
