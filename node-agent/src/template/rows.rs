//! Rows written below the headings of a template: a ledger that was made of others, as a person opens it.

use rust_xlsxwriter::{Color, ExcelDateTime, Worksheet, XlsxError};
use schemas::{
    cell::yuan,
    form::ColumnType,
    table::{Cell, Table},
    text::Lang,
};

use super::{ROWS_ABOVE, codes::choice, ledger::format, words};

/// Fill of a cell that must be filled and is empty.
const MISSING: u32 = 0x00FF_FF99;

/// Writes the rows. What must be filled and is empty is coloured, unless the signing fills it.
pub(super) fn write(sheet: &mut Worksheet, table: &Table, lang: Lang) -> Result<(), XlsxError> {
    let form = table.form();
    for row in 0..table.len() {
        let at = ROWS_ABOVE.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        for (index, (to, column)) in (0_u16..).zip(&form.columns).enumerate() {
            let format = format(column.kind);
            let list = form.list_of(index);
            let item = |position: u16| list.and_then(|list| list.item(position));
            let text = |sheet: &mut Worksheet, text: &str| {
                sheet.write_string_with_format(at, to, text, &format).map(|_| ())
            };
            match table.cell(row, index) {
                Cell::Empty if column.required && schemas::made::by_signer(form, index).is_none() => {
                    let format = format.clone().set_background_color(Color::RGB(MISSING));
                    sheet.write_blank(at, to, &format)?;
                }
                // A share is computed of two other cells.
                Cell::Empty => {}
                Cell::Number(_) if column.kind == ColumnType::Percent => {}
                Cell::Number(number) => {
                    let written =
                        if column.kind == ColumnType::Money { yuan(number) } else { number.to_string() };
                    match written.parse::<f64>() {
                        Ok(number) => drop(sheet.write_number_with_format(at, to, number, &format)?),
                        Err(_) => text(sheet, &written)?,
                    }
                }
                Cell::Text(said) => text(sheet, said)?,
                Cell::Date(day) => {
                    let day = ExcelDateTime::parse_from_str(&day.to_string())?;
                    sheet.write_datetime_with_format(at, to, &day, &format)?;
                }
                Cell::DateTime(minute) => {
                    let minute = minute.format("%Y-%m-%d %H:%M:00").to_string();
                    let minute = ExcelDateTime::parse_from_str(&minute)?;
                    sheet.write_datetime_with_format(at, to, &minute, &format)?;
                }
                Cell::Dates(days) => {
                    text(sheet, &days.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"))?;
                }
                Cell::Bool(yes) => text(sheet, if yes { words::YES } else { words::NO }.get(lang))?,
                Cell::Code(position) => {
                    if let Some(item) = item(position) {
                        text(sheet, &choice(item, lang))?;
                    }
                }
                // Names may hold the sign that parts them.
                Cell::Codes(bits) => {
                    let set = (0..64_u16).filter(|at| bits >> at & 1 == 1);
                    let codes: Vec<&str> = set.filter_map(|at| Some(item(at)?.code.as_str())).collect();
                    text(sheet, &codes.join("、"))?;
                }
            }
        }
    }
    Ok(())
}
