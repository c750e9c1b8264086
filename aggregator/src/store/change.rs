//! The number that rises with every commit, of whichever process: what is derived from the store is stale when it moved.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};

use super::{AnyConnection, StoreError, schema::change};

/// The number.
pub(super) fn number(connection: &mut AnyConnection) -> Result<u64, StoreError> {
    let number: i64 = change::table.find(1_i64).select(change::number).first(connection)?;
    u64::try_from(number).map_err(|_| StoreError::Corrupt("change"))
}

/// Counts a commit, inside it.
pub(super) fn rise(connection: &mut AnyConnection) -> Result<(), StoreError> {
    diesel::update(change::table.find(1_i64))
        .set(change::number.eq(change::number + 1))
        .execute(connection)?;
    Ok(())
}
