//! Content on its way: how far each upload has come. Its parts lie where they will stay when it is whole.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::hash::Sha;

use super::{
    AnyConnection, StoreError, content, instant, micros,
    schema::{part, upload},
};

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
    let rows: Vec<(String, String, i64, i64)> = upload::table.load(connection)?;
    rows.into_iter().map(parse).collect()
}

/// How far the upload of a node has come, if there is one.
pub fn find(
    connection: &mut AnyConnection,
    node: &str,
    sha256: &Sha,
) -> Result<Option<UnderWay>, StoreError> {
    let row: Option<(String, String, i64, i64)> =
        upload::table.find((node, sha256.to_string())).first(connection).optional()?;
    row.map(parse).transpose()
}

fn parse((node, sha256, length, touched): (String, String, i64, i64)) -> Result<UnderWay, StoreError> {
    Ok(UnderWay {
        node,
        sha256: sha256.parse().map_err(|_| StoreError::Corrupt("upload"))?,
        bytes: u64::try_from(length).map_err(|_| StoreError::Corrupt("upload"))?,
        touched: instant(touched)?,
    })
}

/// Stores a part at the end of an upload of `start` bytes.
pub fn append(
    connection: &mut AnyConnection,
    node: &str,
    sha256: &Sha,
    start: u64,
    bytes: &[u8],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (start, end) = ends(start, bytes)?;
    content::add_part(connection, node, sha256, start, bytes)?;
    let place = upload::table.find((node, sha256.to_string()));
    let come = (upload::length.eq(end), upload::touched.eq(micros(now)));
    if diesel::update(place).set(come).execute(connection)? == 0 {
        let row = (upload::node.eq(node), upload::sha256.eq(sha256.to_string()));
        diesel::insert_into(upload::table).values((row, come)).execute(connection)?;
    }
    Ok(())
}

/// The bytes that have come, in order.
pub fn assembled(connection: &mut AnyConnection, node: &str, sha256: &Sha) -> Result<Vec<u8>, StoreError> {
    content::parts(connection, node, sha256)
}

/// Makes an upload of `start` bytes whole with its last part. Content that another node has made whole stays as it is.
pub fn finish(
    connection: &mut AnyConnection,
    node: &str,
    sha256: &Sha,
    start: u64,
    last: &[u8],
) -> Result<(), StoreError> {
    if content::length(connection, sha256)?.is_some() {
        return forget(connection, node, sha256);
    }
    let (start, end) = ends(start, last)?;
    content::add_part(connection, node, sha256, start, last)?;
    content::is_whole(connection, node, sha256, end)?;
    diesel::delete(upload::table.find((node, sha256.to_string()))).execute(connection)?;
    Ok(())
}

/// Forgets an upload with its parts; what is whole is none any more.
pub fn forget(connection: &mut AnyConnection, node: &str, sha256: &Sha) -> Result<(), StoreError> {
    if diesel::delete(upload::table.find((node, sha256.to_string()))).execute(connection)? > 0 {
        let parts = part::table.filter(part::node.eq(node)).filter(part::sha256.eq(sha256.to_string()));
        diesel::delete(parts).execute(connection)?;
    }
    Ok(())
}

fn ends(start: u64, bytes: &[u8]) -> Result<(i64, i64), StoreError> {
    let start = i64::try_from(start).ok();
    let end =
        start.zip(i64::try_from(bytes.len()).ok()).and_then(|(start, length)| start.checked_add(length));
    start.zip(end).ok_or(StoreError::Corrupt("upload"))
}
