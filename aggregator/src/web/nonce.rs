//! The memory of nonces: a signature over a request stands once.
//!
//! What lies in this process keeps most replays out without asking the database. A request that changes something is also
//! noted in the store, where the other processes of the city see it and where it outlives a restart: one unit of work in
//! the lane *rest*. One that only reads is not: it would cost a commit for every question, and whoever could replay it has
//! broken into the node's own connection and seen the answer already.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use schemas::{problem::Problem, request::Claim, text::Text};

use crate::{
    error::AppError,
    store::{Store, nonce as stored},
};

/// How long a nonce is remembered: longer than any signature may be used.
pub const REMEMBERED: TimeDelta = TimeDelta::minutes(10);
/// Nonces that are remembered.
pub const MOST: usize = 200_000;

type Nonce = (String, [u8; 16]);

/// Nonces that were used.
#[derive(Debug)]
pub struct Nonces {
    used: Mutex<Used>,
    most: usize,
}

#[derive(Debug, Default)]
struct Used {
    known: HashSet<Nonce>,
    order: VecDeque<(DateTime<Utc>, Nonce)>,
}

impl Default for Nonces {
    fn default() -> Self {
        Self::new(MOST)
    }
}

impl Nonces {
    /// A memory for so many.
    pub fn new(most: usize) -> Self {
        Self { used: Mutex::default(), most }
    }

    /// Notes that a verified signature was used now.
    ///
    /// # Errors
    /// [`Problem::BadSignature`] if it was used before; [`Problem::Busy`] if there is no room: a signature that cannot be
    /// remembered is not taken.
    pub fn take(&self, claim: &Claim, now: DateTime<Utc>) -> Result<(), AppError> {
        let nonce = (claim.node.clone(), claim.nonce);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while used.order.front().is_some_and(|(at, _)| *at + REMEMBERED < now) {
            if let Some((_, old)) = used.order.pop_front() {
                used.known.remove(&old);
            }
        }
        if used.known.contains(&nonce) {
            return Err(used_before());
        }
        if used.order.len() >= self.most {
            return Err(Problem::Busy.into());
        }
        used.order.push_back((now, nonce.clone()));
        used.known.insert(nonce);
        Ok(())
    }
}

/// Notes in the store that a verified signature was used now to change something.
///
/// # Errors
/// [`Problem::BadSignature`] if it was used before, here or by way of another process; the store's.
pub async fn take_for_all(store: &Store, claim: &Claim, now: DateTime<Utc>) -> Result<(), AppError> {
    let (node, used) = (claim.node.clone(), claim.nonce);
    let first = store.write(move |connection| stored::take(connection, &node, &used, now)).await?;
    first.then_some(()).ok_or_else(used_before)
}

fn used_before() -> AppError {
    AppError::with(
        Problem::BadSignature,
        Text::new(
            "这一签名已经用过，请重新签名后再发",
            "This signature was used before; sign the request anew",
        ),
    )
}

#[cfg(test)]
mod tests {
    use schemas::{note::SignKey, request::Request};

    use super::*;

    fn claim(nonce: u8) -> Claim {
        let request =
            Request { method: "GET", authority: "x", path: "/", query: "", digest: None, upload: None };
        let key = SignKey::from_seed("n-test", &[7; 32]).unwrap();
        let signature = request.sign(&key, DateTime::UNIX_EPOCH, [nonce; 16]);
        Claim::parse(&signature.input, &signature.signature).unwrap()
    }

    #[test]
    fn a_nonce_is_taken_once_in_ten_minutes_and_only_so_many_are_kept() {
        let nonces = Nonces::new(2);
        let at = |minutes| DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes);
        let take = |nonce, minutes| nonces.take(&claim(nonce), at(minutes)).map_err(|error| error.problem());
        assert_eq!(take(1, 0), Ok(()));
        assert_eq!(take(1, 10), Err(Problem::BadSignature));
        assert_eq!(take(2, 1), Ok(()));
        assert_eq!(take(3, 2), Err(Problem::Busy));
        assert_eq!(take(3, 11), Ok(()), "the first is forgotten");
        assert_eq!(take(2, 11), Err(Problem::BadSignature));
    }
}
