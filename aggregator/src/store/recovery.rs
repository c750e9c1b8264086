//! Whether the city is recovering after a restore: one row, which the first leaf that is appended looks for, so that no
//! way leads round it (PROTOCOL §4.6).

use chrono::{DateTime, Utc};
use diesel::{
    Connection, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, connection::SimpleConnection,
};
use schemas::wire::Mode;

use super::{
    AnyConnection, Location, StoreError, account, copy, instant, micros, migration, recovered,
    schema::recovery,
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

/// Marks a PostgreSQL database into which a dump is about to be loaded: until [`begin`] nobody opens it. A file needs no such
/// mark, for it is put in its place only afterwards.
pub(super) fn reserve(connection: &mut AnyConnection) -> Result<(), StoreError> {
    Ok(connection.batch_execute("CREATE TABLE IF NOT EXISTS restoring (one INTEGER)")?)
}

/// Takes the mark away again.
pub(super) fn release(connection: &mut AnyConnection) -> Result<(), StoreError> {
    Ok(connection.batch_execute("DROP TABLE IF EXISTS restoring")?)
}

/// Whether a restore into this database was broken off before it was closed, or is still under way.
pub(super) fn is_half_restored(location: &Location) -> Result<bool, StoreError> {
    if matches!(location, Location::Sqlite(_)) {
        return Ok(false);
    }
    let mut connection = location.connect().map_err(|error| StoreError::Open(Box::new(error)))?;
    const MARK: &str = "SELECT CAST(count(*) AS TEXT) AS word FROM information_schema.tables \
                        WHERE table_schema = current_schema() AND table_name = 'restoring'";
    Ok(copy::word(&mut connection, MARK)? != "0")
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
        release(connection)
    })
}

/// Opens the log again: what is in it is all there was.
pub fn end(connection: &mut AnyConnection) -> Result<(), StoreError> {
    diesel::delete(recovery::table).execute(connection)?;
    recovered::forget(connection)
}
