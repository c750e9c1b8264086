//! The node's key: an Ed25519 seed in `node.key`, readable by its owner only, never printed or logged. A key that took the
//! place of another keeps the name, which then stands in the file's second line. While a change is under way the key to
//! come lies beside it, so that a power cut loses neither.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::Path,
};

use schemas::{
    key::Role,
    note::{SignKey, VerifyKey},
};

use crate::error::AgentError;

/// Name of the file in the node's folder.
pub const FILE: &str = "node.key";
/// Name of the file with the key to come.
const NEXT: &str = "node.key.next";

/// Makes a key and writes it. An existing key is never overwritten: what it signed could not be continued.
///
/// # Errors
/// [`AgentError::Exists`] if there is a key, [`AgentError::Disk`] if it cannot be written.
pub fn create(dir: &Path) -> Result<SignKey, AgentError> {
    let seed = seed()?;
    write(&dir.join(FILE), format!("{}\n", hex::encode(seed)))?;
    named(&seed)
}

/// Reads the key.
///
/// # Errors
/// [`AgentError::NoNode`] if there is none, [`AgentError::KeyExposed`] if others may read it,
/// [`AgentError::KeyBroken`] if it is not a key.
pub fn read(dir: &Path) -> Result<SignKey, AgentError> {
    read_file(&dir.join(FILE))
}

/// Whether another key was made and has not taken the place of this one yet.
pub fn is_changing(dir: &Path) -> bool {
    dir.join(NEXT).exists()
}

/// The key to come, of this name or of its own; made if there is none, so that a change broken off goes on with the same
/// one.
///
/// # Errors
/// As [`create`] and [`read`].
pub fn next(dir: &Path, name: Option<&str>) -> Result<SignKey, AgentError> {
    if !is_changing(dir) {
        // Whole or not there at all: a file cut short would keep the node from ever changing its key.
        let (path, new) = (dir.join(NEXT), dir.join("node.key.new"));
        let _ = fs::remove_file(&new);
        write(&new, format!("{}\n{}\n", hex::encode(seed()?), name.unwrap_or_default()))?;
        rename(dir, &new, &path)?;
    }
    read_file(&dir.join(NEXT))
}

/// Puts the key to come in place of the one in force, which is gone then.
///
/// # Errors
/// [`AgentError::Disk`].
pub fn take_over(dir: &Path) -> Result<(), AgentError> {
    rename(dir, &dir.join(NEXT), &dir.join(FILE))
}

/// Drops the key to come, because the city will not have it.
///
/// # Errors
/// [`AgentError::Disk`].
pub fn drop_next(dir: &Path) -> Result<(), AgentError> {
    Ok(fs::remove_file(dir.join(NEXT))?)
}

/// 32 random bytes.
///
/// # Errors
/// [`AgentError::Disk`] if the system has none.
pub fn seed() -> Result<[u8; 32], AgentError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| AgentError::Disk(io::Error::other(error)))?;
    Ok(seed)
}

/// Writes a file only its owner may read; one that exists is never overwritten.
///
/// # Errors
/// [`AgentError::Exists`], [`AgentError::Disk`].
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), AgentError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => AgentError::Exists,
        _ => AgentError::Disk(error),
    })?;
    file.write_all(bytes.as_ref())?;
    Ok(file.sync_all()?)
}

/// Takes a file away, if it is there.
///
/// # Errors
/// [`AgentError::Disk`].
pub fn forget(path: &Path) -> Result<(), AgentError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Puts a file in another's place, so that a power cut leaves one of them.
///
/// # Errors
/// [`AgentError::Disk`].
pub fn rename(dir: &Path, from: &Path, to: &Path) -> Result<(), AgentError> {
    fs::rename(from, to)?;
    #[cfg(unix)]
    File::open(dir)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

fn read_file(path: &Path) -> Result<SignKey, AgentError> {
    let file = File::open(path).map_err(|error| match error.kind() {
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
    file.take(256).read_to_string(&mut text).map_err(|_| AgentError::KeyBroken)?;
    let mut lines = text.lines();
    let mut seed = [0; 32];
    hex::decode_to_slice(lines.next().unwrap_or_default().trim(), &mut seed)
        .map_err(|_| AgentError::KeyBroken)?;
    match lines.next().map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => SignKey::from_seed(name, &seed).map_err(|_| AgentError::KeyBroken),
        None => named(&seed),
    }
}

/// A key named after its point, so that nobody has to hand names out.
///
/// # Errors
/// [`AgentError::KeyBroken`] if the seed gives no usable key.
pub fn named(seed: &[u8; 32]) -> Result<SignKey, AgentError> {
    named_for(Role::Agent, seed)
}

/// A key named after its point and role.
///
/// # Errors
/// [`AgentError::KeyBroken`] if the seed gives no usable key.
pub fn named_for(role: Role, seed: &[u8; 32]) -> Result<SignKey, AgentError> {
    let broken = |_| AgentError::KeyBroken;
    let point: VerifyKey = SignKey::from_seed("node", seed).map_err(broken)?.verify_key();
    SignKey::from_seed(&role.name_of(point.point()), seed).map_err(broken)
}
