//! The bureau tree from a list: CSV in UTF-8 or GBK, or a workbook, as `aggregator bureau import` and
//! `aggregator compile` take it.

use csv::StringRecord;
use schemas::{
    bureau::{self, Tree, TreeError},
    sheet::{
        book::{RawCell, RawRow},
        error::ReadError,
        limits::Limits,
        read::{Hints, read},
        value,
    },
    text::Text,
};
use serde::Deserialize;

/// The headings of the list, in any order.
pub const HEADINGS: &str = "code,name,name_en,level,kind,parent,counted_in,valid_from,valid_to";

/// Why a list gives no tree.
#[derive(Debug, thiserror::Error)]
pub enum BureauListError {
    /// It is no sheet.
    #[error(transparent)]
    Unreadable(#[from] ReadError),
    /// A line that cannot be read.
    #[error("line {line}: {cause}; the headings are {HEADINGS}")]
    Line {
        /// Its number.
        line: u32,
        /// What is wrong.
        #[source]
        cause: csv::Error,
    },
    /// The lines are no tree.
    #[error(transparent)]
    Tree(#[from] TreeError),
}

#[derive(Deserialize)]
struct Line {
    code: bureau::BureauCode,
    name: String,
    name_en: String,
    level: bureau::Level,
    kind: bureau::Kind,
    parent: Option<bureau::BureauCode>,
    counted_in: Option<bureau::BureauCode>,
    valid_from: chrono::NaiveDate,
    valid_to: Option<chrono::NaiveDate>,
}

/// Reads a list.
///
/// # Errors
/// [`BureauListError`] names the line.
pub fn tree(bytes: &[u8]) -> Result<Tree, BureauListError> {
    let book = read(bytes, &Hints::default(), &Limits::default())?;
    let mut rows = book.sheets.iter().flat_map(|sheet| &sheet.rows).filter(|row| !row.is_blank());
    let headings = rows.next().map(record).unwrap_or_default();
    let bureau = |row: &RawRow| {
        let mut record = record(row);
        while record.len() < headings.len() {
            record.push_field("");
        }
        let line: Line = record
            .deserialize(Some(&headings))
            .map_err(|cause| BureauListError::Line { line: row.number, cause })?;
        Ok::<_, BureauListError>(bureau::Bureau {
            code: line.code,
            name: Text::owned(line.name, line.name_en),
            level: line.level,
            kind: line.kind,
            parent: line.parent,
            counted_in: line.counted_in,
            valid_from: line.valid_from,
            valid_to: line.valid_to,
        })
    };
    Ok(Tree::new(rows.map(bureau).collect::<Result<_, _>>()?)?)
}

/// The cells of a row as text; a date as it is written in the list.
fn record(row: &RawRow) -> StringRecord {
    let text = |cell: &RawCell| match cell {
        RawCell::Date(at) => at.date().to_string(),
        cell => value::text(cell).ok().flatten().unwrap_or_default(),
    };
    row.cells.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_tree_and_names_the_line_that_is_wrong() {
        let head = "code,name,name_en,level,kind,parent,counted_in,valid_from,valid_to\n";
        let city = "519900,云江市,Yunjiang,city,city,,,2020-01-01,\n";
        let text = format!(
            "\u{feff}{head}{city}519901,东湖区,Donghu,county,district,519900,,2020-01-01,2030-12-31\n"
        );
        let tree_of_utf8 = tree(text.as_bytes()).unwrap();
        assert_eq!(tree_of_utf8.all().len(), 2);
        let error = tree(
            format!("{head}{city}5199/1,东湖区,Donghu,county,district,519900,,2020-01-01,\n").as_bytes(),
        );
        assert!(error.unwrap_err().to_string().starts_with("line 3: "));
        assert!(matches!(tree(b"%PDF-1.7"), Err(BureauListError::Unreadable(_))));
    }

    #[test]
    fn reads_what_an_office_desktop_saves() {
        let bytes = gbk(
            "code,name,name_en,level,kind,parent,counted_in,valid_from,valid_to\r\n519900,云江市,Yunjiang,city,city,,,2020-01-01,\r\n",
        );
        assert_eq!(tree(&bytes).unwrap().root().unwrap().name.zh, "云江市");
    }

    /// GBK, as far as the test needs it.
    fn gbk(text: &str) -> Vec<u8> {
        let pairs = [('云', [0xd4, 0xc6]), ('江', [0xbd, 0xad]), ('市', [0xca, 0xd0])];
        let mut bytes = Vec::new();
        for c in text.chars() {
            match pairs.iter().find(|(known, _)| *known == c) {
                Some((_, pair)) => bytes.extend(pair),
                None => bytes.push(u8::try_from(c).unwrap()),
            }
        }
        bytes
    }
}
