//! The bureau tree in the database.

use diesel::{AsChangeset, Insertable, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};
use schemas::{
    bureau::{Bureau, Tree},
    text::Text,
};

use super::{AnyConnection, StoreError, schema::bureau};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = bureau, treat_none_as_null = true)]
struct Row {
    code: String,
    name_zh: String,
    name_en: String,
    level: String,
    kind: String,
    parent: Option<String>,
    counted_in: Option<String>,
    valid_from: String,
    valid_to: Option<String>,
    place: i32,
}

/// The whole tree, in official order.
pub fn tree(connection: &mut AnyConnection) -> Result<Tree, StoreError> {
    let rows: Vec<Row> = bureau::table.order(bureau::place).select(Row::as_select()).load(connection)?;
    let bureaus =
        rows.into_iter().map(parse).collect::<Option<Vec<_>>>().ok_or(StoreError::Corrupt("bureau"))?;
    Tree::new(bureaus).map_err(|_| StoreError::Corrupt("bureau tree"))
}

/// Enters or updates every bureau of a tree; none is removed, for filings refer to them.
pub fn enter(connection: &mut AnyConnection, tree: &Tree) -> Result<(), StoreError> {
    for (place, bureau) in (0..).zip(tree.all()) {
        let row = Row {
            code: bureau.code.to_string(),
            name_zh: bureau.name.zh.to_string(),
            name_en: bureau.name.en.to_string(),
            level: word(&bureau.level),
            kind: word(&bureau.kind),
            parent: bureau.parent.as_ref().map(ToString::to_string),
            counted_in: bureau.counted_in.as_ref().map(ToString::to_string),
            valid_from: bureau.valid_from.to_string(),
            valid_to: bureau.valid_to.map(|day| day.to_string()),
            place,
        };
        let updated = diesel::update(bureau::table.find(&row.code)).set(&row).execute(connection)?;
        if updated == 0 {
            diesel::insert_into(bureau::table).values(&row).execute(connection)?;
        }
    }
    Ok(())
}

/// A unit variant as the word serde writes.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn parse(row: Row) -> Option<Bureau> {
    let day = |text: &str| text.parse().ok();
    Some(Bureau {
        code: row.code.parse().ok()?,
        name: Text::owned(row.name_zh, row.name_en),
        level: serde_json::from_value(row.level.into()).ok()?,
        kind: serde_json::from_value(row.kind.into()).ok()?,
        parent: row.parent.map(|code| code.parse()).transpose().ok()?,
        counted_in: row.counted_in.map(|code| code.parse()).transpose().ok()?,
        valid_from: day(&row.valid_from)?,
        valid_to: match row.valid_to {
            Some(text) => Some(day(&text)?),
            None => None,
        },
    })
}
