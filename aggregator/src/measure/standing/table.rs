//! One indicator for all bureaus: values, lines, samples, and the pool they make.

use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::Rule,
    fraction::Fraction,
    indicator::{Against, Indicator, Value},
    period::Period,
    tally::Tallies,
    target::{Ask, Lines, Standing, Target},
};

use super::{Field, Place, Row, Table, is_share, order::place};
use crate::measure::{
    book::{Shelf, Span, periods_of},
    interval::wilson,
};

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
    let started =
        |target| Some(Sheet::new(field, period, target, field.definitions.indicator(&target.indicator)?));
    let mut sheets: Vec<Sheet<'_>> = targets.filter_map(started).collect();
    let tally = field.campaign.flags.iter().find_map(|flag| match &flag.rule {
        Rule::OverdueOpen { tally, .. } => Some(tally.as_str()),
        _ => None,
    });
    // Bureau by bureau, for what one filed lies together in memory.
    let overdue = |shelf: &Option<&Shelf>| {
        sheets.iter_mut().for_each(|sheet| sheet.take(*shelf));
        shelf.zip(tally).map_or(0, |(shelf, tally)| shelf.count(period, tally))
    };
    let overdue: Vec<i64> = shelves.iter().map(overdue).collect();
    sheets.into_iter().map(|sheet| sheet.drawn(&overdue)).collect()
}

/// One indicator while bureau after bureau is taken in.
struct Sheet<'a> {
    field: Field<'a>,
    period: Period,
    target: &'a Target,
    indicator: &'a Indicator,
    forms: Vec<&'a str>,
    names: Vec<&'a str>,
    pool: Tallies,
    pool_then: Tallies,
    filers: usize,
    cells: Vec<Cell>,
}

/// What one bureau came to.
struct Cell {
    value: Option<Value>,
    /// Whether rows of it have to come again after a restore.
    awaited: bool,
    /// Its own value of the period that the target looks back to.
    then: Option<Fraction>,
    unconfirmed: bool,
}

impl<'a> Sheet<'a> {
    fn new(field: Field<'a>, period: Period, target: &'a Target, indicator: &'a Indicator) -> Self {
        let (forms, names) = (indicator.forms(), indicator.tallies());
        let (pool, pool_then) = (Tallies::default(), Tallies::default());
        Self { field, period, target, indicator, forms, names, pool, pool_then, filers: 0, cells: Vec::new() }
    }

    fn span<'s>(&self, shelf: Option<&'s Shelf>, period: Option<Period>) -> Option<Span<'s>> {
        shelf?.tallies(period?, &self.names, self.target.basis, self.field.campaign, self.field.definitions)
    }

    /// The own value of the period that the target looks back to; for growth, the growth of that period.
    fn looked_back(&self, shelf: Option<&Shelf>) -> Option<Fraction> {
        let (Ask::Rising { against } | Ask::Falling { against }) = self.target.ask else { return None };
        let then = earlier(self.period, against)?;
        let span = self.span(shelf, Some(then))?;
        let base = self.indicator.against().and_then(|against| self.span(shelf, earlier(then, against)));
        self.indicator.value_of(|name| span.get(name), |name| base.as_ref()?.get(name)).value
    }

    /// Takes in the next bureau.
    fn take(&mut self, shelf: Option<&Shelf>) {
        let now = self.span(shelf, Some(self.period));
        let grown =
            self.indicator.against().and_then(|against| self.span(shelf, earlier(self.period, against)));
        if let Some(now) = &now {
            self.filers += 1;
            self.pool.pool_named(&self.names, |name| now.get(name));
            if let Some(grown) = &grown {
                self.pool_then.pool_named(&self.names, |name| grown.get(name));
            }
        }
        let then = self.looked_back(shelf);
        let filed = |form: &&str| {
            let own = periods_of(form, self.period, self.field.campaign);
            own.into_iter().any(|period| {
                shelf.and_then(|shelf| shelf.filed(period, form)).is_some_and(|filed| !filed.confirmed)
            })
        };
        let cell = Cell {
            value: now
                .map(|now| self.indicator.value_of(|name| now.get(name), |name| grown.as_ref()?.get(name))),
            then,
            awaited: shelf.is_some_and(Shelf::awaits_rows),
            unconfirmed: self.forms.iter().any(filed),
        };
        self.cells.push(cell);
    }

    /// Lines, rows and places, when all bureaus are in.
    fn drawn(self, overdue: &[i64]) -> Drawn {
        let Self { field, target, indicator, .. } = self;
        let pooled = indicator.value(&self.pool, Some(&self.pool_then));
        let published = field.published.get(&target.indicator).copied();
        let planned = target.pace(self.period).map(|pace| pace.planned);
        let lines = Lines { pool: pooled.value, published, planned, ..Lines::default() };
        let of_cell = |(bureau, cell): (&Bureau, Cell)| {
            let lines = Lines { previous: cell.then, last_year: cell.then, ..lines };
            row(field, &bureau.code, indicator, target, &cell, target.line(&lines))
        };
        let mut rows: Vec<Row> = field.bureaus.iter().zip(self.cells).map(of_cell).collect();
        let order = place(field.campaign.ties, overdue, indicator, &mut rows);
        let line = target.line(&lines);
        // Held against its own pool the city would always meet the target; what is asked of each bureau's own past, or of each
        // bureau in the year, is nothing to ask of all together.
        let relative = matches!(
            target.ask,
            Ask::AtBenchmark { .. } | Ask::Rising { .. } | Ask::Falling { .. } | Ask::YearTotal { .. }
        );
        let judged = pooled.value.zip(line).filter(|_| !relative);
        let standing = judged.map(|(value, line)| target.standing(value, line));
        let (indicator, filers) = (target.indicator.clone(), self.filers);
        Drawn { indicator, rows, order, pooled, filers, line, target: standing }
    }
}

fn earlier(period: Period, against: Against) -> Option<Period> {
    match against {
        Against::Previous => period.previous(),
        Against::LastYear => period.same_last_year(),
    }
}

/// A row; whoever is to be ranked has no place yet.
fn row(
    field: Field<'_>,
    bureau: &BureauCode,
    indicator: &Indicator,
    target: &Target,
    cell: &Cell,
    line: Option<Fraction>,
) -> Row {
    let Cell { value, awaited, unconfirmed, .. } = *cell;
    let place = match value {
        None if awaited => Place::Awaited,
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
