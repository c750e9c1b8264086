//! What the program does by itself or when told, apart from requests. One file a job; [`plan`] says when each is due and
//! [`tick`] claims and does its runs. Nothing here reads a clock but the one it is given.

pub mod backups;
pub mod confirm;
pub mod defaulted;
pub mod duties;
pub mod plan;
pub mod scrub;
pub mod sweep;
pub mod tick;

use schemas::text::Text;

/// A job, in the order of a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Job {
    /// Notes which statements were never followed by their rows.
    Defaulted,
    /// Keeps the journal of what is owed.
    Duties,
    /// Confirms by rule what nobody decided of.
    Confirm,
    /// Makes the reminders whose step has come.
    Remind,
    /// Sends messages that wait.
    Deliver,
    /// Forgets uploads nobody continues, signatures that can be used no more, and old runs of jobs.
    Sweep,
    /// Makes a backup and takes old ones away.
    Backup,
    /// Recomputes the whole log.
    Scrub,
}

impl Job {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Defaulted,
        Self::Duties,
        Self::Confirm,
        Self::Remind,
        Self::Deliver,
        Self::Sweep,
        Self::Backup,
        Self::Scrub,
    ];

    /// Its name in the store, in `jobs.toml`, in the log and in the counts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Defaulted => "defaulted",
            Self::Duties => "duties",
            Self::Confirm => "confirm",
            Self::Remind => "remind",
            Self::Deliver => "deliver",
            Self::Sweep => "sweep",
            Self::Backup => "backup",
            Self::Scrub => "scrub",
        }
    }

    /// When it is due unless `jobs.toml` says otherwise, as a cron pattern at official time (+08:00).
    pub fn usual(self) -> &'static str {
        match self {
            Self::Defaulted => "5 * * * *",
            Self::Duties => "12 * * * *",
            Self::Confirm => "10 * * * *",
            Self::Remind => "*/10 * * * *",
            Self::Deliver => "* * * * *",
            Self::Sweep => "20 * * * *",
            Self::Backup => "40 1 * * *",
            Self::Scrub => "40 2 * * *",
        }
    }

    /// Its name for a person.
    pub fn title(self) -> Text {
        match self {
            Self::Defaulted => Text::new("清点明细未到的报送", "noting rows that did not come"),
            Self::Duties => Text::new("登记报送任务", "journal of what is owed"),
            Self::Confirm => Text::new("按规则确认", "confirming by rule"),
            Self::Remind => Text::new("按方案催报", "reminding by the campaign"),
            Self::Deliver => Text::new("发送提醒", "delivering messages"),
            Self::Sweep => Text::new("清理过期数据", "sweeping"),
            Self::Backup => Text::new("定时备份", "backup by schedule"),
            Self::Scrub => Text::new("核算日志", "scrub of the log"),
        }
    }
}
