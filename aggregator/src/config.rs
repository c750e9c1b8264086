//! Configuration: one struct, read once from the command line and the data folder.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use schemas::{
    campaign::Campaign,
    definition::{DefinitionError, Definitions, Source},
    epoch::Epoch,
    hash::Sha,
    note::{NoteFault, SignKey},
    policy::{Policy, PolicyFault},
};

use crate::{
    app::Services,
    backup::MANIFEST,
    clock::Clock,
    door::Door,
    intake::upload,
    policy::Policies,
    store::{Location, Store, StoreError, epoch},
};

/// File in the data folder with the database, unless that is elsewhere.
pub const DATABASE: &str = "tongbao.db";
/// File in the data folder with the log's key.
pub const LOG_KEY: &str = "log.key";
/// File in the data folder with the token that reads the counts.
pub const MONITOR_TOKEN: &str = "monitor.token";

/// Where the program keeps things and what it runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// Folder of the database file and the log's key.
    pub data: PathBuf,
    /// Address of the database; a file in the data folder if none is given.
    pub database: Option<String>,
    /// Code of the campaign in force.
    pub campaign: String,
    /// A site's own definitions.
    pub definitions: Option<PathBuf>,
    /// Name of the log, used when its key is made.
    pub origin: String,
    /// Whether cookies need TLS.
    pub secure_cookies: bool,
}

/// The program cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A file or folder cannot be used.
    #[error("{path}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The folder is a backup: whoever served it would write a second history.
    #[error(
        "{0} is a backup and is not served: bring it back with `aggregator restore {0} --data FRESH` \
         {0} 是备份，不能直接启用：请用 aggregator restore {0} --data 新文件夹 恢复"
    )]
    IsBackup(PathBuf),
    /// A definition is wrong.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// The definitions cannot go to the nodes as one policy.
    #[error("the definitions cannot go to the nodes: {0}")]
    Policy(#[from] PolicyFault),
    /// The campaign is not defined.
    #[error("no campaign `{0}`; defined are: {1}")]
    Campaign(String, String),
    /// The log's key is damaged, or the origin cannot be a name.
    #[error("the log's key or origin cannot be used: {0}")]
    Key(#[from] NoteFault),
    /// The log's key file does not hold a name and a seed.
    #[error("{0} does not hold a log key")]
    KeyFile(PathBuf),
    /// The monitoring token is too short to keep anybody out.
    #[error("{0} holds fewer than 32 characters; remove it, and a new one is made")]
    TokenFile(PathBuf),
    /// The plan of the jobs is wrong.
    #[error("{path}: {reason}")]
    Jobs {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The store cannot be opened.
    #[error("the database cannot be used")]
    Store(#[from] StoreError),
    /// No random numbers.
    #[error("the system has no random numbers")]
    Random,
}

impl Config {
    /// Opens everything.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn open(&self, clock: Clock) -> Result<Services, StartError> {
        if self.data.join(MANIFEST).exists() {
            return Err(StartError::IsBackup(self.data.clone()));
        }
        let site = site(self.definitions.as_deref())?;
        let definitions = Arc::new(Definitions::with_site(site.clone())?);
        let campaign = campaign(&definitions, &self.campaign)?;
        let policy = policy(self.definitions.as_deref(), site, &self.campaign)?;
        create_private(&self.data)?;
        let (mut key, location) = (self.log_key()?, self.location()?);
        let store = match Store::open(&location, key.clone()) {
            // The log went on under another name, and the file beside this program does not say so yet.
            Err(StoreError::OtherKey) => {
                key = epoch::key_in_force(&location, &key)?;
                let store = Store::open(&location, key.clone())?;
                self.keep_log_key(&key)?;
                store
            }
            opened => opened?,
        };
        let former = store.read_now(epoch::all)?;
        let former = former.iter().filter_map(|note| Epoch::open(note).ok()).map(|epoch| epoch.old);
        Ok(Services {
            store,
            clock,
            definitions,
            policies: Arc::new(Policies::of(&policy)),
            campaign,
            log_key: key.verify_key(),
            former_keys: former.collect(),
            greeter: Arc::new(key),
            standings: Arc::default(),
            uploads: Arc::new(Door::new(upload::AT_ONCE, upload::WAITING)),
            judges: Arc::default(),
            rates: Arc::default(),
            nonces: Arc::default(),
            audit: Arc::default(),
            scrub: Arc::new(Door::new(1, 0)),
            monitor: self.monitor_token()?,
            secure_cookies: self.secure_cookies,
        })
    }

    /// Where the database is.
    ///
    /// # Errors
    /// [`StartError::Store`] if its address is not understood.
    pub fn location(&self) -> Result<Location, StartError> {
        Ok(match &self.database {
            Some(address) => Location::parse(address)?,
            None => Location::Sqlite(self.data.join(DATABASE)),
        })
    }

    /// The log's key that is there; none is made.
    ///
    /// # Errors
    /// [`StartError::File`], [`StartError::KeyFile`], [`StartError::Key`].
    pub fn existing_log_key(&self) -> Result<SignKey, StartError> {
        read_log_key(&self.data.join(LOG_KEY))
    }

    /// Puts the name under which the log goes on into the file of its key: a new file that then takes the old one's place.
    ///
    /// # Errors
    /// [`StartError::File`].
    pub fn keep_log_key(&self, key: &SignKey) -> Result<(), StartError> {
        let (path, new) = (self.data.join(LOG_KEY), self.data.join("log.key.new"));
        let at = |cause| StartError::File { path: new.clone(), cause };
        if new.exists() {
            fs::remove_file(&new).map_err(at)?;
        }
        let text = format!("{}\n{}\n", key.verify_key().name(), hex::encode(key.seed()));
        write_private(&new, text.as_bytes())?;
        fs::rename(&new, &path).map_err(at)
    }

    /// Hash of the token that reads the counts; the token is made at the first start and lies beside the log's key,
    /// readable by nobody but the program's own user.
    fn monitor_token(&self) -> Result<Sha, StartError> {
        let path = self.data.join(MONITOR_TOKEN);
        if !path.exists() {
            let mut token = [0; 32];
            getrandom::fill(&mut token).map_err(|_| StartError::Random)?;
            write_private(&path, format!("{}\n", hex::encode(token)).as_bytes())?;
        }
        let token = read(&path)?;
        let token = token.trim();
        // A short or empty file would be a password that can be guessed.
        if token.len() < 32 { Err(StartError::TokenFile(path)) } else { Ok(Sha::of(token.as_bytes())) }
    }

    /// The log's key, made at the first start: `origin`, line feed, 64 hex digits.
    fn log_key(&self) -> Result<SignKey, StartError> {
        let path = self.data.join(LOG_KEY);
        if !path.exists() {
            let mut seed = [0; 32];
            getrandom::fill(&mut seed).map_err(|_| StartError::Random)?;
            SignKey::from_seed(&self.origin, &seed)?;
            write_private(&path, format!("{}\n{}\n", self.origin, hex::encode(seed)).as_bytes())?;
        }
        read_log_key(&path)
    }
}

/// Reads a log's key: `origin`, line feed, 64 hex digits.
///
/// # Errors
/// [`StartError::File`], [`StartError::KeyFile`], [`StartError::Key`].
pub fn read_log_key(path: &Path) -> Result<SignKey, StartError> {
    let text = read(path)?;
    let wrong = || StartError::KeyFile(path.to_owned());
    let mut lines = text.lines();
    let (origin, seed) = lines.next().zip(lines.next()).ok_or_else(wrong)?;
    let seed = hex::decode(seed).ok().and_then(|seed| <[u8; 32]>::try_from(seed).ok()).ok_or_else(wrong)?;
    Ok(SignKey::from_seed(origin, &seed)?)
}

/// The definitions inside the program and those of a site's own folder.
///
/// # Errors
/// [`StartError::File`], [`StartError::Definition`].
pub fn definitions(folder: Option<&Path>) -> Result<Definitions, StartError> {
    Ok(Definitions::with_site(site(folder)?)?)
}

/// The definition files inside the program and those of a site's own folder.
///
/// # Errors
/// [`StartError::File`].
pub fn sources(folder: Option<&Path>) -> Result<Vec<Source>, StartError> {
    Ok(Definitions::builtin_sources().into_iter().chain(site(folder)?).collect())
}

/// The same as they go to the nodes: a site's own are named by where they lie in its folder.
fn policy(folder: Option<&Path>, site: Vec<Source>, campaign: &str) -> Result<Policy, StartError> {
    let within = |source: Source| {
        let path = Path::new(&source.file);
        let path = folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path);
        let parts: Vec<String> =
            path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        Source { file: format!("site/{}", parts.join("/")), ..source }
    };
    let all = Definitions::builtin_sources().into_iter().chain(site.into_iter().map(within));
    Ok(Policy::new(campaign, all.collect())?)
}

/// The definition files of a site's own folder, by name of file.
fn site(folder: Option<&Path>) -> Result<Vec<Source>, StartError> {
    let mut files = Vec::new();
    if let Some(folder) = folder {
        walk(folder, 0, &mut files)?;
    }
    files.sort();
    let source = |path: PathBuf| Ok(Source { file: path.display().to_string(), text: read(&path)? });
    files.into_iter().map(source).collect()
}

/// The campaign of a code.
///
/// # Errors
/// [`StartError::Campaign`] names those that are defined.
pub fn campaign(definitions: &Definitions, code: &str) -> Result<Arc<Campaign>, StartError> {
    definitions.campaign(code).cloned().ok_or_else(|| {
        let known: Vec<&str> = definitions.campaigns().map(|campaign| campaign.campaign.as_str()).collect();
        StartError::Campaign(code.to_owned(), known.join(", "))
    })
}

fn walk(folder: &Path, depth: u32, files: &mut Vec<PathBuf>) -> Result<(), StartError> {
    let at = |cause| StartError::File { path: folder.to_owned(), cause };
    for entry in fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        if path.is_dir() && depth < 2 {
            walk(&path, depth + 1, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

/// Reads a text file.
///
/// # Errors
/// [`StartError::File`].
pub fn read(path: &Path) -> Result<String, StartError> {
    fs::read_to_string(path).map_err(|cause| StartError::File { path: path.to_owned(), cause })
}

/// Makes a folder that only its owner may enter.
pub(crate) fn create_private(folder: &Path) -> Result<(), StartError> {
    let at = |cause| StartError::File { path: folder.to_owned(), cause };
    fs::create_dir_all(folder).map_err(at)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(at)?;
    }
    Ok(())
}

/// Makes a new file that only its owner may read.
pub(crate) fn create_new_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Writes such a file.
fn write_private(path: &Path, bytes: &[u8]) -> Result<(), StartError> {
    let write = || {
        let mut file = create_new_private(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|cause| StartError::File { path: path.to_owned(), cause })
}
