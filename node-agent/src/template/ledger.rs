//! The sheet that is filled in: headings with notes, and for every column its format, its drop-down or its bounds.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, Formula, Note,
    Worksheet, XlsxError,
};
use schemas::{
    cell::yuan,
    form::{Column, ColumnType, Form},
    sheet::limits::ROWS,
    text::Lang,
};

use super::{ROWS_ABOVE, codes::Lists, heading, plain, survey_line, wording, words};

/// Fill of the heading of a column that must be filled.
const REQUIRED: u32 = 0x00F8_CBAD;
/// Fill of any other heading.
const OPTIONAL: u32 = 0x00DD_EBF7;
/// Fill of the heading of a column that never leaves the node.
const HELD: u32 = 0x00D9_D9D9;
/// Dates outside these are slips of the pen.
const DAYS: [(u16, u8, u8); 2] = [(1950, 1, 1), (2099, 12, 31)];

pub(super) fn write(
    sheet: &mut Worksheet,
    form: &Form,
    lists: &Lists<'_>,
    lang: Lang,
) -> Result<(), XlsxError> {
    let name = words::TEMPLATE_LEDGER.fill(&[("form", &form.form)]);
    sheet.set_name(name.get(lang))?;
    let title = plain().set_bold().set_font_size(16);
    sheet.write_string_with_format(0, 0, form.name.get(lang), &title)?;
    sheet.write_string_with_format(1, 0, survey_line(form, lang), &plain())?;
    sheet.write_string_with_format(2, 0, words::TEMPLATE_LEGEND.get(lang), &plain())?;
    let headings = ROWS_ABOVE - 1;
    sheet.set_row_height(0, 24)?.set_row_height(headings, 48)?;
    for (index, (at, column)) in (0_u16..).zip(&form.columns).enumerate() {
        let fill = match (column.privacy.leaves(), column.required) {
            (false, _) => HELD,
            (true, true) => REQUIRED,
            (true, false) => OPTIONAL,
        };
        sheet.set_column_width(at, width(column))?.set_column_format(at, &format(column.kind))?;
        sheet.write_string_with_format(headings, at, wording::heading(column, lang), &heading(fill))?;
        sheet.insert_note(headings, at, &note(form, index, column, lang))?;
        if let Some(validation) = validation(form, index, column, lists, lang)? {
            let last = u32::try_from(ROWS).unwrap_or(u32::MAX) - 1;
            sheet.add_data_validation(ROWS_ABOVE, at, last, at, &validation)?;
        }
    }
    sheet.set_freeze_panes(ROWS_ABOVE, 1)?;
    sheet.set_landscape().set_repeat_rows(headings, headings)?;
    Ok(())
}

/// Text where a figure would lose leading zeros or last digits.
pub(super) fn format(kind: ColumnType) -> Format {
    plain().set_num_format(match kind {
        ColumnType::Int => "0",
        ColumnType::Money => "#,##0.00",
        ColumnType::Percent => "0.00%",
        ColumnType::Date => "yyyy-mm-dd",
        ColumnType::DateTime => "yyyy-mm-dd hh:mm",
        _ => "@",
    })
}

/// In characters of the default font; a heading breaks into lines.
fn width(column: &Column) -> u32 {
    match column.kind {
        ColumnType::Bool => 8,
        ColumnType::Int | ColumnType::Percent => 10,
        ColumnType::Date => 13,
        ColumnType::Money => 15,
        ColumnType::DateTime | ColumnType::Code => 18,
        ColumnType::Uscc | ColumnType::IdNumber | ColumnType::Codes | ColumnType::Dates => 22,
        ColumnType::Text => (column.longest() / 4).clamp(16, 36),
        ColumnType::Log => 48,
    }
}

fn note(form: &Form, index: usize, column: &Column, lang: Lang) -> Note {
    let lines = wording::column(form, index, column, lang).join("\n");
    // A line of the box holds about 18 wide characters and is about 18 pixels high.
    let rows: usize = lines.lines().map(|line| line.chars().count() / 18 + 1).sum();
    let height = u32::try_from(rows).unwrap_or(u32::MAX).clamp(3, 24) * 18 + 12;
    Note::new(lines).set_author("Tongbao").add_author_prefix(false).set_width(260).set_height(height)
}

fn validation(
    form: &Form,
    index: usize,
    column: &Column,
    lists: &Lists<'_>,
    lang: Lang,
) -> Result<Option<DataValidation>, XlsxError> {
    let rule = DataValidation::new();
    let least = column.min.unwrap_or(0);
    let at_least = |least: String| DataValidationRule::GreaterThanOrEqualTo(Formula::new(least));
    let of_list = || form.list_of(index).and_then(|list| lists.range(list));
    let rule = match column.kind {
        ColumnType::Text | ColumnType::Log => {
            rule.allow_text_length(DataValidationRule::LessThanOrEqualTo(column.longest()))
        }
        ColumnType::Uscc | ColumnType::IdNumber => rule.allow_text_length(DataValidationRule::EqualTo(18)),
        ColumnType::Int => rule.allow_whole_number_formula(at_least(least.to_string())),
        ColumnType::Money => rule.allow_decimal_number_formula(at_least(yuan(least))),
        ColumnType::Percent => rule.allow_decimal_number_formula(at_least("0".to_owned())),
        ColumnType::Date | ColumnType::DateTime => {
            let [first, last] = DAYS.map(|(year, month, day)| ExcelDateTime::from_ymd(year, month, day));
            rule.allow_date(DataValidationRule::Between(first?, last?))
        }
        // Several days stand in one cell as text.
        ColumnType::Dates => return Ok(None),
        ColumnType::Bool => rule.allow_list_strings(&[words::YES.get(lang), words::NO.get(lang)])?,
        ColumnType::Code => match of_list() {
            Some(range) => rule.allow_list_formula(range),
            None => return Ok(None),
        },
        // Several codes stand in one cell, so what is not in the list must be let through.
        ColumnType::Codes => match of_list() {
            Some(range) => {
                rule.allow_list_formula(range).set_error_style(DataValidationErrorStyle::Information)
            }
            None => return Ok(None),
        },
    };
    let wanted = wording::wanted(form, index, column);
    Ok(Some(rule.set_error_message(clip(wanted.get(lang)))?))
}

/// A message of a cell's bounds has at most 255 characters.
fn clip(text: &str) -> String {
    text.chars().take(200).collect()
}
