//! One bureau's values of one indicator over the periods: history is marked, a gap stays a gap and says why.

use charts::{Figure, Floor, Reading, Series, Tone, Trend};
use schemas::{bureau::BureauCode, indicator::Indicator, period::Period, target::Target};

use super::{PictureError, View, axis_unit};
use crate::{
    figures,
    measure::standing::{Place, Row, Standings, Table, is_share},
    words::{picture as words, place},
};

/// The trends of a bureau up to the period of the view, one an indicator with its code. `earlier` are the standings
/// of earlier periods, oldest first; periods that are not among them were not filed by anybody and stay gaps. All
/// shares stand on one scale, so that neighbours compare.
///
/// # Errors
/// If the campaign has no such bureau, or a figure has no place on an axis.
pub fn trends(
    view: View<'_>,
    earlier: &[Standings],
    bureau: &BureauCode,
) -> Result<Vec<(String, Trend)>, PictureError> {
    view.name(bureau)?;
    let known = |table: &&Table| view.asked(&table.indicator).is_ok();
    let codes = view.standings.tables.iter().filter(known).map(|table| table.indicator.clone());
    let drawn = codes.map(|code| Ok((code.clone(), trend(view, earlier, bureau, &code)?)));
    let mut drawn = drawn.collect::<Result<Vec<_>, PictureError>>()?;
    let shares = || drawn.iter().filter(|(_, trend)| trend.cap.is_some());
    let lines = shares().filter_map(|(_, trend)| trend.target.as_ref()).map(|target| &target.figure);
    let reach = lines.chain(shares().flat_map(|(_, trend)| figures_of(trend))).map(Figure::value);
    let reach: Vec<f64> = reach.clone().reduce(f64::min).into_iter().chain(reach.reduce(f64::max)).collect();
    for (_, trend) in drawn.iter_mut().filter(|(_, trend)| trend.cap.is_some()) {
        trend.reach.clone_from(&reach);
    }
    Ok(drawn)
}

fn figures_of(trend: &Trend) -> impl Iterator<Item = &Figure> + Clone {
    let readings = trend.series.iter().flat_map(|series| &series.readings);
    readings.filter_map(|reading| match reading {
        Reading::Gap(_) => None,
        Reading::History(figure) | Reading::Judged(figure) => Some(figure),
    })
}

fn trend(
    view: View<'_>,
    earlier: &[Standings],
    bureau: &BureauCode,
    indicator: &str,
) -> Result<Trend, PictureError> {
    let (table, target, indicator) = view.asked(indicator)?;
    let lang = view.lang;
    let last = view.standings.period;
    let periods = earlier.first().map_or(last, |first| first.period.min(last)).through(last);
    let of = |period: Period| {
        let past = earlier.iter().find(|standings| standings.period == period);
        let standings = if period == last { Some(view.standings) } else { past };
        standings?.table(&table.indicator)?.row(bureau)
    };
    let readings = periods.iter().map(|period| reading(view, *period, of(*period), indicator));
    let readings = readings.collect::<Result<Vec<_>, PictureError>>()?;
    let history = readings.iter().any(|reading| matches!(reading, Reading::History(_)));
    let variable = words::VARIABLE_OVER_PERIODS
        .fill(&[("bureau", &view.name(bureau)?), ("unit", &figures::sign(indicator.unit, lang).trim())]);
    let note = history.then(|| words::HISTORY_NOTE.get(lang).to_owned());
    let heading = view.heading(finding(view, of(last), target, indicator), &variable, &[note]);
    let labels = periods.iter().map(Period::to_string).collect();
    let mut chart = Trend::new(heading, view.width, labels, words::NOTHING.get(lang));
    axis_unit(indicator.unit).clone_into(&mut chart.unit);
    if is_share(indicator) {
        chart.floor = Floor::Cut(words::CUT.get(lang).to_owned());
        chart.cap = Some(100.0);
    }
    words::HISTORY.get(lang).clone_into(&mut chart.history);
    chart.target = view.target(table, target, indicator)?;
    let key = Some(bureau.to_string());
    chart.series = vec![Series { key, label: String::new(), tone: Tone::Named, readings }];
    Ok(chart)
}

fn reading(
    view: View<'_>,
    period: Period,
    row: Option<&Row>,
    indicator: &Indicator,
) -> Result<Reading, PictureError> {
    let Some(row) = row else { return Ok(Reading::Gap(place::NOT_FILED.get(view.lang).to_owned())) };
    let Some(value) = row.value.value else {
        return Ok(Reading::Gap(absent(row).get(view.lang).to_owned()));
    };
    let campaign = view.field.campaign;
    let figure = view.figure(value, row.line, indicator.unit)?;
    let judged = campaign.judged && campaign.judges(period);
    Ok(if judged { Reading::Judged(figure) } else { Reading::History(figure) })
}

fn finding(view: View<'_>, row: Option<&Row>, target: &Target, indicator: &Indicator) -> String {
    let lang = view.lang;
    let Some((row, value)) = row.and_then(|row| Some((row, row.value.value?))) else {
        let why = row.map_or(place::NOT_FILED, absent);
        return words::NOW_WITHOUT
            .fill(&[("indicator", &indicator.name), ("why", &why)])
            .get(lang)
            .to_owned();
    };
    let standing = match row.place {
        Place::SmallSample => Some(place::SMALL_SAMPLE.get(lang).to_owned()),
        _ if row.target.is_some() => Some(view.standing(row, target, indicator).1),
        _ => None,
    };
    let words = if standing.is_some() { words::NOW_AT } else { words::NOW_AT_PLAIN };
    let filled = words.fill(&[
        ("indicator", &indicator.name),
        ("value", &figures::value(value, row.line, indicator.unit)),
        ("sign", &figures::sign(indicator.unit, lang)),
        ("standing", &standing.unwrap_or_default()),
    ]);
    filled.get(lang).to_owned()
}

fn absent(row: &Row) -> schemas::text::Text {
    match row.place {
        Place::NotFiled => place::NOT_FILED,
        Place::Awaited => place::AWAITED,
        _ => place::NO_CASES,
    }
}
