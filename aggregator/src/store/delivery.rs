//! Filings that were handed to the political-legal committee of their bureau, and those that were not.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{bureau::BureauCode, hash::Sha, period::Period, statement::Purpose, wire::FilingState};

use super::{
    AnyConnection, StoreError,
    filing::word,
    instant, micros,
    schema::{delivery, statement},
};

/// Notes that the leaf at an index handed a statement over.
pub fn add(connection: &mut AnyConnection, id: &Sha, leaf: u64, at: DateTime<Utc>) -> Result<(), StoreError> {
    let leaf = i64::try_from(leaf).map_err(|_| StoreError::Corrupt("leaf index"))?;
    let values =
        (delivery::statement.eq(id.to_string()), delivery::leaf.eq(leaf), delivery::at.eq(micros(at)));
    diesel::insert_into(delivery::table).values(values).execute(connection)?;
    Ok(())
}

/// The leaf that handed a statement over, and when.
pub fn find(connection: &mut AnyConnection, id: &Sha) -> Result<Option<(u64, DateTime<Utc>)>, StoreError> {
    let row: Option<(i64, i64)> = delivery::table
        .find(id.to_string())
        .select((delivery::leaf, delivery::at))
        .first(connection)
        .optional()?;
    let read =
        |(leaf, at)| Ok((u64::try_from(leaf).map_err(|_| StoreError::Corrupt("leaf index"))?, instant(at)?));
    row.map(read).transpose()
}

/// Filings of a period, among those of some forms, that stand and were not handed over: bureau and form, in order. History
/// is nobody's to hand over.
pub fn missing(
    connection: &mut AnyConnection,
    period: Period,
    forms: &[&str],
) -> Result<Vec<(BureauCode, String)>, StoreError> {
    let handed = delivery::table.select(delivery::statement);
    let standing: Vec<&str> =
        FilingState::ALL.iter().filter(|state| state.stands()).map(|state| word(*state)).collect();
    let rows: Vec<(String, String)> = statement::table
        .filter(statement::period.eq(period.to_string()))
        .filter(statement::form.eq_any(forms))
        .filter(statement::state.eq_any(standing))
        .filter(statement::purpose.ne(Purpose::History.to_string()))
        .filter(statement::id.ne_all(handed))
        .order((statement::bureau, statement::form))
        .select((statement::bureau, statement::form))
        .load(connection)?;
    let read = |(bureau, form): (String, String)| Some((bureau.parse().ok()?, form));
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("statement"))).collect()
}
