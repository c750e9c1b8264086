//! When to send again: a small number of tries, full jitter between them, and `Retry-After` as a minimum (PROTOCOL §1).

use std::{future::Future, pin::Pin, time::Duration};

use schemas::problem::Problem;

/// Tries of one request in one run. What fails them all waits for the next run.
pub const TRIES: u32 = 4;
const BASE: Duration = Duration::from_secs(2);
const CAP: Duration = Duration::from_secs(300);
/// A server that asks for longer than this is come back to in a later run.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);
/// No city is waited for longer than this, whatever it asks.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// How to wait. A test waits without sleeping.
pub trait Pause: Send + Sync {
    /// Waits `least` and a random part of `spread`.
    fn pause(&self, least: Duration, spread: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// Waits in real time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sleep;

impl Pause for Sleep {
    fn pause(&self, least: Duration, spread: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut random = [0; 4];
        // Without randomness the whole spread is waited: slower, never a stampede.
        let part = getrandom::fill(&mut random).map_or(u32::MAX, |()| u32::from_le_bytes(random));
        let share = spread.as_millis() * u128::from(part) / u128::from(u32::MAX);
        let wait = least + Duration::from_millis(u64::try_from(share).unwrap_or(u64::MAX));
        Box::pin(tokio::time::sleep(wait))
    }
}

/// How long to wait after a try (from 0): at least, and the spread of the jitter. `None`: not in this run.
pub(super) fn wait(attempt: u32, retry_after: Option<Duration>) -> Option<(Duration, Duration)> {
    if attempt + 1 >= TRIES {
        return None;
    }
    match retry_after {
        Some(asked) if asked > PATIENCE => None,
        Some(asked) => Some((asked, asked / 2)),
        None => Some((Duration::ZERO, full_jitter(attempt, CAP))),
    }
}

/// The longest wait after so many tries: it doubles, up to a cap, and any part of it may be waited. The cap is never
/// above the usual one.
pub(crate) fn full_jitter(attempt: u32, cap: Duration) -> Duration {
    cap.min(CAP).min(BASE.saturating_mul(2_u32.saturating_pow(attempt)))
}

/// Whether the same request may do better within seconds. A pending key waits for a person, a full disk for another;
/// a clock that is off is set right and not waited for.
pub(super) fn passes_soon(problem: Problem) -> bool {
    matches!(
        problem,
        Problem::Busy
            | Problem::TooEarly
            | Problem::Incomplete
            | Problem::NodeRate
            | Problem::Internal
            | Problem::DigestMismatch
            | Problem::UploadOffset
    )
}

/// Whether an answer that is not ours, from a proxy on the way, may do better within seconds.
pub(super) fn status_passes_soon(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_again_within_a_run() {
        let soon: Vec<u16> = (400..600).filter(|status| status_passes_soon(*status)).collect();
        assert_eq!(soon, [408, 425, 429, 500, 502, 503, 504]);
        let soon = Problem::ALL.iter().filter(|problem| passes_soon(**problem)).map(|problem| problem.code());
        let soon: Vec<&str> = soon.collect();
        let wanted =
            ["digest-mismatch", "incomplete", "upload-offset", "too-early", "node-rate", "internal", "busy"];
        assert_eq!(soon, wanted);
        // Whatever stops is never sent again by itself.
        let stops = |problem: &&Problem| problem.next() == schemas::problem::Next::Stop;
        assert!(Problem::ALL.iter().filter(stops).all(|problem| !passes_soon(*problem)));
    }

    #[test]
    fn waits_grow_and_end() {
        let secs = |wait: Option<(Duration, Duration)>| wait.map(|(a, b)| (a.as_secs(), b.as_secs()));
        assert_eq!([0, 1, 2].map(|n| secs(wait(n, None))), [Some((0, 2)), Some((0, 4)), Some((0, 8))]);
        assert_eq!(wait(TRIES - 1, None), None);
        assert_eq!(secs(wait(0, Some(Duration::from_secs(30)))), Some((30, 15)));
        assert_eq!(wait(0, Some(Duration::from_secs(61))), None);
        assert_eq!(wait(u32::MAX - 1, None), None);
    }
}
