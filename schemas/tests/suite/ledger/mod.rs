//! Ledgers from one line a row: `accepted=2025-07-01 due=2025-08-15 outcome=22`. The last word for a column
//! counts; `closed=` leaves it empty; several days, codes and lines of a log are joined by `+`, and in these `_` is a blank. Case numbers count up, and one person is the least.

use std::sync::{Arc, LazyLock};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use schemas::{
    definition::Definitions,
    form::{ColumnType, Form, Role},
    place::Place,
    table::{Cell, Table},
};

static BUILTIN: LazyLock<Definitions> = LazyLock::new(|| Definitions::builtin().unwrap());

pub fn builtin() -> &'static Definitions {
    &BUILTIN
}

pub fn ledger(form: &str, rows: &[&str]) -> Table {
    ledger_by(builtin(), form, rows)
}

/// A ledger of a form of other definitions.
pub fn ledger_by(definitions: &Definitions, form: &str, rows: &[&str]) -> Table {
    let mut table = Table::new(Arc::clone(definitions.form(form).unwrap()));
    for (number, row) in rows.iter().enumerate() {
        let form = Arc::clone(table.form());
        let words: Vec<(&str, &str)> =
            row.split_whitespace().map(|word| word.split_once('=').expect(word)).collect();
        for (key, _) in &words {
            assert!(form.column(key).is_some(), "{}: no column {key}", form.form);
        }
        let number = number.to_string();
        let cells: Vec<Cell<'_>> = (0..form.columns.len())
            .map(|index| {
                let column = &form.columns[index];
                let word = words.iter().rev().find(|(key, _)| *key == column.key).map(|(_, word)| *word);
                match (word, column.role) {
                    (None, Some(Role::Case)) => Cell::Text(&number),
                    (None, Some(Role::Persons)) if !words.is_empty() => Cell::Number(1),
                    (None | Some(""), _) => Cell::Empty,
                    (Some(word), _) => cell(&form, index, word),
                }
            })
            .collect();
        let several = |index: usize| {
            let column = &form.columns[index];
            let word = words.iter().rev().find(|(key, _)| *key == column.key).map(|(_, word)| *word);
            let word = word.filter(|word| column.kind == ColumnType::Dates && !word.is_empty());
            word.map(|word| word.split('+').map(|day| day.parse().unwrap()).collect::<Vec<NaiveDate>>())
        };
        let days: Vec<Option<Vec<NaiveDate>>> = (0..form.columns.len()).map(several).collect();
        let log = |index: usize| {
            let column = &form.columns[index];
            let word = words.iter().rev().find(|(key, _)| *key == column.key).map(|(_, word)| *word);
            let word = word.filter(|word| column.kind == ColumnType::Log && !word.is_empty());
            word.map(|word| word.replace('+', "\n").replace('_', " "))
        };
        let logs: Vec<Option<String>> = (0..form.columns.len()).map(log).collect();
        let owned = cells.iter().zip(&days).zip(&logs).map(|((cell, days), log)| match (days, log) {
            (Some(days), _) => Cell::Dates(days),
            (_, Some(log)) => Cell::Text(log),
            _ => *cell,
        });
        let cells: Vec<Cell<'_>> = owned.collect();
        table.push(Place::default(), &cells).unwrap();
    }
    table
}

fn cell<'a>(form: &Form, index: usize, word: &'a str) -> Cell<'a> {
    let find = |word| form.list_of(index).unwrap().find(word).expect(word);
    let code = || find(word);
    match form.columns[index].kind {
        ColumnType::Text | ColumnType::Uscc | ColumnType::IdNumber => Cell::Text(word),
        ColumnType::Int | ColumnType::Money | ColumnType::Percent => Cell::Number(word.parse().unwrap()),
        ColumnType::Date => Cell::Date(word.parse().unwrap()),
        // Put in by the row, which owns them.
        ColumnType::Dates | ColumnType::Log => Cell::Empty,
        ColumnType::DateTime => Cell::DateTime(
            NaiveDateTime::parse_from_str(word, "%Y-%m-%dT%H:%M")
                .unwrap_or_else(|_| word.parse::<NaiveDate>().unwrap().and_time(NaiveTime::MIN)),
        ),
        ColumnType::Bool => Cell::Bool(word == "yes"),
        ColumnType::Code => Cell::Code(code()),
        ColumnType::Codes => Cell::Codes(word.split('+').fold(0, |bits, word| bits | 1 << find(word))),
    }
}
