//! Receipts: what they must prove before this node believes them, and for anyone offline.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use schemas::{
    entry::Entry,
    note::{self, VerifyKey},
    receipt::{Proven, Receipt, ReceiptFault},
    statement::Statement,
};

use crate::error::AgentError;

/// Verifies the receipt of a statement: signed by the pinned log, in the tree, and a leaf that says of this statement
/// what was signed: filing, revision, content and addressee, and by whom: the hash of all signature lines of its note.
pub(crate) fn prove(
    text: &str,
    note: &str,
    statement: &Statement,
    log: &VerifyKey,
) -> Result<(Receipt, Proven), ReceiptFault> {
    let receipt = Receipt::parse(text)?;
    let proven = receipt.verify_for(&statement.id(), log)?;
    let entry = &proven.entry;
    let agrees = entry.filing == Some((statement.filing.clone(), statement.revision))
        && entry.digest == statement.content.map(|content| content.sha256)
        && entry.addressee == statement.node;
    if !agrees {
        return Err(ReceiptFault::Statement);
    }
    if note::signatures_hash(note).ok() != entry.signatures {
        return Err(ReceiptFault::Signatures);
    }
    Ok((receipt, proven))
}

/// Whether a leaf lies among those the node had seen when it signed, or says that it was received before an earlier leaf
/// or after a later one of those known here.
pub(crate) fn is_backdated(
    leaf: &Proven,
    statement: &Statement,
    known: impl IntoIterator<Item = (u64, DateTime<Utc>)>,
) -> bool {
    let (index, at) = (leaf.index, leaf.entry.received);
    let seen = statement.seen.is_some_and(|(size, _)| index < size);
    seen || known.into_iter().any(|(other, received)| match other.cmp(&index) {
        Ordering::Less => received > at,
        Ordering::Equal => received != at,
        Ordering::Greater => received < at,
    })
}

/// Index and time of the leaf of a receipt that was verified when it was kept.
pub(crate) fn leaf_of(receipt: &str) -> Option<(u64, DateTime<Utc>)> {
    let receipt = Receipt::parse(receipt).ok()?;
    Some((receipt.index, Entry::parse(&receipt.entry).ok()?.received))
}

/// Verifies a receipt offline with the log's key; with the note of a statement also that it is that one's.
///
/// # Errors
/// [`AgentError::Receipt`] says what does not hold.
pub fn verify(receipt: &str, log: &VerifyKey, statement: Option<&str>) -> Result<Proven, AgentError> {
    let Some(note) = statement else { return Ok(Receipt::parse(receipt)?.verify(log)?) };
    let other = |_| AgentError::Receipt(ReceiptFault::Statement);
    let text = note::split(note).map_err(other)?.0;
    let (_, proven) = prove(receipt, note, &Statement::parse(text)?, log)?;
    Ok(proven)
}
