//! Places per indicator: exact values, targets, shared ranks, and who is not ranked and why (DOMAIN §4.2,
//! RULINGS 7–10).

mod order;
pub(super) mod table;

use std::collections::BTreeMap;

use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::Campaign,
    definition::Definitions,
    fraction::Fraction,
    indicator::{Indicator, Unit, Value},
    period::Period,
    target::Standing,
};

use self::table::Drawn;
use super::{
    book::{Book, Shelf},
    composite::{self, Composite},
};

/// What standings are computed from.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Forms and indicators.
    pub definitions: &'a Definitions,
    /// The bureaus that are ranked, in official order.
    pub bureaus: &'a [Bureau],
    /// What they filed.
    pub book: &'a Book,
    /// Lines published by the level above, by indicator.
    pub published: &'a BTreeMap<String, Fraction>,
}

/// The standings of a campaign for a period.
#[derive(Clone, Debug)]
pub struct Standings {
    /// The period.
    pub period: Period,
    /// One table per indicator, in the campaign's order.
    pub tables: Vec<Table>,
    /// The composite.
    pub composite: Composite,
}

/// The places of one indicator.
#[derive(Clone, Debug)]
pub struct Table {
    /// Code of the indicator.
    pub indicator: String,
    /// The pooled value of the bureaus that filed: Σ numerators ÷ Σ denominators, never a mean of rates.
    pub pooled: Value,
    /// How many bureaus the pool holds.
    pub filers: usize,
    /// The line of the target for the pool, if it has one.
    pub line: Option<Fraction>,
    /// How the pool stands to it.
    pub target: Option<Standing>,
    /// One row a bureau: ranked ones first by place, then the others by reason.
    pub rows: Vec<Row>,
}

/// One bureau in a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// The bureau.
    pub bureau: BureauCode,
    /// Its value.
    pub value: Value,
    /// The line it is held against.
    pub line: Option<Fraction>,
    /// How it stands to it.
    pub target: Option<Standing>,
    /// 95 % interval, to be drawn.
    pub interval: Option<(f64, f64)>,
    /// Its place, or why it has none.
    pub place: Place,
    /// Its place in the period before.
    pub before: Option<u32>,
    /// Its value in the period before.
    pub value_before: Option<Fraction>,
    /// Whether a figure in it waits for acceptance.
    pub unconfirmed: bool,
}

/// A place, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// 1 is best; equal values share it.
    Ranked(u32),
    /// 样本量小: the denominator is below the campaign's minimum.
    SmallSample,
    /// No denominator: nothing to judge (零报告, or no case of this kind).
    NoCases,
    /// 待补传数据: it stood before the city was restored, and its rows have to come again.
    Awaited,
    /// 未报送.
    NotFiled,
}

impl Place {
    /// The place as a number.
    pub fn rank(self) -> Option<u32> {
        match self {
            Self::Ranked(rank) => Some(rank),
            _ => None,
        }
    }
}

impl Standings {
    /// The standings of a period, with movement against the period before.
    pub fn of(field: Field<'_>, period: Period) -> Self {
        let shelves: Vec<Option<&Shelf>> =
            field.bureaus.iter().map(|bureau| field.book.shelf(&bureau.code)).collect();
        let before = period.previous().map(|period| table::all(field, &shelves, period));
        let mut now = table::all(field, &shelves, period);
        for (drawn, earlier) in now.iter_mut().zip(before.iter().flatten()) {
            for (row, earlier) in drawn.rows.iter_mut().zip(&earlier.rows) {
                row.before = earlier.place.rank();
                row.value_before = earlier.value.value;
            }
        }
        let composite = composite::of(field, &now, before.as_deref());
        Self { period, tables: now.into_iter().map(Drawn::in_order).collect(), composite }
    }

    /// The table of an indicator.
    pub fn table(&self, indicator: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.indicator == indicator)
    }
}

impl Table {
    /// The row of a bureau.
    pub fn row(&self, bureau: &BureauCode) -> Option<&Row> {
        self.rows.iter().find(|row| row.bureau == *bureau)
    }
}

/// Whether the values of an indicator are shares, which is what samples and intervals are about.
pub fn is_share(indicator: &Indicator) -> bool {
    indicator.unit == Unit::Percent && indicator.against().is_none()
}
