//! Trends: one or several series over labelled periods.
//!
//! A gap is a gap: the line ends before it and begins anew after it, and where all series lack a period a
//! pale band says so. History is hollow and dashed. Series are named at their right end, not in a legend.

mod end;
mod plot;

use crate::error::ChartError;
use crate::figure::{Figure, Heading, Target, Width};
use crate::font::{Font, Style};
use crate::scene::{Drawing, PX, Scene};
use crate::theme::Ink;
use crate::{Chart, bounded};

use plot::Plot;

/// Lines over periods, oldest left.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The finding, and the variable with its unit.
    pub heading: Heading,
    /// Layout width.
    pub width: Width,
    /// Follows the numbers of the axis, such as `%`.
    pub unit: String,
    /// Where the axis begins.
    pub floor: Floor,
    /// A round number that values cannot exceed, such as 100 for rates: the axis ends there at the latest.
    pub cap: Option<f64>,
    /// Values the axis reaches in any case, so that neighbouring charts share one scale: such as 60 and 100.
    pub reach: Vec<f64>,
    /// The value to reach.
    pub target: Option<Target>,
    /// Labels of the periods, oldest first.
    pub periods: Vec<String>,
    /// The series; each has one reading for every period.
    pub series: Vec<Series>,
    /// Names hollow points in marks, such as `历史`.
    pub history: String,
    /// What the picture says if there is nothing to draw.
    pub empty: String,
}

/// Where the vertical axis begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Floor {
    /// At zero.
    Zero,
    /// Just below the least value: then the picture says so in these words, such as `纵轴不从零起`.
    Cut(String),
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The caller's key, handed on to its marks.
    pub key: Option<String>,
    /// Whose line it is. Stands at the right end if there is more than one.
    pub label: String,
    /// How it stands out.
    pub tone: Tone,
    /// One for each period.
    pub readings: Vec<Reading>,
}

/// How a line stands out from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Grey: company for the others.
    Quiet,
    /// Red: the last.
    Last,
    /// The accent: named in the title.
    Named,
}

/// What is known of one period.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// Nothing, and why in a word, such as `缺`.
    Gap(String),
    /// A value from before the first judged period.
    History(Figure),
    /// A value.
    Judged(Figure),
}

impl Reading {
    const fn figure(&self) -> Option<&Figure> {
        match self {
            Self::Gap(_) => None,
            Self::History(figure) | Self::Judged(figure) => Some(figure),
        }
    }
}

impl Tone {
    const fn ink(self) -> Ink {
        match self {
            Self::Quiet => Ink::Quiet,
            Self::Last => Ink::Bad,
            Self::Named => Ink::Accent,
        }
    }

    const fn weight(self) -> u32 {
        match self {
            Self::Quiet => 5,
            Self::Last | Self::Named => 8,
        }
    }
}

impl Trend {
    /// A chart without series yet, which says `empty` as long as it has no figures. The axis begins at zero.
    #[must_use]
    pub fn new(heading: Heading, width: Width, periods: Vec<String>, empty: impl Into<String>) -> Self {
        Self {
            heading,
            width,
            unit: String::new(),
            floor: Floor::Zero,
            cap: None,
            reach: Vec::new(),
            target: None,
            periods,
            series: Vec::new(),
            history: String::new(),
            empty: empty.into(),
        }
    }

    /// Whether there is anything to draw: a chart that is gaps alone says `empty`.
    #[must_use]
    pub fn has_figures(&self) -> bool {
        self.figures().next().is_some()
    }

    fn figures(&self) -> impl Iterator<Item = &Figure> + Clone {
        self.series.iter().flat_map(|s| &s.readings).filter_map(Reading::figure)
    }

    fn check(&self) -> Result<(), ChartError> {
        bounded(self.series.len().max(1).saturating_mul(self.periods.len()))?;
        bounded(self.series.len())?;
        // Refused for the same reasons as figures.
        self.reach.iter().chain(&self.cap).try_for_each(|v| Figure::new(*v, v.to_string()).map(drop))?;
        let expected = self.periods.len();
        match self.series.iter().find(|s| s.readings.len() != expected) {
            Some(s) => Err(ChartError::Uneven { label: s.label.clone(), expected, got: s.readings.len() }),
            None => Ok(()),
        }
    }
}

impl Chart for Trend {
    fn draw(&self) -> Result<Drawing, ChartError> {
        self.check()?;
        let font = Font::embedded()?;
        let mut scene = Scene::new(&font, self.width.quarters());
        let mut y = scene.heading(&self.heading);
        if !self.has_figures() {
            y = scene.paragraph((0, y), scene.width, Style::LABEL, Ink::Text2, &self.empty);
            return scene.close(y, &self.heading);
        }
        if let Floor::Cut(words) = &self.floor {
            y = scene.paragraph((0, y), scene.width, Style::AXIS, Ink::Text3, words) + 4 * PX;
        }
        let plot = Plot::measure(self, &font, y);
        plot.ground(&mut scene, self);
        for tone in [Tone::Quiet, Tone::Last, Tone::Named] {
            self.series.iter().filter(|s| s.tone == tone).for_each(|s| plot.line(&mut scene, s));
        }
        plot.ends(&mut scene, self);
        plot.marks(&mut scene, self);
        let bottom = plot.periods(&mut scene, self);
        scene.close(bottom, &self.heading)
    }
}
