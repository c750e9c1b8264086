//! The store as the scrub reads it, batch by batch, and what the scrub found, run by run.

use std::collections::BTreeSet;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::hash::Sha;

use super::{
    AnyConnection, StoreError, instant, micros,
    schema::{checkpoint, document, leaf, scrub, statement, tree_hash},
};
use crate::jobs::scrub::{Fault, Run};

/// Rows of a batch.
pub const BATCH: u64 = 1024;

/// A leaf as it is stored.
pub struct StoredLeaf {
    /// Its index.
    pub index: u64,
    /// Its text.
    pub entry: String,
    /// The addressee kept beside the text.
    pub addressee: String,
}

/// A statement as it is stored.
pub struct StoredStatement {
    /// The identity it is kept under.
    pub id: String,
    /// The note.
    pub note: String,
    /// The leaf that accepted it, as text, if it is there.
    pub entry: Option<String>,
    /// The index of that leaf.
    pub leaf: u64,
}

fn place(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn number(place: i64) -> u64 {
    u64::try_from(place).unwrap_or_default()
}

/// The leaves from one index to before another that are there, in order.
pub fn leaves(connection: &mut AnyConnection, from: u64, to: u64) -> Result<Vec<StoredLeaf>, StoreError> {
    let rows: Vec<(i64, String, String)> = leaf::table
        .filter(leaf::leaf_index.ge(place(from)))
        .filter(leaf::leaf_index.lt(place(to)))
        .order(leaf::leaf_index)
        .load(connection)?;
    let stored = |(index, entry, addressee)| StoredLeaf { index: number(index), entry, addressee };
    Ok(rows.into_iter().map(stored).collect())
}

/// The hashes stored from one place to before another, by place; one that is no hash is left out.
pub fn nodes(connection: &mut AnyConnection, from: u64, to: u64) -> Result<Vec<(u64, Sha)>, StoreError> {
    let rows: Vec<(i64, Vec<u8>)> = tree_hash::table
        .filter(tree_hash::hash_index.ge(place(from)))
        .filter(tree_hash::hash_index.lt(place(to)))
        .order(tree_hash::hash_index)
        .load(connection)?;
    let hash = |(at, bytes): (i64, Vec<u8>)| Some((number(at), Sha::from_bytes(bytes.try_into().ok()?)));
    Ok(rows.into_iter().filter_map(hash).collect())
}

/// The checkpoints over more than `from` and at most `to` leaves, in order.
pub fn checkpoints(
    connection: &mut AnyConnection,
    from: u64,
    to: u64,
) -> Result<Vec<(u64, String)>, StoreError> {
    let rows: Vec<(i64, String)> = checkpoint::table
        .filter(checkpoint::size.gt(place(from)))
        .filter(checkpoint::size.le(place(to)))
        .order(checkpoint::size)
        .load(connection)?;
    Ok(rows.into_iter().map(|(size, note)| (number(size), note)).collect())
}

/// The next documents behind a name: name and text.
pub fn documents(connection: &mut AnyConnection, after: &str) -> Result<Vec<(String, String)>, StoreError> {
    let next = document::table.filter(document::sha256.gt(after)).order(document::sha256);
    Ok(next.limit(place(BATCH)).load(connection)?)
}

/// Which of these documents are there.
pub fn present(connection: &mut AnyConnection, names: &[String]) -> Result<BTreeSet<String>, StoreError> {
    let found: Vec<String> =
        document::table.filter(document::sha256.eq_any(names)).select(document::sha256).load(connection)?;
    Ok(found.into_iter().collect())
}

/// The next statements behind an identity.
pub fn statements(connection: &mut AnyConnection, after: &str) -> Result<Vec<StoredStatement>, StoreError> {
    let rows: Vec<(String, String, i64)> = statement::table
        .filter(statement::id.gt(after))
        .order(statement::id)
        .limit(place(BATCH))
        .select((statement::id, statement::note, statement::leaf))
        .load(connection)?;
    let wanted: Vec<i64> = rows.iter().map(|(.., leaf)| *leaf).collect();
    let mut entries: Vec<(i64, String)> = leaf::table
        .filter(leaf::leaf_index.eq_any(&wanted))
        .select((leaf::leaf_index, leaf::entry))
        .load(connection)?;
    entries.sort();
    let entry = |leaf: i64| {
        let at = entries.binary_search_by_key(&leaf, |(index, _)| *index).ok()?;
        entries.get(at).map(|(_, entry)| entry.clone())
    };
    let stored = |(id, note, leaf)| StoredStatement { id, note, entry: entry(leaf), leaf: number(leaf) };
    Ok(rows.into_iter().map(stored).collect())
}

/// Keeps what a run found.
pub fn keep(connection: &mut AnyConnection, run: &Run) -> Result<(), StoreError> {
    let faults = serde_json::to_string(&run.faults).map_err(|_| StoreError::Corrupt("scrub"))?;
    let row = (
        scrub::started.eq(micros(run.started)),
        scrub::ended.eq(micros(run.ended)),
        scrub::leaves.eq(place(run.leaves)),
        scrub::checkpoints.eq(place(run.checkpoints)),
        scrub::documents.eq(place(run.documents)),
        scrub::statements.eq(place(run.statements)),
        scrub::faults.eq(faults),
        scrub::more.eq(place(run.more)),
    );
    // Where the clock stands still, as in tests, the later run is the one that counts.
    diesel::delete(scrub::table.find(micros(run.started))).execute(connection)?;
    diesel::insert_into(scrub::table).values(row).execute(connection)?;
    Ok(())
}

type Row = (i64, i64, i64, i64, i64, i64, String, i64);

/// What the newest run found.
pub fn newest(connection: &mut AnyConnection) -> Result<Option<Run>, StoreError> {
    let row: Option<Row> = scrub::table.order(scrub::started.desc()).first(connection).optional()?;
    row.map(|(started, ended, leaves, checkpoints, documents, statements, faults, more)| {
        let faults: Vec<Fault> = serde_json::from_str(&faults).map_err(|_| StoreError::Corrupt("scrub"))?;
        Ok(Run {
            started: instant(started)?,
            ended: instant(ended)?,
            leaves: number(leaves),
            checkpoints: number(checkpoints),
            documents: number(documents),
            statements: number(statements),
            faults,
            more: number(more),
        })
    })
    .transpose()
}
