//! The policies of the log: the leaves that put definitions in force for everyone, and the texts they fix.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::{
    entry::{Act, Entry},
    hash::Sha,
    letter::EVERYONE,
};

use super::{AnyConnection, StoreError};
use crate::store::{document, schema::leaf};

/// A policy the log has put in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Index of its leaf.
    pub leaf: u64,
    /// Hash of its text.
    pub version: Sha,
    /// Since when.
    pub since: chrono::DateTime<chrono::Utc>,
}

/// Every policy the log has put in force, oldest first; the last is in force.
pub fn policies(connection: &mut AnyConnection) -> Result<Vec<Published>, StoreError> {
    let rows: Vec<(i64, String)> = leaf::table
        .filter(leaf::addressee.eq(EVERYONE))
        .order(leaf::leaf_index)
        .select((leaf::leaf_index, leaf::entry))
        .load(connection)?;
    let mut published = Vec::new();
    for (index, text) in rows {
        let entry = Entry::parse(&text).map_err(|_| StoreError::Corrupt("leaf"))?;
        if entry.act == Act::Policy {
            published.push(Published {
                leaf: u64::try_from(index).map_err(|_| StoreError::Corrupt("leaf index"))?,
                version: entry.digest.ok_or(StoreError::Corrupt("policy"))?,
                since: entry.received,
            });
        }
    }
    Ok(published)
}

/// The text of a policy of this log.
pub fn policy_text(connection: &mut AnyConnection, version: &Sha) -> Result<String, StoreError> {
    document::find(connection, version)?.ok_or(StoreError::Corrupt("policy"))
}
