//! Obligations as they are kept once their window has opened: when each appeared, fell due, and what became of it. Every
//! instant is written once, whichever process comes first.

mod read;

use chrono::{DateTime, Utc};
use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::{
    bureau::BureauCode,
    campaign::Deadline,
    lines::or_dash,
    period::Period,
    statement::{FilingKey, Subject},
};

pub use self::read::{Tally, changeable, looked, of_bureau, tallies};
use super::{
    AnyConnection, StoreError, micros,
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
    /// By when, an extension included.
    pub deadline: Deadline,
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
            obligation::close.eq(micros(one.deadline.close)),
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

/// Notes of everything of some bureaus whose due instant has passed that it has, once; gives how many that were.
pub fn fall_due(
    connection: &mut AnyConnection,
    bureaus: &[&str],
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let due = obligation::table
        .filter(obligation::bureau.eq_any(bureaus))
        .filter(obligation::fell_due.is_null())
        .filter(obligation::due.le(micros(now)));
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

/// Moves the instants of obligations of one form, period and matter, unless they were moved already; one that was missed or let
/// off is open again, since it can be filed.
pub fn move_to(
    connection: &mut AnyConnection,
    (form, period, of): (&str, Period, Option<&Subject>),
    bureaus: &[BureauCode],
    deadline: &Deadline,
) -> Result<(), StoreError> {
    for batch in bureaus.chunks(BATCH) {
        let of_batch = || {
            obligation::table
                .filter(obligation::form.eq(form))
                .filter(obligation::period.eq(period.to_string()))
                .filter(obligation::subject.eq(or_dash(of)))
                .filter(obligation::bureau.eq_any(batch.iter().map(BureauCode::as_str)))
                .filter(
                    obligation::due.ne(micros(deadline.due)).or(obligation::close.ne(micros(deadline.close))),
                )
        };
        let again = (
            obligation::settled.eq(None::<i64>),
            obligation::outcome.eq(None::<String>),
            obligation::late_days.eq(None::<i64>),
        );
        let undone = of_batch().filter(obligation::outcome.eq_any(["missed", "exempt"]));
        diesel::update(undone).set(again).execute(connection)?;
        let set = (
            obligation::due.eq(micros(deadline.due)),
            obligation::grace.eq(micros(deadline.grace)),
            obligation::close.eq(micros(deadline.close)),
        );
        diesel::update(of_batch()).set(set).execute(connection)?;
    }
    Ok(())
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
