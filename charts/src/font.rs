//! The one font of every picture: how wide a text is, where it may break, which characters it lacks.

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};
use unicode_linebreak::linebreaks;

use crate::error::ChartError;
use crate::scene::PX;

/// The embedded faces as OpenType files, regular and bold, for documents that embed them too.
pub const FONT_FILES: [&[u8]; 2] = [
    include_bytes!("../assets/NotoSansCJKsc-Regular.otf"),
    include_bytes!("../assets/NotoSansCJKsc-Bold.otf"),
];

/// The regular face as WOFF2, for pages that draw charts inline.
pub const WEB_FONT: &[u8] = include_bytes!("../assets/NotoSansCJKsc-Regular.woff2");

/// Family name of the embedded faces.
pub const FONT_FAMILY: &str = "Noto Sans CJK SC";

/// The families a picture asks for, in order. A page whose reader has one of the first two uses that; the
/// third is the embedded one; the rest are what office desktops have.
pub(crate) const FONT_STACK: &str = "'Noto Sans SC','Source Han Sans SC','Noto Sans CJK SC','PingFang SC',\
                                     'Microsoft YaHei',system-ui,sans-serif";

/// Size and weight of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    /// In pixels.
    pub(crate) size: u8,
    pub(crate) bold: bool,
}

impl Style {
    /// Title: the finding.
    pub(crate) const TITLE: Self = Self { size: 15, bold: true };
    /// Labels and figures.
    pub(crate) const LABEL: Self = Self { size: 13, bold: false };
    /// Totals.
    pub(crate) const STRONG: Self = Self { size: 13, bold: true };
    /// Axes, fractions, notes.
    pub(crate) const AXIS: Self = Self { size: 12, bold: false };
    /// The label of the target.
    pub(crate) const AXIS_STRONG: Self = Self { size: 12, bold: true };

    /// Distance from one line to the next, in quarter pixels.
    pub(crate) const fn leading(self) -> i32 {
        match self.size {
            ..=12 => 16 * PX,
            13 => 20 * PX,
            _ => 24 * PX,
        }
    }

    /// How far the baseline lies beneath the middle of the line, in quarter pixels: hanzi and capitals
    /// then stand centred.
    pub(crate) fn drop(self) -> i32 {
        self.em() * 36 / 100
    }

    /// Font size in quarter pixels.
    pub(crate) fn em(self) -> i32 {
        i32::from(self.size) * PX
    }
}

/// The two faces, opened. Cheap to make: nothing but tables of contents is read.
pub(crate) struct Font {
    regular: Face,
    bold: Face,
}

struct Face {
    charmap: Charmap<'static>,
    /// In units of the font.
    advances: GlyphMetrics<'static>,
}

impl Face {
    fn open(file: &'static [u8]) -> Result<Self, ChartError> {
        let font = FontRef::new(file).map_err(|e| ChartError::Library(e.to_string()))?;
        let advances = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        Ok(Self { charmap: font.charmap(), advances })
    }
}

/// Of Noto Sans CJK.
const UNITS_PER_EM: f32 = 1000.0;

/// Widths beyond this, two thousand hanzi, are not told apart: such a text fits nowhere.
const WIDEST: f32 = 2_000_000.0;

impl Font {
    pub(crate) fn embedded() -> Result<Self, ChartError> {
        let [regular, bold] = FONT_FILES;
        Ok(Self { regular: Face::open(regular)?, bold: Face::open(bold)? })
    }

    /// Width of a line in quarter pixels, rounded up. A character without a glyph counts as one em.
    pub(crate) fn width(&self, words: &str, style: Style) -> i32 {
        let face = if style.bold { &self.bold } else { &self.regular };
        let mut units = 0.0;
        for c in words.chars() {
            let advance = face.charmap.map(c).and_then(|glyph| face.advances.advance_width(glyph));
            units += advance.unwrap_or(UNITS_PER_EM);
            if units >= WIDEST {
                break;
            }
        }
        // At most a glyph beyond WIDEST, so the conversion cuts nothing off.
        (units * f32::from(style.size) * 4.0 / UNITS_PER_EM).ceil() as i32
    }

    /// Width of the widest part of a text that stands on one line: a word, or a single hanzi.
    pub(crate) fn longest_word(&self, words: &str, style: Style) -> i32 {
        let mut from = 0;
        let widths = linebreaks(words).map(|(to, _)| {
            let piece = words.get(from..to).unwrap_or_default();
            from = to;
            self.width(piece.trim_end(), style)
        });
        widths.max().unwrap_or_default()
    }

    /// The first character without a glyph.
    pub(crate) fn missing(&self, words: &str) -> Option<char> {
        words.chars().find(|c| self.regular.charmap.map(*c).is_none())
    }

    /// Breaks a text into lines no wider than `room`: where Unicode allows a break (UAX 14, so that no
    /// line begins with a full stop), or inside a word that is wider than a whole line.
    pub(crate) fn wrap(&self, words: &str, style: Style, room: i32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut from = 0;
        for (to, _) in linebreaks(words) {
            let piece = words.get(from..to).unwrap_or_default();
            from = to;
            if self.width(&format!("{line}{}", piece.trim_end()), style) > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(piece);
            while lines.len() <= Self::MOST_LINES
                && line.chars().nth(1).is_some()
                && self.width(line.trim_end(), style) > room
            {
                let fit = self.fitting(&line, style, room);
                let rest = line.split_off(fit);
                lines.push(std::mem::replace(&mut line, rest));
            }
            if lines.len() > Self::MOST_LINES {
                line.push_str(words.get(from..).unwrap_or_default());
                break;
            }
        }
        lines.push(line);
        lines.iter().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect()
    }

    /// Breaks a text into as few lines as [`Font::wrap`] does, and those as short as they can be: a head of
    /// five hanzi in room for four becomes three and two, not four and one. No word is cut for it.
    pub(crate) fn wrap_evenly(&self, words: &str, style: Style, room: i32) -> Vec<String> {
        let lines = self.wrap(words, style, room);
        let (mut narrow, mut wide) = (self.longest_word(words, style).min(room), room);
        while lines.len() > 1 && wide - narrow > PX {
            let middle = (narrow + wide) / 2;
            if self.wrap(words, style, middle).len() > lines.len() { narrow = middle } else { wide = middle }
        }
        if lines.len() > 1 { self.wrap(words, style, wide) } else { lines }
    }

    /// A text of more lines than this is not a label; its last line is left too long and found out when the
    /// picture is closed.
    const MOST_LINES: usize = 24;

    /// Bytes of the longest beginning of `line` that fits, one character at least.
    fn fitting(&self, line: &str, style: Style, room: i32) -> usize {
        let ends = line.char_indices().map(|(at, c)| at + c.len_utf8());
        ends.clone()
            .take_while(|end| self.width(line.get(..*end).unwrap_or_default(), style) <= room)
            .last()
            .or_else(|| ends.clone().next())
            .unwrap_or_default()
    }
}
