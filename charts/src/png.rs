//! From a [`Drawing`] to PNG: resvg draws the SVG that [`Drawing::to_svg`] writes, half by half, with the embedded
//! font and no other, so that picture and print agree.

use std::ops::Range;
use std::sync::{Arc, LazyLock};
use std::thread;

use png::{ColorType, DeflateCompression, Encoder, EncodingError, Filter};
use resvg::tiny_skia::{Pixmap, PixmapMut, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

use crate::error::ChartError;
use crate::font::{FONT_FAMILY, FONT_FILES};
use crate::scene::{Drawing, Line, PX, Shape};
use crate::theme::{Palette, Theme};

/// Pixels of a PNG for each pixel of the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// 1, for tests and previews.
    X1,
    /// 2, for screens and documents.
    X2,
    /// 3, for print: 288 dots to the inch.
    X3,
}

impl Scale {
    /// As a number.
    #[must_use]
    pub const fn factor(self) -> u32 {
        match self {
            Self::X1 => 1,
            Self::X2 => 2,
            Self::X3 => 3,
        }
    }
}

/// Most pixels in one PNG; four bytes each while it is drawn.
const MOST_PIXELS: u64 = 40_000_000;

/// How resvg reads a picture: made once, for opening the fonts takes time. The picture asks each text for a
/// font of seven families; here there is one, and resvg is spared carrying the others along with every text.
static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for file in FONT_FILES {
        fonts.load_font_source(Source::Binary(Arc::new(file)));
    }
    Options {
        fontdb: Arc::new(fonts),
        font_family: FONT_FAMILY.to_owned(),
        style_sheet: Some(format!("svg{{font-family:'{FONT_FAMILY}'}}")),
        ..Options::default()
    }
});

impl Drawing {
    /// The picture as a PNG of [`Drawing::size`] times `scale`.
    ///
    /// # Errors
    /// [`ChartError::MissingGlyph`] if a text has a character the embedded font lacks;
    /// [`ChartError::DoesNotFit`] beyond 40 million pixels.
    pub fn to_png(&self, theme: Theme, scale: Scale) -> Result<Vec<u8>, ChartError> {
        let library = |reason: &str| ChartError::Library(reason.to_owned());
        if let Some(missing) = self.missing()?.into_iter().next() {
            return Err(missing.into());
        }
        let (width, height) = self.size();
        let (width, height) = (width * scale.factor(), height * scale.factor());
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(ChartError::DoesNotFit { text: self.title.chars().take(40).collect() });
        }
        let mut pixels = Pixmap::new(width, height).ok_or_else(|| library("no room for pixels"))?;
        self.fill(theme, scale, &mut pixels)?;
        encode(&pixels).map_err(|e| library(&e.to_string()))
    }

    /// Draws the upper and the lower half at the same time: most of the work is reading texts and filling the outlines of
    /// their glyphs, and each text lies in one of them, or in both if it is cut. Always two halves, so that a picture
    /// does not depend on the machine.
    fn fill(&self, theme: Theme, scale: Scale, pixels: &mut Pixmap) -> Result<(), ChartError> {
        let library = || ChartError::Library("a picture could not be drawn".to_owned());
        let (width, height) = (pixels.width(), pixels.height());
        let middle = self.height / 2;
        let half = middle.unsigned_abs() * scale.factor();
        if half == 0 {
            return self.render(theme, scale, 0..self.height, &mut pixels.as_mut());
        }
        let at = usize::try_from(u64::from(width) * u64::from(half) * 4).map_err(|_| library())?;
        let (upper, lower) = pixels.data_mut().split_at_mut_checked(at).ok_or_else(library)?;
        let mut upper = PixmapMut::from_bytes(upper, width, half).ok_or_else(library)?;
        let mut lower = PixmapMut::from_bytes(lower, width, height - half).ok_or_else(library)?;
        thread::scope(|scope| {
            let other = scope.spawn(|| self.render(theme, scale, 0..middle, &mut upper));
            self.render(theme, scale, middle..self.height, &mut lower)?;
            other.join().map_err(|_| library())?
        })
    }

    /// Draws the lines of pixels of the layout that lie in a range.
    fn render(
        &self,
        theme: Theme,
        scale: Scale,
        lines: Range<i32>,
        pixels: &mut PixmapMut<'_>,
    ) -> Result<(), ChartError> {
        let library = |reason: String| ChartError::Library(reason);
        let shapes = self.shapes.iter().filter(|shape| match shape {
            Shape::Text(line) => line.within(&lines),
            _ => true,
        });
        let svg = self.paint(shapes, Palette::Fixed(theme))?;
        let tree = Tree::from_str(&svg, &OPTIONS).map_err(|e| library(e.to_string()))?;
        // At most 3, and so exact.
        let factor = match scale {
            Scale::X1 => 1.0,
            Scale::X2 => 2.0,
            Scale::X3 => 3.0,
        };
        // At most 16,000 pixels, which a float holds exactly.
        let top = f32::from(u16::try_from(lines.start).map_err(|e| library(e.to_string()))?);
        resvg::render(&tree, Transform::from_translate(0.0, -top).post_scale(factor, factor), pixels);
        Ok(())
    }
}

impl Line {
    /// Whether the text may have pixels in these lines; no glyph reaches an em beyond its extent.
    fn within(&self, lines: &Range<i32>) -> bool {
        let slack = self.style.em();
        self.extent.bottom + slack >= lines.start * PX && self.extent.top - slack <= lines.end * PX
    }
}

/// Writes the pixels as they are: a picture paints its ground, so all are opaque and premultiplied colours are
/// colours. Flat areas and thin text pack well without filters, and level 1 takes a fraction of the time of
/// resvg's own encoder.
fn encode(pixels: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(ColorType::Rgba);
    encoder.set_deflate_compression(DeflateCompression::Level(1));
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels.data())?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use crate::{
        figure::Heading,
        font::{Font, Style},
        scene::{Align, Scene, Stroke},
        theme::Ink,
    };

    use super::*;

    #[test]
    fn the_halves_meet_without_a_seam() {
        let font = Font::embedded().unwrap();
        let mut scene = Scene::new(&font, 90 * PX);
        scene.disc((20 * PX, 30 * PX), 17, Ink::Bad);
        scene.text((30 * PX, 31 * PX), Align::Start, Style::TITLE, Ink::Text, "通报95");
        scene.across(0, 90 * PX, 30 * PX, Stroke::hair(Ink::Rule));
        let drawing = scene.close(61 * PX, &Heading::drawn("题", "副题")).unwrap();
        for scale in [Scale::X1, Scale::X2, Scale::X3] {
            let mut whole = Pixmap::new(90 * scale.factor(), 61 * scale.factor()).unwrap();
            drawing.render(Theme::Light, scale, 0..61, &mut whole.as_mut()).unwrap();
            let mut halves = Pixmap::new(whole.width(), whole.height()).unwrap();
            drawing.fill(Theme::Light, scale, &mut halves).unwrap();
            // Where an outline is cut, an edge may take in a few of the sixteen points of a pixel more or less; a seam would
            // be as dark as the ink, or as light as the ground.
            let far = whole.data().iter().zip(halves.data()).map(|(a, b)| a.abs_diff(*b));
            assert!(far.clone().all(|far| far <= 64), "{scale:?}: {:?}", far.clone().max());
            assert!(far.filter(|far| *far > 0).count() * 100 < whole.data().len(), "{scale:?}");
        }
    }
}
