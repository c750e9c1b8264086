//! Text: names as they were written, codes in half-width.

use super::decimal::Decimal;
use super::{Content, Unreadable, content, shown};
use crate::sheet::book::{RawCell, is_space};
use crate::text::Text;

const TEXT: Text = Text::new("文字", "text");
const CODE: Text =
    Text::new("编号或代码（单元格格式请设为“文本”）", "a number or code, in a cell formatted as text");

/// Reads free text as it was written, without outer space. Figures and dates become what a spreadsheet shows.
///
/// # Errors
/// [`Unreadable`] for failed formulas.
pub fn text(cell: &RawCell) -> Result<Option<String>, Unreadable> {
    match cell {
        RawCell::Empty => Ok(None),
        RawCell::Text(text) => {
            Ok(Some(text.trim_matches(is_space).to_owned()).filter(|text| !text.is_empty()))
        }
        RawCell::Number(number) if !number.is_finite() => Err(Unreadable::new(TEXT, cell)),
        RawCell::Error(_) => Err(Unreadable::new(TEXT, cell)),
        _ => Ok(Some(shown(cell))),
    }
}

/// Reads a number or code: letters and digits in half-width, no white space inside. A stroke is no code.
///
/// # Errors
/// [`Unreadable`] for failed formulas and dates, and for long numbers that a spreadsheet has rounded or written as
/// `4.40106E+17`: their last digits are lost.
pub fn code(cell: &RawCell) -> Result<Option<String>, Unreadable> {
    let code = match content(cell) {
        None => return Ok(None),
        Some(Content::Text(text)) => {
            Some(text.split_whitespace().collect::<String>()).filter(|code| !is_scientific(code))
        }
        Some(Content::Number(number)) if number.abs() < 1e15 => {
            Decimal::displayed(number).and_then(|decimal| decimal.whole(1)).map(|whole| whole.to_string())
        }
        Some(_) => None,
    };
    code.map(Some).ok_or_else(|| Unreadable::new(CODE, cell))
}

/// Reads a code of a list or the name of one: as [`code`], and words stay apart by one blank, for names such as
/// `Certification of Results` and drop-downs such as `11 调解书` are found by them.
///
/// # Errors
/// As [`code`].
pub fn listed(cell: &RawCell) -> Result<Option<String>, Unreadable> {
    match content(cell) {
        Some(Content::Text(text)) => Ok(Some(text.split_whitespace().collect::<Vec<_>>().join(" "))),
        _ => code(cell),
    }
}

/// `4.40106E+17`: what is left of an identity number that a spreadsheet took for a figure.
fn is_scientific(code: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    code.split_once("E+").is_some_and(|(mantissa, exponent)| {
        digits(exponent)
            && mantissa
                .split_once('.')
                .map_or(digits(mantissa), |(whole, part)| digits(whole) && digits(part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> RawCell {
        RawCell::Text(text.into())
    }

    #[test]
    fn names_keep_their_characters() {
        assert_eq!(
            text(&written("\u{3000}云江（Ａ区）物流 有限公司\n")),
            Ok(Some("云江（Ａ区）物流 有限公司".into()))
        );
        assert_eq!(text(&RawCell::Number(20_250_001.0)), Ok(Some("20250001".into())));
        assert_eq!(text(&written("—")), Ok(Some("—".into())));
        assert_eq!(text(&written(" ")), Ok(None));
        assert!(text(&RawCell::Error("#REF!".into())).is_err());
    }

    #[test]
    fn codes_become_half_width() {
        assert_eq!(code(&written(" ９１４４０１０１ＭＡ５Ｃ 1\n")), Ok(Some("91440101MA5C1".into())));
        assert_eq!(code(&written("云劳人仲案〔２０２５〕1号")), Ok(Some("云劳人仲案〔2025〕1号".into())));
        assert_eq!(code(&RawCell::Number(440_106.0)), Ok(Some("440106".into())));
        assert_eq!(code(&written("/")), Ok(None));
    }

    #[test]
    fn names_of_codes_keep_their_words_apart() {
        assert_eq!(listed(&written(" １１\u{3000}调解书\n")), Ok(Some("11 调解书".into())));
        assert_eq!(listed(&written("Award  open\nto suit")), Ok(Some("Award open to suit".into())));
        assert_eq!(listed(&RawCell::Number(11.0)), Ok(Some("11".into())));
        assert_eq!(listed(&written("—")), Ok(None));
    }

    #[test]
    fn codes_that_lost_digits_are_refused() {
        for cell in [
            written("4.40106E+17"),
            written("4E+17"),
            RawCell::Number(4.401_061_990e17),
            RawCell::Number(1.5),
        ] {
            assert!(code(&cell).is_err(), "{cell:?}");
        }
        assert_eq!(code(&written("E+17")), Ok(Some("E+17".into())));
    }
}
