//! From a [`Drawing`] to SVG. plotters writes the shapes; what it cannot say is put in afterwards.
//!
//! plotters knows only literal colours, whole coordinates and unbroken lines. So each shape is drawn on the
//! grid of quarter pixels in a *token* colour that stands for ink, dash and hatching, and one pass over
//! plotters' elements replaces tokens by paint, drops attributes that say nothing and puts the elements into
//! a picture of our own: in pixels, with a title, a description and a role.

use std::fmt::Write;

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBColor, ShapeStyle, TextStyle};

use crate::error::{ChartError, MissingGlyph};
use crate::font::{FONT_STACK, Font};
use crate::scene::{Align, Dash, Drawing, Fill, Mark, PX, Shape, Stroke};
use crate::theme::{Ink, Palette, Theme};

/// A picture for a live page.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// An `<svg class="chart">` element to stand in HTML. Its colours are the page's custom properties, its
    /// ground is the page's. A style sheet must not set `font` or `fill` on its texts.
    pub svg: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Where hover text and links belong, and the rows of the table beside the picture.
    pub marks: Vec<Mark>,
    /// Characters the embedded font lacks: the reader's own fonts draw them. To be logged.
    pub missing: Vec<MissingGlyph>,
}

impl Drawing {
    /// Width and height in pixels, which are the user units of the SVG and of the marks.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        (self.width.unsigned_abs(), self.height.unsigned_abs())
    }

    /// Where each figure lies.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// A picture that stands alone, in literal colours on its own ground.
    ///
    /// # Errors
    /// [`ChartError::MissingGlyph`] if a text has a character the embedded font lacks.
    pub fn to_svg(&self, theme: Theme) -> Result<String, ChartError> {
        match self.missing()?.into_iter().next() {
            Some(missing) => Err(missing.into()),
            None => self.paint(self.shapes.iter(), Palette::Fixed(theme)),
        }
    }

    /// A picture for a live page, which follows the page's colours and draws characters the embedded font
    /// lacks in the reader's fonts.
    ///
    /// # Errors
    /// [`ChartError::Library`] only.
    pub fn inline(self) -> Result<Inline, ChartError> {
        let svg = self.paint(self.shapes.iter(), Palette::Page)?;
        let missing = self.missing()?;
        let (width, height) = self.size();
        Ok(Inline { svg, width, height, marks: self.marks, missing })
    }

    /// For each drawn text, the first character the embedded font lacks.
    pub(crate) fn missing(&self) -> Result<Vec<MissingGlyph>, ChartError> {
        let font = Font::embedded()?;
        let lines =
            self.shapes.iter().filter_map(|s| if let Shape::Text(line) = s { Some(line) } else { None });
        let found = lines.filter_map(|line| {
            font.missing(&line.words).map(|character| MissingGlyph { character, text: line.words.clone() })
        });
        Ok(found.collect())
    }

    /// The picture of some of its shapes.
    pub(crate) fn paint<'a>(
        &self,
        mut shapes: impl Iterator<Item = &'a Shape>,
        palette: Palette,
    ) -> Result<String, ChartError> {
        let mut raw = String::new();
        let (width, height) = self.size();
        let area = SVGBackend::with_string(&mut raw, (width * 4, height * 4)).into_drawing_area();
        let drawn = shapes.try_for_each(|shape| draw(&area, shape));
        drawn.and_then(|()| area.present()).map_err(|e| ChartError::Library(e.to_string()))?;
        drop(area);

        // The id comes from what is drawn, so that charts on one page do not share their hatching.
        let id = format!("c{:016x}", fingerprint(&[&self.title, &raw]));
        let mut svg = String::with_capacity(raw.len());
        let (title, description) = (escape(&self.title), escape(&self.description()));
        let _ = write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" \
             font-family=\"{FONT_STACK}\">\n<title id=\"{id}-t\">{title}</title>\n\
             <desc id=\"{id}-d\">{description}</desc>\n",
        );
        if self.shapes.iter().any(|s| matches!(s, Shape::Block { fill: Fill::Hatched, .. })) {
            let paint = Ink::Bad.paint(palette);
            let _ = writeln!(
                svg,
                "<defs><pattern id=\"{id}-h\" width=\"24\" height=\"24\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate(45)\"><path d=\"M3 0v24\" stroke=\"{paint}\" stroke-width=\"6.4\"/>\
                 </pattern></defs>",
            );
        }
        if palette != Palette::Page {
            let ground = Ink::Ground.paint(palette);
            let _ = writeln!(svg, "<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>");
        }
        svg.push_str("<g transform=\"scale(.25)\">\n");
        for line in raw.lines().filter(|l| !l.starts_with("<svg") && !l.starts_with("</svg")) {
            repaint(&mut svg, line, palette, &id);
        }
        svg.push_str("</g>\n</svg>\n");
        Ok(svg)
    }

    /// The subline and every mark, for those who hear the picture.
    fn description(&self) -> String {
        let mut words = self.subline.clone();
        for mark in &self.marks {
            let gap = if words.is_empty() { "" } else { "; " };
            let _ = write!(words, "{gap}{}: {}", mark.label, mark.figures.join(", "));
        }
        words
    }
}

type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// Has plotters write one shape.
fn draw(area: &DrawingArea<SVGBackend<'_>, Shift>, shape: &Shape) -> Drawn {
    let solid = |ink: Ink| Token { ink, dash: Dash::Solid }.colour().filled();
    let line = |stroke: Stroke| -> ShapeStyle {
        Token { ink: stroke.ink, dash: stroke.dash }.colour().stroke_width(stroke.width)
    };
    match shape {
        Shape::Block { area: a, fill } => {
            let style = match fill {
                Fill::Plain(ink) => solid(*ink),
                Fill::Hatched => HATCH.filled(),
            };
            area.draw(&Rectangle::new([(a.left, a.top), (a.right, a.bottom)], style))
        }
        Shape::Path { points, stroke } => area.draw(&PathElement::new(points.clone(), line(*stroke))),
        Shape::Polygon { points, ink } => area.draw(&Polygon::new(points.clone(), solid(*ink))),
        Shape::Disc { at, radius, ink } => area.draw(&Circle::new(*at, *radius, solid(*ink))),
        Shape::Ring { at, radius, stroke } => area.draw(&Circle::new(*at, *radius, line(*stroke))),
        Shape::Text(text) => {
            let h = match text.align {
                Align::Start => HPos::Left,
                Align::Middle => HPos::Center,
                Align::End => HPos::Right,
            };
            let weight = if text.style.bold { FontStyle::Bold } else { FontStyle::Normal };
            let font = ("", f64::from(text.style.em()), weight).into_font();
            let colour = Token { ink: text.ink, dash: Dash::Solid }.colour();
            let style = TextStyle::from(font).color(&colour).pos(Pos::new(h, VPos::Bottom));
            area.draw(&Text::new(text.words.replace(control, " "), text.at, style))
        }
    }
}

/// Characters XML does not allow, and line ends.
fn control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Ink and dash, written as a colour that plotters hands through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Token {
    ink: Ink,
    dash: Dash,
}

/// The token of hatching.
const HATCH: RGBColor = RGBColor(2, 0, 0);

impl Token {
    fn colour(self) -> RGBColor {
        let ink = Ink::ALL.iter().position(|i| *i == self.ink).unwrap_or_default();
        RGBColor(1, u8::try_from(ink).unwrap_or_default(), self.dash as u8)
    }

    fn parse(colour: &str) -> Option<Self> {
        let token = u32::from_str_radix(colour.strip_prefix("#01")?, 16).ok()?.to_be_bytes();
        let [_, _, ink, dash] = token;
        let dash = [Dash::Solid, Dash::Target, Dash::History].into_iter().find(|d| *d as u8 == dash)?;
        Some(Self { ink: *Ink::ALL.get(usize::from(ink))?, dash })
    }
}

/// Copies one line of plotters' SVG. Texts were escaped by plotters, so a line that begins with `<` is an
/// element, and no attribute value holds a quotation mark.
fn repaint(svg: &mut String, line: &str, palette: Palette, id: &str) {
    let Some((tag, attributes)) = line.split_once(' ').filter(|_| line.starts_with('<')) else {
        let closes_text = line == "</text>";
        svg.push_str(line);
        svg.push_str(if closes_text { "\n" } else { "" });
        return;
    };
    svg.push_str(tag);
    let (attributes, end) = match attributes.strip_suffix("/>") {
        Some(rest) => (rest, "/>\n"),
        None => (attributes.strip_suffix('>').unwrap_or(attributes), ">"),
    };
    for (key, value) in attributes.split_terminator("\" ").filter_map(|a| a.split_once("=\"")) {
        let value = value.trim_end_matches('"').trim_end();
        let told = match key {
            "opacity" | "dy" | "font-family" => false,
            "text-anchor" => value != "start",
            "stroke" => value != "none",
            "stroke-width" => tag != "<circle" || !attributes.contains("stroke=\"none\""),
            _ => true,
        };
        if told {
            attribute(svg, key, value, palette, id);
        }
    }
    svg.push_str(end);
}

/// Writes one attribute, in paint instead of tokens.
fn attribute(svg: &mut String, key: &str, value: &str, palette: Palette, id: &str) {
    let _ = match (key, value, Token::parse(value)) {
        (_, _, Some(token)) => {
            let dash = match token.dash {
                Dash::Solid => "",
                Dash::Target => " stroke-dasharray=\"16 12\"",
                Dash::History => " stroke-dasharray=\"20 16\"",
            };
            write!(svg, " {key}=\"{}\"{dash}", token.ink.paint(palette))
        }
        ("fill", "#020000", None) => write!(svg, " fill=\"url(#{id}-h)\""),
        // plotters divides font sizes by 1.24; whole quarter pixels come back by rounding.
        ("font-size", size, None) => {
            write!(svg, " font-size=\"{}\"", size.parse::<f64>().map_or(0.0, |s| (s * 1.24).round()))
        }
        ("font-weight", "bold", None) => write!(svg, " font-weight=\"600\""),
        (key, value, None) => write!(svg, " {key}=\"{value}\""),
    };
}

/// Escapes a text for the content of an element.
fn escape(words: &str) -> String {
    let plain = words.replace(control, " ");
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// FNV-1a, 64 bits: names a picture on its page. Nothing is decided by it.
fn fingerprint(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|p| p.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

const _: () = assert!(PX == 4, "the picture is scaled by a quarter");
