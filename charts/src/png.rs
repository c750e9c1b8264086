//! From a [`Drawing`] to PNG: resvg draws the very SVG that [`Drawing::to_svg`] writes, with the embedded
//! font and no other, so that picture and print agree.

use std::sync::{Arc, LazyLock};

use png::{ColorType, DeflateCompression, Encoder, EncodingError, Filter};
use resvg::tiny_skia::{Pixmap, Transform};
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
        resvg::render(&tree, Transform::from_scale(factor, factor), &mut pixels.as_mut());
        encode(&pixels).map_err(|e| library(e.to_string()))
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
