//! 表扬候选: whom the campaign's rule puts forward in a period, and what rules a bureau out.

use askama::Template;
use schemas::{
    campaign::Commendation,
    text::{Lang, Text},
};

use super::shell::{Frame, Section, Shell};
use crate::{
    figures,
    measure::commendation::{Candidate, Merit},
    web::{
        city::City,
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{commendation as words, frame as frame_words},
};

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "commendation.html")]
pub struct CommendationPage {
    shell: Shell,
    back: Address,
    state: String,
    lists: Vec<(String, Vec<Row>)>,
    note: Option<String>,
    none: Option<String>,
    caption: Option<String>,
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    href: Address,
    place: String,
    points: String,
    merits: String,
    bars: String,
    mark: Mark,
}

impl CommendationPage {
    /// The candidates of a period, by the rule if the campaign has one: a list for each set of weights, under its name.
    pub fn new(
        frame: &Frame,
        city: City<'_>,
        rule: Option<&Commendation>,
        candidates: &[(Text, Vec<Candidate>)],
    ) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: Some(city.period()) };
        let row = |candidate: &Candidate| {
            let merits: Vec<String> = candidate.merits.iter().map(|merit| said(*merit, rule, lang)).collect();
            let bars: Vec<String> =
                candidate.bars.iter().map(|bar| bar.title().get(lang).to_owned()).collect();
            let (shape, word) =
                if bars.is_empty() { (Shape::Ok, words::IN) } else { (Shape::Off, words::OUT) };
            Row {
                name: city.name(&candidate.bureau, lang),
                href: links.bureau(&candidate.bureau),
                place: candidate.place.to_string(),
                points: candidate.points.clone(),
                merits: figures::listed(&merits, lang),
                bars: if bars.is_empty() {
                    words::NONE.get(lang).to_owned()
                } else {
                    figures::listed(&bars, lang)
                },
                mark: Mark::new(shape, word.get(lang)),
            }
        };
        let nobody = candidates.iter().all(|(_, list)| list.is_empty());
        let none = match (rule, nobody) {
            (None, _) => Some(words::NO_RULE),
            (Some(_), true) => Some(words::NOBODY),
            (Some(_), false) => None,
        };
        Self {
            shell: Shell::new(frame, Some(Section::Rankings), words::TITLE.get(lang)),
            back: links.rankings(None),
            state: figures::joined(&city.state(lang), lang),
            lists: candidates
                .iter()
                .filter(|(_, list)| !list.is_empty())
                .map(|(name, list)| (name.get(lang).to_owned(), list.iter().map(row).collect()))
                .collect(),
            note: rule.map(|rule| words::NOTE.fill(&[("days", &rule.public_days)]).get(lang).to_owned()),
            none: none.map(|words| words.get(lang).to_owned()),
            caption: city.field.campaign.caption.as_ref().map(|caption| caption.get(lang).to_owned()),
        }
    }
}

fn said(merit: Merit, rule: Option<&Commendation>, lang: Lang) -> String {
    let text = match merit {
        Merit::Placed => words::PLACED,
        Merit::Running => {
            let periods = rule.and_then(|rule| rule.running).unwrap_or_default();
            words::RUNNING.fill(&[("periods", &periods)])
        }
        Merit::Risen(places) => words::RISEN.fill(&[("places", &places)]),
    };
    text.get(lang).to_owned()
}
