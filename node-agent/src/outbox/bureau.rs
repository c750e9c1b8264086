//! The node's own bureau as the city has entered it: kind, first and last day, on which its duties depend.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::bureau::Bureau;

use super::{Outbox, StoreFault, schema::bureau};

impl Outbox {
    /// Keeps what was fetched in place of what was known.
    pub(crate) fn keep_bureau(&self, entered: &Bureau) -> Result<(), StoreFault> {
        let text = serde_json::to_string(entered).unwrap_or_default();
        self.write(|connection| {
            let row = (bureau::one.eq(1_i64), bureau::entered.eq(text));
            diesel::replace_into(bureau::table).values(row).execute(connection)?;
            Ok(())
        })
    }

    /// What was fetched last; none before the first time, or where a later program has kept it.
    pub(crate) fn bureau(&self) -> Result<Option<Bureau>, StoreFault> {
        self.read(|connection| {
            let text: Option<String> = bureau::table.select(bureau::entered).first(connection).optional()?;
            Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
        })
    }
}
