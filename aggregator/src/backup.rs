//! Backing a city up while it works (PROTOCOL §5): a copy of the database that has been checked, the log's key, and a
//! signed manifest, put in place as one folder or not at all. [`restore`] is the way back.

pub(crate) mod broken;
pub mod last;
pub mod manifest;
pub mod restore;
pub mod seal;

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use schemas::receipt::Checkpoint;

use self::{
    manifest::{Manifest, Part},
    seal::Seal,
};
use crate::{
    config::{Config, DATABASE, LOG_KEY, StartError, create_private},
    store::{
        Location, StoreError,
        copy::{self, Copied},
    },
};

/// Name of the manifest in a backup.
pub const MANIFEST: &str = "manifest.txt";
/// Name of a dump of PostgreSQL in a backup.
pub const DUMP: &str = "tongbao.dump";
/// Where a backup lies while it is made or brought back.
const PREFIX: &str = ".tongbao-backup-";

/// A backup could not be made or brought back; nothing was left behind.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no database to back up.
    #[error("there is no database at {0} 该处没有数据库：{0}")]
    NoDatabase(PathBuf),
    /// A backup of that name is there; it is never overwritten.
    #[error("{0} exists and is not overwritten 已存在，不覆盖：{0}")]
    Exists(PathBuf),
    /// Another backup of this city, or into this folder, is being made, or one is being brought back beside it.
    #[error("another backup is being made or brought back at {0} 另一备份正在进行或恢复：{0}")]
    UnderWay(PathBuf),
    /// A file cannot be written or read: the disk is full, or not ours.
    #[error(
        "{path} cannot be written or read; nothing was left behind 无法写入或读取，未留下任何文件：{path}"
    )]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The recipient or identity is not one of age.
    #[error("not an age key: {0} 不是有效的 age 密钥：{0}")]
    AgeKey(String),
    /// The passphrase file's first line is empty.
    #[error("the first line of {0} is empty 口令文件首行为空：{0}")]
    NoPassphrase(PathBuf),
    /// Encrypting or decrypting failed: another key or passphrase, or changed bytes.
    #[error("the backup cannot be opened with this key or passphrase 此密钥或口令无法打开备份")]
    Sealed,
    /// A file is encrypted and nothing was given to open it with.
    #[error(
        "{0} is encrypted: give --age-identity or --age-passphrase-file 备份已加密，请提供密钥或口令：{0}"
    )]
    Closed(PathBuf),
    /// The manifest is not one, or not signed with the key beside it.
    #[error("{0} is not the manifest of this backup 清单不成立：{0}")]
    Manifest(PathBuf),
    /// A file is not the one the manifest names.
    #[error("{0} is not the file the manifest names 与清单不符：{0}")]
    Part(PathBuf),
    /// The place to restore to is not empty.
    #[error("{0} is not empty; restore into an empty place only 恢复目标必须为空：{0}")]
    NotEmpty(PathBuf),
    /// The backup is of another engine than the address.
    #[error(
        "this backup is of {0}; the place to restore to is not 备份与恢复目标的数据库类型不同：备份为 {0}"
    )]
    OtherEngine(String),
    /// The backup was made by a newer program.
    #[error(
        "the backup's schema {0} is newer than this program; use that program 备份的结构版本 {0} 比本程序新，请用新版程序恢复"
    )]
    Newer(String),
    /// The configuration cannot be used.
    #[error("the city cannot be opened 无法打开平台数据")]
    Start(#[from] StartError),
    /// The database cannot be copied, or the copy does not hold.
    #[error("the database cannot be copied; nothing was left behind 数据库无法复制，未留下任何文件")]
    Store(#[from] StoreError),
}

/// What a backup was made of.
#[derive(Debug)]
pub struct Made {
    /// Its folder.
    pub folder: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// What backups that were broken off had left, and was taken away.
    pub swept: Vec<PathBuf>,
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |cause| BackupError::File { path, cause }
}

/// Makes a backup in a new folder below `to`, sealed if asked. The city may go on working.
///
/// # Errors
/// [`BackupError`]; nothing is left behind then.
pub fn make(
    config: &Config,
    to: &Path,
    seal: Option<&Seal>,
    now: DateTime<Utc>,
) -> Result<Made, BackupError> {
    let location = config.location()?;
    let engine = match &location {
        Location::Sqlite(file) if !file.exists() => return Err(BackupError::NoDatabase(file.clone())),
        Location::Sqlite(_) => DATABASE,
        Location::Postgres(_) => DUMP,
    };
    let key = config.existing_log_key()?;
    fs::create_dir_all(to).map_err(at(to))?;
    let (swept, _held) = broken::sweep(&[to, &config.data])?;
    let work = tempfile::Builder::new().prefix(PREFIX).tempdir_in(to).map_err(at(to))?;
    let folder = work.path().join("backup");
    create_private(&folder)?;
    // Where the backup may be read by others, not even for a moment does anything lie open.
    let open = match seal {
        Some(_) => {
            tempfile::Builder::new().prefix(PREFIX).tempdir_in(&config.data).map_err(at(&config.data))?
        }
        None => tempfile::Builder::new().prefix(PREFIX).tempdir_in(work.path()).map_err(at(to))?,
    };
    let copied = open.path().join(engine);
    let Copied { size, root, schema } = copy::take(&location, &copied, &key.verify_key())?;
    let mut parts = Vec::new();
    for (from, name) in [(copied, engine), (config.data.join(LOG_KEY), LOG_KEY)] {
        parts.push(put(&from, name, &folder, seal)?);
    }
    let origin = key.verify_key().name().to_owned();
    let manifest = Manifest {
        point: Checkpoint { origin, size, root },
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema,
        time: now,
        parts,
    };
    let text = folder.join(MANIFEST);
    fs::write(&text, key.sign(&manifest.compose())).map_err(at(&text))?;
    durable(&text)?;
    durable(&folder)?;
    let place = to.join(manifest.folder());
    if place.exists() {
        return Err(BackupError::Exists(place));
    }
    fs::rename(&folder, &place).map_err(at(&place))?;
    durable(to)?;
    last::keep(&config.data, &manifest)?;
    Ok(Made { folder: place, manifest, swept })
}

/// Writes one file of the backup, and knows it again.
fn put(from: &Path, name: &str, folder: &Path, seal: Option<&Seal>) -> Result<Part, BackupError> {
    let name = seal.map_or_else(|| name.to_owned(), |_| format!("{name}.{}", seal::ENDING));
    let to = folder.join(&name);
    let mut source = File::open(from).map_err(at(from))?;
    let mut target = crate::config::create_new_private(&to).map_err(at(&to))?;
    match seal {
        Some(seal) => seal.close(&mut source, &mut target, &to)?,
        None => {
            io::copy(&mut source, &mut target).map_err(at(&to))?;
        }
    }
    target.sync_all().map_err(at(&to))?;
    Part::of(&to, name).map_err(at(&to))
}

/// Waits until a file, or the names in a folder, are on the disk.
fn durable(path: &Path) -> Result<(), BackupError> {
    // Windows has no such thing for folders.
    if cfg!(windows) && path.is_dir() {
        return Ok(());
    }
    File::open(path).and_then(|file| file.sync_all()).map_err(at(path))
}
