//! `node.toml`: what a node knows of itself and of the city it files with. Read once, rewritten whole by enrolment.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use schemas::{
    bureau::BureauCode,
    definition::{DefinitionError, Definitions, Source},
    note::VerifyKey,
    text::{Lang, Text},
    wire::KeyState,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{error::AgentError, push::Trouble};

/// Name of the file in the node's folder.
pub const FILE: &str = "node.toml";
/// Most definition files a site may have.
const MAX_DEFINITIONS: usize = 1_000;

/// The settings of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The language of what is printed, if it is not the user's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    /// The bureau this node is meant for; an enrolment for another one is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bureau: Option<BureauCode>,
    /// Folder of the site's own definitions, beside this file unless absolute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definitions: Option<PathBuf>,
    /// File of root certificates by which the city's server is known, besides the system's; beside this file unless
    /// absolute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
    /// A folder whose workbooks are checked by the daemon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watch: Option<Watch>,
    /// The key of the bureau's leader, where the campaign asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub officer: Option<Officer>,
    /// With whom the node is enrolled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enrolment: Option<Enrolment>,
}

/// A folder that is watched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// The folder, beside this file unless absolute.
    pub folder: PathBuf,
    /// Whether a clean ledger is filed without a person.
    #[serde(default)]
    pub file: bool,
}

/// The key of the bureau's leader as the city knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// The key; the secret is not here.
    #[serde(serialize_with = "write_key", deserialize_with = "read_key")]
    pub key: VerifyKey,
    /// Whether it may be used, as last told.
    pub state: KeyState,
}

/// An enrolment with one city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// Address of the city's program, without a path; none where everything is carried by hand.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub server: Option<String>,
    /// The log's key as it was pinned; its name is the log's.
    #[serde(serialize_with = "write_key", deserialize_with = "read_key")]
    pub log_key: VerifyKey,
    /// The keys of the logs it goes on from, oldest first: what they signed holds for good.
    #[serde(serialize_with = "write_keys", deserialize_with = "read_keys")]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub former_keys: Vec<VerifyKey>,
    /// The bureau the node files for.
    pub bureau: BureauCode,
    /// The campaign it files under.
    pub campaign: String,
    /// Whether the key may be used, as last told.
    pub state: KeyState,
    /// Since when the key is in use, by the city's time; unknown for what was enrolled before this was kept.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key_since: Option<DateTime<Utc>>,
    /// The bureau's name.
    pub bureau_name: Text,
}

impl Enrolment {
    /// Address of the city's program.
    ///
    /// # Errors
    /// [`Trouble::NoLine`] where there is none.
    pub(crate) fn server(&self) -> Result<&str, Trouble> {
        self.server.as_deref().ok_or(Trouble::NoLine)
    }
}

fn write_key<S: Serializer>(key: &VerifyKey, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(key)
}

fn read_key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<VerifyKey, D::Error> {
    VerifyKey::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

fn write_keys<S: Serializer>(keys: &[VerifyKey], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(keys.iter().map(ToString::to_string))
}

fn read_keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<VerifyKey>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    texts.iter().map(|text| VerifyKey::parse(text).map_err(D::Error::custom)).collect()
}

impl Enrolment {
    /// The keys of the city's log: the one in force, then those of the logs it goes on from.
    pub fn log_keys(&self) -> impl Iterator<Item = &VerifyKey> {
        std::iter::once(&self.log_key).chain(&self.former_keys)
    }
}

impl Config {
    /// Reads the settings of a node's folder.
    ///
    /// # Errors
    /// [`AgentError::NoNode`] if there are none, [`AgentError::Config`] if they cannot be read.
    pub fn read(dir: &Path) -> Result<Self, AgentError> {
        let text = fs::read_to_string(dir.join(FILE)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => AgentError::NoNode,
            _ => AgentError::Disk(error),
        })?;
        toml::from_str(&text).map_err(|error| AgentError::Config(error.message().to_owned()))
    }

    /// Writes the settings: to a new file that then takes the old one's place, so that a power cut leaves one of them.
    ///
    /// # Errors
    /// [`AgentError::Disk`].
    pub fn write(&self, dir: &Path) -> Result<(), AgentError> {
        let text = toml::to_string(self).map_err(|error| AgentError::Config(error.to_string()))?;
        let new = dir.join("node.toml.new");
        let mut file = File::create(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, dir.join(FILE))?;
        #[cfg(unix)]
        File::open(dir)?.sync_all()?;
        Ok(())
    }

    /// The built-in definitions and the site's own.
    ///
    /// # Errors
    /// [`AgentError::Definition`] names file, key and reason.
    pub fn definitions(&self, dir: &Path) -> Result<Definitions, AgentError> {
        let site = match &self.definitions {
            Some(folder) => sources(&dir.join(folder))?,
            None => Vec::new(),
        };
        Ok(Definitions::with_site(site)?)
    }
}

/// The definition files of a folder and the folders in it, in the order of their names.
///
/// # Errors
/// [`AgentError::Definition`] if the folder or a file in it cannot be read.
pub fn sources(folder: &Path) -> Result<Vec<Source>, AgentError> {
    let refuse = |path: &Path, reason: String| {
        AgentError::Definition(DefinitionError { file: path.display().to_string(), key: "-".into(), reason })
    };
    let (mut folders, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| refuse(&folder, error.to_string()))? {
            let path = entry.map_err(|error| refuse(&folder, error.to_string()))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
        if files.len() + folders.len() > MAX_DEFINITIONS {
            return Err(refuse(&folder, format!("more than {MAX_DEFINITIONS} files")));
        }
    }
    files.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).map_err(|error| refuse(&path, error.to_string()))?;
        Ok(Source { file: path.display().to_string(), text })
    };
    files.into_iter().map(read).collect()
}
