//! What departments answered to what was put to them: each answer a leaf, none changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use schemas::directive::Feedback;

use super::{answer::Answered, signed};
use crate::store::{
    AnyConnection, StoreError, document, instant, micros,
    schema::{directive_feedback, document as kept},
};

/// Keeps an answer whose leaf is in the log.
pub fn add(
    connection: &mut AnyConnection,
    said: &Feedback,
    (leaf, at): (u64, DateTime<Utc>),
    by: &str,
) -> Result<(), StoreError> {
    let sha = document::keep(connection, &said.compose())?;
    let values = (
        directive_feedback::leaf.eq(signed(leaf)?),
        directive_feedback::serial.eq(said.serial.to_string()),
        directive_feedback::document.eq(sha.to_string()),
        directive_feedback::at.eq(micros(at)),
        directive_feedback::answered_by.eq(by),
    );
    diesel::insert_into(directive_feedback::table).values(values).execute(connection)?;
    Ok(())
}

/// The answers to one or to all, by serial, in the order of the log.
pub(super) fn said(
    connection: &mut AnyConnection,
    serial: Option<&str>,
) -> Result<BTreeMap<String, Vec<Answered>>, StoreError> {
    const DAMAGED: StoreError = StoreError::Corrupt("feedback");
    let mut wanted = directive_feedback::table
        .inner_join(kept::table.on(directive_feedback::document.eq(kept::sha256)))
        .order(directive_feedback::leaf)
        .select((directive_feedback::leaf, kept::text, directive_feedback::at))
        .into_boxed();
    if let Some(serial) = serial {
        wanted = wanted.filter(directive_feedback::serial.eq(serial));
    }
    let rows: Vec<(i64, String, i64)> = wanted.load(connection)?;
    let mut all: BTreeMap<String, Vec<Answered>> = BTreeMap::new();
    for (leaf, text, at) in rows {
        let Feedback { serial, answer, .. } = Feedback::parse(&text).map_err(|_| DAMAGED)?;
        let leaf = u64::try_from(leaf).map_err(|_| DAMAGED)?;
        let answered = Answered { answer, leaf, at: instant(at)?, filed: None };
        all.entry(serial.to_string()).or_default().push(answered);
    }
    Ok(all)
}
