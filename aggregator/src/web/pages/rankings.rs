//! 位次: the composite, one indicator, or all of them; the drawer says why a bureau has its place.

mod change;
pub mod composite;
pub mod heat;
pub mod indicator;
mod reason;
pub mod why;

use askama::{Template, filters::HtmlSafe};
use schemas::{bureau::BureauCode, text::Lang};

use self::{composite::CompositeTable, heat::HeatTable, indicator::IndicatorTable, why::Why};
use super::{
    picture::Picture,
    shell::{Frame, Section, Shell},
};
use crate::{
    figures,
    measure::{composite::CompositePlace, standing::Row},
    web::{
        city::City,
        links::{Address, Links},
    },
    words::{
        commendation as commendation_words, frame as frame_words, place as words, scheme as scheme_words,
    },
};

/// Which ranking is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// 综合.
    Composite,
    /// One indicator, by code.
    Indicator(String),
    /// 全部指标.
    All,
}

impl Asked {
    /// Reads the `indicator` of the address: none is the composite, `all` is all of them.
    pub fn parse(text: Option<&str>) -> Self {
        match text {
            None | Some("") => Self::Composite,
            Some("all") => Self::All,
            Some(code) => Self::Indicator(code.to_owned()),
        }
    }

    fn code(&self) -> Option<&str> {
        match self {
            Self::Composite => None,
            Self::Indicator(code) => Some(code),
            Self::All => Some("all"),
        }
    }
}

/// The page of places.
#[derive(Clone, Debug, Template)]
#[template(path = "rankings.html")]
pub struct RankingsPage {
    shell: Shell,
    state: String,
    tabs: Vec<Tab>,
    body: Body,
    pictures: Vec<Picture>,
    why: Option<Why>,
    caption: Option<String>,
}

#[derive(Clone, Debug)]
struct Tab {
    word: String,
    href: Address,
    current: bool,
}

#[derive(Clone, Debug)]
enum Body {
    Composite(CompositeTable),
    Indicator(IndicatorTable),
    All(HeatTable),
}

impl RankingsPage {
    /// The places of a period. `page` counts from 1. With `why`, the drawer explains that bureau's place.
    /// `None` if there is no such indicator in the campaign, or no such bureau: that is 没有找到.
    pub fn new(
        frame: &Frame,
        city: City<'_>,
        asked: &Asked,
        page: usize,
        why: Option<&BureauCode>,
        pictures: Vec<Picture>,
    ) -> Option<Self> {
        let lang = frame.lang;
        let links = Links { lang, period: Some(city.period()) };
        let body = match asked {
            Asked::Composite => Body::Composite(CompositeTable::new(city, links, page)),
            Asked::Indicator(code) => {
                let table = city.standings.table(code)?;
                Body::Indicator(IndicatorTable::new(city, links, table, page)?)
            }
            Asked::All => Body::All(HeatTable::new(city, links, page)),
        };
        let why = match (why, asked) {
            (None, _) => None,
            (Some(bureau), Asked::Indicator(code)) => Some(Why::of_indicator(city, links, bureau, code)?),
            (Some(bureau), _) => Some(Why::of_composite(city, links, bureau)?),
        };
        Some(Self {
            shell: Shell::new(frame, Some(Section::Rankings), frame_words::RANKINGS.get(lang)),
            state: figures::joined(&state(city, lang), lang),
            tabs: tabs(city, links, asked),
            body,
            pictures,
            why,
            caption: city.field.campaign.caption.as_ref().map(|caption| caption.get(lang).to_owned()),
        })
    }
}

fn tabs(city: City<'_>, links: Links, asked: &Asked) -> Vec<Tab> {
    let tab = |word: &str, code: Option<&str>| Tab {
        word: word.to_owned(),
        href: links.rankings(code),
        current: asked.code() == code,
    };
    let own = city.standings.tables.iter().map(|table| {
        let (_, indicator) = city.target(&table.indicator).unzip();
        let name = indicator.map_or(table.indicator.as_str(), |indicator| indicator.name.get(links.lang));
        tab(name, Some(&table.indicator))
    });
    let composite = has_composite(city).then(|| tab(words::COMPOSITE.get(links.lang), None));
    let all = tab(words::ALL_INDICATORS.get(links.lang), Some("all"));
    let schemes = (!city.field.campaign.schemes.is_empty()).then(|| Tab {
        word: scheme_words::TITLE.get(links.lang).to_owned(),
        href: links.schemes(),
        current: false,
    });
    let commendation = city.field.campaign.commendation.as_ref().map(|_| Tab {
        word: commendation_words::TITLE.get(links.lang).to_owned(),
        href: links.commendation(),
        current: false,
    });
    composite.into_iter().chain(own).chain([all]).chain(schemes).chain(commendation).collect()
}

/// Whether the campaign weighs its targets.
pub fn has_composite(city: City<'_>) -> bool {
    city.field.campaign.targets.iter().any(|target| target.weight > 0)
}

fn state(city: City<'_>, lang: Lang) -> Vec<String> {
    let mut parts = city.state(lang);
    let seen = parts.pop();
    let ranked = city.standings.composite.rows.iter();
    let ranked = ranked.filter(|score| matches!(score.place, CompositePlace::Ranked(_))).count();
    if has_composite(city) {
        parts.push(words::IN_COMPOSITE.fill(&[("count", &ranked)]).get(lang).to_owned());
    }
    let waiting: Vec<String> = city
        .field
        .bureaus
        .iter()
        .filter(|bureau| city.is_unconfirmed(&bureau.code))
        .map(|bureau| bureau.name.get(lang).to_owned())
        .collect();
    match waiting.len() {
        0 => {}
        1..=3 => {
            let named = figures::listed(&waiting, lang);
            parts.push(words::UNCONFIRMED_BUREAUS.fill(&[("bureaus", &named)]).get(lang).to_owned());
        }
        many => parts.push(words::UNCONFIRMED_COUNT.fill(&[("count", &many)]).get(lang).to_owned()),
    }
    parts.extend(seen);
    parts
}

/// How a place moved since the period before: `↑2`, `↓1`, `–`, or nothing if there was none.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/movement.html")]
pub struct Movement {
    shown: String,
    words: String,
    /// For sorting: places won.
    pub key: i64,
}

impl HtmlSafe for Movement {}

impl Movement {
    /// From the place before to the place now.
    pub fn new(now: Option<u32>, before: Option<u32>, lang: Lang) -> Self {
        let Some((now, before)) = now.zip(before) else {
            let words = words::NO_PLACE_BEFORE.get(lang).to_owned();
            return Self { shown: String::new(), words, key: 0 };
        };
        let key = i64::from(before) - i64::from(now);
        let n = key.abs();
        let (shown, words) = match key {
            0 => ("–".to_owned(), words::SAME_PLACE),
            1.. => (format!("↑{n}"), words::UP_BY),
            _ => (format!("↓{n}"), words::DOWN_BY),
        };
        Self { shown, words: words.fill(&[("n", &n)]).get(lang).to_owned(), key }
    }
}

/// The two counts of a rate, each a link to its rows.
#[derive(Clone, Debug)]
pub struct Counts {
    /// On top.
    pub num: String,
    /// Below.
    pub den: String,
    /// Rows on top.
    pub num_href: Address,
    /// Rows below.
    pub den_href: Address,
}

impl Counts {
    /// The counts of a row, if its indicator is a rate.
    pub fn of(city: City<'_>, links: Links, indicator: &str, row: &Row) -> Option<Self> {
        let (target, definition) = city.target(indicator)?;
        let value = row.value.value.filter(|_| crate::measure::standing::is_share(definition))?;
        Some(Self {
            num: figures::count(value.num()),
            den: figures::count(value.den()),
            num_href: links.numerator(definition, target.basis, &row.bureau),
            den_href: links.denominator(definition, target.basis, &row.bureau),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movement_has_a_sign_and_words() {
        let html = |now, before| Movement::new(now, before, Lang::Zh).render().unwrap();
        assert!(html(Some(1), Some(3)).contains("↑2") && html(Some(1), Some(3)).contains("升2位"));
        assert!(html(Some(3), Some(1)).contains("↓2") && html(Some(3), Some(1)).contains("降2位"));
        assert!(html(Some(2), Some(2)).contains('–') && html(Some(2), Some(2)).contains("持平"));
        assert!(html(Some(2), None).contains("上期无位次"));
    }
}
