//! Encrypting a backup (age): to a recipient whose identity lies elsewhere, or under a passphrase.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use age::{Decryptor, Encryptor, Identity, Recipient, scrypt, secrecy::SecretString, x25519};

use super::{BackupError, at};

/// What the name of an encrypted file ends in.
pub const ENDING: &str = "age";
/// Cost of trying a passphrase: 2^16 blocks, 64 MB.
const WORK: u8 = 16;
/// Most bytes of a file with a passphrase or an identity.
const LONGEST: u64 = 4096;

/// How a backup is closed.
pub enum Seal {
    /// To whoever holds the identity.
    Recipient(x25519::Recipient),
    /// To whoever knows the passphrase.
    Passphrase(SecretString),
}

/// How a backup is opened.
pub enum Opening {
    /// With the identity.
    Identity(x25519::Identity),
    /// With the passphrase.
    Passphrase(SecretString),
}

fn text(path: &Path) -> Result<String, BackupError> {
    let mut text = String::new();
    File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text)).map_err(at(path))?;
    Ok(text)
}

fn passphrase(path: &Path) -> Result<SecretString, BackupError> {
    let text = text(path)?;
    let first = text.lines().next().unwrap_or_default();
    if first.is_empty() {
        return Err(BackupError::NoPassphrase(path.to_owned()));
    }
    Ok(SecretString::from(first.to_owned()))
}

impl Seal {
    /// For a recipient, `age1…`.
    ///
    /// # Errors
    /// [`BackupError::AgeKey`].
    pub fn to(recipient: &str) -> Result<Self, BackupError> {
        recipient.parse().map(Self::Recipient).map_err(|why: &str| BackupError::AgeKey(why.to_owned()))
    }

    /// Under the passphrase in the first line of a file.
    ///
    /// # Errors
    /// [`BackupError::File`], [`BackupError::NoPassphrase`].
    pub fn under(file: &Path) -> Result<Self, BackupError> {
        passphrase(file).map(Self::Passphrase)
    }

    /// Encrypts everything of a file into another.
    pub(super) fn close(&self, from: &mut File, to: &mut File, name: &Path) -> Result<(), BackupError> {
        let protected;
        let recipient: &dyn Recipient = match self {
            Self::Recipient(recipient) => recipient,
            Self::Passphrase(passphrase) => {
                let mut recipient = scrypt::Recipient::new(passphrase.clone());
                recipient.set_work_factor(WORK);
                protected = recipient;
                &protected
            }
        };
        let encryptor =
            Encryptor::with_recipients(std::iter::once(recipient)).map_err(|_| BackupError::Sealed)?;
        let write = || {
            let mut sealed = encryptor.wrap_output(to)?;
            io::copy(from, &mut sealed)?;
            sealed.finish().map(|_| ())
        };
        write().map_err(at(name))
    }
}

impl Opening {
    /// With the identity in a file, as `age-keygen` writes it.
    ///
    /// # Errors
    /// [`BackupError::File`], [`BackupError::AgeKey`].
    pub fn with(file: &Path) -> Result<Self, BackupError> {
        let text = text(file)?;
        let line = text.lines().map(str::trim).find(|line| line.starts_with("AGE-SECRET-KEY-"));
        let identity = line.and_then(|line| line.parse().ok());
        identity.map(Self::Identity).ok_or_else(|| BackupError::AgeKey(file.display().to_string()))
    }

    /// With the passphrase in the first line of a file.
    ///
    /// # Errors
    /// [`BackupError::File`], [`BackupError::NoPassphrase`].
    pub fn under(file: &Path) -> Result<Self, BackupError> {
        passphrase(file).map(Self::Passphrase)
    }

    /// Decrypts everything of a file into another.
    ///
    /// # Errors
    /// [`BackupError::Sealed`] if this does not open it, [`BackupError::File`].
    pub fn open(&self, from: &Path, to: &mut File) -> Result<(), BackupError> {
        let protected;
        let identity: &dyn Identity = match self {
            Self::Identity(identity) => identity,
            Self::Passphrase(passphrase) => {
                let mut identity = scrypt::Identity::new(passphrase.clone());
                identity.set_max_work_factor(WORK);
                protected = identity;
                &protected
            }
        };
        let sealed = BufReader::new(File::open(from).map_err(at(from))?);
        let decryptor = Decryptor::new_buffered(sealed).map_err(|_| BackupError::Sealed)?;
        let mut open = decryptor.decrypt(std::iter::once(identity)).map_err(|_| BackupError::Sealed)?;
        io::copy(&mut open, to).map_err(at(from))?;
        Ok(())
    }
}
