//! The official composite: Σ weight × min(1, value ÷ target), exact (RULINGS 9).
//!
//! Components with too small a sample are left out and said; the weights of the rest are re-normalised if enough
//! of them remains, otherwise the bureau takes no part.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use schemas::{bureau::BureauCode, fraction::decimal};

use super::standing::{Field, Place, Row, Table};

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
    /// 未报送.
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

pub(super) fn of(field: Field<'_>, tables: &[Table], before: Option<&[Table]>) -> Composite {
    let mut rows = places(field, tables);
    if let Some(before) = before {
        let earlier: BTreeMap<BureauCode, CompositePlace> =
            places(field, before).into_iter().map(|row| (row.bureau, row.place)).collect();
        for row in &mut rows {
            row.before = match earlier.get(&row.bureau) {
                Some(CompositePlace::Ranked(rank)) => Some(*rank),
                _ => None,
            };
        }
    }
    Composite { rows }
}

fn places(field: Field<'_>, tables: &[Table]) -> Vec<Score> {
    let by_table: Vec<(&Table, BTreeMap<&BureauCode, &Row>)> = tables
        .iter()
        .map(|table| (table, table.rows.iter().map(|row| (&row.bureau, row)).collect()))
        .collect();
    let mut rows: Vec<Score> =
        field.bureaus.iter().map(|bureau| score(field, &by_table, &bureau.code)).collect();
    // Stable: equal points keep the official order.
    rows.sort_by(|a, b| {
        let ranked = |score: &Score| matches!(score.place, CompositePlace::Ranked(_));
        ranked(b)
            .cmp(&ranked(a))
            .then_with(|| if ranked(a) { b.points.cmp(&a.points) } else { not_filed(a).cmp(&not_filed(b)) })
    });
    let mut rank = 0;
    let mut last: Option<BigRational> = None;
    for (at, row) in
        rows.iter_mut().enumerate().filter(|(_, row)| matches!(row.place, CompositePlace::Ranked(_)))
    {
        if last != row.points {
            rank = u32::try_from(at + 1).unwrap_or(u32::MAX);
            last.clone_from(&row.points);
        }
        row.place = CompositePlace::Ranked(rank);
    }
    rows
}

fn not_filed(score: &Score) -> bool {
    score.place == CompositePlace::NotFiled
}

fn score(field: Field<'_>, tables: &[(&Table, BTreeMap<&BureauCode, &Row>)], bureau: &BureauCode) -> Score {
    let needed = field.campaign.least_weight;
    let (mut sum, mut weight, mut unconfirmed, mut parts) = (BigRational::zero(), 0, false, Vec::new());
    for (table, rows) in tables {
        let Some(target) = field.campaign.target(&table.indicator).filter(|target| target.weight > 0) else {
            continue;
        };
        let Some(row) = rows.get(bureau) else { continue };
        let judged = matches!(row.place, Place::Ranked(_));
        let reached =
            row.value.value.zip(row.line).filter(|_| judged).map(|(value, line)| target.reached(value, line));
        if let Some(reached) = &reached {
            sum += reached * BigInt::from(target.weight);
            weight += target.weight;
            unconfirmed |= row.unconfirmed;
        }
        parts.push(Part {
            indicator: table.indicator.clone(),
            weight: target.weight,
            reached,
            place: row.place,
        });
    }
    let silent = !parts.is_empty() && parts.iter().all(|part| part.place == Place::NotFiled);
    let points = (weight > 0).then(|| sum * BigInt::from(100) / BigInt::from(weight));
    let place = match (silent, weight >= needed && points.is_some()) {
        (true, _) => CompositePlace::NotFiled,
        (false, true) => CompositePlace::Ranked(0),
        (false, false) => CompositePlace::TooLittle { available: weight, needed },
    };
    Score { bureau: bureau.clone(), points, weight, parts, place, before: None, unconfirmed }
}
