//! Closing and opening what everyone keeps and only the city reads (age, under a secret that follows from the log's key): a city
//! brought back from an old backup needs that key anyway, and opens with it what its bureaus give back.

use std::io::{Read, Write};

use age::{Decryptor, Encryptor, scrypt, secrecy::SecretString};
use hmac::{Hmac, Mac};
use schemas::{note::SignKey, sealed::Sealed};
use sha2::Sha256;

use crate::error::AppError;

/// What the secret is for; another use of the log's key gives another secret.
const PURPOSE: &[u8] = b"tongbao/sealed/v1";
/// Cost of trying a secret, as a power of two. It has 256 bits of its own, so that nobody gets anywhere by trying.
const WORK: u8 = 1;
/// Longest document that is opened: the longest directive with all its cases is shorter.
const MOST: u64 = 256 * 1024;

fn secret(key: &SignKey) -> Result<SecretString, AppError> {
    let mac = Hmac::<Sha256>::new_from_slice(key.seed()).map_err(|_| AppError::Sealed)?;
    Ok(SecretString::from(hex::encode(mac.chain_update(PURPOSE).finalize().into_bytes())))
}

/// Closes a document.
///
/// # Errors
/// [`AppError::Sealed`], which is a fault of the system.
pub fn close(key: &SignKey, text: &str) -> Result<Sealed, AppError> {
    let mut recipient = scrypt::Recipient::new(secret(key)?);
    recipient.set_work_factor(WORK);
    let recipient: &dyn age::Recipient = &recipient;
    let encryptor = Encryptor::with_recipients(std::iter::once(recipient)).map_err(|_| AppError::Sealed)?;
    let mut body = Vec::new();
    let write = || {
        let mut sealing = encryptor.wrap_output(&mut body)?;
        sealing.write_all(text.as_bytes())?;
        sealing.finish().map(|_| ())
    };
    write().map_err(|_: std::io::Error| AppError::Sealed)?;
    Ok(Sealed { body })
}

/// Opens a document.
///
/// # Errors
/// [`AppError::Sealed`] if this log's key did not close it.
pub fn open(key: &SignKey, sealed: &Sealed) -> Result<String, AppError> {
    let mut identity = scrypt::Identity::new(secret(key)?);
    identity.set_max_work_factor(WORK);
    let identity: &dyn age::Identity = &identity;
    let decryptor = Decryptor::new_buffered(sealed.body.as_slice()).map_err(|_| AppError::Sealed)?;
    let opened = decryptor.decrypt(std::iter::once(identity)).map_err(|_| AppError::Sealed)?;
    let mut text = String::new();
    opened.take(MOST).read_to_string(&mut text).map_err(|_| AppError::Sealed)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_log_s_own_key_opens_what_it_closed_also_under_another_name() {
        let key = SignKey::from_seed("city.test/1", &[7; 32]).unwrap();
        let sealed = close(&key, "交办单：三件疑难案件").unwrap();
        assert!(!sealed.compose().contains("交办"));
        assert_eq!(open(&key, &sealed).unwrap(), "交办单：三件疑难案件");
        // A log that had to end goes on under another name of the same secret.
        let next = SignKey::from_seed("city.test/2", &[7; 32]).unwrap();
        assert_eq!(open(&next, &sealed).unwrap(), "交办单：三件疑难案件");
        let other = SignKey::from_seed("city.test/1", &[8; 32]).unwrap();
        assert!(matches!(open(&other, &sealed), Err(AppError::Sealed)));
        let mut bent = sealed;
        bent.body.reverse();
        assert!(matches!(open(&key, &bent), Err(AppError::Sealed)));
    }
}
