//! A log that goes on under another name, because leaves of it are lost for good: what was known of the old one, what was
//! carried over, and which key the new one is signed with; signed with the old key and the new (PROTOCOL §4.6).
//!
//! What the old log signed stays true and is never contradicted: the new one has a name of its own.

use std::ops::RangeInclusive;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::{DateTime, SecondsFormat, Utc};

use crate::{
    hash::Sha,
    lines::{BadLine, Lines},
    note::{self, NoteFault, SignKey, VerifyKey},
};

const TITLE: &str = "tongbao-epoch/v1";
/// Most characters of the reason.
pub const MAX_REASON: usize = 200;
/// Most gaps that are named.
pub const MAX_GAPS: usize = 200;

/// The end of one log and the beginning of the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// The key of the log that ends; its name is the log's.
    pub old: VerifyKey,
    /// Leaves under the largest checkpoint of it that is known.
    pub size: u64,
    /// The root over them.
    pub root: Sha,
    /// Leaves of it that the new log begins with, in their order.
    pub carried: u64,
    /// Indexes of the leaves that are lost, in order; at most [`MAX_GAPS`] gaps.
    pub lost: Vec<RangeInclusive<u64>>,
    /// The key of the log that begins.
    pub new: VerifyKey,
    /// When.
    pub created: DateTime<Utc>,
    /// Why, in 1 to [`MAX_REASON`] characters.
    pub reason: String,
}

/// The name of the log after this one: `city/1` is followed by `city/2`.
pub fn next_origin(origin: &str) -> String {
    let numbered =
        origin.rsplit_once('/').and_then(|(name, number)| Some((name, number.parse::<u32>().ok()?)));
    match numbered {
        Some((name, number)) => format!("{name}/{}", number.saturating_add(1)),
        None => format!("{origin}/2"),
    }
}

impl Epoch {
    /// The note, signed with the old key and the new one.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`] if it would be too long or would not read back.
    pub fn sign(&self, old: &SignKey, new: &SignKey) -> Result<String, NoteFault> {
        let text = self.compose();
        let note = new.sign_too(&old.sign(&text))?;
        if Self::open(&note)? == *self { Ok(note) } else { Err(NoteFault::Malformed) }
    }

    fn compose(&self) -> String {
        let gap = |range: &RangeInclusive<u64>| format!("{}-{}", range.start(), range.end());
        let lost = self.lost.iter().map(gap).collect::<Vec<String>>().join(",");
        format!(
            "{TITLE}\nold {}\nsize {}\nroot {}\ncarried {}\nlost {}\nnew {}\ncreated {}\nreason {}\n",
            self.old,
            self.size,
            self.root,
            self.carried,
            if lost.is_empty() { "-" } else { &lost },
            self.new,
            self.created.to_rfc3339_opts(SecondsFormat::Millis, true),
            BASE64.encode(&self.reason),
        )
    }

    /// Opens a note: both keys it names have signed it. Whoever reads it compares the old one with the one it trusts.
    ///
    /// # Errors
    /// [`NoteFault`].
    pub fn open(note: &str) -> Result<Self, NoteFault> {
        let (text, _) = note::split(note)?;
        let epoch = Self::parse(text).map_err(|_| NoteFault::Malformed)?;
        note::open_by(note, &[&epoch.old, &epoch.new])?;
        Ok(epoch)
    }

    fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let old = key(lines.text("old")?, "old")?;
        let (size, root, carried) = (lines.value("size")?, lines.value("root")?, lines.value("carried")?);
        let lost = gaps(lines.text("lost")?).ok_or(BadLine("lost"))?;
        let new = key(lines.text("new")?, "new")?;
        let created = lines.value("created")?;
        let reason = BASE64.decode(lines.text("reason")?).map_err(|_| BadLine("reason"))?;
        let reason = String::from_utf8(reason).map_err(|_| BadLine("reason"))?;
        lines.end()?;
        let fits = (1..=MAX_REASON).contains(&reason.chars().count());
        let epoch = Self { old, size, root, carried, lost, new, created, reason };
        let whole = fits && epoch.adds_up() && epoch.old.name() != epoch.new.name();
        (whole && epoch.compose() == text).then_some(epoch).ok_or(BadLine("form"))
    }

    /// Whether what was carried and what is lost are all there was.
    fn adds_up(&self) -> bool {
        let lost = self.lost.iter().try_fold(0_u64, |sum, range| {
            sum.checked_add(range.end().checked_sub(*range.start())?.checked_add(1)?)
        });
        let within = self.lost.last().is_none_or(|range| *range.end() < self.size);
        within && lost.and_then(|lost| lost.checked_add(self.carried)) == Some(self.size)
    }

    /// Where a leaf of the old log stands in the new one; nowhere if it is lost or came after.
    pub fn place_of(&self, index: u64) -> Option<u64> {
        if index >= self.size || self.lost.iter().any(|range| range.contains(&index)) {
            return None;
        }
        let before = self.lost.iter().filter(|range| *range.end() < index);
        index.checked_sub(before.map(|range| range.end() - range.start() + 1).sum())
    }
}

fn key(text: &str, line: &'static str) -> Result<VerifyKey, BadLine> {
    VerifyKey::parse(text).map_err(|_| BadLine(line))
}

/// Gaps in order, with something between each and the next.
fn gaps(text: &str) -> Option<Vec<RangeInclusive<u64>>> {
    if text == "-" {
        return Some(Vec::new());
    }
    let mut gaps: Vec<RangeInclusive<u64>> = Vec::new();
    for part in text.split(',') {
        let (start, end) = part.split_once('-')?;
        let (start, end): (u64, u64) = (start.parse().ok()?, end.parse().ok()?);
        let behind =
            gaps.last().is_none_or(|last| last.end().checked_add(1).is_some_and(|next| next < start));
        if start > end || !behind || gaps.len() >= MAX_GAPS {
            return None;
        }
        gaps.push(start..=end);
    }
    Some(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> (SignKey, SignKey) {
        let key = |name| SignKey::from_seed(name, &[3; 32]).unwrap();
        (key("tongbao.example/1"), key("tongbao.example/2"))
    }

    fn epoch() -> Epoch {
        let (old, new) = keys();
        Epoch {
            old: old.verify_key(),
            size: 10,
            root: Sha::of(b"root"),
            carried: 7,
            lost: vec![4..=5, 8..=8],
            new: new.verify_key(),
            created: DateTime::UNIX_EPOCH,
            reason: "保安县节点硬盘损坏".into(),
        }
    }

    #[test]
    fn golden_bytes() {
        let (old, new) = keys();
        insta::assert_snapshot!(epoch().sign(&old, &new).unwrap());
    }

    #[test]
    fn is_signed_by_both_keys_and_adds_up_or_is_refused() {
        let (old, new) = keys();
        let note = epoch().sign(&old, &new).unwrap();
        assert_eq!(Epoch::open(&note).unwrap(), epoch());
        let whole = Epoch { lost: vec![], carried: 10, ..epoch() };
        assert_eq!(Epoch::open(&whole.sign(&old, &new).unwrap()).unwrap(), whole);
        let thief = SignKey::from_seed("tongbao.example/1", &[9; 32]).unwrap();
        assert_eq!(epoch().sign(&thief, &new).unwrap_err(), NoteFault::Unsigned("tongbao.example/1".into()));
        assert!(Epoch::open(&old.sign(note::split(&note).unwrap().0)).is_err());
        for bad in [
            Epoch { carried: 8, ..epoch() },
            Epoch { lost: vec![4..=5, 6..=6], ..epoch() },
            Epoch { lost: vec![8..=8, 4..=5], ..epoch() },
            Epoch { lost: vec![4..=5, 10..=10], ..epoch() },
            Epoch { new: old.verify_key(), ..epoch() },
            Epoch { reason: String::new(), ..epoch() },
            Epoch { reason: "长".repeat(MAX_REASON + 1), ..epoch() },
        ] {
            assert!(bad.sign(&old, &new).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn leaves_keep_their_order_and_close_the_gaps() {
        let places: Vec<Option<u64>> = (0..11).map(|index| epoch().place_of(index)).collect();
        let wanted = [Some(0), Some(1), Some(2), Some(3), None, None, Some(4), Some(5), None, Some(6), None];
        assert_eq!(places, wanted);
    }

    #[test]
    fn the_next_log_has_the_next_number() {
        let next = ["city/1", "city/9", "city", "a/b", "city/"].map(next_origin);
        assert_eq!(next, ["city/2", "city/10", "city/2", "a/b/2", "city//2"]);
    }
}
