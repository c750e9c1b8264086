//! Passwords: argon2id with the parameters of OWASP ASVS 5.0 (m = 19 MiB, t = 2, p = 1), a few at a time.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};

use crate::door::{Door, Full};

/// Shortest and longest password.
pub const LENGTH: std::ops::RangeInclusive<usize> = 10..=128;

/// Hashes being computed at once: each takes tens of milliseconds and 19 MiB, so a flood must queue.
pub const AT_ONCE: usize = 2;
/// Hashes that may wait; beyond that the answer is "busy".
pub const WAITING: usize = 64;
/// The queue of this process.
static DOOR: Door = Door::new(AT_ONCE, WAITING);

/// A password cannot be used or checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short or too long.
    #[error("a password has {} to {} characters", LENGTH.start(), LENGTH.end())]
    Length,
    /// Too many are waiting.
    #[error("too many sign-ins are waiting")]
    Busy,
    /// The hash function failed.
    #[error("the password cannot be hashed")]
    Hash,
}

/// The argon2id string of a password.
///
/// # Errors
/// [`PasswordError`].
pub fn hash(password: &str) -> Result<String, PasswordError> {
    if !LENGTH.contains(&password.chars().count()) {
        return Err(PasswordError::Length);
    }
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_| PasswordError::Hash)
}

/// Whether a password is the one hashed. Without a hash the same work is done for nothing, so that an unknown
/// login takes as long as a wrong password.
///
/// # Errors
/// [`PasswordError::Busy`].
pub async fn verify(password: String, stored: Option<String>) -> Result<bool, PasswordError> {
    // What no password can be is not hashed; nothing is told by the time this saves.
    if password.chars().count() > *LENGTH.end() {
        return Ok(false);
    }
    let check = async {
        let check = tokio::task::spawn_blocking(move || {
            let Some(stored) = stored else {
                let _ = Argon2::default().hash_password(password.as_bytes());
                return false;
            };
            PasswordHash::new(&stored)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        });
        check.await.unwrap_or(false)
    };
    DOOR.pass(check).await.map_err(|Full| PasswordError::Busy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_itself_verifies() {
        let stored = hash("correct horse").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(verify("correct horse".into(), Some(stored.clone())).await, Ok(true));
        assert_eq!(verify("correct horsf".into(), Some(stored)).await, Ok(false));
        assert_eq!(verify("anything at all".into(), None).await, Ok(false));
        assert_eq!(hash("short"), Err(PasswordError::Length));
    }

    #[tokio::test]
    async fn passwords_have_a_longest_and_a_shortest() {
        for (length, fits) in [(9, false), (10, true), (128, true), (129, false)] {
            let password = "长".repeat(length);
            let stored = hash(&password);
            assert_eq!(stored.is_ok(), fits, "{length}");
            assert_eq!(verify(password, stored.ok()).await, Ok(fits), "{length}");
        }
    }
}
