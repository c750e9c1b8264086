//! Enrolment tokens: for one log, one bureau and one role, used once.

use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use schemas::{bureau::BureauCode, key::Role, note::VerifyKey};

use super::{AnyConnection, StoreError, instant, micros, schema::token};

/// A token as stored: the secret only as a hash.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// Which token.
    pub id: String,
    /// SHA-256 of its secret, hex.
    pub secret_sha256: String,
    /// Hash of the log key it is for, hex.
    pub log_key: String,
    /// The bureau it enrols a key for.
    pub bureau: BureauCode,
    /// What that key may sign.
    pub role: Role,
    /// Whether the key it brings is active at once.
    pub approved: bool,
    /// When it ends.
    pub expires: DateTime<Utc>,
    /// The key it was used with.
    pub used_by: Option<String>,
    /// When it was tried with another key than that, or the city was restored while it was open.
    pub burned: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = token)]
struct Row {
    id: String,
    secret_sha256: String,
    bureau: String,
    approved: bool,
    expires: i64,
    used_by: Option<String>,
    role: String,
    log_key: String,
    burned: Option<i64>,
}

/// Stores a new token.
pub fn add(connection: &mut AnyConnection, row: &TokenRow) -> Result<(), StoreError> {
    let values = (
        token::id.eq(&row.id),
        token::secret_sha256.eq(&row.secret_sha256),
        token::log_key.eq(&row.log_key),
        token::bureau.eq(row.bureau.as_str()),
        token::role.eq(row.role.to_string()),
        token::approved.eq(row.approved),
        token::expires.eq(micros(row.expires)),
    );
    diesel::insert_into(token::table).values(values).execute(connection)?;
    Ok(())
}

/// A token by id.
pub fn find(connection: &mut AnyConnection, id: &str) -> Result<Option<TokenRow>, StoreError> {
    let row: Option<Row> = token::table.find(id).select(Row::as_select()).first(connection).optional()?;
    row.map(|row| {
        Ok(TokenRow {
            bureau: row.bureau.parse().map_err(|_| StoreError::Corrupt("token"))?,
            role: row.role.parse().map_err(|_| StoreError::Corrupt("token"))?,
            expires: instant(row.expires)?,
            burned: row.burned.map(instant).transpose()?,
            id: row.id,
            secret_sha256: row.secret_sha256,
            log_key: row.log_key,
            approved: row.approved,
            used_by: row.used_by,
        })
    })
    .transpose()
}

/// Notes which key a token was used with.
pub fn use_up(connection: &mut AnyConnection, id: &str, key: &VerifyKey) -> Result<(), StoreError> {
    diesel::update(token::table.find(id)).set(token::used_by.eq(key.to_string())).execute(connection)?;
    Ok(())
}

/// Burns every token nobody has used, and gives their number.
pub fn burn_open(connection: &mut AnyConnection, at: DateTime<Utc>) -> Result<usize, StoreError> {
    let open = token::table.filter(token::used_by.is_null()).filter(token::burned.is_null());
    Ok(diesel::update(open).set(token::burned.eq(micros(at))).execute(connection)?)
}

/// Notes that a token was tried with a second key.
pub fn burn(connection: &mut AnyConnection, id: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(token::table.find(id)).set(token::burned.eq(micros(at))).execute(connection)?;
    Ok(())
}
