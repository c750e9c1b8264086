//! Where the parts of a trend lie: grid, bands of gaps, lines, points, periods and marks.

use std::ops::Range;

use super::end::{END_GAP, End};
use super::{Floor, Reading, Series, Trend};
use crate::axis::Axis;
use crate::figure::{Figure, Width};
use crate::font::{Font, Style};
use crate::scene::{Align, Area, Dash, Fill, PX, Point, Scene, Stroke};
use crate::spread::spread;
use crate::theme::Ink;

/// Radius of a point, in quarter pixels.
const POINT: u32 = 13;

/// Where everything lies.
pub(super) struct Plot {
    axis: Axis,
    across: Range<i32>,
    down: Range<i32>,
    /// x of each period.
    xs: Vec<i32>,
    /// Half the width of a period's band.
    half: i32,
}

impl Plot {
    pub(super) fn measure(chart: &Trend, font: &Font, top: i32) -> Self {
        let target = chart.target.iter().map(|t| &t.figure);
        let values = chart.figures().chain(target).map(Figure::value).chain(chart.reach.iter().copied());
        let axis = Axis::around(values, chart.floor == Floor::Zero, chart.cap, 5.0);
        let width = chart.width.quarters();
        let ticks =
            axis.ticks().into_iter().map(|(_, l)| font.width(&format!("{l}{}", chart.unit), Style::AXIS));
        let left = ticks.max().unwrap_or_default() + 8 * PX;
        let room = width * 35 / 100;
        let ends = chart.ends(font, room);
        let words = ends.iter().flat_map(|e| e.lines.iter().map(|l| font.width(l, e.style)));
        let right = width - words.max().unwrap_or_default().min(room) - END_GAP;
        let tall: i32 = ends.iter().map(End::height).sum();
        let base = match chart.width {
            Width::Narrow => 160 * PX,
            Width::Half => 200 * PX,
            Width::Full => 240 * PX,
        };
        let top = top + 8 * PX;
        let steps = i32::try_from(chart.periods.len()).unwrap_or(i32::MAX) - 1;
        let span = right - left - 16 * PX;
        let at = |i: usize| match i32::try_from(i) {
            Ok(i) if steps > 0 => left + 8 * PX + span * i / steps,
            _ => left + 8 * PX + span / 2,
        };
        Self {
            axis,
            across: left..right,
            down: top + base.max(tall)..top,
            xs: (0..chart.periods.len()).map(at).collect(),
            half: (span / steps.max(1) * 2 / 5).min(12 * PX),
        }
    }

    fn y(&self, figure: &Figure) -> i32 {
        self.axis.map(figure.value(), &self.down)
    }

    /// Grid, bands of gaps, axis and target line.
    pub(super) fn ground(&self, scene: &mut Scene<'_>, chart: &Trend) {
        for (i, x) in self.xs.iter().enumerate() {
            let readings = || chart.series.iter().filter_map(|s| s.readings.get(i));
            if readings().all(|r| r.figure().is_none()) {
                scene.block(
                    Area::new(x - self.half, self.down.end, x + self.half, self.down.start),
                    Fill::Plain(Ink::Track),
                );
            }
        }
        for (value, label) in self.axis.ticks() {
            let y = self.axis.map(value, &self.down);
            let ink = if y == self.down.start { Ink::Rule } else { Ink::Hairline };
            scene.across(self.across.start, self.across.end, y, Stroke::hair(ink));
            let words = format!("{label}{}", chart.unit);
            scene.text((self.across.start - 8 * PX, y), Align::End, Style::AXIS, Ink::Text2, &words);
        }
        for (i, x) in self.xs.iter().enumerate() {
            let mut readings = chart.series.iter().filter_map(|s| s.readings.get(i));
            if let (Some(Reading::Gap(why)), true) = (readings.next(), readings.all(|r| r.figure().is_none()))
            {
                let room = 2 * self.half;
                if scene.font.width(why, Style::AXIS) <= room {
                    scene.text((*x, self.down.start - 10 * PX), Align::Middle, Style::AXIS, Ink::Text2, why);
                }
            }
        }
        if let Some(target) = &chart.target {
            scene.across(self.across.start, self.across.end, self.y(&target.figure), Stroke::TARGET);
        }
    }

    /// One series: stretches between gaps, then its points.
    pub(super) fn line(&self, scene: &mut Scene<'_>, series: &Series) {
        let ink = series.tone.ink();
        let places = || self.xs.iter().zip(&series.readings);
        let next = places().skip(1);
        for ((from, before), (to, after)) in places().zip(next) {
            if let (Some(a), Some(b)) = (before.figure(), after.figure()) {
                let dash = if matches!(after, Reading::History(_)) { Dash::History } else { Dash::Solid };
                let stroke = Stroke { ink, width: series.tone.weight(), dash };
                scene.path(vec![(*from, self.y(a)), (*to, self.y(b))], stroke);
            }
        }
        for (x, reading) in places() {
            match reading {
                Reading::Gap(_) => {}
                Reading::Judged(figure) => scene.disc((*x, self.y(figure)), POINT, ink),
                Reading::History(figure) => {
                    let at = (*x, self.y(figure));
                    scene.disc(at, POINT, Ink::Ground);
                    scene.ring(at, POINT - 2, Stroke { width: 6, ..Stroke::hair(ink) });
                }
            }
        }
    }

    /// The words at the right end: each beside its line's last point, moved only so far that none overlap.
    pub(super) fn ends(&self, scene: &mut Scene<'_>, chart: &Trend) {
        let ends = chart.ends(scene.font, scene.width - self.across.end - END_GAP);
        let wanted: Vec<_> = ends.iter().map(|e| (self.y(&e.figure), e.height())).collect();
        let placed = spread(&wanted, self.down.end - 8 * PX..self.down.start + 8 * PX);
        for ((end, y), (from, _)) in ends.into_iter().zip(placed).zip(wanted) {
            let x = self.across.end + END_GAP;
            if (y - from).abs() > 6 * PX {
                let stroke = Stroke::hair(Ink::Rule);
                scene.path(vec![(self.across.end + 2 * PX, from), (x - 3 * PX, y)], stroke);
            }
            scene.lines((x, y - end.height() / 2), Align::Start, end.style, end.ink, end.lines);
        }
    }

    /// Labels of the periods, as many as have room, the last one always; returns the y beneath.
    pub(super) fn periods(&self, scene: &mut Scene<'_>, chart: &Trend) -> i32 {
        let y = self.down.start + 14 * PX;
        let placed: Vec<(Point, Range<i32>, &String)> = self
            .xs
            .iter()
            .zip(&chart.periods)
            .map(|(x, label)| {
                let half = scene.font.width(label, Style::AXIS) / 2;
                let middle = (*x).clamp(half, (scene.width - half).max(half));
                ((middle, y), middle - half - 4 * PX..middle + half + 4 * PX, label)
            })
            .collect();
        let every = |step: usize| placed.iter().rev().step_by(step);
        let apart = |step: &usize| every(*step).zip(every(*step).skip(1)).all(|(b, a)| a.1.end <= b.1.start);
        let step = (1..placed.len()).find(apart).unwrap_or(placed.len().max(1));
        for (at, _, label) in every(step) {
            scene.text(*at, Align::Middle, Style::AXIS, Ink::Text2, label);
        }
        y + 10 * PX
    }

    pub(super) fn marks(&self, scene: &mut Scene<'_>, chart: &Trend) {
        for series in &chart.series {
            for ((x, period), reading) in self.xs.iter().zip(&chart.periods).zip(&series.readings) {
                let half = self.half.max(8 * PX);
                let (area, figures) = match reading {
                    Reading::Gap(why) => {
                        let why = if why.is_empty() { "—" } else { why };
                        (Area::new(x - half, self.down.end, x + half, self.down.start), vec![why.to_owned()])
                    }
                    Reading::History(figure) => {
                        let figures = vec![figure.shown().to_owned(), chart.history.clone()];
                        (Area::round((*x, self.y(figure)), 12 * PX), figures)
                    }
                    Reading::Judged(figure) => {
                        (Area::round((*x, self.y(figure)), 12 * PX), vec![figure.shown().to_owned()])
                    }
                };
                let label = if series.label.is_empty() {
                    period.clone()
                } else {
                    format!("{} {period}", series.label)
                };
                scene.mark(area, label, figures, series.key.as_deref());
            }
        }
    }
}
