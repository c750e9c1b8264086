//! The newest leaves, for people.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::entry::Entry;

use super::{AnyConnection, StoreError, signed};
use crate::store::schema::leaf;

/// The newest leaves, the newest first: all, or those to some addressees.
pub fn recent(
    connection: &mut AnyConnection,
    addressees: Option<&[String]>,
    most: u32,
) -> Result<Vec<(u64, Entry)>, StoreError> {
    let mut query = leaf::table.order(leaf::leaf_index.desc()).limit(i64::from(most)).into_boxed();
    if let Some(addressees) = addressees {
        query = query.filter(leaf::addressee.eq_any(addressees));
    }
    let rows: Vec<(i64, String)> = query.select((leaf::leaf_index, leaf::entry)).load(connection)?;
    rows.into_iter().map(|(index, text)| read(index, &text)).collect()
}

/// One leaf, if it is there.
pub fn entry(connection: &mut AnyConnection, index: u64) -> Result<Option<(u64, Entry)>, StoreError> {
    let Ok(index) = signed(index) else { return Ok(None) };
    let text: Option<String> = leaf::table.find(index).select(leaf::entry).first(connection).optional()?;
    text.map(|text| read(index, &text)).transpose()
}

/// The text of one leaf, if it is there.
pub fn text(connection: &mut AnyConnection, index: u64) -> Result<Option<String>, StoreError> {
    let Ok(index) = signed(index) else { return Ok(None) };
    Ok(leaf::table.find(index).select(leaf::entry).first(connection).optional()?)
}

fn read(index: i64, text: &str) -> Result<(u64, Entry), StoreError> {
    let index = u64::try_from(index).map_err(|_| StoreError::Corrupt("leaf index"))?;
    Ok((index, Entry::parse(text).map_err(|_| StoreError::Corrupt("leaf"))?))
}
