//! The leaf of what is put to somebody, became of it or was answered: a bureau's letter goes to its nodes; a department has none, so that
//! every node keeps it closed.

use chrono::{DateTime, Utc};
use schemas::{
    directive::Addressee,
    entry::{Act, Entry},
    note::SignKey,
};

use crate::{
    error::AppError,
    sealed,
    store::{AnyConnection, document, log},
};

/// Writes the leaf of a document; gives its index and when it was received.
pub(super) fn post(
    connection: &mut AnyConnection,
    key: &SignKey,
    (act, to, text): (Act, &Addressee, &str),
    at: DateTime<Utc>,
) -> Result<(u64, DateTime<Utc>), AppError> {
    let entry = match to {
        Addressee::Bureau(bureau) => Entry::of_directive(act, bureau, text, at),
        Addressee::Department(_) => {
            let closed = sealed::close(key, text)?.compose();
            Entry::of_sealed(act, document::keep(connection, &closed)?, at)
        }
    };
    let (leaf, entry) = log::append(connection, entry)?;
    Ok((leaf, entry.received))
}
