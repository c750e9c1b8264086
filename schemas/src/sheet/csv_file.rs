//! Delimited text: which delimiter, which rows, and quotes that were never closed.

use csv::{ReaderBuilder, StringRecord};

use super::book::{Epoch, RawBook, RawCell, Source};
use super::encoding::{Decoded, Delimiter, sample};
use super::error::ReadError;
use super::heading::{Heading, Label};
use super::limits::{Account, Limits};
use super::read::Hints;
use crate::place::Place;

/// Rows looked at to find the delimiter.
const SAMPLE_ROWS: usize = 100;

/// Fields per allowed cell: people export many empty columns, but a file of delimiters only is not a table.
const FIELDS_PER_CELL: usize = 4;

/// A line put behind the text. If it does not come back as a record of its own, a quotation mark was left open
/// and swallowed it; the csv crate would accept such a file in silence.
const SENTINEL: &str = "\u{1}end of file\u{1}";

/// Reads decoded text. Cells stay text; row numbers are those a spreadsheet would show.
///
/// # Errors
/// The limits, [`ReadError::OpenQuote`], [`ReadError::Markup`] for web pages and [`ReadError::Empty`].
pub(super) fn read(decoded: Decoded, hints: &Hints, limits: &Limits) -> Result<RawBook, ReadError> {
    let Decoded { text, encoding } = decoded;
    if is_markup(&text) {
        return Err(ReadError::Markup);
    }
    let (declared, body) = separator_line(&text);
    let delimiter = hints.delimiter.or(declared).unwrap_or_else(|| detect(body, hints.expected));
    let fields = body.bytes().filter(|byte| *byte == delimiter.byte() || *byte == b'\n').count();
    if fields > limits.cells.saturating_mul(FIELDS_PER_CELL) {
        return Err(ReadError::TooManyCells { limit: limits.cells });
    }

    let line_end = if body.ends_with(['\n', '\r']) { "" } else { "\n" };
    let closed = format!("{body}{line_end}{SENTINEL}\n");
    let mut account = Account::new(limits);
    let mut sheet = account.sheet(None, false)?;
    let mut replaced = Vec::new();
    let mut row = 0_u32;
    let mut ended = false;
    for record in records(&closed, delimiter) {
        let Record { blank_lines_before, fields } = record?;
        row = row.saturating_add(1).saturating_add(blank_lines_before);
        if fields.iter().eq([SENTINEL]) {
            ended = true;
            break;
        }
        if fields.iter().any(|field| field.contains(SENTINEL)) {
            return Err(ReadError::OpenQuote { row });
        }
        for (column, field) in (0_u32..).zip(&fields).filter(|(_, field)| !field.is_empty()) {
            account.put(&mut sheet, row, column, RawCell::Text(field.to_owned()))?;
            if field.contains('\u{fffd}') {
                replaced.push(Place { sheet: None, row: Some(row), column: Some(column) });
            }
        }
    }
    if !ended {
        return Err(ReadError::OpenQuote { row });
    }
    let sheet = sheet.finish();
    if sheet.rows.iter().all(super::book::RawRow::is_blank) {
        return Err(ReadError::Empty);
    }
    Ok(RawBook {
        sheets: vec![sheet],
        epoch: Epoch::Y1900,
        source: Source::Text { encoding, delimiter },
        replaced,
    })
}

/// Web pages, XML and MHTML that business systems like to name `.xls`.
fn is_markup(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    [
        "<html",
        "<!doctype",
        "<?xml",
        "<table",
        "<meta",
        "<head",
        "<style",
        "<body",
        "<div",
        "<workbook",
        "mime-version:",
    ]
    .iter()
    .any(|start| head.starts_with(start))
}

/// Excel understands a first line `sep=;` and does not count it as a row.
fn separator_line(text: &str) -> (Option<Delimiter>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let declared = first.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=");
    match declared.and_then(|mark| Delimiter::ALL.into_iter().find(|known| mark.as_bytes() == [known.byte()]))
    {
        Some(delimiter) => (Some(delimiter), rest),
        None => (None, text),
    }
}

/// The delimiter under which most expected headings appear, then the one that cuts most rows into the same number
/// of fields; a comma when nothing is cut.
fn detect(text: &str, expected: &[Heading]) -> Delimiter {
    let known: Vec<Label> =
        expected.iter().flat_map(|heading| &heading.names).map(|name| Label::of(name)).collect();
    let score = |delimiter: Delimiter| {
        let mut counts = std::collections::BTreeMap::<usize, usize>::new();
        let mut headings = 0;
        for record in records(sample(text), delimiter).take(SAMPLE_ROWS).flatten() {
            *counts.entry(record.fields.len()).or_default() += 1;
            let labels = record.fields.iter().map(Label::of);
            let shown = labels.filter(|label| known.iter().any(|name| name.agrees(label)));
            headings = headings.max(if record.fields.len() > 1 { shown.count() } else { 0 });
        }
        let even = counts.iter().map(|(fields, rows)| fields.saturating_sub(1) * rows).max().unwrap_or(0);
        (headings, even)
    };
    let mut best = (Delimiter::Comma, score(Delimiter::Comma));
    for delimiter in Delimiter::ALL {
        let found = score(delimiter);
        if found > best.1 {
            best = (delimiter, found);
        }
    }
    best.0
}

struct Record {
    blank_lines_before: u32,
    fields: StringRecord,
}

/// The records of a text. The csv crate skips blank lines without a word; they are counted here.
fn records(text: &str, delimiter: Delimiter) -> impl Iterator<Item = Result<Record, ReadError>> {
    let reader = ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    reader.into_records().map(move |record| {
        let fields = record.map_err(|error| ReadError::Damaged { detail: error.to_string() })?;
        let start = fields.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
        Ok(Record { blank_lines_before: blank_lines(text, start), fields })
    })
}

/// Line ends that stand between the end of a record and the next field.
fn blank_lines(text: &str, start: usize) -> u32 {
    let before = text.get(..start).unwrap_or_default();
    let gap = text.get(start..).unwrap_or_default();
    let gap = if before.ends_with('\r') { gap.strip_prefix('\n').unwrap_or(gap) } else { gap };
    let end = gap.find(|c| c != '\r' && c != '\n').unwrap_or(gap.len());
    let run = gap.get(..end).unwrap_or_default().replace("\r\n", "\n");
    u32::try_from(run.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;
    use proptest::prelude::*;

    use super::*;
    use crate::sheet::encoding::Encoding;
    use crate::sheet::read::read;

    fn book(bytes: &[u8]) -> RawBook {
        read(bytes, &Hints::default(), &Limits::default()).unwrap()
    }

    fn refusal(text: &str) -> ReadError {
        read(text.as_bytes(), &Hints::default(), &Limits::default()).unwrap_err()
    }

    fn rows(book: &RawBook) -> Vec<(u32, Vec<&str>)> {
        fn shown(cell: &RawCell) -> &str {
            match cell {
                RawCell::Text(text) => text,
                _ => "",
            }
        }
        book.sheets[0].rows.iter().map(|row| (row.number, row.cells.iter().map(shown).collect())).collect()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["标题", "", "案号,备注", "1,\"两", "行\"", "", "", "2,好"].join(end);
            let book = book(text.as_bytes());
            let note = format!("两{end}行");
            let expected =
                [(1, vec!["标题"]), (3, vec!["案号", "备注"]), (4, vec!["1", &note]), (7, vec!["2", "好"])];
            assert_eq!(rows(&book), expected, "{end:?}");
        }
    }

    #[test]
    fn the_delimiter_is_found_by_even_rows_and_by_headings() {
        for (text, expected) in [
            ("a,b\n1,2\n", Delimiter::Comma),
            ("a\tb\n1,5\t2\n", Delimiter::Tab),
            ("a;b;c\n1,5;2;3\n1;2,5;3\n", Delimiter::Semicolon),
            ("a|b\n1|2\n", Delimiter::Bar),
            ("只有一列\n甲\n", Delimiter::Comma),
            ("sep=;\n\"甲,乙,丙\";1\n", Delimiter::Semicolon),
        ] {
            let Source::Text { delimiter, .. } = book(text.as_bytes()).source else { panic!("not text") };
            assert_eq!(delimiter, expected, "{text}");
        }
        let expected = [Heading::new("no", &["案号"], true), Heading::new("n", &["人数"], true)];
        let hints = Hints { expected: &expected, ..Hints::default() };
        let text = "案号;人数\n1,2,3;4\n5,6,7;8\n";
        let Source::Text { delimiter, .. } =
            read(text.as_bytes(), &hints, &Limits::default()).unwrap().source
        else {
            panic!("not text")
        };
        assert_eq!(delimiter, Delimiter::Semicolon);
        assert_eq!(rows(&book(b"sep=;\na;b\n"))[0], (1, vec!["a", "b"]));
    }

    #[test]
    fn bytes_that_cannot_be_decoded_are_reported_with_their_place() {
        let mut bytes = GB18030.encode(&"案号,单位\n云劳人仲案,云江物流有限公司\n".repeat(20)).0.into_owned();
        let at = bytes.iter().position(|byte| *byte == b'\n').unwrap();
        bytes.insert(at, 0xff);
        let book = book(&bytes);
        assert!(matches!(book.source, Source::Text { encoding: Encoding::Gb18030, .. }));
        assert_eq!(book.replaced.iter().map(ToString::to_string).collect::<Vec<_>>(), ["B1"]);
    }

    #[test]
    fn hostile_text_is_refused_in_words() {
        assert_eq!(refusal("a,b\n1,2\n3,\"open\n5,6\n"), ReadError::OpenQuote { row: 3 });
        assert_eq!(refusal("\n \n,,,\n"), ReadError::Empty);
        assert_eq!(refusal(""), ReadError::Empty);
        assert_eq!(refusal("<html><table><tr><td>案号</td></tr></table></html>"), ReadError::Markup);
        assert_eq!(refusal("a,\0,b\n"), ReadError::NotText);
        let wide = format!("{}x\n", ",".repeat(1_000_000));
        assert!(matches!(refusal(&wide), ReadError::TooManyColumns { place, .. } if place.row == Some(1)));
        assert!(matches!(refusal(&",".repeat(9_000_000)), ReadError::TooManyCells { .. }));
        assert!(matches!(refusal(&"x".repeat(40_000)), ReadError::CellTooLong { .. }));
        let small = Limits { file_bytes: 3, ..Limits::default() };
        assert_eq!(
            read(b"a,b\n", &Hints::default(), &small).unwrap_err(),
            ReadError::FileTooLarge { limit: 3 }
        );
        assert_eq!(rows(&book(b"5\" pipe,2\n")), [(1, vec!["5\" pipe", "2"])]);
        assert_eq!(book(format!("a{}\n", ",".repeat(16_000)).as_bytes()).sheets[0].rows[0].cells.len(), 1);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            for encoding in [None, Some(Encoding::Utf8), Some(Encoding::Gb18030), Some(Encoding::Utf16Le)] {
                let _ = read(&bytes, &Hints { encoding, ..Hints::default() }, &Limits::default());
            }
        }

        #[test]
        fn what_is_written_is_read(table in proptest::collection::vec(proptest::collection::vec("[a-z一-十,;\"\n\r ]{0,6}", 2..5), 1..6)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            for row in &table { writer.write_record(row).unwrap(); }
            let bytes = writer.into_inner().unwrap();
            let hints = Hints { encoding: Some(Encoding::Utf8), delimiter: Some(Delimiter::Comma), expected: &[] };
            match read(&bytes, &hints, &Limits::default()) {
                Err(error) => {
                    prop_assert_eq!(error, ReadError::Empty);
                    prop_assert!(table.iter().flatten().all(|field| field.trim().is_empty()));
                }
                Ok(book) => for (number, row) in (1..).zip(&table) {
                    for (column, field) in (0..).zip(row) {
                        let expected = if field.is_empty() { RawCell::Empty } else { RawCell::Text(field.clone()) };
                        let found = book.sheets[0].row(number).map(|row| row.cell(column)).cloned().unwrap_or_default();
                        prop_assert_eq!(found, expected);
                    }
                }
            }
        }
    }
}
