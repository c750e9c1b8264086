//! What was refused, and what was done about keys and tokens: rows that are added and never changed, which the database
//! itself enforces.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, dsl::max};

use super::{AnyConnection, StoreError, instant, micros, schema::audit};

/// Most characters of what happened and of who did it.
pub const MAX_WORD: usize = 64;
/// Most characters of the detail.
pub const MAX_DETAIL: usize = 200;

/// One row. It names nodes, bureaus, hashes and problems, and no person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// When.
    pub at: DateTime<Utc>,
    /// What: `statement out-of-scope`, `token-burned`.
    pub what: String,
    /// Name of the node or leader's key as it was claimed; `-` if it is no such name.
    pub who: String,
    /// To what it happened.
    pub detail: String,
}

/// Adds a row, cut to its bounds.
pub fn add(connection: &mut AnyConnection, record: &Record) -> Result<(), StoreError> {
    let last: Option<i64> = audit::table.select(max(audit::number)).first(connection)?;
    let cut = |text: &str, most| text.chars().take(most).collect::<String>();
    let values = (
        audit::number.eq(last.map_or(0, |last| last + 1)),
        audit::at.eq(micros(record.at)),
        audit::what.eq(cut(&record.what, MAX_WORD)),
        audit::who.eq(cut(&record.who, MAX_WORD)),
        audit::detail.eq(cut(&record.detail, MAX_DETAIL)),
    );
    diesel::insert_into(audit::table).values(values).execute(connection)?;
    Ok(())
}

/// The newest rows, newest first.
pub fn newest(connection: &mut AnyConnection, most: u32) -> Result<Vec<Record>, StoreError> {
    type Row = (i64, i64, String, String, String);
    let rows: Vec<Row> = audit::table.order(audit::number.desc()).limit(most.into()).load(connection)?;
    let record = |(_, at, what, who, detail): Row| Ok(Record { at: instant(at)?, what, who, detail });
    rows.into_iter().map(record).collect()
}
