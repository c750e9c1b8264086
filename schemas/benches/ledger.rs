//! What a county waits for: reading a workbook to a table, checking and tallying it, sealing it.
//! `cargo bench -p schemas` prints each beside the crate that reads the same bytes without asking what they mean, or
//! beside one pass over the same memory.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // figures known to be right; a report on stdout

mod cases;
mod report;

use std::{hint::black_box, io::Cursor, sync::Arc};

use calamine::{Data, Reader, Xlsx};
use cases::{COLUMNS, cell, csv, titles};
use chrono::NaiveDate;
use report::{Aim, beside, heading};
use rust_xlsxwriter::{Format, Workbook};
use schemas::{
    check::{Against, check},
    content,
    definition::Definitions,
    fill::fill,
    filter::Window,
    form::{ColumnType, Form},
    hash::Sha,
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
    statement::{FilingKey, Schema},
    table::{Cell, Table},
    tally::Tallies,
};

/// Promised: rows checked and tallied on one core.
const ROWS_PER_SECOND: f64 = 50_000.0;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let definitions = Definitions::builtin().unwrap();
    let form = definitions.form("L3").unwrap();
    let window = Window::of("2025Q3".parse().unwrap());

    heading("from a file to a table of L3, 24 columns");
    for (rows, rounds) in [(5_000, 9), (50_000, 5)] {
        let bytes = xlsx(form, rows);
        beside(rounds, || table(&bytes, form), || by_calamine(&bytes)).print(
            &format!("xlsx, {rows} rows"),
            rows,
            "calamine alone, to cells",
            Aim::None,
        );
        let bytes = csv(form, rows);
        beside(rounds, || table(&bytes, form), || by_csv(&bytes)).print(
            &format!("csv, {rows} rows"),
            rows,
            "csv alone, to fields",
            Aim::None,
        );
    }

    heading("a table of 50,000 rows of L3");
    let table = table(&csv(form, 50_000), form);
    let against = Against { window, previously_open: None, beside: None };
    let tallies = Tallies::of(&table, window);
    assert!(check(&table, &tallies, &against).is_empty(), "the rows are right");
    beside(9, || check(&table, &Tallies::of(&table, window), &against), || pass(&table)).print(
        "checked and tallied",
        table.len(),
        "one pass over the cells",
        Aim::PerSecond(ROWS_PER_SECOND),
    );
    beside(9, || Tallies::of(&table, window), || pass(&table)).print(
        "  of it tallied",
        table.len(),
        "one pass over the cells",
        Aim::None,
    );
    let filing = FilingKey {
        bureau: "519901".parse().unwrap(),
        form: "L3".into(),
        period: window.period,
        subject: None,
    };
    let seal = || content::seal(&table, &filing, &tallies, &[], [7; 32]);
    let sealed = seal();
    beside(5, seal, || Sha::of(&sealed.bytes)).print(
        "sealed",
        table.len(),
        "SHA-256 of the bytes",
        Aim::None,
    );
    let schema = Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) };
    beside(
        5,
        || content::open(&sealed.bytes, form, &filing, &schema, &sealed.reference).unwrap(),
        || Sha::of(&sealed.bytes),
    )
    .print("opened", table.len(), "SHA-256 of the bytes", Aim::None);
}

fn table(bytes: &[u8], form: &Arc<Form>) -> Table {
    let book = read(bytes, &Hints::default(), &Limits::default()).unwrap();
    let filled = fill(&book, form, &[]);
    assert!(filled.findings.is_empty(), "{:?}", filled.findings.first());
    filled.table
}

fn by_calamine(bytes: &[u8]) -> usize {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.cells().filter(|(_, _, cell)| **cell != Data::Empty).count()
}

fn by_csv(bytes: &[u8]) -> usize {
    csv::Reader::from_reader(bytes).into_records().map(|record| record.unwrap().len()).sum()
}

/// Looks at every cell once.
fn pass(table: &Table) -> usize {
    let columns = 0..table.form().columns.len();
    columns
        .map(|column| {
            (0..table.len()).filter(|row| black_box(table.cell(*row, column)) != Cell::Empty).count()
        })
        .sum()
}

/// The same with dates and numbers as a spreadsheet keeps them.
fn xlsx(form: &Form, rows: usize) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let dated = Format::new().set_num_format("yyyy-mm-dd");
    for (column, title) in (0..).zip(titles(form)) {
        sheet.write_string(0, column, title).unwrap();
    }
    for (at, row) in (1..).zip(1..=rows) {
        for (column, key) in (0..).zip(COLUMNS) {
            let text = cell(key, row);
            match form.column(key).unwrap().1.kind {
                ColumnType::Date => {
                    let day: NaiveDate = text.parse().unwrap();
                    let serial = (day - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days();
                    sheet
                        .write_number_with_format(
                            at,
                            column,
                            f64::from(i32::try_from(serial).unwrap()),
                            &dated,
                        )
                        .unwrap()
                }
                ColumnType::Int | ColumnType::Money => {
                    sheet.write_number(at, column, text.parse::<f64>().unwrap()).unwrap()
                }
                _ => sheet.write_string(at, column, text).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}
