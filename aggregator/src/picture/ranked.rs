//! The places of one indicator as ranked bars: value, counts, interval and gap of those ranked; beneath them the
//! others, each with its reason.

use charts::{Absence, Bar, ChartError, Figure, Interval, RankedBars, Unranked};
use schemas::{
    fraction::Fraction,
    indicator::Indicator,
    target::{Standing, Target},
    text::Lang,
};

use super::{Part, PictureError, View, axis_unit, counts};
use crate::{
    figures,
    measure::standing::{Place, Row, Table, is_share},
    words::{filing, picture as words, place},
};

/// The bars of an indicator. The finding counts all bureaus, also where only a part of them is drawn. Keys of bars
/// are codes of bureaus.
///
/// # Errors
/// If the campaign has no such indicator, or a figure has no place on an axis.
pub fn bars(view: View<'_>, indicator: &str, part: Part) -> Result<RankedBars, PictureError> {
    let (table, target, indicator) = view.asked(indicator)?;
    let lang = view.lang;
    let variable = words::VARIABLE.fill(&[
        ("indicator", &indicator.name),
        ("unit", &figures::sign(indicator.unit, lang).trim()),
        ("period", &view.standings.period.title()),
    ]);
    let reading = is_share(indicator).then(|| words::BARS_NOTE.get(lang).to_owned());
    let heading =
        view.heading(finding(table, lang), &variable, &[part.note(table.rows.len(), lang), reading]);
    let mut chart = RankedBars::new(heading, view.width, words::NOTHING.get(lang));
    axis_unit(indicator.unit).clone_into(&mut chart.unit);
    words::INTERVAL.get(lang).clone_into(&mut chart.interval);
    chart.target = view.target(table, target, indicator)?;
    place::BELOW_THE_LINE.get(lang).clone_into(&mut chart.unranked_heading);
    for row in part.of(&table.rows) {
        match (row.place, row.value.value) {
            (Place::Ranked(_), Some(value)) => chart.bars.push(bar(view, row, value, target, indicator)?),
            _ => chart.unranked.push(unranked(view, row, indicator)?),
        }
    }
    Ok(chart)
}

/// What a table comes to: `9个参评单位中1个达标`.
pub fn finding(table: &Table, lang: Lang) -> String {
    let ranked = table.rows.iter().filter(|row| matches!(row.place, Place::Ranked(_)));
    let met = ranked.clone().filter(|row| row.target == Some(Standing::Met)).count();
    let asked = ranked.clone().any(|row| row.target.is_some());
    let words = match (ranked.clone().count(), asked) {
        (0, _) => place::NONE_RANKED,
        (ranked, false) => place::RANKED_COUNT.fill(&[("ranked", &ranked)]),
        (ranked, true) => place::MET_OF_RANKED.fill(&[("ranked", &ranked), ("met", &met)]),
    };
    words.get(lang).to_owned()
}

fn bar(
    view: View<'_>,
    row: &Row,
    value: Fraction,
    target: &Target,
    indicator: &Indicator,
) -> Result<Bar, PictureError> {
    let (status, remark) = view.standing(row, target, indicator);
    let figure = view.figure(value, row.line, indicator.unit)?;
    Ok(Bar {
        key: Some(row.bureau.to_string()),
        place: row.place.rank().map_or_else(String::new, |rank| rank.to_string()),
        pending: if row.unconfirmed { filing::VALIDATED.get(view.lang).to_owned() } else { String::new() },
        detail: counts(value, indicator),
        interval: row.interval.map(interval).transpose()?,
        remark,
        ..Bar::new(view.name(&row.bureau)?, figure, status)
    })
}

/// The ends come as shares between 0 and 1.
fn interval((low, high): (f64, f64)) -> Result<Interval, ChartError> {
    let end = |share: f64| Figure::new(share * 100.0, format!("{:.1}", share * 100.0));
    Interval::new(end(low)?, end(high)?)
}

fn unranked(view: View<'_>, row: &Row, indicator: &Indicator) -> Result<Unranked, PictureError> {
    Ok(Unranked {
        key: Some(row.bureau.to_string()),
        label: view.name(&row.bureau)?.to_owned(),
        absence: absence(row.place),
        reason: view.reason(row, indicator),
    })
}

/// The shape of a row without a place.
pub(super) fn absence(place: Place) -> Absence {
    match place {
        Place::NotFiled => Absence::NotFiled,
        Place::NoCases => Absence::NoDenominator,
        Place::SmallSample | Place::Awaited | Place::Ranked(_) => Absence::NotRanked,
    }
}
