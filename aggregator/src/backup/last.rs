//! When this city was backed up last: the newest manifest, kept in the data folder so that
//! `doctor` can say how old it is.

use std::{fs, io, io::Write, path::Path};

use super::{BackupError, PREFIX, at, manifest::Manifest};

/// Its name in the data folder.
pub const FILE: &str = "last-backup.txt";

/// Keeps what was backed up in place of what was before.
pub(super) fn keep(data: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let place = data.join(FILE);
    let write = || {
        // Under the name by which the next backup knows what was broken off.
        let mut fresh = tempfile::Builder::new().prefix(PREFIX).tempfile_in(data)?;
        fresh.write_all(manifest.compose().as_bytes())?;
        fresh.as_file().sync_all()?;
        fresh.persist(&place).map_err(|error| error.error)
    };
    write().map(|_| ()).map_err(at(&place))
}

/// The manifest of the newest backup; none if there was none.
///
/// # Errors
/// [`BackupError::File`], [`BackupError::Manifest`].
pub fn read(data: &Path) -> Result<Option<Manifest>, BackupError> {
    let place = data.join(FILE);
    match fs::read_to_string(&place) {
        Ok(text) => Manifest::parse(&text).map(Some).ok_or(BackupError::Manifest(place)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(&place)(error)),
    }
}
