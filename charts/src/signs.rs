//! The shapes that stand beside words: ● ▲ ■ ○ ◇ — ◐. Drawn, not set, so that they are alike in every font.

use crate::figure::{Absence, Status};
use crate::scene::{Area, Point, Scene, Stroke};
use crate::theme::Ink;

impl Scene<'_> {
    /// Draws the shape of a status, 10 px across, round `(x, y)`.
    pub(crate) fn status(&mut self, (x, y): Point, status: Status) {
        match status {
            Status::Met => self.disc((x, y), 19, Ink::Ok),
            Status::Near => self.polygon(vec![(x, y - 20), (x + 22, y + 18), (x - 22, y + 18)], Ink::Near),
            Status::Missed => self.polygon(corners(Area::round((x, y), 17)), Ink::Bad),
            Status::Unjudged => self.ring((x, y), 17, Stroke { width: 6, ..Stroke::hair(Ink::Off) }),
        }
    }

    /// Draws the shape of an absence, 10 px across, round `(x, y)`.
    pub(crate) fn absence(&mut self, (x, y): Point, absence: Absence) {
        match absence {
            Absence::NotRanked => self.status((x, y), Status::Unjudged),
            Absence::NotFiled => {
                let points =
                    vec![(x, y - 20), (x + 20, y), (x, y + 20), (x - 20, y), (x, y - 20), (x + 20, y)];
                self.path(points, Stroke { width: 6, ..Stroke::hair(Ink::Bad) });
            }
            Absence::NoDenominator => self.across(x - 20, x + 20, y, Stroke::hair(Ink::Text3)),
        }
    }

    /// Draws ◐, what waits for a person, 10 px across, round `(x, y)`.
    pub(crate) fn pending(&mut self, (x, y): Point) {
        self.ring((x, y), 17, Stroke { width: 6, ..Stroke::hair(Ink::Accent) });
        // The left half as a polygon: a half circle in steps of 22.5°, at radius 17.
        let half =
            [(0, -17), (-7, -16), (-12, -12), (-16, -7), (-17, 0), (-16, 7), (-12, 12), (-7, 16), (0, 17)];
        self.polygon(half.iter().map(|(dx, dy)| (x + dx, y + dy)).collect(), Ink::Accent);
    }
}

/// The corners of a rectangle, clockwise.
fn corners(area: Area) -> Vec<Point> {
    vec![(area.left, area.top), (area.right, area.top), (area.right, area.bottom), (area.left, area.bottom)]
}
