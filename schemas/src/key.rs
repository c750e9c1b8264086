//! Keys of nodes and leaders as documents: what was admitted, replaced or revoked, for whom, as text whose hash stands
//! in a leaf of the log (PROTOCOL §3, RULINGS 17); and the note that asks for another key in place of the old one.

pub mod words;

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    bureau::BureauCode,
    entry::Act,
    hash::Sha,
    lines::{BadLine, Lines},
    note::{self, NoteFault, SignKey, VerifyKey},
    text::Text,
};

const TITLE: &str = "tongbao-key/v1";
const ROTATION_TITLE: &str = "tongbao-rotation/v1";
/// Most characters of the reason of a revocation.
pub const MAX_REASON: usize = 200;

/// What a key may sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 节点: files for its bureau.
    #[default]
    Agent,
    /// 单位负责人: countersigns what the bureau's node files, and files nothing.
    Officer,
}

/// A key, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyDocument {
    /// Admitted, put in place of another, or revoked.
    pub act: KeyAct,
    /// Name of the node or leader; it stays when the key changes.
    pub node: String,
    /// What the key may sign.
    pub role: Role,
    /// For which bureau.
    pub bureau: BureauCode,
    /// The key.
    pub key: VerifyKey,
}

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyAct {
    /// It was admitted.
    Enrolled,
    /// It took the place of this one.
    Rotated(VerifyKey),
    /// It may not sign any more.
    Revoked(Revocation),
}

/// From when a revoked key is not trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// What was received from then on is kept and flagged: the key may have been in other hands.
    pub since: DateTime<Utc>,
    /// The last leaf before the revocation; nothing signed with the key is taken after it.
    pub not_after_leaf: u64,
    /// Why, in 1 to [`MAX_REASON`] characters.
    pub reason: String,
}

/// The wish to put a new key in place of the old one, signed with both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The log it is meant for.
    pub log: String,
    /// The key in force.
    pub old: VerifyKey,
    /// The key to come; it has the same name.
    pub new: VerifyKey,
    /// When it was asked for. A claim.
    pub created: DateTime<Utc>,
}

impl Role {
    /// The words for a person.
    pub fn title(self) -> Text {
        match self {
            Self::Agent => Text::new("节点", "node"),
            Self::Officer => Text::new("单位负责人", "leader"),
        }
    }

    /// The name of whoever holds a key: from the first key itself, so that nobody has to hand names out.
    pub fn name_of(self, point: &[u8; 32]) -> String {
        let hash = Sha::of(point).to_string();
        let start = match self {
            Self::Agent => "n",
            Self::Officer => "o",
        };
        format!("{start}-{}", hash.get(..12).unwrap_or(&hash))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Agent => "agent",
            Self::Officer => "officer",
        })
    }
}

impl FromStr for Role {
    type Err = BadLine;

    fn from_str(text: &str) -> Result<Self, BadLine> {
        [Self::Agent, Self::Officer].into_iter().find(|role| role.to_string() == text).ok_or(BadLine("role"))
    }
}

impl KeyAct {
    /// The act of the leaf.
    pub fn act(&self) -> Act {
        match self {
            Self::Enrolled => Act::KeyEnrolled,
            Self::Rotated(_) => Act::KeyRotated,
            Self::Revoked(_) => Act::KeyRevoked,
        }
    }
}

impl KeyDocument {
    /// The text whose hash is the digest of the leaf.
    pub fn compose(&self) -> String {
        let dash = || "-".to_owned();
        let (mut previous, mut since, mut leaf, mut reason) = (dash(), dash(), dash(), dash());
        match &self.act {
            KeyAct::Enrolled => {}
            KeyAct::Rotated(old) => previous = old.to_string(),
            KeyAct::Revoked(revocation) => {
                since = time(&revocation.since);
                leaf = revocation.not_after_leaf.to_string();
                reason = BASE64.encode(&revocation.reason);
            }
        }
        format!(
            "{TITLE}\nact {}\nnode {}\nrole {}\nbureau {}\nkey {}\nprevious {previous}\nsince {since}\n\
             not-after-leaf {leaf}\nreason {reason}\n",
            self.act.act(),
            self.node,
            self.role,
            self.bureau,
            self.key,
        )
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`BadLine`] names the line that is missing, out of order or does not fit the act.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let act: Act = lines.value("act")?;
        let (node, role, bureau) = (lines.value("node")?, lines.value("role")?, lines.value("bureau")?);
        let key = key(lines.text("key")?, "key")?;
        let previous = lines.text("previous")?;
        let since: Option<DateTime<Utc>> = lines.option("since")?;
        let leaf: Option<u64> = lines.option("not-after-leaf")?;
        let reason = lines.text("reason")?;
        lines.end()?;
        let act = match (act, previous, since, leaf, reason) {
            (Act::KeyEnrolled, "-", None, None, "-") => KeyAct::Enrolled,
            (Act::KeyRotated, previous, None, None, "-") => KeyAct::Rotated(self::key(previous, "previous")?),
            (Act::KeyRevoked, "-", Some(since), Some(not_after_leaf), reason) => {
                let bytes = BASE64.decode(reason).map_err(|_| BadLine("reason"))?;
                let reason = String::from_utf8(bytes).map_err(|_| BadLine("reason"))?;
                let fits = (1..=MAX_REASON).contains(&reason.chars().count());
                let reason = fits.then_some(reason).ok_or(BadLine("reason"))?;
                KeyAct::Revoked(Revocation { since, not_after_leaf, reason })
            }
            _ => return Err(BadLine("act")),
        };
        let document = Self { act, node, role, bureau, key };
        (document.compose() == text).then_some(document).ok_or(BadLine("form"))
    }

    /// What the digest of the leaf is.
    pub fn digest(&self) -> Sha {
        Sha::of(self.compose().as_bytes())
    }
}

impl Rotation {
    /// The note, signed with the old key and the new one.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`] if it would be too long.
    pub fn sign(&self, old: &SignKey, new: &SignKey) -> Result<String, NoteFault> {
        let Self { log, old: from, new: to, created } = self;
        let text = format!("{ROTATION_TITLE}\nlog {log}\nold {from}\nnew {to}\ncreated {}\n", time(created));
        new.sign_too(&old.sign(&text))
    }

    /// Opens a request: both keys it names have signed it, and both are of one name.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`] if it is none; [`NoteFault`] of the key that has not signed.
    pub fn open(note: &str) -> Result<Self, NoteFault> {
        let (text, _) = note::split(note)?;
        let rotation = Self::parse(text).map_err(|_| NoteFault::Malformed)?;
        note::open_by(note, &[&rotation.old, &rotation.new])?;
        Ok(rotation)
    }

    fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, ROTATION_TITLE)?;
        let log = lines.value("log")?;
        let (old, new) = (key(lines.text("old")?, "old")?, key(lines.text("new")?, "new")?);
        let created = lines.value("created")?;
        lines.end()?;
        let fits = old.name() == new.name() && old.point() != new.point();
        fits.then_some(Self { log, old, new, created }).ok_or(BadLine("new"))
    }
}

fn key(text: &str, line: &'static str) -> Result<VerifyKey, BadLine> {
    VerifyKey::parse(text).map_err(|_| BadLine(line))
}

fn time(at: &DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign_key(name: &str, seed: u8) -> SignKey {
        SignKey::from_seed(name, &[seed; 32]).unwrap()
    }

    fn document(act: KeyAct) -> KeyDocument {
        let key = sign_key("n-test", 7).verify_key();
        KeyDocument { act, node: "n-test".into(), role: Role::Agent, bureau: "519901".parse().unwrap(), key }
    }

    fn all() -> [KeyDocument; 3] {
        let since = DateTime::parse_from_rfc3339("2025-10-12T16:00:00Z").unwrap().to_utc();
        let revocation = Revocation { since, not_after_leaf: 41, reason: "电脑遗失".into() };
        [KeyAct::Enrolled, KeyAct::Rotated(sign_key("n-test", 6).verify_key()), KeyAct::Revoked(revocation)]
            .map(document)
    }

    #[test]
    fn golden_bytes() {
        for document in all() {
            insta::assert_snapshot!(document.act.act().to_string(), document.compose());
        }
    }

    #[test]
    fn a_document_has_one_text_and_its_lines_fit_its_act() {
        for document in all() {
            let text = document.compose();
            assert_eq!(KeyDocument::parse(&text).unwrap(), document);
            for (from, to) in [
                ("role agent", "role boss"),
                ("key n-test+", "key n-test-"),
                ("519901\n", "519901 \n"),
                ("\nsince -\n", "\nsince 2025-10-12T16:00:00Z\n"),
                ("act key-revoked", "act key-enrolled"),
                ("act key-rotated", "act key-revoked"),
                ("act key-enrolled", "act policy"),
                ("reason ", "reason IA==\nreason "),
                (".000Z", "Z"),
            ] {
                let changed = text.replacen(from, to, 1);
                assert!(changed == text || KeyDocument::parse(&changed).is_err(), "{changed}");
            }
        }
    }

    #[test]
    fn a_rotation_is_signed_by_both_keys_or_refused() {
        let (old, new, thief) = (sign_key("n-test", 7), sign_key("n-test", 8), sign_key("n-test", 9));
        let rotation = Rotation {
            log: "tongbao.example/1".into(),
            old: old.verify_key(),
            new: new.verify_key(),
            created: DateTime::UNIX_EPOCH,
        };
        let note = rotation.sign(&old, &new).unwrap();
        insta::assert_snapshot!("rotation", note);
        assert_eq!(Rotation::open(&note).unwrap(), rotation);
        for forged in [rotation.sign(&thief, &new).unwrap(), rotation.sign(&old, &thief).unwrap()] {
            assert_eq!(Rotation::open(&forged).unwrap_err(), NoteFault::Unsigned("n-test".into()));
        }
        let of = |old: &SignKey, new: &SignKey| {
            let rotation = Rotation { old: old.verify_key(), new: new.verify_key(), ..rotation.clone() };
            Rotation::open(&rotation.sign(old, new).unwrap())
        };
        assert_eq!(of(&old, &old).unwrap_err(), NoteFault::Malformed);
        assert_eq!(of(&old, &sign_key("n-other", 8)).unwrap_err(), NoteFault::Malformed);
    }

    #[test]
    fn a_name_tells_the_role_and_the_key() {
        let (agent, officer) = (Role::Agent.name_of(&[1; 32]), Role::Officer.name_of(&[1; 32]));
        assert_eq!(agent.strip_prefix("n-"), officer.strip_prefix("o-"));
        assert_ne!(agent, Role::Agent.name_of(&[2; 32]));
        assert!("boss".parse::<Role>().is_err() && "officer".parse() == Ok(Role::Officer));
    }
}
