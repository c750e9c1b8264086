//! JSON as business systems export it: an array of flat objects, which is a table with its headings in every row. The names
//! become row 1 in the order in which they first appear, and the first object becomes row 2.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use super::book::{Epoch, RawBook, RawCell, Source};
use super::error::ReadError;
use super::limits::{Account, Limits, SheetDraft};
use crate::place::Place;

/// From here on a fraction no longer has the digits it was written with.
const EXACT: f64 = 1e15;

/// Whether a text is JSON: no table of delimited text begins with an object.
pub(super) fn is_json(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let begins = |after: &str, marks: &[char]| after.trim_start().starts_with(marks);
    text.strip_prefix('[').is_some_and(|rest| begins(rest, &['{', ']']))
        || text.strip_prefix('{').is_some_and(|rest| begins(rest, &['"', '}']))
}

/// Reads an array of flat objects as one sheet. Numbers become text as they are written; a long one must be text already.
///
/// # Errors
/// The limits, [`ReadError::NotFlat`], [`ReadError::NameTwice`], [`ReadError::LongNumber`], and [`ReadError::Damaged`] for what
/// is no JSON.
pub(super) fn read(text: &str, limits: &Limits) -> Result<RawBook, ReadError> {
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with('[') {
        return Err(ReadError::NotFlat { row: None });
    }
    let mut account = Account::new(limits);
    let sheet = account.sheet(None, false)?;
    let mut grid = Grid { account, sheet, columns: BTreeMap::new(), row: 1, refused: None };
    let mut json = serde_json::Deserializer::from_str(text);
    let read = Objects(&mut grid).deserialize(&mut json).and_then(|()| json.end());
    if let Some(refused) = grid.refused {
        return Err(refused);
    }
    read.map_err(|error| ReadError::Damaged { detail: error.to_string() })?;
    let sheet = grid.sheet.finish();
    let replaced = sheet.rows.iter().flat_map(|row| {
        let cells = (0_u32..).zip(&row.cells);
        let broken =
            cells.filter(|(_, cell)| matches!(cell, RawCell::Text(text) if text.contains('\u{fffd}')));
        broken.map(|(column, _)| Place { sheet: None, row: Some(row.number), column: Some(column) })
    });
    let replaced = replaced.collect();
    Ok(RawBook { sheets: vec![sheet], epoch: Epoch::Y1900, source: Source::Json, replaced })
}

/// The table while it grows. What is refused is kept here: the parser knows errors of its own only.
struct Grid<'a> {
    account: Account<'a>,
    sheet: SheetDraft,
    columns: BTreeMap<String, u32>,
    row: u32,
    refused: Option<ReadError>,
}

impl Grid<'_> {
    fn refuse<E: Error>(&mut self, refused: ReadError) -> E {
        self.refused.get_or_insert(refused);
        E::custom("refused")
    }

    fn put<E: Error>(&mut self, row: u32, column: u32, cell: RawCell) -> Result<(), E> {
        self.account.put(&mut self.sheet, row, column, cell).map_err(|refused| self.refuse(refused))
    }

    fn column<E: Error>(&mut self, name: &str) -> Result<u32, E> {
        if let Some(column) = self.columns.get(name) {
            return Ok(*column);
        }
        let column = u32::try_from(self.columns.len()).unwrap_or(u32::MAX);
        self.put(1, column, RawCell::Text(name.to_owned()))?;
        self.columns.insert(name.to_owned(), column);
        Ok(column)
    }
}

/// The whole array.
struct Objects<'a, 'b>(&'a mut Grid<'b>);

impl<'de> DeserializeSeed<'de> for Objects<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Objects<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        loop {
            self.0.row = self.0.row.saturating_add(1);
            if seq.next_element_seed(Object(self.0))?.is_none() {
                return Ok(());
            }
        }
    }
}

/// One object.
struct Object<'a, 'b>(&'a mut Grid<'b>);

impl<'de> DeserializeSeed<'de> for Object<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Object<'_, '_> {
    fn not_flat<E: Error>(self) -> Result<(), E> {
        let row = Some(self.0.row);
        Err(self.0.refuse(ReadError::NotFlat { row }))
    }
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let grid = self.0;
        let row = grid.row;
        let mut said = BTreeSet::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            let column = grid.column(&name)?;
            if !said.insert(column) {
                return Err(grid.refuse(ReadError::NameTwice { row, name }));
            }
            let cell = match value {
                Value::Null => RawCell::Empty,
                Value::Bool(yes) => RawCell::Bool(yes),
                Value::String(text) if text.is_empty() => RawCell::Empty,
                Value::String(text) => RawCell::Text(text),
                Value::Number(number) => match written(&number) {
                    Some(text) => RawCell::Text(text),
                    None => return Err(grid.refuse(ReadError::LongNumber { row, name })),
                },
                Value::Array(_) | Value::Object(_) => {
                    return Err(grid.refuse(ReadError::NotFlat { row: Some(row) }));
                }
            };
            grid.put(row, column, cell)?;
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.not_flat()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.not_flat()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.not_flat()
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.not_flat()
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.not_flat()
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.not_flat()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        self.not_flat()
    }
}

/// The digits of a number, unless some would be lost.
fn written(number: &Number) -> Option<String> {
    match number.as_f64() {
        _ if number.is_i64() || number.is_u64() => Some(number.to_string()),
        Some(fraction) => (fraction.abs() < EXACT).then(|| fraction.to_string()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::encoding::Encoding;
    use super::super::read::{Hints, read as read_file};
    use super::*;

    fn rows(json: &str) -> Vec<(u32, Vec<String>)> {
        let book = read_file(json.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
        assert_eq!(book.source, Source::Json);
        let shown = |cells: &[RawCell]| cells.iter().map(super::super::value::shown).collect();
        book.sheets[0].rows.iter().map(|row| (row.number, shown(&row.cells))).collect()
    }

    fn refused(json: &str) -> ReadError {
        read_file(json.as_bytes(), &Hints::default(), &Limits::default()).unwrap_err()
    }

    #[test]
    fn objects_become_rows_below_their_names() {
        let table = rows(
            "\u{feff} [ {\"编号\":\"S1\",\"金额\":31260.1,\"集体\":true},\n {\"金额\":null,\"编号\":20250703000000001234567,\"人\":\"\"} ]"
                .replace("20250703000000001234567", "2025070300000000123")
                .as_str(),
        );
        let texts = |row: &[&str]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(table[0], (1, texts(&["编号", "金额", "集体", "人"])));
        assert_eq!(table[1], (2, texts(&["S1", "31260.1", "TRUE"])));
        assert_eq!(table[2], (3, texts(&["2025070300000000123"])));
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_object() {
        assert_eq!(refused("{\"data\":[]}"), ReadError::NotFlat { row: None });
        assert_eq!(refused("[{\"a\":1},{\"a\":{\"b\":1}}]"), ReadError::NotFlat { row: Some(3) });
        assert_eq!(refused("[{\"a\":1},[1]]"), ReadError::NotFlat { row: Some(3) });
        assert_eq!(refused("[{\"a\":1},null]"), ReadError::NotFlat { row: Some(3) });
        assert_eq!(refused("[{\"a\":1,\"a\":2}]"), ReadError::NameTwice { row: 2, name: "a".into() });
        let long = ReadError::LongNumber { row: 2, name: "a".into() };
        assert_eq!(refused("[{\"a\":20250703000000001234567}]"), long);
        assert!(long.text().zh.contains("第 1 个对象的“a”"), "{}", long.text().zh);
        assert_eq!(refused("[]"), ReadError::Empty);
        assert!(matches!(refused("[{\"a\":1}"), ReadError::Damaged { .. }));
        assert!(matches!(refused("[{\"a\":1}] x"), ReadError::Damaged { .. }));
        let deep = format!("[{{\"a\":{}", "[".repeat(100_000));
        assert!(matches!(refused(&deep), ReadError::Damaged { .. }));
    }

    #[test]
    fn the_limits_hold() {
        let limits = Limits { rows: 3, columns: 2, cell_chars: 3, ..Limits::default() };
        let fault = |json: &str| read(json, &limits).unwrap_err();
        assert!(matches!(fault("[{\"a\":1},{\"a\":1},{\"a\":1}]"), ReadError::TooManyRows { .. }));
        assert!(matches!(fault("[{\"a\":1,\"b\":1,\"c\":1}]"), ReadError::TooManyColumns { .. }));
        assert!(matches!(fault("[{\"a\":\"long\"}]"), ReadError::CellTooLong { .. }));
    }

    #[test]
    fn json_is_told_by_its_beginning_and_read_in_its_encoding() {
        assert!(is_json("\n[\n{\"a\":1}]") && is_json("{ \"a\": []}") && is_json("[]"));
        assert!(!is_json("[案号],人数\n") && !is_json("{a},b\n") && !is_json("案号,[{\n"));
        let gbk = encoding_rs::GB18030.encode("[{\"案号\":\"云1\"}]").0.into_owned();
        let book = read_file(
            &gbk,
            &Hints { encoding: Some(Encoding::Gb18030), ..Hints::default() },
            &Limits::default(),
        );
        assert_eq!(book.unwrap().sheets[0].rows[0].cells, [RawCell::Text("案号".into())]);
    }
}
