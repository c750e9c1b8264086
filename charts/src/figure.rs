//! What a caller hands in: figures with their texts, targets, states, headings and widths.

use crate::error::ChartError;
use crate::scene::PX;

/// A number twice: where it lies on an axis, and how it reads. Rounding is the caller's, done from exact
/// values; nothing here turns a number into text.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    value: f64,
    shown: String,
}

impl Figure {
    /// Largest absolute value that is placed on an axis.
    pub const LIMIT: f64 = 1e12;

    /// A figure at `value`, in the unit of its chart, reading `shown` (such as `94.99`).
    ///
    /// # Errors
    /// [`ChartError::NotDrawable`] for NaN, infinity and anything beyond ±[`Figure::LIMIT`].
    pub fn new(value: f64, shown: impl Into<String>) -> Result<Self, ChartError> {
        let shown = shown.into();
        if value.abs() <= Self::LIMIT {
            Ok(Self { value, shown })
        } else {
            Err(ChartError::NotDrawable { shown, value: value.to_string() })
        }
    }

    /// Its place on the axis.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// Its text.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }
}

/// An interval round a figure, drawn as a whisker with caps.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    lo: Figure,
    hi: Figure,
}

impl Interval {
    /// From `lo` to `hi`.
    ///
    /// # Errors
    /// [`ChartError::Reversed`] if `lo` lies above `hi`.
    pub fn new(lo: Figure, hi: Figure) -> Result<Self, ChartError> {
        if lo.value <= hi.value {
            Ok(Self { lo, hi })
        } else {
            Err(ChartError::Reversed { lo: lo.shown, hi: hi.shown })
        }
    }

    /// The lower end.
    #[must_use]
    pub const fn lo(&self) -> &Figure {
        &self.lo
    }

    /// The upper end.
    #[must_use]
    pub const fn hi(&self) -> &Figure {
        &self.hi
    }
}

/// The value to reach: a dashed line with its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Where the line stands.
    pub figure: Figure,
    /// The words on it, such as `目标95`.
    pub label: String,
}

/// How a figure stands to its target. Always drawn as a shape beside a word, never as colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// ● reached.
    Met,
    /// ▲ not reached, but close.
    Near,
    /// ■ not reached.
    Missed,
    /// ○ not judged.
    Unjudged,
}

/// Why there is no figure to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// ○ takes no part in the ranking.
    NotRanked,
    /// ◇ nothing was filed.
    NotFiled,
    /// — there is nothing to divide by.
    NoDenominator,
}

/// The finding and, beneath it, the variable and its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The finding, such as `3个单位未达95%`.
    pub title: String,
    /// Variable, unit and how to read the marks. May be empty.
    pub subline: String,
    /// Whether the picture shows these words itself.
    pub place: HeadingPlace,
}

/// Where the words of a [`Heading`] are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingPlace {
    /// Drawn at the top of the picture.
    Drawn,
    /// Printed by the page or document round it; the picture only names itself to screen readers.
    Outside,
}

impl Heading {
    /// A heading drawn in the picture.
    #[must_use]
    pub fn drawn(title: impl Into<String>, subline: impl Into<String>) -> Self {
        Self { title: title.into(), subline: subline.into(), place: HeadingPlace::Drawn }
    }

    /// A heading the surrounding page prints.
    #[must_use]
    pub fn outside(title: impl Into<String>, subline: impl Into<String>) -> Self {
        Self { title: title.into(), subline: subline.into(), place: HeadingPlace::Outside }
    }
}

/// How wide a picture is laid out. Text keeps its size, so a picture is never zoomed to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Width {
    /// 358 px: a phone.
    Narrow,
    /// 470 px: one of two columns.
    Half,
    /// 720 px: the whole content, or a printed page.
    Full,
}

impl Width {
    /// Every width, narrowest first.
    pub const ALL: [Self; 3] = [Self::Narrow, Self::Half, Self::Full];

    /// In pixels.
    #[must_use]
    pub const fn px(self) -> u32 {
        match self {
            Self::Narrow => 358,
            Self::Half => 470,
            Self::Full => 720,
        }
    }

    /// In quarter pixels, the grid of the layout.
    pub(crate) fn quarters(self) -> i32 {
        i32::try_from(self.px()).unwrap_or(i32::MAX / PX) * PX
    }
}
