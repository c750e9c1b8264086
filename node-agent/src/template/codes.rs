//! The hidden sheet with the code lists, one a column: a list written into a drop-down itself may have 255 characters.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};
use schemas::{
    code::{CodeList, Item},
    form::Form,
    text::Lang,
};

/// Name of the sheet.
const SHEET: &str = "代码";

/// The code lists of a form, each once, in the order its columns name them.
pub(super) struct Lists<'a>(Vec<&'a CodeList>);

impl<'a> Lists<'a> {
    pub(super) fn of(form: &'a Form) -> Self {
        let mut lists: Vec<&CodeList> = Vec::new();
        for list in (0..form.columns.len()).filter_map(|index| form.list_of(index)) {
            if !lists.iter().any(|known| known.list == list.list) {
                lists.push(list);
            }
        }
        Self(lists)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The cells a drop-down of this list takes its choices from.
    pub(super) fn range(&self, list: &CodeList) -> Option<Formula> {
        let at = self.0.iter().position(|known| known.list == list.list)?;
        let column = schemas::place::letters(u32::try_from(at).ok()?);
        Some(Formula::new(format!("='{SHEET}'!${column}$2:${column}${}", list.items.len() + 1)))
    }

    pub(super) fn write(&self, sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
        sheet.set_name(SHEET)?.set_hidden(true);
        for (column, list) in (0_u16..).zip(&self.0) {
            sheet.write_string(0, column, &list.list)?.set_column_width(column, 24)?;
            for (row, item) in (1_u32..).zip(&list.items) {
                sheet.write_string(row, column, choice(item, lang))?;
            }
        }
        Ok(())
    }
}

/// A choice as a drop-down shows it: `11 调解书`.
pub(super) fn choice(item: &Item, lang: Lang) -> String {
    format!("{} {}", item.code, item.title().get(lang))
}
