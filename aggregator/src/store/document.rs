//! Texts whose hash is the digest of a leaf: kept so that the addressee can be given them with the receipt, and can
//! prove later what was said (RULINGS 17).

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::hash::Sha;

use super::{AnyConnection, StoreError, schema::document};

/// Keeps a text under its hash; one that is there already is the same text.
pub fn keep(connection: &mut AnyConnection, text: &str) -> Result<Sha, StoreError> {
    let sha = Sha::of(text.as_bytes());
    if find(connection, &sha)?.is_none() {
        let values = (document::sha256.eq(sha.to_string()), document::text.eq(text));
        diesel::insert_into(document::table).values(values).execute(connection)?;
    }
    Ok(sha)
}

/// The text of a hash.
pub fn find(connection: &mut AnyConnection, sha: &Sha) -> Result<Option<String>, StoreError> {
    Ok(document::table.find(sha.to_string()).select(document::text).first(connection).optional()?)
}
