//! What this node has seen of the city's log and clock.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SqliteConnection};
use schemas::{
    hash::Sha,
    note,
    receipt::{self, Checkpoint},
};

use super::{
    Outbox, StoreFault,
    schema::{checkpoint, contact, not_before},
};

/// What the city asked: to be left alone from an instant until another, by this clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) at: DateTime<Utc>,
    pub(crate) until: DateTime<Utc>,
}

/// A checkpoint as it was kept: size, root, note.
pub(crate) type Kept = (i64, String, String);

/// A checkpoint with its note.
pub(crate) struct Seen {
    pub(crate) point: Checkpoint,
    pub(crate) note: String,
}

/// Size and root of the newest verified checkpoint that still agrees with its note.
pub(super) fn newest(connection: &mut SqliteConnection) -> Result<Option<(u64, Sha)>, StoreFault> {
    let rows: Vec<Kept> = checkpoint::table.order(checkpoint::size.desc()).load(connection)?;
    // A damaged row proves nothing; an earlier one does, and `doctor` names the damaged.
    let whole = |(size, root, note): Kept| {
        let (text, _) = note::split(&note).ok()?;
        let mut lines = text.lines().skip(1);
        let said = (lines.next()?.parse().ok()?, receipt::sha(lines.next()?)?);
        (u64::try_from(size) == Ok(said.0) && root == said.1.to_string()).then_some(said)
    };
    Ok(rows.into_iter().find_map(whole))
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
    /// The verified checkpoints as they were kept, newest first.
    pub(crate) fn seen(&self) -> Result<Vec<Kept>, StoreFault> {
        self.read(|connection| Ok(checkpoint::table.order(checkpoint::size.desc()).load(connection)?))
    }

    /// Drops a checkpoint that is no longer what was verified, so that it can be kept anew.
    pub(crate) fn drop_checkpoint(&self, size: i64) -> Result<(), StoreFault> {
        self.write(|connection| {
            diesel::delete(checkpoint::table.find(size)).execute(connection)?;
            Ok(())
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

    /// Keeps until when the city wants to be asked nothing more.
    pub(crate) fn wait_until(&self, now: DateTime<Utc>, until: DateTime<Utc>) -> Result<(), StoreFault> {
        self.write(|connection| {
            let row = (
                not_before::one.eq(1_i64),
                not_before::asked_at.eq(now.timestamp_micros()),
                not_before::until.eq(until.timestamp_micros()),
            );
            diesel::replace_into(not_before::table).values(row).execute(connection)?;
            Ok(())
        })
    }

    /// Until when the city wants to be asked nothing more, as it said last and when that was.
    pub(crate) fn waits_until(&self) -> Result<Option<Asked>, StoreFault> {
        self.read(|connection| {
            let row: Option<(i64, i64)> = not_before::table
                .select((not_before::asked_at, not_before::until))
                .first(connection)
                .optional()?;
            let time = DateTime::from_timestamp_micros;
            Ok(row.and_then(|(at, until)| Some(Asked { at: time(at)?, until: time(until)? })))
        })
    }
}
