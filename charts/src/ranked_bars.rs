//! Ranked bars: one value each, in the caller's order, against one target.
//!
//! The value is one neutral blue and the distance to the target is hatched red, so that a near miss stays
//! quiet and a black-and-white copy still reads. Figures stand in their own column and touch nothing. Where
//! the bars would become too short, labels move above them.

mod columns;

use crate::axis::Axis;
use crate::error::ChartError;
use crate::figure::{Absence, Figure, Heading, Interval, Status, Target, Width};
use crate::font::{Font, Style};
use crate::scene::{Drawing, PX, Scene, Stroke};
use crate::theme::Ink;
use crate::{Chart, bounded};

use columns::Columns;

/// Horizontal bars, best first, and below them those that are not ranked.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedBars {
    /// The finding, and the variable with its unit.
    pub heading: Heading,
    /// Layout width.
    pub width: Width,
    /// Follows the numbers of the axis, such as `%`.
    pub unit: String,
    /// The value all bars are held against.
    pub target: Option<Target>,
    /// What whiskers are, such as `95%区间`; names them in marks.
    pub interval: String,
    /// In the order to be drawn. Equal values keep it.
    pub bars: Vec<Bar>,
    /// The words over those not ranked.
    pub unranked_heading: String,
    /// Those not ranked, each with its reason and without a bar.
    pub unranked: Vec<Unranked>,
    /// What the picture says if there is nothing to draw.
    pub empty: String,
}

/// One ranked bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The caller's key, handed on to its mark.
    pub key: Option<String>,
    /// The place in the ranking, such as `2`. May be empty.
    pub place: String,
    /// Whose bar it is.
    pub label: String,
    /// What waits for a person, such as `待确认`: drawn with ◐ under the label. May be empty.
    pub pending: String,
    /// The value.
    pub figure: Figure,
    /// Small beneath the value, such as `322/339`. May be empty.
    pub detail: String,
    /// Whisker.
    pub interval: Option<Interval>,
    /// How the value stands to the target.
    pub status: Status,
    /// The word beside the status, such as `达标` or `差0.01`.
    pub remark: String,
}

/// One item without a place in the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unranked {
    /// The caller's key, handed on to its mark.
    pub key: Option<String>,
    /// Who it is.
    pub label: String,
    /// What kind of absence.
    pub absence: Absence,
    /// Why, in words, with its figures if it has any.
    pub reason: String,
}

impl RankedBars {
    /// A chart without bars yet, which says `empty` as long as it has none.
    #[must_use]
    pub fn new(heading: Heading, width: Width, empty: impl Into<String>) -> Self {
        Self {
            heading,
            width,
            unit: String::new(),
            target: None,
            interval: String::new(),
            bars: Vec::new(),
            unranked_heading: String::new(),
            unranked: Vec::new(),
            empty: empty.into(),
        }
    }
}

impl Bar {
    /// A bar with a label, a value and a status, and nothing else.
    #[must_use]
    pub fn new(label: impl Into<String>, figure: Figure, status: Status) -> Self {
        Self {
            key: None,
            place: String::new(),
            label: label.into(),
            pending: String::new(),
            figure,
            detail: String::new(),
            interval: None,
            status,
            remark: String::new(),
        }
    }
}

impl Chart for RankedBars {
    fn draw(&self) -> Result<Drawing, ChartError> {
        bounded(self.bars.len() + self.unranked.len())?;
        let font = Font::embedded()?;
        let mut scene = Scene::new(&font, self.width.quarters());
        let mut y = scene.heading(&self.heading);
        if self.bars.is_empty() && self.unranked.is_empty() {
            y = scene.paragraph((0, y), scene.width, Style::LABEL, Ink::Text2, &self.empty);
        }
        let columns = Columns::measure(self, &font, scene.width);
        if !self.bars.is_empty() {
            let axis = self.axis();
            y = columns.axis_row(&mut scene, y, &axis, self);
            let top = y;
            for bar in &self.bars {
                y = columns.row(&mut scene, y, &axis, self, bar);
            }
            if let (Some(target), false) = (&self.target, columns.stacked) {
                let x = axis.map(target.figure.value(), &columns.plot);
                scene.down(x, top - 4 * PX, y, Stroke::TARGET);
            }
        }
        if !self.unranked.is_empty() {
            y = columns.unranked(&mut scene, y, self);
        }
        scene.close(y, &self.heading)
    }
}

impl RankedBars {
    fn axis(&self) -> Axis {
        let whiskers = self.bars.iter().filter_map(|b| b.interval.as_ref()).flat_map(|i| [i.lo(), i.hi()]);
        let values =
            self.bars.iter().map(|b| &b.figure).chain(whiskers).chain(self.target.iter().map(|t| &t.figure));
        Axis::around(values.map(Figure::value), true, None, 5.0)
    }
}
