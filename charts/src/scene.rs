//! A picture before it has colours: shapes at places on a grid of quarter pixels, and the marks a page lays
//! hover text and links over.
//!
//! Layout happens here and in the chart files, in whole numbers; drawing happens in `svg.rs`.

use crate::error::ChartError;
use crate::figure::{Heading, HeadingPlace};
use crate::font::{Font, Style};
use crate::theme::Ink;

/// Grid units in a pixel. plotters places everything on whole numbers; four to a pixel keep curves smooth
/// and gaps true.
pub(crate) const PX: i32 = 4;

/// Tallest and widest picture, in pixels.
const LARGEST: i32 = 16_000;

/// x and y in quarter pixels, from the top left.
pub(crate) type Point = (i32, i32);

/// A rectangle in quarter pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) right: i32,
    pub(crate) bottom: i32,
}

impl Area {
    pub(crate) const fn new(left: i32, top: i32, right: i32, bottom: i32) -> Self {
        Self { left, top, right, bottom }
    }

    /// A square of twice `half` round a point.
    pub(crate) const fn round((x, y): Point, half: i32) -> Self {
        Self::new(x - half, y - half, x + half, y + half)
    }

    fn within(self, outer: Self) -> bool {
        self.left >= outer.left
            && self.top >= outer.top
            && self.right <= outer.right
            && self.bottom <= outer.bottom
    }

    fn clipped(self, outer: Self) -> Self {
        Self {
            left: self.left.clamp(outer.left, outer.right),
            top: self.top.clamp(outer.top, outer.bottom),
            right: self.right.clamp(outer.left, outer.right),
            bottom: self.bottom.clamp(outer.top, outer.bottom),
        }
    }
}

/// Broken or whole line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dash {
    Solid,
    /// The line of a target.
    Target,
    /// Periods before the first judged one.
    History,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stroke {
    pub(crate) ink: Ink,
    /// In quarter pixels.
    pub(crate) width: u32,
    pub(crate) dash: Dash,
}

impl Stroke {
    /// One pixel, unbroken.
    pub(crate) const fn hair(ink: Ink) -> Self {
        Self { ink, width: 4, dash: Dash::Solid }
    }

    /// The dashed line of a target.
    pub(crate) const TARGET: Self = Self { ink: Ink::Text, width: 4, dash: Dash::Target };
}

/// What fills a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    Plain(Ink),
    /// Diagonal red lines: the distance to the target.
    Hatched,
}

/// Which point of a text lies at its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Start,
    Middle,
    End,
}

/// One line of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) at: Point,
    pub(crate) align: Align,
    pub(crate) style: Style,
    pub(crate) ink: Ink,
    pub(crate) words: String,
    /// The space it takes up, from ascender to descender.
    pub(crate) extent: Area,
}

/// Something to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    Block { area: Area, fill: Fill },
    Path { points: Vec<Point>, stroke: Stroke },
    Polygon { points: Vec<Point>, ink: Ink },
    Disc { at: Point, radius: u32, ink: Ink },
    Ring { at: Point, radius: u32, stroke: Stroke },
    Text(Line),
}

/// A place in a picture that stands for a figure: where hover text, a link or focus belongs, and what a
/// table of the picture says.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Left edge in pixels of the picture, which are the user units of its SVG.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What it is of: a bureau, a bureau and a period, a row and a column.
    pub label: String,
    /// Its figures as texts, most important first: value, fraction, interval, remark. Never empty.
    pub figures: Vec<String>,
    /// The caller's key, for a link.
    pub key: Option<String>,
}

/// A picture laid out and not yet coloured.
#[derive(Debug, Clone)]
pub struct Drawing {
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) title: String,
    pub(crate) subline: String,
}

/// A picture under construction, filled from the top down.
pub(crate) struct Scene<'f> {
    pub(crate) font: &'f Font,
    /// In quarter pixels.
    pub(crate) width: i32,
    shapes: Vec<Shape>,
    marks: Vec<(Area, Mark)>,
}

impl<'f> Scene<'f> {
    pub(crate) const fn new(font: &'f Font, width: i32) -> Self {
        Self { font, width, shapes: Vec::new(), marks: Vec::new() }
    }

    /// Draws a heading, wrapped, and returns the y where the plot may begin.
    pub(crate) fn heading(&mut self, heading: &Heading) -> i32 {
        if heading.place == HeadingPlace::Outside {
            return 0;
        }
        let y = self.paragraph((0, 0), self.width, Style::TITLE, Ink::Text, &heading.title);
        self.paragraph((0, y), self.width, Style::LABEL, Ink::Text2, &heading.subline) + 12 * PX
    }

    /// Draws lines no wider than `room` with their first top left corner at `at`; returns the y beneath them.
    pub(crate) fn paragraph(&mut self, at: Point, room: i32, style: Style, ink: Ink, words: &str) -> i32 {
        let lines = self.font.wrap(words, style, room);
        self.lines(at, Align::Start, style, ink, lines)
    }

    /// Draws lines one beneath the other; returns the y beneath them.
    pub(crate) fn lines(
        &mut self,
        (x, top): Point,
        align: Align,
        style: Style,
        ink: Ink,
        lines: Vec<String>,
    ) -> i32 {
        let mut y = top;
        for line in lines {
            self.text((x, y + style.leading() / 2), align, style, ink, &line);
            y += style.leading();
        }
        y
    }

    /// Draws one line whose middle is at `y`.
    pub(crate) fn text(&mut self, (x, y): Point, align: Align, style: Style, ink: Ink, words: &str) {
        let width = self.font.width(words, style);
        let left = match align {
            Align::Start => x,
            Align::Middle => x - width / 2,
            Align::End => x - width,
        };
        let baseline = y + style.drop();
        let extent =
            Area::new(left, baseline - style.em() * 88 / 100, left + width, baseline + style.em() * 12 / 100);
        let words = words.to_owned();
        self.shapes.push(Shape::Text(Line { at: (x, baseline), align, style, ink, words, extent }));
    }

    pub(crate) fn block(&mut self, area: Area, fill: Fill) {
        self.shapes.push(Shape::Block { area, fill });
    }

    pub(crate) fn path(&mut self, points: Vec<Point>, stroke: Stroke) {
        self.shapes.push(Shape::Path { points, stroke });
    }

    pub(crate) fn across(&mut self, left: i32, right: i32, y: i32, stroke: Stroke) {
        self.path(vec![(left, crisp(y)), (right, crisp(y))], stroke);
    }

    pub(crate) fn down(&mut self, x: i32, top: i32, bottom: i32, stroke: Stroke) {
        self.path(vec![(crisp(x), top), (crisp(x), bottom)], stroke);
    }

    pub(crate) fn disc(&mut self, at: Point, radius: u32, ink: Ink) {
        self.shapes.push(Shape::Disc { at, radius, ink });
    }

    pub(crate) fn ring(&mut self, at: Point, radius: u32, stroke: Stroke) {
        self.shapes.push(Shape::Ring { at, radius, stroke });
    }

    pub(crate) fn polygon(&mut self, points: Vec<Point>, ink: Ink) {
        self.shapes.push(Shape::Polygon { points, ink });
    }

    /// Records a mark. Empty figures are left out.
    pub(crate) fn mark(&mut self, area: Area, label: String, figures: Vec<String>, key: Option<&str>) {
        let figures = figures.into_iter().filter(|f| !f.is_empty()).collect();
        let key = key.map(str::to_owned);
        self.marks.push((area, Mark { x: 0.0, y: 0.0, width: 0.0, height: 0.0, label, figures, key }));
    }

    /// Closes the picture at `bottom`.
    ///
    /// # Errors
    /// [`ChartError::DoesNotFit`] if a text would be cut off, or the picture is beyond all measure.
    pub(crate) fn close(self, bottom: i32, heading: &Heading) -> Result<Drawing, ChartError> {
        let up = |q: i32| (q + PX - 1).div_euclid(PX).max(1);
        let (width, height) = (up(self.width), up(bottom));
        let whole = Area::new(0, 0, width * PX, height * PX);
        let slack = Area::new(-PX, -PX, whole.right + PX, whole.bottom + PX);
        let outside = |line: &&Line| !line.extent.within(slack);
        let lines =
            self.shapes.iter().filter_map(|s| if let Shape::Text(line) = s { Some(line) } else { None });
        if let Some(line) = lines.clone().find(outside) {
            return Err(ChartError::DoesNotFit { text: line.words.chars().take(40).collect() });
        }
        if width > LARGEST || height > LARGEST {
            return Err(ChartError::DoesNotFit { text: heading.title.chars().take(40).collect() });
        }
        let place = |(area, mark): (Area, Mark)| {
            let area = area.clipped(whole);
            let px = |q: i32| f64::from(q) / f64::from(PX);
            Mark {
                x: px(area.left),
                y: px(area.top),
                width: px(area.right - area.left),
                height: px(area.bottom - area.top),
                ..mark
            }
        };
        Ok(Drawing {
            width,
            height,
            marks: self.marks.into_iter().map(place).collect(),
            shapes: self.shapes,
            title: heading.title.clone(),
            subline: heading.subline.clone(),
        })
    }
}

/// The middle of the pixel `q` lies in: a line one pixel wide is then sharp.
const fn crisp(q: i32) -> i32 {
    q.div_euclid(PX) * PX + PX / 2
}
