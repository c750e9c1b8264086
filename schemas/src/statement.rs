//! The statement (报送声明): the signed text of at most 4 KiB that fixes a filing by hash (PROTOCOL §8.1).
//!
//! Its identity is the SHA-256 of the text without signatures. A text that is not exactly what
//! [`Statement::compose`] would write is refused, so equal statements have equal bytes.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::{DateTime, SecondsFormat, Utc};

use crate::{
    bureau::BureauCode,
    hash::Sha,
    lines::{BadLine, Lines, or_dash},
    period::Period,
};

/// Most bytes of a statement's text.
pub const MAX_BYTES: usize = 4096;
/// Most characters of a reason.
pub const MAX_REASON: usize = 500;
const TITLE: &str = "tongbao-statement/v1";

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

macro_rules! words {
    ($kind:ident { $($variant:ident = $word:literal),* }) => {
        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $word),* })
            }
        }

        impl FromStr for $kind {
            type Err = BadLine;

            fn from_str(text: &str) -> Result<Self, BadLine> {
                match text { $($word => Ok(Self::$variant),)* _ => Err(BadLine("word")) }
            }
        }
    };
}
words!(Kind { Ledger = "ledger", Amendment = "amendment", Nil = "nil", Void = "void" });
words!(Purpose { Current = "current", Baseline = "baseline", History = "history" });

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

impl Statement {
    /// The text that is signed.
    pub fn compose(&self) -> String {
        let dash = || "-".to_owned();
        let (rows, length) = self.content.map_or((0, 0), |content| (content.rows, content.length));
        let (sha256, root) = self
            .content
            .map_or((dash(), dash()), |content| (content.sha256.to_string(), content.rows_root.to_string()));
        let seen = self.seen.map_or_else(|| "0 -".to_owned(), |(size, root)| format!("{size} {root}"));
        let reason = self.reason.as_ref().map_or_else(dash, |reason| BASE64.encode(reason));
        let FilingKey { bureau, form, period, subject } = &self.filing;
        format!(
            "{TITLE}\nlog {log}\nkind {kind}\nnode {node}\nbureau {bureau}\nform {form}\nperiod {period}\n\
             subject {subject}\nrevision {revision}\nsupersedes {supersedes}\nschema {schema} {digest}\nrows {rows}\n\
             content-length {length}\ncontent-sha256 {sha256}\nrows-root {root}\nprevious {previous}\nseen {seen}\n\
             created {created} {skew:+}ms\npurpose {purpose}\nreason {reason}\n",
            log = self.log,
            kind = self.kind,
            node = self.node,
            subject = or_dash(subject.as_ref()),
            revision = self.revision,
            supersedes = or_dash(self.supersedes.as_ref()),
            schema = self.schema.name,
            digest = self.schema.digest,
            previous = or_dash(self.previous.as_ref()),
            created = self.created.to_rfc3339_opts(SecondsFormat::Secs, true),
            skew = self.skew,
            purpose = self.purpose,
        )
    }

    /// The identity of a statement's text.
    pub fn id_of(text: &str) -> Sha {
        Sha::of(text.as_bytes())
    }

    /// The identity of this statement.
    pub fn id(&self) -> Sha {
        Self::id_of(&self.compose())
    }

    /// Reads a statement's text.
    ///
    /// # Errors
    /// [`StatementFault`] names the line, or says what does not fit together.
    pub fn parse(text: &str) -> Result<Self, StatementFault> {
        if text.len() > MAX_BYTES {
            return Err(StatementFault::Long);
        }
        let mut lines = Lines::titled(text, TITLE)?;
        let log = lines.value("log")?;
        let kind = lines.value("kind")?;
        let node = lines.value("node")?;
        let filing = FilingKey {
            bureau: lines.value("bureau")?,
            form: lines.value("form")?,
            period: lines.value("period")?,
            subject: lines.option("subject")?,
        };
        let revision = lines.value("revision")?;
        let supersedes = lines.option("supersedes")?;
        let schema = schema(lines.text("schema")?)?;
        let content = content(
            lines.value("rows")?,
            lines.value("content-length")?,
            lines.option("content-sha256")?,
            lines.option("rows-root")?,
        )?;
        let previous = lines.option("previous")?;
        let seen = seen(lines.text("seen")?)?;
        let (created, skew) = created(lines.text("created")?)?;
        let purpose = lines.value("purpose")?;
        let reason = reason(lines.text("reason")?)?;
        let statement = Self {
            log,
            kind,
            node,
            filing,
            revision,
            supersedes,
            schema,
            content,
            previous,
            seen,
            created,
            skew,
            purpose,
            reason,
        };
        lines.end()?;
        statement.sense()?;
        // One statement has one text: no leading zeros, no other spelling of an instant.
        if statement.compose() != text {
            return Err(StatementFault::Sense("the text is not in the canonical form"));
        }
        Ok(statement)
    }

    fn sense(&self) -> Result<(), StatementFault> {
        let wants_content = matches!(self.kind, Kind::Ledger | Kind::Amendment);
        let first = self.revision == 1;
        let fault = if self.revision == 0 {
            "a revision is at least 1"
        } else if first != self.supersedes.is_none() {
            "the first revision supersedes nothing, a later one supersedes the head"
        } else if wants_content != self.content.is_some() {
            "a ledger and an amendment have content, a nil return and a withdrawal have none"
        } else if self.kind == Kind::Ledger && !first
            || matches!(self.kind, Kind::Amendment | Kind::Void) && first
        {
            "a ledger is the first revision, an amendment or withdrawal a later one"
        } else if !first && self.reason.is_none() {
            "a later revision needs a reason"
        } else if self
            .reason
            .as_ref()
            .is_some_and(|reason| reason.is_empty() || reason.chars().count() > MAX_REASON)
        {
            "a reason has 1 to 500 characters"
        } else if self.log.len() > 100 || self.node.len() > 100 || self.filing.form.len() > 16 {
            "a name is too long"
        } else {
            return Ok(());
        };
        Err(StatementFault::Sense(fault))
    }
}

fn schema(text: &str) -> Result<Schema, BadLine> {
    let (name, digest) = text.split_once(' ').ok_or(BadLine("schema"))?;
    Ok(Schema { name: name.to_owned(), digest: digest.parse().map_err(|_| BadLine("schema"))? })
}

fn content(
    rows: u64,
    length: u64,
    sha256: Option<Sha>,
    root: Option<Sha>,
) -> Result<Option<ContentRef>, BadLine> {
    match (sha256, root) {
        (Some(sha256), Some(rows_root)) => Ok(Some(ContentRef { rows, length, sha256, rows_root })),
        (None, None) if rows == 0 && length == 0 => Ok(None),
        _ => Err(BadLine("content-sha256")),
    }
}

fn seen(text: &str) -> Result<Option<(u64, Sha)>, BadLine> {
    match text.split_once(' ') {
        Some(("0", "-")) => Ok(None),
        Some((size, root)) => {
            let parsed = size.parse().ok().zip(root.parse().ok());
            parsed.map(Some).ok_or(BadLine("seen"))
        }
        None => Err(BadLine("seen")),
    }
}

fn reason(text: &str) -> Result<Option<String>, BadLine> {
    if text == "-" {
        return Ok(None);
    }
    let bytes = BASE64.decode(text).map_err(|_| BadLine("reason"))?;
    String::from_utf8(bytes).map(Some).map_err(|_| BadLine("reason"))
}

fn created(text: &str) -> Result<(DateTime<Utc>, i64), BadLine> {
    let parsed = text.split_once(' ').and_then(|(at, skew)| {
        let at = DateTime::parse_from_rfc3339(at).ok()?.with_timezone(&Utc);
        Some((at, skew.strip_suffix("ms")?.parse().ok()?))
    });
    parsed.ok_or(BadLine("created"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn nil(period: &str) -> Statement {
        Statement {
            log: "tongbao.example/1".into(),
            kind: Kind::Nil,
            node: "n-7f3a9c".into(),
            filing: FilingKey {
                bureau: "519923".parse().unwrap(),
                form: "L3".into(),
                period: period.parse().unwrap(),
                subject: None,
            },
            revision: 1,
            supersedes: None,
            schema: Schema { name: "tongbao.L3/1".into(), digest: Sha::of(b"form") },
            content: None,
            previous: None,
            seen: None,
            created: DateTime::parse_from_rfc3339("2025-10-10T01:30:05Z").unwrap().with_timezone(&Utc),
            skew: 0,
            purpose: Purpose::Current,
            reason: None,
        }
    }

    fn ledger(period: &str) -> Statement {
        let content =
            ContentRef { rows: 2, length: 512, sha256: Sha::of(b"content"), rows_root: Sha::of(b"root") };
        Statement {
            kind: Kind::Ledger,
            content: Some(content),
            seen: Some((41, Sha::of(b"seen"))),
            skew: -412,
            ..nil(period)
        }
    }

    fn amendment() -> Statement {
        Statement {
            kind: Kind::Amendment,
            revision: 2,
            supersedes: Some(ledger("2025Q3").id()),
            previous: Some(ledger("2025Q3").id()),
            reason: Some("补录一件漏报案件".into()),
            ..ledger("2025Q3")
        }
    }

    fn event() -> Statement {
        let mut event = ledger("2025-07-03");
        event.filing.form = "L7".into();
        event.filing.subject = Some("M-2025-0007".parse().unwrap());
        event
    }

    /// The bytes below are the protocol: a change here breaks every receipt ever issued.
    #[test]
    fn golden_bytes() {
        insta::assert_snapshot!("nil", nil("2025Q3").compose());
        insta::assert_snapshot!("quarterly", ledger("2025Q3").compose());
        insta::assert_snapshot!("daily", ledger("2025-07-03").compose());
        insta::assert_snapshot!("event", event().compose());
        insta::assert_snapshot!("amendment", amendment().compose());
    }

    #[test]
    fn what_is_composed_is_read_back() {
        for statement in
            [nil("2025Q3"), ledger("2025Q3"), ledger("2025-07-03"), ledger("2025W30"), event(), amendment()]
        {
            assert_eq!(Statement::parse(&statement.compose()), Ok(statement));
        }
    }

    #[test]
    fn any_other_spelling_is_refused() {
        let text = ledger("2025Q3").compose();
        for (from, to, line) in [
            ("revision 1", "revision 01", "canonical"),
            ("created 2025-10-10T01:30:05Z", "created 2025-10-10T09:30:05+08:00", "canonical"),
            ("subject -\n", "", "subject"),
            ("reason -\n", "reason -\nextra 1\n", "end"),
            ("kind ledger", "kind forward", "kind"),
            ("kind ledger", "kind nil", "content"),
            ("bureau 519923", "bureau ../..", "bureau"),
            ("supersedes -", "supersedes 00", "supersedes"),
            ("tongbao-statement/v1", "tongbao-statement/v2", "tongbao-statement/v1"),
        ] {
            assert!(text.contains(from), "{from}");
            let fault = Statement::parse(&text.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(fault.contains(line), "{from} -> {to}: {fault}");
        }
        assert_eq!(Statement::parse(&"x".repeat(MAX_BYTES + 1)), Err(StatementFault::Long));
    }

    #[test]
    fn lines_must_make_sense_together() {
        let unreasoned = Statement { reason: None, ..amendment() };
        assert!(Statement::parse(&unreasoned.compose()).unwrap_err().to_string().contains("reason"));
        let orphan = Statement { supersedes: None, ..amendment() };
        assert!(Statement::parse(&orphan.compose()).unwrap_err().to_string().contains("supersedes"));
        let first = Statement { revision: 1, supersedes: None, ..amendment() };
        assert!(Statement::parse(&first.compose()).unwrap_err().to_string().contains("later one"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            let _ = Statement::parse(&text);
        }

        #[test]
        fn one_changed_character_never_passes_as_the_same(at in 0_usize..600, c in "[ -~\n]") {
            let text = ledger("2025Q3").compose();
            let at = at % text.len();
            let mut changed = text.clone();
            changed.replace_range(at..=at, &c);
            if changed != text && let Ok(read) = Statement::parse(&changed) {
                prop_assert_eq!(read.compose(), changed.clone());
                prop_assert_ne!(read.id(), Statement::id_of(&text));
            }
        }
    }
}
