//! 积案: what is open of a ledger by how long it has been so, bureau by bureau, and what is left of the cases from before the campaign.

use askama::Template;
use schemas::{form::Form, text::Lang};

use super::shell::{Frame, Section, Shell};
use crate::{
    figures::{self, DASH},
    measure::backlog::{AGES, Backlog, Own},
    web::{
        city::City,
        links::{Address, Links},
    },
    words::{backlog as words, frame as frame_words, situation as situation_words},
};

/// Width of the longest bar.
const WIDTH: i64 = 240;

/// What the page is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The ledgers that have ages.
    pub forms: &'a [&'a Form],
    /// The one that is shown, and what is open of it.
    pub chosen: Option<(&'a Form, &'a Backlog)>,
    /// How many bureaus the reader sees.
    pub seen: usize,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "backlog.html")]
pub struct BacklogPage {
    shell: Shell,
    situation: Address,
    state: String,
    forms: Vec<(String, Address, bool)>,
    heads: Vec<String>,
    cleared: bool,
    all: Line,
    bureaus: Vec<(Address, Line)>,
    way: Vec<(String, String, i64)>,
    whole: String,
    none: Option<String>,
    caption: Option<String>,
}

/// A bureau, or all of them.
#[derive(Clone, Debug, Default)]
struct Line {
    name: String,
    ages: Vec<String>,
    cleared: Vec<String>,
}

impl BacklogPage {
    /// What is open at the end of a period.
    pub fn new(frame: &Frame, city: City<'_>, asked: Asked<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: Some(city.period()) };
        let filed = asked.chosen.filter(|(_, backlog)| !backlog.bureaus.is_empty());
        let open = filed.map_or(0, |(_, backlog)| backlog.all.ages.first().copied().unwrap_or(0));
        let filers = filed.map_or(0, |(_, backlog)| backlog.bureaus.len());
        let state = [
            city.period().title(),
            words::OPEN.fill(&[("n", &figures::count(open))]),
            words::FILERS.fill(&[("filers", &filers), ("all", &asked.seen)]),
        ];
        let state: Vec<String> = state.iter().map(|part| part.get(lang).to_owned()).collect();
        let form = |form: &&Form| {
            let current = asked.chosen.is_some_and(|(chosen, _)| chosen.form == form.form);
            (form.name.get(lang).to_owned(), links.backlog(Some(&form.form)), current)
        };
        let bureaus = filed.into_iter().flat_map(|(_, backlog)| &backlog.bureaus);
        let bureaus = bureaus.map(|(code, own)| (links.bureau(code), Line::new(city.name(code, lang), own)));
        let way = filed.map_or(&[][..], |(_, backlog)| &backlog.way);
        let most = way.iter().map(|step| step.left).max().unwrap_or(0);
        let none = match (asked.chosen, filed) {
            (None, _) => Some(words::NONE),
            (Some(_), None) => Some(words::NOT_FILED),
            _ => None,
        };
        let whole = filed.map_or(0, |(_, backlog)| backlog.whole);
        Self {
            shell: Shell::new(frame, Some(Section::Cases), words::TITLE.get(lang)),
            situation: links.situation(),
            state: figures::joined(&state, lang),
            forms: asked.forms.iter().map(form).collect(),
            heads: AGES.iter().map(|(_, days)| head(*days, lang)).collect(),
            cleared: !way.is_empty(),
            all: filed
                .map(|(_, backlog)| Line::new(words::TOGETHER.get(lang).to_owned(), &backlog.all))
                .unwrap_or_default(),
            bureaus: bureaus.collect(),
            way: way
                .iter()
                .map(|step| {
                    let width = (step.left * WIDTH).checked_div(most).unwrap_or(0).max(0);
                    (step.period.title().get(lang).to_owned(), figures::count(step.left), width)
                })
                .collect(),
            whole: words::OF_WHOLE.fill(&[("n", &whole)]).get(lang).to_owned(),
            none: none.map(|words| words.get(lang).to_owned()),
            caption: city.field.campaign.caption.as_ref().map(|caption| caption.get(lang).to_owned()),
        }
    }
}

fn head(days: Option<i64>, lang: Lang) -> String {
    let head = days.map_or(words::ALL_OPEN, |days| words::OVER.fill(&[("days", &days)]));
    head.get(lang).to_owned()
}

impl Line {
    fn new(name: String, own: &Own) -> Self {
        let cleared = match own.cleared {
            Some((open, closed)) => [open, closed, open - closed].map(figures::count),
            None => [(); 3].map(|()| DASH.to_owned()),
        };
        Self { name, ages: own.ages.iter().copied().map(figures::count).collect(), cleared: cleared.into() }
    }
}
