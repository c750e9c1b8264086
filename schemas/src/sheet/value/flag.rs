//! Yes and no, as ledgers mark them.

use super::{Content, Unreadable, content};
use crate::sheet::book::RawCell;
use crate::text::Text;

const EXPECTED: Text = Text::new("是或否", "yes or no");
const YES: [&str; 12] = ["是", "有", "√", "✓", "✔", "☑", "对", "Y", "YES", "TRUE", "T", "1"];
const NO: [&str; 14] = ["否", "无", "没有", "×", "✗", "✘", "☐", "错", "不是", "N", "NO", "FALSE", "F", "0"];

/// Reads yes or no: 是/否, 有/无, √/×, Y/N, TRUE/FALSE, 1/0. What a blank cell means is the form's to say.
///
/// # Errors
/// [`Unreadable`] for anything else.
pub fn flag(cell: &RawCell) -> Result<Option<bool>, Unreadable> {
    let value = match content(cell) {
        None => return Ok(None),
        Some(Content::Bool(value)) => Some(value),
        Some(Content::Text(text)) => of_word(&text.to_ascii_uppercase()),
        Some(Content::Number(number)) => of_word(&number.to_string()),
        Some(_) => None,
    };
    value.map(Some).ok_or_else(|| Unreadable::new(EXPECTED, cell))
}

fn of_word(word: &str) -> Option<bool> {
    if YES.contains(&word) { Some(true) } else { NO.contains(&word).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_one_or_the_other() {
        for yes in YES {
            assert_eq!(flag(&RawCell::Text(format!(" {} ", yes.to_lowercase()))), Ok(Some(true)), "{yes}");
        }
        for no in NO {
            assert_eq!(flag(&RawCell::Text(no.into())), Ok(Some(false)), "{no}");
        }
        assert_eq!(flag(&RawCell::Number(1.0)), Ok(Some(true)));
        assert_eq!(flag(&RawCell::Bool(false)), Ok(Some(false)));
        assert_eq!(flag(&RawCell::Text("１".into())), Ok(Some(true)));
        assert_eq!(flag(&RawCell::Empty), Ok(None));
        assert!(YES.iter().all(|yes| !NO.contains(yes)));
    }

    #[test]
    fn a_maybe_is_refused() {
        for cell in [RawCell::Text("不详".into()), RawCell::Text("是否".into()), RawCell::Number(2.0)] {
            assert!(flag(&cell).is_err(), "{cell:?}");
        }
    }
}
