//! Leaves and checkpoints that others held, put back where they were. Nothing is signed here: the very checkpoints that
//! were shown stand over them again, so that no size gets a second root (PROTOCOL §4.6).

use diesel::{ExpressionMethods, RunQueryDsl};
use schemas::{entry::Entry, hash::Sha, merkle::Edge, note::VerifyKey};
use tlog_tiles::tlog;

use super::{AnyConnection, StoreError, Stored, edge, insert, newest, signed, size};
use crate::store::schema::checkpoint;

/// Puts a leaf back at the end of the log, as it was.
///
/// # Errors
/// [`StoreError::Corrupt`] if it does not belong there, and the store's.
pub fn put_back(connection: &mut AnyConnection, index: u64, text: &str) -> Result<Entry, StoreError> {
    let entry = Entry::parse(text).map_err(|_| StoreError::Corrupt("leaf"))?;
    if size(connection)? != index {
        return Err(StoreError::Corrupt("leaf index"));
    }
    insert(connection, index, text, &entry.addressee)?;
    Ok(entry)
}

/// Puts a checkpoint back that somebody was shown.
///
/// # Errors
/// The store's.
pub fn put_back_checkpoint(connection: &mut AnyConnection, size: u64, note: &str) -> Result<(), StoreError> {
    let row = (checkpoint::size.eq(signed(size)?), checkpoint::note.eq(note));
    diesel::insert_into(checkpoint::table).values(row).execute(connection)?;
    Ok(())
}

/// The edge of the tree under the newest checkpoint, for leaves to be tried behind it.
///
/// # Errors
/// [`StoreError::Corrupt`] if the stored hashes are not those that were signed.
pub fn trunk(connection: &mut AnyConnection, log: &VerifyKey) -> Result<Edge, StoreError> {
    match newest(connection)? {
        Some((size, note)) => edge::signed_edge(connection, size, &note, log),
        None => Ok(Edge::default()),
    }
}

/// The root over the first leaves of the log.
///
/// # Errors
/// [`StoreError::Corrupt`] if there are not so many.
pub fn root_of(connection: &mut AnyConnection, leaves: u64) -> Result<Sha, StoreError> {
    if leaves == 0 {
        return Ok(Edge::default().root());
    }
    let root = tlog::tree_hash(leaves, &Stored::of(connection));
    root.map(|hash| Sha::from_bytes(hash.0)).map_err(|_| StoreError::Corrupt("tree"))
}
