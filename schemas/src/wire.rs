//! What agent and aggregator say to each other besides notes: addresses, enrolment, states. One place, so that
//! the two programs cannot drift apart.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use crate::letter::Letter;
use crate::{
    bureau::BureauCode,
    finding::Finding,
    hash::Sha,
    key::Role,
    lines::{BadLine, Lines},
    note::{NoteFault, SignKey, VerifyKey},
};

/// Address of the signed greeting.
pub const HELLO: &str = "/.well-known/tongbao";
/// Address for enrolment.
pub const ENROLMENTS: &str = "/api/v1/enrolments";
/// Address for putting a new key in place of the old one.
pub const ROTATIONS: &str = "/api/v1/keys/rotate";
/// Address of the log's newest checkpoint; the log's tiles lie beside it (C2SP tlog-tiles).
pub const CHECKPOINT: &str = "/api/v1/log/checkpoint";
/// Address of proofs that the log has only grown; with `from` and, unless the newest is meant, `to`.
pub const CONSISTENCY: &str = "/api/v1/log/consistency";
/// Address of the note with which a log ended and went on under another name; with `from`, the one that ended.
pub const EPOCH: &str = "/api/v1/log/epoch";
/// Address of a node's letters; with `after`.
pub const LETTERS: &str = "/api/v1/letters";
/// Address of what a node's bureau was reminded of.
pub const REMINDERS: &str = "/api/v1/reminders";
/// Address of a node's bureau as it is entered.
pub const BUREAU: &str = "/api/v1/bureau";
/// Most letters of one answer.
pub const MAX_LETTERS: usize = 200;
/// An answer that holds so many bytes of letters has no room for another: what is behind is asked for next.
pub const MAX_LETTER_BYTES: usize = 4 * 1024 * 1024;
/// Media type of notes and receipts.
pub const NOTE_TYPE: &str = "text/plain; charset=utf-8";
/// Media type of compressed content.
pub const CONTENT_TYPE: &str = "application/vnd.tongbao.content+ndjson";

/// Address of a statement.
pub fn statement_path(id: &Sha) -> String {
    format!("/api/v1/statements/{id}")
}

/// Address of a tile of the log.
pub fn tile_path(tile: &crate::tile::Tile) -> String {
    format!("/api/v1/log/tile/{}", tile.path())
}

/// Address of content.
pub fn content_path(sha256: &Sha) -> String {
    format!("/api/v1/contents/{sha256}")
}

/// Whether a city takes anything in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It does.
    Live,
    /// It was restored from a backup and only shows what it has: others may hold leaves it has lost.
    Recovering,
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Live => "live",
            Self::Recovering => "recovering",
        })
    }
}

impl FromStr for Mode {
    type Err = BadLine;

    fn from_str(text: &str) -> Result<Self, BadLine> {
        match text {
            "live" => Ok(Self::Live),
            "recovering" => Ok(Self::Recovering),
            _ => Err(BadLine("mode")),
        }
    }
}

/// What an aggregator says of itself, signed with the log's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hello {
    /// Its log.
    pub log: String,
    /// The log's key.
    pub key: VerifyKey,
    /// Version of the program.
    pub version: String,
    /// Its time.
    pub time: DateTime<Utc>,
    /// Whether it takes anything in.
    pub mode: Mode,
    /// Leaves under its newest checkpoint.
    pub size: u64,
    /// The root over them.
    pub root: Sha,
}

impl Hello {
    /// The signed note.
    pub fn sign(&self, key: &SignKey) -> String {
        let time = self.time.to_rfc3339_opts(SecondsFormat::Millis, true);
        key.sign(&format!(
            "tongbao-hello/v1\nlog {}\nkey {}\nversion {}\ntime {time}\nmode {}\nsize {}\nroot {}\n",
            self.log, self.key, self.version, self.mode, self.size, self.root
        ))
    }

    /// Opens a greeting: it names the key it is signed with, and whoever reads it compares that key with a token
    /// or with the pinned one.
    ///
    /// # Errors
    /// [`NoteFault`].
    pub fn open(note: &str) -> Result<Self, NoteFault> {
        let (text, _) = crate::note::split(note)?;
        let hello = Self::parse(text).map_err(|_| NoteFault::Malformed)?;
        hello.key.open(note)?;
        Ok(hello)
    }

    fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, "tongbao-hello/v1")?;
        let log = lines.value("log")?;
        let key = VerifyKey::parse(lines.text("key")?).map_err(|_| BadLine("key"))?;
        let hello = Self {
            log,
            key,
            version: lines.value("version")?,
            time: lines.value("time")?,
            mode: lines.value("mode")?,
            size: lines.value("size")?,
            root: lines.value("root")?,
        };
        lines.end()?;
        Ok(hello)
    }
}

/// An enrolment token: names the log key it is for, so that a node knows whom it talks to before it gives the
/// secret away (PROTOCOL §3).
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// Hash of the log's encoded key.
    pub log_key: Sha,
    /// Which token.
    pub id: String,
    /// 20 random bytes.
    pub secret: Vec<u8>,
}

impl Token {
    /// Hash of a log key as a token holds it.
    pub fn key_hash(key: &VerifyKey) -> Sha {
        Sha::of(key.to_string().as_bytes())
    }

    /// `tongbao1.<key hash>.<id>.<secret>`.
    pub fn compose(&self) -> String {
        format!(
            "tongbao1.{}.{}.{}",
            BASE64.encode(self.log_key.bytes()),
            self.id,
            BASE64.encode(&self.secret)
        )
    }

    /// Reads a token.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.trim().split('.').collect();
        let ["tongbao1", key, id, secret] = parts.as_slice() else { return None };
        let log_key: [u8; 32] = BASE64.decode(key).ok()?.try_into().ok()?;
        let secret = BASE64.decode(secret).ok().filter(|secret| secret.len() == 20)?;
        let plain = (1..=24).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        plain.then(|| Self { log_key: Sha::from_bytes(log_key), id: (*id).to_owned(), secret })
    }
}

/// The request to enrol a node's key, signed with that key.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The log the token is for.
    pub log: String,
    /// Which token.
    pub token: String,
    /// Its secret.
    pub secret: Vec<u8>,
    /// The node's key; its name is the node's.
    pub key: VerifyKey,
}

impl Enrolment {
    /// The signed note.
    pub fn sign(&self, key: &SignKey) -> String {
        key.sign(&format!(
            "tongbao-enrolment/v1\nlog {}\ntoken {}\nsecret {}\nkey {}\n",
            self.log,
            self.token,
            BASE64.encode(&self.secret),
            self.key
        ))
    }

    /// Opens a request: it is signed with the key it brings.
    ///
    /// # Errors
    /// [`NoteFault`].
    pub fn open(note: &str) -> Result<Self, NoteFault> {
        let (text, _) = crate::note::split(note)?;
        let enrolment = Self::parse(text).map_err(|_| NoteFault::Malformed)?;
        enrolment.key.open(note)?;
        Ok(enrolment)
    }

    fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, "tongbao-enrolment/v1")?;
        let log = lines.value("log")?;
        let token = lines.value("token")?;
        let secret = BASE64.decode(lines.text("secret")?).map_err(|_| BadLine("secret"))?;
        let key = VerifyKey::parse(lines.text("key")?).map_err(|_| BadLine("key"))?;
        lines.end()?;
        Ok(Self { log, token, secret, key })
    }
}

/// The name of a node: from its first key.
pub fn node_name(point: &[u8; 32]) -> String {
    Role::Agent.name_of(point)
}

/// What a node is told of its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Enrolled {
    /// The node.
    pub node: String,
    /// The bureau it files for.
    pub bureau: BureauCode,
    /// The bureau's name.
    pub bureau_name: crate::text::Text,
    /// Whether the key may be used.
    pub state: KeyState,
    /// The campaign it files under.
    pub campaign: String,
}

/// What a bureau was reminded of and still owes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reminder {
    /// When the reminder was made.
    pub made: DateTime<Utc>,
    /// At which step.
    pub step: crate::text::Text,
    /// In a line.
    pub title: crate::text::Text,
    /// A line for each obligation.
    pub lines: Vec<crate::text::Text>,
}

/// State of a node's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum KeyState {
    /// Waits for a person who compares fingerprints.
    Pending,
    /// May sign.
    Active,
    /// May not sign any more.
    Revoked,
}

/// State of a filing at the aggregator (RULINGS 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FilingState {
    /// 已回执: the statement is in the log, rows are awaited.
    Receipted,
    /// 已校验: the rows arrived and nothing blocks.
    Validated,
    /// The rows arrived and cannot stand.
    Invalid,
    /// 已确认: accepted by a person or by rule.
    Confirmed,
    /// 退回修改: sent back with reasons; the node amends it.
    Returned,
    /// 已撤回: the filing was withdrawn by its node.
    Voided,
    /// Its rows did not arrive by the end of grace; they may still come.
    Defaulted,
    /// Another revision took its place.
    Superseded,
}

impl FilingState {
    /// Every state.
    pub const ALL: &[FilingState] = &[
        Self::Receipted,
        Self::Validated,
        Self::Invalid,
        Self::Confirmed,
        Self::Returned,
        Self::Voided,
        Self::Defaulted,
        Self::Superseded,
    ];

    /// Whether the figures count (RULINGS 5).
    pub fn stands(self) -> bool {
        matches!(self, Self::Validated | Self::Confirmed)
    }

    /// Whether the rows are awaited.
    pub fn awaits_rows(self) -> bool {
        matches!(self, Self::Receipted | Self::Defaulted)
    }
}

/// What the aggregator says of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatementStatus {
    /// Its state.
    pub state: FilingState,
    /// The receipt.
    pub receipt: String,
    /// What checking the rows found.
    pub findings: Vec<Finding>,
    /// Whether it was received when a key that signed it is said to have been in other hands.
    #[serde(default)]
    pub key_suspect: bool,
}

/// The head in force of a filing: which statement, as a note, with its receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Head {
    /// Identity of the statement.
    pub statement: Sha,
    /// The statement as it was signed.
    pub note: String,
    /// Its receipt.
    pub receipt: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_hello_and_enrolment_round_trip() {
        let key = SignKey::from_seed("tongbao.example/1", &[3; 32]).unwrap();
        let token =
            Token { log_key: Token::key_hash(&key.verify_key()), id: "T1".into(), secret: vec![9; 20] };
        assert!(Token::parse(&token.compose()) == Some(token.clone()));
        for text in
            ["", "tongbao1.a.b.c", &token.compose().replace("T1", "T 1"), &format!("{}.x", token.compose())]
        {
            assert!(Token::parse(text).is_none(), "{text}");
        }
        let hello = Hello {
            log: key.verify_key().name().into(),
            key: key.verify_key(),
            version: "0.1.0".into(),
            time: DateTime::UNIX_EPOCH,
            mode: Mode::Live,
            size: 7,
            root: Sha::of(b"root"),
        };
        let recovering = Hello { mode: Mode::Recovering, ..hello.clone() };
        for hello in [&hello, &recovering] {
            assert_eq!(Hello::open(&hello.sign(&key)).unwrap(), *hello);
        }
        let neither = hello.sign(&key).replace("mode live", "mode lively");
        assert!(Hello::open(&key.sign(crate::note::split(&neither).unwrap().0)).is_err());
        let node = SignKey::from_seed(&node_name(&[1; 32]), &[1; 32]).unwrap();
        let request =
            Enrolment { log: hello.log, token: token.id, secret: token.secret, key: node.verify_key() };
        assert!(Enrolment::open(&request.sign(&node)).is_ok_and(|opened| opened == request));
        assert!(Enrolment::open(&request.sign(&key)).is_err());
    }
}
