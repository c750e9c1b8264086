//! The history of a filing, newest first: revisions, and the day it was due.

use schemas::{campaign::Deadline, duty_act::Change, statement::Kind, text::Lang, wire::FilingState};

use super::{Matter, Revision};
use crate::{figures, store::duty::Decided, web::mark::Shape, words::filing as words};

/// An act or an instant, in the order of time.
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
    let revised = matter.revisions.iter().rev().map(|revision| (revision.received, revised(revision, lang)));
    let decided = matter.decided.iter().map(|one| (one.at, decided(one, lang)));
    let due = matter.obligation.map(|owed| (owed.deadline.due, deadline(&owed.deadline, lang)));
    let mut acts: Vec<_> = due.into_iter().chain(revised).chain(decided).collect();
    // What is of one instant keeps its order: the day it was due before what came exactly then.
    acts.sort_by_key(|(at, _)| *at);
    acts.into_iter().rev().map(|(_, act)| act).collect()
}

fn decided(one: &Decided, lang: Lang) -> Acted {
    let title = match one.act.change {
        Change::Extended(until) => {
            words::EXTENDED_UNTIL.fill(&[("day", &figures::day_in_words(until, lang))])
        }
        Change::Exempted => words::LET_OFF,
    };
    let by = if one.by == "-" { words::BY_THE_LOG.get(lang).to_owned() } else { one.by.clone() };
    let note = words::DECIDED_BY.fill(&[("by", &by), ("leaf", &one.leaf), ("reason", &one.act.reason)]);
    Acted {
        shape: Shape::Ok,
        at: figures::minute(one.at),
        title: title.get(lang).to_owned(),
        note: note.get(lang).to_owned(),
    }
}

fn deadline(deadline: &Deadline, lang: Lang) -> Acted {
    let time = deadline.cut_off().unwrap_or_else(|| "24:00".to_owned());
    Acted {
        shape: Shape::Todo,
        at: format!("{} {time}", figures::day(deadline.due_day())),
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
