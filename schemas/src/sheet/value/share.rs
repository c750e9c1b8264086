//! Shares as people write them: `13.3%`, `13.3`, or the 0.133 that a spreadsheet stores behind a percentage.

use super::decimal::Decimal;
use super::{Content, Unreadable, content};
use crate::sheet::book::RawCell;
use crate::text::Text;

const EXPECTED: Text = Text::new("百分数", "a percentage");

/// A share that was written, in the spellings it may be meant in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    written: Decimal,
    /// Whether a percent sign stands behind it.
    marked: bool,
}

impl Share {
    /// Whether it says what share `of` is of `to`, to the decimals it was written with, at most two; rounded or cut off.
    pub fn says(self, of: i64, to: i64) -> bool {
        self.written.is_percentage(of, to) || !self.marked && self.written.hundredfold().is_percentage(of, to)
    }
}

/// Reads a share.
///
/// # Errors
/// [`Unreadable`] for anything that is no number.
pub fn share(cell: &RawCell) -> Result<Option<Share>, Unreadable> {
    let read = match content(cell) {
        None => return Ok(None),
        Some(Content::Text(text)) => {
            let figure = text.strip_suffix('%').map(str::trim_end);
            let written = Decimal::parse(figure.unwrap_or(&text));
            written.map(|written| Share { written, marked: figure.is_some() })
        }
        Some(Content::Number(number)) => {
            Decimal::displayed(number).map(|written| Share { written, marked: false })
        }
        Some(_) => None,
    };
    read.map(Some).ok_or_else(|| Unreadable::new(EXPECTED, cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_honest_spelling_of_a_share_agrees() {
        for spelling in ["13.3%", "13.33%", "13.3", "0.133", "0.1333", "１３．３％", "13%", "13.33333333%"]
        {
            let share = share(&RawCell::Text(spelling.into())).unwrap().unwrap();
            assert!(share.says(24, 180), "{spelling}");
        }
        for number in [24.0 / 180.0, 13.333_333_333_333_3, 13.3] {
            assert!(share(&RawCell::Number(number)).unwrap().unwrap().says(24, 180), "{number}");
        }
        assert!(share(&RawCell::Text("100%".into())).unwrap().unwrap().says(12, 12));
        assert!(share(&RawCell::Number(1.0)).unwrap().unwrap().says(12, 12));
    }

    #[test]
    fn another_share_does_not_agree() {
        for spelling in ["13.8%", "13.2%", "12%", "0.133%", "0", "-13.3%", "1.33"] {
            assert!(!share(&RawCell::Text(spelling.into())).unwrap().unwrap().says(24, 180), "{spelling}");
        }
        assert!(!share(&RawCell::Text("13.3%".into())).unwrap().unwrap().says(24, 0), "no whole");
        for text in ["约一成", "13.3.3%", "%"] {
            assert_eq!(share(&RawCell::Text(text.into())).unwrap_err().found, text);
        }
        assert_eq!(share(&RawCell::Empty), Ok(None));
    }
}
