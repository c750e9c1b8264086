//! Whether the city is recovering after a restore: one row, which the first leaf that is appended looks for, so that no
//! way leads round it (PROTOCOL §4.6).

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::wire::Mode;

use super::{AnyConnection, Location, StoreError, micros, migration, schema::recovery};

/// The mode of the city.
pub fn mode(connection: &mut AnyConnection) -> Result<Mode, StoreError> {
    let since: Option<i64> = recovery::table.find(1).select(recovery::since).first(connection).optional()?;
    Ok(if since.is_some() { Mode::Recovering } else { Mode::Live })
}

/// Brings a restored database up to date and marks it: nothing is appended to its log until the city is live again.
pub(crate) fn begin(location: &Location, now: DateTime<Utc>) -> Result<(), StoreError> {
    migration::run(location)?;
    let mut connection = location.connect().map_err(|error| StoreError::Open(Box::new(error)))?;
    // What was backed up may have been recovering itself.
    if mode(&mut connection)? == Mode::Live {
        let row = (recovery::one.eq(1), recovery::since.eq(micros(now)));
        diesel::insert_into(recovery::table).values(row).execute(&mut connection)?;
    }
    Ok(())
}
