//! Whole numbers: counts of cases, persons, days.

use super::decimal::Decimal;
use super::{Content, Unreadable, content};
use crate::sheet::book::RawCell;
use crate::text::Text;

const EXPECTED: Text = Text::new("整数", "a whole number");

/// Words of measure that may stand behind a count; the longer before those they end with.
const MEASURES: [&str; 20] = [
    "个工作日",
    "件次",
    "人次",
    "家次",
    "户次",
    "件",
    "人",
    "名",
    "位",
    "户",
    "家",
    "个",
    "起",
    "宗",
    "批",
    "次",
    "天",
    "日",
    "场",
    "条",
];

/// Reads a whole number: `12`, `１２`, `1,234`, `12人`, `12.0`. Not `12.5`, `约12`, `12/1710` or `1.2万`.
///
/// # Errors
/// [`Unreadable`] for anything else, also for numbers of more than 15 digits, which a spreadsheet has already rounded.
pub fn integer(cell: &RawCell) -> Result<Option<i64>, Unreadable> {
    let decimal = match content(cell) {
        None => return Ok(None),
        Some(Content::Text(text)) => {
            let figure = MEASURES.iter().find_map(|measure| text.strip_suffix(measure)).unwrap_or(&text);
            Decimal::parse(figure.trim_end())
        }
        Some(Content::Number(number)) if number.abs() < 1e15 => Decimal::displayed(number),
        Some(_) => None,
    };
    let whole = decimal.and_then(|decimal| decimal.whole(1));
    whole.map(Some).ok_or_else(|| Unreadable::new(EXPECTED, cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Result<Option<i64>, Unreadable> {
        integer(&RawCell::Text(text.into()))
    }

    #[test]
    fn counts_are_read_in_every_honest_spelling() {
        for (spelling, expected) in [
            ("12", 12),
            (" １２ ", 12),
            ("1,234", 1234),
            ("1，234", 1234),
            ("12件", 12),
            ("12 人", 12),
            ("15个工作日", 15),
            ("12.0", 12),
            ("-3", -3),
            ("'7", 7),
        ] {
            assert_eq!(text(spelling), Ok(Some(expected)), "{spelling}");
        }
        assert_eq!(integer(&RawCell::Number(12.0)), Ok(Some(12)));
        assert_eq!(integer(&RawCell::Number(2.999_999_999_999_999_6)), Ok(Some(3)));
    }

    #[test]
    fn anything_else_is_refused_with_what_was_found() {
        for spelling in
            ["12.5", "约12", "12/1710", "1.2万", "十二", "12-15", "1,23", "12人8件", "99999999999999999999"]
        {
            assert_eq!(text(spelling).unwrap_err().found, spelling);
        }
        for cell in
            [RawCell::Number(12.5), RawCell::Number(1e15), RawCell::Number(f64::NAN), RawCell::Bool(true)]
        {
            assert!(integer(&cell).is_err(), "{cell:?}");
        }
    }
}
