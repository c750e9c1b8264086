//! Obligations as they are kept once their window has opened: when each appeared, fell due, and what became of it. Every
//! instant is written once, whichever process comes first.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::{
    bureau::BureauCode,
    campaign::Deadline,
    lines::{or_dash, undashed},
    period::Period,
    statement::{FilingKey, Subject},
};

use super::{
    AnyConnection, StoreError, instant, micros,
    schema::{obligation, obligation_day},
};

/// Most rows written by one statement: SQLite binds at most 32,766 values.
const BATCH: usize = 2_000;

/// What became of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Filed in time.
    Met,
    /// Filed so many days late.
    Late(i64),
    /// Not filed when it closed.
    Missed,
    /// Let off.
    Exempt,
}

impl Outcome {
    /// Its word, and the days late.
    fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Met => ("met", None),
            Self::Late(days) => ("late", Some(days)),
            Self::Missed => ("missed", None),
            Self::Exempt => ("exempt", None),
        }
    }

    fn read(word: &str, days: Option<i64>) -> Option<Self> {
        Some(match (word, days) {
            ("met", None) => Self::Met,
            ("late", Some(days)) => Self::Late(days),
            ("missed", None) => Self::Missed,
            ("exempt", None) => Self::Exempt,
            _ => return None,
        })
    }
}

/// An obligation whose window has opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is of: of a report of a matter, the day it is owed for.
    pub key: FilingKey,
    /// When its window opened.
    pub opens: DateTime<Utc>,
    /// When it is due, an extension included.
    pub due: DateTime<Utc>,
    /// When it counts as not filed.
    pub grace: DateTime<Utc>,
    /// When it was noted first.
    pub appeared: DateTime<Utc>,
    /// When it was noted that it had fallen due.
    pub fell_due: Option<DateTime<Utc>>,
    /// When it was settled, and how.
    pub settled: Option<(DateTime<Utc>, Outcome)>,
}

/// An obligation that is to be kept.
#[derive(Clone, Debug)]
pub struct New {
    /// What it is of.
    pub key: FilingKey,
    /// When its window opened.
    pub opens: DateTime<Utc>,
    /// By when.
    pub deadline: Deadline,
}

/// Keeps what is not kept yet; gives how many that were.
pub fn open(connection: &mut AnyConnection, new: &[New], now: DateTime<Utc>) -> Result<usize, StoreError> {
    let row = |one: &New| {
        (
            obligation::bureau.eq(one.key.bureau.to_string()),
            obligation::form.eq(one.key.form.clone()),
            obligation::period.eq(one.key.period.to_string()),
            obligation::subject.eq(or_dash(one.key.subject.as_ref())),
            obligation::opens.eq(micros(one.opens)),
            obligation::due.eq(micros(one.deadline.due)),
            obligation::grace.eq(micros(one.deadline.grace)),
            obligation::appeared.eq(micros(now)),
        )
    };
    let mut kept = 0;
    for batch in new.chunks(BATCH) {
        let rows: Vec<_> = batch.iter().map(row).collect();
        kept += match connection {
            AnyConnection::Sqlite(connection) => diesel::insert_into(obligation::table)
                .values(&rows)
                .on_conflict_do_nothing()
                .execute(connection)?,
            AnyConnection::Postgres(connection) => diesel::insert_into(obligation::table)
                .values(&rows)
                .on_conflict_do_nothing()
                .execute(connection)?,
        };
    }
    Ok(kept)
}

/// Notes of everything whose due instant has passed that it has, once; gives how many that were.
pub fn fall_due(connection: &mut AnyConnection, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let due =
        obligation::table.filter(obligation::fell_due.is_null()).filter(obligation::due.le(micros(now)));
    Ok(diesel::update(due).set(obligation::fell_due.eq(micros(now))).execute(connection)?)
}

/// Settles obligations that are of one form, period, matter and outcome; gives how many were still to be settled.
pub fn settle(
    connection: &mut AnyConnection,
    (form, period, of): (&str, Period, Option<&Subject>),
    bureaus: &[BureauCode],
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let (word, days) = outcome.parts();
    let mut settled = 0;
    for batch in bureaus.chunks(BATCH) {
        let open = obligation::table
            .filter(obligation::form.eq(form))
            .filter(obligation::period.eq(period.to_string()))
            .filter(obligation::subject.eq(or_dash(of)))
            .filter(obligation::bureau.eq_any(batch.iter().map(BureauCode::as_str)))
            .filter(obligation::settled.is_null());
        let set = (
            obligation::settled.eq(micros(now)),
            obligation::outcome.eq(word),
            obligation::late_days.eq(days),
        );
        settled += diesel::update(open).set(set).execute(connection)?;
    }
    Ok(settled)
}

/// Moves the instants of an obligation that was given longer, unless they were moved already; one that was missed is open
/// again, since it can be filed.
pub fn extend(
    connection: &mut AnyConnection,
    key: &FilingKey,
    deadline: &Deadline,
) -> Result<(), StoreError> {
    let of = || {
        obligation::table.find((
            key.bureau.as_str(),
            &key.form,
            key.period.to_string(),
            or_dash(key.subject.as_ref()),
        ))
    };
    let set = (obligation::due.eq(micros(deadline.due)), obligation::grace.eq(micros(deadline.grace)));
    let moved = of().filter(obligation::due.ne(micros(deadline.due)));
    if diesel::update(moved).set(set).execute(connection)? == 0 {
        return Ok(());
    }
    let again = (
        obligation::settled.eq(None::<i64>),
        obligation::outcome.eq(None::<String>),
        obligation::late_days.eq(None::<i64>),
    );
    let undone = of().filter(obligation::outcome.eq_any(["missed", "exempt"]));
    diesel::update(undone).set(again).execute(connection)?;
    Ok(())
}

type Name = (obligation::bureau, obligation::form, obligation::period, obligation::subject);
type Instants = (obligation::opens, obligation::due, obligation::grace, obligation::appeared);
type Became = (obligation::fell_due, obligation::settled, obligation::outcome, obligation::late_days);
const COLUMNS: (Name, Instants, Became) = (
    (obligation::bureau, obligation::form, obligation::period, obligation::subject),
    (obligation::opens, obligation::due, obligation::grace, obligation::appeared),
    (obligation::fell_due, obligation::settled, obligation::outcome, obligation::late_days),
);
type Row = (
    (String, String, String, String),
    (i64, i64, i64, i64),
    (Option<i64>, Option<i64>, Option<String>, Option<i64>),
);

/// What is not settled, by form, period and bureau.
pub fn unsettled(connection: &mut AnyConnection) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<Row> = obligation::table
        .filter(obligation::settled.is_null())
        .order((obligation::form, obligation::period, obligation::subject, obligation::bureau))
        .select(COLUMNS)
        .load(connection)?;
    rows.into_iter().map(kept).collect()
}

/// Everything that is kept of a bureau, by the instant it was due.
pub fn of_bureau(connection: &mut AnyConnection, bureau: &BureauCode) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<Row> = obligation::table
        .filter(obligation::bureau.eq(bureau.as_str()))
        .order((obligation::due, obligation::form, obligation::period, obligation::subject))
        .select(COLUMNS)
        .load(connection)?;
    rows.into_iter().map(kept).collect()
}

fn kept((key, at, became): Row) -> Result<Kept, StoreError> {
    let damaged = || StoreError::Corrupt("obligation");
    let (bureau, form, period, of) = key;
    let (opens, due, grace, appeared) = at;
    let (fell_due, settled, outcome, late_days) = became;
    let key = FilingKey {
        bureau: bureau.parse().map_err(|_| damaged())?,
        form,
        period: period.parse().map_err(|_| damaged())?,
        subject: undashed(&of).map_err(|_| damaged())?,
    };
    let settled = match settled.zip(outcome) {
        Some((at, word)) => Some((instant(at)?, Outcome::read(&word, late_days).ok_or_else(damaged)?)),
        None => None,
    };
    Ok(Kept {
        key,
        opens: instant(opens)?,
        due: instant(due)?,
        grace: instant(grace)?,
        appeared: instant(appeared)?,
        fell_due: fell_due.map(instant).transpose()?,
        settled,
    })
}

/// How many obligations of a period are open, and how the others went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Not settled.
    pub open: i64,
    /// Filed in time.
    pub met: i64,
    /// Filed late.
    pub late: i64,
    /// Not filed.
    pub missed: i64,
}

/// How it went in some periods, by what is kept; what was let off is left out.
pub fn tallies(
    connection: &mut AnyConnection,
    periods: &[Period],
) -> Result<BTreeMap<Period, Tally>, StoreError> {
    let names = periods.iter().map(ToString::to_string);
    let rows: Vec<(String, Option<String>, i64)> = obligation::table
        .filter(obligation::period.eq_any(names))
        .group_by((obligation::period, obligation::outcome))
        .select((obligation::period, obligation::outcome, diesel::dsl::count_star()))
        .load(connection)?;
    let mut tallies: BTreeMap<Period, Tally> = BTreeMap::new();
    for (period, outcome, count) in rows {
        let period = period.parse().map_err(|_| StoreError::Corrupt("obligation"))?;
        let tally = tallies.entry(period).or_default();
        match outcome.as_deref() {
            None => tally.open += count,
            Some("met") => tally.met += count,
            Some("late") => tally.late += count,
            Some("missed") => tally.missed += count,
            Some(_) => {}
        }
    }
    Ok(tallies)
}

/// Up to which instant windows were looked at, and under which campaign and bureaus.
pub fn looked(connection: &mut AnyConnection) -> Result<Option<(DateTime<Utc>, String)>, StoreError> {
    let rows: Vec<(i64, String)> =
        obligation_day::table.select((obligation_day::until, obligation_day::ground)).load(connection)?;
    rows.into_iter().next().map(|(until, ground)| Ok((instant(until)?, ground))).transpose()
}

/// Notes up to which instant windows were looked at.
pub fn look(connection: &mut AnyConnection, until: DateTime<Utc>, ground: &str) -> Result<(), StoreError> {
    let set = (obligation_day::until.eq(micros(until)), obligation_day::ground.eq(ground));
    let known = diesel::update(obligation_day::table.find(1_i64)).set(set).execute(connection)?;
    if known == 0 {
        let row = (
            obligation_day::one.eq(1_i64),
            obligation_day::until.eq(micros(until)),
            obligation_day::ground.eq(ground),
        );
        diesel::insert_into(obligation_day::table).values(row).execute(connection)?;
    }
    Ok(())
}
