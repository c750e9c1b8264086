//! The official composite: Σ weight × min(1, value ÷ target), exact (RULINGS 9).
//!
//! Components with too small a sample are left out and said; the weights of the rest are re-normalised if enough
//! of them remains, otherwise the bureau takes no part.

use std::cmp::{Ordering, Reverse};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use schemas::{
    bureau::BureauCode,
    fraction::decimal,
    target::{Standing, Target},
};

use super::standing::{Field, Place, Row, table::Drawn};

/// The composite of every bureau.
#[derive(Clone, Debug, Default)]
pub struct Composite {
    /// One row a bureau: ranked ones first.
    pub rows: Vec<Score>,
}

/// One bureau's composite.
#[derive(Clone, Debug)]
pub struct Score {
    /// The bureau.
    pub bureau: BureauCode,
    /// Points out of 100; `None` without any component.
    pub points: Option<BigRational>,
    /// Weight that could be judged, of 100.
    pub weight: u32,
    /// What each weighted indicator gave.
    pub parts: Vec<Part>,
    /// Indicators of which it had an event that puts it last whatever its points (一票否决, DOMAIN §4.2).
    pub vetoed: Vec<String>,
    /// Its place, or why it has none.
    pub place: CompositePlace,
    /// Its place in the period before.
    pub before: Option<u32>,
    /// Whether a figure in it waits for acceptance.
    pub unconfirmed: bool,
}

/// One component.
#[derive(Clone, Debug)]
pub struct Part {
    /// Indicator.
    pub indicator: String,
    /// Weight in the campaign.
    pub weight: u32,
    /// Share of the target that was reached, at most 1; `None` if it was left out.
    pub reached: Option<BigRational>,
    /// The bureau's place or reason in that indicator.
    pub place: Place,
}

/// A place in the composite, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompositePlace {
    /// 1 is best.
    Ranked(u32),
    /// 不参与综合排名: too little of the weight could be judged.
    TooLittle {
        /// Weight that could be judged.
        available: u32,
        /// Weight that is needed.
        needed: u32,
    },
    /// 待补传数据: a ledger that a component needs stood before the city was restored, and its rows have to come again.
    Awaited,
    /// 未报送: a ledger that a component needs is missing (STATS §5.1, MISSING).
    NotFiled,
}

impl Score {
    /// Points with three decimals: two would print 99.995 as 100.00 (RULINGS 23).
    pub fn shown(&self) -> Option<String> {
        self.points.as_ref().map(|points| decimal(points, 3))
    }
}

impl Composite {
    /// The row of a bureau.
    pub fn row(&self, bureau: &BureauCode) -> Option<&Score> {
        self.rows.iter().find(|row| row.bureau == *bureau)
    }
}

/// The composite from the tables of a period and of the one before, rows in the order of the bureaus.
pub(super) fn of(field: Field<'_>, now: &[Drawn], before: Option<&[Drawn]>) -> Composite {
    let mut scores = scores(field, now);
    if let Some(before) = before {
        for (score, earlier) in scores.iter_mut().zip(self::scores(field, before)) {
            score.before = match earlier.place {
                CompositePlace::Ranked(rank) => Some(rank),
                _ => None,
            };
        }
    }
    scores.sort_by(shown);
    Composite { rows: scores }
}

/// The score of every bureau, with its place, in the order of the bureaus.
fn scores(field: Field<'_>, tables: &[Drawn]) -> Vec<Score> {
    let weighted: Vec<(&Drawn, &Target)> = tables
        .iter()
        .filter_map(|table| Some((table, field.campaign.target(&table.indicator)?)))
        .filter(|(_, target)| target.weight > 0)
        .collect();
    let vetoes: Vec<&Drawn> = tables
        .iter()
        .filter(|table| field.campaign.target(&table.indicator).is_some_and(Target::is_veto))
        .collect();
    let mut scores: Vec<Score> = field
        .bureaus
        .iter()
        .enumerate()
        .map(|(at, bureau)| {
            let rows = weighted.iter().filter_map(|(table, target)| Some((*target, table.rows.get(at)?)));
            let hit = |table: &&&Drawn| {
                table.rows.get(at).is_some_and(|row| row.target.is_some_and(|stands| stands != Standing::Met))
            };
            let vetoed = vetoes.iter().filter(hit).map(|table| table.indicator.clone()).collect();
            Score { vetoed, ..score(field, &bureau.code, rows) }
        })
        .collect();
    let mut order: Vec<&mut Score> = scores.iter_mut().filter(|score| is_ranked(score)).collect();
    // Whoever has an event with a veto shares the last place, whatever its points.
    let key = |score: &Score| match score.vetoed.is_empty() {
        true => (false, score.points.clone()),
        false => (true, None),
    };
    order.sort_by_cached_key(|score| {
        let (vetoed, points) = key(score);
        (vetoed, Reverse(points))
    });
    let (mut rank, mut last) = (0, None);
    for (at, score) in order.into_iter().enumerate() {
        let key = key(score);
        if last.as_ref() != Some(&key) {
            rank = u32::try_from(at + 1).unwrap_or(u32::MAX);
            last = Some(key);
        }
        score.place = CompositePlace::Ranked(rank);
    }
    scores
}

/// How scores are shown: ranked ones by place, then those that take no part, then those that did not file. Sorted
/// with a stable sort, equal ones keep the official order.
fn shown(a: &Score, b: &Score) -> Ordering {
    let key = |score: &Score| match score.place {
        CompositePlace::Ranked(rank) => (0, rank),
        CompositePlace::TooLittle { .. } => (1, 0),
        CompositePlace::Awaited | CompositePlace::NotFiled => (2, 0),
    };
    key(a).cmp(&key(b))
}

fn is_ranked(score: &Score) -> bool {
    matches!(score.place, CompositePlace::Ranked(_))
}

/// The score of one bureau from its rows of the weighted indicators.
fn score<'a>(
    field: Field<'_>,
    bureau: &BureauCode,
    rows: impl Iterator<Item = (&'a Target, &'a Row)>,
) -> Score {
    let needed = field.campaign.least_weight;
    // Σ weight × reached as numerator and denominator, reduced once at the end: reducing is what costs.
    let (mut sum, mut below) = (BigInt::zero(), BigInt::one());
    let (mut weight, mut unconfirmed, mut parts) = (0, false, Vec::new());
    for (target, row) in rows {
        let judged = matches!(row.place, Place::Ranked(_));
        let reached =
            row.value.value.zip(row.line).filter(|_| judged).map(|(value, line)| target.reached(value, line));
        if let Some(reached) = &reached {
            sum = sum * reached.denom() + reached.numer() * target.weight * &below;
            below *= reached.denom();
            weight += target.weight;
            unconfirmed |= row.unconfirmed;
        }
        let indicator = target.indicator.clone();
        parts.push(Part { indicator, weight: target.weight, reached, place: row.place });
    }
    // One ledger not filed is enough: left out like a small sample, a bad one would better not be filed.
    let silent = parts.iter().any(|part| part.place == Place::NotFiled);
    let awaited = parts.iter().any(|part| part.place == Place::Awaited);
    let points = (weight > 0).then(|| BigRational::new(sum * 100, below * weight));
    let place = match (silent, weight >= needed && points.is_some()) {
        (true, _) => CompositePlace::NotFiled,
        _ if awaited => CompositePlace::Awaited,
        (false, true) => CompositePlace::Ranked(0),
        (false, false) => CompositePlace::TooLittle { available: weight, needed },
    };
    Score {
        bureau: bureau.clone(),
        points,
        weight,
        parts,
        vetoed: Vec::new(),
        place,
        before: None,
        unconfirmed,
    }
}
