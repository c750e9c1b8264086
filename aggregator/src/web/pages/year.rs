//! 本年累计 beside the value of a period: a cell, the sentence of the whole city, and what to say where nothing can be
//! put together.

use askama::{Template, filters::HtmlSafe};
use schemas::{
    bureau::BureauCode,
    indicator::{Indicator, Value},
    target::{Basis, Target},
    text::Lang,
};

use crate::{
    figures::{self, DASH},
    measure::year::{self, Year},
    web::city::City,
    words::place as words,
};

/// Most missing periods that are named.
const NAMED: usize = 2;

/// The year of one bureau in a table.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/year.html")]
pub struct YearCell {
    value: String,
    small: String,
    /// For sorting.
    pub key: String,
}

impl HtmlSafe for YearCell {}

/// Whether the year says anything beside the period: not in its first period, and not where the target itself is
/// held against a longer span.
pub fn is_shown(city: City<'_>, target: &Target) -> bool {
    target.basis == Basis::Period && city.period().first_of_year().is_some_and(|first| first < city.period())
}

impl YearCell {
    /// The cell of a bureau; a dash where the indicator does not add up.
    pub fn new(city: City<'_>, bureau: &BureauCode, indicator: &Indicator, lang: Lang) -> Self {
        let dash = |small: String| Self { value: DASH.to_owned(), small, key: String::new() };
        match year::to_date(city.field, bureau, city.period(), indicator) {
            None | Some(Year::Value(Value { value: None, .. })) => dash(String::new()),
            Some(Year::Value(Value { value: Some(value), .. })) => Self {
                value: figures::value(value, None, indicator.unit),
                small: format!("{}/{}", figures::count(value.num()), figures::count(value.den())),
                key: value.percent(8),
            },
            Some(Year::Disjoint) => dash(words::YEAR_DISJOINT.get(lang).to_owned()),
            Some(Year::Incomplete(missing)) => {
                let words = if missing.len() <= NAMED {
                    let named: Vec<String> = missing.iter().map(ToString::to_string).collect();
                    words::YEAR_MISSING.fill(&[("periods", &figures::listed(&named, lang))])
                } else {
                    words::YEAR_MISSING_COUNT.fill(&[("count", &missing.len())])
                };
                dash(words.get(lang).to_owned())
            }
        }
    }
}

/// The year of the whole city as part of a sentence; `None` if nobody filed all of it.
pub fn of_city(city: City<'_>, indicator: &Indicator, lang: Lang) -> Option<String> {
    let (value, filers) = year::pooled(city.field, city.period(), indicator)?;
    let value = value.value?;
    let words = if filers == city.field.bureaus.len() { words::YEAR_CITY } else { words::YEAR_CITY_OF };
    let filled = words.fill(&[
        ("value", &figures::value(value, None, indicator.unit)),
        ("sign", &figures::sign(indicator.unit, lang)),
        ("num", &figures::count(value.num())),
        ("den", &figures::count(value.den())),
        ("filers", &filers),
    ]);
    Some(filled.get(lang).to_owned())
}

/// What the column means, or why there is none.
pub fn note(city: City<'_>, indicator: &Indicator, lang: Lang) -> String {
    let first = city.period().first_of_year().unwrap_or(city.period()).title();
    let words = match year::adds_up(indicator, city.field.definitions) {
        true => words::YEAR_NOTE.fill(&[("first", &first)]),
        false => words::YEAR_NONE,
    };
    words.get(lang).to_owned()
}
