//! Where the columns and rows of a heat map lie, and how a cell is drawn.

use super::{Cell, Heatmap, Row, Sign};
use crate::font::{Font, Style};
use crate::scene::{Align, Area, Fill, PX, Scene, Stroke};
use crate::theme::Ink;

/// Space left and right of a cell's words.
const PAD: i32 = 6 * PX;
/// A shape with the space after it.
const SHAPE: i32 = 15 * PX;
/// Half the line of ground between cells.
const SEAM: i32 = PX;

/// Between the labels and the first column.
const GAP: i32 = 8 * PX;

/// Where the columns lie.
pub(super) struct Grid {
    pub(super) width: i32,
    /// Width of the labels of rows.
    labels: i32,
    /// Left edges of the columns and the right edge of the last.
    edges: Vec<i32>,
    /// Whether any cell has something beneath its figure.
    detailed: bool,
}

impl Grid {
    pub(super) fn measure(chart: &Heatmap, font: &Font) -> Self {
        let wanted = chart.width.quarters();
        let label = chart.rows.iter().map(|r| font.width(&r.label, label_style(r))).max().unwrap_or_default();
        // Labels may take a third of the width before they wrap, and 7 em on a phone.
        let labels = label.min(wanted / 3).max(24 * PX) + GAP;
        let needs: Vec<i32> = (0..chart.columns.len())
            .map(|i| chart.rows.iter().map(|r| need(r, i, font)).max().unwrap_or(0).max(head(chart, i, font)))
            .collect();
        let least = needs.iter().copied().max().unwrap_or_default().max(44 * PX);
        let count = i32::try_from(needs.len()).unwrap_or(i32::MAX).max(1);
        let each = ((wanted - labels) / count).max(least);
        let mut edges = vec![labels];
        for _ in needs {
            edges.push(edges.last().copied().unwrap_or(labels).saturating_add(each));
        }
        let width = edges.last().copied().unwrap_or(wanted).max(wanted);
        let cells = chart.rows.iter().flat_map(|r| &r.cells);
        let detailed =
            cells.into_iter().any(|c| matches!(c, Cell::Value { detail, .. } if !detail.is_empty()));
        Self { width, labels, edges, detailed }
    }

    fn columns(&self) -> impl Iterator<Item = (i32, i32)> {
        self.edges.iter().copied().zip(self.edges.iter().copied().skip(1))
    }

    /// The heads, on their common last line; returns the y beneath.
    pub(super) fn heads(&self, scene: &mut Scene<'_>, top: i32, chart: &Heatmap) -> i32 {
        let wrapped: Vec<_> = chart
            .columns
            .iter()
            .zip(self.columns())
            .map(|(column, (left, right))| {
                let room = right - left - 2 * PAD;
                let label = scene.font.wrap_evenly(&column.label, Style::AXIS, room);
                let note = scene.font.wrap(&column.note, Style::AXIS, room);
                (label, note, right - PAD)
            })
            .collect();
        let tall = |lines: &[String]| Style::AXIS.leading() * i32::try_from(lines.len()).unwrap_or(1);
        let height = wrapped.iter().map(|(l, n, _)| tall(l) + tall(n)).max().unwrap_or_default();
        for (label, note, x) in wrapped {
            let y = top + height - tall(&label) - tall(&note);
            let y = scene.lines((x, y), Align::End, Style::AXIS, Ink::Text2, label);
            scene.lines((x, y), Align::End, Style::AXIS, Ink::Text3, note);
        }
        let y = top + height + 4 * PX;
        scene.across(0, self.edges.last().copied().unwrap_or(self.width), y, Stroke::hair(Ink::Rule));
        y + 2 * PX
    }

    /// One row; returns the y beneath.
    pub(super) fn row(&self, scene: &mut Scene<'_>, top: i32, chart: &Heatmap, row: &Row) -> i32 {
        let style = label_style(row);
        let lines = scene.font.wrap(&row.label, style, self.labels - GAP);
        let words = style.leading() * i32::try_from(lines.len()).unwrap_or(1);
        let beneath = if self.detailed { Style::AXIS.leading() } else { 0 };
        let height = (words + 8 * PX).max(style.leading() + beneath + 8 * PX);
        if row.strong {
            scene.across(0, self.edges.last().copied().unwrap_or(self.width), top, Stroke::hair(Ink::Rule));
        }
        let top = if row.strong { top + 2 * PX } else { top };
        scene.lines((0, top + (height - words) / 2), Align::Start, style, Ink::Text, lines);
        for ((cell, column), (left, right)) in row.cells.iter().zip(&chart.columns).zip(self.columns()) {
            let area = Area::new(left, top, right, top + height);
            let figures = self.cell(scene, area, style, cell);
            scene.mark(area, format!("{} {}", row.label, column.label), figures, row.key.as_deref());
        }
        top + height
    }

    /// One cell; returns its figures for the mark.
    fn cell(&self, scene: &mut Scene<'_>, area: Area, style: Style, cell: &Cell) -> Vec<String> {
        let x = area.right - PAD;
        match cell {
            Cell::Value { figure, detail, grade, words } => {
                if let Some(ink) = grade.ground() {
                    let inner =
                        Area::new(area.left + 2 * SEAM, area.top + SEAM, area.right, area.bottom - SEAM);
                    scene.block(inner, Fill::Plain(ink));
                }
                let both = style.leading() + if detail.is_empty() { 0 } else { Style::AXIS.leading() };
                let y = (area.top + area.bottom - both) / 2 + style.leading() / 2;
                scene.text((x, y), Align::End, style, Ink::Text, figure.shown());
                if let Some(shape) = grade.shape() {
                    let width = scene.font.width(figure.shown(), style);
                    scene.status((x - width - SHAPE + 6 * PX, y), shape);
                }
                if !detail.is_empty() {
                    let y = y + (style.leading() + Style::AXIS.leading()) / 2;
                    // On a coloured ground the small figures step up one grey, to stay readable.
                    let ink = if grade.ground().is_some() { Ink::Text2 } else { Ink::Text3 };
                    scene.text((x, y), Align::End, Style::AXIS, ink, detail);
                }
                vec![figure.shown().to_owned(), detail.clone(), words.clone()]
            }
            Cell::Absent { absence, reason } => {
                let y = (area.top + area.bottom) / 2;
                scene.absence((x - 5 * PX, y), *absence);
                vec!["—".to_owned(), reason.clone()]
            }
        }
    }

    /// What the grounds mean, in as many lines as it takes; returns the y beneath.
    pub(super) fn legend(&self, scene: &mut Scene<'_>, top: i32, chart: &Heatmap) -> i32 {
        let mut x = 0;
        let mut y = top + 10 * PX;
        for (sign, words) in &chart.legend {
            let swatch = 20 * PX;
            let width = swatch + 6 * PX + scene.font.width(words, Style::AXIS);
            if x > 0 && x + width > self.width {
                x = 0;
                y += 22 * PX;
            }
            let middle = (x + swatch / 2, y + 9 * PX);
            match sign {
                Sign::Absence(absence) => scene.absence(middle, *absence),
                Sign::Grade(grade) => {
                    if let Some(ink) = grade.ground() {
                        scene.block(Area::new(x, y, x + swatch, y + 18 * PX), Fill::Plain(ink));
                    }
                    if let Some(shape) = grade.shape() {
                        scene.status(middle, shape);
                    }
                }
            }
            scene.text((x + swatch + 6 * PX, y + 9 * PX), Align::Start, Style::AXIS, Ink::Text2, words);
            x += width + 16 * PX;
        }
        if chart.legend.is_empty() { top } else { y + 18 * PX }
    }
}

const fn label_style(row: &Row) -> Style {
    if row.strong { Style::STRONG } else { Style::LABEL }
}

/// Width the cell of one column needs.
fn need(row: &Row, column: usize, font: &Font) -> i32 {
    match row.cells.get(column) {
        Some(Cell::Value { figure, detail, .. }) => {
            let figure = font.width(figure.shown(), label_style(row)) + SHAPE;
            figure.max(font.width(detail, Style::AXIS)) + 2 * PAD
        }
        Some(Cell::Absent { .. }) | None => 0,
    }
}

/// Width the head of a column needs so that no word is cut.
fn head(chart: &Heatmap, column: usize, font: &Font) -> i32 {
    let head = chart.columns.get(column);
    head.map_or(0, |head| font.longest_word(&head.label, Style::AXIS) + 2 * PAD)
}
