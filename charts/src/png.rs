//! From a [`Drawing`] to PNG: resvg draws the very SVG that [`Drawing::to_svg`] writes, with the embedded
//! font and no other, so that picture and print agree.

use std::sync::{Arc, LazyLock};
use std::thread;

use png::{ColorType, DeflateCompression, Encoder, EncodingError, Filter};
use resvg::tiny_skia::{Pixmap, PixmapMut, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

use crate::error::ChartError;
use crate::font::{FONT_FAMILY, FONT_FILES};
use crate::scene::Drawing;
use crate::theme::Theme;

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
        let library = |reason: String| ChartError::Library(reason);
        let svg = self.to_svg(theme)?;
        let (width, height) = self.size();
        let (width, height) = (width * scale.factor(), height * scale.factor());
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(ChartError::DoesNotFit { text: self.title.chars().take(40).collect() });
        }
        let tree = Tree::from_str(&svg, &OPTIONS).map_err(|e| library(e.to_string()))?;
        let mut pixels = Pixmap::new(width, height).ok_or_else(|| library("no room for pixels".into()))?;
        // At most 3, and so exact.
        let factor = match scale {
            Scale::X1 => 1.0,
            Scale::X2 => 2.0,
            Scale::X3 => 3.0,
        };
        fill(&tree, factor, &mut pixels).ok_or_else(|| library("a picture could not be drawn".into()))?;
        encode(&pixels).map_err(|e| library(e.to_string()))
    }
}

/// Draws the upper and the lower half at the same time: most of the work is filling the outlines of glyphs, and
/// each half passes over those of the other. Always two halves, so that a picture does not depend on the machine.
fn fill(tree: &Tree, factor: f32, pixels: &mut Pixmap) -> Option<()> {
    let (width, height) = (pixels.width(), pixels.height());
    let half = height / 2;
    let scale = Transform::from_scale(factor, factor);
    let Some(middle) = usize::try_from(u64::from(width) * u64::from(half) * 4).ok().filter(|at| *at > 0)
    else {
        resvg::render(tree, scale, &mut pixels.as_mut());
        return Some(());
    };
    let (upper, lower) = pixels.data_mut().split_at_mut_checked(middle)?;
    let mut upper = PixmapMut::from_bytes(upper, width, half)?;
    let mut lower = PixmapMut::from_bytes(lower, width, height - half)?;
    // At most 24,000 lines of pixels, which a float holds exactly.
    let up = -f32::from(u16::try_from(half).ok()?);
    thread::scope(|scope| {
        let other = scope.spawn(|| resvg::render(tree, scale, &mut upper));
        resvg::render(tree, scale.post_translate(0.0, up), &mut lower);
        other.join().ok()
    })
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
    use super::*;

    #[test]
    fn the_halves_meet_without_a_seam() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='61'><rect width='90' height='61' \
                   fill='#fff'/><circle cx='20' cy='30' r='17.3' fill='#a33'/><text x='40' y='36.5' \
                   font-size='17'>通报95</text><path d='M0 30.25h90' stroke='#333'/></svg>";
        let tree = Tree::from_str(svg, &OPTIONS).unwrap();
        for factor in [1.0, 2.0, 3.0] {
            let scale = Transform::from_scale(factor, factor);
            let side = |length: f32| length as u32 * factor as u32;
            let mut whole = Pixmap::new(side(90.0), side(61.0)).unwrap();
            resvg::render(&tree, scale, &mut whole.as_mut());
            let mut halves = Pixmap::new(whole.width(), whole.height()).unwrap();
            fill(&tree, factor, &mut halves).unwrap();
            // Where an outline is cut, an edge may take in one or two of the sixteen points of a pixel more or less.
            let far = whole.data().iter().zip(halves.data()).map(|(a, b)| a.abs_diff(*b));
            assert!(far.clone().all(|far| far <= 32), "at {factor}");
            assert!(far.filter(|far| *far > 0).count() * 100 < whole.data().len(), "at {factor}");
        }
    }
}
