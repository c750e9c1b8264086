//! The filing strip: one cell a bureau, grouped by kind, its state by shape and word.

use askama::{Template, filters::HtmlSafe};
use schemas::{bureau::Kind, text::Lang};

use crate::{
    figures,
    obligation::State,
    web::{
        city::{City, Whole, is_filed},
        links::{Address, Links},
        mark::{Shape, state_shape, state_word},
    },
    words::{filing, overview as words},
};

/// The strip.
#[derive(Clone, Debug, Template)]
#[template(path = "overview/strip.html")]
pub struct Strip {
    lang: Lang,
    counts: String,
    href: Address,
    groups: Vec<Group>,
}

impl HtmlSafe for Strip {}

#[derive(Clone, Debug)]
struct Group {
    kind: Kind,
    title: String,
    cells: Vec<Cell>,
}

#[derive(Clone, Debug)]
struct Cell {
    shape: Shape,
    name: String,
    href: Address,
    note: String,
}

impl Strip {
    pub(super) fn new(city: City<'_>, links: Links) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for bureau in city.field.bureaus {
            let Some(whole) = city.whole(&bureau.code) else { continue };
            let name = bureau.name.get(links.lang).to_owned();
            let cell = Cell::new(&whole, name, links.bureau(&bureau.code), links.lang);
            match groups.iter_mut().find(|group| group.kind == bureau.kind) {
                Some(group) => group.cells.push(cell),
                None => groups.push(Group {
                    kind: bureau.kind,
                    title: bureau.kind.title().get(links.lang).to_owned(),
                    cells: vec![cell],
                }),
            }
        }
        Self { lang: links.lang, counts: counts(city, links.lang), href: links.filings(), groups }
    }
}

impl Cell {
    fn new(whole: &Whole, name: String, href: Address, lang: Lang) -> Self {
        let late = whole.late_days > 0 && is_filed(whole.state);
        let word = state_word(whole.state, lang);
        let day = whole.received.filter(|_| is_filed(whole.state));
        let day = day.map(|at| figures::day(schemas::period::day_of(at)));
        Self {
            shape: if late { Shape::Near } else { state_shape(whole.state) },
            name,
            href,
            note: match (late, day) {
                (true, _) => filing::LATE_DAYS.fill(&[("days", &whole.late_days)]).get(lang).to_owned(),
                (false, Some(day)) => format!("{word} {day}"),
                (false, None) => word,
            },
        }
    }
}

fn counts(city: City<'_>, lang: Lang) -> String {
    let wholes: Vec<Whole> =
        city.field.bureaus.iter().filter_map(|bureau| city.whole(&bureau.code)).collect();
    let of = |wanted: &dyn Fn(&Whole) -> bool| wholes.iter().filter(|whole| wanted(whole)).count();
    let nil = of(&|whole| whole.state == State::Nil);
    let filed = of(&|whole| is_filed(whole.state));
    let open = of(&|whole| matches!(whole.state, State::NotDue | State::Open));
    let words = if open > 0 {
        words::STRIP_COUNTS_OPEN.fill(&[("filed", &filed), ("open", &(wholes.len() - filed)), ("nil", &nil)])
    } else {
        let late = of(&|whole| is_filed(whole.state) && whole.late_days > 0);
        words::STRIP_COUNTS.fill(&[
            ("on_time", &(filed - late)),
            ("late", &late),
            ("missing", &(wholes.len() - filed)),
            ("nil", &nil),
        ])
    };
    words.get(lang).to_owned()
}
