//! What a table of the report is made of: headings, cells, and the shapes that go with the words of a state.

/// A table; the first cell of a row is its heading.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) caption: String,
    pub(super) head: Vec<Head>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A heading; numbers stand right.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) text: String,
    pub(super) right: bool,
}

/// A cell: a mark or none, what it says, and small beneath it.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) mark: Option<Sign>,
    pub(super) text: String,
    pub(super) small: String,
    pub(super) right: bool,
}

/// A shape as a character, with the class that colours it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
}

/// Done, met.
pub(super) const OK: Sign = Sign { class: "ok", sign: "●" };
/// Near.
pub(super) const NEAR: Sign = Sign { class: "near", sign: "▲" };
/// Missed, refused.
pub(super) const BAD: Sign = Sign { class: "bad", sign: "■" };
/// Takes no part.
pub(super) const OFF: Sign = Sign { class: "off", sign: "○" };
/// Not there.
pub(super) const ABSENT: Sign = Sign { class: "bad", sign: "◇" };
/// Waits for a person.
pub(super) const HALF: Sign = Sign { class: "off", sign: "◐" };

/// Bureaus by forms.
pub(super) type Grid = Table;

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(super) fn number(text: impl Into<String>) -> Self {
        Self { text: text.into(), right: true, ..Self::default() }
    }

    pub(super) fn marked(mark: Sign, text: impl Into<String>) -> Self {
        Self { mark: Some(mark), text: text.into(), ..Self::default() }
    }
}

pub(super) fn head(text: impl Into<String>) -> Head {
    Head { text: text.into(), right: false }
}

pub(super) fn right(text: impl Into<String>) -> Head {
    Head { text: text.into(), right: true }
}
