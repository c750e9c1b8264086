//! What is kept of obligations, as the job, the board and a person ask for it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl, dsl::exists};
use schemas::{
    bureau::BureauCode,
    campaign::Deadline,
    lines::undashed,
    period::Period,
    statement::{FilingKey, Subject},
};

use super::{Kept, Outcome};
use crate::store::{
    AnyConnection, StoreError, instant, micros,
    schema::{duty_act, obligation, obligation_day, statement},
};

type Name = (obligation::bureau, obligation::form, obligation::period, obligation::subject);
type Instants =
    (obligation::opens, obligation::due, obligation::grace, obligation::close, obligation::appeared);
type Became = (obligation::fell_due, obligation::settled, obligation::outcome, obligation::late_days);
const COLUMNS: (Name, Instants, Became) = (
    (obligation::bureau, obligation::form, obligation::period, obligation::subject),
    (obligation::opens, obligation::due, obligation::grace, obligation::close, obligation::appeared),
    (obligation::fell_due, obligation::settled, obligation::outcome, obligation::late_days),
);
type Row = (
    (String, String, String, String),
    (i64, i64, i64, i64, i64),
    (Option<i64>, Option<i64>, Option<String>, Option<i64>),
);

/// What may be another by now, of some bureaus, by form, period and bureau: open obligations of which something was filed or
/// decided or that have closed, those of single matters and of the forms named, those of the bureaus that end, which owe
/// nothing that falls due later, and what was given longer after it was settled. `all` gives whatever is open: under another
/// campaign any of it may be another.
pub fn changeable(
    connection: &mut AnyConnection,
    (bureaus, ending): (&[&str], &[&str]),
    forms: &[&str],
    (now, all): (DateTime<Utc>, bool),
) -> Result<Vec<Kept>, StoreError> {
    let filed = statement::table
        .filter(statement::bureau.eq(obligation::bureau))
        .filter(statement::form.eq(obligation::form))
        .filter(statement::period.eq(obligation::period))
        .filter(statement::subject.eq(obligation::subject));
    let is_decided = || {
        let decided = duty_act::table
            .filter(duty_act::bureau.eq(obligation::bureau))
            .filter(duty_act::form.eq(obligation::form))
            .filter(duty_act::period.eq(obligation::period))
            .filter(duty_act::subject.eq(obligation::subject));
        exists(decided)
    };
    let closes = if all { i64::MAX } else { micros(now) };
    let changing = obligation::close
        .le(closes)
        .or(obligation::subject.ne("-"))
        .or(obligation::form.eq_any(forms))
        .or(obligation::bureau.eq_any(ending))
        .or(exists(filed))
        .or(is_decided());
    let of = || obligation::bureau.eq_any(bureaus);
    let open = obligation::table.filter(of()).filter(obligation::settled.is_null()).filter(changing);
    let mut rows: Vec<Row> = open.select(COLUMNS).load(connection)?;
    let let_go = obligation::table
        .filter(of())
        .filter(obligation::outcome.eq("missed").or(obligation::outcome.eq("exempt")))
        .filter(is_decided());
    rows.extend(let_go.select(COLUMNS).load::<Row>(connection)?);
    let mut all: Vec<Kept> = rows.into_iter().map(kept).collect::<Result<_, _>>()?;
    all.sort_by(|one, other| order(&one.key).cmp(&order(&other.key)));
    Ok(all)
}

fn order(key: &FilingKey) -> (&str, Period, Option<&Subject>, &BureauCode) {
    (&key.form, key.period, key.subject.as_ref(), &key.bureau)
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
    let (opens, due, grace, close, appeared) = at;
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
        deadline: Deadline { due: instant(due)?, grace: instant(grace)?, close: instant(close)? },
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
