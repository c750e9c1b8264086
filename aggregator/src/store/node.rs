//! Enrolment tokens and the keys of nodes.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{bureau::BureauCode, note::VerifyKey, wire::KeyState};

use super::{
    AnyConnection, StoreError, instant, micros,
    schema::{node, token},
};

/// A token as stored: the secret only as a hash.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// Which token.
    pub id: String,
    /// SHA-256 of its secret, hex.
    pub secret_sha256: String,
    /// The bureau it enrols a node for.
    pub bureau: BureauCode,
    /// Whether the key it brings is active at once.
    pub approved: bool,
    /// When it ends.
    pub expires: DateTime<Utc>,
    /// The key it was used with.
    pub used_by: Option<String>,
}

/// A node.
#[derive(Clone, Debug)]
pub struct NodeRow {
    /// Its name.
    pub name: String,
    /// Its key.
    pub key: VerifyKey,
    /// The bureau it files for.
    pub bureau: BureauCode,
    /// State of the key.
    pub state: KeyState,
    /// Leaf that admitted the key.
    pub leaf: u64,
}

/// Stores a new token.
pub fn add_token(connection: &mut AnyConnection, row: &TokenRow) -> Result<(), StoreError> {
    let values = (
        token::id.eq(&row.id),
        token::secret_sha256.eq(&row.secret_sha256),
        token::bureau.eq(row.bureau.as_str()),
        token::approved.eq(row.approved),
        token::expires.eq(micros(row.expires)),
    );
    diesel::insert_into(token::table).values(values).execute(connection)?;
    Ok(())
}

/// A token by id.
pub fn token(connection: &mut AnyConnection, id: &str) -> Result<Option<TokenRow>, StoreError> {
    type Row = (String, String, String, bool, i64, Option<String>);
    let row: Option<Row> = token::table.find(id).first(connection).optional()?;
    row.map(|(id, secret_sha256, bureau, approved, expires, used_by)| {
        let bureau = bureau.parse().map_err(|_| StoreError::Corrupt("token"))?;
        Ok(TokenRow { id, secret_sha256, bureau, approved, expires: instant(expires)?, used_by })
    })
    .transpose()
}

/// Notes which key a token was used with.
pub fn use_token(connection: &mut AnyConnection, id: &str, key: &VerifyKey) -> Result<(), StoreError> {
    diesel::update(token::table.find(id)).set(token::used_by.eq(key.to_string())).execute(connection)?;
    Ok(())
}

/// Admits a node.
pub fn add(connection: &mut AnyConnection, row: &NodeRow, now: DateTime<Utc>) -> Result<(), StoreError> {
    let leaf = i64::try_from(row.leaf).map_err(|_| StoreError::Corrupt("leaf index"))?;
    let values = (
        node::name.eq(&row.name),
        node::verify_key.eq(row.key.to_string()),
        node::bureau.eq(row.bureau.as_str()),
        node::state.eq(word(row.state)),
        node::enrolled.eq(micros(now)),
        node::leaf.eq(leaf),
    );
    diesel::insert_into(node::table).values(values).execute(connection)?;
    Ok(())
}

/// A node by name.
pub fn find(connection: &mut AnyConnection, name: &str) -> Result<Option<NodeRow>, StoreError> {
    type Row = (String, String, String, String, i64, i64);
    let row: Option<Row> = node::table.find(name).first(connection).optional()?;
    row.map(|row| parse(row).ok_or(StoreError::Corrupt("node"))).transpose()
}

/// Every node, by name.
pub fn all(connection: &mut AnyConnection) -> Result<Vec<NodeRow>, StoreError> {
    type Row = (String, String, String, String, i64, i64);
    let rows: Vec<Row> = node::table.order(node::name).load(connection)?;
    rows.into_iter().map(|row| parse(row).ok_or(StoreError::Corrupt("node"))).collect()
}

/// Sets the state of a key; says whether there is such a node.
pub fn set_state(connection: &mut AnyConnection, name: &str, state: KeyState) -> Result<bool, StoreError> {
    let changed =
        diesel::update(node::table.find(name)).set(node::state.eq(word(state))).execute(connection)?;
    Ok(changed == 1)
}

fn parse((name, key, bureau, state, _, leaf): (String, String, String, String, i64, i64)) -> Option<NodeRow> {
    let state = [KeyState::Pending, KeyState::Active, KeyState::Revoked]
        .into_iter()
        .find(|known| word(*known) == state)?;
    Some(NodeRow {
        name,
        key: VerifyKey::parse(&key).ok()?,
        bureau: bureau.parse().ok()?,
        state,
        leaf: u64::try_from(leaf).ok()?,
    })
}

fn word(state: KeyState) -> &'static str {
    match state {
        KeyState::Pending => "pending",
        KeyState::Active => "active",
        KeyState::Revoked => "revoked",
    }
}
