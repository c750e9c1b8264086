//! Signed notes (C2SP signed-note): plain text and Ed25519 lines. Statements, checkpoints and key events are
//! all notes, so one verifier serves them and a person can read what was signed.
//!
//! A note may carry several signatures over one text: a line is added without changing what the others signed.
//!
//! Parsing is the `signed_note` crate's; verification here is *strict* (no low-order keys, no malleable
//! signatures), which that crate's own verifier is not.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use ed25519_dalek::{Signer as _, SigningKey};
use signed_note::{Note, NoteError, VerificationError, Verifier, Verifiers, is_key_name_valid, key_id};

use crate::hash::Sha;

/// Most signature lines of a note that is accepted.
pub const MAX_SIGNATURES: usize = 4;
/// Most bytes of a note that is accepted.
pub const MAX_BYTES: usize = 8 * 1024;

/// Signature type byte of Ed25519 in key ids and encoded keys.
const ED25519: u8 = 1;

/// A key that verifies notes: name and Ed25519 point; written `name+id+base64`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyKey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

/// A key that signs notes. Its secret is wiped from memory when dropped, and never printed.
#[derive(Clone)]
pub struct SignKey {
    name: String,
    key: SigningKey,
}

/// Who a signature line says it is by. Nothing is verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Name of the key.
    pub name: String,
    /// Id of the key.
    pub id: u32,
}

/// Why a key or a note is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// Not a note at all.
    #[error("not a signed note of at most {MAX_BYTES} bytes")]
    Malformed,
    /// The encoded key is wrong.
    #[error("not a verifier key `name+id+base64`")]
    Key,
    /// None of the signatures is by the key asked for.
    #[error("not signed by {0}")]
    Unsigned(String),
    /// A signature by the key is wrong.
    #[error("the signature by {0} does not verify")]
    Signature(String),
}

impl VerifyKey {
    /// Reads `name+id+base64`.
    ///
    /// # Errors
    /// [`NoteFault::Key`] if the form, the id or the point is wrong, or the point is weak.
    pub fn parse(text: &str) -> Result<Self, NoteFault> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(encoded)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteFault::Key);
        };
        let bytes = BASE64.decode(encoded).map_err(|_| NoteFault::Key)?;
        let point: Option<[u8; 32]> = bytes.strip_prefix(&[ED25519]).and_then(|point| point.try_into().ok());
        let key = Self::new(name, &point.ok_or(NoteFault::Key)?)?;
        (format!("{:08x}", key.id()) == id).then_some(key).ok_or(NoteFault::Key)
    }

    /// A key from its name and point.
    ///
    /// # Errors
    /// [`NoteFault::Key`] if the name cannot stand in a note or the point is not a strong one.
    pub fn new(name: &str, point: &[u8; 32]) -> Result<Self, NoteFault> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(point).map_err(|_| NoteFault::Key)?;
        let valid = is_key_name_valid(name) && name.len() <= 100 && !key.is_weak();
        valid.then(|| Self { name: name.to_owned(), key }).ok_or(NoteFault::Key)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The 32 bytes of the point.
    pub fn point(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Type and point as an encoded key ends with them: the same for equal keys under different names.
    pub fn encoded_point(&self) -> String {
        BASE64.encode(self.encoded())
    }

    fn encoded(&self) -> Vec<u8> {
        [&[ED25519], self.key.as_bytes().as_slice()].concat()
    }

    /// The key id of signed-note: four bytes over name and key.
    pub fn id(&self) -> u32 {
        key_id(&self.name, &self.encoded())
    }

    /// The text of a note, if it carries a good signature by this key.
    ///
    /// # Errors
    /// [`NoteFault`] as it says.
    pub fn open(&self, note: &str) -> Result<String, NoteFault> {
        if note.len() > MAX_BYTES {
            return Err(NoteFault::Malformed);
        }
        let parsed = Note::from_bytes(note.as_bytes()).map_err(|_| NoteFault::Malformed)?;
        parsed.verify(&Only(self)).map_err(|error| match error {
            NoteError::UnverifiedNote => NoteFault::Unsigned(self.name.clone()),
            NoteError::InvalidSignature { .. } => NoteFault::Signature(self.name.clone()),
            _ => NoteFault::Malformed,
        })?;
        String::from_utf8(parsed.text().to_vec()).map_err(|_| NoteFault::Malformed)
    }
}

impl fmt::Display for VerifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{:08x}+{}", self.name, self.id(), self.encoded_point())
    }
}

impl fmt::Debug for VerifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl SignKey {
    /// A key from its 32-byte seed.
    ///
    /// # Errors
    /// [`NoteFault::Key`] if the name cannot stand in a note.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, NoteFault> {
        let key = SigningKey::from_bytes(seed);
        VerifyKey::new(name, key.verifying_key().as_bytes())?;
        Ok(Self { name: name.to_owned(), key })
    }

    /// The key that verifies what this one signs.
    pub fn verify_key(&self) -> VerifyKey {
        VerifyKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The seed, for the keeper of the key and for deriving salts.
    pub fn seed(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The bare signature over bytes that are no note, such as a request's.
    pub fn sign_bytes(&self, bytes: &[u8]) -> [u8; 64] {
        self.key.sign(bytes).to_bytes()
    }

    /// The note: text, blank line, one signature line. The text must end in a line feed.
    pub fn sign(&self, text: &str) -> String {
        format!("{text}\n{}", self.line(text))
    }

    /// The note with one more signature line; its text and the lines before stay as they are.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`] if it is no note or would be too long.
    pub fn sign_too(&self, note: &str) -> Result<String, NoteFault> {
        let (text, _) = split(note)?;
        let longer = format!("{note}{}", self.line(text));
        if longer.len() > MAX_BYTES { Err(NoteFault::Malformed) } else { Ok(longer) }
    }

    fn line(&self, text: &str) -> String {
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let line = [self.verify_key().id().to_be_bytes().as_slice(), &signature].concat();
        format!("— {} {}\n", self.name, BASE64.encode(line))
    }
}

impl fmt::Debug for SignKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignKey({})", self.name)
    }
}

/// Text and signature block of a note, without verifying anything.
///
/// # Errors
/// [`NoteFault::Malformed`].
pub fn split(note: &str) -> Result<(&str, &str), NoteFault> {
    let at = note.rfind("\n\n").filter(|_| note.len() <= MAX_BYTES).ok_or(NoteFault::Malformed)?;
    Note::from_bytes(note.as_bytes()).map_err(|_| NoteFault::Malformed)?;
    match (note.get(..=at), note.get(at + 2..)) {
        (Some(text), Some(signatures)) => Ok((text, signatures)),
        _ => Err(NoteFault::Malformed),
    }
}

/// The text of a note that carries a good signature by every one of these keys.
///
/// # Errors
/// [`NoteFault`] of the first key that has not signed.
pub fn open_by(note: &str, keys: &[&VerifyKey]) -> Result<String, NoteFault> {
    keys.iter().try_for_each(|key| key.open(note).map(|_| ()))?;
    split(note).map(|(text, _)| text.to_owned())
}

/// Who the signature lines of a note say they are by, in their order.
///
/// # Errors
/// [`NoteFault::Malformed`], also if there are more than [`MAX_SIGNATURES`].
pub fn signers(note: &str) -> Result<Vec<Signer>, NoteFault> {
    let (_, lines) = split(note)?;
    if lines.lines().count() > MAX_SIGNATURES {
        return Err(NoteFault::Malformed);
    }
    let signer = |line: &str| {
        let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
        let id: [u8; 4] = BASE64.decode(encoded).ok()?.get(..4)?.try_into().ok()?;
        Some(Signer { name: name.to_owned(), id: u32::from_be_bytes(id) })
    };
    lines.lines().map(|line| signer(line).ok_or(NoteFault::Malformed)).collect()
}

/// Hash of a note's signature block, as a leaf of the log holds it: every line, in order.
///
/// # Errors
/// [`NoteFault::Malformed`].
pub fn signatures_hash(note: &str) -> Result<Sha, NoteFault> {
    split(note).map(|(_, lines)| Sha::of(lines.as_bytes()))
}

/// The note with its first signature line only, for another countersignature to be put in place of one refused.
///
/// # Errors
/// [`NoteFault::Malformed`].
pub fn first_line_only(note: &str) -> Result<String, NoteFault> {
    let (text, lines) = split(note)?;
    let first = lines.lines().next().ok_or(NoteFault::Malformed)?;
    Ok(format!("{text}\n{first}\n"))
}

struct Only<'a>(&'a VerifyKey);

impl Verifiers for Only<'_> {
    fn verifier(&self, name: &str, id: u32) -> Result<&dyn Verifier, VerificationError> {
        let known = self.0.name == name && self.0.id() == id;
        known
            .then_some(self.0 as &dyn Verifier)
            .ok_or_else(|| VerificationError::UnknownKey { name: name.to_owned(), id })
    }
}

impl Verifier for VerifyKey {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        self.id()
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        ed25519_dalek::Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_round_trips_and_any_change_is_refused() {
        let key = SignKey::from_seed("n-test", &[7; 32]).unwrap();
        let note = key.sign("hello\n世界\n");
        assert_eq!(key.verify_key().open(&note).unwrap(), "hello\n世界\n");
        assert_eq!(split(&note).unwrap().0, "hello\n世界\n");
        assert_eq!(VerifyKey::parse(&key.verify_key().to_string()).unwrap(), key.verify_key());
        let fault = key.verify_key().open(&note.replace("hello", "hellO")).unwrap_err();
        assert_eq!(fault, NoteFault::Signature("n-test".into()));
        let other = SignKey::from_seed("n-test", &[8; 32]).unwrap().verify_key();
        assert_eq!(other.open(&note).unwrap_err(), NoteFault::Unsigned("n-test".into()));
        assert_eq!(other.open("hello").unwrap_err(), NoteFault::Malformed);
        assert!(!format!("{key:?}").contains("07"));
    }

    #[test]
    fn the_example_of_the_signed_note_specification_verifies() {
        // Key and note printed in the C2SP signed-note specification (also the Go sumdb/note documentation).
        let key =
            VerifyKey::parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap();
        let note = "If you think cryptography is the answer to your problem,\n\
                    then you don't know what your problem is.\n\n\
                    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        assert!(key.open(note).is_ok());
    }

    #[test]
    fn a_second_signature_leaves_the_text_and_the_first_alone() {
        let key = |name: &str, seed| SignKey::from_seed(name, &[seed; 32]).unwrap();
        let (node, officer, other) = (key("n-test", 7), key("o-test", 8), key("o-other", 9));
        let one = node.sign("hello\n");
        let two = officer.sign_too(&one).unwrap();
        assert!(two.starts_with(&one) && split(&two).unwrap().0 == "hello\n");
        let (first, second) = (node.verify_key(), officer.verify_key());
        assert_eq!(open_by(&two, &[&first, &second]).unwrap(), "hello\n");
        assert_eq!(open_by(&one, &[&first, &second]).unwrap_err(), NoteFault::Unsigned("o-test".into()));
        let missing = open_by(&two, &[&first, &other.verify_key()]).unwrap_err();
        assert_eq!(missing, NoteFault::Unsigned("o-other".into()));
        let by = |signer: &SignKey| Signer {
            name: signer.verify_key().name().into(),
            id: signer.verify_key().id(),
        };
        assert_eq!(signers(&two).unwrap(), [by(&node), by(&officer)]);
        assert_ne!(signatures_hash(&one).unwrap(), signatures_hash(&two).unwrap());
        assert_eq!(first_line_only(&two).unwrap(), one);
        // A line of another note is by a known key, and wrong.
        let stray = officer.sign_too(&node.sign("bye\n")).unwrap();
        let stray = format!("{one}{}\n", split(&stray).unwrap().1.lines().nth(1).unwrap());
        assert_eq!(open_by(&stray, &[&first, &second]).unwrap_err(), NoteFault::Signature("o-test".into()));
        assert!(officer.sign_too("no note").is_err() && signers("no note").is_err());
    }

    #[test]
    fn weak_keys_are_refused() {
        assert_eq!(VerifyKey::new("n", &[0; 32]).unwrap_err(), NoteFault::Key);
        let mut identity = [0; 32];
        identity[0] = 1;
        assert_eq!(VerifyKey::new("n", &identity).unwrap_err(), NoteFault::Key);
    }
}
