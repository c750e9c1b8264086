//! OpenDocument spreadsheets.
//!
//! A few bytes of such a file can say that a cell is repeated a million times, and calamine unfolds that before it can
//! be stopped; it also leaves out merged regions. The content is read here in one pass that repeats only what is
//! filled, against the same account as every other file. The tests compare the result with calamine's.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};

use super::book::{Epoch, Merged, RawBook, RawCell, RawSheet, Source};
use super::error::ReadError;
use super::limits::{Account, Limits, SheetDraft};
use super::package::{Archive, entry};

/// Reads a spreadsheet whose package has been looked through.
///
/// # Errors
/// The limits, passwords and damage.
pub(super) fn read(archive: &mut Archive, limits: &Limits) -> Result<RawBook, ReadError> {
    let manifest = entry(archive, "META-INF/manifest.xml")?.unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(ReadError::Encrypted);
    }
    let kind = entry(archive, "mimetype")?.unwrap_or_default();
    if !kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
        return Err(ReadError::UnknownKind);
    }
    let content = entry(archive, "content.xml")?.ok_or(ReadError::UnknownKind)?;
    let mut reader = Reader::from_reader(content.as_slice());
    reader.config_mut().expand_empty_elements = true;
    let mut content = Content::new(limits);
    loop {
        match reader.read_event().map_err(xml)? {
            Event::Start(element) => content.start(&element)?,
            Event::End(element) => content.end(element.name().as_ref())?,
            Event::Text(text) => content.text(&text.xml10_content()),
            Event::CData(text) => content.text(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().map_err(xml)? {
                Some(c) => content.text(c.encode_utf8(&mut [0; 4])),
                None => content.text(resolve_xml_entity(&reference).ok_or(ReadError::DocumentType)?),
            },
            Event::DocType(_) => return Err(ReadError::DocumentType),
            Event::Eof if content.table.is_some() => return Err(damaged("the content ends inside a table")),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(RawBook { sheets: content.sheets, epoch: Epoch::Y1900, source: Source::Ods, replaced: Vec::new() })
}

/// The content as far as it has been read.
struct Content<'a> {
    limits: &'a Limits,
    account: Account<'a>,
    sheets: Vec<RawSheet>,
    /// Table styles that hide their sheet.
    hiding: BTreeSet<String>,
    style: Option<String>,
    table: Option<Table>,
}

/// The table that is being read.
struct Table {
    draft: SheetDraft,
    /// Rows above the current one.
    rows: u32,
    row_repeats: u32,
    /// Filled cells of the current row: column, repeats, value.
    filled: Vec<(u32, u32, RawCell)>,
    columns: u32,
    cell: Option<Cell>,
    /// Elements inside a cell whose text is not the cell's: notes, drawings, tables in tables.
    aside: u32,
}

/// The cell that is being read.
struct Cell {
    repeats: u32,
    stated: Stated,
    text: String,
    paragraphs: u32,
}

/// What the attributes of a cell say about its value.
enum Stated {
    /// The value itself.
    Value(RawCell),
    /// The text inside.
    Text,
    /// The text inside, which is the name of an error.
    Error,
    /// No value, whatever text there is.
    Nothing,
}

impl<'a> Content<'a> {
    fn new(limits: &'a Limits) -> Self {
        let (sheets, hiding) = (Vec::new(), BTreeSet::new());
        Self { limits, account: Account::new(limits), sheets, hiding, style: None, table: None }
    }

    fn start(&mut self, element: &BytesStart) -> Result<(), ReadError> {
        let name = element.name();
        let Some(table) = &mut self.table else {
            match name.as_ref() {
                "style:style" => self.style = attribute(element, "style:name")?,
                "style:table-properties"
                    if attribute(element, "table:display")?.as_deref() == Some("false") =>
                {
                    self.hiding.extend(self.style.take());
                }
                "table:table" => {
                    let hidden = attribute(element, "table:style-name")?
                        .is_some_and(|style| self.hiding.contains(&style));
                    let draft = self.account.sheet(attribute(element, "table:name")?, hidden)?;
                    self.table = Some(Table::new(draft));
                }
                _ => {}
            }
            return Ok(());
        };
        if table.aside > 0 || is_aside(name.as_ref()) {
            table.aside += 1;
            return Ok(());
        }
        match name.as_ref() {
            "table:table-row" => table.row_repeats = count(element, "table:number-rows-repeated")?,
            "table:table-cell" | "table:covered-table-cell" => {
                let (rows, columns) = (
                    count(element, "table:number-rows-spanned")?,
                    count(element, "table:number-columns-spanned")?,
                );
                let region = Merged {
                    first_row: table.rows.saturating_add(1),
                    first_column: table.columns,
                    last_row: table.rows.saturating_add(rows),
                    last_column: table.columns.saturating_add(columns - 1),
                };
                self.account.merge(&mut table.draft, region)?;
                let repeats = count(element, "table:number-columns-repeated")?;
                table.cell =
                    Some(Cell { repeats, stated: stated(element)?, text: String::new(), paragraphs: 0 });
            }
            "text:p" | "text:h" => {
                if let Some(cell) = &mut table.cell {
                    cell.text.push_str(if cell.paragraphs > 0 { "\n" } else { "" });
                    cell.paragraphs += 1;
                }
            }
            "text:s" => {
                let spaces = usize::try_from(count(element, "text:c")?).unwrap_or(usize::MAX);
                self.text(&" ".repeat(spaces.min(self.limits.cell_chars)));
            }
            "text:tab" => self.text("\t"),
            "text:line-break" => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        let Some(table) = &mut self.table else { return Ok(()) };
        if table.aside > 0 {
            table.aside -= 1;
            return Ok(());
        }
        match name {
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(cell) = table.cell.take() {
                    let (column, repeats) = (table.columns, cell.repeats);
                    table.columns = table.columns.saturating_add(repeats);
                    match cell.value() {
                        RawCell::Empty => {}
                        value => table.filled.push((column, repeats, value)),
                    }
                }
            }
            "table:table-row" => {
                let repeats = if table.filled.is_empty() { 0 } else { table.row_repeats };
                for row in (1..=repeats).map(|row| table.rows.saturating_add(row)) {
                    for (first, repeats, value) in &table.filled {
                        for column in *first..first.saturating_add(*repeats) {
                            self.account.put(&mut table.draft, row, column, value.clone())?;
                        }
                    }
                }
                table.rows = table.rows.saturating_add(table.row_repeats);
                table.columns = 0;
                table.filled.clear();
            }
            "table:table" => self.sheets.extend(self.table.take().map(|table| table.draft.finish())),
            _ => {}
        }
        Ok(())
    }

    /// Text inside a paragraph of a cell; white space between elements is none.
    fn text(&mut self, text: &str) {
        let cell = self.table.as_mut().filter(|table| table.aside == 0).and_then(|table| table.cell.as_mut());
        if let Some(cell) = cell.filter(|cell| cell.paragraphs > 0) {
            cell.text.push_str(text);
        }
    }
}

impl Table {
    fn new(draft: SheetDraft) -> Self {
        Self { draft, rows: 0, row_repeats: 1, filled: Vec::new(), columns: 0, cell: None, aside: 0 }
    }
}

impl Cell {
    fn value(self) -> RawCell {
        match self.stated {
            Stated::Value(value) => value,
            Stated::Text if self.text.is_empty() => RawCell::Empty,
            Stated::Text => RawCell::Text(self.text),
            Stated::Error => RawCell::Error(self.text),
            Stated::Nothing => RawCell::Empty,
        }
    }
}

/// Notes, drawings and tables inside cells are not the cell's text.
fn is_aside(name: &str) -> bool {
    name == "office:annotation" || name == "table:table" || name.starts_with("draw:")
}

fn stated(element: &BytesStart) -> Result<Stated, ReadError> {
    if attribute(element, "calcext:value-type")?.as_deref() == Some("error") {
        return Ok(Stated::Error);
    }
    let value = |name: &str| attribute(element, name);
    Ok(match attribute(element, "office:value-type")?.as_deref() {
        Some("float" | "percentage" | "currency") => {
            let number = value("office:value")?.and_then(|number| number.parse().ok());
            Stated::Value(RawCell::Number(number.ok_or_else(|| damaged("a number without a value"))?))
        }
        Some("date") => match value("office:date-value")?.as_deref().and_then(moment) {
            Some(at) => Stated::Value(RawCell::Date(at)),
            None => Stated::Text,
        },
        Some("boolean") => {
            Stated::Value(RawCell::Bool(value("office:boolean-value")?.as_deref() == Some("true")))
        }
        Some("string") => match value("office:string-value")? {
            Some(text) if !text.is_empty() => Stated::Value(RawCell::Text(text)),
            _ => Stated::Text,
        },
        // A time of day or a duration is kept as it is shown.
        Some(_) => Stated::Text,
        None => Stated::Nothing,
    })
}

/// `2025-07-03` or `2025-07-03T09:41:00`, to the second.
fn moment(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00:00"));
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
    let whole = time.split_once(['.', ',']).map_or(time, |(whole, _)| whole);
    Some(date.and_time(NaiveTime::parse_from_str(whole, "%H:%M:%S").ok()?))
}

fn attribute(element: &BytesStart, name: &str) -> Result<Option<String>, ReadError> {
    let found = element.try_get_attribute(name).map_err(|error| xml(error.into()))?;
    let value =
        found.map(|found| found.normalized_value(XmlVersion::Implicit1_0)).transpose().map_err(xml)?;
    Ok(value.map(std::borrow::Cow::into_owned))
}

/// A number of repetitions or of cells in a region: at least one.
fn count(element: &BytesStart, name: &str) -> Result<u32, ReadError> {
    match attribute(element, name)? {
        None => Ok(1),
        Some(count) => {
            count.trim().parse::<u32>().map(|count| count.max(1)).map_err(|_| damaged("a count that is none"))
        }
    }
}

fn xml(error: quick_xml::Error) -> ReadError {
    ReadError::Damaged { detail: error.to_string() }
}

fn damaged(what: &str) -> ReadError {
    ReadError::Damaged { detail: what.into() }
}
