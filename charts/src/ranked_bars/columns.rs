//! Where the parts of ranked bars lie, beside or above one another, and how a row is drawn.

use std::ops::Range;

use super::{Bar, RankedBars};
use crate::axis::Axis;
use crate::figure::Status;
use crate::font::{Font, Style};
use crate::scene::{Align, Area, Fill, PX, Scene, Stroke};
use crate::theme::Ink;

/// Between columns.
const GAP: i32 = 12 * PX;
/// A bar's thickness.
const BAR: i32 = 16 * PX;
/// The status shape with the space after it.
const SHAPE: i32 = 17 * PX;

/// Where the columns of the chart lie.
pub(super) struct Columns {
    /// Right edge of the places, which are right-aligned; labels begin a gap after it.
    places: i32,
    /// Left and right edge of the labels.
    labels: Range<i32>,
    /// From the beginning to the end of the axis.
    pub(super) plot: Range<i32>,
    /// Right edge of the figures; status and remark follow.
    figures: i32,
    /// Left edge of the statuses.
    statuses: i32,
    /// Labels and figures stand above the bars instead of beside them.
    pub(super) stacked: bool,
}

impl Columns {
    pub(super) fn measure(chart: &RankedBars, font: &Font, width: i32) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = (&str, Style)>| {
            texts.map(|(words, style)| font.width(words, style)).max().unwrap_or_default()
        };
        let bars = || chart.bars.iter();
        let place = widest(&mut bars().map(|b| (b.place.as_str(), Style::LABEL)));
        let start = if place > 0 { place + 8 * PX } else { 0 };
        let label = widest(&mut bars().map(|b| (b.label.as_str(), Style::LABEL)))
            .max(widest(&mut bars().map(|b| (b.pending.as_str(), Style::AXIS))) + SHAPE)
            .max(
                widest(&mut chart.unranked.iter().map(|u| (u.label.as_str(), Style::LABEL))) + SHAPE - start,
            );
        let figure = widest(&mut bars().map(|b| (b.figure.shown(), Style::LABEL)));
        let detail = widest(&mut bars().map(|b| (b.detail.as_str(), Style::AXIS)));
        let remark = widest(&mut bars().map(|b| (b.remark.as_str(), Style::LABEL)));

        let places = place;
        let end = width - SHAPE - remark;
        let statuses = end;
        let beside = (figure.max(detail)).max(20 * PX);
        // Beside the bars, labels may take 30 % of the width before they wrap.
        let label = label.min(width * 3 / 10).max(24 * PX);
        let plot = start + label + GAP..end - 8 * PX - beside - GAP;
        if plot.end - plot.start >= 150 * PX {
            return Self {
                places,
                labels: start..start + label,
                plot,
                figures: end - 8 * PX,
                statuses,
                stacked: false,
            };
        }
        let beside = figure + if detail > 0 { detail + 8 * PX } else { 0 };
        Self {
            places,
            labels: start..(end - 8 * PX - beside - GAP).max(start + 24 * PX),
            plot: 0..width,
            figures: end - 8 * PX,
            statuses,
            stacked: true,
        }
    }

    /// The numbers of the axis and, above the line, the target's label; returns the y beneath.
    pub(super) fn axis_row(&self, scene: &mut Scene<'_>, top: i32, axis: &Axis, chart: &RankedBars) -> i32 {
        let y = top + 8 * PX;
        let mut taken: Vec<Range<i32>> = Vec::new();
        let mut put = |scene: &mut Scene<'_>, x: i32, words: &str, style: Style, ink: Ink| {
            let half = scene.font.width(words, style) / 2;
            let middle = x.clamp(self.plot.start + half, (scene.width - half).max(self.plot.start + half));
            let (left, right) = (middle - half - 6 * PX, middle + half + 6 * PX);
            if taken.iter().all(|t| right <= t.start || left >= t.end) {
                taken.push(left..right);
                scene.text((middle, y), Align::Middle, style, ink, words);
            }
        };
        if let Some(target) = &chart.target {
            let x = axis.map(target.figure.value(), &self.plot);
            put(scene, x, &target.label, Style::AXIS_STRONG, Ink::Text);
        }
        let ticks = axis.ticks();
        // The ends first: if there is room for few, they say most.
        let ends = ticks.first().into_iter().chain(ticks.last());
        let inner = ticks.get(1..ticks.len().saturating_sub(1)).unwrap_or_default();
        for (value, label) in ends.chain(inner.iter().skip(1).step_by(2)).chain(inner) {
            let words = if *value == 0.0 { label.clone() } else { format!("{label}{}", chart.unit) };
            put(scene, axis.map(*value, &self.plot), &words, Style::AXIS, Ink::Text2);
        }
        top + if self.stacked { 24 * PX } else { 20 * PX }
    }

    /// One bar with its words; returns the y beneath.
    pub(super) fn row(
        &self,
        scene: &mut Scene<'_>,
        top: i32,
        axis: &Axis,
        chart: &RankedBars,
        bar: &Bar,
    ) -> i32 {
        let lines = scene.font.wrap(&bar.label, Style::LABEL, self.labels.end - self.labels.start);
        let pending = if bar.pending.is_empty() { 0 } else { Style::AXIS.leading() };
        let words = Style::LABEL.leading() * i32::try_from(lines.len()).unwrap_or(1) + pending;
        let detail = if bar.detail.is_empty() || self.stacked { 0 } else { Style::AXIS.leading() };
        let figures = Style::LABEL.leading() + detail;

        // Beside: everything centred in a row. Stacked: words, then the bar.
        let (words_top, figures_top, bar_middle, bottom) = if self.stacked {
            (top, top, top + words + BAR / 2 + 2 * PX, top + words + BAR + 12 * PX)
        } else {
            let height = (words + 4 * PX).max(figures + 4 * PX).max(30 * PX);
            (top + (height - words) / 2, top + (height - figures) / 2, top + height / 2, top + height)
        };
        if !bar.place.is_empty() {
            let y = words_top + Style::LABEL.leading() / 2;
            scene.text((self.places, y), Align::End, Style::LABEL, Ink::Text3, &bar.place);
        }
        let beneath =
            scene.lines((self.labels.start, words_top), Align::Start, Style::LABEL, Ink::Text, lines);
        if !bar.pending.is_empty() {
            let y = beneath + Style::AXIS.leading() / 2;
            scene.pending((self.labels.start + 5 * PX, y));
            scene.text(
                (self.labels.start + 14 * PX, y),
                Align::Start,
                Style::AXIS,
                Ink::Accent,
                &bar.pending,
            );
        }
        self.figures(scene, figures_top, bar);
        self.bar(scene, bar_middle, axis, chart, bar);
        let area = Area::new(0, top, scene.width, bottom);
        let interval = bar.interval.as_ref().map(|i| {
            let named =
                if chart.interval.is_empty() { String::new() } else { format!("{} ", chart.interval) };
            format!("{named}{}–{}", i.lo().shown(), i.hi().shown())
        });
        let figures = [bar.figure.shown().to_owned(), bar.detail.clone()];
        let rest = [interval.unwrap_or_default(), bar.remark.clone(), bar.pending.clone()];
        scene.mark(area, bar.label.clone(), figures.into_iter().chain(rest).collect(), bar.key.as_deref());
        bottom
    }

    /// Value, fraction, status and remark.
    fn figures(&self, scene: &mut Scene<'_>, top: i32, bar: &Bar) {
        let y = top + Style::LABEL.leading() / 2;
        scene.text((self.figures, y), Align::End, Style::LABEL, Ink::Text, bar.figure.shown());
        if !bar.detail.is_empty() {
            let at = if self.stacked {
                let figure = scene.font.width(bar.figure.shown(), Style::LABEL);
                (self.figures - figure - 8 * PX, y)
            } else {
                (self.figures, top + Style::LABEL.leading() + Style::AXIS.leading() / 2)
            };
            scene.text(at, Align::End, Style::AXIS, Ink::Text3, &bar.detail);
        }
        scene.status((self.statuses + 6 * PX, y), bar.status);
        let ink = match bar.status {
            Status::Near => Ink::Near,
            Status::Missed => Ink::Bad,
            // Good news is grey.
            Status::Met | Status::Unjudged => Ink::Text2,
        };
        scene.text((self.statuses + SHAPE, y), Align::Start, Style::LABEL, ink, &bar.remark);
    }

    /// The value, its distance to the target if that is missed, and its whisker.
    fn bar(&self, scene: &mut Scene<'_>, y: i32, axis: &Axis, chart: &RankedBars, bar: &Bar) {
        let place = |value: f64| axis.map(value, &self.plot);
        let (zero, value) = (place(0.0), place(bar.figure.value()));
        let (top, bottom) = (y - BAR / 2, y + BAR / 2);
        let span = |a: i32, b: i32| Area::new(a.min(b), top, a.max(b), bottom);
        let missed = matches!(bar.status, Status::Near | Status::Missed);
        let target = chart.target.as_ref().map(|t| place(t.figure.value()));
        match target.filter(|_| missed) {
            // Where less is better the value overshoots: solid to the target, hatched beyond.
            Some(target) => {
                scene.block(span(zero, value.min(target)), Fill::Plain(Ink::Bar));
                scene.block(span(value, target), Fill::Hatched);
            }
            None => scene.block(span(zero, value), Fill::Plain(Ink::Bar)),
        }
        scene.down(zero, top - 7 * PX, bottom + 7 * PX, Stroke::hair(Ink::Rule));
        if let Some(interval) = &bar.interval {
            let whisker = Stroke::hair(Ink::Text2);
            let (lo, hi) = (place(interval.lo().value()), place(interval.hi().value()));
            scene.across(lo, hi, y, whisker);
            scene.down(lo, y - 4 * PX, y + 4 * PX, whisker);
            scene.down(hi, y - 4 * PX, y + 4 * PX, whisker);
        }
        if let (Some(x), true) = (target, self.stacked) {
            scene.down(x, top - 4 * PX, bottom + 4 * PX, Stroke::TARGET);
        }
    }

    /// The list of those not ranked; returns the y beneath.
    pub(super) fn unranked(&self, scene: &mut Scene<'_>, top: i32, chart: &RankedBars) -> i32 {
        let mut y = top;
        if !chart.bars.is_empty() {
            y += 8 * PX;
            scene.across(0, scene.width, y, Stroke::hair(Ink::Hairline));
            y += 8 * PX;
        }
        if !chart.unranked_heading.is_empty() {
            y = scene.paragraph((0, y), scene.width, Style::LABEL, Ink::Text2, &chart.unranked_heading)
                + 2 * PX;
        }
        for item in &chart.unranked {
            let start = y;
            let room = self.labels.end - SHAPE;
            let middle = y + Style::LABEL.leading() / 2;
            scene.absence((6 * PX, middle), item.absence);
            let (label, reason) = if self.stacked {
                let label =
                    scene.paragraph((SHAPE, y), scene.width - SHAPE, Style::LABEL, Ink::Text, &item.label);
                (
                    label,
                    scene.paragraph(
                        (SHAPE, label),
                        scene.width - SHAPE,
                        Style::AXIS,
                        Ink::Text2,
                        &item.reason,
                    ),
                )
            } else {
                let label = scene.paragraph((SHAPE, y), room, Style::LABEL, Ink::Text, &item.label);
                let x = self.plot.start;
                let top = y + (Style::LABEL.leading() - Style::AXIS.leading()) / 2;
                (label, scene.paragraph((x, top), scene.width - x, Style::AXIS, Ink::Text2, &item.reason))
            };
            y = label.max(reason) + 4 * PX;
            let area = Area::new(0, start, scene.width, y);
            scene.mark(area, item.label.clone(), vec![item.reason.clone()], item.key.as_deref());
        }
        y
    }
}
