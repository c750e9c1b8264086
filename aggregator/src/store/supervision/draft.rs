//! What is proposed and waits for a leader (拟立牌 → 审批). It is nobody's business but the city's until it goes out, and no leaf.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{campaign::DepartmentCode, directive::Order, statement::Subject};

use super::bureau_of;
use crate::store::{AnyConnection, StoreError, instant, micros, schema::directive_draft};

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Which.
    pub id: String,
    /// What would be put.
    pub order: Order,
    /// When it was proposed.
    pub proposed: DateTime<Utc>,
    /// Login of who did.
    pub proposed_by: String,
    /// What was decided of it.
    pub decided: Option<Decided>,
}

/// What was decided of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// When.
    pub at: DateTime<Utc>,
    /// Login of who did.
    pub by: String,
    /// What went out; none where it was declined.
    pub serial: Option<Subject>,
    /// What was said of it.
    pub note: String,
}

/// Keeps a proposal.
pub fn add(connection: &mut AnyConnection, draft: &Draft) -> Result<(), StoreError> {
    let body = serde_json::to_string(&draft.order).map_err(|_| StoreError::Corrupt("draft"))?;
    let values = (
        directive_draft::id.eq(&draft.id),
        directive_draft::bureau.eq(bureau_of(&draft.order.to)),
        directive_draft::department.eq(draft.order.to.department().map(DepartmentCode::as_str)),
        directive_draft::body.eq(body),
        directive_draft::proposed.eq(micros(draft.proposed)),
        directive_draft::proposed_by.eq(&draft.proposed_by),
        directive_draft::note.eq(""),
    );
    diesel::insert_into(directive_draft::table).values(values).execute(connection)?;
    Ok(())
}

/// Keeps what was decided of one that waits.
pub fn decide(connection: &mut AnyConnection, id: &str, decided: &Decided) -> Result<(), StoreError> {
    let set = (
        directive_draft::decided.eq(micros(decided.at)),
        directive_draft::decided_by.eq(&decided.by),
        directive_draft::serial.eq(decided.serial.as_ref().map(ToString::to_string)),
        directive_draft::note.eq(&decided.note),
    );
    diesel::update(directive_draft::table.find(id)).set(set).execute(connection)?;
    Ok(())
}

type Row = (String, String, i64, String, Option<i64>, Option<String>, Option<String>, String);

/// One of them.
pub fn find(connection: &mut AnyConnection, id: &str) -> Result<Option<Draft>, StoreError> {
    let row: Option<Row> = directive_draft::table.find(id).select(columns()).first(connection).optional()?;
    row.map(read).transpose()
}

/// Those that wait, first to last.
pub fn waiting(connection: &mut AnyConnection) -> Result<Vec<Draft>, StoreError> {
    let rows: Vec<Row> = directive_draft::table
        .filter(directive_draft::decided.is_null())
        .order((directive_draft::proposed, directive_draft::id))
        .select(columns())
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

type Columns = (
    directive_draft::id,
    directive_draft::body,
    directive_draft::proposed,
    directive_draft::proposed_by,
    directive_draft::decided,
    directive_draft::decided_by,
    directive_draft::serial,
    directive_draft::note,
);

fn columns() -> Columns {
    (
        directive_draft::id,
        directive_draft::body,
        directive_draft::proposed,
        directive_draft::proposed_by,
        directive_draft::decided,
        directive_draft::decided_by,
        directive_draft::serial,
        directive_draft::note,
    )
}

fn read((id, body, proposed, proposed_by, at, by, serial, note): Row) -> Result<Draft, StoreError> {
    let damaged = || StoreError::Corrupt("draft");
    let decided = match at {
        Some(at) => Some(Decided {
            at: instant(at)?,
            by: by.unwrap_or_default(),
            serial: serial.map(|serial| serial.parse().map_err(|_| damaged())).transpose()?,
            note,
        }),
        None => None,
    };
    let order = serde_json::from_str(&body).map_err(|_| damaged())?;
    Ok(Draft { id, order, proposed: instant(proposed)?, proposed_by, decided })
}
