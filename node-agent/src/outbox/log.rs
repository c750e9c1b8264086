//! What this node has seen of the city's log and clock.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SqliteConnection};
use schemas::{hash::Sha, receipt::Checkpoint};

use super::{
    Outbox, StoreFault,
    schema::{checkpoint, contact},
};

/// A checkpoint with its note.
pub(crate) struct Seen {
    pub(crate) point: Checkpoint,
    pub(crate) note: String,
}

/// Size and root of the newest verified checkpoint.
pub(super) fn newest(connection: &mut SqliteConnection) -> Result<Option<(u64, Sha)>, StoreFault> {
    let row: Option<(i64, String)> = checkpoint::table
        .order(checkpoint::size.desc())
        .select((checkpoint::size, checkpoint::root))
        .first(connection)
        .optional()?;
    row.map(|(size, root)| {
        let seen = u64::try_from(size).ok().zip(root.parse().ok());
        seen.ok_or(StoreFault::Damaged(size))
    })
    .transpose()
}

/// Keeps a verified checkpoint.
pub(super) fn saw(
    connection: &mut SqliteConnection,
    seen: &Checkpoint,
    note: &str,
) -> Result<(), StoreFault> {
    let size = i64::try_from(seen.size).unwrap_or(i64::MAX);
    let row =
        (checkpoint::size.eq(size), checkpoint::root.eq(seen.root.to_string()), checkpoint::note.eq(note));
    diesel::insert_into(checkpoint::table).values(row).on_conflict_do_nothing().execute(connection)?;
    Ok(())
}

pub(super) fn skew(connection: &mut SqliteConnection) -> Result<i64, StoreFault> {
    Ok(contact::table.select(contact::skew_ms).first(connection).optional()?.unwrap_or(0))
}

impl Outbox {
    /// The note of the newest verified checkpoint.
    pub(crate) fn newest_seen(&self) -> Result<Option<String>, StoreFault> {
        self.read(|connection| {
            let newest = checkpoint::table.order(checkpoint::size.desc()).select(checkpoint::note);
            Ok(newest.first(connection).optional()?)
        })
    }

    /// Keeps a verified checkpoint.
    pub(crate) fn saw(&self, seen: &Seen) -> Result<(), StoreFault> {
        self.write(|connection| saw(connection, &seen.point, &seen.note))
    }

    /// Keeps when the city showed its key, and how far its signed time is from this clock.
    pub(crate) fn met(&self, now: DateTime<Utc>, skew_ms: i64) -> Result<(), StoreFault> {
        self.write(|connection| {
            let row = (
                contact::one.eq(1_i64),
                contact::skew_ms.eq(skew_ms),
                contact::met_at.eq(now.timestamp_micros()),
            );
            diesel::replace_into(contact::table).values(row).execute(connection)?;
            Ok(())
        })
    }

    /// When the city last showed its key, by this clock.
    pub(crate) fn last_met(&self) -> Result<Option<DateTime<Utc>>, StoreFault> {
        self.read(|connection| {
            let at: Option<Option<i64>> =
                contact::table.select(contact::met_at).first(connection).optional()?;
            Ok(at.flatten().and_then(DateTime::from_timestamp_micros))
        })
    }

    /// How far the city's time was from this clock at the last contact, in milliseconds.
    pub(crate) fn skew(&self) -> Result<i64, StoreFault> {
        self.read(skew)
    }
}
