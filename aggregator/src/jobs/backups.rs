//! Backup by schedule: a new one is made and checked, and only then are old ones taken away, never the newest.

use std::{
    fs,
    path::{Path, PathBuf},
};

use schemas::note::VerifyKey;

use super::{plan::Backups, tick::JobError};
use crate::{
    app::Services,
    backup::{self, BackupError, MANIFEST, manifest::Manifest},
    config::Config,
    error::AppError,
};

/// Makes a backup and keeps the newest few; says what was done.
///
/// # Errors
/// [`BackupError`]; then nothing was taken away.
pub async fn run(services: &Services, config: &Config, backups: &Backups) -> Result<String, JobError> {
    let (config, backups, now) = (config.clone(), backups.clone(), services.clock.now());
    let log = services.log_key.clone();
    let made = services.compute(move || {
        let made = backups.seal().and_then(|seal| backup::make(&config, &backups.to, seal.as_ref(), now));
        Ok::<_, AppError>(made.and_then(|made| {
            let removed = keep_newest(&backups.to, backups.keep, &made.folder, &log)?;
            let swept: String = made.swept.iter().map(|broken| format!(", {}", broken.display())).collect();
            Ok(format!("{} leaves backed up; taken away: {removed} old{swept}", made.manifest.point.size))
        }))
    });
    Ok(made.await??)
}

/// Takes away all but the newest backups of this log; the one just made, which was checked, always stays.
fn keep_newest(to: &Path, keep: usize, made: &Path, log: &VerifyKey) -> Result<usize, BackupError> {
    let at = |cause| BackupError::File { path: to.to_owned(), cause };
    let mut all: Vec<(Manifest, PathBuf)> = Vec::new();
    for entry in fs::read_dir(to).map_err(at)? {
        let folder = entry.map_err(at)?.path();
        // What is not a backup of this log is not ours to take away.
        let note = fs::read_to_string(folder.join(MANIFEST)).ok();
        let manifest = note.and_then(|note| Manifest::parse(&log.open(&note).ok()?));
        all.extend(manifest.map(|manifest| (manifest, folder)).filter(|(_, folder)| folder != made));
    }
    all.sort_by_key(|(manifest, _)| std::cmp::Reverse(manifest.time));
    let old: Vec<PathBuf> = all.into_iter().skip(keep.saturating_sub(1)).map(|(_, folder)| folder).collect();
    for folder in &old {
        fs::remove_dir_all(folder).map_err(|cause| BackupError::File { path: folder.clone(), cause })?;
    }
    Ok(old.len())
}
