//! What standings and boards read of many filings at once, and no more of each than they need: neither the notes, nor
//! tallies that were read before.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::{
    bureau::BureauCode,
    hash::Sha,
    lines::undashed,
    period::Period,
    statement::{FilingKey, Purpose, Subject},
    tally::Tallies,
    wire::FilingState,
};

use super::{
    AnyConnection, StoreError,
    filing::{standing_words, state},
    instant, micros,
    schema::{returned, statement, verdict},
};
use crate::measure::book::{Book, Filed};

/// Most statements whose tallies are asked for by name; if more are missing, those of all the periods are read.
const NAMED: usize = 1_000;

/// A statement, as far as what is owed depends on it.
#[derive(Clone, Debug)]
pub struct Received {
    /// The statement.
    pub id: Sha,
    /// How it is meant.
    pub purpose: Purpose,
    /// The bureau.
    pub bureau: BureauCode,
    /// The form.
    pub form: String,
    /// The period.
    pub period: Period,
    /// The matter of a report.
    pub subject: Option<Subject>,
    /// Its state.
    pub state: FilingState,
    /// Whether it says that there is nothing to report.
    pub nil: bool,
    /// Whether its rows have to come again after a restore.
    pub awaited: bool,
    /// When it was received.
    pub at: DateTime<Utc>,
    /// When the first revision of the filing that stood was received.
    pub first: Option<DateTime<Utc>>,
}

impl Received {
    /// What it is of.
    pub fn key(&self) -> FilingKey {
        let Self { bureau, form, period, subject, .. } = self;
        FilingKey { bureau: bureau.clone(), form: form.clone(), period: *period, subject: subject.clone() }
    }
}

/// Every statement of some periods that was received up to an instant, first to last, in the state it had then.
pub fn received(
    connection: &mut AnyConnection,
    periods: &[Period],
    at: DateTime<Utc>,
) -> Result<Vec<Received>, StoreError> {
    received_of(connection, periods, None, at)
}

/// The same, of some bureaus.
pub fn received_of(
    connection: &mut AnyConnection,
    periods: &[Period],
    bureaus: Option<&[&str]>,
    at: DateTime<Utc>,
) -> Result<Vec<Received>, StoreError> {
    type Row = (
        (String, String, String, String, String, String, String),
        (bool, Option<String>, i64, Option<i64>, Option<i64>, Option<i64>),
    );
    let back: BTreeSet<String> =
        returned::table.select(returned::statement).load(connection)?.into_iter().collect();
    let mut wanted = statement::table
        .left_join(verdict::table.on(verdict::statement.eq(statement::id)))
        .filter(statement::period.eq_any(names(periods)))
        .filter(statement::received.le(micros(at)))
        .into_boxed();
    if let Some(bureaus) = bureaus {
        wanted = wanted.filter(statement::bureau.eq_any(bureaus));
    }
    let rows: Vec<Row> = wanted
        .order(statement::leaf)
        .select((
            (
                statement::id,
                statement::bureau,
                statement::form,
                statement::period,
                statement::subject,
                statement::state,
                statement::purpose,
            ),
            (
                statement::nil,
                statement::figures_awaited,
                statement::received,
                statement::first_received,
                verdict::judged.nullable(),
                statement::decided,
            ),
        ))
        .load(connection)?;
    let read = |(
        (id, bureau, form, period, subject, word, purpose),
        (nil, awaited, received, first, judged, decided),
    ): Row| {
        let was =
            |when: Option<i64>| when.map(instant).transpose().map(|when| when.is_none_or(|when| when <= at));
        let known = Known {
            judged: was(judged).ok()?,
            decided: decided.is_some() && was(decided).ok()?,
            returned: back.contains(&id),
        };
        Some(Received {
            id: id.parse().ok()?,
            purpose: purpose.parse().ok()?,
            bureau: bureau.parse().ok()?,
            form,
            period: period.parse().ok()?,
            subject: undashed(&subject).ok()?,
            state: known.then(state(&word)?, nil),
            nil,
            awaited: awaited.is_some(),
            at: instant(received).ok()?,
            first: first.map(instant).transpose().ok()?,
        })
    };
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("statement"))).collect()
}

/// Which of them stood then: of each filing the newest whose rows had come to stand, unless it went back or was withdrawn.
pub fn stood(received: &[Received]) -> BTreeSet<Sha> {
    let mut heads: BTreeMap<String, Sha> = BTreeMap::new();
    for row in received {
        let filing = row.key().to_string();
        match row.state {
            FilingState::Validated | FilingState::Confirmed | FilingState::Superseded => {
                heads.insert(filing, row.id);
            }
            FilingState::Returned | FilingState::Voided => {
                heads.remove(&filing);
            }
            FilingState::Receipted | FilingState::Defaulted | FilingState::Invalid => {}
        }
    }
    heads.into_values().collect()
}

/// What was known of a statement at an instant.
struct Known {
    /// Its rows were judged, if they are by now; where nobody wrote down when, they were at once.
    judged: bool,
    /// A person or a rule had decided of it.
    decided: bool,
    /// What was decided is that it went back.
    returned: bool,
}

impl Known {
    /// The state it had then, from the one it has now.
    fn then(&self, now: FilingState, nil: bool) -> FilingState {
        match now {
            FilingState::Receipted | FilingState::Defaulted | FilingState::Voided => now,
            _ if !self.judged && !nil => FilingState::Receipted,
            FilingState::Invalid | FilingState::Validated => now,
            FilingState::Confirmed | FilingState::Returned | FilingState::Superseded => {
                match (self.decided, self.returned) {
                    (true, true) => FilingState::Returned,
                    (true, false) => FilingState::Confirmed,
                    (false, _) if now == FilingState::Superseded => FilingState::Superseded,
                    (false, _) => FilingState::Validated,
                }
            }
        }
    }
}

/// Everything that stands for some periods, and whose rows have to come again. The tallies of a statement never change,
/// so those that an earlier book holds are shared and not read.
pub fn book(
    connection: &mut AnyConnection,
    periods: &[Period],
    earlier: Option<&Book>,
) -> Result<Book, StoreError> {
    type Row = (String, String, String, String, i32, bool, String, i64, Option<i64>, String, Option<String>);
    let rows: Vec<Row> = statement::table
        .filter(statement::period.eq_any(names(periods)))
        .filter(statement::state.eq_any(standing_words()))
        .select((
            statement::id,
            statement::bureau,
            statement::period,
            statement::form,
            statement::revision,
            statement::nil,
            statement::purpose,
            statement::received,
            statement::first_received,
            statement::state,
            statement::figures_awaited,
        ))
        .load(connection)?;
    let mut book = Book::default();
    let mut unread: BTreeMap<Sha, (BureauCode, Period, String, Filed)> = BTreeMap::new();
    for (id, bureau, period, form, revision, nil, purpose, received, first, state_word, awaited) in rows {
        let read = || {
            let statement: Sha = id.parse().ok()?;
            let (bureau, period): (BureauCode, Period) = (bureau.parse().ok()?, period.parse().ok()?);
            let known = earlier
                .and_then(|book| book.filed(&bureau, period, &form))
                .filter(|filed| filed.statement == statement)
                .map(|filed| Arc::clone(&filed.tallies));
            let filed = Filed {
                statement,
                revision: u32::try_from(revision).ok()?,
                nil,
                purpose: purpose.parse().ok()?,
                first_received: instant(first.unwrap_or(received)).ok()?,
                confirmed: state(&state_word)? == FilingState::Confirmed,
                tallies: known.clone().unwrap_or_default(),
            };
            Some((bureau, period, filed, known.is_some()))
        };
        let (bureau, period, filed, is_known) = read().ok_or(StoreError::Corrupt("statement"))?;
        if awaited.is_some() {
            book.await_rows(bureau.clone());
        }
        if is_known {
            book.enter(bureau, period, &form, filed);
        } else {
            unread.insert(filed.statement, (bureau, period, form, filed));
        }
    }
    for (id, tallies) in tallies(connection, periods, unread.keys())? {
        // The others are out of force, were known, or came to stand since.
        let Some((bureau, period, form, filed)) = id.parse().ok().and_then(|id: Sha| unread.remove(&id))
        else {
            continue;
        };
        let tallies: Tallies = serde_json::from_str(&tallies).map_err(|_| StoreError::Corrupt("verdict"))?;
        book.enter(bureau, period, &form, Filed { tallies: Arc::new(tallies), ..filed });
    }
    Ok(book)
}

/// Tallies as they are stored, by statement: those asked for and perhaps others.
fn tallies<'a>(
    connection: &mut AnyConnection,
    periods: &[Period],
    asked: impl ExactSizeIterator<Item = &'a Sha>,
) -> Result<Vec<(String, String)>, StoreError> {
    let columns = (verdict::statement, verdict::tallies);
    Ok(match asked.len() {
        0 => Vec::new(),
        1..=NAMED => {
            let named = asked.map(ToString::to_string);
            verdict::table.filter(verdict::statement.eq_any(named)).select(columns).load(connection)?
        }
        _ => statement::table
            .inner_join(verdict::table.on(verdict::statement.eq(statement::id)))
            .filter(statement::period.eq_any(names(periods)))
            .select(columns)
            .load(connection)?,
    })
}

fn names(periods: &[Period]) -> Vec<String> {
    periods.iter().map(ToString::to_string).collect()
}
