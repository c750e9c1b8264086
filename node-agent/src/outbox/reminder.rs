//! What the city has reminded this bureau of, as it said last.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::wire::Reminder;

use super::{Outbox, StoreFault, schema::reminder};

/// What was fetched last.
#[derive(Clone, Debug)]
pub struct Reminded {
    /// When.
    pub fetched: DateTime<Utc>,
    /// The reminders, newest first.
    pub all: Vec<Reminder>,
}

impl Outbox {
    /// Keeps what was fetched in place of what was known; says whether it differs.
    pub(crate) fn keep_reminders(&self, all: &[Reminder], now: DateTime<Utc>) -> Result<bool, StoreFault> {
        let before = self.reminders()?;
        let list = serde_json::to_string(all).unwrap_or_else(|_| "[]".into());
        self.write(|connection| -> Result<(), StoreFault> {
            let row = (
                reminder::one.eq(1_i64),
                reminder::fetched.eq(now.timestamp_micros()),
                reminder::list.eq(list),
            );
            diesel::replace_into(reminder::table).values(row).execute(connection)?;
            Ok(())
        })?;
        Ok(before.is_none_or(|before| before.all != all))
    }

    /// What was fetched last; none before the first time.
    pub(crate) fn reminders(&self) -> Result<Option<Reminded>, StoreFault> {
        self.read(|connection| {
            let row: Option<(i64, String)> =
                reminder::table.select((reminder::fetched, reminder::list)).first(connection).optional()?;
            // What a later program has kept is none to this one; the next contact brings it again.
            Ok(row.and_then(|(at, list)| {
                let fetched = DateTime::from_timestamp_micros(at)?;
                Some(Reminded { fetched, all: serde_json::from_str(&list).ok()? })
            }))
        })
    }
}
