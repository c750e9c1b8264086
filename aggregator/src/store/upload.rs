//! Content on its way: the parts that have come, one row each, until the whole is stored.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::hash::Sha;

use super::{AnyConnection, StoreError, instant, micros, schema::upload_chunk};

/// An upload that is not whole yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderWay {
    /// Who uploads.
    pub node: String,
    /// What it will be, unpacked.
    pub sha256: Sha,
    /// Packed bytes that have come.
    pub bytes: u64,
    /// When the last of them came.
    pub touched: DateTime<Utc>,
}

/// Every upload that is not whole yet.
pub fn under_way(connection: &mut AnyConnection) -> Result<Vec<UnderWay>, StoreError> {
    type Row = (String, String, i64, i64);
    let rows: Vec<Row> = upload_chunk::table
        .select((upload_chunk::node, upload_chunk::sha256, upload_chunk::length, upload_chunk::received))
        .load(connection)?;
    let mut sums: BTreeMap<(String, String), (i64, i64)> = BTreeMap::new();
    for (node, sha256, length, received) in rows {
        let (bytes, touched) = sums.entry((node, sha256)).or_default();
        *bytes += length;
        *touched = (*touched).max(received);
    }
    let parse = |((node, sha256), (bytes, touched)): ((String, String), (i64, i64))| {
        Ok(UnderWay {
            node,
            sha256: sha256.parse().map_err(|_| StoreError::Corrupt("upload"))?,
            bytes: u64::try_from(bytes).map_err(|_| StoreError::Corrupt("upload"))?,
            touched: instant(touched)?,
        })
    };
    sums.into_iter().map(parse).collect()
}

/// Where a node's upload stands: packed bytes that have come.
pub fn position(connection: &mut AnyConnection, node: &str, sha256: &Sha) -> Result<u64, StoreError> {
    let last: Option<(i64, i64)> = upload_chunk::table
        .filter(upload_chunk::node.eq(node))
        .filter(upload_chunk::sha256.eq(sha256.to_string()))
        .order(upload_chunk::start.desc())
        .select((upload_chunk::start, upload_chunk::length))
        .first(connection)
        .optional()?;
    let end = last.map_or(0, |(start, length)| start + length);
    u64::try_from(end).map_err(|_| StoreError::Corrupt("upload"))
}

/// Stores a part at the end of an upload.
pub fn append(
    connection: &mut AnyConnection,
    node: &str,
    sha256: &Sha,
    start: u64,
    bytes: &[u8],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let count = |number: Option<i64>| number.ok_or(StoreError::Corrupt("upload"));
    let row = (
        upload_chunk::node.eq(node),
        upload_chunk::sha256.eq(sha256.to_string()),
        upload_chunk::start.eq(count(i64::try_from(start).ok())?),
        upload_chunk::length.eq(count(i64::try_from(bytes.len()).ok())?),
        upload_chunk::received.eq(micros(now)),
        upload_chunk::bytes.eq(bytes),
    );
    diesel::insert_into(upload_chunk::table).values(row).execute(connection)?;
    Ok(())
}

/// The bytes that have come, in order.
pub fn assembled(connection: &mut AnyConnection, node: &str, sha256: &Sha) -> Result<Vec<u8>, StoreError> {
    let parts: Vec<Vec<u8>> = upload_chunk::table
        .filter(upload_chunk::node.eq(node))
        .filter(upload_chunk::sha256.eq(sha256.to_string()))
        .order(upload_chunk::start)
        .select(upload_chunk::bytes)
        .load(connection)?;
    Ok(parts.concat())
}

/// Forgets the parts of an upload.
pub fn forget(connection: &mut AnyConnection, node: &str, sha256: &Sha) -> Result<(), StoreError> {
    let parts = upload_chunk::table
        .filter(upload_chunk::node.eq(node))
        .filter(upload_chunk::sha256.eq(sha256.to_string()));
    diesel::delete(parts).execute(connection)?;
    Ok(())
}
