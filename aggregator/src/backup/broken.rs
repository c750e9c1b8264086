//! What a backup that was killed leaves behind, taken away by the next one. Folders are locked while a backup is made, so
//! that a broken one can be told from one that is being made.

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
            let named = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX));
            if named && path.is_dir() {
                fs::remove_dir_all(&path).map_err(at(&path))?;
                swept.push(path);
            }
        }
    }
    swept.sort();
    Ok((swept, held))
}
