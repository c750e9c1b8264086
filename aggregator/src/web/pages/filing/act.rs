//! The history of a filing, newest first: revisions, and the day it was due.

use schemas::{statement::Kind, text::Lang, wire::FilingState};

use super::{Matter, Revision};
use crate::{figures, obligation::end_of, web::mark::Shape, words::filing as words};

/// An act or an instant.
#[derive(Clone, Debug)]
pub struct Acted {
    /// Its shape.
    pub shape: Shape,
    /// When.
    pub at: String,
    /// What.
    pub title: String,
    /// More of it.
    pub note: String,
}

pub(super) fn history(matter: Matter<'_>, lang: Lang) -> Vec<Acted> {
    let due = matter.obligation.map(|owed| owed.deadline.due);
    let mut acts: Vec<Acted> = Vec::new();
    let mut due_shown = false;
    for revision in matter.revisions {
        if let Some(day) = due.filter(|day| !due_shown && revision.received < end_of(*day)) {
            acts.push(deadline(day, lang));
            due_shown = true;
        }
        acts.push(revised(revision, lang));
    }
    if let Some(day) = due.filter(|_| !due_shown) {
        acts.push(deadline(day, lang));
    }
    acts
}

fn deadline(day: chrono::NaiveDate, lang: Lang) -> Acted {
    Acted {
        shape: Shape::Todo,
        at: format!("{} 24:00", figures::day(day)),
        title: words::DUE_PASSED.get(lang).to_owned(),
        note: String::new(),
    }
}

fn revised(revision: &Revision, lang: Lang) -> Acted {
    let title = match revision.kind {
        Kind::Nil => words::REVISION_NIL,
        Kind::Void => words::REVISION_VOID,
        Kind::Ledger | Kind::Amendment => words::REVISION,
    };
    let (shape, state) = match revision.state {
        _ if revision.figures_awaited => (Shape::Half, crate::words::recovery::FIGURES_AWAITED),
        FilingState::Receipted => (Shape::Half, words::RECEIPTED),
        FilingState::Validated => (Shape::Half, words::VALIDATED),
        FilingState::Invalid => (Shape::Bad, words::INVALID),
        FilingState::Confirmed if revision.by_rule => (Shape::Ok, words::CONFIRMED_BY_RULE),
        FilingState::Confirmed => (Shape::Ok, words::CONFIRMED),
        FilingState::Returned => (Shape::Bad, words::RETURNED),
        FilingState::Voided => (Shape::Absent, words::VOIDED),
        FilingState::Defaulted => (Shape::Absent, words::DEFAULTED),
        FilingState::Superseded => (Shape::Off, words::SUPERSEDED),
    };
    let signed = match revision.rows {
        Some(rows) => {
            let rows = figures::count(i64::try_from(rows).unwrap_or(i64::MAX));
            words::ROWS_SIGNED.fill(&[("rows", &rows), ("signer", &revision.signer)])
        }
        None => words::SIGNED.fill(&[("signer", &revision.signer)]),
    };
    let reason = revision
        .reason
        .as_ref()
        .map(|reason| words::REASON_GIVEN.fill(&[("reason", reason)]).get(lang).to_owned());
    let suspect = revision.suspect.then(|| words::KEY_SUSPECT.get(lang).to_owned());
    let earlier = revision.earlier.then(|| words::EARLIER_POLICY.get(lang).to_owned());
    let parts: Vec<String> =
        [Some(state.get(lang).to_owned()), suspect, earlier, Some(signed.get(lang).to_owned()), reason]
            .into_iter()
            .flatten()
            .collect();
    Acted {
        shape,
        at: figures::minute(revision.received),
        title: title.fill(&[("number", &revision.number)]).get(lang).to_owned(),
        note: figures::joined(&parts, lang),
    }
}
