//! 闭环处置: the stages a dispute goes through, in the period and since the campaign began, together and bureau by bureau.

use askama::Template;
use schemas::{fraction::Fraction, indicator::Unit};

use super::shell::{Frame, Section, Shell};
use crate::{
    figures::{self, DASH},
    measure::funnel::{Count, Funnel},
    web::{
        city::City,
        links::{Address, Links},
    },
    words::{frame as frame_words, scheme as words, situation as situation_words},
};

/// Width of the longest bar.
const WIDTH: i64 = 240;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "funnel.html")]
pub struct FunnelPage {
    shell: Shell,
    situation: Address,
    state: String,
    since: String,
    of_first: String,
    stages: Vec<Stage>,
    heads: Vec<String>,
    bureaus: Vec<Line>,
    none: Option<String>,
    caption: Option<String>,
}

/// A bureau: each stage in the period and since the beginning.
#[derive(Clone, Debug)]
struct Line {
    name: String,
    href: Address,
    cells: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
struct Stage {
    name: String,
    words: String,
    period: String,
    so_far: String,
    share: String,
    width: i64,
}

impl FunnelPage {
    /// The stages of a period, of `seen` bureaus.
    pub fn new(frame: &Frame, city: City<'_>, funnel: &Funnel, seen: usize) -> Self {
        let lang = frame.lang;
        let campaign = city.field.campaign;
        let links = Links { lang, period: Some(city.period()) };
        let first = funnel.all.first().and_then(|count| count.so_far);
        let most = funnel.all.iter().filter_map(|count| count.so_far).max().unwrap_or(0);
        let stage = |(stage, count): (&schemas::campaign::Stage, &Count)| {
            let share = count.so_far.zip(first).and_then(|(own, first)| Fraction::new(own, first));
            Stage {
                name: stage.name.get(lang).to_owned(),
                words: stage.words.get(lang).to_owned(),
                period: shown(count.period),
                so_far: shown(count.so_far),
                share: share.map_or_else(
                    || DASH.to_owned(),
                    |share| figures::value(share, None, Unit::Percent) + figures::sign(Unit::Percent, lang),
                ),
                width: count.so_far.and_then(|own| (own * WIDTH).checked_div(most)).unwrap_or(0),
            }
        };
        let bureau = |(code, counts): &(schemas::bureau::BureauCode, Vec<Count>)| {
            let cells = counts.iter().map(|count| (shown(count.period), shown(count.so_far)));
            Line { name: city.name(code, lang), href: links.bureau(code), cells: cells.collect() }
        };
        let none = match (campaign.funnel.is_empty(), funnel.bureaus.is_empty()) {
            (true, _) => Some(words::NO_FUNNEL),
            (_, true) => Some(words::NOT_FILED),
            _ => None,
        };
        let filers = words::FILERS.fill(&[("filers", &funnel.bureaus.len()), ("all", &seen)]);
        let state = [city.period().title().get(lang).to_owned(), filers.get(lang).to_owned()];
        let name = campaign.funnel.first().map(|stage| stage.name.clone()).unwrap_or(words::STAGE);
        let since = campaign.first_judged.title();
        Self {
            shell: Shell::new(frame, Some(Section::Cases), words::FUNNEL.get(lang)),
            situation: links.situation(),
            state: figures::joined(&state, lang),
            since: words::SINCE.fill(&[("first", &since)]).get(lang).to_owned(),
            of_first: words::OF_FIRST.fill(&[("first", &name)]).get(lang).to_owned(),
            stages: campaign.funnel.iter().zip(&funnel.all).map(stage).collect(),
            heads: campaign.funnel.iter().map(|stage| stage.name.get(lang).to_owned()).collect(),
            bureaus: funnel.bureaus.iter().map(bureau).collect(),
            none: none.map(|words| words.get(lang).to_owned()),
            caption: campaign.caption.as_ref().map(|caption| caption.get(lang).to_owned()),
        }
    }
}

fn shown(count: Option<i64>) -> String {
    count.map_or_else(|| DASH.to_owned(), figures::count)
}
