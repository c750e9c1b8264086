//! What would change a place: how many more it takes to a target, and what that would give.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use schemas::{
    fraction::{Fraction, decimal},
    indicator::{Better, Indicator},
    target::Target,
    text::Lang,
};

use crate::{
    measure::{
        composite::Score,
        standing::{Place, Row, Table, is_share},
        why::more_to_target,
    },
    web::city::City,
    words::place as words,
};

/// What would put a share at its line, and which place that would give.
pub(super) fn to_target(
    table: &Table,
    row: &Row,
    target: &Target,
    indicator: &Indicator,
    lang: Lang,
) -> Vec<String> {
    let Some((value, line)) = row.value.value.zip(row.line).filter(|_| is_share(indicator)) else {
        return Vec::new();
    };
    let words = match more_to_target(target, value, line) {
        Some(0) => words::IS_MET,
        None => words::OUT_OF_REACH,
        Some(n) => match row.place.rank().and_then(|_| place_with(table, row, indicator, value, n)) {
            Some(rank) => words::MORE_NEEDED.fill(&[("n", &n), ("rank", &rank)]),
            None => words::MORE_NEEDED_NO_RANK.fill(&[("n", &n)]),
        },
    };
    vec![words.get(lang).to_owned()]
}

/// The place with `n` more on top and everybody else as they are.
fn place_with(table: &Table, row: &Row, indicator: &Indicator, value: Fraction, n: i64) -> Option<usize> {
    let then = Fraction::new(value.num().checked_add(n)?, value.den())?;
    let others = table
        .rows
        .iter()
        .filter(|other| other.bureau != row.bureau && matches!(other.place, Place::Ranked(_)));
    let ahead = others.filter_map(|other| other.value.value).filter(|other| match indicator.better {
        Better::Higher => *other > then,
        Better::Lower | Better::Zero => *other < then,
    });
    Some(ahead.count() + 1)
}

/// What each component that is short would gain at its target: name, what it takes, points.
pub(super) fn gains(city: City<'_>, score: &Score, lang: Lang) -> Vec<(String, String, String)> {
    let missed = score.parts.iter().filter_map(|part| {
        let reached = part.reached.as_ref().filter(|reached| **reached < BigRational::one())?;
        let (target, indicator) = city.target(&part.indicator)?;
        let row = city.standings.table(&part.indicator)?.row(&score.bureau)?;
        let (value, line) = row.value.value.zip(row.line)?;
        let more = match more_to_target(target, value, line) {
            Some(n) => words::MORE_CASES.fill(&[("n", &n)]),
            None => words::CANNOT_REACH,
        };
        let gain = (BigRational::one() - reached) * share_of(score, part.weight);
        let name = indicator.name.get(lang).to_owned();
        Some((name, more.get(lang).to_owned(), format!("+{}", decimal(&gain, 3))))
    });
    missed.collect()
}

/// Points that a weight is worth, of 100, after the weights of what was left out are spread over the rest.
pub(super) fn share_of(score: &Score, weight: u32) -> BigRational {
    match score.weight {
        0 => BigRational::zero(),
        all => BigRational::new(BigInt::from(weight) * 100, BigInt::from(all)),
    }
}
