//! Documents that bureaus bring to tasks: rows are added and never changed; lists leave the bytes where they are.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{bureau::BureauCode, hash::Sha};

use super::{AnyConnection, StoreError, instant, micros, schema::plan};
use crate::plan::Plan;

type Row = (String, String, String, String, i64, String, i64, String);

const COLUMNS: (
    plan::id,
    plan::task,
    plan::bureau,
    plan::name,
    plan::size,
    plan::sha256,
    plan::at,
    plan::brought_by,
) = (plan::id, plan::task, plan::bureau, plan::name, plan::size, plan::sha256, plan::at, plan::brought_by);

/// Adds one with its bytes.
///
/// # Errors
/// Only if the store fails.
pub fn add(
    connection: &mut AnyConnection,
    campaign: &str,
    new: &Plan,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let values = (
        plan::id.eq(new.id.to_string()),
        plan::campaign.eq(campaign),
        plan::task.eq(&new.task),
        plan::bureau.eq(new.bureau.as_str()),
        plan::name.eq(&new.name),
        plan::size.eq(i64::try_from(new.size).map_err(|_| StoreError::Corrupt("plan"))?),
        plan::sha256.eq(new.sha256.to_string()),
        plan::bytes.eq(bytes),
        plan::at.eq(micros(new.at)),
        plan::brought_by.eq(&new.by),
    );
    diesel::insert_into(plan::table).values(values).execute(connection)?;
    Ok(())
}

/// Those of a task, of some bureaus, the newest first.
///
/// # Errors
/// Only if the store fails.
pub fn of_task(
    connection: &mut AnyConnection,
    campaign: &str,
    task: &str,
    bureaus: &[BureauCode],
) -> Result<Vec<Plan>, StoreError> {
    let bureaus = bureaus.iter().map(BureauCode::as_str);
    let rows: Vec<Row> = plan::table
        .filter(plan::campaign.eq(campaign))
        .filter(plan::task.eq(task))
        .filter(plan::bureau.eq_any(bureaus))
        .order((plan::at.desc(), plan::id))
        .select(COLUMNS)
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// How many a bureau has brought at or after an instant.
///
/// # Errors
/// Only if the store fails.
pub fn since(
    connection: &mut AnyConnection,
    campaign: &str,
    bureau: &BureauCode,
    at: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let count: i64 = plan::table
        .filter(plan::campaign.eq(campaign))
        .filter(plan::bureau.eq(bureau.as_str()))
        .filter(plan::at.ge(micros(at)))
        .count()
        .get_result(connection)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// One with its bytes.
///
/// # Errors
/// Only if the store fails.
pub fn find(
    connection: &mut AnyConnection,
    campaign: &str,
    id: &Sha,
) -> Result<Option<(Plan, Vec<u8>)>, StoreError> {
    let found: Option<(Row, Vec<u8>)> = plan::table
        .filter(plan::campaign.eq(campaign))
        .filter(plan::id.eq(id.to_string()))
        .select((COLUMNS, plan::bytes))
        .first(connection)
        .optional()?;
    found.map(|(row, bytes)| Ok((read(row)?, bytes))).transpose()
}

fn read((id, task, bureau, name, size, sha256, at, by): Row) -> Result<Plan, StoreError> {
    let damaged = || StoreError::Corrupt("plan");
    Ok(Plan {
        id: id.parse().map_err(|_| damaged())?,
        task,
        bureau: bureau.parse().map_err(|_| damaged())?,
        name,
        size: u64::try_from(size).map_err(|_| damaged())?,
        sha256: sha256.parse().map_err(|_| damaged())?,
        at: instant(at)?,
        by,
    })
}
