//! A statement's text: written in one way, and read only if written so.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::{DateTime, SecondsFormat, Utc};

use super::{ContentRef, FilingKey, Kind, MAX_BYTES, MAX_REASON, Purpose, Schema, Statement, StatementFault};
use crate::{
    hash::Sha,
    lines::{BadLine, Lines, or_dash},
};

const TITLE: &str = "tongbao-statement/v1";

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
             subject {subject}\nrevision {revision}\nsupersedes {supersedes}\nschema {schema} {digest}\n\
             policy {policy}\nrows {rows}\ncontent-length {length}\ncontent-sha256 {sha256}\nrows-root {root}\nprevious {previous}\nseen {seen}\n\
             created {created} {skew:+}ms\npurpose {purpose}\nreason {reason}\n",
            log = self.log,
            kind = self.kind,
            node = self.node,
            subject = or_dash(subject.as_ref()),
            revision = self.revision,
            supersedes = or_dash(self.supersedes.as_ref()),
            schema = self.schema.name,
            digest = self.schema.digest,
            policy = or_dash(self.policy.as_ref()),
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
        let policy = lines.option("policy")?;
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
            policy,
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
