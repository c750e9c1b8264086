//! The workbook a county fills in, made from a form's definition: the ledger's sheet, a guide in words, and the code
//! lists its drop-downs take from. The same form gives the same bytes.

mod codes;
mod guide;
mod ledger;
mod rows;
mod wording;
mod words;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};
use schemas::{form::Form, table::Table, text::Lang};

/// Rows of the ledger's sheet above its data: title, what a survey form must print, legend, headings.
const ROWS_ABOVE: u32 = 4;
/// Every cell's font, found on the machines of counties.
const FONT: &str = "宋体";

/// Makes the template of a form, with headings and words in one language.
///
/// # Errors
/// [`XlsxError`] for a definition that no workbook can hold; none of the built-in ones is.
pub fn workbook(form: &Form, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    written(form, None, lang)
}

/// Makes the template of a ledger's form with its rows in it.
///
/// # Errors
/// As [`workbook`].
pub fn filled(table: &Table, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    written(table.form(), Some(table), lang)
}

fn written(form: &Form, rows: Option<&Table>, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed day: a template says by its form's version how old it is.
    let day = ExcelDateTime::from_ymd(2025, 1, 1)?;
    let title = format!("{} {}", form.form, form.name.get(lang));
    book.set_properties(
        &DocProperties::new().set_title(title).set_author("Tongbao").set_creation_datetime(&day),
    );
    let lists = codes::Lists::of(form);
    let sheet = book.add_worksheet();
    ledger::write(sheet, form, &lists, lang)?;
    if let Some(table) = rows {
        rows::write(sheet, table, lang)?;
    }
    guide::write(book.add_worksheet(), form, lang)?;
    if !lists.is_empty() {
        lists.write(book.add_worksheet(), lang)?;
    }
    book.save_to_buffer()
}

/// What all cells of a template have in common.
fn plain() -> Format {
    Format::new().set_font_name(FONT).set_font_size(11)
}

/// A heading: framed, centred, broken into lines.
fn heading(fill: u32) -> Format {
    plain()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(fill))
}

/// What a survey form must print on its face (统计法 2024 Art. 17).
fn survey_line(form: &Form, lang: Lang) -> String {
    let survey = &form.survey;
    let line = words::TEMPLATE_SURVEY.fill(&[
        ("number", &survey.number),
        ("issuer", &survey.issuer),
        ("approval", &survey.approval),
        ("until", &survey.valid_until),
        ("schema", &form.schema()),
    ]);
    line.get(lang).to_owned()
}
