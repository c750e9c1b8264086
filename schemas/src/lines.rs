//! Reading the fixed-order texts that are signed: each line is `name value`, none may be missing, added or moved.

use std::str::FromStr;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

/// A line is missing, out of order or has a value that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line `{0}` is missing, out of order or unreadable")]
pub struct BadLine(pub &'static str);

/// The lines that are left.
pub(crate) struct Lines<'a>(std::str::Split<'a, char>);

impl<'a> Lines<'a> {
    /// A text whose first line is `title`.
    pub(crate) fn titled(text: &'a str, title: &'static str) -> Result<Self, BadLine> {
        let mut lines = text.split('\n');
        (lines.next() == Some(title)).then_some(Self(lines)).ok_or(BadLine(title))
    }

    /// The value of the next line.
    pub(crate) fn text(&mut self, name: &'static str) -> Result<&'a str, BadLine> {
        let value = self.0.next().and_then(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.filter(|value| !value.is_empty()).ok_or(BadLine(name))
    }

    /// The parsed value of the next line.
    pub(crate) fn value<T: FromStr>(&mut self, name: &'static str) -> Result<T, BadLine> {
        self.text(name)?.parse().map_err(|_| BadLine(name))
    }

    /// The parsed value of the next line, `-` being none.
    pub(crate) fn option<T: FromStr>(&mut self, name: &'static str) -> Result<Option<T>, BadLine> {
        undashed(self.text(name)?).map_err(|_| BadLine(name))
    }

    /// Name and value of the next line, which has one of these names.
    pub(crate) fn either(&mut self, names: [&'static str; 2]) -> Result<(&'static str, &'a str), BadLine> {
        let line = self.0.next().unwrap_or_default();
        let of = |name: &'static str| Some((name, line.strip_prefix(name)?.strip_prefix(' ')?));
        let found = names.into_iter().find_map(of).filter(|(_, value)| !value.is_empty());
        found.ok_or(BadLine(names[0]))
    }

    /// The words of the next line, which is their Base64; at least one character and no more than so many.
    pub(crate) fn words(&mut self, name: &'static str, most: usize) -> Result<String, BadLine> {
        words(self.text(name)?, name, most)
    }

    /// The end of the text.
    pub(crate) fn end(mut self) -> Result<(), BadLine> {
        (self.0.next() == Some("") && self.0.next().is_none()).then_some(()).ok_or(BadLine("end"))
    }
}

/// A value or `-`.
pub fn or_dash<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(|| "-".to_owned(), T::to_string)
}

/// What [`or_dash`] has written.
///
/// # Errors
/// That of a value which cannot be read.
pub fn undashed<T: FromStr>(text: &str) -> Result<Option<T>, T::Err> {
    if text == "-" { Ok(None) } else { text.parse().map(Some) }
}

/// Words of a line, written in Base64 so that they may hold anything: at least one character and no more than so many.
pub(crate) fn words(text: &str, line: &'static str, most: usize) -> Result<String, BadLine> {
    let bytes = BASE64.decode(text).map_err(|_| BadLine(line))?;
    let words = String::from_utf8(bytes).map_err(|_| BadLine(line))?;
    (1..=most).contains(&words.chars().count()).then_some(words).ok_or(BadLine(line))
}
