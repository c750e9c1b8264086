//! Receipts: what they must prove before this node believes them, and for anyone offline.

use schemas::{
    evidence::{Evidence, Held, accepts},
    note::VerifyKey,
    receipt::{Proven, Receipt, ReceiptFault},
    statement::Statement,
};

use crate::error::AgentError;

/// Verifies the receipt of a statement: signed by the pinned log, in the tree, and a leaf that says of this statement
/// what was signed.
pub(crate) fn prove(
    text: &str,
    statement: &Statement,
    log: &VerifyKey,
) -> Result<(Receipt, Proven), ReceiptFault> {
    let receipt = Receipt::parse(text)?;
    let proven = receipt.verify(log)?;
    if accepts(&proven.entry, statement) { Ok((receipt, proven)) } else { Err(ReceiptFault::Statement) }
}

/// Verifies offline what somebody holds in hand, with the log's key.
///
/// # Errors
/// [`AgentError::Evidence`] says what does not hold.
pub fn verify(evidence: Evidence<'_>, log: &VerifyKey) -> Result<Held, AgentError> {
    Ok(evidence.verify(log)?)
}
