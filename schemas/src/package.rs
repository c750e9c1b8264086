//! A package (报送包): what a node and its city have to tell each other, as one file that is carried by hand where no
//! line joins them. A signed head fixes whom it is for and the hash of everything behind it; so it is whole, or nothing.
//!
//! `tongbao-package/v1`, the length of the head, the head as a signed note, and the parts, each a line of kind, name and
//! length before its bytes.

#[cfg(test)]
mod tests;

use std::{fmt, str::FromStr};

use crate::{
    hash::Sha,
    lines::{BadLine, Lines, or_dash, undashed},
    note::{self, NoteFault, SignKey, VerifyKey},
    text::Text,
};

const TITLE: &str = "tongbao-package/v1";
/// Most bytes of a package.
pub const MAX_BYTES: usize = 128 * 1024 * 1024;
/// Most bytes of a part: packed content, with room.
pub const MAX_PART: usize = 33 * 1024 * 1024;
/// Most parts of a package.
pub const MAX_PARTS: usize = 2_000;
/// Most statements a node puts into one package; the others go with the next.
pub const MAX_STATEMENTS: usize = 100;

/// Which way a package goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// From a node to its city.
    City,
    /// From the city to the node: the answers.
    Node,
}

/// What a package says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which way it goes.
    pub to: To,
    /// The log.
    pub log: String,
    /// The node that sends or is answered.
    pub node: String,
    /// To the city: the newest checkpoint the node has verified. To the node: the log's newest. Size and root.
    pub seen: Option<(u64, Sha)>,
    /// To the city: index of the newest leaf whose letter the node has.
    pub letters: Option<u64>,
    /// To the node: hash of the package that is answered.
    pub answers: Option<Sha>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// What a part is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Kind] = &[$(Self::$name),*];
        }

        impl fmt::Display for Kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => $word),* })
            }
        }
    };
}

kinds! {
    /// To the city: the signed request to enrol a key; named by its hash if it is not the node's own.
    Enrolment = "enrolment";
    /// To the city: a signed statement, named by its identity.
    Statement = "statement";
    /// To the city: packed content, named by the hash of what it unpacks to.
    Content = "content";
    /// To the city: the wish for another key, signed by both; named by its hash if it is not the node's own.
    Rotation = "rotation";
    /// To the city: a page of what a node gives back after a restore, as JSON.
    Report = "report";
    /// To the node: the signed greeting.
    Hello = "hello";
    /// To the node: what became of an enrolment, named like it, as JSON.
    Enrolled = "enrolled";
    /// To the node: the receipt of the statement it is named by.
    Receipt = "receipt";
    /// To the node: the problem with a statement, as JSON.
    Refused = "refused";
    /// To the node: where a statement stands, as JSON.
    Status = "status";
    /// To the node: the problem with the rows of a statement, as JSON.
    RowsRefused = "rows-refused";
    /// To the node: the receipt of the leaf that put another key in place, named like the wish.
    Rotated = "rotated";
    /// To the node: the problem with the wish for another key, as JSON.
    RotationRefused = "rotation-refused";
    /// To the node: the problem with the enrolment, as JSON.
    EnrolmentRefused = "enrolment-refused";
    /// To the node: the log's newest checkpoint.
    Checkpoint = "checkpoint";
    /// To the node: the proof that the log has only grown since the checkpoint it has seen.
    Growth = "growth";
    /// To the node: a letter, as JSON.
    Letter = "letter";
    /// To the node: what the city said to the last page of what was given back, as JSON.
    Reported = "reported";
    /// To the node: the problem with what was given back, as JSON.
    ReportRefused = "report-refused";
}

/// A part of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// What it is.
    pub kind: Kind,
    /// What it is of.
    pub of: Option<Sha>,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// A package that is whole. Who signed it is for [`Package::open`] to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package<'a> {
    /// What it says of itself.
    pub head: Head,
    /// Its parts, in order.
    pub parts: Vec<Part<'a>>,
    note: &'a str,
}

/// Why bytes are not a package.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageFault {
    /// Longer than [`MAX_BYTES`], or a part longer than [`MAX_PART`], or more than [`MAX_PARTS`].
    #[error("larger than a package may be")]
    Long,
    /// Its format is of a version this program does not know, or it is something else.
    #[error("not a package of this version")]
    Title,
    /// A line of its head is wrong.
    #[error("head: {0}")]
    Line(#[from] BadLine),
    /// The head is not a signed note.
    #[error("the head is not a signed note")]
    Head,
    /// The parts are not those the head was signed over: it was cut off, or changed on the way.
    #[error("the parts are not those the head was signed over; it was cut off or changed on the way")]
    Parts,
    /// A part's line is wrong.
    #[error("part {0} cannot be read")]
    Part(usize),
    /// Another key has signed it.
    #[error("it is not signed by whom it says it is from: {0}")]
    Signature(#[from] NoteFault),
}

impl PackageFault {
    /// What is wrong, for a person.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::Long => "超过文件包的大小限制".to_owned(),
            Self::Title => "不是本版本的文件包".to_owned(),
            Self::Line(BadLine(line)) => format!("包头`{line}`一行缺失、错位或无法识读"),
            Self::Head => "包头不是签名文本".to_owned(),
            Self::Parts => "内容与签名的包头不符：传递中被截断或改动，请重新拷贝".to_owned(),
            Self::Part(number) => format!("第{number}件无法识读"),
            Self::Signature(_) => "签名不是所称一方的".to_owned(),
        };
        Text::owned(zh, self.to_string())
    }
}

impl fmt::Display for To {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::City => "city",
            Self::Node => "node",
        })
    }
}

impl FromStr for To {
    type Err = BadLine;

    fn from_str(text: &str) -> Result<Self, BadLine> {
        [Self::City, Self::Node].into_iter().find(|to| to.to_string() == text).ok_or(BadLine("to"))
    }
}

impl Head {
    /// The package of these parts, signed. Same head, key and parts, same bytes.
    ///
    /// # Errors
    /// [`PackageFault::Long`] beyond a bound.
    pub fn seal(&self, key: &SignKey, parts: &[Part<'_>]) -> Result<Vec<u8>, PackageFault> {
        let long = parts.len() > MAX_PARTS || parts.iter().any(|part| part.bytes.len() > MAX_PART);
        let mut body = Vec::new();
        for part in parts.iter().filter(|_| !long) {
            let line = format!("part {} {} {}\n", part.kind, or_dash(part.of.as_ref()), part.bytes.len());
            body.extend_from_slice(line.as_bytes());
            body.extend_from_slice(part.bytes);
            body.push(b'\n');
            if body.len() > MAX_BYTES {
                return Err(PackageFault::Long);
            }
        }
        let note = key.sign(&self.compose(parts.len(), body.len(), &Sha::of(&body)));
        let mut bytes = format!("{TITLE}\n{}\n{note}", note.len()).into_bytes();
        bytes.extend_from_slice(&body);
        if long || bytes.len() > MAX_BYTES { Err(PackageFault::Long) } else { Ok(bytes) }
    }

    fn compose(&self, parts: usize, length: usize, sha256: &Sha) -> String {
        let seen = self.seen.map_or_else(|| "0 -".to_owned(), |(size, root)| format!("{size} {root}"));
        format!(
            "{TITLE}\nto {}\nlog {}\nnode {}\nseen {seen}\nletters {}\nanswers {}\nparts {parts}\nlength {length}\n\
             sha256 {sha256}\n",
            self.to,
            self.log,
            self.node,
            or_dash(self.letters.as_ref()),
            or_dash(self.answers.as_ref()),
        )
    }

    fn parse(text: &str) -> Result<(Self, usize, usize, Sha), BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let (to, log, node) = (lines.value("to")?, lines.value("log")?, lines.value("node")?);
        let seen = match lines.text("seen")?.split_once(' ') {
            Some(("0", "-")) => None,
            Some((size, root)) => {
                let read = size.parse().ok().zip(root.parse().ok());
                Some(read.ok_or(BadLine("seen"))?)
            }
            None => return Err(BadLine("seen")),
        };
        let head = Self {
            to,
            log,
            node,
            seen,
            letters: lines.option("letters")?,
            answers: lines.option("answers")?,
        };
        let (parts, length, sha256) = (lines.value("parts")?, lines.value("length")?, lines.value("sha256")?);
        lines.end()?;
        // One head has one text.
        let same = head.compose(parts, length, &sha256) == text;
        same.then_some((head, parts, length, sha256)).ok_or(BadLine("form"))
    }
}

impl<'a> Package<'a> {
    /// Reads a package: all of it, or nothing.
    ///
    /// # Errors
    /// [`PackageFault`] names what cannot be read.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, PackageFault> {
        if bytes.len() > MAX_BYTES {
            return Err(PackageFault::Long);
        }
        let rest = bytes.strip_prefix(TITLE.as_bytes()).and_then(|rest| rest.strip_prefix(b"\n"));
        let (length, rest) = line(rest.ok_or(PackageFault::Title)?).ok_or(PackageFault::Head)?;
        let length = number(length).filter(|length| *length <= note::MAX_BYTES).ok_or(PackageFault::Head)?;
        let (note, body) = rest.split_at_checked(length).ok_or(PackageFault::Head)?;
        let note = std::str::from_utf8(note).map_err(|_| PackageFault::Head)?;
        let (text, _) = note::split(note).map_err(|_| PackageFault::Head)?;
        let (head, count, length, sha256) = Head::parse(text)?;
        if count > MAX_PARTS {
            return Err(PackageFault::Long);
        }
        if body.len() != length || Sha::of(body) != sha256 {
            return Err(PackageFault::Parts);
        }
        let (mut parts, mut rest) = (Vec::with_capacity(count), body);
        for at in 1..=count {
            let (part, after) = part(rest).ok_or(PackageFault::Part(at))?;
            if part.bytes.len() > MAX_PART {
                return Err(PackageFault::Long);
            }
            parts.push(part);
            rest = after;
        }
        if rest.is_empty() { Ok(Self { head, parts, note }) } else { Err(PackageFault::Part(count + 1)) }
    }

    /// Whether a key has signed it.
    ///
    /// # Errors
    /// [`PackageFault::Signature`].
    pub fn open(&self, key: &VerifyKey) -> Result<(), PackageFault> {
        key.open(self.note)?;
        Ok(())
    }

    /// The parts of a kind, in order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = Part<'a>> {
        self.parts.iter().copied().filter(move |part| part.kind == kind)
    }
}

impl<'a> Part<'a> {
    /// Its text.
    pub fn text(&self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes).ok()
    }
}

fn part(bytes: &[u8]) -> Option<(Part<'_>, &[u8])> {
    let (head, rest) = line(bytes)?;
    let words: Vec<&str> = head.split(' ').collect();
    let ["part", kind, of, length] = words.as_slice() else { return None };
    let kind = Kind::ALL.iter().copied().find(|known| known.to_string() == **kind)?;
    let of = undashed(of).ok()?;
    let (bytes, rest) = rest.split_at_checked(number(length)?)?;
    Some((Part { kind, of, bytes }, rest.strip_prefix(b"\n")?))
}

/// A short line and what is behind it.
fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().take(200).position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end)?;
    Some((std::str::from_utf8(line).ok()?, rest.strip_prefix(b"\n")?))
}

/// A number in its one spelling.
fn number(text: &str) -> Option<usize> {
    text.parse().ok().filter(|number: &usize| number.to_string() == text)
}
