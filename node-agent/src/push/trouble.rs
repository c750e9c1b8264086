//! Why talking to the city did not get on, in words a person can act on.

use chrono::{DateTime, Utc};
use schemas::{
    consistency::ConsistencyFault,
    letter::LetterFault,
    note::NoteFault,
    period::china,
    problem::{Next, Problem, ProblemBody},
    receipt::ReceiptFault,
    text::Text,
};

use crate::{trust::is_distrust, words};

/// Why talking to the city did not get on. None of these changes the state of an item.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// No answer came; the city may or may not have acted.
    #[error("no answer from the city")]
    Unreachable(#[source] reqwest::Error),
    /// The city names a problem that may pass, or one that is not an item's.
    #[error("the city answers {}", .0.code())]
    Refused(Problem, Box<ProblemBody>),
    /// The answer is not one of the city's program.
    #[error("an answer with status {0} that is not understood")]
    NotUnderstood(u16),
    /// The receipt does not prove what it should.
    #[error("the receipt is refused")]
    Receipt(#[from] ReceiptFault),
    /// The log shows two histories, or shrank; both checkpoints are kept.
    #[error("the checkpoint of size {0} and the one verified before are of two histories")]
    Fork(u64),
    /// The proof that the log has only grown cannot stand.
    #[error("the proof of growth is refused")]
    Growth(#[source] ConsistencyFault),
    /// A letter does not prove what it should.
    #[error("a letter is refused")]
    Letter(#[source] LetterFault),
    /// The greeting is not in order.
    #[error("the greeting is not in order")]
    Greeting(#[from] NoteFault),
    /// The city was restored from a backup and takes nothing in until its log is whole again. It was given back so many
    /// letters.
    #[error("the city is recovering; {0} letters were given back")]
    Recovering(u64),
    /// The same where only files go: the next package gives back. So many letters were given back before.
    #[error("the city is recovering; the next package gives back, {0} letters were before")]
    GiveBack(u64),
    /// The city's log ended and goes on under this name; it was followed, and the next run goes on with it.
    #[error("the city's log goes on as {0}")]
    NewLog(String),
    /// Another key answers than the pinned one.
    #[error("another key answers than the pinned one")]
    OtherKey,
    /// The city is reached by files only.
    #[error("no address of the city")]
    NoLine,
    /// A file of answers says nothing of an item.
    #[error("the answers say nothing of it")]
    Unanswered,
    /// A file of answers does not follow on what is known here.
    #[error("the answers do not follow on what is known here")]
    OldAnswers,
    /// The city asked to be left alone until then.
    #[error("the city asked to be left alone until {0}")]
    Later(DateTime<Utc>),
    /// The program is ending; nothing more is asked.
    #[error("the program is ending")]
    Stopping,
    /// The system has no random numbers to sign with.
    #[error("no random numbers")]
    Random(#[source] getrandom::Error),
}

impl Trouble {
    pub(crate) fn unreachable(error: reqwest::Error) -> Self {
        Self::Unreachable(error.without_url())
    }

    /// Whether the city will never grant what was asked, however often it is asked.
    pub(crate) fn is_final(&self) -> bool {
        matches!(self, Self::Refused(problem, _) if problem.next() == Next::Stop)
    }

    /// Whether every other item would meet with it too.
    pub(super) fn is_general(&self) -> bool {
        !matches!(
            self,
            Self::Receipt(_)
                | Self::Unanswered
                | Self::Refused(Problem::DigestMismatch | Problem::UploadOffset | Problem::Internal, _)
        )
    }

    /// What happened and what to do.
    pub fn text(&self) -> Text {
        match self {
            Self::Unreachable(error) if is_distrust(error) => {
                words::push::UNTRUSTED.fill(&[("why", &crate::error::chain(error))])
            }
            Self::Unreachable(error) => {
                words::push::UNREACHABLE.fill(&[("why", &crate::error::chain(error))])
            }
            Self::Refused(problem, body) => {
                let detail = body.detail.as_deref().unwrap_or_default();
                words::push::REFUSED.fill(&[("problem", &problem.title()), ("detail", &detail)])
            }
            Self::NotUnderstood(status) => {
                words::push::NOT_UNDERSTOOD.fill(&[("status", &u32::from(*status))])
            }
            Self::Receipt(fault) => words::receipt::RECEIPT.fill(&[("why", &fault.text())]),
            Self::Growth(fault) => words::push::GROWTH.fill(&[("why", &fault.text())]),
            Self::Letter(fault) => words::push::LETTER_REFUSED.fill(&[("why", &fault.text())]),
            Self::Fork(size) => words::push::FORK.fill(&[("size", size)]),
            Self::Greeting(fault) => words::key::GREETING.fill(&[("why", &fault.to_string())]),
            Self::Recovering(letters) => words::push::RECOVERING.fill(&[("n", letters)]),
            Self::GiveBack(letters) => words::push::GIVE_BACK.fill(&[("n", letters)]),
            Self::NewLog(name) => words::push::NEW_LOG.fill(&[("name", name)]),
            Self::OtherKey => words::push::OTHER_KEY,
            Self::NoLine => words::package::NO_LINE,
            Self::Unanswered => words::package::UNANSWERED,
            Self::OldAnswers => words::package::OLD_ANSWERS,
            Self::Later(until) => words::push::LATER.fill(&[("until", &local(*until))]),
            Self::Stopping => words::push::STOPPING,
            Self::Random(error) => words::folder::DISK.fill(&[("why", &error.to_string())]),
        }
    }
}

/// An instant as people here read it.
fn local(instant: DateTime<Utc>) -> Text {
    Text::same(instant.with_timezone(&china()).format("%m-%d %H:%M").to_string())
}
