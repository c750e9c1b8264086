//! What the daemon does by itself, and when. Nothing here waits or reads a clock: whoever calls says what time it is.

mod due;
mod slot;
mod tick;

use schemas::text::Text;

pub use due::{backoff, due, next};
pub use slot::slot;
pub use tick::{Did, JobState, QUIET};

use crate::words;

/// A job, in the order of a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Checks what was put into the watched folder.
    Watch,
    /// Sends what waits.
    Push,
    /// Fetches what the log holds for this node; the sign of life where there is nothing to send.
    Letters,
    /// Makes what is due of ledgers held here, for a person to sign or complete.
    Prepare,
    /// Forgets old runs of jobs. What was filed and received is kept.
    Retention,
}

impl Job {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Watch, Self::Push, Self::Letters, Self::Prepare, Self::Retention];

    /// Its name in the store and in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Letters => "letters",
            Self::Watch => "watch",
            Self::Prepare => "prepare",
            Self::Retention => "retention",
        }
    }

    /// When it is due, as a cron pattern with seconds, at official time (+08:00).
    pub fn schedule(self) -> &'static str {
        match self {
            Self::Push => "0 * * * * *",
            Self::Letters => "0 */15 * * * *",
            Self::Watch => "*/30 * * * * *",
            Self::Prepare => "0 */15 * * * *",
            Self::Retention => "0 20 3 * * *",
        }
    }

    /// Its name for a person.
    pub fn title(self) -> Text {
        match self {
            Self::Push => words::daemon::JOB_PUSH,
            Self::Letters => words::daemon::JOB_LETTERS,
            Self::Watch => words::daemon::JOB_WATCH,
            Self::Prepare => words::daemon::JOB_PREPARE,
            Self::Retention => words::daemon::JOB_RETENTION,
        }
    }
}
