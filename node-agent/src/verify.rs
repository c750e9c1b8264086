//! Receipts: what they must prove before this node believes them, and for anyone offline.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use schemas::{
    entry::Entry,
    evidence::{Evidence, Held, accepts},
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
    let proven = receipt.verify(log)?;
    if !accepts(&proven.entry, statement) {
        return Err(ReceiptFault::Statement);
    }
    if note::signatures_hash(note).ok() != proven.entry.signatures {
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

/// Index and time of the leaf of a receipt that was verified when it was kept, if it is of this log.
pub(crate) fn leaf_of(receipt: &str, log: &str) -> Option<(u64, DateTime<Utc>)> {
    let receipt = Receipt::parse(receipt).ok().filter(|receipt| receipt.origin() == log)?;
    Some((receipt.index, Entry::parse(&receipt.entry).ok()?.received))
}

/// Verifies offline what somebody holds in hand, with the log's key.
///
/// # Errors
/// [`AgentError::Evidence`] says what does not hold.
pub fn verify(evidence: Evidence<'_>, log: &VerifyKey) -> Result<Held, AgentError> {
    Ok(evidence.verify(log)?)
}
