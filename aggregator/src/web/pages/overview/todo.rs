//! What needs somebody now, each with the way to do it.

use askama::{Template, filters::HtmlSafe};
use schemas::{
    bureau::BureauCode,
    text::{Lang, Text},
};

use super::May;
use crate::{
    figures,
    obligation::{Obligation, State},
    supervision::proposal::Proposal,
    web::{
        city::City,
        links::{Address, Links},
        mark::Shape,
    },
    words::{filing, overview as words, supervision},
};

/// Most items of one kind; the rest is counted.
const EACH: usize = 6;
/// Most reasons of a proposal; the bureau's profile has all.
const REASONS: usize = 2;

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "overview/todo.html")]
pub struct ToDo {
    lang: Lang,
    all: usize,
    count: String,
    items: Vec<Item>,
    more: Option<(String, Address)>,
}

impl HtmlSafe for ToDo {}

/// What waits of supervision, by what is to be done; nothing for who may not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// Proposals that wait for a leader.
    pub to_approve: usize,
    /// Cases whose inspection was passed, to be ended.
    pub to_end: usize,
    /// Cases whose bureau asks to be inspected.
    pub to_inspect: usize,
    /// Cases that are overdue.
    pub overdue: usize,
    /// Matters handed up or across.
    pub to_take: usize,
}

#[derive(Clone, Debug)]
struct Item {
    shape: Shape,
    title: String,
    href: Address,
    what: String,
    act: String,
}

impl ToDo {
    pub(super) fn new(city: City<'_>, links: Links, may: May) -> Self {
        let lang = links.lang;
        let kinds: [(&[State], Ask); 3] = [
            (&[State::Invalid, State::Returned], amend),
            (&[State::Validated], confirm),
            (&[State::Overdue, State::Missing], remind),
        ];
        let (mut items, mut all) = (Vec::new(), city.proposals.len());
        for (states, ask) in kinds {
            let owing = in_state(city, states);
            all += owing.len();
            items.extend(owing.iter().take(EACH).map(|(bureau, owed)| ask(city, links, may, bureau, owed)));
        }
        items.extend(city.proposals.iter().take(EACH).map(|proposal| propose(city, links, proposal)));
        let more = all - items.len();
        Self {
            lang,
            all,
            count: words::ITEMS.fill(&[("count", &all)]).get(lang).to_owned(),
            more: (more > 0).then(|| {
                let words = words::MORE_ITEMS.fill(&[("count", &more)]);
                (words.get(lang).to_owned(), links.filings())
            }),
            items,
        }
    }
}

impl ToDo {
    /// Puts what waits of supervision before everything else.
    pub(super) fn put(&mut self, pending: Pending, links: Links) {
        let lang = links.lang;
        let board = links.supervision();
        let waits = [
            (pending.to_approve, supervision::TODO_APPROVE, board.clone()),
            (pending.to_end, supervision::TODO_END, board.clone()),
            (pending.overdue, supervision::TODO_OVERDUE, board.clone()),
            (pending.to_inspect, supervision::TODO_INSPECT, board),
            (pending.to_take, supervision::TODO_TAKE, links.plain("/supervision/handovers")),
        ];
        let item = |(n, title, href): (usize, Text, Address)| Item {
            shape: Shape::Half,
            title: title.fill(&[("n", &n)]).get(lang).to_owned(),
            href,
            what: String::new(),
            act: supervision::TODO_ACT.get(lang).to_owned(),
        };
        let new: Vec<Item> = waits.into_iter().filter(|(n, ..)| *n > 0).map(item).collect();
        self.all += new.len();
        self.items.splice(0..0, new);
        self.count = words::ITEMS.fill(&[("count", &self.all)]).get(lang).to_owned();
    }
}

/// A bureau with those of its obligations that are in some states.
type Owing<'a> = (&'a BureauCode, Vec<(&'a String, &'a Obligation)>);

/// What is asked of somebody about obligations of a bureau.
type Ask = fn(City<'_>, Links, May, &BureauCode, &[(&String, &Obligation)]) -> Item;

fn in_state<'a>(city: City<'a>, states: &[State]) -> Vec<Owing<'a>> {
    let owing = city.field.bureaus.iter().filter_map(|bureau| {
        let forms = city.obligations.get(&bureau.code)?;
        let owed: Vec<_> = forms.iter().filter(|(_, owed)| states.contains(&owed.state)).collect();
        (!owed.is_empty()).then_some((&bureau.code, owed))
    });
    owing.collect()
}

/// The forms by name if they are few, else their number.
fn forms(city: City<'_>, owed: &[(&String, &Obligation)], lang: Lang) -> String {
    match owed.len() {
        1 | 2 => {
            let names: Vec<String> = owed.iter().map(|(form, _)| city.form_name(form, lang)).collect();
            figures::listed(&names, lang)
        }
        count => words::LEDGERS.fill(&[("count", &count)]).get(lang).to_owned(),
    }
}

/// One filing if there is one, else the bureau with all of them.
fn way(city: City<'_>, links: Links, bureau: &BureauCode, owed: &[(&String, &Obligation)]) -> Address {
    match owed {
        [(form, _)] => links.filing(bureau, form, city.period()),
        _ => links.bureau(bureau),
    }
}

fn amend(city: City<'_>, links: Links, _: May, bureau: &BureauCode, owed: &[(&String, &Obligation)]) -> Item {
    let lang = links.lang;
    let name = city.name(bureau, lang);
    let what = words::TO_AMEND_WHAT.fill(&[("forms", &forms(city, owed, lang))]);
    Item {
        shape: Shape::Bad,
        title: words::TO_AMEND.fill(&[("bureau", &name)]).get(lang).to_owned(),
        href: way(city, links, bureau, owed),
        what: what.get(lang).to_owned(),
        act: filing::SEE_FILING.get(lang).to_owned(),
    }
}

fn confirm(
    city: City<'_>,
    links: Links,
    may: May,
    bureau: &BureauCode,
    owed: &[(&String, &Obligation)],
) -> Item {
    let lang = links.lang;
    let name = city.name(bureau, lang);
    let received = owed.iter().filter_map(|(form, _)| city.act(bureau, form)).map(|act| act.received).max();
    let at = received.map_or_else(String::new, figures::minute);
    let late = owed.iter().map(|(_, owed)| owed.late_days).max().unwrap_or(0);
    let mut what =
        vec![forms(city, owed, lang), filing::RECEIVED_AT.fill(&[("at", &at)]).get(lang).to_owned()];
    if late > 0 {
        what.push(filing::LATE_DAYS.fill(&[("days", &late)]).get(lang).to_owned());
    }
    Item {
        shape: Shape::Half,
        title: words::TO_CONFIRM.fill(&[("bureau", &name)]).get(lang).to_owned(),
        href: way(city, links, bureau, owed),
        what: together(vec![sentence(&what, lang), words::TO_CONFIRM_EFFECT.get(lang).to_owned()], lang),
        act: if may.confirm { filing::REVIEW } else { filing::SEE_FILING }.get(lang).to_owned(),
    }
}

fn remind(
    city: City<'_>,
    links: Links,
    may: May,
    bureau: &BureauCode,
    owed: &[(&String, &Obligation)],
) -> Item {
    let lang = links.lang;
    let name = city.name(bureau, lang);
    let mut what = vec![forms(city, owed, lang)];
    let reminded = city.reminders.get(bureau).copied().unwrap_or(0);
    let mut after = None;
    if let Some((_, first)) = owed.first() {
        let days = city.overdue_days(first);
        what.push(filing::OVERDUE_DAYS.fill(&[("days", &days)]).get(lang).to_owned());
        let day = figures::day_in_words(first.deadline.grace_day(), lang);
        let grace = if first.state == State::Missing { words::GRACE_ENDED } else { words::GRACE_ENDS };
        after = Some(grace.fill(&[("day", &day)]).get(lang).to_owned());
    }
    if reminded > 0 {
        what.push(filing::REMINDED_TIMES.fill(&[("times", &reminded)]).get(lang).to_owned());
    }
    let act = match (may.remind, reminded) {
        (false, _) => filing::SEE_FILING,
        (true, 0) => filing::REMIND,
        (true, _) => filing::REMIND_AGAIN,
    };
    let after = after.map(|after| sentence(&[after], lang));
    Item {
        shape: Shape::Absent,
        title: words::NOT_FILED_BY.fill(&[("bureau", &name)]).get(lang).to_owned(),
        href: links.filings().and("state", "not-filed"),
        what: together([Some(sentence(&what, lang)), after].into_iter().flatten().collect(), lang),
        act: act.get(lang).to_owned(),
    }
}

fn propose(city: City<'_>, links: Links, proposal: &Proposal) -> Item {
    let lang = links.lang;
    let families: Vec<String> =
        proposal.families().into_iter().map(|family| family.title().get(lang).to_owned()).collect();
    let title = words::PROPOSED.fill(&[
        ("bureau", &city.name(&proposal.bureau, lang)),
        ("families", &figures::listed(&families, lang)),
    ]);
    let named = proposal.reasons.iter().take(REASONS).map(|reason| reason.sentence.get(lang).to_owned());
    let more = proposal.reasons.len().saturating_sub(REASONS);
    let more = (more > 0).then(|| words::MORE_REASONS.fill(&[("count", &more)]).get(lang).to_owned());
    let reasons: Vec<String> = named.chain(more).collect();
    let later = (!proposal.ripe).then(|| words::PROPOSED_LATER.get(lang).to_owned());
    let mark = match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    };
    let sentences = [Some(sentence(&[reasons.join(mark)], lang)), later].into_iter().flatten().collect();
    Item {
        shape: Shape::Bad,
        title: title.get(lang).to_owned(),
        href: links.supervision(),
        what: together(sentences, lang),
        act: words::SEE_EVIDENCE.get(lang).to_owned(),
    }
}

/// Parts as one sentence.
fn sentence(parts: &[String], lang: Lang) -> String {
    match lang {
        Lang::Zh => parts.join("，") + "。",
        Lang::En => parts.join(", ") + ".",
    }
}

/// Sentences one after the other.
fn together(sentences: Vec<String>, lang: Lang) -> String {
    sentences.join(match lang {
        Lang::Zh => "",
        Lang::En => " ",
    })
}
