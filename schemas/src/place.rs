//! Where something stood in a source: sheet, row, column; printed the way a spreadsheet user says it.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::Text;

/// A cell, a row (no column), a sheet (no row) or a whole file (nothing).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct Place {
    /// Name of the sheet; a CSV file has none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<String>)]
    pub sheet: Option<Arc<str>>,
    /// 1-based row.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub row: Option<u32>,
    /// 0-based column.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<u32>,
}

impl Place {
    /// The same place in a column.
    pub fn at(&self, column: u32) -> Self {
        Self { column: Some(column), ..self.clone() }
    }

    /// The place in words, for a sentence.
    pub fn text(&self) -> Text {
        let (mut zh, mut en) = (String::new(), Vec::new());
        if let Some(sheet) = &self.sheet {
            zh.push_str(&format!("工作表“{sheet}”"));
            en.push(format!("sheet “{sheet}”"));
        }
        if let Some(row) = self.row {
            zh.push_str(&format!("第 {row} 行"));
            en.push(format!("row {row}"));
        }
        if let Some(column) = self.column {
            zh.push_str(&format!(" {} 列", letters(column)));
            en.push(format!("column {}", letters(column)));
        }
        Text::owned(zh, en.join(", "))
    }
}

/// Letters of a 0-based column: 0 is `A`, 27 is `AB`.
pub fn letters(column: u32) -> String {
    let (mut rest, mut out) = (u64::from(column) + 1, Vec::new());
    while rest > 0 {
        let digit = (rest - 1) % 26;
        out.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    out.iter().rev().collect()
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.sheet {
            write!(f, "{sheet}")?;
            if self.row.is_some() || self.column.is_some() {
                write!(f, "!")?;
            }
        }
        if let Some(column) = self.column {
            write!(f, "{}", letters(column))?;
        }
        match self.row {
            Some(row) if self.column.is_some() => write!(f, "{row}"),
            Some(row) => write!(f, "{row}:{row}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_like_a_spreadsheet() {
        assert_eq!(
            ["A", "Z", "AA", "AB", "XFD"],
            [0, 25, 26, 27, 16_383].map(letters).each_ref().map(String::as_str)
        );
        let place = Place { sheet: Some("仲裁".into()), row: Some(12), column: None };
        assert_eq!(place.to_string(), "仲裁!12:12");
        assert_eq!(place.at(2).to_string(), "仲裁!C12");
        assert_eq!(Place { sheet: None, ..place.at(2) }.to_string(), "C12");
        assert_eq!(
            place.at(2).text(),
            Text::new("工作表“仲裁”第 12 行 C 列", "sheet “仲裁”, row 12, column C")
        );
        assert_eq!(letters(u32::MAX), "MWLQKWV");
    }
}
