//! Honest workbooks of every kind, read through the public door.

use std::io::Cursor;

use calamine::{Data, DataType, Ods, Reader, Xls};
use chrono::{NaiveDate, NaiveDateTime};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use schemas::sheet::book::{Epoch, Merged, RawBook, RawCell, RawSheet, Source};
use schemas::sheet::error::ReadError;
use schemas::sheet::header::find;
use schemas::sheet::heading::Heading;
use schemas::sheet::limits::Limits;
use schemas::sheet::read::{Hints, read};
use schemas::sheet::rows::{Why, body};
use schemas::sheet::value::{self, Unit};

const XLS: &[u8] = include_bytes!("../data/sheets/ledger.xls");
const XLS_1904: &[u8] = include_bytes!("../data/sheets/ledger-1904.xls");
const ODS: &[u8] = include_bytes!("../data/sheets/ledger.ods");

fn book(bytes: &[u8]) -> RawBook {
    read(bytes, &Hints::default(), &Limits::default()).unwrap()
}

fn text(text: &str) -> RawCell {
    RawCell::Text(text.into())
}

fn day(year: i32, month: u32, day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, month, day).unwrap().into()
}

fn xlsx(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet().set_name("台账").unwrap());
    workbook.save_to_buffer().unwrap()
}

fn form() -> [Heading; 6] {
    [
        Heading::new("case", &["案号"], true),
        Heading::new("opened", &["受理日期"], true),
        Heading::new("claimed", &["金额仲裁请求"], true),
        Heading::new("awarded", &["金额裁决"], true),
        Heading::new("persons", &["人数"], true),
        Heading::new("collective", &["集体"], true),
    ]
}

#[test]
fn xlsx_cells_keep_their_kind() {
    let bytes = xlsx(|sheet| {
        let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
        sheet.write(0, 0, "  文字\n两行 ").unwrap();
        sheet.write(0, 1, 12.5).unwrap();
        sheet.write(0, 2, true).unwrap();
        sheet.write_with_format(0, 3, 45_841.0, &date).unwrap();
        sheet.write_formula(0, 4, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write_formula(0, 5, rust_xlsxwriter::Formula::new("=\"a\"&\"b\"").set_result("ab")).unwrap();
        sheet.write_blank(0, 300, &date).unwrap();
        sheet.write(1_048_575, 1, "深").unwrap();
    });
    let book = book(&bytes);
    assert_eq!((book.source, book.epoch), (Source::Xlsx, Epoch::Y1900));
    let sheet = &book.sheets[0];
    assert_eq!((sheet.name.as_deref(), sheet.hidden), (Some("台账"), false));
    let row = &sheet.rows[0].cells;
    assert_eq!(
        row[..4],
        [text("  文字\n两行 "), RawCell::Number(12.5), RawCell::Bool(true), RawCell::Date(day(2025, 7, 3))]
    );
    assert_eq!(row[5], text("ab"));
    assert_eq!(row.len(), 6, "a formatted empty cell is nothing");
    assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 1_048_576]);
}

#[test]
fn chinese_date_formats_are_dates_and_elapsed_times_are_not() {
    let codes = [
        ("yyyy\"年\"m\"月\"d\"日\"", true),
        ("[$-804]yyyy/m/d;@", true),
        ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", true),
        ("m\"月\"d\"日\"", true),
        ("[h]:mm:ss", false),
        ("0.00\"元\"", false),
    ];
    let indices: Vec<u8> = (27..=36).chain(50..=58).chain([14, 22]).collect();
    let bytes = xlsx(|sheet| {
        for (column, (code, _)) in (0..).zip(codes) {
            sheet.write_with_format(0, column, 45_841.0, &Format::new().set_num_format(code)).unwrap();
        }
        for (column, index) in (0..).zip(&indices) {
            sheet
                .write_with_format(1, column, 45_841.0, &Format::new().set_num_format_index(*index))
                .unwrap();
        }
    });
    let book = book(&bytes);
    for (column, (code, is_date)) in (0..).zip(codes) {
        let expected = if is_date { RawCell::Date(day(2025, 7, 3)) } else { RawCell::Number(45_841.0) };
        assert_eq!(book.sheets[0].rows[0].cell(column), &expected, "{code}");
    }
    for (column, index) in (0..).zip(&indices) {
        assert_eq!(book.sheets[0].rows[1].cell(column), &RawCell::Date(day(2025, 7, 3)), "builtin {index}");
    }
}

#[test]
fn a_ledger_in_xlsx_goes_from_bytes_to_values() {
    let bytes = xlsx(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 5, "云江市仲裁台账（演示数据）", &plain).unwrap();
        for (column, head) in [(0, "★案号："), (1, "受理\n日期"), (4, "人数（人）"), (5, "集体")]
        {
            sheet.merge_range(1, column, 2, column, head, &plain).unwrap();
        }
        sheet.merge_range(1, 2, 1, 3, "金额（万元）", &plain).unwrap();
        sheet.write(2, 2, "仲裁请求").unwrap();
        sheet.write(2, 3, "裁决").unwrap();
        sheet.write_row(3, 0, ["云１", "2025年7月3日", "1.5", "8000元", "3人", "是"]).unwrap();
        sheet.write(5, 0, "合计").unwrap();
        sheet.write(5, 4, 3).unwrap();
    });
    let book = book(&bytes);
    let sheet = &book.sheets[0];
    let mapping = find(sheet, &form()).unwrap();
    assert_eq!((mapping.columns.len(), mapping.missing.len(), mapping.first_data_row), (6, 0, 4));
    let body = body(sheet, &mapping);
    assert_eq!(
        body.skipped.iter().map(|skipped| (skipped.first, skipped.why)).collect::<Vec<_>>(),
        [(5, Why::Blank), (6, Why::Total)]
    );
    let cell = |key: &str| body.data[0].cell(mapping.column(key).unwrap());
    assert_eq!(value::code(cell("case")), Ok(Some("云1".into())));
    assert_eq!(value::date(cell("opened"), book.epoch), Ok(NaiveDate::from_ymd_opt(2025, 7, 3)));
    assert_eq!(mapping.unit_of("claimed"), Some(Unit::TenThousand));
    assert_eq!(value::money(cell("claimed"), Unit::TenThousand), Ok(Some(1_500_000)));
    assert_eq!(value::money(cell("awarded"), Unit::TenThousand), Ok(Some(800_000)));
    assert_eq!(value::integer(cell("persons")), Ok(Some(3)));
    assert_eq!(value::flag(cell("collective")), Ok(Some(true)));
}

#[test]
fn xls_holds_the_same_ledger() {
    for (bytes, epoch) in [(XLS, Epoch::Y1900), (XLS_1904, Epoch::Y1904)] {
        let book = book(bytes);
        assert_eq!((book.source, book.epoch), (Source::Xls, epoch));
        let sheet = &book.sheets[0];
        let opened = sheet.rows[3..6].iter().map(|row| row.cell(1).clone()).collect::<Vec<_>>();
        let moment = NaiveDate::from_ymd_opt(2025, 7, 31).and_then(|day| day.and_hms_opt(9, 41, 0)).unwrap();
        assert_eq!(opened, [day(2025, 7, 3), moment, day(2025, 9, 30)].map(RawCell::Date));
        assert_eq!(
            sheet.rows[3].cells[2..],
            [1.5, 123.45, 3.0]
                .map(RawCell::Number)
                .into_iter()
                .chain([RawCell::Bool(true)])
                .collect::<Vec<_>>()
        );
        assert_eq!(sheet.rows[5].cell(3), &RawCell::Number(0.5), "an elapsed time is no date");
        assert_eq!(sheet.rows[5].cell(5), &text(&"长".repeat(3000)));
        assert_eq!(sheet.rows.len(), 406);
        assert_eq!(sheet.merged.len(), 6);
        assert_eq!(sheet.merged[0], Merged { first_row: 1, first_column: 0, last_row: 1, last_column: 5 });
        let mapping = find(sheet, &form()).unwrap();
        assert_eq!((mapping.columns.len(), mapping.first_data_row), (6, 4));
        assert_eq!(mapping.unit_of("awarded"), Some(Unit::TenThousand));
        assert_eq!((book.sheets[1].name.as_deref(), book.sheets[1].hidden), (Some("代码"), true));
    }
}

#[test]
fn ods_holds_the_same_ledger() {
    let book = book(ODS);
    assert_eq!(book.source, Source::Ods);
    let sheet = &book.sheets[0];
    let mapping = find(sheet, &form()).unwrap();
    assert_eq!((mapping.columns.len(), mapping.first_data_row), (6, 4));
    assert_eq!(mapping.unit_of("claimed"), Some(Unit::TenThousand));
    let first = &sheet.rows[3].cells;
    assert_eq!(
        first[..3],
        [text("云劳人仲案〔2025〕1号"), RawCell::Date(day(2025, 7, 3)), RawCell::Number(1.5)]
    );
    assert_eq!(first[3..], [RawCell::Number(123.45), RawCell::Number(3.0), RawCell::Bool(true)]);
    assert_eq!(sheet.rows[4].cell(0), &text("a & b <c>   d"));
    let moment = NaiveDate::from_ymd_opt(2025, 7, 31).and_then(|day| day.and_hms_opt(9, 41, 0)).unwrap();
    assert_eq!(
        (sheet.rows[4].cell(1), sheet.rows[4].cell(4)),
        (&RawCell::Date(moment), &RawCell::Number(12.0))
    );
    assert_eq!(
        sheet.rows[5..].iter().map(|row| (row.number, row.cells.len())).collect::<Vec<_>>(),
        [(6, 1), (27, 2), (28, 2), (29, 2)]
    );
    assert_eq!(sheet.merged.len(), 6);
    assert_eq!(
        (sheet.hidden, book.sheets[1].name.as_deref(), book.sheets[1].hidden),
        (false, Some("代码"), true)
    );
}

#[test]
fn our_readers_agree_with_calamine() {
    for bytes in [XLS, XLS_1904] {
        let mut other: Xls<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        for sheet in book(bytes).sheets {
            let range = other.worksheet_range(sheet.name.as_deref().unwrap()).unwrap();
            agree(&sheet, &range);
        }
    }
    let mut other: Ods<_> = calamine::open_workbook_from_rs(Cursor::new(ODS)).unwrap();
    for sheet in book(ODS).sheets {
        let range = other.worksheet_range(sheet.name.as_deref().unwrap()).unwrap();
        agree(&sheet, &range);
    }
}

/// Every cell that either reader knows is the same for both.
fn agree(sheet: &RawSheet, other: &calamine::Range<Data>) {
    let (start_row, start_column) = other.start().unwrap();
    let mut theirs = 0;
    for (row, column, value) in other.used_cells() {
        let (row, column) =
            (start_row + u32::try_from(row).unwrap(), start_column + u32::try_from(column).unwrap());
        let ours = sheet.row(row + 1).map(|row| row.cell(column)).cloned().unwrap_or_default();
        let same = match (&ours, value) {
            (RawCell::Text(text), Data::String(other)) => text == other,
            (RawCell::Number(number), Data::DateTime(elapsed)) => {
                elapsed.is_duration() && *number == elapsed.as_f64()
            }
            (RawCell::Number(number), other) => Some(*number) == other.as_f64(),
            (RawCell::Bool(ours), Data::Bool(other)) => ours == other,
            (RawCell::Date(at), other) => {
                other.as_datetime().or(other.as_date().map(Into::into)) == Some(*at)
            }
            _ => false,
        };
        assert!(same, "row {row} column {column}: {ours:?} is not {value:?}");
        theirs += 1;
    }
    assert_eq!(sheet.rows.iter().flat_map(|row| row.filled()).count(), theirs);
}

#[test]
fn numbers_in_a_date_column_follow_the_epoch_of_the_book() {
    let book = book(XLS_1904);
    let number = RawCell::Number(44_379.0);
    assert_eq!(value::date(&number, book.epoch), Ok(NaiveDate::from_ymd_opt(2025, 7, 3)));
}

#[test]
fn a_workbook_of_empty_sheets_is_empty() {
    let bytes = xlsx(|sheet| {
        sheet.write(3, 3, " ").unwrap();
    });
    assert_eq!(read(&bytes, &Hints::default(), &Limits::default()), Err(ReadError::Empty));
}
