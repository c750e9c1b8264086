//! Receipts: what they must prove before this node believes them, and for anyone offline.

use schemas::{
    note::{self, VerifyKey},
    receipt::{Proven, Receipt, ReceiptFault},
    statement::Statement,
};

use crate::error::AgentError;

/// Verifies the receipt of a statement: signed by the pinned log, in the tree, and a leaf that says of this statement
/// what was signed: filing, revision, content and addressee.
pub(crate) fn prove(
    text: &str,
    statement: &Statement,
    log: &VerifyKey,
) -> Result<(Receipt, Proven), ReceiptFault> {
    let receipt = Receipt::parse(text)?;
    let proven = receipt.verify_for(&statement.id(), log)?;
    let entry = &proven.entry;
    let agrees = entry.filing == Some((statement.filing.clone(), statement.revision))
        && entry.digest == statement.content.map(|content| content.sha256)
        && entry.addressee == statement.node;
    agrees.then_some((receipt, proven)).ok_or(ReceiptFault::Statement)
}

/// Verifies a receipt offline with the log's key; with the note of a statement also that it is that one's.
///
/// # Errors
/// [`AgentError::Receipt`] says what does not hold.
pub fn verify(receipt: &str, log: &VerifyKey, statement: Option<&str>) -> Result<Proven, AgentError> {
    let Some(note) = statement else { return Ok(Receipt::parse(receipt)?.verify(log)?) };
    let other = |_| AgentError::Receipt(ReceiptFault::Statement);
    let text = note::split(note).map_err(other)?.0;
    let (_, proven) = prove(receipt, &Statement::parse(text)?, log)?;
    Ok(proven)
}
