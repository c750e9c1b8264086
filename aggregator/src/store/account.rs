//! Accounts and sessions. Passwords are argon2id strings, session identifiers are stored hashed.

use chrono::{DateTime, Utc};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{bureau::BureauCode, campaign::DepartmentCode};

use super::{
    AnyConnection, StoreError, instant, micros,
    schema::{account, session},
};
use crate::identity::{Account, Role};

/// What signing in needs to know of an account.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The account.
    pub account: Account,
    /// The argon2id string.
    pub password: String,
    /// Failed tries since the last success.
    pub failures: u32,
    /// Before this instant every try fails.
    pub not_before: DateTime<Utc>,
}

/// A session.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Whose.
    pub account: Account,
    /// Token that forms of this session carry.
    pub form_token: String,
    /// When it began.
    pub started: DateTime<Utc>,
    /// When it was last used.
    pub seen: DateTime<Utc>,
}

/// Adds an account, or sets everything but the login of one that exists.
pub fn put(connection: &mut AnyConnection, new: &Account, password: &str) -> Result<(), StoreError> {
    let set = (
        account::name.eq(&new.name),
        account::password.eq(password),
        account::role.eq(new.role.word()),
        account::department.eq(new.role.department().map(DepartmentCode::as_str)),
        account::bureau.eq(new.bureau.as_str()),
        account::failures.eq(0),
        account::not_before.eq(0_i64),
    );
    if diesel::update(account::table.find(&new.login)).set(set).execute(connection)? == 0 {
        diesel::insert_into(account::table)
            .values((account::login.eq(&new.login), set))
            .execute(connection)?;
    }
    Ok(())
}

/// Whether somebody of the political-legal committee of a bureau's level can read what is handed over.
pub fn has_committee(connection: &mut AnyConnection, bureau: &BureauCode) -> Result<bool, StoreError> {
    let found: Option<String> = account::table
        .filter(account::role.eq(Role::Committee.word()))
        .filter(account::bureau.eq(bureau.as_str()))
        .select(account::login)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// The credentials of a login.
pub fn credentials(connection: &mut AnyConnection, login: &str) -> Result<Option<Credentials>, StoreError> {
    type Row = (String, String, String, String, String, i32, i64, Option<String>);
    let row: Option<Row> = account::table.find(login).first(connection).optional()?;
    row.map(|(login, name, password, role, bureau, failures, not_before, department)| {
        Ok(Credentials {
            account: parse((login, name), (&role, department), &bureau)?,
            password,
            failures: u32::try_from(failures).unwrap_or(0),
            not_before: instant(not_before)?,
        })
    })
    .transpose()
}

/// Records the outcome of a try to sign in.
pub fn tried(
    connection: &mut AnyConnection,
    login: &str,
    failures: u32,
    not_before: DateTime<Utc>,
) -> Result<(), StoreError> {
    let failures = i32::try_from(failures).unwrap_or(i32::MAX);
    let set = (account::failures.eq(failures), account::not_before.eq(micros(not_before)));
    diesel::update(account::table.find(login)).set(set).execute(connection)?;
    Ok(())
}

/// Begins a session.
pub fn begin(
    connection: &mut AnyConnection,
    id_sha256: &str,
    login: &str,
    form_token: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let values = (
        session::id_sha256.eq(id_sha256),
        session::login.eq(login),
        session::form_token.eq(form_token),
        session::started.eq(micros(now)),
        session::seen.eq(micros(now)),
    );
    diesel::insert_into(session::table).values(values).execute(connection)?;
    Ok(())
}

/// Ends every session that is over (unused since `seen` or begun before `started`), and of one login those unused for
/// longest beyond `kept`.
pub fn end_old(
    connection: &mut AnyConnection,
    login: &str,
    seen: DateTime<Utc>,
    started: DateTime<Utc>,
    kept: usize,
) -> Result<(), StoreError> {
    let over = session::seen.le(micros(seen)).or(session::started.le(micros(started)));
    diesel::delete(session::table.filter(over)).execute(connection)?;
    let alive: Vec<String> = session::table
        .filter(session::login.eq(login))
        .order((session::seen.desc(), session::id_sha256))
        .select(session::id_sha256)
        .load(connection)?;
    for id_sha256 in alive.iter().skip(kept) {
        diesel::delete(session::table.find(id_sha256)).execute(connection)?;
    }
    Ok(())
}

/// A session by the hash of its identifier.
pub fn session(connection: &mut AnyConnection, id_sha256: &str) -> Result<Option<SessionRow>, StoreError> {
    type Row = (String, String, String, Option<String>, String, String, i64, i64);
    let row: Option<Row> = session::table
        .inner_join(account::table)
        .filter(session::id_sha256.eq(id_sha256))
        .select((
            account::login,
            account::name,
            account::role,
            account::department,
            account::bureau,
            session::form_token,
            session::started,
            session::seen,
        ))
        .first(connection)
        .optional()?;
    row.map(|(login, name, role, department, bureau, form_token, started, seen)| {
        Ok(SessionRow {
            account: parse((login, name), (&role, department), &bureau)?,
            form_token,
            started: instant(started)?,
            seen: instant(seen)?,
        })
    })
    .transpose()
}

/// Notes that a session was used.
pub fn touch(connection: &mut AnyConnection, id_sha256: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(session::table.find(id_sha256)).set(session::seen.eq(micros(now))).execute(connection)?;
    Ok(())
}

/// Ends a session.
pub fn end(connection: &mut AnyConnection, id_sha256: &str) -> Result<(), StoreError> {
    diesel::delete(session::table.find(id_sha256)).execute(connection)?;
    Ok(())
}

/// Ends every session, and gives their number.
pub fn end_all(connection: &mut AnyConnection) -> Result<usize, StoreError> {
    Ok(diesel::delete(session::table).execute(connection)?)
}

fn parse(
    (login, name): (String, String),
    (role, department): (&str, Option<String>),
    bureau: &str,
) -> Result<Account, StoreError> {
    const DAMAGED: StoreError = StoreError::Corrupt("account");
    let bureau: BureauCode = bureau.parse().map_err(|_| DAMAGED)?;
    let department = department.map(|code| code.parse().map_err(|_| DAMAGED)).transpose()?;
    let role = Role::from_word(role, department).ok_or(DAMAGED)?;
    Ok(Account { login, name, role, bureau })
}
