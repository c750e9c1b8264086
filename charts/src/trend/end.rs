//! The words at the right end of a trend's lines, which stand in for a legend.

use super::{Reading, Tone, Trend};
use crate::figure::Figure;
use crate::font::{Font, Style};
use crate::scene::PX;
use crate::theme::Ink;

/// Between the plot and the words at its right.
pub(super) const END_GAP: i32 = 14 * PX;

/// Words at the right end of a line.
pub(super) struct End {
    pub(super) figure: Figure,
    pub(super) lines: Vec<String>,
    pub(super) style: Style,
    pub(super) ink: Ink,
}

impl End {
    pub(super) fn height(&self) -> i32 {
        self.style.leading() * i32::try_from(self.lines.len()).unwrap_or(1)
    }
}

impl Trend {
    /// The last figure of each series, with its name if there are several, and the target.
    pub(super) fn ends(&self, font: &Font, room: i32) -> Vec<End> {
        let series = self.series.iter().filter_map(|s| {
            let figure = s.readings.iter().rev().find_map(Reading::figure)?.clone();
            let alone = self.series.len() == 1;
            let words =
                if alone { figure.shown().to_owned() } else { format!("{} {}", s.label, figure.shown()) };
            let (style, ink) = match s.tone {
                _ if alone => (Style::AXIS_STRONG, Ink::Text),
                Tone::Quiet => (Style::AXIS, Ink::Text2),
                Tone::Last | Tone::Named => (Style::AXIS_STRONG, s.tone.ink()),
            };
            Some(End { lines: font.wrap(&words, style, room), figure, style, ink })
        });
        let target = self.target.iter().map(|t| {
            let lines = font.wrap(&t.label, Style::AXIS, room);
            End { figure: t.figure.clone(), lines, style: Style::AXIS, ink: Ink::Text }
        });
        series.chain(target).collect()
    }
}
