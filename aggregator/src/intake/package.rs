//! Taking in a package that was carried by hand. Its parts go through the very functions that HTTP calls, each on its own,
//! so that importing twice is importing once; what cannot be read or was not signed by its node is refused whole.

mod answers;
mod keys;
mod opening;
mod recovery;

use answers::Answer;
use opening::{note_of, open};
use schemas::{
    hash::Sha,
    note::{self, VerifyKey},
    package::{Kind, Part},
    problem::Problem,
    statement::Statement,
    text::Text,
    wire::{FilingState, Mode, StatementStatus},
};
use serde::Serialize;

use super::{
    statement,
    upload::{self, MAX_PART, Taken as Uploaded},
};
use crate::{app::Services, audit, error::AppError, store::filing, web::answer};

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
    /// The key the package is signed with.
    signer: VerifyKey,
    lines: Vec<Line>,
    answers: Vec<Answer>,
    /// Statements that are in the log, with their leaves.
    receipted: Vec<(Sha, u64)>,
    /// Leaves of other keys in place, under the names of the wishes.
    rotated: Vec<(Option<Sha>, u64)>,
    /// What was given back so far is kept.
    given_back: bool,
}

/// Takes a package in.
///
/// # Errors
/// The listed problem if the package is refused whole; nothing of it is taken then. What is wrong with a part is in the
/// answers.
pub async fn take(services: &Services, bytes: &[u8]) -> Result<Taken, AppError> {
    let opened = open(services, bytes).await;
    let opened = match opened {
        Ok(opened) => opened,
        Err(error) => {
            audit::refused(services, "package", "-", "carried by hand", &error).await;
            return Err(error);
        }
    };
    let package = opened.package;
    let mut desk = Desk {
        services,
        node: &package.head.node,
        signer: opened.signer,
        lines: Vec::new(),
        answers: Vec::new(),
        receipted: Vec::new(),
        rotated: Vec::new(),
        given_back: true,
    };
    let mut reports = opened.reports.into_iter();
    for part in &package.parts {
        match part.kind {
            Kind::Enrolment => desk.enrol(part).await?,
            Kind::Statement => desk.statement(part).await?,
            Kind::Content => desk.rows(part).await?,
            Kind::Rotation => desk.rotate(part).await?,
            _ => desk.report(reports.next().ok_or(Problem::Internal)?).await?,
        }
    }
    let (lines, answers) = desk.answer(&package.head, Sha::of(bytes)).await?;
    Ok(Taken { node: package.head.node, lines, answers })
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
    /// As over the network: a city that is recovering takes nothing but what is given back.
    async fn is_live(&self) -> Result<(), AppError> {
        match self.services.store.mode().await? {
            Mode::Live => Ok(()),
            Mode::Recovering => Err(Problem::LogRecovering.into()),
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
        let accepted = match self.is_live().await {
            Ok(()) if own => self.accept(id, note).await,
            Ok(()) => Err(Problem::OutOfScope.into()),
            Err(error) => Err(error),
        };
        match accepted {
            Ok((leaf, again)) => {
                let outcome = match again {
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

    /// The leaf of a statement, and whether it was in the log before. One that was stays there whatever became of its key,
    /// and its rows may have to come again.
    async fn accept(&self, id: Sha, note: &str) -> Result<(u64, bool), AppError> {
        let known = self.services.store.read(move |connection| filing::find(connection, &id)).await?;
        let same = note::split(note).is_ok_and(|(text, _)| Statement::id_of(text) == id);
        match known.filter(|row| same && row.node == self.node) {
            Some(row) => Ok((row.leaf, true)),
            None => {
                let accepted = statement::accept(self.services, id, note.to_owned()).await?;
                Ok((accepted.receipt.index, accepted.again))
            }
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
}
