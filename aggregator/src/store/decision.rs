//! What the city decides of a filing that stands: that it is accepted, or that it goes back.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{hash::Sha, returned::Returned, wire::FilingState};

use super::{
    AnyConnection, StoreError, casebook, document,
    filing::word,
    micros,
    schema::{returned, statement},
};

/// Notes who decided what of a statement, and when.
pub fn decide(
    connection: &mut AnyConnection,
    id: &Sha,
    state: FilingState,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let set =
        (statement::state.eq(word(state)), statement::decided.eq(micros(at)), statement::decided_by.eq(by));
    diesel::update(statement::table.find(id.to_string())).set(set).execute(connection)?;
    if state.stands() { Ok(()) } else { casebook::remove(connection, id) }
}

/// Keeps why a statement went back, and gives the hash of the document.
pub fn keep(connection: &mut AnyConnection, said: &Returned) -> Result<Sha, StoreError> {
    let sha = document::keep(connection, &said.compose())?;
    let values = (
        returned::statement.eq(said.statement.to_string()),
        returned::until.eq(said.until.to_string()),
        returned::document.eq(sha.to_string()),
    );
    diesel::insert_into(returned::table).values(values).execute(connection)?;
    Ok(sha)
}

/// Why a statement went back.
pub fn returned(connection: &mut AnyConnection, id: &Sha) -> Result<Option<Returned>, StoreError> {
    let sha: Option<String> =
        returned::table.find(id.to_string()).select(returned::document).first(connection).optional()?;
    let Some(sha) = sha else { return Ok(None) };
    let damaged = || StoreError::Corrupt("return");
    let sha = sha.parse().map_err(|_| damaged())?;
    let text = document::find(connection, &sha)?.ok_or_else(damaged)?;
    Returned::parse(&text).map(Some).map_err(|_| damaged())
}

/// By when the statements of a period that went back are to be amended, by statement.
pub fn until(
    connection: &mut AnyConnection,
    statements: &[Sha],
) -> Result<Vec<(Sha, NaiveDate)>, StoreError> {
    let ids: Vec<String> = statements.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, String)> = returned::table
        .filter(returned::statement.eq_any(&ids))
        .select((returned::statement, returned::until))
        .load(connection)?;
    let read = |(id, until): (String, String)| Some((id.parse().ok()?, until.parse().ok()?));
    rows.into_iter().map(read).collect::<Option<_>>().ok_or(StoreError::Corrupt("return"))
}
