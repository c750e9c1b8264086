//! Signatures of requests that changed something, where every process of a city sees them.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};

use super::{AnyConnection, StoreError, micros, schema::nonce};

/// Notes that a signature of a node was used; says whether it was used for the first time.
pub fn take(
    connection: &mut AnyConnection,
    node: &str,
    used: &[u8; 16],
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    // Whoever writes is alone, so that nobody comes between the question and the row.
    let key = (node, hex::encode(used));
    let known: i64 = nonce::table.find((key.0, &key.1)).count().get_result(connection)?;
    if known > 0 {
        return Ok(false);
    }
    let row = (nonce::node.eq(node), nonce::value.eq(&key.1), nonce::at.eq(micros(now)));
    diesel::insert_into(nonce::table).values(row).execute(connection)?;
    Ok(true)
}

/// Forgets the signatures used before an instant; gives how many.
pub fn forget(connection: &mut AnyConnection, before: DateTime<Utc>) -> Result<usize, StoreError> {
    Ok(diesel::delete(nonce::table.filter(nonce::at.lt(micros(before)))).execute(connection)?)
}
