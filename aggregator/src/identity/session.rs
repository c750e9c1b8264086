//! Signing in, and the session that follows: a random identifier in a cookie, stored hashed, with an idle and an
//! absolute end (PROTOCOL §5).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use chrono::{DateTime, TimeDelta, Utc};
use schemas::{hash::Sha, problem::Problem};

use super::{Account, password};
use crate::{
    clock::Clock,
    error::AppError,
    store::{Store, account},
};

/// Unused for so long, a session ends.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// A session ends after so long, whatever happens.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// Most sessions of one account; the one unused for longest ends when another begins.
pub const PER_ACCOUNT: usize = 20;
/// Longest login name, in bytes.
pub const MAX_LOGIN: usize = 100;
/// Tries before each further failure delays the next.
const FREE_TRIES: u32 = 5;

/// A session in use.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who.
    pub account: Account,
    /// Token that forms must carry.
    pub form_token: String,
    id_sha256: String,
}

/// 256 random bits as text.
///
/// # Errors
/// [`AppError::Random`] if the system has none.
pub fn random() -> Result<String, AppError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(AppError::Random)?;
    Ok(BASE64.encode(bytes))
}

fn hashed(id: &str) -> String {
    Sha::of(id.as_bytes()).to_string()
}

/// Signs in and returns the session's identifier for the cookie.
///
/// # Errors
/// [`Problem::SignInFailed`] for a wrong name or password alike, and while tries are being delayed;
/// [`Problem::Busy`] if too many are waiting.
pub async fn sign_in(store: &Store, clock: &Clock, login: String, given: String) -> Result<String, AppError> {
    let now = clock.now();
    // No account has such a name; a NUL in particular is no text to PostgreSQL.
    if login.len() > MAX_LOGIN || login.chars().any(char::is_control) {
        return Err(Problem::SignInFailed.into());
    }
    let name = login.clone();
    let known = store.read(move |connection| account::credentials(connection, &name)).await?;
    let known = known.filter(|credentials| credentials.not_before <= now);
    let stored = known.as_ref().map(|credentials| credentials.password.clone());
    let right = password::verify(given, stored).await.map_err(|_| Problem::Busy)?;
    let failures = match (&known, right) {
        (Some(_), true) => 0,
        (Some(credentials), false) => credentials.failures.saturating_add(1),
        (None, _) => return Err(Problem::SignInFailed.into()),
    };
    let id = random()?;
    let (id_sha256, form_token) = (hashed(&id), random()?);
    store
        .write(move |connection| {
            account::tried(connection, &login, failures, now + delay(failures))?;
            if failures == 0 {
                account::end_old(connection, &login, now - IDLE, now - ABSOLUTE, PER_ACCOUNT - 1)?;
                account::begin(connection, &id_sha256, &login, &form_token, now)?;
            }
            Ok::<_, AppError>(())
        })
        .await?;
    if failures == 0 { Ok(id) } else { Err(Problem::SignInFailed.into()) }
}

/// How long tries are refused after so many failures: doubling, at most a quarter of an hour, so that nobody can
/// lock another out for good.
fn delay(failures: u32) -> TimeDelta {
    match failures.checked_sub(FREE_TRIES) {
        None => TimeDelta::zero(),
        Some(over) => TimeDelta::seconds(1_i64.checked_shl(over.min(10)).unwrap_or(900).min(900)),
    }
}

/// The session of a cookie, if it is alive.
///
/// # Errors
/// Only if the store fails.
pub async fn find(store: &Store, clock: &Clock, id: &str) -> Result<Option<Session>, AppError> {
    let now = clock.now();
    let id_sha256 = hashed(id);
    let key = id_sha256.clone();
    let row = store.read(move |connection| account::session(connection, &key)).await?;
    let Some(row) = row.filter(|row| alive(row.started, row.seen, now)) else { return Ok(None) };
    // Writing on every page would be a commit a page; once a minute is enough for an idle limit of half an hour.
    if now - row.seen > TimeDelta::minutes(1) {
        let key = id_sha256.clone();
        store.write(move |connection| account::touch(connection, &key, now)).await?;
    }
    Ok(Some(Session { account: row.account, form_token: row.form_token, id_sha256 }))
}

fn alive(started: DateTime<Utc>, seen: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - seen < IDLE && now - started < ABSOLUTE
}

/// Ends a session.
///
/// # Errors
/// Only if the store fails.
pub async fn sign_out(store: &Store, session: Session) -> Result<(), AppError> {
    Ok(store.write(move |connection| account::end(connection, &session.id_sha256)).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_end_when_idle_and_after_half_a_day() {
        let start = DateTime::UNIX_EPOCH;
        assert!(alive(start, start, start + TimeDelta::minutes(29)));
        assert!(!alive(start, start, start + TimeDelta::minutes(30)));
        assert!(!alive(start, start + TimeDelta::hours(12), start + TimeDelta::hours(12)));
    }

    #[test]
    fn delays_double_and_are_bounded() {
        let seconds: Vec<i64> = [0, 4, 5, 6, 10, 99].map(|failures| delay(failures).num_seconds()).into();
        assert_eq!(seconds, [0, 0, 1, 2, 32, 900]);
    }
}
