//! The letters of an addressee: the receipts of the leaves addressed to it, each with the document the leaf fixes.

use std::collections::BTreeMap;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::{
    entry::{Act, Entry},
    hash::Sha,
    key::KeyDocument,
    letter::{EVERYONE, Letter},
    note::VerifyKey,
    receipt::Receipt,
    wire::MAX_LETTERS,
};

use super::{AnyConnection, StoreError, newest, prove, signed};
use crate::store::{
    document as kept,
    schema::{document, leaf, statement},
};

/// The oldest letters to these or to everyone whose leaf stands behind `after`, as many as an answer has room for.
pub fn letters(
    connection: &mut AnyConnection,
    addressees: Vec<String>,
    after: Option<u64>,
) -> Result<Vec<Letter>, StoreError> {
    match newest(connection)? {
        Some(newest) => letters_under(connection, addressees, after, &newest),
        None => Ok(Vec::new()),
    }
}

/// The same under a checkpoint, given as size and note; what is behind it is left out.
pub fn letters_under(
    connection: &mut AnyConnection,
    mut addressees: Vec<String>,
    after: Option<u64>,
    (size, checkpoint): &(u64, String),
) -> Result<Vec<Letter>, StoreError> {
    addressees.push(EVERYONE.to_owned());
    let Ok(after) = after.map_or(Ok(-1), signed) else { return Ok(Vec::new()) };
    let rows: Vec<(i64, String)> = leaf::table
        .filter(leaf::addressee.eq_any(addressees))
        .filter(leaf::leaf_index.gt(after))
        .filter(leaf::leaf_index.lt(signed(*size)?))
        .order(leaf::leaf_index)
        .limit(i64::try_from(MAX_LETTERS).unwrap_or(i64::MAX))
        .select((leaf::leaf_index, leaf::entry))
        .load(connection)?;
    composed(connection, parsed(rows)?, (*size, checkpoint))
}

/// The letter that revokes a key of a node, under the newest checkpoint; none if none does.
pub fn revocation(
    connection: &mut AnyConnection,
    node: &str,
    key: &VerifyKey,
) -> Result<Option<Letter>, StoreError> {
    let Some((size, checkpoint)) = newest(connection)? else { return Ok(None) };
    // Everyone is told of it; there are as many such leaves as revocations, policies and epochs.
    let rows: Vec<(i64, String)> = leaf::table
        .filter(leaf::addressee.eq(EVERYONE))
        .filter(leaf::leaf_index.lt(signed(size)?))
        .order(leaf::leaf_index.desc())
        .select((leaf::leaf_index, leaf::entry))
        .load(connection)?;
    let mut leaves = parsed(rows)?;
    leaves.retain(|(.., entry)| entry.act == Act::KeyRevoked);
    let said = documents(connection, &leaves)?;
    let is_of_key = |(.., entry): &(u64, String, Entry)| {
        let document = named_by(entry).and_then(|name| KeyDocument::parse(said.get(&name)?).ok());
        document.is_some_and(|document| document.node == node && document.key == *key)
    };
    let leaf = leaves.into_iter().find(is_of_key).into_iter().collect();
    Ok(composed(connection, leaf, (size, &checkpoint))?.pop())
}

fn parsed(rows: Vec<(i64, String)>) -> Result<Vec<(u64, String, Entry)>, StoreError> {
    let read = |(index, text): (i64, String)| {
        let entry = Entry::parse(&text).map_err(|_| StoreError::Corrupt("leaf"))?;
        Ok((u64::try_from(index).map_err(|_| StoreError::Corrupt("leaf index"))?, text, entry))
    };
    rows.into_iter().map(read).collect()
}

/// The letters of leaves, in their order, as many as an answer has room for.
fn composed(
    connection: &mut AnyConnection,
    leaves: Vec<(u64, String, Entry)>,
    (size, checkpoint): (u64, &str),
) -> Result<Vec<Letter>, StoreError> {
    let documents = documents(connection, &leaves)?;
    let mut letters = Vec::with_capacity(leaves.len());
    for (index, text, entry) in leaves {
        let proof = prove(connection, size, index)?;
        let receipt = Receipt { entry: text, index, proof, checkpoint: checkpoint.to_owned() };
        let document = match (entry.act, entry.digest) {
            // Long, and seldom more than one is asked for: never all in memory at once.
            (Act::Policy, Some(version)) => kept::find(connection, &version)?,
            _ => named_by(&entry).and_then(|name| documents.get(&name)).cloned(),
        };
        letters.push(Letter { receipt: receipt.compose(), document });
        if Letter::fill(&letters) {
            break;
        }
    }
    Ok(letters)
}

/// Under what name the document of a leaf is kept: a statement's under its identity, any other under its hash.
fn named_by(entry: &Entry) -> Option<Sha> {
    if entry.act == Act::StatementAccepted { entry.statement } else { entry.digest }
}

fn documents(
    connection: &mut AnyConnection,
    leaves: &[(u64, String, Entry)],
) -> Result<BTreeMap<Sha, String>, StoreError> {
    let names = |accepted: bool| {
        let of = leaves.iter().filter(move |(.., entry)| {
            entry.act != Act::Policy && (entry.act == Act::StatementAccepted) == accepted
        });
        of.filter_map(|(.., entry)| named_by(entry)).map(|name| name.to_string()).collect::<Vec<String>>()
    };
    let mut found: Vec<(String, String)> = statement::table
        .filter(statement::id.eq_any(names(true)))
        .select((statement::id, statement::note))
        .load(connection)?;
    found.extend(
        document::table.filter(document::sha256.eq_any(names(false))).load::<(String, String)>(connection)?,
    );
    found
        .into_iter()
        .map(|(name, text)| Ok((name.parse().map_err(|_| StoreError::Corrupt("document"))?, text)))
        .collect()
}
