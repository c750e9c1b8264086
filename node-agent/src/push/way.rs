//! The two ways to a city: a line, or a file of answers that was carried by hand. Whatever comes either way is verified
//! by the same code; only who is asked differs.

use std::time::Duration;

use schemas::{
    consistency::Consistency,
    hash::Sha,
    letter::Letter,
    package::{Kind, Package, Part},
    problem::{Problem, ProblemBody},
    receipt::{self, Receipt},
    wire::{Hello, StatementStatus},
};
use serde::de::DeserializeOwned;

use super::{
    Trouble,
    city::City,
    upload::{Content, Upload},
};

/// What a problem in a file of answers is called where a status would stand.
const FILE: u16 = 200;

/// A way to the city.
pub(crate) enum Way<'a> {
    /// Over the network.
    Line(City<'a>),
    /// A file of answers.
    File(&'a Package<'a>),
}

impl Way<'_> {
    /// Requests sent so far.
    pub(crate) fn sent(&self) -> u32 {
        match self {
            Self::Line(city) => city.sent(),
            Self::File(_) => 0,
        }
    }

    /// The signed greeting.
    pub(crate) async fn hello(&self) -> Result<Hello, Trouble> {
        match self {
            Self::Line(city) => city.hello().await,
            Self::File(answers) => {
                let part = one(answers, Kind::Hello, None).ok_or(Trouble::Unanswered)?;
                Ok(Hello::open(text(part)?)?)
            }
        }
    }

    /// The receipt of a statement, and whether the city had the statement before.
    pub(crate) async fn put_statement(&self, id: &Sha, note: &str) -> Result<(String, bool), Trouble> {
        match self {
            Self::Line(city) => city.put_statement(id, note).await,
            Self::File(answers) => {
                refused(answers, Kind::Refused, Some(*id))?;
                let part = one(answers, Kind::Receipt, Some(*id)).ok_or(Trouble::Unanswered)?;
                if part.bytes.len() > receipt::MAX_BYTES {
                    return Err(Trouble::NotUnderstood(FILE));
                }
                Ok((text(part)?.to_owned(), true))
            }
        }
    }

    /// Where a statement stands.
    pub(crate) async fn statement(&self, id: &Sha) -> Result<StatementStatus, Trouble> {
        match self {
            Self::Line(city) => city.statement(id).await,
            Self::File(answers) => json(one(answers, Kind::Status, Some(*id)).ok_or(Trouble::Unanswered)?),
        }
    }

    /// What became of the rows of a statement.
    pub(crate) async fn send_content(
        &self,
        content: &Content<'_>,
        maybe_sent: bool,
    ) -> Result<Upload, Trouble> {
        match self {
            Self::Line(city) => city.send_content(content, maybe_sent).await,
            Self::File(answers) => {
                refused(answers, Kind::RowsRefused, Some(content.statement))?;
                let status = self.statement(&content.statement).await?;
                Ok(if status.state.awaits_rows() { Upload::Queued } else { Upload::Judged(status) })
            }
        }
    }

    /// The log's newest checkpoint; none while the log is empty.
    pub(crate) async fn checkpoint(&self) -> Result<Option<String>, Trouble> {
        match self {
            Self::Line(city) => city.checkpoint().await,
            Self::File(answers) => {
                let part = one(answers, Kind::Checkpoint, None);
                part.map(|part| text(part).map(str::to_owned)).transpose()
            }
        }
    }

    /// The proof that the tree of `to` leaves extends that of `from`.
    pub(crate) async fn consistency(&self, from: u64, to: u64) -> Result<Consistency, Trouble> {
        match self {
            Self::Line(city) => city.consistency(from, to).await,
            Self::File(answers) => {
                let part = one(answers, Kind::Growth, None).ok_or(Trouble::OldAnswers)?;
                let proof = Consistency::parse(text(part)?).map_err(Trouble::Growth)?;
                if (proof.from, proof.to) == (from, to) { Ok(proof) } else { Err(Trouble::OldAnswers) }
            }
        }
    }

    /// The letters of this node behind a leaf, unverified.
    pub(crate) async fn letters(&self, after: Option<u64>) -> Result<Vec<Letter>, Trouble> {
        match self {
            Self::Line(city) => city.letters(after).await,
            Self::File(answers) => {
                let mut letters = Vec::new();
                for part in answers.of_kind(Kind::Letter) {
                    let letter: Letter = json(part)?;
                    let index = Receipt::parse(&letter.receipt)?.index;
                    if after.is_none_or(|after| index > after) {
                        letters.push(letter);
                    }
                }
                Ok(letters)
            }
        }
    }

    /// Waits a moment before asking again; a file will not say anything else later.
    pub(crate) async fn moment(&self) {
        match self {
            Self::Line(city) => city.moment().await,
            Self::File(_) => tokio::time::sleep(Duration::ZERO).await,
        }
    }
}

/// The part of a kind and name.
fn one<'a>(answers: &Package<'a>, kind: Kind, of: Option<Sha>) -> Option<Part<'a>> {
    answers.of_kind(kind).find(|part| part.of == of)
}

/// The problem a file of answers names, if it does.
pub(crate) fn refused(answers: &Package<'_>, kind: Kind, of: Option<Sha>) -> Result<(), Trouble> {
    let Some(part) = one(answers, kind, of) else { return Ok(()) };
    let body: ProblemBody = json(part)?;
    let problem = Problem::from_code(&body.kind).ok_or(Trouble::NotUnderstood(FILE))?;
    Err(Trouble::Refused(problem, Box::new(body)))
}

fn text(part: Part<'_>) -> Result<&str, Trouble> {
    part.text().ok_or(Trouble::NotUnderstood(FILE))
}

/// A part that is JSON.
pub(crate) fn json<T: DeserializeOwned>(part: Part<'_>) -> Result<T, Trouble> {
    serde_json::from_slice(part.bytes).map_err(|_| Trouble::NotUnderstood(FILE))
}
