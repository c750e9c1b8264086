//! One indicator for all bureaus: values, lines, samples, and the pool they make.

use schemas::{
    bureau::BureauCode,
    fraction::Fraction,
    indicator::{Against, Indicator, Value},
    period::Period,
    tally::Tallies,
    target::{Ask, Lines, Standing, Target},
};

use super::{Field, Place, Row, Table, is_share, order::place};
use crate::measure::{book::Shelf, interval::wilson};

/// A table whose rows still stand as the bureaus do, so that two periods and two indicators join by position.
pub(in crate::measure) struct Drawn {
    pub(in crate::measure) indicator: String,
    pub(in crate::measure) rows: Vec<Row>,
    order: Vec<usize>,
    pooled: Value,
    filers: usize,
    line: Option<Fraction>,
    target: Option<Standing>,
}

impl Drawn {
    /// The table as it is shown: ranked rows first by place, then the others by reason.
    pub(super) fn in_order(self) -> Table {
        let Self { indicator, rows, order, pooled, filers, line, target } = self;
        let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
        let rows = order.into_iter().filter_map(|at| rows.get_mut(at)?.take()).collect();
        Table { indicator, pooled, filers, line, target, rows }
    }
}

/// The tables of a period, one a target whose indicator is defined. `shelves` are those of the field's bureaus.
pub(super) fn all(field: Field<'_>, shelves: &[Option<&Shelf>], period: Period) -> Vec<Drawn> {
    let targets = field.campaign.targets.iter();
    let of = |target: &Target| {
        Some(one(field, shelves, period, target, field.definitions.indicator(&target.indicator)?))
    };
    targets.filter_map(of).collect()
}

fn one<'a>(
    field: Field<'a>,
    shelves: &[Option<&'a Shelf>],
    period: Period,
    target: &Target,
    indicator: &Indicator,
) -> Drawn {
    let (forms, names) = (indicator.forms(), indicator.tallies());
    let of = |shelf: &'a Shelf, period| {
        shelf.tallies(period, &names, target.basis, field.campaign, field.definitions)
    };
    let earlier = |against: Against| match against {
        Against::Previous => period.previous(),
        Against::LastYear => period.same_last_year(),
    };
    let (mut pool, mut pool_then, mut filers) = (Tallies::default(), Tallies::default(), 0);
    let values: Vec<Option<Value>> = shelves
        .iter()
        .map(|shelf| {
            let shelf = (*shelf)?;
            let now = of(shelf, period)?;
            let then = indicator.against().and_then(|against| of(shelf, earlier(against)?));
            filers += 1;
            pool.pool_named(&names, |name| now.get(name));
            if let Some(then) = &then {
                pool_then.pool_named(&names, |name| then.get(name));
            }
            Some(indicator.value_of(|name| now.get(name), |name| then.as_ref()?.get(name)))
        })
        .collect();
    let pooled = indicator.value(&pool, Some(&pool_then));
    let published = field.published.get(&target.indicator).copied();
    // The bureau's own value of an earlier period, where the target is to rise above it.
    let own = |shelf: Option<&'a Shelf>, against| {
        let then = of(shelf.filter(|_| target.ask == Ask::Rising { against })?, earlier(against)?)?;
        indicator.value_of(|name| then.get(name), |_| None).value
    };
    let mut rows: Vec<Row> = field
        .bureaus
        .iter()
        .zip(shelves)
        .zip(values)
        .map(|((bureau, shelf), value)| {
            let lines = Lines {
                pool: pooled.value,
                published,
                previous: own(*shelf, Against::Previous),
                last_year: own(*shelf, Against::LastYear),
            };
            let filed = |form: &&str| shelf.and_then(|shelf| shelf.filed(period, form));
            let unconfirmed = forms.iter().filter_map(filed).any(|filed| !filed.confirmed);
            row(field, &bureau.code, indicator, target, value, target.line(&lines), unconfirmed)
        })
        .collect();
    let order = place(field, shelves, period, indicator, &mut rows);
    let line = target.line(&Lines { pool: pooled.value, published, ..Lines::default() });
    // Held against its own pool the city would always meet the target, so it is not judged.
    let relative = matches!(target.ask, Ask::AtBenchmark { .. } | Ask::Rising { .. });
    let judged = pooled.value.zip(line).filter(|_| !relative);
    let standing = judged.map(|(value, line)| target.standing(value, line));
    Drawn { indicator: target.indicator.clone(), rows, order, pooled, filers, line, target: standing }
}

/// A row; whoever is to be ranked has no place yet.
fn row(
    field: Field<'_>,
    bureau: &BureauCode,
    indicator: &Indicator,
    target: &Target,
    value: Option<Value>,
    line: Option<Fraction>,
    unconfirmed: bool,
) -> Row {
    let place = match value {
        None => Place::NotFiled,
        Some(Value { value: None, .. }) => Place::NoCases,
        Some(value) if is_share(indicator) && value.n < field.campaign.minimum_sample => Place::SmallSample,
        Some(_) => Place::Ranked(0),
    };
    let value = value.unwrap_or(Value { value: None, n: 0 });
    Row {
        bureau: bureau.clone(),
        value,
        line,
        target: value.value.zip(line).map(|(value, line)| target.standing(value, line)),
        interval: value.value.filter(|_| is_share(indicator)).and_then(wilson),
        place,
        before: None,
        value_before: None,
        unconfirmed,
    }
}
