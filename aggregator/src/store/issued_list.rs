//! Workbooks the city has made of its ledgers and stands for.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{hash::Sha, issued_list::IssuedList};

use super::{AnyConnection, StoreError, instant, micros, schema::issued_list};

/// A row without its bytes: hash, title, rows, leaf, instant.
type Row = (String, String, i64, i64, i64);

/// A list without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What the log says of it.
    pub said: IssuedList,
    /// Its leaf.
    pub leaf: u64,
    /// When it was issued.
    pub at: DateTime<Utc>,
}

/// Keeps one whose leaf is in the log.
///
/// # Errors
/// Only if the store fails.
pub fn keep(
    connection: &mut AnyConnection,
    kept: &Kept,
    bytes: &[u8],
    login: &str,
) -> Result<(), StoreError> {
    let damaged = |_| StoreError::Corrupt("issued list");
    let values = (
        issued_list::sha256.eq(kept.said.workbook.to_string()),
        issued_list::title.eq(&kept.said.title),
        issued_list::count.eq(i64::try_from(kept.said.rows).map_err(damaged)?),
        issued_list::bytes.eq(bytes),
        issued_list::leaf.eq(i64::try_from(kept.leaf).map_err(damaged)?),
        issued_list::at.eq(micros(kept.at)),
        issued_list::issued_by.eq(login),
    );
    diesel::insert_into(issued_list::table).values(values).execute(connection)?;
    Ok(())
}

/// The newest ones, no more than so many.
///
/// # Errors
/// Only if the store fails.
pub fn newest(connection: &mut AnyConnection, most: i64) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<Row> = issued_list::table
        .order((issued_list::at.desc(), issued_list::leaf.desc()))
        .limit(most)
        .select(COLUMNS)
        .load(connection)?;
    rows.into_iter().map(kept).collect()
}

/// Whether one is kept.
///
/// # Errors
/// Only if the store fails.
pub fn is_kept(connection: &mut AnyConnection, sha256: &Sha) -> Result<bool, StoreError> {
    let found: Option<i64> =
        issued_list::table.find(sha256.to_string()).select(issued_list::leaf).first(connection).optional()?;
    Ok(found.is_some())
}

/// One with its bytes.
///
/// # Errors
/// Only if the store fails.
pub fn find(connection: &mut AnyConnection, sha256: &Sha) -> Result<Option<(Kept, Vec<u8>)>, StoreError> {
    let found: Option<(Row, Vec<u8>)> = issued_list::table
        .find(sha256.to_string())
        .select((COLUMNS, issued_list::bytes))
        .first(connection)
        .optional()?;
    found.map(|(row, bytes)| Ok((kept(row)?, bytes))).transpose()
}

/// The columns without the bytes.
const COLUMNS: (
    issued_list::sha256,
    issued_list::title,
    issued_list::count,
    issued_list::leaf,
    issued_list::at,
) = (issued_list::sha256, issued_list::title, issued_list::count, issued_list::leaf, issued_list::at);

fn kept((sha, title, rows, leaf, at): Row) -> Result<Kept, StoreError> {
    let damaged = || StoreError::Corrupt("issued list");
    let workbook = sha.parse().map_err(|_| damaged())?;
    let rows = u64::try_from(rows).map_err(|_| damaged())?;
    Ok(Kept {
        said: IssuedList { title, rows, workbook },
        leaf: u64::try_from(leaf).map_err(|_| damaged())?,
        at: instant(at)?,
    })
}
