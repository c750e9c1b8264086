//! 简报: one page a period to print and hang up: cases in hand, rates, and who filed (DOMAIN §7.2 item 30).

use askama::Template;
use schemas::{
    campaign::{Campaign, DepartmentCode},
    indicator::Value,
    period::Cadence,
    summary::Summary,
    text::{Lang, Text},
};

use super::shell::{Frame, Section, Shell};
use crate::{
    figures::{self, DASH},
    measure::{
        brief::{self, Figures, KINDS, RATES},
        standing::is_share,
    },
    news::News,
    web::{
        city::City,
        links::{Address, Links},
        mark::{Mark, state_shape, state_word},
    },
    words::{brief as words, department as department_words, filing as filing_words, frame as frame_words},
};

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "brief.html")]
pub struct BriefPage {
    shell: Shell,
    back: Address,
    title: String,
    state: String,
    lead: String,
    heads: Vec<String>,
    lines: Vec<Line>,
    whole: String,
    city: Vec<Cell>,
    doubts: Vec<String>,
    news: Option<(String, Address)>,
    caption: Option<String>,
}

#[derive(Clone, Debug)]
struct Line {
    name: String,
    href: Address,
    mark: Option<Mark>,
    cells: Vec<Cell>,
}

#[derive(Clone, Debug)]
struct Cell {
    shown: String,
    counts: Option<String>,
}

impl BriefPage {
    /// The brief of the period.
    pub fn new(frame: &Frame, city: City<'_>, summary: &Summary) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: Some(city.period()) };
        let brief = brief::of(city.field, city.period(), summary);
        let named = |key: &&str| {
            let row = summary.rows.iter().find(|row| row.key == **key);
            row.map_or_else(
                || (*key).to_owned(),
                |row| if lang == Lang::Zh { row.zh.clone() } else { row.en.clone() },
            )
        };
        let rate = |code: &&str| {
            let indicator = city.field.definitions.indicator(code);
            indicator.map_or_else(|| (*code).to_owned(), |indicator| indicator.name.get(lang).to_owned())
        };
        let heads = std::iter::once(words::IN_HAND.get(lang).to_owned())
            .chain(KINDS.iter().map(named))
            .chain(RATES.iter().map(rate));
        let title = title(city.period().cadence()).fill(&[("campaign", &city.field.campaign.name)]);
        let lines = city.field.bureaus.iter().zip(&brief.bureaus).map(|(bureau, line)| {
            let whole = city.whole(&bureau.code);
            Line {
                name: bureau.name.get(lang).to_owned(),
                href: links.bureau(&bureau.code),
                mark: whole.map(|whole| Mark::new(state_shape(whole.state), state_word(whole.state, lang))),
                cells: cells(city, line.figures.as_ref()),
            }
        });
        let doubts = brief.bureaus.iter().flat_map(|line| {
            let name = city.name(&line.bureau, lang);
            let colon = if lang == Lang::Zh { "：" } else { ": " };
            line.doubts.iter().map(move |doubt| format!("{name}{colon}{}", doubt.get(lang)))
        });
        let is_empty = brief.filers == 0;
        Self {
            shell: Shell::new(frame, Some(Section::Filings), title.get(lang)),
            back: links.filings(),
            title: title.get(lang).to_owned(),
            state: figures::joined(&city.state(lang), lang),
            lead: if is_empty { String::new() } else { lead(city, &brief, lang) },
            heads: heads.collect(),
            lines: if is_empty { Vec::new() } else { lines.collect() },
            whole: words::WHOLE.fill(&[("whole", &city.field.campaign.whole)]).get(lang).to_owned(),
            city: cells(city, Some(&brief.city)),
            doubts: doubts.collect(),
            news: None,
            caption: city.field.campaign.caption.as_ref().map(|caption| caption.get(lang).to_owned()),
        }
    }
}

/// What departments told in the period.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// How many each department told.
    pub counts: &'a [(DepartmentCode, usize)],
    /// The newest of them.
    pub latest: &'a [News],
}

impl BriefPage {
    /// The same with what departments told in the period, if they told anything.
    pub fn with(self, told: Told<'_>, links: Links) -> Self {
        let all: usize = told.counts.iter().map(|(_, count)| count).sum();
        if all == 0 {
            return self;
        }
        let lang = links.lang;
        let of = |(code, count): &(DepartmentCode, usize)| {
            let department = told.campaign.department_name(code.as_str());
            let text = department_words::OF_DEPARTMENT.fill(&[("department", &department), ("n", count)]);
            text.get(lang).to_owned()
        };
        let by: Vec<String> = told.counts.iter().map(of).collect();
        let titles: Vec<String> = told.latest.iter().map(|one| one.title.clone()).collect();
        let line = department_words::IN_BRIEF.fill(&[
            ("n", &all),
            ("by", &figures::listed(&by, lang)),
            ("titles", &figures::listed(&titles, lang)),
        ]);
        Self { news: Some((line.get(lang).to_owned(), links.news())), ..self }
    }
}

/// What a brief of a cadence is called.
fn title(cadence: Cadence) -> Text {
    match cadence {
        Cadence::Day => words::OF_DAY,
        Cadence::Week => words::OF_WEEK,
        Cadence::Month => words::OF_MONTH,
        Cadence::Quarter => words::OF_QUARTER,
        Cadence::Phase => words::OF_PHASE,
    }
}

/// The sentence above the table.
fn lead(city: City<'_>, brief: &brief::Brief, lang: Lang) -> String {
    let rates = RATES.iter().zip(&brief.city.rates).filter_map(|(code, value)| {
        let indicator = city.field.definitions.indicator(code)?;
        let Value { value: Some(value), .. } = (*value)? else { return None };
        let shown = figures::value(value, None, indicator.unit) + figures::sign(indicator.unit, lang);
        let (num, den) = (figures::count(value.num()), figures::count(value.den()));
        let words =
            words::RATE.fill(&[("name", &indicator.name), ("value", &shown), ("num", &num), ("den", &den)]);
        Some(words.get(lang).to_owned())
    });
    let rates = rates.collect::<Vec<_>>().join(if lang == Lang::Zh { "，" } else { ", " });
    let open = figures::count(total(&brief.city).unwrap_or(0));
    let (filed, all) = city.filed();
    let words = words::LEAD.fill(&[("filed", &filed), ("all", &all), ("open", &open), ("rates", &rates)]);
    words.get(lang).to_owned()
}

fn total(figures: &Figures) -> Option<i64> {
    let filed: Vec<i64> = figures.open.iter().copied().flatten().collect();
    (!filed.is_empty()).then(|| filed.into_iter().fold(0, i64::saturating_add))
}

fn cells(city: City<'_>, figures: Option<&Figures>) -> Vec<Cell> {
    let count = |number: Option<i64>| Cell {
        shown: number.map_or_else(|| DASH.to_owned(), figures::count),
        counts: None,
    };
    let Some(own) = figures else { return vec![count(None); KINDS.len() + RATES.len() + 1] };
    let rates = RATES.iter().zip(&own.rates).map(|(code, value)| {
        let indicator = city.field.definitions.indicator(code);
        let known = value.as_ref().and_then(|value| value.value).zip(indicator);
        match known {
            Some((value, indicator)) => Cell {
                shown: figures::value(value, None, indicator.unit),
                counts: is_share(indicator)
                    .then(|| format!("{}/{}", figures::count(value.num()), figures::count(value.den()))),
            },
            None => count(None),
        }
    });
    std::iter::once(count(total(own))).chain(own.open.iter().map(|open| count(*open))).chain(rates).collect()
}
