//! The clock everything here is told; the same one can drive agents beside it (demonstration, tests).

use std::{fmt, sync::Arc};

use chrono::{DateTime, Utc};

/// A clock, shared by clones.
#[derive(Clone)]
pub struct Clock(Arc<dyn node_agent::Clock>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Arc::new(node_agent::SystemClock))
    }

    /// A clock that somebody else holds and may set.
    pub fn of(clock: Arc<dyn node_agent::Clock>) -> Self {
        Self(clock)
    }

    /// Now, to the microsecond, which is what both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        let now = self.0.now();
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}
