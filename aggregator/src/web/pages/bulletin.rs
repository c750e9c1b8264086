//! One bulletin as it is read and printed, or its draft before anybody proposes it.

use askama::Template;
use schemas::period::Period;

use super::{
    bulletins::{mark, number, state},
    shell::{Frame, Section, Shell},
};
use crate::{
    bulletin::{
        draft::{self, Annex, Content, Terms},
        issue::{Drafted, MAX_DEMANDS},
    },
    figures,
    store::bulletin::{Kept, State},
    web::{
        links::{Address, Links},
        mark::Mark,
    },
    words::{bulletin as words, frame as frame_words, place as place_words},
};

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "bulletin.html")]
pub struct BulletinPage {
    shell: Shell,
    back: Address,
    title: String,
    number: String,
    mark: Option<Mark>,
    state: String,
    sections: Vec<draft::Section>,
    annex: Option<Annex>,
    csv: Option<Address>,
    hash: Option<String>,
    propose: Option<Propose>,
    held: Option<String>,
    decide: Option<Decide>,
    caption: Option<String>,
}

/// The form by which a draft is proposed.
#[derive(Clone, Debug)]
struct Propose {
    action: Address,
    period: Period,
    most: usize,
}

/// The buttons on a proposed one.
#[derive(Clone, Debug)]
struct Decide {
    issue: Option<Address>,
    withdraw: Address,
}

impl BulletinPage {
    /// The draft of a period.
    pub fn of_draft(frame: &Frame, terms: Terms<'_>, drafted: &Drafted) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        let content = &drafted.content;
        let period = content.snapshot.period;
        let title = draft::title(terms.campaign, period);
        let shown = words::DRAFT_OF.fill(&[("title", &title)]).get(lang).to_owned();
        let held = drafted
            .grace
            .map(|day| words::BEFORE_GRACE.fill(&[("day", &figures::day_text(day))]).get(lang).to_owned());
        let propose = Propose { action: links.bulletins(), period, most: MAX_DEMANDS };
        Self {
            propose: held.is_none().then_some(propose),
            held,
            number: words::UNNUMBERED.get(lang).to_owned(),
            state: words::DRAFT_NOTE.get(lang).to_owned(),
            ..Self::of(frame, terms, shown, Some(content))
        }
    }

    /// One that is kept; without content where a restore has lost it. `may` says whether the reader may act on it, and whether issue it.
    pub fn of_kept(
        frame: &Frame,
        terms: Terms<'_>,
        kept: &Kept,
        content: Option<&Content>,
        may: Option<bool>,
    ) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        let open = may.filter(|_| kept.state == State::Proposed);
        let decide = open.map(|issue| Decide {
            issue: issue.then(|| links.bulletin(&kept.id, "/issue")),
            withdraw: links.bulletin(&kept.id, "/withdraw"),
        });
        let hash = words::CONTENT_HASH.fill(&[("hash", &kept.sha256.to_string())]);
        Self {
            decide,
            number: number(kept).get(lang).to_owned(),
            mark: Some(mark(kept.state, lang)),
            state: state(kept).get(lang).to_owned(),
            csv: content.map(|_| links.bulletin(&kept.id, "/annex.csv")),
            hash: Some(hash.get(lang).to_owned()),
            ..Self::of(frame, terms, draft::title(terms.campaign, kept.period).get(lang).to_owned(), content)
        }
    }

    /// What a draft and a kept one have in common.
    fn of(frame: &Frame, terms: Terms<'_>, title: String, content: Option<&Content>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        Self {
            shell: Shell::new(frame, Some(Section::Bulletins), &title),
            back: links.bulletins(),
            title,
            number: String::new(),
            mark: None,
            state: String::new(),
            sections: content.map(|content| content.sections(terms, lang)).unwrap_or_default(),
            annex: content.map(|content| content.annex(terms, lang)),
            csv: None,
            hash: None,
            propose: None,
            held: None,
            decide: None,
            caption: terms.campaign.caption.as_ref().map(|caption| caption.get(lang).to_owned()),
        }
    }
}
