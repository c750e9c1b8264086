//! What is recomputed before a checkpoint is signed (PROTOCOL §8.4): the signed tree that was there, the leaves that
//! came since, and every node they complete. Cheap, since it is as long as the commit; the whole log is the scrub's.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::{
    hash::Sha,
    merkle::{self, Edge},
    note::VerifyKey,
    receipt::Checkpoint,
};
use tlog_tiles::tlog::stored_hash_index;

use super::{AnyConnection, StoreError, hashes, signed};
use crate::store::schema::{leaf, tree_hash};

/// The root over all leaves, recomputed from the newest checkpoint on. What is stored must be what is recomputed.
pub(super) fn recomputed(
    connection: &mut AnyConnection,
    before: Option<(u64, String)>,
    log: &VerifyKey,
) -> Result<Sha, StoreError> {
    let mut edge = match before {
        Some((size, note)) => signed_edge(connection, size, &note, log)?,
        None => Edge::default(),
    };
    let from = edge.size();
    let entries: Vec<String> = leaf::table
        .filter(leaf::leaf_index.ge(signed(from)?))
        .order(leaf::leaf_index)
        .select(leaf::entry)
        .load(connection)?;
    let first = signed(stored_hash_index(0, from))?;
    let stored: Vec<Vec<u8>> = tree_hash::table
        .filter(tree_hash::hash_index.ge(first))
        .order(tree_hash::hash_index)
        .select(tree_hash::hash)
        .load(connection)?;
    // Nodes are stored in the order in which appending completes them.
    let nodes: Vec<Vec<u8>> = entries
        .iter()
        .flat_map(|entry| edge.push(merkle::leaf_hash(entry.as_bytes())))
        .map(|node| node.hash.bytes().to_vec())
        .collect();
    if nodes == stored { Ok(edge.root()) } else { Err(StoreError::Corrupt("tree")) }
}

/// The edge of the tree that was signed last, if the stored hashes still give its root.
pub(super) fn signed_edge(
    connection: &mut AnyConnection,
    size: u64,
    note: &str,
    log: &VerifyKey,
) -> Result<Edge, StoreError> {
    let point = Checkpoint::open(note, log).map_err(|_| StoreError::Corrupt("checkpoint"))?;
    let places = Edge::places(size).into_iter().map(|(level, number)| stored_hash_index(level, number));
    let peaks = hashes(connection, &places.collect::<Vec<u64>>())?;
    let edge = Edge::of(size, peaks).filter(|edge| (point.size, point.root) == (size, edge.root()));
    edge.ok_or(StoreError::Corrupt("tree"))
}
