//! Bureaus by indicators as a heat map: number first, ground by the gap to the target, the whole city beneath.

use charts::{Absence, Cell, Column, Grade, Heatmap, Row as Line, Sign};
use num_rational::BigRational;
use schemas::{
    indicator::Indicator,
    target::{Standing, Target},
};

use super::{Part, PictureError, View, counts, ranked::absence};
use crate::{
    figures,
    measure::standing::{Place, Row, Standings, Table},
    words::{picture as words, place},
};

/// All indicators of the bureaus of a part, in official order. Keys of rows are codes of bureaus; the columns are
/// the tables of the standings that have a definition, in their order.
///
/// # Errors
/// If a figure has no place on an axis.
pub fn map(view: View<'_>, part: Part) -> Result<Heatmap, PictureError> {
    let lang = view.lang;
    let asked: Vec<(&Table, &Target, &Indicator)> =
        view.standings.tables.iter().filter_map(|table| view.asked(&table.indicator).ok()).collect();
    let variable = words::ALL_VARIABLES.fill(&[("period", &view.standings.period.title())]);
    let note = part.note(view.field.bureaus.len(), lang);
    let heading = view.heading(finding(view), &variable, &[note]);
    let mut chart = Heatmap::new(heading, view.width, words::NOTHING.get(lang));
    let column = |(table, target, indicator): &(&Table, &Target, &Indicator)| Column {
        label: indicator.name.get(lang).to_owned(),
        note: figures::ask_in_words(target, indicator, table.line, lang),
    };
    chart.columns = asked.iter().map(column).collect();
    for bureau in part.of(view.field.bureaus) {
        let cells = asked.iter().map(|(table, target, indicator)| match table.row(&bureau.code) {
            Some(row) => cell(view, row, target, indicator),
            None => Ok(Cell::Absent { absence: Absence::NotFiled, reason: String::new() }),
        });
        chart.rows.push(Line {
            key: Some(bureau.code.to_string()),
            label: bureau.name.get(lang).to_owned(),
            strong: false,
            cells: cells.collect::<Result<_, PictureError>>()?,
        });
    }
    if !chart.rows.is_empty() {
        let cells = asked.iter().map(|(table, target, indicator)| pooled(view, table, target, indicator));
        chart.rows.push(Line {
            key: None,
            label: place::WHOLE.fill(&[("whole", &view.field.campaign.whole)]).get(lang).to_owned(),
            strong: true,
            cells: cells.collect::<Result<_, PictureError>>()?,
        });
        let legend = [
            (Sign::Grade(Grade::Short), words::SHORT_BY_LESS),
            (Sign::Grade(Grade::Below), words::SHORT_BY_SOME),
            (Sign::Grade(Grade::FarBelow), words::SHORT_BY_MUCH),
            (Sign::Grade(Grade::Unjudged), place::SMALL_SAMPLE),
            (Sign::Absence(Absence::NoDenominator), place::NO_CASES),
            (Sign::Absence(Absence::NotFiled), place::NOT_FILED),
        ];
        chart.legend = legend.into_iter().map(|(sign, words)| (sign, words.get(lang).to_owned())).collect();
    }
    Ok(chart)
}

/// How far a judged row is from its line, from exact values; what is not asked of is as good as met.
pub fn grade(row: &Row, target: &Target) -> Grade {
    if !matches!(row.place, Place::Ranked(_)) {
        return Grade::Unjudged;
    }
    let short = row.value.value.zip(row.line).map(|(value, line)| target.shortfall(value, line));
    graded(row.target, short)
}

fn graded(standing: Option<Standing>, short: Option<BigRational>) -> Grade {
    let far = BigRational::new(5.into(), 100.into());
    match standing {
        None | Some(Standing::Met) => Grade::Met,
        Some(Standing::Near) => Grade::Short,
        Some(Standing::Missed) if short.is_some_and(|short| short >= far) => Grade::FarBelow,
        Some(Standing::Missed) => Grade::Below,
    }
}

fn cell(view: View<'_>, row: &Row, target: &Target, indicator: &Indicator) -> Result<Cell, PictureError> {
    let Some(value) = row.value.value else {
        return Ok(Cell::Absent { absence: absence(row.place), reason: view.reason(row, indicator) });
    };
    let words = match row.place {
        Place::Ranked(_) => view.standing(row, target, indicator).1,
        _ => place::SMALL_SAMPLE.get(view.lang).to_owned(),
    };
    Ok(Cell::Value {
        figure: view.figure(value, row.line, indicator.unit)?,
        detail: counts(value, indicator),
        grade: grade(row, target),
        words,
    })
}

fn pooled(
    view: View<'_>,
    table: &Table,
    target: &Target,
    indicator: &Indicator,
) -> Result<Cell, PictureError> {
    let Some(value) = table.pooled.value else {
        let reason = place::NO_CASES.get(view.lang).to_owned();
        return Ok(Cell::Absent { absence: Absence::NoDenominator, reason });
    };
    // Against its own pool the city is not judged, and then has no line to keep clear of.
    let line = table.line.filter(|_| table.target.is_some());
    Ok(Cell::Value {
        figure: view.figure(value, line, indicator.unit)?,
        detail: counts(value, indicator),
        grade: graded(table.target, line.map(|line| target.shortfall(value, line))),
        words: String::new(),
    })
}

/// The hard target that most ranked bureaus miss; the first of equals.
fn finding(view: View<'_>) -> String {
    let words = match worst(view, view.standings) {
        Some((indicator, missed, ranked)) => words::MOST_MISSED.fill(&[
            ("indicator", &indicator.name),
            ("missed", &missed),
            ("ranked", &ranked),
        ]),
        None if view.standings.tables.iter().any(|table| ranked(table).next().is_some()) => words::ALL_MET,
        None => place::NONE_RANKED,
    };
    words.get(view.lang).to_owned()
}

fn worst<'a>(view: View<'a>, standings: &'a Standings) -> Option<(&'a Indicator, usize, usize)> {
    let mut worst: Option<(&Indicator, usize, usize)> = None;
    for table in &standings.tables {
        let Ok((_, target, indicator)) = view.asked(&table.indicator) else { continue };
        let missed = ranked(table).filter(|row| row.target.is_some_and(|met| met != Standing::Met)).count();
        if target.is_hard() && missed > worst.map_or(0, |(_, most, _)| most) {
            worst = Some((indicator, missed, ranked(table).count()));
        }
    }
    worst
}

fn ranked(table: &Table) -> impl Iterator<Item = &Row> {
    table.rows.iter().filter(|row| matches!(row.place, Place::Ranked(_)))
}
