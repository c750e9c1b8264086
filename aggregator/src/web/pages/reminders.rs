//! 提醒记录: every message to the bureaus in the reader's scope with its way and outcome, and where each bureau is reached.

use askama::Template;
use schemas::{
    bureau::{Bureau, BureauCode},
    text::{Lang, Text},
};

use super::{
    paging::Paging,
    shell::{Frame, Section, Shell},
};
use crate::{
    figures,
    reminder::{digest::RULE, directive::STEP, words::step},
    store::{
        contact::{Contact, Post},
        message::{Channel, Fate, Message},
    },
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{filing as filing_words, frame as frame_words, reminder as words},
};

/// Most messages on one page.
pub const MESSAGES: usize = 100;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The bureaus in the reader's scope.
    pub bureaus: &'a [Bureau],
    /// A page of messages, newest first.
    pub messages: &'a [Message],
    /// How many there are in all.
    pub all: usize,
    /// Their contacts.
    pub contacts: &'a [Contact],
    /// The page, from 1.
    pub page: usize,
    /// Whether the campaign reminds by itself.
    pub by_rule: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "reminders.html")]
pub struct RemindersPage {
    shell: Shell,
    state: String,
    rows: Vec<Row>,
    contacts: Vec<(String, Address, String, String)>,
    paging: Paging,
}

#[derive(Clone, Debug)]
struct Row {
    made: String,
    bureau: String,
    step: String,
    about: Vec<(String, Address)>,
    channel: String,
    address: String,
    mark: Mark,
    note: String,
    tries: u32,
    by: String,
}

/// A channel in words.
pub fn channel_word(channel: Channel) -> Text {
    match channel {
        Channel::Portal => words::PORTAL,
        Channel::Agent => words::AGENT,
        Channel::Email => words::EMAIL,
        Channel::Webhook => words::WEBHOOK,
    }
}

fn mark(fate: Fate, lang: Lang) -> Mark {
    let (shape, word) = match fate {
        Fate::Waiting => (Shape::Half, words::WAITING),
        Fate::Sent => (Shape::Ok, words::SENT),
        Fate::Failed => (Shape::Bad, words::FAILED),
        Fate::Moot => (Shape::Off, words::MOOT),
    };
    Mark::new(shape, word.get(lang))
}

impl RemindersPage {
    /// The page.
    pub fn new(frame: &Frame, asked: Asked<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        let name = |code: &BureauCode| {
            let bureau = asked.bureaus.iter().find(|bureau| bureau.code == *code);
            bureau.map_or_else(|| code.to_string(), |bureau| bureau.name.get(lang).to_owned())
        };
        let rule = if asked.by_rule { words::BY_ITSELF } else { words::BY_HAND };
        let state = [words::COUNT.fill(&[("n", &asked.all)]), rule];
        let state: Vec<String> = state.iter().map(|part| part.get(lang).to_owned()).collect();
        let rows = asked.messages.iter().map(|message| Row {
            made: figures::minute(message.made),
            bureau: name(&message.bureau),
            step: step(&message.step).get(lang).to_owned(),
            about: message
                .about
                .iter()
                .map(|about| {
                    if let (STEP, Ok(serial)) = (message.step.as_str(), about.subject.parse()) {
                        return (about.subject.clone(), links.directive(&serial));
                    }
                    let words = format!("{} {}", about.form, about.period.title().get(lang));
                    (words, links.filing(&message.bureau, &about.form, about.period))
                })
                .collect(),
            channel: channel_word(message.channel).get(lang).to_owned(),
            address: message.address.clone(),
            mark: mark(message.fate, lang),
            note: note(message, lang),
            tries: message.tries,
            by: if message.by == RULE { words::RULE.get(lang).to_owned() } else { message.by.clone() },
        });
        let contacts = asked.bureaus.iter().map(|bureau| {
            let of = |post: Post| {
                let own = asked.contacts.iter().filter(|one| one.bureau == bureau.code && one.post == post);
                let own: Vec<String> = own.map(|one| one.address.clone()).collect();
                figures::listed(&own, lang)
            };
            let filing = match of(Post::Filing) {
                none if none.is_empty() => words::NO_CONTACT.get(lang).to_owned(),
                some => some,
            };
            (bureau.name.get(lang).to_owned(), links.bureau(&bureau.code), filing, of(Post::Leader))
        });
        Self {
            shell: Shell::new(frame, Some(Section::Filings), words::TITLE.get(lang)),
            state: figures::joined(&state, lang),
            rows: rows.collect(),
            contacts: contacts.collect(),
            paging: Paging::new(asked.page, MESSAGES, asked.all, &links.reminders(), lang),
        }
    }
}

/// How it went, and when it is tried again.
fn note(message: &Message, lang: Lang) -> String {
    let again = (message.fate == Fate::Waiting && message.tries > 0)
        .then(|| words::AGAIN_AT.fill(&[("at", &figures::minute(message.next))]).get(lang).to_owned());
    let said = (!message.note.is_empty()).then(|| message.note.clone());
    let at = message.ended.filter(|_| message.fate != Fate::Waiting).map(figures::minute);
    let parts: Vec<String> = said.into_iter().chain(again).chain(at).collect();
    figures::joined(&parts, lang)
}
