//! Whether the city is recovering after a restore: one row, which the first leaf that is appended looks for, so that no
//! way leads round it (PROTOCOL §4.6).

use chrono::{DateTime, Utc};
use diesel::{Connection, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::wire::Mode;

use super::{
    AnyConnection, Location, StoreError, account, instant, micros, migration, recovered, schema::recovery,
};

/// The mode of the city.
pub fn mode(connection: &mut AnyConnection) -> Result<Mode, StoreError> {
    Ok(if since(connection)?.is_some() { Mode::Recovering } else { Mode::Live })
}

/// Since when the city has been recovering, if it is.
pub fn since(connection: &mut AnyConnection) -> Result<Option<DateTime<Utc>>, StoreError> {
    let since: Option<i64> = recovery::table.find(1).select(recovery::since).first(connection).optional()?;
    since.map(instant).transpose()
}

/// Brings a restored database up to date and marks it: nothing is appended to its log until the city is live again. Nobody
/// stays signed in: a session may have been ended after the backup.
pub(crate) fn begin(location: &Location, now: DateTime<Utc>) -> Result<(), StoreError> {
    migration::run(location)?;
    let mut connection = location.connect().map_err(|error| StoreError::Open(Box::new(error)))?;
    connection.transaction(|connection| {
        account::end_all(connection)?;
        // What was backed up may have been recovering itself, and have gone live after that: what nodes gave back stays
        // true, that they had nothing else does not.
        recovered::forget_reports(connection)?;
        diesel::delete(recovery::table).execute(connection)?;
        let row = (recovery::one.eq(1), recovery::since.eq(micros(now)));
        diesel::insert_into(recovery::table).values(row).execute(connection)?;
        Ok(())
    })
}

/// Opens the log again: what is in it is all there was.
pub fn end(connection: &mut AnyConnection) -> Result<(), StoreError> {
    diesel::delete(recovery::table).execute(connection)?;
    recovered::forget(connection)
}
