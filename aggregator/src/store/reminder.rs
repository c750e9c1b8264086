//! Reminders that were sent, and lines published by the level above.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::{bureau::BureauCode, fraction::Fraction, period::Period};

use super::{
    AnyConnection, StoreError, micros,
    schema::{published_line, reminder},
};

/// Records that a bureau was reminded of a period.
pub fn add(
    connection: &mut AnyConnection,
    id: &str,
    bureau: &BureauCode,
    period: Period,
    at: DateTime<Utc>,
    by: &str,
) -> Result<(), StoreError> {
    let values = (
        reminder::id.eq(id),
        reminder::bureau.eq(bureau.as_str()),
        reminder::period.eq(period.to_string()),
        reminder::sent.eq(micros(at)),
        reminder::sent_by.eq(by),
    );
    diesel::insert_into(reminder::table).values(values).execute(connection)?;
    Ok(())
}

/// Bureaus reminded of a period at or after an instant, and how often.
pub fn sent(
    connection: &mut AnyConnection,
    period: Period,
    from: DateTime<Utc>,
) -> Result<BTreeMap<BureauCode, u32>, StoreError> {
    let codes: Vec<String> = reminder::table
        .filter(reminder::period.eq(period.to_string()))
        .filter(reminder::sent.ge(micros(from)))
        .select(reminder::bureau)
        .load(connection)?;
    let mut counted = BTreeMap::new();
    for code in codes {
        *counted.entry(code.parse().map_err(|_| StoreError::Corrupt("reminder"))?).or_default() += 1;
    }
    Ok(counted)
}

/// Only who was reminded.
pub fn reminded(sent: &BTreeMap<BureauCode, u32>) -> BTreeSet<BureauCode> {
    sent.keys().cloned().collect()
}

/// Lines published by the level above for a period, by indicator.
pub fn published(
    connection: &mut AnyConnection,
    period: Period,
) -> Result<BTreeMap<String, Fraction>, StoreError> {
    let rows: Vec<(String, i64, i64)> = published_line::table
        .filter(published_line::period.eq(period.to_string()))
        .select((published_line::indicator, published_line::numerator, published_line::denominator))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .filter_map(|(indicator, num, den)| Some((indicator, Fraction::new(num, den)?)))
        .collect())
}
