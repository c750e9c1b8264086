//! How a sheet of ours looks: title, sentence, frozen and filtered header, rows, total, notes; ready for A4.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use schemas::period::Period;

use crate::compile::{error::CompileError, rankings};

/// Family that office desktops have; a spreadsheet falls back on another by itself.
const FONT: &str = "Microsoft YaHei";
/// Row of the header; title and sentence stand above.
const HEADER: u32 = 2;
/// Most characters a cell takes in Excel.
const CELL_CHARS: usize = 32_767;
/// Characters no tab may bear, and most it may have.
const NOT_IN_TABS: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
const TAB_CHARS: usize = 31;

/// A workbook.
pub(crate) struct Book {
    workbook: Workbook,
    tabs: Vec<String>,
}

/// A sheet before it is written.
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) sentence: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) total: Option<Vec<Cell>>,
    pub(crate) notes: Vec<String>,
}

/// A column: heading and width in characters.
pub(crate) struct Column {
    heading: String,
    width: u16,
}

/// A cell.
pub(crate) enum Cell {
    Empty,
    /// Never a formula.
    Text(String),
    /// A number with so many decimals.
    Number(f64, usize),
    /// A share with so many decimals, shown as per cent.
    Percent(f64, usize),
}

impl Column {
    pub(crate) fn new(heading: &str, width: u16) -> Self {
        Self { heading: heading.to_owned(), width }
    }
}

impl Cell {
    pub(crate) fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    pub(crate) fn count(number: Option<i64>) -> Self {
        // Counts of cases are far below 2^53.
        number.map_or(Self::Empty, |number| Self::Number(number as f64, 0))
    }
}

impl Book {
    /// An empty workbook. Its date is the last day of the period, so that the same figures give the same bytes.
    pub(crate) fn new(period: Period, title: &str) -> Self {
        let mut workbook = Workbook::new();
        let created = ExcelDateTime::parse_from_str(&period.end().to_string());
        let mut properties = DocProperties::new().set_title(title);
        if let Ok(created) = created {
            properties = properties.set_creation_datetime(&created);
        }
        workbook.set_properties(&properties);
        Self { workbook, tabs: Vec::new() }
    }

    /// Writes a sheet.
    pub(crate) fn add(&mut self, sheet: Sheet) -> Result<(), CompileError> {
        let tab = self.tab(&sheet.name);
        let worksheet = self.workbook.add_worksheet();
        worksheet.set_name(&tab)?;
        self.tabs.push(tab);
        write(worksheet, &sheet)?;
        Ok(())
    }

    /// The bytes.
    pub(crate) fn save(mut self) -> Result<Vec<u8>, CompileError> {
        Ok(self.workbook.save_to_buffer()?)
    }

    /// A name that Excel takes and no other sheet has.
    fn tab(&self, name: &str) -> String {
        let clean: String = name
            .chars()
            .map(|c| if NOT_IN_TABS.contains(&c) || c.is_control() { ' ' } else { c })
            .collect::<String>()
            .trim_matches('\'')
            .to_owned();
        let cut = |most: usize| clean.chars().take(most).collect::<String>();
        let taken = |tab: &String| self.tabs.iter().any(|other| other.to_lowercase() == tab.to_lowercase());
        let plain = cut(TAB_CHARS);
        if !plain.trim().is_empty() && !taken(&plain) {
            return plain;
        }
        let numbered = |number: usize| format!("{} {number}", cut(TAB_CHARS - 5));
        (2..).map(numbered).find(|tab| !taken(tab)).unwrap_or_default()
    }
}

fn write(sheet: &mut Worksheet, content: &Sheet) -> Result<(), XlsxError> {
    let base = Format::new().set_font_name(FONT).set_font_size(10).set_align(FormatAlign::VerticalCenter);
    let title = base.clone().set_font_size(14).set_bold();
    let small = base.clone().set_font_size(9).set_font_color("#4A535E");
    let header = base
        .clone()
        .set_bold()
        .set_text_wrap()
        .set_background_color("#EFF2F5")
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin)
        .set_border_color("#C6CCD3");
    let body = base.clone().set_border(FormatBorder::Thin).set_border_color("#C6CCD3");
    let total = body.clone().set_bold().set_border_top(FormatBorder::Medium);
    sheet.write_string_with_format(0, 0, fitting(&content.title), &title)?;
    sheet.write_string_with_format(1, 0, fitting(&content.sentence), &small)?;
    sheet.set_row_height(0, 24)?.set_row_height(HEADER, 34)?;
    for (at, column) in (0..).zip(&content.columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(HEADER, at, fitting(&column.heading), &header)?;
    }
    let mut row = HEADER + 1;
    for cells in &content.rows {
        line(sheet, row, cells, &body)?;
        row += 1;
    }
    let last = row.saturating_sub(1).max(HEADER);
    if let Some(cells) = &content.total {
        line(sheet, row, cells, &total)?;
        row += 1;
    }
    for (at, note) in (row + 1..).zip(&content.notes) {
        sheet.write_string_with_format(at, 0, fitting(note), &small)?;
    }
    let right = u16::try_from(content.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(HEADER, 0, last, right)?;
    sheet.set_freeze_panes(HEADER + 1, 0)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer("&C&P / &N");
    Ok(())
}

fn line(sheet: &mut Worksheet, row: u32, cells: &[Cell], format: &Format) -> Result<(), XlsxError> {
    for (at, cell) in (0..).zip(cells) {
        match cell {
            Cell::Empty => sheet.write_blank(row, at, format)?,
            Cell::Text(text) => {
                let wrapped = format.clone().set_text_wrap();
                sheet.write_string_with_format(row, at, fitting(text), &wrapped)?
            }
            Cell::Number(number, places) => {
                let shown = format.clone().set_num_format(pattern("#,##0", *places, ""));
                sheet.write_number_with_format(row, at, *number, &shown)?
            }
            Cell::Percent(number, places) => {
                let shown = format.clone().set_num_format(pattern("0", *places, "%"));
                sheet.write_number_with_format(row, at, *number, &shown)?
            }
        };
    }
    Ok(())
}

/// `0.00%`.
fn pattern(whole: &str, places: usize, sign: &str) -> String {
    let point = if places > 0 { "." } else { "" };
    format!("{whole}{point}{}{sign}", "0".repeat(places))
}

/// A text within what Excel takes, and that stays a text when the workbook is saved as CSV.
fn fitting(text: &str) -> String {
    rankings::text(text).chars().take(CELL_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_are_what_excel_takes() {
        let mut book = Book::new("2025Q3".parse().unwrap(), "title");
        let sheet = |name: &str| Sheet {
            name: name.into(),
            title: String::new(),
            sentence: String::new(),
            columns: vec![Column::new("a", 5)],
            rows: Vec::new(),
            total: None,
            notes: Vec::new(),
        };
        let long = "率".repeat(40);
        for name in ["I1 a/b", "I1 A:B", &long, &long, "", "'x'"] {
            book.add(sheet(name)).unwrap();
        }
        let cut = "率".repeat(26);
        assert_eq!(book.tabs, ["I1 a b", "I1 A B 2", &long[..93], &format!("{cut} 2"), " 2", "x"]);
        assert!(book.save().is_ok());
    }

    #[test]
    fn patterns_have_their_decimals() {
        assert_eq!(pattern("#,##0", 0, ""), "#,##0");
        assert_eq!(pattern("0", 3, "%"), "0.000%");
    }
}
