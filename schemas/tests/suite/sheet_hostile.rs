//! Workbooks made to hurt: every one ends in a sentence, none in a panic or in memory that the file did not pay for.

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use schemas::sheet::book::RawBook;
use schemas::sheet::error::ReadError;
use schemas::sheet::limits::Limits;
use schemas::sheet::read::{Hints, read};
use zip::ZipArchive;

use crate::fuzz::package::{ods_of, xlsx, zipped};

const XLS: &[u8] = include_bytes!("../data/sheets/ledger.xls");
const ODS: &[u8] = include_bytes!("../data/sheets/ledger.ods");
const ROWS: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>7</v></c></row>"#;
const STRINGS: &str = r#"<sst uniqueCount="1"><si><t>案号</t></si></sst>"#;
const STYLES: &str = r#"<styleSheet><fonts><font><name val="宋体"/></font></fonts><cellXfs><xf fontId="0"/></cellXfs></styleSheet>"#;

fn outcome(bytes: &[u8]) -> Result<RawBook, ReadError> {
    read(bytes, &Hints::default(), &Limits::default())
}

fn refusal(bytes: &[u8]) -> ReadError {
    outcome(bytes).unwrap_err()
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><table:table table:name=\"表\">{table}</table:table></office:document-content>"
    );
    ods_of(&content, "<manifest:manifest/>")
}

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, content) in streams {
        file.create_stream(name).unwrap().write_all(content).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn workbook_stream() -> Vec<u8> {
    let mut stream = Vec::new();
    cfb::CompoundFile::open(Cursor::new(XLS))
        .unwrap()
        .open_stream("/Workbook")
        .unwrap()
        .read_to_end(&mut stream)
        .unwrap();
    stream
}

#[test]
fn the_smallest_workbook_is_read() {
    let book = outcome(&xlsx("", ROWS, STRINGS, STYLES)).unwrap();
    assert_eq!(book.sheets[0].rows[0].cells.len(), 2);
    let row = r#"<table:table-row><table:table-cell office:value-type="string"><text:p>案号</text:p></table:table-cell></table:table-row>"#;
    assert_eq!(outcome(&ods(row)).unwrap().sheets[0].rows.len(), 1);
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let zeros = vec![0; 20 * 1024 * 1024];
    assert_eq!(
        refusal(&zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/zeros", &zeros)])),
        ReadError::Inflates
    );
    let names: Vec<String> = (0..201).map(|index| format!("xl/{index}")).collect();
    let many: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), b"".as_slice()))
        .chain([("xl/workbook.xml", b"".as_slice())])
        .collect();
    assert_eq!(refusal(&zipped(&many)), ReadError::Inflates);
    let small = Limits { inflated_bytes: 100, ..Limits::default() };
    assert_eq!(read(&xlsx("", ROWS, STRINGS, STYLES), &Hints::default(), &small), Err(ReadError::Inflates));
}

#[test]
fn counts_that_a_workbook_only_states_buy_no_memory() {
    for count in ["99999999999999999999", "4000000000", "-1"] {
        let strings = STRINGS.replace("\"1\"", &format!("\"{count}\""));
        assert_eq!(refusal(&xlsx("", ROWS, &strings, STYLES)), ReadError::Inflates, "{count}");
    }
    let few = Limits { cells: 100, ..Limits::default() };
    let strings = format!("<sst>{}</sst>", "<si/>".repeat(101));
    assert_eq!(read(&xlsx("", ROWS, &strings, STYLES), &Hints::default(), &few), Err(ReadError::Inflates));
    let styles = STYLES
        .replace("宋体", &"x".repeat(100_000))
        .replace("<xf fontId=\"0\"/>", &"<xf fontId=\"0\"/>".repeat(1000));
    assert_eq!(refusal(&xlsx("", ROWS, STRINGS, &styles)), ReadError::Inflates);
}

#[test]
fn a_cell_in_the_last_corner_costs_a_sentence() {
    let corner = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let error = refusal(&xlsx("", corner, STRINGS, STYLES));
    assert!(
        matches!(&error, ReadError::TooManyColumns { place, .. } if place.to_string() == "表!XFD1048576"),
        "{error:?}"
    );
    assert!(error.text().zh.contains("第 1048576 行 XFD 列"));
    let dimension = format!("<dimension ref=\"A1:XFD1048576\"/>{ROWS}");
    assert!(outcome(&xlsx("", &dimension, STRINGS, STYLES)).is_ok());
}

#[test]
fn one_long_string_in_many_cells_is_counted_each_time() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(30_000));
    let rows: String =
        (1..1000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    assert!(matches!(refusal(&xlsx("", &rows, &strings, STYLES)), ReadError::TooMuchText { .. }));
    let strings = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(32_768));
    assert!(matches!(refusal(&xlsx("", ROWS, &strings, STYLES)), ReadError::CellTooLong { .. }));
}

#[test]
fn document_types_are_refused_wherever_they_stand() {
    let declared = format!("<!DOCTYPE sst [<!ENTITY a \"aaaa\">]>{STRINGS}");
    assert_eq!(refusal(&xlsx("", ROWS, &declared, STYLES)), ReadError::DocumentType);
    let wide: Vec<u8> = declared.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(
        refusal(&zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/a.xml", &wide)])),
        ReadError::DocumentType
    );
    assert_eq!(refusal(&ods_of("<!DOCTYPE a><a/>", "<m/>")), ReadError::DocumentType);
    let row = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>&bomb;</text:p></table:table-cell></table:table-row>";
    assert_eq!(refusal(&ods(row)), ReadError::DocumentType);
}

#[test]
fn references_beyond_all_numbers_are_damage() {
    for rows in [
        r#"<row r="99999999999"><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="4294967295"></row><row><c><v>1</v></c></row>"#,
        r#"<row r="1"><c r="ZZZZZZZZZZ1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>5</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1</v>"#,
    ] {
        assert!(
            matches!(
                refusal(&xlsx("", rows, STRINGS, STYLES)),
                ReadError::Damaged { .. } | ReadError::TooManyColumns { .. }
            ),
            "{rows}"
        );
    }
    let backwards = r#"<mergeCells><mergeCell ref="C3:A1"/></mergeCells>"#;
    assert!(matches!(refusal(&xlsx(backwards, ROWS, STRINGS, STYLES)), ReadError::Damaged { .. }));
}

#[test]
fn repeats_in_ods_are_counted_as_they_unfold() {
    let cell = |attributes: &str, text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\" {attributes}><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row =
        |attributes: &str, cells: &str| format!("<table:table-row {attributes}>{cells}</table:table-row>");
    let rows = row("table:number-rows-repeated=\"4000000000\"", &cell("", "x"));
    assert!(matches!(refusal(&ods(&rows)), ReadError::TooManyRows { .. }));
    let columns = row("", &cell("table:number-columns-repeated=\"4000000000\"", "x"));
    assert!(matches!(refusal(&ods(&columns)), ReadError::TooManyColumns { .. }));
    let wide =
        row("table:number-rows-repeated=\"100000\"", &cell("table:number-columns-repeated=\"500\"", "x"));
    assert!(matches!(refusal(&ods(&wide)), ReadError::TooManyCells { .. }));
    let spaces = row("", &cell("", "<text:s text:c=\"4000000000\"/>x"));
    assert!(matches!(refusal(&ods(&spaces)), ReadError::CellTooLong { .. }));
    let spaces = row("", &cell("", &"<text:s text:c=\"32000\"/>".repeat(3000)));
    assert!(matches!(refusal(&ods(&spaces)), ReadError::CellTooLong { .. }));
    let negative = row("table:number-rows-repeated=\"-1\"", &cell("", "x"));
    assert!(matches!(refusal(&ods(&negative)), ReadError::Damaged { .. }));
    let empty = row("table:number-rows-repeated=\"4294967295\"", "<table:table-cell/>").repeat(3)
        + &row("", &cell("", "x"));
    assert!(outcome(&ods(&empty)).is_ok());
}

#[test]
fn other_kinds_of_file_are_named() {
    let workbook = ("xl/workbook.xml", b"<workbook/>".as_slice());
    assert_eq!(refusal(&zipped(&[("xl/workbook.bin", b"x")])), ReadError::Xlsb);
    assert_eq!(refusal(&zipped(&[("word/document.xml", b"<x/>")])), ReadError::UnknownKind);
    assert_eq!(refusal(&zipped(&[])), ReadError::UnknownKind);
    assert_eq!(
        refusal(&compound(&[("/EncryptedPackage", b"x"), ("/EncryptionInfo", b"x")])),
        ReadError::Encrypted
    );
    assert_eq!(refusal(&compound(&[("/Book", b"x")])), ReadError::OldExcel);
    assert_eq!(refusal(&compound(&[("/WordDocument", b"x")])), ReadError::UnknownKind);
    assert_eq!(refusal(&ods_of("<a/>", "<m><manifest:encryption-data/></m>")), ReadError::Encrypted);
    assert_eq!(refusal(b"%PDF-1.7\n"), ReadError::UnknownKind);
    assert_eq!(refusal(b"\x09\x04\x06\x00\x00\x00\x10\x00"), ReadError::OldExcel);
    assert!(matches!(refusal(&zipped(&[workbook])), ReadError::Damaged { .. }));
    let mut password = workbook_stream();
    // The first record after the beginning of the stream says that the rest is encrypted.
    password.splice(20..20, [0x2f, 0, 2, 0, 1, 0]);
    assert_eq!(refusal(&compound(&[("/Workbook", &password)])), ReadError::Encrypted);
    let mut old = workbook_stream();
    old[4..6].copy_from_slice(&[0, 5]);
    assert_eq!(refusal(&compound(&[("/Workbook", &old)])), ReadError::OldExcel);
}

#[test]
fn an_xls_cut_anywhere_is_damaged() {
    let stream = workbook_stream();
    for length in (0..stream.len() - 2000).step_by(997) {
        assert!(outcome(&compound(&[("/Workbook", &stream[..length])])).is_err(), "{length}");
    }
    for length in (0..XLS.len()).step_by(4999) {
        assert!(outcome(&XLS[..length]).is_err(), "{length}");
    }
    assert!(outcome(&compound(&[("/Workbook", &stream)])).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn a_changed_xls_never_panics(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40)) {
        let mut stream = workbook_stream();
        for (at, byte) in changes {
            let at = at.index(stream.len());
            stream[at] = byte;
        }
        let _ = outcome(&compound(&[("/Workbook", &stream)]));
    }

    #[test]
    fn a_changed_compound_file_never_panics(changes in proptest::collection::vec((0..2048_usize, any::<u8>()), 1..40)) {
        let mut bytes = XLS.to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        let _ = outcome(&bytes);
    }

    #[test]
    fn a_changed_xlsx_never_panics(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), part in 0..3) {
        let change = |text: &str, here: bool| {
            let mut bytes = text.as_bytes().to_vec();
            for (at, byte) in changes.iter().filter(|_| here) {
                let at = at.index(bytes.len());
                bytes[at] = byte & 0x7f;
            }
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let merges = "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>";
        let _ = outcome(&xlsx(&change(merges, part == 0), &change(ROWS, part == 0), &change(STRINGS, part == 1), &change(STYLES, part == 2)));
    }

    #[test]
    fn a_changed_ods_never_panics(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut content = Vec::new();
        ZipArchive::new(Cursor::new(ODS)).unwrap().by_name("content.xml").unwrap().read_to_end(&mut content).unwrap();
        for (at, byte) in changes {
            let at = at.index(content.len());
            content[at] = byte & 0x7f;
        }
        let _ = outcome(&ods_of(&String::from_utf8_lossy(&content), "<m/>"));
    }

    #[test]
    fn bytes_behind_a_signature_never_panic(kind in 0..3_usize, rest in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let signature: &[u8] = [b"PK\x03\x04".as_slice(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"][kind];
        let _ = outcome(&[signature, &rest].concat());
    }
}
