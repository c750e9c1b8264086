//! The node's key: an Ed25519 seed in `node.key`, made once, readable by its owner only, never printed or logged.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    path::Path,
};

use schemas::{
    note::{SignKey, VerifyKey},
    wire::node_name,
};

use crate::error::AgentError;

/// Name of the file in the node's folder.
pub const FILE: &str = "node.key";

/// Makes a key and writes it. An existing key is never overwritten: what it signed could not be continued.
///
/// # Errors
/// [`AgentError::Exists`] if there is a key, [`AgentError::Disk`] if it cannot be written.
pub fn create(dir: &Path) -> Result<SignKey, AgentError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| AgentError::Disk(io::Error::other(error)))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(dir.join(FILE)).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => AgentError::Exists,
        _ => AgentError::Disk(error),
    })?;
    file.write_all(format!("{}\n", hex::encode(seed)).as_bytes())?;
    file.sync_all()?;
    named(&seed)
}

/// Reads the key.
///
/// # Errors
/// [`AgentError::NoNode`] if there is none, [`AgentError::KeyExposed`] if others may read it,
/// [`AgentError::KeyBroken`] if it is not a key.
pub fn read(dir: &Path) -> Result<SignKey, AgentError> {
    let file = File::open(dir.join(FILE)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => AgentError::NoNode,
        _ => AgentError::Disk(error),
    })?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            return Err(AgentError::KeyExposed);
        }
    }
    let mut text = String::new();
    file.take(128).read_to_string(&mut text).map_err(|_| AgentError::KeyBroken)?;
    let mut seed = [0; 32];
    hex::decode_to_slice(text.trim(), &mut seed).map_err(|_| AgentError::KeyBroken)?;
    named(&seed)
}

/// A key named after its point, so that nobody has to hand names out.
///
/// # Errors
/// [`AgentError::KeyBroken`] if the seed gives no usable key.
pub fn named(seed: &[u8; 32]) -> Result<SignKey, AgentError> {
    let broken = |_| AgentError::KeyBroken;
    let point: VerifyKey = SignKey::from_seed("node", seed).map_err(broken)?.verify_key();
    SignKey::from_seed(&node_name(point.point()), seed).map_err(broken)
}
