//! The clock everything is told: the system's, or one that was set and runs on from there (demonstration, tests).

use std::sync::{Arc, RwLock};

use chrono::{DateTime, TimeDelta, Utc};

/// A clock, shared by clones.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<RwLock<TimeDelta>>);

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at `at` now and runs on.
    pub fn starting(at: DateTime<Utc>) -> Self {
        let clock = Self::default();
        clock.set(at);
        clock
    }

    /// Moves the clock, for all who share it.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Ok(mut offset) = self.0.write() {
            *offset = at - system_now();
        }
    }

    /// Now, to the microsecond, which is what both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        let offset = self.0.read().map_or_else(|_| TimeDelta::zero(), |offset| *offset);
        let now = system_now() + offset;
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}
