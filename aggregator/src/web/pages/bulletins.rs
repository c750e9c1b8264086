//! 通报: the bulletins of the campaign, the newest first; the staff also sees what waits to be issued.

use askama::Template;
use schemas::{
    period::Period,
    text::{Lang, Text},
};

use super::shell::{Frame, Section, Shell};
use crate::{
    bulletin::issue::numbered,
    figures,
    store::bulletin::{Kept, State},
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{bulletin as words, frame as frame_words},
};

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "bulletins.html")]
pub struct BulletinsPage {
    shell: Shell,
    draft: Option<(String, Address)>,
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    number: String,
    title: String,
    href: Address,
    mark: Mark,
    state: String,
}

impl BulletinsPage {
    /// The list; `draft` is the period whose bulletin may be drafted.
    pub fn new(frame: &Frame, bulletins: &[Kept], draft: Option<Period>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        let line = |kept: &Kept| Line {
            number: number(kept).get(lang).to_owned(),
            title: kept.title.clone(),
            href: links.bulletin(&kept.id, ""),
            mark: mark(kept.state, lang),
            state: state(kept).get(lang).to_owned(),
        };
        let link = |period: Period| {
            let word = words::DRAFT.fill(&[("period", &period.title())]);
            (word.get(lang).to_owned(), links.bulletin_draft())
        };
        Self {
            shell: Shell::new(frame, Some(Section::Bulletins), words::TITLE.get(lang)),
            draft: draft.map(link),
            lines: bulletins.iter().map(line).collect(),
        }
    }
}

/// The number of a bulletin, or that it has none yet.
pub(super) fn number(kept: &Kept) -> Text {
    kept.number.map_or(words::UNNUMBERED, |(year, number)| numbered(year, number))
}

/// Where it stands.
pub(super) fn mark(state: State, lang: Lang) -> Mark {
    let (shape, word) = match state {
        State::Proposed => (Shape::Half, words::PROPOSED),
        State::Issued => (Shape::Ok, words::ISSUED),
        State::Withdrawn => (Shape::Off, words::WITHDRAWN),
    };
    Mark::new(shape, word.get(lang))
}

/// When it was issued or proposed.
pub(super) fn state(kept: &Kept) -> Text {
    match (kept.issued_at, kept.leaf) {
        (Some(at), Some(leaf)) => words::ISSUED_ON.fill(&[("at", &figures::second(at)), ("leaf", &leaf)]),
        _ => {
            words::PROPOSED_BY.fill(&[("at", &figures::second(kept.proposed_at)), ("by", &kept.proposed_by)])
        }
    }
}
