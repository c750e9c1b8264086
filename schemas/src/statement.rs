//! The statement (报送声明): the signed text of at most 4 KiB that fixes a filing by hash (PROTOCOL §8.1).
//!
//! Its identity is the SHA-256 of the text without signatures. A text that is not exactly what
//! [`Statement::compose`] would write is refused, so equal statements have equal bytes.

#[cfg(test)]
mod tests;
mod text;

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};

use crate::{
    bureau::BureauCode,
    hash::Sha,
    lines::{BadLine, or_dash},
    period::Period,
};

/// Most bytes of a statement's text.
pub const MAX_BYTES: usize = 4096;
/// Most characters of a reason.
pub const MAX_REASON: usize = 500;

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The log it is meant for; a statement is worth nothing elsewhere.
    pub log: String,
    /// What it does.
    pub kind: Kind,
    /// The node that signs.
    pub node: String,
    /// What it is of.
    pub filing: FilingKey,
    /// Which revision, from 1.
    pub revision: u32,
    /// The statement it replaces: the head at that time.
    pub supersedes: Option<Sha>,
    /// Name, version and digest of the form it was made under.
    pub schema: Schema,
    /// Version of the policy it was made under; none before the city's first reached the node.
    pub policy: Option<Sha>,
    /// What is filed; nothing for a nil return and a withdrawal.
    pub content: Option<ContentRef>,
    /// The node's statement before this one.
    pub previous: Option<Sha>,
    /// The newest checkpoint of the log that the node has verified: size and root.
    pub seen: Option<(u64, Sha)>,
    /// When the node says it was made. A claim; deadlines go by the receipt.
    pub created: DateTime<Utc>,
    /// How far the node's clock was from the aggregator's signed time, in milliseconds.
    pub skew: i64,
    /// How the filing is meant.
    pub purpose: Purpose,
    /// Why; an amendment and a withdrawal need one.
    pub reason: Option<String>,
}

/// What a filing is of: bureau, form, period and, for an event report, the matter (RULINGS 1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilingKey {
    /// The bureau the figures are of.
    pub bureau: BureauCode,
    /// Code of the form.
    pub form: String,
    /// The period.
    pub period: Period,
    /// The matter of an event report.
    pub subject: Option<Subject>,
}

/// The matter of an event report: 1 to 40 letters, digits, `-`, `_` or `.`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject(String);

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Files a ledger.
    Ledger,
    /// Replaces a filed ledger.
    Amendment,
    /// 零报告: says there is nothing to report.
    Nil,
    /// Withdraws a filing.
    Void,
}

/// How a filing is meant (RULINGS 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// For the period it is of.
    Current,
    /// The bureau's first ledger: what is open at its start is taken as it is.
    Baseline,
    /// Of an earlier time, for comparison; never judged.
    History,
}

/// The form a filing was made under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// `tongbao.L3/1`.
    pub name: String,
    /// Digest of the definition.
    pub digest: Sha,
}

/// The sealed bytes a statement fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentRef {
    /// Rows.
    pub rows: u64,
    /// Bytes, uncompressed; also the cap when they are unpacked.
    pub length: u64,
    /// Hash of the bytes.
    pub sha256: Sha,
    /// RFC 6962 root over the salted rows.
    pub rows_root: Sha,
}

/// Why a text is not a statement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementFault {
    /// Longer than [`MAX_BYTES`].
    #[error("longer than {MAX_BYTES} bytes")]
    Long,
    /// A line is wrong.
    #[error(transparent)]
    Line(#[from] BadLine),
    /// The lines do not fit together.
    #[error("{0}")]
    Sense(&'static str),
}

impl FromStr for Subject {
    type Err = BadLine;

    fn from_str(text: &str) -> Result<Self, BadLine> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let valid = (1..=40).contains(&text.len())
            && text.bytes().all(plain)
            && text.bytes().any(|b| b.is_ascii_alphanumeric());
        valid.then(|| Self(text.to_owned())).ok_or(BadLine("subject"))
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for FilingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.bureau, self.form, self.period, or_dash(self.subject.as_ref()))
    }
}
