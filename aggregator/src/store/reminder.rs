//! Reminders that were sent, and lines published by the level above.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::{bureau::BureauCode, fraction::Fraction, period::Period};

use super::{
    AnyConnection, StoreError,
    message::About,
    micros,
    schema::{published_line, reminder, reminder_step},
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

/// Notes that a step was made for an obligation of a bureau; says whether it was the first time.
pub fn first(
    connection: &mut AnyConnection,
    bureau: &BureauCode,
    of: &About,
    step: &str,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    // Whoever writes is alone, so that nobody comes between the question and the row.
    let period = of.period.to_string();
    let key = (bureau.as_str(), of.form.as_str(), period.as_str(), of.subject.as_str(), step);
    let known: i64 = reminder_step::table.find(key).count().get_result(connection)?;
    if known > 0 {
        return Ok(false);
    }
    let row = (
        reminder_step::bureau.eq(bureau.as_str()),
        reminder_step::form.eq(&of.form),
        reminder_step::period.eq(&period),
        reminder_step::subject.eq(&of.subject),
        reminder_step::step.eq(step),
        reminder_step::made.eq(micros(at)),
    );
    diesel::insert_into(reminder_step::table).values(row).execute(connection)?;
    Ok(true)
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
