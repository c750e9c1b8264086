//! From standings to charts: which figure becomes which mark, decided once for pages, files and workbooks. Pure,
//! and knows no page: whoever shows a chart brings figures and words here and draws what comes back.
//!
//! Every chart names its period and says 演示数据 where the city is invented, for it may be printed alone.

pub mod heat;
pub mod history;
pub mod ranked;

use charts::{ChartError, Figure, Heading, Status, Width};
use schemas::{
    bureau::BureauCode,
    fraction::Fraction,
    indicator::{Indicator, Unit},
    target::{Standing, Target},
    text::{Lang, Text},
};
use thiserror::Error;

use crate::{
    figures,
    measure::standing::{Field, Place, Row, Standings, Table},
    words::{frame, picture as words, place},
};

/// What a chart of a period is drawn from, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Campaign, definitions, bureaus and filings.
    pub field: Field<'a>,
    /// Standings of the period.
    pub standings: &'a Standings,
    /// Language of every word in it.
    pub lang: Lang,
    /// How wide it is laid out.
    pub width: Width,
}

/// Which bureaus of a long list are drawn, in the order of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// How many are passed over.
    pub skip: usize,
    /// Most that are drawn.
    pub most: usize,
}

/// Why there is no chart.
#[derive(Debug, Error)]
pub enum PictureError {
    /// The campaign or the definitions do not know the indicator.
    #[error("the campaign has no indicator {0}")]
    NoSuchIndicator(String),
    /// The campaign does not rank the bureau.
    #[error("the campaign has no bureau {0}")]
    NoSuchBureau(BureauCode),
    /// It cannot be drawn as it is.
    #[error(transparent)]
    Chart(#[from] ChartError),
}

impl Part {
    /// All of them.
    pub const ALL: Self = Self { skip: 0, most: usize::MAX };

    /// Page `page` (from 1) of `all` items, `size` on each; a page beyond the end is the last one.
    pub fn page(page: usize, size: usize, all: usize) -> Self {
        let most = size.max(1);
        let last = all.div_ceil(most).max(1);
        Self { skip: (page.clamp(1, last) - 1) * most, most }
    }

    /// Those of `items`.
    pub fn of<T>(self, items: &[T]) -> &[T] {
        let rest = items.get(self.skip..).unwrap_or_default();
        rest.get(..self.most).unwrap_or(rest)
    }

    /// Which part it is, if it is not the whole: nothing is left out in silence.
    fn note(self, all: usize, lang: Lang) -> Option<String> {
        let to = self.skip.saturating_add(self.most).min(all);
        let part = self.skip > 0 || to < all;
        let words = words::PART.fill(&[("from", &(self.skip + 1)), ("to", &to), ("all", &all)]);
        part.then(|| words.get(lang).to_owned())
    }
}

impl<'a> View<'a> {
    /// The table of an indicator, what is asked of it, and what it is.
    fn asked(self, code: &str) -> Result<(&'a Table, &'a Target, &'a Indicator), PictureError> {
        let found = || {
            let indicator = self.field.definitions.indicator(code)?.as_ref();
            Some((self.standings.table(code)?, self.field.campaign.target(code)?, indicator))
        };
        found().ok_or_else(|| PictureError::NoSuchIndicator(code.to_owned()))
    }

    fn name(self, code: &BureauCode) -> Result<&'a str, PictureError> {
        let bureau = self.field.bureaus.iter().find(|bureau| bureau.code == *code);
        let bureau = bureau.ok_or_else(|| PictureError::NoSuchBureau(code.clone()))?;
        Ok(bureau.name.get(self.lang))
    }

    /// The finding over the variable, the notes on how to read it, and 演示数据 if so.
    fn heading(self, title: String, variable: &Text, notes: &[Option<String>]) -> Heading {
        let (mark, stop) = match self.lang {
            Lang::Zh => ("；", "。"),
            Lang::En => ("; ", ". "),
        };
        let parts = [Some(variable.get(self.lang).to_owned())].into_iter().chain(notes.iter().cloned());
        let mut subline = parts.flatten().collect::<Vec<_>>().join(mark);
        if self.field.campaign.demonstration {
            subline.push_str(stop);
            subline.push_str(frame::DEMONSTRATION.get(self.lang));
        }
        Heading::drawn(title, subline)
    }

    fn figure(self, value: Fraction, line: Option<Fraction>, unit: Unit) -> Result<Figure, ChartError> {
        Figure::new(on_axis(value, unit), figures::value(value, line, unit))
    }

    /// The line a whole table is held against, with its words.
    fn target(
        self,
        table: &Table,
        target: &Target,
        indicator: &Indicator,
    ) -> Result<Option<charts::Target>, ChartError> {
        let line = |line| {
            Ok(charts::Target {
                figure: Figure::new(on_axis(line, indicator.unit), figures::line(line, indicator.unit))?,
                label: figures::ask_in_words(target, indicator, Some(line), self.lang),
            })
        };
        table.line.map(line).transpose()
    }

    /// How a row stands to its line: shape, and the gap or the word.
    fn standing(self, row: &Row, target: &Target, indicator: &Indicator) -> (Status, String) {
        let held = row.value.value.zip(row.line).zip(row.target);
        let Some(((value, line), standing)) = held else {
            return (Status::Unjudged, figures::ask_in_words(target, indicator, row.line, self.lang));
        };
        let less = figures::wants_less(target);
        let word = match figures::gap(target, value, line, indicator.unit) {
            Some(gap) if less => place::OVER.fill(&[("gap", &gap)]),
            Some(gap) => place::SHORT.fill(&[("gap", &gap)]),
            None => place::MET,
        };
        (status(standing), word.get(self.lang).to_owned())
    }

    /// Why a row has no place; empty for one that has.
    fn reason(self, row: &Row, indicator: &Indicator) -> String {
        let nil = self.field.book.is_nil(&row.bureau, self.standings.period);
        let why = match row.place {
            Place::Ranked(_) => return String::new(),
            Place::Awaited => place::AWAITED,
            Place::NotFiled => place::NOT_FILED_WHY,
            Place::NoCases if nil => place::NIL_WHY,
            Place::NoCases => place::NO_CASES_WHY,
            Place::SmallSample => {
                let (n, least) = (figures::count(row.value.n), self.field.campaign.minimum_sample);
                let why = place::SMALL_SAMPLE_WHY.fill(&[("n", &n), ("least", &least)]);
                row.value.value.map_or(why.clone(), |value| {
                    words::SMALL_SAMPLE.fill(&[
                        ("value", &figures::value(value, row.line, indicator.unit)),
                        ("sign", &figures::sign(indicator.unit, self.lang)),
                        ("num", &figures::count(value.num())),
                        ("den", &figures::count(value.den())),
                        ("why", &why),
                    ])
                })
            }
        };
        why.get(self.lang).to_owned()
    }
}

/// Where a value lies on an axis: shares in per cent, the rest as they are.
fn on_axis(value: Fraction, unit: Unit) -> f64 {
    match unit {
        Unit::Percent => value.approx() * 100.0,
        Unit::Days | Unit::Minutes | Unit::Cases | Unit::Persons => value.approx(),
        Unit::Money => value.approx() / 1e6,
    }
}

fn status(standing: Standing) -> Status {
    match standing {
        Standing::Met => Status::Met,
        Standing::Near => Status::Near,
        Standing::Missed => Status::Missed,
    }
}

/// The sign on the numbers of an axis, where it is short enough to stand there.
fn axis_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "%",
        Unit::Days | Unit::Minutes | Unit::Cases | Unit::Persons | Unit::Money => "",
    }
}

/// The two counts of a share, small beneath it.
fn counts(value: Fraction, indicator: &Indicator) -> String {
    if crate::measure::standing::is_share(indicator) {
        format!("{}/{}", figures::count(value.num()), figures::count(value.den()))
    } else {
        String::new()
    }
}
