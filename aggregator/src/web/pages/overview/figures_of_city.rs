//! The pooled figures of the city against their targets, as bullet bars.

use askama::{Template, filters::HtmlSafe};
use num_rational::BigRational;
use num_traits::One;
use schemas::{
    fraction::Fraction,
    indicator::Indicator,
    target::{Standing, Target},
    text::Lang,
};

use crate::{
    figures,
    measure::standing::{Place, Table, is_share},
    web::{
        bar::Bar,
        city::City,
        links::{Address, Links},
        mark::Mark,
        pages::rankings::indicator::pooled_mark,
    },
    words::{overview as words, place as place_words},
};

/// The table.
#[derive(Clone, Debug, Template)]
#[template(path = "overview/figures.html")]
pub struct CityFigures {
    lang: Lang,
    finding: String,
    note: String,
    href: Address,
    rows: Vec<Line>,
}

impl HtmlSafe for CityFigures {}

#[derive(Clone, Debug)]
struct Line {
    name: String,
    href: Address,
    value: String,
    counts: Option<String>,
    bar: Option<Bar>,
    ask: String,
    mark: Option<Mark>,
    missed: usize,
    ranked: usize,
}

impl CityFigures {
    /// The figures of a city for a period.
    pub fn new(city: City<'_>, links: Links) -> Self {
        let lang = links.lang;
        let filers = city.standings.tables.iter().map(|table| table.filers).max().unwrap_or(0);
        Self {
            lang,
            finding: finding(city, lang),
            note: words::POOLED_OF.fill(&[("filers", &filers)]).get(lang).to_owned(),
            href: links.rankings(Some("all")),
            rows: city.standings.tables.iter().filter_map(|table| Line::new(city, links, table)).collect(),
        }
    }
}

impl Line {
    fn new(city: City<'_>, links: Links, table: &Table) -> Option<Self> {
        let lang = links.lang;
        let (target, indicator) = city.target(&table.indicator)?;
        let value = table.pooled.value?;
        let ranked = table.rows.iter().filter(|row| matches!(row.place, Place::Ranked(_)));
        let missed = |standing: Option<Standing>| standing.is_some_and(|standing| standing != Standing::Met);
        let name = indicator.name.get(lang).to_owned();
        let line = table.line.filter(|_| table.target.is_some());
        let shown = figures::value(value, line, indicator.unit);
        let counts = is_share(indicator)
            .then(|| format!("{}/{}", figures::count(value.num()), figures::count(value.den())));
        Some(Self {
            href: links.rankings(Some(&table.indicator)),
            bar: is_share(indicator).then(|| bar(target, indicator, table, value, &shown, lang)),
            ask: figures::ask_in_words(target, indicator, table.line, lang),
            mark: pooled_mark(table, target, indicator, lang),
            missed: ranked.clone().filter(|row| missed(row.target)).count(),
            ranked: ranked.count(),
            value: shown,
            counts,
            name,
        })
    }
}

fn bar(
    target: &Target,
    indicator: &Indicator,
    table: &Table,
    value: Fraction,
    shown: &str,
    lang: Lang,
) -> Bar {
    let full = BigRational::one();
    let label = place_words::BAR_LABEL.fill(&[
        ("bureau", &indicator.name),
        ("value", &shown),
        ("sign", &figures::sign(indicator.unit, lang)),
        ("parts", &figures::ask_in_words(target, indicator, table.line, lang)),
    ]);
    let bar = Bar::new(&value.exact(), &full, label.get(lang).to_owned());
    match table.line.filter(|_| table.target.is_some()) {
        Some(line) => bar.with_target(value, line, &full, !figures::wants_less(target)),
        None => bar,
    }
}

/// How many targets the city meets, and which share is furthest from its line.
fn finding(city: City<'_>, lang: Lang) -> String {
    let whole = &city.field.campaign.whole;
    let judged: Vec<&Table> = city.standings.tables.iter().filter(|table| table.target.is_some()).collect();
    if judged.is_empty() {
        return words::WHOLE_NO_FIGURES.fill(&[("whole", whole)]).get(lang).to_owned();
    }
    let met = judged.iter().filter(|table| table.target == Some(Standing::Met)).count();
    let worst = judged
        .iter()
        .filter_map(|table| {
            let (target, indicator) = city.target(&table.indicator).filter(|(_, own)| is_share(own))?;
            let (value, line) = table.pooled.value.zip(table.line)?;
            let gap = figures::gap(target, value, line, indicator.unit)?;
            Some((target.shortfall(value, line), indicator, gap))
        })
        .max_by(|a, b| a.0.cmp(&b.0));
    let met = words::WHOLE_MET.fill(&[("whole", whole), ("all", &judged.len()), ("met", &met)]);
    let mut out = met.get(lang).to_owned();
    if let Some((_, indicator, gap)) = worst {
        let worst = words::CITY_WORST.fill(&[("indicator", &indicator.name), ("gap", &gap)]);
        out.push_str(worst.get(lang));
    }
    out
}
