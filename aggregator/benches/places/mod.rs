//! The bureaus of a bench: a city, and as many districts as it takes.

use chrono::NaiveDate;
use schemas::{
    bureau::{Bureau, BureauCode, Kind, Level},
    text::Text,
};

/// A bureau by number; 0 is the city above the others.
pub fn place(number: usize) -> Bureau {
    let code = |number: usize| -> BureauCode { (510_000 + number).to_string().parse().unwrap() };
    let (level, kind) = if number == 0 { (Level::City, Kind::City) } else { (Level::County, Kind::District) };
    Bureau {
        code: code(number),
        name: Text::same(format!("示例{number}")),
        level,
        kind,
        parent: (number != 0).then(|| code(0)),
        counted_in: None,
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        valid_to: None,
    }
}
