//! What this node gives back to a city that was restored from a backup, and what it has to send again.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::hash::Sha;

use super::{
    Outbox, State, StoreFault,
    schema::{given_back, item},
};

/// A report to a city that is recovering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenBack {
    /// Leaves the city had left.
    pub size: u64,
    /// Letters given back.
    pub letters: u64,
    /// When, by this clock.
    pub at: DateTime<Utc>,
}

impl Outbox {
    /// Has the rows of these statements sent again: the city lost them with its leaves, or says it has not got them.
    pub(crate) fn send_again(&self, lost: &[Sha]) -> Result<(), StoreFault> {
        let judged = [State::Stored, State::Valid, State::Invalid, State::Returned, State::Superseded];
        let ids: Vec<String> = lost.iter().map(ToString::to_string).collect();
        self.write(|connection| {
            for ids in ids.chunks(500) {
                // What has no rows here cannot be sent; what has no receipt was never with the city.
                let again = item::table
                    .filter(item::statement.eq_any(ids))
                    .filter(item::content.is_not_null())
                    .filter(item::receipt.is_not_null())
                    .filter(item::state.eq_any(judged.map(State::code)));
                diesel::update(again).set(item::state.eq(State::Receipted.code())).execute(connection)?;
            }
            Ok(())
        })
    }

    /// Notes that everything was given back.
    pub(crate) fn gave_back(&self, given: &GivenBack) -> Result<(), StoreFault> {
        let row = (
            given_back::one.eq(1_i64),
            given_back::size.eq(i64::try_from(given.size).unwrap_or(i64::MAX)),
            given_back::letters.eq(i64::try_from(given.letters).unwrap_or(i64::MAX)),
            given_back::at.eq(given.at.timestamp_micros()),
        );
        self.write(|connection| {
            diesel::replace_into(given_back::table).values(row).execute(connection)?;
            Ok(())
        })
    }

    /// The last report, while the city is recovering.
    pub(crate) fn given_back(&self) -> Result<Option<GivenBack>, StoreFault> {
        self.read(|connection| {
            type Row = (i64, i64, i64);
            let row: Option<Row> = given_back::table
                .select((given_back::size, given_back::letters, given_back::at))
                .first(connection)
                .optional()?;
            Ok(row.and_then(|(size, letters, at)| {
                Some(GivenBack {
                    size: u64::try_from(size).ok()?,
                    letters: u64::try_from(letters).ok()?,
                    at: DateTime::from_timestamp_micros(at)?,
                })
            }))
        })
    }

    /// The city is live again.
    pub(crate) fn is_live_again(&self) -> Result<(), StoreFault> {
        self.write(|connection| {
            diesel::delete(given_back::table).execute(connection)?;
            Ok(())
        })
    }
}
