//! The way back from a backup, into an empty place and nowhere else. The city is then recovering: others may hold leaves
//! that were written after the backup, and whoever went on at once would write a second history (PROTOCOL §4.6). A
//! restore that is broken off leaves nothing that could be served as that log: its key is put in place last.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use schemas::note;

use super::{
    BackupError, DUMP, MANIFEST, PREFIX, at, broken, durable,
    manifest::{Manifest, Part},
    seal::{ENDING, Opening},
};
use crate::{
    config::{Config, DATABASE, LOG_KEY, create_new_private, create_private, read_log_key},
    store::{Location, copy, recovery},
};

/// What was brought back.
#[derive(Debug)]
pub struct Restored {
    /// The manifest of the backup.
    pub manifest: Manifest,
    /// What restores that were broken off had left beside the city, and was taken away.
    pub swept: Vec<PathBuf>,
}

/// Brings a backup back. Everything is verified before anything is put in place.
///
/// # Errors
/// [`BackupError`]; the place is then as empty as it was.
pub fn bring_back(
    config: &Config,
    from: &Path,
    opening: Option<&Opening>,
    now: DateTime<Utc>,
) -> Result<Restored, BackupError> {
    let place = std::path::absolute(&config.data).map_err(at(&config.data))?;
    empty(&place)?;
    let text = from.join(MANIFEST);
    let signed = fs::read_to_string(&text).map_err(at(&text))?;
    let wrong = || BackupError::Manifest(text.clone());
    let (said, _) = note::split(&signed).map_err(|_| wrong())?;
    let manifest = Manifest::parse(said).ok_or_else(wrong)?;
    if manifest.schema > copy::known_schema()? {
        return Err(BackupError::Newer(manifest.schema));
    }
    let above = place.parent().unwrap_or(&place).to_owned();
    fs::create_dir_all(&above).map_err(at(&above))?;
    let (swept, _held) = broken::sweep(&[&above])?;
    let work = tempfile::Builder::new().prefix(PREFIX).tempdir_in(&above).map_err(at(&above))?;
    let city = work.path().join("city");
    create_private(&city)?;
    for part in &manifest.parts {
        // The key lies beside the city until that is marked: whoever serves what a kill leaves there is not the log.
        let to = if part.name.starts_with(LOG_KEY) { work.path() } else { &city };
        fetch(from, part, to, opening)?;
    }
    let apart = work.path().join(LOG_KEY);
    let key = read_log_key(&apart)?.verify_key();
    if key.open(&signed).is_err() || key.name() != manifest.point.origin {
        return Err(wrong());
    }
    let location = config.location()?;
    match (&location, city.join(DUMP).exists()) {
        (Location::Sqlite(_), false) => {
            let file = city.join(DATABASE);
            same(&copy::checked(&file, &key)?, &manifest).then_some(()).ok_or_else(wrong)?;
            recovery::begin(&Location::Sqlite(file), now)?;
        }
        (Location::Postgres(_), true) => {
            let dump = city.join(DUMP);
            let copied = copy::load(&location, &dump, &key)?;
            same(&copied, &manifest).then_some(()).ok_or_else(wrong)?;
            recovery::begin(&location, now)?;
            fs::remove_file(&dump).map_err(at(&dump))?;
        }
        (Location::Sqlite(_), true) => return Err(BackupError::OtherEngine("PostgreSQL".into())),
        (Location::Postgres(_), false) => return Err(BackupError::OtherEngine("SQLite".into())),
    }
    fs::rename(&apart, city.join(LOG_KEY)).map_err(at(&apart))?;
    for entry in fs::read_dir(&city).map_err(at(&city))? {
        durable(&entry.map_err(at(&city))?.path())?;
    }
    durable(&city)?;
    if place.exists() {
        fs::remove_dir(&place).map_err(at(&place))?;
    }
    fs::rename(&city, &place).map_err(at(&place))?;
    durable(&above)?;
    Ok(Restored { manifest, swept })
}

fn empty(place: &Path) -> Result<(), BackupError> {
    match fs::read_dir(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(at(place)(error)),
        Ok(mut names) => match names.next() {
            None => Ok(()),
            Some(_) => Err(BackupError::NotEmpty(place.to_owned())),
        },
    }
}

fn same(copied: &copy::Copied, manifest: &Manifest) -> bool {
    (copied.size, copied.root) == (manifest.point.size, manifest.point.root)
}

/// Takes one file of the backup out of it, if it is the one the manifest names.
fn fetch(from: &Path, part: &Part, into: &Path, opening: Option<&Opening>) -> Result<PathBuf, BackupError> {
    let source = from.join(&part.name);
    if Part::of(&source, part.name.clone()).map_err(at(&source))? != *part {
        return Err(BackupError::Part(source));
    }
    let closed = part.name.strip_suffix(ENDING).and_then(|name| name.strip_suffix('.'));
    let to = into.join(closed.unwrap_or(&part.name));
    let mut target = create_new_private(&to).map_err(at(&to))?;
    match (closed, opening) {
        (Some(_), Some(opening)) => opening.open(&source, &mut target)?,
        (Some(_), None) => return Err(BackupError::Closed(source)),
        (None, _) => {
            let mut source = File::open(&source).map_err(at(&source))?;
            io::copy(&mut source, &mut target).map_err(at(&to))?;
        }
    }
    target.sync_all().map_err(at(&to))?;
    Ok(to)
}
