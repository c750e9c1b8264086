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
    whole: String,
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

/// What a reader may do with a proposed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Issue it: a leader who has not proposed it.
    Issue,
    /// Take it back: the staff.
    Withdraw,
}

/// The button on a proposed one.
#[derive(Clone, Debug)]
struct Decide {
    may: May,
    action: Address,
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

    /// One that is kept; without content where a restore has lost it. `may` says what the reader may do with it.
    pub fn of_kept(
        frame: &Frame,
        terms: Terms<'_>,
        kept: &Kept,
        content: Option<&Content>,
        may: Option<May>,
    ) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        let decide = may.filter(|_| kept.state == State::Proposed).map(|may| Decide {
            action: links.bulletin(&kept.id, if may == May::Issue { "/issue" } else { "/withdraw" }),
            may,
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
            whole: place_words::WHOLE.fill(&[("whole", &terms.campaign.whole)]).get(lang).to_owned(),
            csv: None,
            hash: None,
            propose: None,
            held: None,
            decide: None,
            caption: terms.campaign.caption.as_ref().map(|caption| caption.get(lang).to_owned()),
        }
    }
}
