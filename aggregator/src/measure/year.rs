//! 本年累计: the value of an indicator from the first period of the calendar year, beside the period's own
//! (RULINGS 10). Counts are put together and divided once; rates are never averaged (DOMAIN §2.3 item 7).
//!
//! The opening stock comes from the first period and flows add up, each as it was known when its period was filed,
//! as the official 累计(t) = 累计(t−1) + 本期 has it (DOMAIN §3.11).

use schemas::{
    bureau::BureauCode,
    definition::Definitions,
    indicator::{Indicator, Measure, Term, Value},
    period::Period,
    tally::{Nature, Tallies},
    target::Basis,
};

use super::{book::Span, standing::Field};

/// What the year came to for one bureau.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Year {
    /// Its value; within it `None` if there is no denominator in the whole year so far.
    Value(Value),
    /// These periods of the year were not filed, and half a year is not a year.
    Incomplete(Vec<Period>),
    /// More was closed than was ever open: the opening of a period is not the ending of the one before it (explained
    /// differences, RULINGS 3), and a share over 100 % is none (DOMAIN §2.3 item 15).
    Disjoint,
}

/// Whether the periods of an indicator can be put together: a rate whose numerator only flows, over flows or over
/// the opening stock and what came in. A stock alone, growth, and what is only known of acts of filing cannot; nor
/// is anything but a rate shown by the year.
pub fn adds_up(indicator: &Indicator, definitions: &Definitions) -> bool {
    let Measure::Ratio { numerator, denominator } = &indicator.measure else { return false };
    let flows = |term: &Term| definitions.nature(term.tally()) == Nature::Flow;
    let ends = |term: &Term| definitions.nature(term.tally()) == Nature::Ending;
    let ledgers = indicator.forms().iter().all(|form| definitions.form(form).is_some());
    ledgers && numerator.iter().all(flows) && denominator.iter().any(flows) && !denominator.iter().any(ends)
}

/// The year of a bureau up to and with a period; `None` if the indicator does not add up.
pub fn to_date(field: Field<'_>, bureau: &BureauCode, period: Period, indicator: &Indicator) -> Option<Year> {
    adds_up(indicator, field.definitions).then(|| match whole(field, bureau, period, indicator) {
        Ok(span) => Year::Value(value_of(indicator, &span)),
        Err(gap) => gap,
    })
}

/// The pooled year of the bureaus whose periods are all there and join, and how many they are.
pub fn pooled(field: Field<'_>, period: Period, indicator: &Indicator) -> Option<(Value, usize)> {
    if !adds_up(indicator, field.definitions) {
        return None;
    }
    let (mut pool, mut filers) = (Tallies::default(), 0);
    let names = indicator.tallies();
    for span in field.bureaus.iter().filter_map(|own| whole(field, &own.code, period, indicator).ok()) {
        pool.pool_named(&names, |name| span.get(name));
        filers += 1;
    }
    Some((indicator.value(&pool, None), filers))
}

/// The tallies of a bureau's year so far, or why they cannot be put together.
fn whole<'a>(
    field: Field<'a>,
    bureau: &BureauCode,
    period: Period,
    indicator: &Indicator,
) -> Result<Span<'a>, Year> {
    let (basis, forms) = (Basis::YearToDate, indicator.forms());
    let names = indicator.tallies();
    let shelf = field.book.shelf(bureau);
    let put_together =
        shelf.and_then(|shelf| shelf.tallies(period, &names, basis, field.campaign, field.definitions));
    let Some(span) = put_together else {
        let filed =
            |period: &Period| forms.iter().all(|form| field.book.filed(bureau, *period, form).is_some());
        let periods = period.first_of_year().unwrap_or(period).through(period).into_iter();
        return Err(Year::Incomplete(periods.filter(|period| !filed(period)).collect()));
    };
    match value_of(indicator, &span).value {
        Some(value) if value.num() > value.den() => Err(Year::Disjoint),
        _ => Ok(span),
    }
}

fn value_of(indicator: &Indicator, span: &Span<'_>) -> Value {
    indicator.value_of(|name| span.get(name), |_| None)
}
