//! What a department does with what was put to it: the next step in words, and the form with which it answers.

use chrono::NaiveDate;
use schemas::{
    directive::{AnswerKind, MAX_ANSWER},
    period::day_of,
    text::Text,
};

use super::one::Asked;
use crate::{
    supervision::case::Case,
    web::links::{Address, Links},
    words::department as words,
};

/// The form of an answer.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) action: Address,
    pub(super) kinds: Vec<(&'static str, String, bool)>,
    pub(super) first: String,
    pub(super) today: String,
    pub(super) most: usize,
}

/// The next step in words, to the department that answers.
pub(super) fn next_of_department(case: &Case, today: NaiveDate) -> Text {
    let standing = &case.standing;
    match (standing.stage, standing.next_answer()) {
        (stage, _) if stage.is_over() => words::OVER_NEXT,
        _ if standing.is_overdue(today) => words::OVERDUE_NEXT,
        (_, Some(answer)) => words::ANSWER_NEXT.fill(&[("answer", &answer.title())]),
        (_, None) => words::WAIT_NEXT,
    }
}

impl Reply {
    /// The form, for the department it was put to while it is under way.
    pub(super) fn of(asked: Asked<'_>, links: Links) -> Option<Self> {
        let (lang, case) = (links.lang, asked.case);
        let own = asked.role.department().is_some() && !case.standing.stage.is_over();
        let next = case.standing.next_answer().unwrap_or(AnswerKind::Progress);
        let kinds = AnswerKind::ALL
            .iter()
            .map(|kind| (kind.code(), kind.title().get(lang).to_owned(), *kind == next));
        own.then(|| Self {
            action: links.plain("/department/directive"),
            kinds: kinds.collect(),
            first: day_of(case.issued.at).to_string(),
            today: asked.today.to_string(),
            most: MAX_ANSWER,
        })
    }
}
