//! Taking in a package that was carried by hand. Its parts go through the very functions that HTTP calls, each on its own,
//! so that importing twice is importing once; what cannot be read or was not signed by its node is refused whole.

mod answers;

use answers::Answer;
use schemas::{
    hash::Sha,
    key::{Role, Rotation, words},
    note::{self, VerifyKey},
    package::{Kind, MAX_STATEMENTS, Package, PackageFault, Part, To},
    problem::Problem,
    statement::Statement,
    text::Text,
    wire::{Enrolment, FilingState, KeyState, StatementStatus},
};
use serde::Serialize;

use super::{
    enrolment, key, statement,
    upload::{self, MAX_PART, Taken as Uploaded},
};
use crate::{
    app::Services,
    audit,
    error::AppError,
    store::node::{self, NodeRow},
    web::answer,
};

/// What came of a package.
#[derive(Debug)]
pub struct Taken {
    /// The node that sent it.
    pub node: String,
    /// What became of each part, in order.
    pub lines: Vec<Line>,
    /// The answers, as a package for the node.
    pub answers: Vec<u8>,
}

/// What became of a part.
#[derive(Debug)]
pub struct Line {
    /// What it is.
    pub what: Text,
    /// What came of it.
    pub outcome: Result<Text, Text>,
}

/// What goes back, as it comes together.
struct Desk<'a> {
    services: &'a Services,
    node: &'a str,
    lines: Vec<Line>,
    answers: Vec<Answer>,
    /// Statements that are in the log, with their leaves.
    receipted: Vec<(Sha, u64)>,
    /// Leaf of another key in place.
    rotated: Option<u64>,
}

/// Takes a package in.
///
/// # Errors
/// The listed problem if the package is refused whole; nothing of it is taken then. What is wrong with a part is in the
/// answers.
pub async fn take(services: &Services, bytes: &[u8]) -> Result<Taken, AppError> {
    let opened = open(services, bytes).await;
    let package = match opened {
        Ok(package) => package,
        Err(error) => {
            audit::refused(services, "package", "-", "carried by hand", &error).await;
            return Err(error);
        }
    };
    let mut desk = Desk {
        services,
        node: &package.head.node,
        lines: Vec::new(),
        answers: Vec::new(),
        receipted: Vec::new(),
        rotated: None,
    };
    for part in &package.parts {
        desk.take(part).await?;
    }
    let (lines, answers) = desk.answer(&package.head, Sha::of(bytes)).await?;
    Ok(Taken { node: package.head.node, lines, answers })
}

fn malformed(words: Text) -> AppError {
    AppError::with(Problem::Malformed, words)
}

/// A package that is whole, for this city, and signed by the node it names.
async fn open<'a>(services: &Services, bytes: &'a [u8]) -> Result<Package<'a>, AppError> {
    let package = Package::parse(bytes).map_err(|fault| malformed(fault.text()))?;
    let head = &package.head;
    if head.to != To::City || head.log != services.log_key.name() {
        return Err(malformed(Text::new("文件包不是给本平台的", "The package is not meant for this city")));
    }
    let meant = [Kind::Enrolment, Kind::Statement, Kind::Content, Kind::Rotation];
    let statements = package.of_kind(Kind::Statement).count();
    if package.parts.iter().any(|part| !meant.contains(&part.kind)) || statements > MAX_STATEMENTS {
        return Err(malformed(Text::new(
            "文件包里有不应发给平台的内容",
            "The package holds what no node sends to a city",
        )));
    }
    let sound = |part: &Part<'_>| match part.kind {
        Kind::Content => part.of.is_some(),
        Kind::Statement => part.of.is_some() && note_of(part).is_ok(),
        _ => note_of(part).is_ok(),
    };
    if let Some(at) = package.parts.iter().position(|part| !sound(part)) {
        return Err(malformed(PackageFault::Part(at + 1).text()));
    }
    let signer = signer(services, &package).await?;
    package.open(&signer).map_err(|fault| AppError::with(Problem::BadSignature, fault.text()))?;
    Ok(package)
}

/// The key a package must be signed with: that of its node; one it replaces itself; or the one it brings.
async fn signer(services: &Services, package: &Package<'_>) -> Result<VerifyKey, AppError> {
    let name = package.head.node.clone();
    let row = services.store.read(move |connection| node::find(connection, &name)).await?;
    let text = |kind| package.of_kind(kind).next().and_then(|part| part.text());
    let Some(NodeRow { key, role, state, .. }) = row else {
        let brought = text(Kind::Enrolment).and_then(|note| Enrolment::open(note).ok());
        let brought = brought.filter(|brought| brought.key.name() == package.head.node);
        return brought.map(|brought| brought.key).ok_or_else(|| Problem::UnknownKey.into());
    };
    if role != Role::Agent {
        return Err(Problem::OutOfScope.into());
    }
    if state == KeyState::Revoked {
        return Err(Problem::KeyRevoked.into());
    }
    // The same package again, after the key it asks for has taken the place of the one it is signed with.
    let wish = text(Kind::Rotation).and_then(|note| Rotation::open(note).ok());
    let replaced = wish.filter(|wish| wish.new == key && wish.old.name() == key.name()).map(|wish| wish.old);
    Ok(replaced.filter(|old| package.open(old).is_ok()).unwrap_or(key))
}

fn said(error: &AppError) -> Text {
    match error {
        AppError::Problem { problem, detail: Some(detail), .. } => {
            let title = problem.title();
            Text::owned(format!("{}：{}", title.zh, detail.zh), format!("{}: {}", title.en, detail.en))
        }
        other => other.problem().title(),
    }
}

impl Desk<'_> {
    async fn take(&mut self, part: &Part<'_>) -> Result<(), AppError> {
        match part.kind {
            Kind::Enrolment => self.enrol(part).await,
            Kind::Statement => self.statement(part).await,
            Kind::Content => self.rows(part).await,
            _ => self.rotate(part).await,
        }
    }

    fn line(&mut self, what: Text, outcome: Result<Text, Text>) {
        self.lines.push(Line { what, outcome });
    }

    fn json(&mut self, kind: Kind, of: Option<Sha>, value: &impl Serialize) -> Result<(), AppError> {
        let bytes = serde_json::to_vec(value).map_err(|_| Problem::Internal)?;
        self.answers.push(Answer { kind, of, bytes });
        Ok(())
    }

    fn refuse(&mut self, kind: Kind, of: Option<Sha>, what: Text, error: &AppError) -> Result<(), AppError> {
        self.line(what, Err(said(error)));
        self.json(kind, of, &answer::carried(error))
    }

    async fn enrol(&mut self, part: &Part<'_>) -> Result<(), AppError> {
        let what = Text::owned(format!("入网 {}", self.node), format!("enrolment of {}", self.node));
        let note = note_of(part)?;
        match enrolment::redeem(self.services, note).await {
            Ok(enrolled) => {
                let outcome = match (enrolled.state, Enrolment::open(note)) {
                    (KeyState::Pending, Ok(request)) => Text::new(
                        "密钥待核准。请与县里核对六个词：{words}",
                        "The key waits for approval. Compare these six words with the county: {words}",
                    )
                    .fill(&[("words", &words::fingerprint(&request.key))]),
                    _ => Text::new("密钥可用", "The key may be used"),
                };
                self.line(what, Ok(outcome));
                self.json(Kind::Enrolled, None, &enrolled)
            }
            Err(error) => self.refuse(Kind::EnrolmentRefused, None, what, &error),
        }
    }

    async fn statement(&mut self, part: &Part<'_>) -> Result<(), AppError> {
        let note = note_of(part)?;
        let read = note::split(note).ok().and_then(|(text, _)| Statement::parse(text).ok());
        let what = read.as_ref().map_or_else(
            || Text::new("报送声明", "a statement"),
            |statement| {
                Text::owned(
                    format!("报送 {} r{}", statement.filing, statement.revision),
                    format!("filing {} r{}", statement.filing, statement.revision),
                )
            },
        );
        let id = part.of.ok_or(Problem::DigestMismatch)?;
        let own = read.as_ref().is_none_or(|statement| statement.node == self.node);
        let accepted = match own {
            true => statement::accept(self.services, id, note.to_owned()).await,
            false => Err(Problem::OutOfScope.into()),
        };
        match accepted {
            Ok(accepted) => {
                let leaf = accepted.receipt.index;
                let outcome = match accepted.again {
                    true => Text::new("此前已收讫，日志第{leaf}条", "received before, leaf {leaf}"),
                    false => Text::new("收讫，日志第{leaf}条", "received, leaf {leaf}"),
                };
                self.line(what, Ok(outcome.fill(&[("leaf", &leaf)])));
                self.receipted.push((id, leaf));
                Ok(())
            }
            Err(error) => self.refuse(Kind::Refused, Some(id), what, &error),
        }
    }

    /// The rows of the statement before them.
    async fn rows(&mut self, part: &Part<'_>) -> Result<(), AppError> {
        let Some((id, _)) = self.receipted.last().copied() else { return Ok(()) };
        let sha256 = part.of.ok_or(Problem::ContentMismatch)?;
        let what = Text::new("明细", "its rows");
        match self.upload(sha256, part.bytes).await {
            Ok(Some(status)) => {
                let outcome = match status.state {
                    FilingState::Invalid => {
                        Err(Text::new("校验不通过：{n}个问题", "they cannot stand: {n} findings"))
                    }
                    _ => Ok(Text::new("收讫并校验，{n}个问题", "received and judged, {n} findings")),
                };
                let fill = |text: Text| text.fill(&[("n", &status.findings.len())]);
                self.line(what, outcome.map(fill).map_err(fill));
                Ok(())
            }
            Ok(None) => {
                self.line(what, Ok(Text::new("收讫，待校验", "received, to be judged")));
                Ok(())
            }
            // Its statement was refused, and that has been said.
            Err(error) if error.problem() == Problem::NotFound => Ok(()),
            Err(error) => self.refuse(Kind::RowsRefused, Some(id), what, &error),
        }
    }

    /// Sends rows part by part, from where an upload over the network may stand.
    async fn upload(&self, sha256: Sha, bytes: &[u8]) -> Result<Option<StatementStatus>, AppError> {
        let (mut offset, mut afresh) = (0, false);
        loop {
            let rest = bytes.get(offset..).unwrap_or_default();
            let (now, last) =
                rest.split_at_checked(MAX_PART).map_or((rest, true), |(now, later)| (now, later.is_empty()));
            let sent = upload::Part {
                node: self.node.to_owned(),
                sha256,
                offset: u64::try_from(offset).unwrap_or(u64::MAX),
                last,
                bytes: now.to_vec(),
            };
            let stands = match upload::take(self.services, sent).await {
                Ok(Uploaded::Judged(status)) => return Ok(Some(*status)),
                Ok(Uploaded::Queued) => return Ok(None),
                Ok(Uploaded::Part(next)) => next,
                Err(AppError::Offset(stands)) if !afresh => {
                    afresh = true;
                    stands
                }
                // What lay there was something else and is forgotten now.
                Err(error) if offset > 0 && !afresh && error.problem() == Problem::ContentMismatch => {
                    afresh = true;
                    0
                }
                Err(error) => return Err(error),
            };
            offset = usize::try_from(stands)
                .ok()
                .filter(|at| *at <= bytes.len())
                .ok_or(Problem::ContentMismatch)?;
        }
    }

    async fn rotate(&mut self, part: &Part<'_>) -> Result<(), AppError> {
        let what = Text::new("更换密钥", "another key");
        match key::rotate(self.services, note_of(part)?).await {
            Ok(rotated) => {
                self.rotated = Some(rotated.receipt.index);
                self.line(what, Ok(Text::new("已更换，旧密钥停用", "in place; the old one has stopped")));
                Ok(())
            }
            Err(error) => self.refuse(Kind::RotationRefused, None, what, &error),
        }
    }
}

/// A part that is a signed text.
fn note_of<'a>(part: &Part<'a>) -> Result<&'a str, AppError> {
    let note = part.text().filter(|note| note.len() <= note::MAX_BYTES);
    note.ok_or_else(|| Problem::Malformed.into())
}
