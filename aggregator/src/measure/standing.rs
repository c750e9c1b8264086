//! Places per indicator: exact values, targets, shared ranks, and who is not ranked and why (DOMAIN §4.2,
//! RULINGS 7–10).

use std::{cmp::Ordering, collections::BTreeMap};

use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::{Campaign, Rule, Ties},
    definition::Definitions,
    fraction::Fraction,
    indicator::{Against, Better, Indicator, Unit, Value},
    period::Period,
    tally::Tallies,
    target::{Lines, Standing, Target},
};

use super::{
    book::Book,
    composite::{self, Composite},
    interval::wilson,
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
        let before = period.previous().map(|period| bare(field, period));
        let mut tables = bare(field, period);
        for (at, table) in tables.iter_mut().enumerate() {
            let Some(before) = before.as_ref().and_then(|tables| tables.get(at)) else { continue };
            let earlier: BTreeMap<&BureauCode, &Row> =
                before.rows.iter().map(|row| (&row.bureau, row)).collect();
            for row in &mut table.rows {
                let Some(earlier) = earlier.get(&row.bureau) else { continue };
                row.before = earlier.place.rank();
                row.value_before = earlier.value.value;
            }
        }
        let composite = composite::of(field, &tables, before.as_deref());
        Self { period, tables, composite }
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

fn bare(field: Field<'_>, period: Period) -> Vec<Table> {
    let targets = &field.campaign.targets;
    targets
        .iter()
        .filter_map(|target| {
            Some(table(field, period, target, field.definitions.indicator(&target.indicator)?))
        })
        .collect()
}

fn table(field: Field<'_>, period: Period, target: &Target, indicator: &Indicator) -> Table {
    let (forms, names) = (indicator.forms(), indicator.tallies());
    let of = |bureau: &BureauCode, period| {
        field.book.tallies(bureau, period, &names, target.basis, field.campaign, field.definitions)
    };
    let earlier = |against: Against| match against {
        Against::Previous => period.previous(),
        Against::LastYear => period.same_last_year(),
    };
    let then_of = |bureau: &BureauCode| earlier(indicator.against()?).and_then(|period| of(bureau, period));
    let (mut pool, mut pool_then, mut filers) = (Tallies::default(), Tallies::default(), 0);
    let values: Vec<Option<Value>> = field
        .bureaus
        .iter()
        .map(|bureau| {
            let now = of(&bureau.code, period)?;
            let then = then_of(&bureau.code);
            filers += 1;
            pool.pool(&now);
            if let Some(then) = &then {
                pool_then.pool(then);
            }
            Some(indicator.value(&now, then.as_ref()))
        })
        .collect();
    let pooled = indicator.value(&pool, Some(&pool_then));
    let published = field.published.get(&target.indicator).copied();
    let own = |bureau: &BureauCode, against| {
        let period = earlier(against)?;
        indicator.value(&of(bureau, period)?, None).value
    };
    let mut rows: Vec<Row> = field
        .bureaus
        .iter()
        .zip(values)
        .map(|(bureau, value)| {
            let lines = Lines {
                pool: pooled.value,
                published,
                previous: rising(target, Against::Previous)
                    .then(|| own(&bureau.code, Against::Previous))
                    .flatten(),
                last_year: rising(target, Against::LastYear)
                    .then(|| own(&bureau.code, Against::LastYear))
                    .flatten(),
            };
            row(field, period, &bureau.code, &forms, target, indicator, value, target.line(&lines))
        })
        .collect();
    place(field, period, indicator, &mut rows);
    let lines = Lines { pool: pooled.value, published, ..Lines::default() };
    // Held against its own pool the city would always meet the target, so it is not judged.
    let relative =
        matches!(target.ask, schemas::target::Ask::AtBenchmark { .. } | schemas::target::Ask::Rising { .. });
    let line = target.line(&lines);
    let stands =
        pooled.value.zip(line).filter(|_| !relative).map(|(value, line)| target.standing(value, line));
    Table { indicator: target.indicator.clone(), pooled, filers, line, target: stands, rows }
}

fn rising(target: &Target, against: Against) -> bool {
    target.ask == schemas::target::Ask::Rising { against }
}

#[expect(clippy::too_many_arguments, reason = "the parts of one row, put together in one place")]
fn row(
    field: Field<'_>,
    period: Period,
    bureau: &BureauCode,
    forms: &[&str],
    target: &Target,
    indicator: &Indicator,
    value: Option<Value>,
    line: Option<Fraction>,
) -> Row {
    let filed = value.unwrap_or(Value { value: None, n: 0 });
    let place = match (value, filed.value) {
        (None, _) => Place::NotFiled,
        (Some(_), None) => Place::NoCases,
        (Some(value), Some(_)) if is_share(indicator) && value.n < field.campaign.minimum_sample => {
            Place::SmallSample
        }
        (Some(_), Some(_)) => Place::Ranked(0),
    };
    let unconfirmed =
        forms.iter().any(|form| field.book.filed(bureau, period, form).is_some_and(|filed| !filed.confirmed));
    Row {
        bureau: bureau.clone(),
        value: filed,
        line,
        target: filed.value.zip(line).map(|(value, line)| target.standing(value, line)),
        interval: filed.value.filter(|_| is_share(indicator)).and_then(wilson),
        place,
        before: None,
        value_before: None,
        unconfirmed,
    }
}

/// Sorts the rows and gives places: standard competition ranking on exact values, 1, 2, 2, 4. Within a shared
/// place, and for campaigns that break ties: larger denominator, fewer overdue, official order.
fn place(field: Field<'_>, period: Period, indicator: &Indicator, rows: &mut Vec<Row>) {
    let overdue = field.campaign.flags.iter().find_map(|flag| match &flag.rule {
        Rule::OverdueOpen { tally, .. } => Some(tally.as_str()),
        _ => None,
    });
    let overdue_of = |row: &Row| overdue.map_or(0, |tally| field.book.count(&row.bureau, period, tally));
    // Looked up once a row, not once a comparison.
    let mut sorted: Vec<(i64, Row)> = rows.drain(..).map(|row| (overdue_of(&row), row)).collect();
    let better = |(_, a): &(i64, Row), (_, b): &(i64, Row)| match indicator.better {
        Better::Higher => b.value.value.cmp(&a.value.value),
        Better::Lower | Better::Zero => a.value.value.cmp(&b.value.value),
    };
    let breaks = |a: &(i64, Row), b: &(i64, Row)| b.1.value.n.cmp(&a.1.value.n).then(a.0.cmp(&b.0));
    let ranked = |(_, row): &(i64, Row)| matches!(row.place, Place::Ranked(_));
    // Stable, and the rows came in the official order.
    sorted.sort_by(|a, b| {
        ranked(b).cmp(&ranked(a)).then_with(|| {
            if ranked(a) { better(a, b).then_with(|| breaks(a, b)) } else { a.1.place.cmp(&b.1.place) }
        })
    });
    let mut places: Vec<u32> = Vec::new();
    for (at, row) in sorted.iter().enumerate().filter(|(_, row)| ranked(row)) {
        let equal = at.checked_sub(1).and_then(|before| sorted.get(before)).is_some_and(|before| {
            better(before, row) == Ordering::Equal
                && (field.campaign.ties == Ties::Share || breaks(before, row) == Ordering::Equal)
        });
        let rank = if equal {
            places.last().copied().unwrap_or(1)
        } else {
            u32::try_from(at + 1).unwrap_or(u32::MAX)
        };
        places.push(rank);
    }
    for ((_, row), rank) in sorted.iter_mut().zip(places) {
        row.place = Place::Ranked(rank);
    }
    rows.extend(sorted.into_iter().map(|(_, row)| row));
}
