//! The log as anyone may copy and recompute it: tiles, bundles of entries, and proofs that it has only grown.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{
    consistency::Consistency,
    hash::Sha,
    note::VerifyKey,
    receipt::Checkpoint,
    tile::{Tile, What, bundle},
};
use tlog_tiles::tlog::{self, stored_hash_index};

use super::{AnyConnection, StoreError, Stored, hashes, newest, signed};
use crate::store::schema::{checkpoint, leaf};

/// The bytes of a tile or bundle, if the tree of the newest checkpoint has it.
pub fn tile(connection: &mut AnyConnection, tile: &Tile) -> Result<Option<Vec<u8>>, StoreError> {
    let size = newest(connection)?.map_or(0, |(size, _)| size);
    if !tile.is_in(size) {
        return Ok(None);
    }
    match tile.what {
        What::Hashes { .. } => {
            let places = tile.range().map(|number| stored_hash_index(tile.height(), number));
            let hashes = hashes(connection, &places.collect::<Vec<u64>>())?;
            Ok(Some(hashes.iter().flat_map(|hash| *hash.bytes()).collect()))
        }
        What::Entries => {
            let range = tile.range();
            let entries: Vec<String> = leaf::table
                .filter(leaf::leaf_index.ge(signed(range.start)?))
                .filter(leaf::leaf_index.lt(signed(range.end)?))
                .order(leaf::leaf_index)
                .select(leaf::entry)
                .load(connection)?;
            let whole = entries.len() == usize::from(tile.width);
            let bytes = bundle(entries.iter().map(String::as_str)).filter(|_| whole);
            bytes.map(Some).ok_or(StoreError::Corrupt("leaf"))
        }
    }
}

/// The signed checkpoint over so many leaves, if one was signed.
pub fn checkpoint_of(connection: &mut AnyConnection, size: u64) -> Result<Option<String>, StoreError> {
    let Ok(size) = signed(size) else { return Ok(None) };
    Ok(checkpoint::table.find(size).select(checkpoint::note).first(connection).optional()?)
}

/// The proof that the tree of `to` leaves, or of the newest checkpoint, extends that of `from`; none if no checkpoint
/// was signed over the later, or it is not the later. It is verified before it is given.
pub fn consistency(
    connection: &mut AnyConnection,
    from: u64,
    to: Option<u64>,
    log: &VerifyKey,
) -> Result<Option<Consistency>, StoreError> {
    let later = match to {
        Some(to) => checkpoint_of(connection, to)?.map(|note| (to, note)),
        None => newest(connection)?,
    };
    let Some((to, checkpoint)) = later.filter(|(to, _)| from <= *to) else { return Ok(None) };
    let proof = if from == 0 || from == to {
        Vec::new()
    } else {
        let proof = tlog::prove_tree(to, from, &Stored::of(connection));
        proof.map_err(|_| StoreError::Corrupt("tree"))?
    };
    let proof = proof.into_iter().map(|hash| Sha::from_bytes(hash.0)).collect();
    let growth = Consistency { from, to, proof, checkpoint };
    // A proof that fails looks like another history to whoever is shown it, and ours may only have a hash that rotted.
    if let Some(earlier) = checkpoint_of(connection, from)? {
        let open = |note: &str| Checkpoint::open(note, log).map_err(|_| StoreError::Corrupt("checkpoint"));
        growth.verify(&open(&earlier)?, log).map_err(|_| StoreError::Corrupt("tree"))?;
    }
    Ok(Some(growth))
}
