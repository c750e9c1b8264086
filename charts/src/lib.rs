//! Figures in, pictures out: ranked bars, trends and heat maps as SVG and PNG. No I/O, no clock.
//!
//! A chart is plain data. [`Chart::draw`] lays it out once as a [`Drawing`], from which come an SVG that
//! stands alone, an SVG for a live page, a PNG, and the [`Mark`]s a page lays hover text and links over. Equal
//! data give equal bytes.
//!
//! | Kind | Shows |
//! |---|---|
//! | [`RankedBars`] | one value each against one target, and who is not ranked |
//! | [`Trend`] | one or several series over periods |
//! | [`Heatmap`] | rows by columns of figures, graded |
//!
//! Callers bring every word and every figure's text ([`Figure`]); only the numbers on axes are made here. The font
//! is embedded ([`FONT_FILES`], and [`WEB_FONT`] for pages); a character it lacks fails a document by name.
//!
//! ```
//! use charts::{Bar, Chart, Figure, Heading, RankedBars, Status, Target, Theme, Width};
//!
//! let mut bars = RankedBars::new(Heading::drawn("1个单位未达95%", "仲裁结案率，%"), Width::Half, "本季没有数据");
//! bars.target = Some(Target { figure: Figure::new(95.0, "95")?, label: "目标95".into() });
//! bars.bars.push(Bar {
//!     detail: "322/339".into(),
//!     remark: "差0.01".into(),
//!     ..Bar::new("云江高新区", Figure::new(322.0 / 3.39, "94.99")?, Status::Near)
//! });
//! let svg = bars.to_svg(Theme::Light)?;
//! assert!(svg.contains("云江高新区"));
//! assert_eq!(bars.draw()?.marks()[0].figures, ["94.99", "322/339", "差0.01"]);
//! # Ok::<(), charts::ChartError>(())
//! ```

mod axis;
mod error;
mod figure;
mod font;
mod heatmap;
#[cfg(test)]
mod layout_laws;
mod png;
mod ranked_bars;
mod scene;
mod signs;
mod spread;
mod svg;
mod theme;
mod trend;

pub use error::{ChartError, MissingGlyph};
pub use figure::{Absence, Figure, Heading, HeadingPlace, Interval, Status, Target, Width};
pub use font::{FONT_FAMILY, FONT_FILES, WEB_FONT};
pub use heatmap::{Cell, Column, Grade, Heatmap, Row, Sign};
pub use png::Scale;
pub use ranked_bars::{Bar, RankedBars, Unranked};
pub use scene::{Drawing, Mark};
pub use svg::Inline;
pub use theme::Theme;
pub use trend::{Floor, Reading, Series, Tone, Trend};

/// What can be drawn. Each method lays the chart out anew; call [`Chart::draw`] once to have several of them.
pub trait Chart {
    /// Lays the chart out.
    ///
    /// # Errors
    /// A [`ChartError`] that names the item, if something cannot be drawn as it is.
    fn draw(&self) -> Result<Drawing, ChartError>;

    /// The picture as SVG in literal colours: [`Drawing::to_svg`].
    ///
    /// # Errors
    /// As [`Chart::draw`] and [`Drawing::to_svg`].
    fn to_svg(&self, theme: Theme) -> Result<String, ChartError> {
        self.draw()?.to_svg(theme)
    }

    /// The picture as PNG: [`Drawing::to_png`].
    ///
    /// # Errors
    /// As [`Chart::draw`] and [`Drawing::to_png`].
    fn to_png(&self, theme: Theme, scale: Scale) -> Result<Vec<u8>, ChartError> {
        self.draw()?.to_png(theme, scale)
    }

    /// The picture for a live page, with its marks: [`Drawing::inline`].
    ///
    /// # Errors
    /// As [`Chart::draw`] and [`Drawing::inline`].
    fn inline(&self) -> Result<Inline, ChartError> {
        self.draw()?.inline()
    }

    /// Where each figure lies.
    ///
    /// # Errors
    /// As [`Chart::draw`].
    fn marks(&self) -> Result<Vec<Mark>, ChartError> {
        Ok(self.draw()?.marks)
    }
}

/// Most bars, points or cells in one picture.
pub const MOST_ITEMS: usize = 1_000;

/// Refuses more items than [`MOST_ITEMS`].
fn bounded(got: usize) -> Result<(), ChartError> {
    if got <= MOST_ITEMS { Ok(()) } else { Err(ChartError::TooMany { got, limit: MOST_ITEMS }) }
}
