//! `jobs.toml` in the data folder: what runs when. Without it everything runs at its usual time and no backup is made.
//!
//! ```toml
//! [scrub]
//! at = "40 2 * * *"      # cron, official time; `off = true` instead keeps the job from running
//!
//! [backup]               # made only if a folder is named
//! to = "/srv/backup/tongbao"
//! keep = 14              # the newest of them; the others are taken away
//! age-recipient = "age1…"   # or age-passphrase-file = "/etc/tongbao/passphrase"
//! ```

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use schemas::schedule::Schedule;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::Job;
use crate::{
    backup::{BackupError, seal::Seal},
    config::StartError,
};

/// Its name.
pub const FILE: &str = "jobs.toml";
/// Backups that are kept unless the file says otherwise.
pub const KEEP: usize = 14;

/// What runs when.
#[derive(Clone, Debug)]
pub struct Plan {
    schedules: BTreeMap<Job, Schedule>,
    /// Where backups go, if any are made.
    pub backup: Option<Backups>,
}

/// Where backups go.
#[derive(Clone, Debug)]
pub struct Backups {
    /// The folder.
    pub to: PathBuf,
    /// How many are kept.
    pub keep: usize,
    recipient: Option<String>,
    passphrase: Option<PathBuf>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    defaulted: Set,
    duties: Set,
    confirm: Set,
    remind: Set,
    deliver: Set,
    sweep: Set,
    scrub: Set,
    backup: Option<BackupSet>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Set {
    #[serde(deserialize_with = "schedule")]
    at: Option<Schedule>,
    off: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BackupSet {
    to: PathBuf,
    #[serde(default, deserialize_with = "schedule")]
    at: Option<Schedule>,
    #[serde(default)]
    off: bool,
    keep: Option<usize>,
    age_recipient: Option<String>,
    age_passphrase_file: Option<PathBuf>,
}

fn schedule<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Schedule>, D::Error> {
    String::deserialize(deserializer)?.parse().map(Some).map_err(D::Error::custom)
}

impl Backups {
    /// Whether a backup is closed.
    pub fn is_sealed(&self) -> bool {
        self.recipient.is_some() || self.passphrase.is_some()
    }

    /// How a backup is closed, if it is.
    ///
    /// # Errors
    /// [`BackupError`] if the recipient or the passphrase cannot be used.
    pub fn seal(&self) -> Result<Option<Seal>, BackupError> {
        match (&self.recipient, &self.passphrase) {
            (Some(recipient), _) => Seal::to(recipient).map(Some),
            (None, Some(file)) => Seal::under(file).map(Some),
            (None, None) => Ok(None),
        }
    }
}

impl Plan {
    /// The plan in a data folder.
    ///
    /// # Errors
    /// [`StartError::File`], [`StartError::Jobs`] says what is wrong with it.
    pub fn read(data: &Path) -> Result<Self, StartError> {
        let path = data.join(FILE);
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).map_err(|reason| StartError::Jobs { path, reason }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Self::of(File::default()).map_err(|reason| StartError::Jobs { path, reason })
            }
            Err(cause) => Err(StartError::File { path, cause }),
        }
    }

    /// The plan of a text.
    fn parse(text: &str) -> Result<Self, String> {
        Self::of(toml::from_str(text).map_err(|error| error.to_string())?)
    }

    fn of(file: File) -> Result<Self, String> {
        let File { defaulted, duties, confirm, remind, deliver, sweep, scrub, backup } = file;
        if sweep.off {
            return Err("sweep.off: sweeping keeps the database bounded and cannot be off".into());
        }
        let (set, backup) = match backup {
            None => (Set { at: None, off: true }, None),
            Some(BackupSet { to, at, off, keep, age_recipient, age_passphrase_file }) => {
                if keep == Some(0) || !to.is_absolute() {
                    return Err("backup: `keep` is at least 1, and `to` an absolute path".into());
                }
                if age_recipient.is_some() && age_passphrase_file.is_some() {
                    return Err("backup: age-recipient or age-passphrase-file, not both".into());
                }
                let keep = keep.unwrap_or(KEEP);
                let backups = Backups { to, keep, recipient: age_recipient, passphrase: age_passphrase_file };
                (Set { at, off }, Some(backups))
            }
        };
        let mut schedules = BTreeMap::new();
        for (job, set) in [
            (Job::Defaulted, defaulted),
            (Job::Duties, duties),
            (Job::Confirm, confirm),
            (Job::Remind, remind),
            (Job::Deliver, deliver),
            (Job::Sweep, sweep),
            (Job::Backup, set),
            (Job::Scrub, scrub),
        ] {
            if !set.off {
                let usual = || job.usual().parse::<Schedule>().map_err(|error| error.to_string());
                schedules.insert(job, set.at.map_or_else(usual, Ok)?);
            }
        }
        Ok(Self { schedules, backup })
    }

    /// When a job is due; none if it is off.
    pub fn schedule(&self, job: Job) -> Option<&Schedule> {
        self.schedules.get(&job)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let plan = Plan::parse(text).unwrap();
        let at = |job: Job| plan.schedule(job).map(|schedule| format!("{} {schedule}", job.code()));
        Job::ALL.into_iter().filter_map(at).collect()
    }

    #[test]
    fn everything_has_a_usual_time_and_a_backup_needs_a_folder() {
        let usual = [
            "defaulted 5 * * * *",
            "duties 12 * * * *",
            "confirm 10 * * * *",
            "remind */10 * * * *",
            "deliver * * * * *",
            "sweep 20 * * * *",
            "scrub 40 2 * * *",
        ];
        assert_eq!(said(""), usual);
        let set = "[scrub]\noff = true\n[remind]\noff = true\n[deliver]\noff = true\n[confirm]\nat = \"0 9 * * 1-5\"\n[backup]\nto = \"/b\"\n";
        assert_eq!(
            said(set),
            [
                "defaulted 5 * * * *",
                "duties 12 * * * *",
                "confirm 0 9 * * 1-5",
                "sweep 20 * * * *",
                "backup 40 1 * * *",
            ]
        );
        assert_eq!(Plan::parse(set).unwrap().backup.unwrap().keep, KEEP);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for (text, words) in [
            ("[scrap]\n", "scrap"),
            ("[scrub]\nat = \"never\"\n", "cron"),
            ("[scrub]\nat = \"0 0 30 2 *\"\n", "cron"),
            ("[sweep]\noff = true\n", "cannot be off"),
            ("[backup]\nkeep = 3\n", "to"),
            ("[backup]\nto = \"backups\"\n", "absolute"),
            ("[backup]\nto = \"/b\"\nkeep = 0\n", "at least 1"),
            ("[backup]\nto = \"/b\"\nage-recipient = \"a\"\nage-passphrase-file = \"b\"\n", "not both"),
        ] {
            let error = Plan::parse(text).unwrap_err();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
