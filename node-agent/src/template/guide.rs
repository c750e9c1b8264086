//! The sheet that says how to fill the ledger: first steps, every column, every rule.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use schemas::{
    form::{Form, Role, Severity},
    place::letters,
    text::{Lang, Text},
};

use super::{heading, plain, survey_line, wording, words};

/// Fill of the headings of the guide's own tables.
const FILL: u32 = 0x00DD_EBF7;
/// Widths of the guide's columns: number or code, name, words, more words.
const WIDTHS: [u32; 4] = [10, 22, 70, 44];

pub(super) fn write(sheet: &mut Worksheet, form: &Form, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(words::GUIDE.get(lang))?;
    for (column, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let title = words::GUIDE_TITLE.fill(&[("name", &form.name)]);
    sheet.write_string_with_format(0, 0, title.get(lang), &plain().set_bold().set_font_size(16))?;
    sheet.write_string_with_format(1, 0, survey_line(form, lang), &plain())?;
    let mut row = 2;
    for step in steps(form) {
        let line = format!("{}. {}", row - 1, step.fill(&[("form", &form.form)]).get(lang));
        sheet.write_string_with_format(row, 0, line, &plain())?;
        row += 1;
    }
    row = columns(sheet, form, lang, row + 1)?;
    rules(sheet, form, lang, row + 1)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Which rows a ledger holds is said for ledgers of cases only (RULINGS 2), and what it is made of for those that are.
fn steps(form: &Form) -> Vec<Text> {
    let mut sources: Vec<&str> = form.made_from.iter().map(|made| made.form.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    let made = (!sources.is_empty()).then(|| words::STEP_MADE.fill(&[("sources", &sources.join(", "))]));
    let of_cases = form.with_role(Role::Opened).map(|_| [words::STEP_WHICH, words::STEP_AFTER]);
    let last = [words::STEP_PERSONAL, words::STEP_LISTS, words::STEP_CHECK];
    made.into_iter().chain([words::STEP_ROWS]).chain(of_cases.into_iter().flatten()).chain(last).collect()
}

fn columns(sheet: &mut Worksheet, form: &Form, lang: Lang, mut row: u32) -> Result<u32, XlsxError> {
    row = line(sheet, row, &words::GUIDE_COLUMNS.map(|text| text.get(lang).to_owned()), &heading(FILL))?;
    for (index, column) in form.columns.iter().enumerate() {
        let at = u32::try_from(index).map(letters).unwrap_or_default();
        let how = wording::how(form, index, column, lang).join(words::STOP.get(lang));
        let cells = [at, column.title().get(lang).to_owned(), how, wording::goes(column, lang)];
        row = line(sheet, row, &cells, &cell())?;
    }
    Ok(row)
}

fn rules(sheet: &mut Worksheet, form: &Form, lang: Lang, mut row: u32) -> Result<u32, XlsxError> {
    if form.rules.is_empty() && form.relations.is_empty() {
        return Ok(row);
    }
    row = line(sheet, row, &words::GUIDE_RULES.map(|text| text.get(lang).to_owned()), &heading(FILL))?;
    for rule in &form.rules {
        let what = Text::owned(rule.zh.clone(), rule.en.clone());
        let fix = Text::owned(rule.fix_zh.clone(), rule.fix_en.clone());
        let texts = [Text::same(rule.code.clone()), severity(rule.severity), what, fix];
        row = line(sheet, row, &texts.map(|text| text.get(lang).to_owned()), &cell())?;
    }
    for relation in &form.relations {
        let what = Text::owned(relation.zh.clone(), relation.en.clone());
        let texts = [Text::same(relation.code.clone()), severity(relation.severity), what, words::OF_FIGURES];
        row = line(sheet, row, &texts.map(|text| text.get(lang).to_owned()), &cell())?;
    }
    Ok(row)
}

fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Block => words::BLOCKS,
        Severity::Explain => words::WANTS_REASON,
        Severity::Notice => words::IS_NOTICE,
    }
}

fn cell() -> Format {
    plain().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin)
}

fn line(sheet: &mut Worksheet, row: u32, texts: &[String; 4], format: &Format) -> Result<u32, XlsxError> {
    for (column, text) in (0_u16..).zip(texts) {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(row + 1)
}
