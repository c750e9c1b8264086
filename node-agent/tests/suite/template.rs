//! The template of every form can be filled in and read back, and what its drop-downs offer is what is read.

use std::{
    fmt::Write as _,
    io::{Cursor, Read, Write},
    sync::Arc,
};

use node_agent::{definition_sources, template};
use schemas::{
    definition::Definitions,
    fill::fill,
    finding::Finding,
    form::{Column, ColumnType, Form},
    place::letters,
    sheet::{
        book::{RawBook, RawCell},
        limits::Limits,
        read::{Hints, read},
    },
    table::Cell,
    text::Lang,
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

fn definitions() -> Definitions {
    Definitions::with_site(definition_sources(&crate::city::definitions()).unwrap()).unwrap()
}

fn opened(bytes: &[u8]) -> RawBook {
    read(bytes, &Hints::default(), &Limits::default()).unwrap()
}

/// What a person would put into the first row: a choice of the drop-down where there is one.
fn typed(book: &RawBook, form: &Form, index: usize, lang: Lang) -> RawCell {
    let text = |text: &str| RawCell::Text(text.into());
    let column: &Column = &form.columns[index];
    match column.kind {
        ColumnType::Text => text("示例一号"),
        ColumnType::Int if column.count_of.is_some() => RawCell::Number(1.0),
        ColumnType::Int => RawCell::Number(12.0),
        ColumnType::Money => RawCell::Number(1234.5),
        ColumnType::Percent => text("100%"),
        ColumnType::Date => text("2025-07-03"),
        ColumnType::Log => text("2025-07-03 约谈负责人（示例甲）"),
        ColumnType::Dates => text("2025-07-03、2025-07-08"),
        ColumnType::DateTime => text("2025-07-03 09:41"),
        ColumnType::Bool => text(if lang == Lang::Zh { "是" } else { "yes" }),
        ColumnType::Uscc => text("91310112MA1GB00A5Y"),
        ColumnType::IdNumber => text("510104199001011230"),
        ColumnType::Code | ColumnType::Codes => {
            let list = &form.list_of(index).unwrap().list;
            let sheet = book.sheets.last().unwrap();
            let at = sheet.rows[0].cells.iter().position(|cell| *cell == text(list)).unwrap();
            sheet
                .rows
                .iter()
                .rev()
                .find_map(|row| row.cells.get(at).filter(|cell| !cell.is_blank()))
                .unwrap()
                .clone()
        }
    }
}

/// The workbook with one more row on its first sheet, as a spreadsheet would save it.
fn filled(template: &[u8], row: u32, cells: &[RawCell]) -> Vec<u8> {
    let mut xml = format!("<row r=\"{row}\">");
    for (column, cell) in (0..).zip(cells) {
        let at = format!("{}{row}", letters(column));
        match cell {
            RawCell::Number(number) => write!(xml, "<c r=\"{at}\"><v>{number}</v></c>").unwrap(),
            RawCell::Text(text) => {
                write!(xml, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>").unwrap()
            }
            other => panic!("{other:?}"),
        }
    }
    xml.push_str("</row></sheetData>");
    let mut archive = ZipArchive::new(Cursor::new(template)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            content = String::from_utf8(content).unwrap().replacen("</sheetData>", &xml, 1).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn the_template_of_every_form_is_read_back_without_a_doubt() {
    for (form, lang) in definitions().forms().flat_map(|form| LANGS.map(|lang| (form, lang))) {
        let template = template::workbook(form, lang).unwrap();
        let empty = opened(&template);
        let cells: Vec<RawCell> =
            (0..form.columns.len()).map(|index| typed(&empty, form, index, lang)).collect();
        let first = empty.sheets[0].rows.last().unwrap().number + 1;
        let book = opened(&filled(&template, first, &cells));
        let filled = fill(&book, &Arc::clone(form), &[]);
        let said: Vec<&Finding> = filled.findings.iter().collect();
        assert!(said.is_empty(), "{} {lang:?}: {said:?}", form.form);
        assert_eq!((filled.table.len(), filled.mappings.len()), (1, 1), "{}", form.form);
        assert_eq!(filled.mappings[0].columns.len(), form.columns.len(), "{}", form.form);
        for (index, column) in form.columns.iter().enumerate() {
            let cell = filled.table.cell(0, index);
            match column.kind {
                ColumnType::Money => assert_eq!(cell, Cell::Number(123_450), "{}", column.key),
                ColumnType::Int if column.count_of.is_none() => {
                    assert_eq!(cell, Cell::Number(12), "{}", column.key)
                }
                _ => assert_ne!(cell, Cell::Empty, "{} {}", form.form, column.key),
            }
        }
    }
}

#[test]
fn every_choice_of_a_drop_down_is_the_code_it_shows() {
    let definitions = definitions();
    let mut choices = 0;
    for (form, lang) in definitions.forms().flat_map(|form| LANGS.map(|lang| (form, lang))) {
        let book = opened(&template::workbook(form, lang).unwrap());
        let coded = (0..form.columns.len()).filter_map(|index| form.list_of(index));
        let lists: std::collections::BTreeSet<&str> = coded.map(|list| list.list.as_str()).collect();
        let sheet = book.sheets.last().filter(|sheet| sheet.hidden);
        let names = sheet.map_or(&[] as &[RawCell], |sheet| &sheet.rows[0].cells);
        assert_eq!(names.len(), lists.len(), "{}", form.form);
        for (column, name) in (0..).zip(names) {
            let RawCell::Text(name) = name else { panic!("{name:?}") };
            let list = definitions.list(name).unwrap();
            let shown: Vec<&RawCell> = sheet.unwrap().rows[1..].iter().map(|row| row.cell(column)).collect();
            for (at, _) in (0..).zip(&list.items) {
                let RawCell::Text(choice) = shown[usize::from(at)] else { panic!("{name} {at}") };
                assert_eq!(list.find(choice), Some(at), "{name}: {choice}");
                choices += 1;
            }
            assert!(shown[list.items.len()..].iter().all(|cell| cell.is_blank()), "{name}");
        }
    }
    assert!(choices > 500, "{choices}");
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    let definitions = definitions();
    let form = definitions.form("L3").unwrap();
    let [zh, en] = LANGS.map(|lang| template::workbook(form, lang).unwrap());
    assert_eq!(zh, template::workbook(form, Lang::Zh).unwrap());
    assert_ne!(zh, en);
}
