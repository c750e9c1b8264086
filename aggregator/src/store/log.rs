//! The append-only log: leaves, the hashes of the RFC 6962 tree, signed checkpoints and receipts.
//!
//! Nothing of the tree is kept in memory across commits, so a failed commit cannot leave a wrong size behind.

mod edge;
mod letters;
mod policy;
mod put_back;
mod recent;
mod tiles;

use std::cell::RefCell;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, dsl::max};
use schemas::{
    entry::Entry,
    hash::Sha,
    note::SignKey,
    receipt::{Checkpoint, Receipt},
    wire::Mode,
};
use tlog_tiles::tlog::{self, Hash, HashReader};

pub use self::{
    letters::{letters, letters_under, revocation},
    policy::{Published, policies, policy_text},
    put_back::{put_back, put_back_checkpoint, root_of, trunk},
    recent::{entry, recent, text},
    tiles::{checkpoint_of, consistency, tile},
};
use super::{
    AnyConnection, StoreError, recovery,
    schema::{checkpoint, leaf, tree_hash},
};

/// Leaves so far.
pub fn size(connection: &mut AnyConnection) -> Result<u64, StoreError> {
    let last: Option<i64> = leaf::table.select(max(leaf::leaf_index)).first(connection)?;
    u64::try_from(last.map_or(0, |last| last + 1)).map_err(|_| StoreError::Corrupt("leaf index"))
}

/// Adds a leaf and returns its index. Its time never goes back behind the leaf before (invariant I8).
pub fn append(connection: &mut AnyConnection, mut entry: Entry) -> Result<(u64, Entry), StoreError> {
    if recovery::mode(connection)? == Mode::Recovering {
        return Err(StoreError::Recovering);
    }
    let index = size(connection)?;
    if let Some(before) = index.checked_sub(1) {
        entry.received = entry.received.max(received(connection, before)?);
    }
    insert(connection, index, &entry.compose(), &entry.addressee)?;
    Ok((index, entry))
}

/// Inserts a leaf at the end of the tree, with the hashes it completes.
fn insert(connection: &mut AnyConnection, index: u64, text: &str, addressee: &str) -> Result<(), StoreError> {
    let hashes = tlog::stored_hashes(index, text.as_bytes(), &Stored::of(connection))
        .map_err(|_| StoreError::Corrupt("tree"))?;
    diesel::insert_into(leaf::table)
        .values((leaf::leaf_index.eq(signed(index)?), leaf::entry.eq(text), leaf::addressee.eq(addressee)))
        .execute(connection)?;
    let first = tlog::stored_hash_index(0, index);
    for (at, hash) in (first..).zip(hashes) {
        let row = (tree_hash::hash_index.eq(signed(at)?), tree_hash::hash.eq(hash.0.as_slice()));
        diesel::insert_into(tree_hash::table).values(row).execute(connection)?;
    }
    Ok(())
}

fn received(connection: &mut AnyConnection, index: u64) -> Result<DateTime<Utc>, StoreError> {
    let text: String = leaf::table.find(signed(index)?).select(leaf::entry).first(connection)?;
    Entry::parse(&text).map(|entry| entry.received).map_err(|_| StoreError::Corrupt("leaf"))
}

/// By how much the newest leaf is ahead of the clock, if by more than clocks differ: what is received then is stamped with
/// its time, since times never go back.
pub fn ahead(connection: &mut AnyConnection, now: DateTime<Utc>) -> Result<Option<TimeDelta>, StoreError> {
    let Some(last) = size(connection)?.checked_sub(1) else { return Ok(None) };
    let ahead = received(connection, last)? - now;
    Ok((ahead > TimeDelta::minutes(1)).then_some(ahead))
}

/// Signs a checkpoint over the tree if leaves were added since the last. Called once a commit.
pub(super) fn sign_if_grown(connection: &mut AnyConnection, key: &SignKey) -> Result<(), StoreError> {
    let size = size(connection)?;
    let before = newest(connection)?;
    if size == 0 || before.as_ref().is_some_and(|(signed, _)| *signed == size) {
        return Ok(());
    }
    let log = key.verify_key();
    let root = edge::recomputed(connection, before, &log)?;
    let point = Checkpoint { origin: log.name().to_owned(), size, root };
    let row = (checkpoint::size.eq(signed(size)?), checkpoint::note.eq(point.sign(key)));
    diesel::insert_into(checkpoint::table).values(row).execute(connection)?;
    Ok(())
}

/// The newest checkpoint: size and signed note.
pub fn newest(connection: &mut AnyConnection) -> Result<Option<(u64, String)>, StoreError> {
    let row: Option<(i64, String)> =
        checkpoint::table.order(checkpoint::size.desc()).first(connection).optional()?;
    row.map(|(size, note)| Ok((u64::try_from(size).map_err(|_| StoreError::Corrupt("checkpoint"))?, note)))
        .transpose()
}

/// The receipt of a leaf under the newest checkpoint.
pub fn receipt(connection: &mut AnyConnection, index: u64) -> Result<Receipt, StoreError> {
    let newest = newest(connection)?.ok_or(StoreError::Corrupt("checkpoint"))?;
    receipt_under(connection, index, &newest)
}

/// The receipt of a leaf under a checkpoint, given as size and note.
pub fn receipt_under(
    connection: &mut AnyConnection,
    index: u64,
    (size, note): &(u64, String),
) -> Result<Receipt, StoreError> {
    let entry: String = leaf::table.find(signed(index)?).select(leaf::entry).first(connection)?;
    Ok(Receipt { entry, index, proof: prove(connection, *size, index)?, checkpoint: note.clone() })
}

/// The inclusion proof of a leaf in the tree of `size` leaves.
fn prove(connection: &mut AnyConnection, size: u64, index: u64) -> Result<Vec<Sha>, StoreError> {
    let proof = tlog::prove_record(size, index, &Stored::of(connection));
    let proof = proof.map_err(|_| StoreError::Corrupt("tree"))?;
    Ok(proof.into_iter().map(|hash| Sha::from_bytes(hash.0)).collect())
}

/// The hashes stored at these places, in this order.
fn hashes(connection: &mut AnyConnection, places: &[u64]) -> Result<Vec<Sha>, StoreError> {
    let read = Stored::of(connection).read_hashes(places).map_err(|_| StoreError::Corrupt("tree"))?;
    Ok(read.into_iter().map(|hash| Sha::from_bytes(hash.0)).collect())
}

fn signed(index: u64) -> Result<i64, StoreError> {
    i64::try_from(index).map_err(|_| StoreError::Corrupt("index"))
}

/// The stored hashes as the tree code reads them: one query for all it asks at once.
struct Stored<'a>(RefCell<&'a mut AnyConnection>);

impl<'a> Stored<'a> {
    fn of(connection: &'a mut AnyConnection) -> Self {
        Self(RefCell::new(connection))
    }
}

impl HashReader for Stored<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog::Error> {
        let wanted: Vec<i64> = indexes.iter().filter_map(|index| i64::try_from(*index).ok()).collect();
        let rows: Vec<(i64, Vec<u8>)> = tree_hash::table
            .filter(tree_hash::hash_index.eq_any(&wanted))
            .order(tree_hash::hash_index)
            .load(&mut **self.0.borrow_mut())
            .map_err(|_| tlog::Error::IndexesNotInTree)?;
        let find = |index: &i64| {
            let (_, bytes) = rows.get(rows.binary_search_by_key(index, |(at, _)| *at).ok()?)?;
            bytes.as_slice().try_into().ok().map(Hash)
        };
        wanted.iter().map(find).collect::<Option<Vec<Hash>>>().ok_or(tlog::Error::IndexesNotInTree)
    }
}
