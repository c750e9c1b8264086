//! 全部指标: bureaus in official order by indicators; number first, ground by the gap to the target.

use askama::{Template, filters::HtmlSafe};
use charts::Grade;
use schemas::{target::Standing, text::Lang};

use super::reason;
use crate::{
    figures::{self, DASH},
    measure::standing::{Place, Row, Table},
    picture::heat::grade,
    web::{
        city::City,
        links::{Address, Links},
        mark::{Mark, Shape, standing_shape, standing_word},
        pages::paging::{self, Paging},
    },
    words::place as words,
};

/// The table of all indicators.
#[derive(Clone, Debug, Template)]
#[template(path = "rankings/heat.html")]
pub struct HeatTable {
    lang: Lang,
    whole: String,
    heads: Vec<(String, String, Address)>,
    rows: Vec<(String, Address, Vec<Cell>)>,
    city: Vec<Cell>,
    notes: String,
    paging: Paging,
}

impl HtmlSafe for HeatTable {}

/// A value on its ground.
#[derive(Clone, Debug)]
struct Cell {
    ground: &'static str,
    shape: Option<Shape>,
    value: String,
    word: String,
    counts: Option<String>,
    href: Option<Address>,
}

impl HeatTable {
    /// The table of the period.
    pub fn new(city: City<'_>, links: Links, page: usize) -> Self {
        let lang = links.lang;
        let tables: Vec<&Table> =
            city.standings.tables.iter().filter(|table| city.target(&table.indicator).is_some()).collect();
        let heads = tables.iter().filter_map(|table| {
            let (target, indicator) = city.target(&table.indicator)?;
            let ask = figures::ask_in_words(target, indicator, table.line, lang);
            Some((indicator.name.get(lang).to_owned(), ask, links.rankings(Some(&table.indicator))))
        });
        let bureaus = Paging::slice(city.field.bureaus, page, paging::BUREAUS);
        let rows = bureaus.iter().map(|bureau| {
            let cells = tables.iter().map(|table| match table.row(&bureau.code) {
                Some(row) => Cell::new(city, links, table, row),
                None => Cell::empty(String::new()),
            });
            (bureau.name.get(lang).to_owned(), links.bureau(&bureau.code), cells.collect())
        });
        let stop = match lang {
            Lang::Zh => "。",
            Lang::En => ". ",
        };
        Self {
            lang,
            heads: heads.collect(),
            rows: rows.collect(),
            whole: words::WHOLE.fill(&[("whole", &city.field.campaign.whole)]).get(lang).to_owned(),
            city: tables.iter().map(|table| Cell::pooled(city, table)).collect(),
            notes: [words::NEAR_NOTE.get(lang), stop, words::GROUND_NOTE.get(lang)].concat(),
            paging: Paging::new(
                page,
                paging::BUREAUS,
                city.field.bureaus.len(),
                &links.rankings(Some("all")),
                lang,
            ),
        }
    }
}

impl Cell {
    fn new(city: City<'_>, links: Links, table: &Table, row: &Row) -> Self {
        let lang = links.lang;
        let Some(((target, indicator), value)) = city.target(&table.indicator).zip(row.value.value) else {
            return Self {
                href: Some(links.why(&row.bureau, Some(&table.indicator))),
                ..Self::empty(reason::of_row(city, links, row))
            };
        };
        let judged = matches!(row.place, Place::Ranked(_));
        let standing = row.target.filter(|_| judged);
        let (shape, word) = match standing {
            Some(Standing::Met) => (None, standing_word(Standing::Met, lang)),
            Some(standing) => (Some(standing_shape(standing)), standing_word(standing, lang)),
            None => {
                (Mark::of_place(row.place, lang).map(|mark| mark.shape), reason::of_row(city, links, row))
            }
        };
        Self {
            ground: match grade(row, target) {
                Grade::Met => "m",
                Grade::Short => "n1",
                Grade::Below => "b1",
                Grade::FarBelow => "b2",
                Grade::Unjudged => "",
            },
            shape,
            value: figures::value(value, row.line, indicator.unit),
            word,
            counts: crate::measure::standing::is_share(indicator)
                .then(|| format!("{}/{}", figures::count(value.num()), figures::count(value.den()))),
            href: Some(links.why(&row.bureau, Some(&table.indicator))),
        }
    }

    /// The two counts and where they are explained.
    fn linked(&self) -> Option<(&String, &Address)> {
        self.counts.as_ref().zip(self.href.as_ref())
    }

    fn pooled(city: City<'_>, table: &Table) -> Self {
        let Some(((_, indicator), value)) = city.target(&table.indicator).zip(table.pooled.value) else {
            return Self::empty(String::new());
        };
        Self {
            ground: "m",
            value: figures::value(value, table.line.filter(|_| table.target.is_some()), indicator.unit),
            counts: crate::measure::standing::is_share(indicator)
                .then(|| format!("{}/{}", figures::count(value.num()), figures::count(value.den()))),
            ..Self::empty(String::new())
        }
    }

    fn empty(word: String) -> Self {
        Self { ground: "", shape: None, value: DASH.into(), word, counts: None, href: None }
    }
}
