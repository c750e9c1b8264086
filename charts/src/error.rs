//! Why a picture cannot be drawn, said in English (`Display`) and in Chinese ([`ChartError::zh`]).

use thiserror::Error;

/// A figure or a text that cannot become a picture. Nothing is drawn in part.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ChartError {
    /// A figure is not a number, is infinite, or is beyond ±[`Figure::LIMIT`](crate::Figure::LIMIT).
    #[error("the figure shown as \"{shown}\" has no place on an axis (it is {value})")]
    NotDrawable {
        /// The caller's text for the figure.
        shown: String,
        /// What was given as its value.
        value: String,
    },
    /// The lower end of an interval lies above its upper end.
    #[error("the interval {lo}–{hi} ends before it begins")]
    Reversed {
        /// Text of the lower end.
        lo: String,
        /// Text of the upper end.
        hi: String,
    },
    /// A series or a row does not have one entry for every period or column.
    #[error("\"{label}\" has {got} entries where {expected} are needed")]
    Uneven {
        /// The series or row.
        label: String,
        /// Number of periods or columns.
        expected: usize,
        /// Entries it has.
        got: usize,
    },
    /// More items than a picture can hold and a person can read.
    #[error("{got} items are more than the {limit} one picture may hold")]
    TooMany {
        /// Items given.
        got: usize,
        /// Most that are drawn.
        limit: usize,
    },
    /// A text is too long for its place even when wrapped.
    #[error("\"{text}\" does not fit the picture")]
    DoesNotFit {
        /// The text, cut to its first 40 characters.
        text: String,
    },
    /// The embedded font has no glyph for a character. A live page may draw it all the same: see
    /// [`Drawing::inline`](crate::Drawing::inline).
    #[error(transparent)]
    MissingGlyph(#[from] MissingGlyph),
    /// The drawing library refused; a defect of this program rather than of the figures.
    #[error("the picture could not be drawn: {0}")]
    Library(String),
}

impl ChartError {
    /// The same sentence in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::NotDrawable { shown, value } => {
                format!("显示为“{shown}”的数值（{value}）无法在坐标轴上标出")
            }
            Self::Reversed { lo, hi } => format!("区间{lo}–{hi}的下限大于上限"),
            Self::Uneven { label, expected, got } => format!("“{label}”应有{expected}项，实有{got}项"),
            Self::TooMany { got, limit } => format!("共{got}项，一张图最多画{limit}项"),
            Self::DoesNotFit { text } => format!("“{text}”过长，图中放不下"),
            Self::MissingGlyph(missing) => missing.zh(),
            Self::Library(reason) => format!("绘图失败：{reason}"),
        }
    }
}

/// A character the embedded font lacks, and the text it stands in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
#[error("the font has no glyph for '{character}' (U+{:04X}) in \"{text}\"", u32::from(*character))]
pub struct MissingGlyph {
    /// The character.
    pub character: char,
    /// The label it was found in.
    pub text: String,
}

impl MissingGlyph {
    /// The same sentence in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        let code = u32::from(self.character);
        format!("“{}”中的“{}”（U+{code:04X}）在内置字体中没有字形", self.text, self.character)
    }
}
