//! What bureaus sent of single matters, the newest first: reports that nobody is asked for are found in no board of duties.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};
use schemas::{
    bureau::BureauCode,
    lines::or_dash,
    statement::{FilingKey, Subject},
    wire::FilingState,
};

use super::{
    super::{AnyConnection, StoreError, micros, schema::statement},
    Row, StatementRow, parse, word,
};

/// The last filings of some forms that are of a matter, as known at an instant: the newest revision of each, of the bureaus named,
/// at most so many. What was withdrawn is not among them.
pub fn latest(
    connection: &mut AnyConnection,
    forms: &[&str],
    bureaus: &[BureauCode],
    known: DateTime<Utc>,
    most: i64,
) -> Result<Vec<StatementRow>, StoreError> {
    let of: Vec<&str> = bureaus.iter().map(BureauCode::as_str).collect();
    let rows: Vec<Row> = statement::table
        .filter(statement::form.eq_any(forms))
        .filter(statement::subject.ne(or_dash(None::<&Subject>)))
        .filter(statement::bureau.eq_any(of))
        .filter(statement::received.le(micros(known)))
        .filter(statement::state.ne_all([word(FilingState::Superseded), word(FilingState::Voided)]))
        .order(statement::leaf.desc())
        .limit(most)
        .select(Row::as_select())
        .load(connection)?;
    let all: Vec<StatementRow> = rows.into_iter().map(parse).collect::<Result<_, _>>()?;
    let mut seen: HashSet<FilingKey> = HashSet::new();
    Ok(all.into_iter().filter(|row| seen.insert(row.key.clone())).collect())
}
