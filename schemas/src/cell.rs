//! A cell as JSON on the wire and as text for people.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::Value;

use crate::{
    form::{ColumnType, Form, MOST_DATES},
    table::{Cell, Table},
};

const MINUTES: &str = "%Y-%m-%dT%H:%M";

/// The cell as it is sealed: numbers as numbers, days as `2025-07-03`, several days as a list, codes as codes, sets sorted.
pub fn to_json(table: &Table, row: usize, column: usize) -> Value {
    let list = table.form().list_of(column);
    let code = |position: u16| {
        list.and_then(|list| list.item(position)).map_or(Value::Null, |item| item.code.clone().into())
    };
    match table.cell(row, column) {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.into(),
        Cell::Number(number) => number.into(),
        Cell::Date(day) => day.to_string().into(),
        Cell::Dates(days) => days.iter().map(|day| Value::from(day.to_string())).collect(),
        Cell::DateTime(at) => at.format(MINUTES).to_string().into(),
        Cell::Bool(yes) => yes.into(),
        Cell::Code(position) => code(position),
        Cell::Codes(bits) => (0..64_u16).filter(|at| bits >> at & 1 == 1).map(code).collect(),
    }
}

/// A sealed cell that was read. Days are owned, everything else lies in the value.
#[derive(Clone, Debug)]
pub enum Unsealed<'a> {
    /// As it stands.
    Cell(Cell<'a>),
    /// Several days.
    Days(Vec<NaiveDate>),
}

impl Unsealed<'_> {
    /// The cell.
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Self::Cell(cell) => *cell,
            Self::Days(days) => Cell::Dates(days),
        }
    }
}

impl<'a> From<Cell<'a>> for Unsealed<'a> {
    fn from(cell: Cell<'a>) -> Self {
        Self::Cell(cell)
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text)
        .filter(|text| text.len() == 10)
        .and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
}

/// Reads a sealed cell back.
///
/// # Errors
/// What was expected, in a word, if the value is not of the column's type or its code is not in the list.
pub fn from_json<'a>(form: &Form, column: usize, value: &'a Value) -> Result<Unsealed<'a>, &'static str> {
    let Some(definition) = form.columns.get(column) else { return Err("no such column") };
    let list = form.list_of(column);
    let position = |code: &str| -> Option<u16> { list?.position(code) };
    let text = value.as_str();
    if value.is_null() {
        return Ok(Cell::Empty.into());
    }
    let cell = match definition.kind {
        ColumnType::Text | ColumnType::Uscc | ColumnType::IdNumber | ColumnType::Log => {
            let longest = match definition.kind {
                ColumnType::Uscc | ColumnType::IdNumber => 18,
                _ => definition.longest() as usize,
            };
            text.filter(|text| !text.is_empty() && text.chars().count() <= longest)
                .map(Cell::Text)
                .ok_or("a text within its length")
        }
        ColumnType::Int | ColumnType::Money | ColumnType::Percent => {
            let least = definition.min.unwrap_or(0);
            value
                .as_i64()
                .filter(|number| *number >= least)
                .map(Cell::Number)
                .ok_or("a whole number not below the least")
        }
        ColumnType::Date => text.and_then(day).map(Cell::Date).ok_or("a day such as 2025-07-03"),
        ColumnType::Dates => {
            let days = value.as_array().filter(|days| (1..=MOST_DATES).contains(&days.len()));
            let days: Option<Vec<NaiveDate>> =
                days.and_then(|days| days.iter().map(|one| day(one.as_str()?)).collect());
            let days = days.filter(|days| days.is_sorted_by(|one, next| one < next));
            return days.map(Unsealed::Days).ok_or("days such as 2025-07-03, each once and in order");
        }
        ColumnType::DateTime => {
            let at = text
                .filter(|text| text.len() == 16)
                .and_then(|text| NaiveDateTime::parse_from_str(text, MINUTES).ok());
            at.map(Cell::DateTime).ok_or("a minute such as 2025-07-03T09:41")
        }
        ColumnType::Bool => value.as_bool().map(Cell::Bool).ok_or("true or false"),
        ColumnType::Code => text.and_then(position).map(Cell::Code).ok_or("a code of the list"),
        ColumnType::Codes => {
            let codes = value.as_array().ok_or("codes of the list")?;
            let bits = codes.iter().try_fold(0_u64, |bits, code| {
                let at = position(code.as_str()?)?;
                (at < 64).then(|| bits | 1 << at)
            });
            bits.filter(|bits| *bits != 0).map(Cell::Codes).ok_or("codes of the list")
        }
    };
    cell.map(Unsealed::Cell)
}

/// The cell as people read it: codes with their meaning, money in 元, days as written.
pub fn shown(table: &Table, row: usize, column: usize) -> Option<String> {
    let form = table.form();
    let list = form.list_of(column);
    let named = |position: u16| {
        list.and_then(|list| list.item(position)).map(|item| format!("{} {}", item.code, item.zh))
    };
    Some(match table.cell(row, column) {
        Cell::Empty => return None,
        Cell::Text(text) => text.to_owned(),
        Cell::Number(share)
            if form.columns.get(column).is_some_and(|column| column.kind == ColumnType::Percent) =>
        {
            percent(share)
        }
        Cell::Number(fen)
            if form.columns.get(column).is_some_and(|column| column.kind == ColumnType::Money) =>
        {
            yuan(fen)
        }
        Cell::Number(number) => number.to_string(),
        Cell::Date(day) => day.to_string(),
        Cell::Dates(days) => days.iter().map(NaiveDate::to_string).collect::<Vec<_>>().join("、"),
        Cell::DateTime(at) => at.format("%Y-%m-%d %H:%M").to_string(),
        Cell::Bool(yes) => if yes { "是" } else { "否" }.to_owned(),
        Cell::Code(position) => named(position)?,
        Cell::Codes(bits) => {
            (0..64_u16).filter(|at| bits >> at & 1 == 1).filter_map(named).collect::<Vec<_>>().join("、")
        }
    })
}

/// Hundredths of a percent as `13.33%`.
pub fn percent(share: i64) -> String {
    format!("{}%", yuan(share))
}

/// 分 as 元 with two decimals.
pub fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}
