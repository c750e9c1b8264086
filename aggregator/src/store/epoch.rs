//! Logs that ended and went on under another name: the notes that say so, and the checkpoints of the ended ones. Evidence,
//! and never deleted.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use schemas::{epoch::Epoch, note::SignKey};

use super::{
    AnyConnection, Location, StoreError, micros,
    schema::{checkpoint, epoch, former_checkpoint},
};

/// Keeps the note of an epoch under the name of the log that ends with it.
pub fn keep(
    connection: &mut AnyConnection,
    origin: &str,
    note: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = (epoch::origin.eq(origin), epoch::note.eq(note), epoch::at.eq(micros(at)));
    diesel::insert_into(epoch::table).values(row).execute(connection)?;
    Ok(())
}

/// The note with which a log ended.
pub fn of(connection: &mut AnyConnection, origin: &str) -> Result<Option<String>, StoreError> {
    Ok(epoch::table.find(origin).select(epoch::note).first(connection).optional()?)
}

/// The key that signs the log now, from the key a log was once founded with: the same secret under the name it goes on
/// with.
///
/// # Errors
/// [`StoreError::Corrupt`] if a note cannot be read; the store's.
pub fn key_in_force(location: &Location, founded: &SignKey) -> Result<SignKey, StoreError> {
    let mut connection = location.connect().map_err(|error| StoreError::Open(Box::new(error)))?;
    let mut key = founded.clone();
    while let Some(note) = of(&mut connection, key.verify_key().name())? {
        let damaged = |_| StoreError::Corrupt("epoch");
        let next = Epoch::open(&note).map_err(damaged)?.new;
        key = SignKey::from_seed(next.name(), founded.seed()).map_err(damaged)?;
    }
    Ok(key)
}

/// Every note, oldest first.
pub fn all(connection: &mut AnyConnection) -> Result<Vec<String>, StoreError> {
    Ok(epoch::table.order((epoch::at, epoch::origin)).select(epoch::note).load(connection)?)
}

/// Puts the checkpoints of a log aside that ends, with others that were shown of it. The next log begins without any.
pub fn put_aside(
    connection: &mut AnyConnection,
    origin: &str,
    shown: Vec<(u64, String)>,
) -> Result<(), StoreError> {
    let own: Vec<(i64, String)> = checkpoint::table.order(checkpoint::size).load(connection)?;
    let others = shown.into_iter().map(|(size, note)| {
        let size = i64::try_from(size).map_err(|_| StoreError::Corrupt("checkpoint"))?;
        Ok((size, note))
    });
    let others = others.collect::<Result<Vec<(i64, String)>, StoreError>>()?;
    for (size, note) in own.into_iter().chain(others) {
        let known: i64 = former_checkpoint::table
            .filter(former_checkpoint::origin.eq(origin))
            .filter(former_checkpoint::size.eq(size))
            .count()
            .get_result(connection)?;
        if known == 0 {
            let row = (
                former_checkpoint::origin.eq(origin),
                former_checkpoint::size.eq(size),
                former_checkpoint::note.eq(note),
            );
            diesel::insert_into(former_checkpoint::table).values(row).execute(connection)?;
        }
    }
    diesel::delete(checkpoint::table).execute(connection)?;
    Ok(())
}
