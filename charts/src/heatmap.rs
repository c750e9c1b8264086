//! Heat maps: a table whose figures come first and whose ground says how far each is from its target.
//!
//! A cell that reached its target has no ground, so that the eye goes to the others. Every grade also has
//! its shape: nothing is said by colour alone. Text keeps its size, so a map of many columns is wider than
//! asked for, and a page lets it scroll.

mod grid;

use crate::error::ChartError;
use crate::figure::{Absence, Figure, Heading, Status, Width};
use crate::font::{Font, Style};
use crate::scene::{Drawing, Scene};
use crate::theme::Ink;
use crate::{Chart, bounded};

use grid::Grid;

/// Rows and columns of figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Heatmap {
    /// The finding, and the variable with its unit.
    pub heading: Heading,
    /// Layout width; the picture is wider if its columns need more.
    pub width: Width,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows, top to bottom; each has one cell for every column.
    pub rows: Vec<Row>,
    /// What grounds and shapes mean, in the order to be drawn. May be empty.
    pub legend: Vec<(Sign, String)>,
    /// What the picture says if it has no rows or no columns.
    pub empty: String,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What the column shows.
    pub label: String,
    /// Small beneath it, such as `目标95`. May be empty.
    pub note: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The caller's key, handed on to its marks.
    pub key: Option<String>,
    /// Whose row it is.
    pub label: String,
    /// A total: under a rule, in bold.
    pub strong: bool,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A figure.
    Value {
        /// The value.
        figure: Figure,
        /// Small beneath it, such as `322/339`. May be empty.
        detail: String,
        /// How it stands to its target.
        grade: Grade,
        /// The state in words, for marks only, such as `差0.01`. May be empty.
        words: String,
    },
    /// None, and why.
    Absent {
        /// What kind of absence: the shape drawn.
        absence: Absence,
        /// Why, for marks only.
        reason: String,
    },
}

/// How a figure stands to its target; the caller draws the lines between them, from exact values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Reached: no ground, no shape.
    Met,
    /// Short by little: ▲ on amber.
    Short,
    /// Short: ■ on pale red.
    Below,
    /// Far short: ■ on red.
    FarBelow,
    /// Not judged: ○ on grey.
    Unjudged,
}

/// What a legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A ground with its shape.
    Grade(Grade),
    /// The shape of a cell without a figure.
    Absence(Absence),
}

impl Grade {
    const fn ground(self) -> Option<Ink> {
        match self {
            Self::Met => None,
            Self::Short => Some(Ink::NearSoft),
            Self::Below => Some(Ink::BadSoft),
            Self::FarBelow => Some(Ink::BadSoft2),
            Self::Unjudged => Some(Ink::OffSoft),
        }
    }

    const fn shape(self) -> Option<Status> {
        match self {
            Self::Met => None,
            Self::Short => Some(Status::Near),
            Self::Below | Self::FarBelow => Some(Status::Missed),
            Self::Unjudged => Some(Status::Unjudged),
        }
    }
}

impl Heatmap {
    /// A map without rows and columns yet, which says `empty` as long as it has none.
    #[must_use]
    pub fn new(heading: Heading, width: Width, empty: impl Into<String>) -> Self {
        let (columns, rows, legend) = (Vec::new(), Vec::new(), Vec::new());
        Self { heading, width, columns, rows, legend, empty: empty.into() }
    }

    fn check(&self) -> Result<(), ChartError> {
        bounded(self.columns.len().max(1).saturating_mul(self.rows.len()))?;
        bounded(self.columns.len())?;
        let expected = self.columns.len();
        match self.rows.iter().find(|r| r.cells.len() != expected) {
            Some(r) => Err(ChartError::Uneven { label: r.label.clone(), expected, got: r.cells.len() }),
            None => Ok(()),
        }
    }
}

impl Chart for Heatmap {
    fn draw(&self) -> Result<Drawing, ChartError> {
        self.check()?;
        let font = Font::embedded()?;
        if self.rows.is_empty() || self.columns.is_empty() {
            let mut scene = Scene::new(&font, self.width.quarters());
            let y = scene.heading(&self.heading);
            let y = scene.paragraph((0, y), scene.width, Style::LABEL, Ink::Text2, &self.empty);
            return scene.close(y, &self.heading);
        }
        let grid = Grid::measure(self, &font);
        let mut scene = Scene::new(&font, grid.width);
        let y = scene.heading(&self.heading);
        let mut y = grid.heads(&mut scene, y, self);
        for row in &self.rows {
            y = grid.row(&mut scene, y, self, row);
        }
        let y = grid.legend(&mut scene, y, self);
        scene.close(y, &self.heading)
    }
}
