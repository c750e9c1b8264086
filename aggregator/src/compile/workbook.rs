//! `rankings.xlsx`: the composite, all indicators side by side, and a sheet an indicator; numbers are numbers.

mod findings;
pub(crate) mod sheet;

use num_traits::ToPrimitive;
use schemas::{
    indicator::Unit,
    text::{Lang, Text},
};

use self::sheet::{Book, Cell, Column, Sheet};
use super::{
    Compiled,
    error::CompileError,
    place::{Line, Places, ScoreLine, standing},
    rankings::{remark, unit_name},
    words,
};
use crate::{figures, words::place as place_words};

impl Compiled {
    /// The workbook.
    ///
    /// # Errors
    /// [`CompileError::Make`] only.
    pub fn rankings_workbook(&self, lang: Lang) -> Result<Vec<u8>, CompileError> {
        let mut book = Book::new(self.period, &self.title(lang));
        let places = self.places(lang);
        if self.has_composite() {
            book.add(self.composite_sheet(&places, lang))?;
        }
        book.add(self.matrix_sheet(&places, lang))?;
        for places in &places {
            book.add(self.indicator_sheet(places, lang))?;
        }
        book.save()
    }

    /// Period and campaign, as a title.
    pub fn title(&self, lang: Lang) -> String {
        let words = words::TITLE.fill(&[("period", &self.period.title()), ("campaign", &self.campaign.name)]);
        words.get(lang).to_owned()
    }

    /// The title over one sheet.
    fn titled(&self, sheet: &str, lang: Lang) -> String {
        words::SHEET_TITLE.fill(&[("title", &self.title(lang)), ("sheet", &sheet)]).get(lang).to_owned()
    }

    /// Whether any target carries weight.
    pub fn has_composite(&self) -> bool {
        self.campaign.targets.iter().any(|target| target.weight > 0)
    }

    /// What must stand under every ranking: the campaign's own sentence, or that the figures are invented.
    pub fn caption(&self, lang: Lang) -> Option<String> {
        figures::caption(&self.campaign).map(|text| text.get(lang).to_owned())
    }

    fn notes(&self, lang: Lang) -> Vec<String> {
        let least = self.campaign.minimum_sample;
        let notes =
            [words::ORDER_IS.fill(&[("least", &least), ("whole", &self.campaign.whole)]), words::NOT_TIMED];
        let notes = notes.iter().map(|text| text.get(lang).to_owned());
        notes.chain(self.caption(lang)).collect()
    }

    fn indicator_sheet(&self, places: &Places<'_>, lang: Lang) -> Sheet {
        let name = places.indicator.name.get(lang);
        let unit = places.indicator.unit;
        let head = |text: Text, width| Column::new(text.get(lang), width);
        let columns = vec![
            head(place_words::RANK, 7),
            head(words::PLACES_RISEN, 10),
            head(place_words::BUREAU, 24),
            head(words::NUMERATOR, 10),
            head(words::DENOMINATOR, 10),
            head(
                words::WITH_UNIT.fill(&[("name", &place_words::VALUE), ("unit", &unit_name(unit, lang))]),
                12,
            ),
            head(words::TARGET, 10),
            head(words::TARGET_MET, 10),
            head(words::GAP, 12),
            head(words::SAMPLE, 9),
            head(words::INTERVAL_LOW, 12),
            head(words::INTERVAL_HIGH, 12),
            head(place_words::STATUS, 12),
            head(place_words::REASON, 44),
            head(words::PLACE_BEFORE, 10),
            head(words::VALUE_BEFORE, 12),
            head(words::REMARK, 10),
        ];
        let row = |line: &Line| indicator_row(line, unit, lang);
        let formula = &places.indicator.formula;
        let sentence = words::FORMULA_AND_ASK.fill(&[("formula", formula), ("ask", &places.ask)]);
        Sheet {
            name: format!("{} {name}", places.indicator.indicator),
            title: self.titled(name, lang),
            sentence: sentence.get(lang).to_owned(),
            columns,
            rows: places.lines.iter().map(row).collect(),
            total: Some(row(&places.city)),
            notes: self.notes(lang),
        }
    }

    /// Bureaus in official order by indicators.
    fn matrix_sheet(&self, places: &[Places<'_>], lang: Lang) -> Sheet {
        let mut columns = vec![Column::new(place_words::BUREAU.get(lang), 24)];
        for places in places {
            let name = places.indicator.name.get(lang);
            columns.push(Column::new(&format!("{name}\n{}", places.ask), 15));
            columns.push(Column::new(place_words::RANK.get(lang), 7));
        }
        let row = |bureau: &schemas::bureau::Bureau| {
            let cells = places.iter().flat_map(|places| {
                let line = places.lines.iter().find(|line| line.bureau == bureau.code);
                let value = line.map_or(Cell::Empty, |line| match line.value {
                    Some(_) => value(line, places.indicator.unit),
                    None => Cell::text(&line.state),
                });
                [value, Cell::count(line.and_then(|line| line.rank).map(i64::from))]
            });
            [Cell::text(bureau.name.get(lang))].into_iter().chain(cells).collect()
        };
        let city = places.iter().flat_map(|places| [value(&places.city, places.indicator.unit), Cell::Empty]);
        let whole = place_words::WHOLE.fill(&[("whole", &self.campaign.whole)]);
        Sheet {
            name: place_words::ALL_INDICATORS.get(lang).to_owned(),
            title: self.titled(place_words::ALL_INDICATORS.get(lang), lang),
            sentence: words::MATRIX_IS.get(lang).to_owned(),
            columns,
            rows: self.bureaus.iter().map(row).collect(),
            total: Some([Cell::text(whole.get(lang))].into_iter().chain(city).collect()),
            notes: self.notes(lang),
        }
    }

    fn composite_sheet(&self, places: &[Places<'_>], lang: Lang) -> Sheet {
        let weighted: Vec<&Places<'_>> = places.iter().filter(|places| places.target.weight > 0).collect();
        let head = |text: Text, width| Column::new(text.get(lang), width);
        let mut columns = vec![
            head(place_words::RANK, 7),
            head(words::PLACES_RISEN, 10),
            head(place_words::BUREAU, 24),
            head(place_words::SCORE, 12),
            head(words::WEIGHT_JUDGED, 12),
        ];
        for places in &weighted {
            let (name, weight) = (&places.indicator.name, places.target.weight);
            let words = words::REACHED.fill(&[("indicator", name), ("weight", &weight)]);
            columns.push(Column::new(words.get(lang), 16));
        }
        columns.extend([
            head(place_words::STATUS, 12),
            head(place_words::REASON, 60),
            head(words::PLACE_BEFORE, 10),
            head(words::REMARK, 10),
        ]);
        let row = |line: &ScoreLine<'_>| {
            let points = line.score.points.as_ref().and_then(ToPrimitive::to_f64);
            let parts = weighted.iter().map(|places| {
                let part = line.score.parts.iter().find(|part| part.indicator == places.indicator.indicator);
                let reached = part.and_then(|part| part.reached.as_ref()).and_then(ToPrimitive::to_f64);
                reached.map_or(Cell::Empty, |reached| Cell::Percent(reached, 3))
            });
            let mut cells = vec![
                Cell::count(line.rank.map(i64::from)),
                Cell::count(line.movement()),
                Cell::text(&line.name),
                points.map_or(Cell::Empty, |points| Cell::Number(points, 3)),
                Cell::count(Some(line.score.weight.into())),
            ];
            cells.extend(parts);
            cells.extend([
                Cell::text(&line.state),
                Cell::text(&line.reason),
                Cell::count(line.score.before.map(i64::from)),
                Cell::text(&remark(line.score.unconfirmed, lang)),
            ]);
            cells
        };
        let mut notes = vec![
            words::COMPOSITE_NEEDS.fill(&[("needed", &self.campaign.least_weight)]).get(lang).to_owned(),
        ];
        notes.extend(self.notes(lang));
        Sheet {
            name: place_words::COMPOSITE.get(lang).to_owned(),
            title: self.titled(words::COMPOSITE_RANKING.get(lang), lang),
            sentence: place_words::SCORE_FORMULA.get(lang).to_owned(),
            columns,
            rows: self.scores(lang).iter().map(row).collect(),
            total: None,
            notes,
        }
    }
}

fn indicator_row(line: &Line, unit: Unit, lang: Lang) -> Vec<Cell> {
    let end = |end: Option<f64>| end.map_or(Cell::Empty, |end| Cell::Percent(end / 100.0, 2));
    let of = |value: Option<schemas::fraction::Fraction>| {
        value.map_or(Cell::Empty, |value| number(value.approx(), unit, decimals(unit)))
    };
    let gap = line.gap.as_deref().and_then(|gap| gap.parse().ok().map(|number| (number, places_of(gap))));
    vec![
        Cell::count(line.rank.map(i64::from)),
        Cell::count(line.movement()),
        Cell::text(&line.name),
        Cell::count(line.counts.map(|(numerator, _)| numerator)),
        Cell::count(line.counts.map(|(_, denominator)| denominator)),
        value(line, unit),
        of(line.line),
        Cell::text(&standing(line, lang)),
        gap.map_or(Cell::Empty, |(gap, places)| Cell::Number(gap, places)),
        Cell::count(Some(line.n)),
        end(line.interval.map(|(low, _)| low)),
        end(line.interval.map(|(_, high)| high)),
        Cell::text(&line.state),
        Cell::text(&line.reason),
        Cell::count(line.before.map(i64::from)),
        of(line.value_before),
        Cell::text(&remark(line.unexplained, lang)),
    ]
}

/// A value with as many decimals as it is printed with everywhere: below its target it never looks like it.
fn value(line: &Line, unit: Unit) -> Cell {
    match (line.value, &line.shown) {
        (Some(value), Some(shown)) => number(value.approx(), unit, places_of(shown)),
        _ => Cell::Empty,
    }
}

fn number(value: f64, unit: Unit, places: usize) -> Cell {
    match unit {
        Unit::Percent => Cell::Percent(value, places),
        Unit::Money => Cell::Number(value / 1e6, places),
        _ => Cell::Number(value, places),
    }
}

fn decimals(unit: Unit) -> usize {
    match unit {
        Unit::Percent => 2,
        Unit::Days | Unit::Minutes => 1,
        Unit::Cases | Unit::Persons => 0,
        Unit::Money => 2,
    }
}

/// Decimals of a printed figure.
fn places_of(shown: &str) -> usize {
    shown.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}
