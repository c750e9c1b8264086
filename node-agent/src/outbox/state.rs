//! Where a statement stands on its way to the city (PROTOCOL §8.5).

use schemas::{problem::Problem, text::Text, wire::FilingState};

use crate::words;

/// State of an item of the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Signed and on this disk; the city may or may not have it. Sending again is always right.
    Sealed,
    /// 待会签: it waits for the signature of the bureau's leader, and is not sent.
    Unsigned,
    /// The leader will not sign it; it is kept and not sent.
    Declined,
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
    /// The word in the store; what waits for a countersignature is *sealed* there, with a mark of its own.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sealed | Self::Unsigned => "sealed",
            Self::Receipted => "receipted",
            Self::Stored => "stored",
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Returned => "returned",
            Self::Voided => "voided",
            Self::Superseded => "superseded",
            Self::Adopted => "adopted",
            Self::Blocked(_) | Self::Declined => "blocked",
            Self::Quarantined => "quarantined",
        }
    }

    /// The state of a word and, for *blocked*, the code of its problem; for *sealed*, whether a signature is missing.
    pub(super) fn parse(code: &str, problem: Option<&str>, unsigned: bool) -> Option<Self> {
        let waited = [Self::Unsigned, Self::Declined];
        let waited =
            waited.into_iter().find(|state| unsigned && state.code() == code && state.problem() == problem);
        if waited.is_some() {
            return waited;
        }
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

    /// The code of the problem that goes with the word in the store.
    pub(super) fn problem(self) -> Option<&'static str> {
        match self {
            Self::Blocked(problem) => Some(problem.code()),
            Self::Declined => Some(Problem::OfficerSignatureMissing.code()),
            _ => None,
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
            Self::Sealed => words::outbox::SEALED,
            Self::Unsigned => words::outbox::UNSIGNED,
            Self::Declined => words::officer::DECLINED,
            Self::Receipted => words::outbox::RECEIPTED,
            Self::Stored => words::outbox::STORED,
            Self::Valid => words::outbox::VALID,
            Self::Invalid => words::outbox::INVALID,
            Self::Returned => words::outbox::RETURNED,
            Self::Voided => words::outbox::VOIDED,
            Self::Superseded => words::outbox::SUPERSEDED,
            Self::Adopted => words::outbox::ADOPTED,
            Self::Blocked(problem) => words::outbox::BLOCKED.fill(&[("why", &problem.title())]),
            Self::Quarantined => words::outbox::QUARANTINED,
        }
    }
}
