//! From a raw grid to findings: reading a ledger twice gives one ledger.

use std::sync::{Arc, LazyLock};

use schemas::{
    check::{Against, check},
    definition::Definitions,
    fill::fill,
    filter::Window,
    form::Form,
    sheet::{book::RawBook, limits::Limits},
    table::{Cell, Table},
    tally::Tallies,
};

static ARBITRATION: LazyLock<Arc<Form>> = LazyLock::new(|| {
    let definitions = Definitions::builtin().expect("the built-in definitions load");
    Arc::clone(definitions.form("L3").expect("there is a ledger of arbitration"))
});

/// Fills the arbitration ledger from a book, checks and tallies it, twice.
pub fn reads_one_way(book: &RawBook) {
    let [once, twice] = [(); 2].map(|()| {
        let filled = fill(book, &ARBITRATION, &[]);
        let window = Window::of("2025Q3".parse().expect("a quarter"));
        let tallies = Tallies::of(&filled.table, window);
        let against = Against { window, previously_open: None, beside: None };
        let findings = (check(&filled.table, &tallies, &against), filled.findings);
        (filled.table, tallies, findings)
    });
    assert_eq!(rows(&once.0), rows(&twice.0));
    assert_eq!((once.1, once.2), (twice.1, twice.2));
    assert!(once.0.len() <= book.sheets.iter().map(|sheet| sheet.rows.len()).sum());
}

/// What a book holds stays within the limits it was read under.
pub fn keeps_within(book: &RawBook, limits: &Limits) {
    assert!(book.sheets.len() <= limits.sheets);
    let (mut cells, mut bytes) = (0, 0);
    for sheet in &book.sheets {
        assert!(sheet.rows.len() <= limits.rows && sheet.merged.len() <= limits.merged);
        assert!(sheet.rows.is_sorted_by(|a, b| a.number < b.number), "rows in order, each once");
        for row in &sheet.rows {
            assert!(u32::try_from(row.cells.len()).is_ok_and(|width| width <= limits.columns));
            cells += row.cells.len();
            for cell in &row.cells {
                if let schemas::sheet::book::RawCell::Text(text) = cell {
                    assert!(text.chars().count() <= limits.cell_chars);
                    bytes += text.len();
                }
            }
        }
    }
    assert!(cells <= limits.cells && bytes <= limits.text_bytes);
}

fn rows(table: &Table) -> Vec<Vec<Cell<'_>>> {
    let columns = table.form().columns.len();
    (0..table.len()).map(|row| (0..columns).map(|column| table.cell(row, column)).collect()).collect()
}

/// Limits that a few hundred bytes can reach.
pub const SMALL: Limits = Limits {
    file_bytes: 64 * 1024,
    zip_entries: 20,
    inflated_bytes: 1024 * 1024,
    inflate_ratio: 100,
    sheets: 3,
    rows: 40,
    columns: 40,
    cells: 400,
    cell_chars: 60,
    text_bytes: 4096,
    merged: 4,
};
