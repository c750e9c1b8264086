//! Content that is whole: the parts of one node, in the order in which they came.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::hash::Sha;

use super::{
    AnyConnection, StoreError,
    schema::{content, part},
};

/// Packed length of content, if it is here.
pub fn length(connection: &mut AnyConnection, sha256: &Sha) -> Result<Option<u64>, StoreError> {
    let found: Option<i64> =
        content::table.find(sha256.to_string()).select(content::length).first(connection).optional()?;
    found.map(|length| u64::try_from(length).map_err(|_| StoreError::Corrupt("content"))).transpose()
}

/// Content as it came, compressed.
pub fn packed(connection: &mut AnyConnection, sha256: &Sha) -> Result<Option<Vec<u8>>, StoreError> {
    let found: Option<(String, i64)> = content::table
        .find(sha256.to_string())
        .select((content::node, content::length))
        .first(connection)
        .optional()?;
    let Some((node, length)) = found else { return Ok(None) };
    let bytes = parts(connection, &node, sha256)?;
    // A part that is gone must not pass for a shorter ledger.
    if i64::try_from(bytes.len()) == Ok(length) {
        Ok(Some(bytes))
    } else {
        Err(StoreError::Corrupt("content"))
    }
}

/// The parts of a node, put together.
pub(super) fn parts(connection: &mut AnyConnection, node: &str, sha256: &Sha) -> Result<Vec<u8>, StoreError> {
    let parts: Vec<Vec<u8>> = part::table
        .filter(part::node.eq(node))
        .filter(part::sha256.eq(sha256.to_string()))
        .order(part::start)
        .select(part::bytes)
        .load(connection)?;
    Ok(parts.concat())
}

/// Stores a part behind `start` bytes.
pub(super) fn add_part(
    connection: &mut AnyConnection,
    node: &str,
    sha256: &Sha,
    start: i64,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let row = (
        part::node.eq(node),
        part::sha256.eq(sha256.to_string()),
        part::start.eq(start),
        part::bytes.eq(bytes),
    );
    diesel::insert_into(part::table).values(row).execute(connection)?;
    Ok(())
}

/// Says that the parts of a node are the whole.
pub(super) fn is_whole(
    connection: &mut AnyConnection,
    node: &str,
    sha256: &Sha,
    length: i64,
) -> Result<(), StoreError> {
    let row = (content::sha256.eq(sha256.to_string()), content::node.eq(node), content::length.eq(length));
    diesel::insert_into(content::table).values(row).execute(connection)?;
    Ok(())
}
