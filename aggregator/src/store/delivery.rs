//! Filings that were handed to the political-legal committee of their bureau, and those that were not.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{
    hash::Sha,
    period::Period,
    statement::{FilingKey, Purpose},
    wire::FilingState,
};

use super::{
    AnyConnection, StoreError,
    book::{self, Received},
    instant, micros,
    schema::delivery,
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

/// Filings of some periods, among those of some forms, that stood at an instant and had not been handed over by then, in
/// order. History is nobody's to hand over.
pub fn missing(
    connection: &mut AnyConnection,
    periods: &[Period],
    forms: &[&str],
    known: DateTime<Utc>,
) -> Result<Vec<FilingKey>, StoreError> {
    let handed: Vec<String> = delivery::table
        .filter(delivery::at.le(micros(known)))
        .select(delivery::statement)
        .load(connection)?;
    let handed: BTreeSet<String> = handed.into_iter().collect();
    let mut heads: BTreeMap<FilingKey, Received> = BTreeMap::new();
    for row in book::received(connection, periods, known)? {
        // What was not judged, or cannot stand, leaves in force what stood before.
        let judged = !matches!(row.state, FilingState::Invalid) && !row.state.awaits_rows();
        if judged && forms.contains(&row.form.as_str()) && row.purpose != Purpose::History {
            heads.insert(row.key(), row);
        }
    }
    // What was replaced by something later than the instant stood then.
    let stood = |row: &Received| row.state.stands() || row.state == FilingState::Superseded;
    heads.retain(|_, row| stood(row) && !handed.contains(&row.id.to_string()));
    Ok(heads.into_keys().collect())
}
