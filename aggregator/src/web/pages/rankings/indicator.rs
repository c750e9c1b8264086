//! The places of one indicator: ranked bureaus with their value, counts, target and interval; below the line the
//! others, each with its reason.

use askama::{Template, filters::HtmlSafe};
use num_rational::BigRational;
use num_traits::One;
use schemas::{
    bureau::BureauCode,
    indicator::{Indicator, Unit},
    target::Target,
    text::{Lang, Text},
};

use super::{Counts, Movement, reason};
use crate::{
    figures::{self, DASH},
    measure::{
        standing::{Place, Row, Table, is_share},
        year::adds_up,
    },
    picture,
    web::{
        bar::Bar,
        city::City,
        links::{Address, Links},
        mark::{Mark, Shape},
        pages::{
            paging::{self, Paging},
            year::{self, YearCell},
        },
    },
    words::place as words,
};

/// The table of an indicator.
#[derive(Clone, Debug, Template)]
#[template(path = "rankings/indicator.html")]
pub struct IndicatorTable {
    lang: Lang,
    finding: String,
    definition: String,
    ask: String,
    city: Option<String>,
    city_year: Option<String>,
    gap: Option<Mark>,
    unit: String,
    change_unit: String,
    has_year: bool,
    ranked: Vec<Line>,
    below: Vec<Line>,
    below_count: String,
    empty: String,
    notes: String,
    paging: Paging,
}

impl HtmlSafe for IndicatorTable {}

#[derive(Clone, Debug)]
struct Line {
    code: BureauCode,
    name: String,
    href: Address,
    rank: Option<u32>,
    movement: Movement,
    value: String,
    key: String,
    counts: Option<Counts>,
    bar: Option<Bar>,
    mark: Option<Mark>,
    year: Option<YearCell>,
    change: String,
    unconfirmed: Option<Mark>,
    reason: String,
    why: Address,
    why_label: String,
}

impl IndicatorTable {
    /// The table; `None` if the campaign or the definitions do not know the indicator.
    pub fn new(city: City<'_>, links: Links, table: &Table, page: usize) -> Option<Self> {
        let lang = links.lang;
        let (target, indicator) = city.target(&table.indicator)?;
        let full = full_scale(table, indicator);
        let shows_year = year::is_shown(city, target);
        let has_year = shows_year && adds_up(indicator, city.field.definitions);
        let rows = Paging::slice(&table.rows, page, paging::BUREAUS);
        let line = |row: &Row| Line::new(city, links, target, indicator, row, &full, has_year);
        let is_ranked = |row: &&Row| matches!(row.place, Place::Ranked(_));
        let all_ranked = table.rows.iter().filter(is_ranked).count();
        let below_count = table.rows.len() - all_ranked;
        let least = city.field.campaign.minimum_sample;
        Some(Self {
            lang,
            finding: picture::ranked::finding(table, lang),
            definition: indicator.formula.get(lang).to_owned(),
            ask: figures::ask_in_words(target, indicator, table.line, lang),
            city: pooled(&city.field.campaign.whole, table, indicator, lang),
            city_year: has_year.then(|| year::of_city(city, indicator, lang)).flatten(),
            gap: pooled_mark(table, target, indicator, lang),
            unit: figures::sign(indicator.unit, lang).trim().to_owned(),
            change_unit: match indicator.unit {
                Unit::Percent => words::POINTS.get(lang).to_owned(),
                unit => figures::sign(unit, lang).trim().to_owned(),
            },
            ranked: rows.iter().filter(is_ranked).map(line).collect(),
            below: rows.iter().filter(|row| !is_ranked(row)).map(line).collect(),
            below_count: words::BELOW_COUNT.fill(&[("count", &below_count)]).get(lang).to_owned(),
            empty: words::NONE_RANKED_NOTE.fill(&[("least", &least)]).get(lang).to_owned(),
            notes: notes(city, indicator, shows_year, lang),
            has_year,
            paging: Paging::new(
                page,
                paging::BUREAUS,
                table.rows.len(),
                &links.rankings(Some(&table.indicator)),
                lang,
            ),
        })
    }
}

impl Line {
    fn new(
        city: City<'_>,
        links: Links,
        target: &Target,
        indicator: &Indicator,
        row: &Row,
        full: &BigRational,
        has_year: bool,
    ) -> Self {
        let lang = links.lang;
        let name = city.name(&row.bureau, lang);
        let code = indicator.indicator.as_str();
        let value =
            row.value.value.map_or(DASH.to_owned(), |value| figures::value(value, row.line, indicator.unit));
        let now = row.value.value.zip(row.value_before);
        Self {
            href: links.bureau(&row.bureau),
            rank: row.place.rank(),
            movement: Movement::new(row.place.rank(), row.before, lang),
            key: row.value.value.map_or_else(String::new, |value| value.percent(8)),
            counts: Counts::of(city, links, code, row),
            bar: bar(target, indicator, row, full, &name, lang),
            mark: match row.place {
                Place::Ranked(_) => Mark::of_row(row, target, indicator.unit, lang),
                other => Mark::of_place(other, lang),
            },
            year: has_year.then(|| YearCell::new(city, &row.bureau, indicator, lang)),
            change: now
                .map_or_else(String::new, |(now, before)| figures::change(now, before, indicator.unit)),
            unconfirmed: row.unconfirmed.then(|| Mark::unconfirmed(lang)),
            reason: reason::of_row(city, links, row),
            why: links.why(&row.bureau, Some(code)),
            why_label: words::WHY_OF.fill(&[("bureau", &name)]).get(lang).to_owned(),
            code: row.bureau.clone(),
            name,
            value,
        }
    }
}

/// Length of the axis: the whole for shares, otherwise the largest value or line.
fn full_scale(table: &Table, indicator: &Indicator) -> BigRational {
    if is_share(indicator) {
        return BigRational::one();
    }
    let values = table.rows.iter().flat_map(|row| [row.value.value, row.line]).flatten();
    values.max().map_or_else(BigRational::one, |most| most.exact())
}

fn bar(
    target: &Target,
    indicator: &Indicator,
    row: &Row,
    full: &BigRational,
    name: &str,
    lang: Lang,
) -> Option<Bar> {
    let value = row.value.value?;
    let interval = row.interval.map(|(low, high)| {
        let shown = |end: f64| format!("{:.1}", end * 100.0);
        words::INTERVAL.fill(&[("low", &shown(low)), ("high", &shown(high))]).get(lang).to_owned()
    });
    let counts = is_share(indicator)
        .then(|| format!("{}/{}", figures::count(value.num()), figures::count(value.den())));
    let parts: Vec<String> = counts.into_iter().chain(interval).collect();
    let label = words::BAR_LABEL.fill(&[
        ("bureau", &name),
        ("value", &figures::value(value, row.line, indicator.unit)),
        ("sign", &figures::sign(indicator.unit, lang)),
        ("parts", &figures::listed(&parts, lang)),
    ]);
    let bar = Bar::new(&value.exact(), full, label.get(lang).to_owned()).with_interval(row.interval);
    Some(match row.line {
        Some(line) => bar.with_target(value, line, full, !figures::wants_less(target)),
        None => bar,
    })
}

fn pooled(whole: &Text, table: &Table, indicator: &Indicator, lang: Lang) -> Option<String> {
    let value = table.pooled.value?;
    let shown = figures::value(value, table.line.filter(|_| table.target.is_some()), indicator.unit);
    let sign = figures::sign(indicator.unit, lang);
    let words = match is_share(indicator) {
        true => words::WHOLE_IS.fill(&[
            ("whole", whole),
            ("value", &shown),
            ("sign", &sign),
            ("num", &figures::count(value.num())),
            ("den", &figures::count(value.den())),
        ]),
        false => words::WHOLE_IS_PLAIN.fill(&[("whole", whole), ("value", &shown), ("sign", &sign)]),
    };
    Some(words.get(lang).to_owned())
}

/// How the whole city stands to a target.
pub fn pooled_mark(table: &Table, target: &Target, indicator: &Indicator, lang: Lang) -> Option<Mark> {
    let (value, line) = table.pooled.value.zip(table.line)?;
    let standing = table.target?;
    let word = crate::web::mark::standing_word(standing, lang);
    let gap = match figures::gap(target, value, line, indicator.unit) {
        Some(gap) if figures::wants_less(target) => Some(words::OVER.fill(&[("gap", &gap)])),
        Some(gap) => Some(words::SHORT.fill(&[("gap", &gap)])),
        None if value > line => {
            Some(words::ABOVE.fill(&[("gap", &figures::distance(value, line, indicator.unit))]))
        }
        None => None,
    };
    let shape: Shape = crate::web::mark::standing_shape(standing);
    let words: Vec<String> =
        [Some(word), gap.map(|gap| gap.get(lang).to_owned())].into_iter().flatten().collect();
    Some(Mark::new(shape, words.join(" ")))
}

fn notes(city: City<'_>, indicator: &Indicator, shows_year: bool, lang: Lang) -> String {
    let stop = match lang {
        Lang::Zh => "。",
        Lang::En => ". ",
    };
    let mut notes = words::ORDER_NOTE.get(lang).to_owned();
    if lang == Lang::En {
        notes.push(' ');
    }
    notes.push_str(words::NEAR_NOTE.get(lang));
    notes.push_str(stop);
    if let Some(before) = city.period().previous() {
        notes.push_str(words::MOVEMENT_NOTE.fill(&[("period", &before.title())]).get(lang));
        notes.push_str(stop);
    }
    if shows_year {
        notes.push_str(&year::note(city, indicator, lang));
        notes.push_str(stop);
    }
    if is_share(indicator) {
        notes.push_str(words::WHISKER_NOTE.get(lang));
    }
    notes
}
