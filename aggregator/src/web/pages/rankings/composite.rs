//! The composite: score with three decimals, its parts, and who takes no part and why.

use askama::{Template, filters::HtmlSafe};
use num_bigint::BigInt;
use num_rational::BigRational;
use schemas::{bureau::BureauCode, indicator::Indicator, target::Target, text::Lang};

use super::{Counts, Movement, reason};
use crate::{
    figures::{self, DASH},
    measure::{
        composite::{CompositePlace, Score},
        standing::{Place, Table},
    },
    web::{
        bar::Bar,
        city::City,
        links::{Address, Links},
        mark::{Mark, Shape, standing_shape, standing_word},
        pages::paging::{self, Paging},
    },
    words::place as words,
};

/// The table of the composite.
#[derive(Clone, Debug, Template)]
#[template(path = "rankings/composite.html")]
pub struct CompositeTable {
    lang: Lang,
    whole: String,
    finding: String,
    heads: Vec<Head>,
    ranked: Vec<Line>,
    below: Vec<Line>,
    below_count: String,
    city: Vec<Option<Cell>>,
    empty: String,
    notes: String,
    paging: Paging,
}

impl HtmlSafe for CompositeTable {}

#[derive(Clone, Debug)]
struct Head {
    name: String,
    note: String,
    href: Address,
}

#[derive(Clone, Debug)]
struct Line {
    code: BureauCode,
    name: String,
    href: Address,
    rank: Option<u32>,
    movement: Movement,
    score: String,
    bar: Option<Bar>,
    cells: Vec<Option<Cell>>,
    mark: Option<Mark>,
    notes: Vec<Mark>,
    reason: String,
    why: Address,
    why_label: String,
}

/// A value with its mark and its two counts.
#[derive(Clone, Debug)]
struct Cell {
    head: String,
    value: String,
    key: String,
    shape: Option<Shape>,
    word: String,
    counts: Option<Counts>,
}

impl CompositeTable {
    /// The table of the period.
    pub fn new(city: City<'_>, links: Links, page: usize) -> Self {
        let lang = links.lang;
        let parts: Vec<(&Table, &Target, &Indicator)> = city
            .standings
            .tables
            .iter()
            .filter_map(|table| {
                let (target, indicator) = city.target(&table.indicator)?;
                (target.weight > 0).then_some((table, target, indicator))
            })
            .collect();
        let rows = &city.standings.composite.rows;
        let shown = Paging::slice(rows, page, paging::BUREAUS);
        let is_ranked = |score: &&Score| matches!(score.place, CompositePlace::Ranked(_));
        let ranked = rows.iter().filter(is_ranked).count();
        let line = |score: &Score| Line::new(city, links, score, &parts);
        let least = city.field.campaign.minimum_sample;
        Self {
            lang,
            finding: match ranked {
                0 => words::NONE_RANKED.get(lang).to_owned(),
                ranked => words::IN_COMPOSITE.fill(&[("count", &ranked)]).get(lang).to_owned(),
            },
            heads: parts
                .iter()
                .map(|(table, target, indicator)| Head::new(links, table, target, indicator))
                .collect(),
            ranked: shown.iter().filter(is_ranked).map(line).collect(),
            below: shown.iter().filter(|score| !is_ranked(score)).map(line).collect(),
            below_count: words::BELOW_COUNT.fill(&[("count", &(rows.len() - ranked))]).get(lang).to_owned(),
            whole: words::WHOLE.fill(&[("whole", &city.field.campaign.whole)]).get(lang).to_owned(),
            city: parts.iter().map(|(table, _, indicator)| Cell::pooled(table, indicator, lang)).collect(),
            empty: words::NONE_RANKED_NOTE.fill(&[("least", &least)]).get(lang).to_owned(),
            notes: notes(city, lang),
            paging: Paging::new(page, paging::BUREAUS, rows.len(), &links.rankings(None), lang),
        }
    }
}

impl Head {
    fn new(links: Links, table: &Table, target: &Target, indicator: &Indicator) -> Self {
        let ask = figures::ask_in_words(target, indicator, table.line, links.lang);
        let note = words::WEIGHT_AND_TARGET.fill(&[("weight", &target.weight), ("target", &ask)]);
        Self {
            name: indicator.name.get(links.lang).to_owned(),
            note: note.get(links.lang).to_owned(),
            href: links.rankings(Some(&table.indicator)),
        }
    }
}

impl Line {
    fn new(city: City<'_>, links: Links, score: &Score, parts: &[(&Table, &Target, &Indicator)]) -> Self {
        let lang = links.lang;
        let name = city.name(&score.bureau, lang);
        let (rank, mark) = match score.place {
            CompositePlace::Ranked(rank) => (Some(rank), None),
            _ => (None, Some(reason::mark_of_score(score, links))),
        };
        let shown = score.shown();
        let bar = rank.and(score.points.as_ref()).zip(shown.as_ref()).map(|(points, shown)| {
            let label = words::SCORE_LABEL.fill(&[("bureau", &name), ("score", shown)]);
            Bar::new(points, &BigRational::from_integer(BigInt::from(100)), label.get(lang).to_owned())
        });
        let late = city.whole(&score.bureau).map_or(0, |whole| whole.late_days);
        let late = (late > 0).then(|| {
            let words = crate::words::filing::LATE_DAYS.fill(&[("days", &late)]);
            Mark::new(Shape::Near, words.get(lang))
        });
        let unconfirmed = score.unconfirmed.then(|| Mark::unconfirmed(lang));
        Self {
            href: links.bureau(&score.bureau),
            rank,
            movement: Movement::new(rank, score.before, lang),
            score: shown.unwrap_or_else(|| DASH.into()),
            bar,
            cells: parts.iter().map(|(table, ..)| Cell::new(city, links, table, &score.bureau)).collect(),
            mark,
            notes: vetoed(score, lang).into_iter().chain(late).chain(unconfirmed).collect(),
            reason: reason::of_score(city, links, score),
            why: links.why(&score.bureau, None),
            why_label: words::WHY_OF.fill(&[("bureau", &name)]).get(lang).to_owned(),
            code: score.bureau.clone(),
            name,
        }
    }
}

impl Cell {
    fn new(city: City<'_>, links: Links, table: &Table, bureau: &BureauCode) -> Option<Self> {
        let lang = links.lang;
        let row = table.row(bureau)?;
        let value = row.value.value?;
        let (_, indicator) = city.target(&table.indicator)?;
        let judged = matches!(row.place, Place::Ranked(_));
        let (shape, word) = match row.target.filter(|_| judged) {
            Some(standing) => (Some(standing_shape(standing)), standing_word(standing, lang)),
            None => {
                (Mark::of_place(row.place, lang).map(|mark| mark.shape), reason::of_row(city, links, row))
            }
        };
        Some(Self {
            head: indicator.name.get(lang).to_owned(),
            value: figures::value(value, row.line, indicator.unit),
            key: value.percent(8),
            shape,
            word,
            counts: Counts::of(city, links, &table.indicator, row),
        })
    }

    fn pooled(table: &Table, indicator: &Indicator, lang: Lang) -> Option<Self> {
        let value = table.pooled.value?;
        let line = table.line.filter(|_| table.target.is_some());
        Some(Self {
            head: indicator.name.get(lang).to_owned(),
            value: figures::value(value, line, indicator.unit),
            key: String::new(),
            shape: None,
            word: format!("{}/{}", figures::count(value.num()), figures::count(value.den())),
            counts: None,
        })
    }
}

fn vetoed(score: &Score, lang: Lang) -> Option<Mark> {
    (!score.vetoed.is_empty()).then(|| Mark::new(Shape::Bad, words::VETOED.get(lang)))
}

fn notes(city: City<'_>, lang: Lang) -> String {
    let (stop, gap) = match lang {
        Lang::Zh => ("。", ""),
        Lang::En => (".", " "),
    };
    let [order, formula, near] = [words::ORDER_NOTE, words::SCORE_FORMULA, words::NEAR_NOTE];
    let (order, formula, near) = (order.get(lang), formula.get(lang), near.get(lang));
    let moved = city.period().previous().map_or_else(String::new, |before| {
        let words = words::MOVEMENT_NOTE.fill(&[("period", &before.title())]);
        format!("{gap}{}{stop}", words.get(lang))
    });
    format!("{order}{gap}{formula}{stop}{gap}{near}{stop}{moved}")
}
