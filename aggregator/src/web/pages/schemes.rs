//! 考核口径对照: the composite as each scheme weighs it, bureau by bureau.

use askama::Template;
use schemas::text::Lang;

use super::shell::{Frame, Section, Shell};
use crate::{
    figures::{self, DASH},
    measure::{
        composite::{CompositePlace, Score},
        scheme::Weighed,
    },
    web::{
        city::City,
        links::{Address, Links},
    },
    words::{frame as frame_words, place as place_words, scheme as words},
};

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "schemes.html")]
pub struct SchemesPage {
    shell: Shell,
    back: Address,
    state: String,
    heads: Vec<(String, String)>,
    rows: Vec<Row>,
    caption: Option<String>,
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    href: Address,
    cells: Vec<(String, String)>,
}

impl SchemesPage {
    /// The schemes of a period.
    pub fn new(frame: &Frame, city: City<'_>, schemes: &[Weighed]) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: Some(city.period()) };
        let row = |bureau: &schemas::bureau::Bureau| Row {
            name: bureau.name.get(lang).to_owned(),
            href: links.bureau(&bureau.code),
            cells: schemes.iter().map(|scheme| cell(scheme.composite.row(&bureau.code), lang)).collect(),
        };
        let rows = city.field.bureaus.iter().map(row);
        Self {
            shell: Shell::new(frame, Some(Section::Rankings), words::TITLE.get(lang)),
            back: links.rankings(None),
            state: figures::joined(&city.state(lang), lang),
            heads: schemes.iter().map(|scheme| head(city, scheme, lang)).collect(),
            rows: if schemes.is_empty() { Vec::new() } else { rows.collect() },
            caption: city.field.campaign.caption.as_ref().map(|caption| caption.get(lang).to_owned()),
        }
    }
}

/// Name and weights of a scheme.
fn head(city: City<'_>, scheme: &Weighed, lang: Lang) -> (String, String) {
    let weight = |(code, weight): &(String, u32)| {
        let name = city.field.definitions.indicator(code).map(|indicator| indicator.name.clone());
        let name = name.unwrap_or_else(|| schemas::text::Text::same(code.clone()));
        words::WEIGHT.fill(&[("indicator", &name), ("weight", weight)]).get(lang).to_owned()
    };
    let weights: Vec<String> = scheme.weights.iter().map(weight).collect();
    (scheme.name.get(lang).to_owned(), figures::listed(&weights, lang))
}

/// Place and points, or why there is none.
fn cell(score: Option<&Score>, lang: Lang) -> (String, String) {
    let Some(score) = score else { return (DASH.to_owned(), String::new()) };
    let points = score.shown().unwrap_or_default();
    let place = match score.place {
        CompositePlace::Ranked(rank) => rank.to_string(),
        CompositePlace::TooLittle { .. } => place_words::NOT_PLACED.get(lang).to_owned(),
        CompositePlace::Awaited => place_words::AWAITED.get(lang).to_owned(),
        CompositePlace::NotFiled => return (place_words::NOT_FILED.get(lang).to_owned(), String::new()),
    };
    (place, points)
}
