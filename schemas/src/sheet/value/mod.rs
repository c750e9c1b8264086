//! Cells as typed values. A blank cell is `None`; anything that is not clearly a value is refused, never guessed.

mod date;
mod decimal;
mod flag;
mod log;
mod money;
mod number;
mod serial;
mod share;
mod text;
mod written;

pub use date::{date, dates, datetime};
pub use flag::flag;
pub use log::log;
pub use money::{Unit, money};
pub use number::integer;
pub use share::{Share, share};
pub use text::{code, listed, text};

pub(super) use serial::moment;

use std::borrow::Cow;

use super::book::{RawCell, is_space};
use super::fold::half_width;
use crate::text::Text;

/// Strokes that people put into a cell to say that it stays empty on purpose.
const STROKES: [&str; 8] = ["-", "--", "—", "——", "–", "/", "\\", "－"];

/// A cell that does not hold what its column asks for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text().en)]
pub struct Unreadable {
    /// What the column asks for, such as 日期 / a date.
    pub expected: Text,
    /// What the cell shows.
    pub found: String,
}

impl Unreadable {
    fn new(expected: Text, cell: &RawCell) -> Self {
        Self { expected, found: shown(cell) }
    }

    /// What was expected and what was found, in both languages.
    pub fn text(&self) -> Text {
        Text {
            zh: format!("应为{}，实际为“{}”", self.expected.zh, self.found).into(),
            en: format!("expected {}, found “{}”", self.expected.en, self.found).into(),
        }
    }
}

/// A cell as a person sees it, cut to a length that fits a message.
pub fn shown(cell: &RawCell) -> String {
    const LONGEST: usize = 60;
    let text = match cell {
        RawCell::Empty => String::new(),
        RawCell::Text(text) | RawCell::Error(text) => text.clone(),
        RawCell::Number(number) => {
            decimal::Decimal::displayed(*number).map_or(number.to_string(), |d| d.to_string())
        }
        RawCell::Date(at) if at.time() == chrono::NaiveTime::MIN => at.date().to_string(),
        RawCell::Date(at) => at.to_string(),
        RawCell::Bool(true) => "TRUE".into(),
        RawCell::Bool(false) => "FALSE".into(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

/// A cell to be read as something other than free text.
enum Content<'a> {
    /// Half-width, without outer space, inner line breaks as spaces; never empty.
    Text(Cow<'a, str>),
    Number(f64),
    Date(&'a chrono::NaiveDateTime),
    Bool(bool),
    Error,
}

/// The content of a cell for figures, dates and codes; `None` for a blank cell or a stroke.
fn content(cell: &RawCell) -> Option<Content<'_>> {
    Some(match cell {
        RawCell::Empty => return None,
        RawCell::Text(text) => {
            let narrow = |c| if is_space(c) { ' ' } else { half_width(c) };
            let text = if text.chars().all(|c| narrow(c) == c) {
                Cow::Borrowed(unforced(text))
            } else {
                Cow::Owned(unforced(&text.chars().map(narrow).collect::<String>()).to_owned())
            };
            if text.is_empty() || STROKES.contains(&text.as_ref()) {
                return None;
            }
            Content::Text(text)
        }
        RawCell::Number(number) => Content::Number(*number),
        RawCell::Date(at) => Content::Date(at),
        RawCell::Bool(value) => Content::Bool(*value),
        RawCell::Error(_) => Content::Error,
    })
}

/// Without the space around it, and without the leading apostrophe by which people force text in a spreadsheet and
/// which some exports leave in.
fn unforced(narrow: &str) -> &str {
    let trimmed = narrow.trim();
    trimmed.strip_prefix('\'').unwrap_or(trimmed).trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_show_what_stands_in_the_cell() {
        assert_eq!(shown(&RawCell::Number(0.1 + 0.2)), "0.3");
        assert_eq!(shown(&RawCell::Text("长".repeat(61))), format!("{}…", "长".repeat(60)));
        let refused = integer(&RawCell::Error("#N/A".into())).unwrap_err();
        assert_eq!(refused.text().zh, "应为整数，实际为“#N/A”");
        assert_eq!(refused.to_string(), "expected a whole number, found “#N/A”");
    }

    #[test]
    fn strokes_and_space_are_blank() {
        for blank in ["", "  ", "\u{3000}", "/", "——", "－", "'"] {
            assert_eq!(integer(&RawCell::Text(blank.into())), Ok(None), "{blank:?}");
        }
    }
}
