//! What a backup or a restore that was killed leaves behind, taken away by the next one. Folders are locked while a backup
//! is made or brought back, so that a broken one can be told from one that is being made.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use super::{BackupError, PREFIX, at};

/// Locks the folders and takes away what lies there of broken backups. The locks last as long as the files.
///
/// # Errors
/// [`BackupError::UnderWay`], [`BackupError::File`].
pub(super) fn sweep(folders: &[&Path]) -> Result<(Vec<PathBuf>, Vec<File>), BackupError> {
    let (mut swept, mut held, mut known) = (Vec::new(), Vec::new(), Vec::new());
    for folder in folders {
        let place = fs::canonicalize(folder).map_err(at(folder))?;
        if known.contains(&place) {
            continue;
        }
        let locked = File::open(folder).map(|file| (file.try_lock(), file));
        known.push(place);
        match locked {
            Ok((Ok(()), file)) => held.push(file),
            Ok((Err(TryLockError::WouldBlock), _)) => {
                return Err(BackupError::UnderWay((*folder).to_owned()));
            }
            // Some file systems lock no folders. Nothing is taken away then: it may be somebody's.
            Ok((Err(TryLockError::Error(_)), _)) | Err(_) => continue,
        }
        for entry in fs::read_dir(folder).map_err(at(folder))? {
            let path = entry.map_err(at(folder))?.path();
            if !is_ours(&path) {
                continue;
            }
            let gone = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            gone.map_err(at(&path))?;
            swept.push(path);
        }
    }
    swept.sort();
    Ok((swept, held))
}

/// What lies in these folders of backups and restores that were broken off, or of one that is under way; a folder that
/// cannot be read is passed over. Nothing is locked and nothing taken away.
pub(crate) fn lying(folders: &[&Path]) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flat_map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()))
        .filter(|path| is_ours(path))
        .collect();
    found.sort();
    found.dedup();
    found
}

fn is_ours(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX))
}
