//! The time as a thing handed in: a test holds it still, the demonstration starts it in October 2025.

use std::{
    sync::{Mutex, PoisonError},
    time::{Instant, SystemTime},
};

use chrono::{DateTime, TimeDelta, Utc};

/// What time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime<Utc>;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// A clock that was set to an instant and runs on from there.
#[derive(Debug)]
pub struct OffsetClock(Mutex<(DateTime<Utc>, Instant)>);

/// A clock that stands where it was set.
#[derive(Debug)]
pub struct StandingClock(Mutex<DateTime<Utc>>);

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    fn now(&self) -> DateTime<Utc> {
        DateTime::from(SystemTime::now())
    }
}

impl OffsetClock {
    /// A clock that shows `instant` now.
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self(Mutex::new((instant, Instant::now())))
    }

    /// Sets it to another instant.
    pub fn set(&self, instant: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (instant, Instant::now());
    }
}

impl Clock for OffsetClock {
    fn now(&self) -> DateTime<Utc> {
        let (instant, since) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        TimeDelta::from_std(since.elapsed()).map_or(instant, |passed| instant + passed)
    }
}

impl StandingClock {
    /// A clock that shows `instant`.
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self(Mutex::new(instant))
    }

    /// Sets it to another instant.
    pub fn set(&self, instant: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = instant;
    }
}

impl Clock for StandingClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
