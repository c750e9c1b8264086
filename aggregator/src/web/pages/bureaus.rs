//! 单位: the bureaus of the campaign by kind, each with its state and its place.

use askama::Template;
use schemas::bureau::{Bureau, Kind};

use super::shell::{Frame, Section, Shell};
use crate::{
    figures::{self, DASH},
    measure::composite::CompositePlace,
    web::{
        city::City,
        links::{Address, Links},
        mark::{Mark, state_shape, state_word},
    },
    words::{filing as filing_words, frame as frame_words, overview as words},
};

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "bureaus.html")]
pub struct BureausPage {
    shell: Shell,
    state: String,
    groups: Vec<Group>,
}

#[derive(Clone, Debug)]
struct Group {
    kind: Kind,
    title: String,
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    code: String,
    name: String,
    href: Address,
    mark: Option<Mark>,
    place: String,
}

impl BureausPage {
    /// The bureaus of the campaign, in official order within their kind.
    pub fn new(frame: &Frame, city: City<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: Some(city.period()) };
        let mut groups: Vec<Group> = Vec::new();
        for bureau in city.field.bureaus {
            let line = Line::new(city, links, bureau);
            match groups.iter_mut().find(|group| group.kind == bureau.kind) {
                Some(group) => group.lines.push(line),
                None => groups.push(Group {
                    kind: bureau.kind,
                    title: bureau.kind.title().get(lang).to_owned(),
                    lines: vec![line],
                }),
            }
        }
        let count = words::BUREAU_COUNT.fill(&[("count", &city.field.bureaus.len())]);
        let mut state = city.state(lang);
        state.insert(1, count.get(lang).to_owned());
        Self {
            shell: Shell::new(frame, Some(Section::Bureaus), frame_words::BUREAUS.get(lang)),
            state: figures::joined(&state, lang),
            groups,
        }
    }
}

impl Line {
    fn new(city: City<'_>, links: Links, bureau: &Bureau) -> Self {
        let place = city.standings.composite.row(&bureau.code).and_then(|row| match row.place {
            CompositePlace::Ranked(rank) => Some(rank.to_string()),
            _ => None,
        });
        let whole = city.whole(&bureau.code);
        Self {
            code: bureau.code.to_string(),
            name: bureau.name.get(links.lang).to_owned(),
            href: links.bureau(&bureau.code),
            mark: whole.map(|whole| Mark::new(state_shape(whole.state), state_word(whole.state, links.lang))),
            place: place.unwrap_or_else(|| DASH.into()),
        }
    }
}
