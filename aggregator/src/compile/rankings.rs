//! `rankings.csv`: one line a bureau and indicator, then the whole city; last the composite.
//!
//! UTF-8 with a byte order mark, without which a Chinese Excel reads it as GBK. Numbers are numbers; a text that a
//! spreadsheet would take for a formula gets an apostrophe (PROTOCOL §5 Export).

use std::borrow::Cow;

use schemas::{
    fraction::Fraction,
    indicator::Unit,
    text::{Lang, Text},
};

use super::{
    Compiled,
    error::CompileError,
    place::{Line, Places, ScoreLine, standing},
    words,
};
use crate::{figures, words::place as place_words};

/// The mark that tells Excel the encoding.
pub const MARK: &str = "\u{feff}";
/// What stands for the composite where the code of an indicator stands.
pub const COMPOSITE: &str = "composite";

/// The headings, in order.
pub const HEADINGS: [Text; 22] = [
    words::PERIOD,
    words::INDICATOR_CODE,
    words::INDICATOR,
    place_words::RANK,
    words::BUREAU_CODE,
    place_words::BUREAU,
    words::NUMERATOR,
    words::DENOMINATOR,
    place_words::VALUE,
    words::UNIT,
    words::TARGET,
    words::TARGET_MET,
    words::GAP,
    words::SAMPLE,
    place_words::STATUS,
    place_words::REASON,
    words::INTERVAL_LOW,
    words::INTERVAL_HIGH,
    words::PLACE_BEFORE,
    words::PLACES_RISEN,
    words::VALUE_BEFORE,
    words::REMARK,
];

impl Compiled {
    /// The file.
    ///
    /// # Errors
    /// [`CompileError::Make`] only.
    pub fn rankings_csv(&self, lang: Lang) -> Result<Vec<u8>, CompileError> {
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.into());
        csv.write_record(HEADINGS.iter().map(|heading| heading.get(lang)))?;
        for places in self.places(lang) {
            for line in places.lines.iter().chain([&places.city]) {
                let record = self.marked(self.record(&places, line, lang), lang);
                csv.write_record(record.iter().map(AsRef::as_ref))?;
            }
        }
        for score in self.scores(lang) {
            let record = self.marked(self.score_record(&score, lang), lang);
            csv.write_record(record.iter().map(AsRef::as_ref))?;
        }
        csv.into_inner().map_err(|error| CompileError::Make(error.to_string()))
    }

    /// A line whose remark says that its figures are invented, where they are.
    fn marked<'a>(&self, mut record: [Cow<'a, str>; 22], lang: Lang) -> [Cow<'a, str>; 22] {
        if let (true, Some(remark)) = (self.campaign.demonstration, record.last_mut()) {
            let invented = words::DEMONSTRATION.get(lang).to_owned();
            let parts = [invented, remark.clone().into_owned()];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            *remark = figures::joined(&parts, lang).into();
        }
        record
    }

    fn record<'a>(&self, places: &'a Places<'_>, line: &'a Line, lang: Lang) -> [Cow<'a, str>; 22] {
        let unit = places.indicator.unit;
        let end = |end: Option<f64>| number(end.map(|end| format!("{end:.2}")));
        [
            number(Some(self.period)),
            text(&places.indicator.indicator),
            text(places.indicator.name.get(lang)),
            number(line.rank),
            text(line.bureau.as_str()),
            text(&line.name),
            number(line.counts.map(|(numerator, _)| numerator)),
            number(line.counts.map(|(_, denominator)| denominator)),
            number(line.shown.as_deref().map(plain)),
            unit_name(unit, lang).into(),
            number(line.line.map(|line| figures::line(line, unit))),
            standing(line, lang).into(),
            number(line.gap.as_deref().map(plain)),
            number(Some(line.n)),
            text(&line.state),
            text(&line.reason),
            end(line.interval.map(|(low, _)| low)),
            end(line.interval.map(|(_, high)| high)),
            number(line.before),
            number(line.movement()),
            number(line.value_before.map(|value: Fraction| plain(&figures::value(value, None, unit)))),
            remark(line.unexplained, lang),
        ]
    }

    fn score_record<'a>(&self, line: &'a ScoreLine<'_>, lang: Lang) -> [Cow<'a, str>; 22] {
        let mut record: [Cow<'a, str>; 22] = std::array::from_fn(|_| Cow::Borrowed(""));
        let cells = [
            (0, number(Some(self.period))),
            (1, COMPOSITE.into()),
            (2, place_words::COMPOSITE.get(lang).to_owned().into()),
            (3, number(line.rank)),
            (4, text(line.score.bureau.as_str())),
            (5, text(&line.name)),
            (8, number(line.points(6))),
            (9, words::POINTS_UNIT.get(lang).to_owned().into()),
            (14, text(&line.state)),
            (15, text(&line.reason)),
            (18, number(line.score.before)),
            (19, number(line.movement())),
            (21, remark(line.score.unconfirmed, lang)),
        ];
        for (at, cell) in cells {
            if let Some(slot) = record.get_mut(at) {
                *slot = cell;
            }
        }
        record
    }
}

/// A text that no spreadsheet takes for a formula. In full width the signs count too in some of its languages.
pub fn text(text: &str) -> Cow<'_, str> {
    const SIGNS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];
    if text.starts_with(SIGNS) { format!("'{text}").into() } else { text.into() }
}

/// Something typed: a number, or nothing.
fn number<'a>(number: Option<impl ToString>) -> Cow<'a, str> {
    number.map_or(Cow::Borrowed(""), |number| number.to_string().into())
}

/// A figure without the commas between its thousands.
fn plain(shown: &str) -> String {
    shown.replace(',', "")
}

/// The unit of a value, as a column names it.
pub fn unit_name(unit: Unit, lang: Lang) -> &'static str {
    figures::sign(unit, lang).trim()
}

/// What a reader must know beside a figure.
pub fn remark<'a>(unexplained: bool, lang: Lang) -> Cow<'a, str> {
    if unexplained { words::TO_EXPLAIN.get(lang).to_owned().into() } else { "".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula_and_no_number_becomes_a_text() {
        for bad in ["=1+1", "+1", "-1", "@SUM", "\t=1", "\r=1", "＝1"] {
            assert_eq!(text(bad), format!("'{bad}"));
        }
        for good in ["清溪县", "—", "'=1", ""] {
            assert_eq!(text(good), good);
        }
        assert_eq!(number(Some(-2)), "-2");
        assert_eq!(plain("1,234.50"), "1234.50");
    }
}
