//! Where a statement stands on its way to the city (PROTOCOL §8.5).

use schemas::{problem::Problem, text::Text, wire::FilingState};

use crate::words;

/// State of an item of the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Signed and on this disk; the city may or may not have it. Sending again is always right.
    Sealed,
    /// 已回执: its receipt was verified and is on this disk.
    Receipted,
    /// The rows are with the city and not yet judged.
    Stored,
    /// 已校验: the rows stand.
    Valid,
    /// The rows cannot stand; the findings say why.
    Invalid,
    /// 退回: the city sent it back; the findings say why.
    Returned,
    /// 已撤回: withdrawn by this statement.
    Voided,
    /// A later revision took its place.
    Superseded,
    /// Sealed anew after a loss; an earlier statement with equal content is in force and was adopted (RULINGS 16).
    Adopted,
    /// The city refuses it; a person must look.
    Blocked(Problem),
    /// Its bytes on this disk are damaged; it is kept and not sent.
    Quarantined,
}

impl State {
    /// The word in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sealed => "sealed",
            Self::Receipted => "receipted",
            Self::Stored => "stored",
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Returned => "returned",
            Self::Voided => "voided",
            Self::Superseded => "superseded",
            Self::Adopted => "adopted",
            Self::Blocked(_) => "blocked",
            Self::Quarantined => "quarantined",
        }
    }

    /// The state of a word and, for *blocked*, the code of its problem.
    pub(super) fn parse(code: &str, problem: Option<&str>) -> Option<Self> {
        let plain = [
            Self::Sealed,
            Self::Receipted,
            Self::Stored,
            Self::Valid,
            Self::Invalid,
            Self::Returned,
            Self::Voided,
            Self::Superseded,
            Self::Adopted,
            Self::Quarantined,
        ];
        match problem {
            None => plain.into_iter().find(|state| state.code() == code),
            Some(problem) => (code == "blocked").then(|| Problem::from_code(problem).map(Self::Blocked))?,
        }
    }

    /// What the city's word for a filing means here. A filing the city still waits for stays as it is.
    pub(crate) fn from_city(state: FilingState) -> Option<Self> {
        match state {
            FilingState::Receipted | FilingState::Defaulted => None,
            FilingState::Validated | FilingState::Confirmed => Some(Self::Valid),
            FilingState::Invalid => Some(Self::Invalid),
            FilingState::Returned => Some(Self::Returned),
            FilingState::Voided => Some(Self::Voided),
            FilingState::Superseded => Some(Self::Superseded),
        }
    }

    /// The words for a person.
    pub fn title(self) -> Text {
        match self {
            Self::Sealed => words::SEALED,
            Self::Receipted => words::RECEIPTED,
            Self::Stored => words::STORED,
            Self::Valid => words::VALID,
            Self::Invalid => words::INVALID,
            Self::Returned => words::RETURNED,
            Self::Voided => words::VOIDED,
            Self::Superseded => words::SUPERSEDED,
            Self::Adopted => words::ADOPTED,
            Self::Blocked(problem) => words::BLOCKED.fill(&[("why", &problem.title())]),
            Self::Quarantined => words::QUARANTINED,
        }
    }
}
