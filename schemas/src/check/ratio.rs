//! A share is computed from the two numbers of its row: a ledger cannot say another.

use super::Findings;
use crate::{
    finding::{Finding, Severity},
    form::{Column, Form},
    table::Table,
    text::Text,
};

pub(super) fn check(table: &Table, findings: &mut Findings<'_>) {
    let form = table.form();
    for (index, column) in form.columns.iter().enumerate().filter(|(_, column)| column.ratio.is_some()) {
        for row in 0..table.len() {
            let Some(said) = table.number(row, index) else { continue };
            if computed(table, row, column) == Some(said) {
                continue;
            }
            findings.at(row, index, contradicts(form, column, computed(table, row, column)));
        }
    }
}

/// The share of a row in hundredths of a percent, rounded half up; `None` without both numbers.
pub(crate) fn computed(table: &Table, row: usize, column: &Column) -> Option<i64> {
    let number = |key: &str| {
        let (index, _) = table.form().column(key)?;
        table.number(row, index)
    };
    let ratio = column.ratio.as_ref()?;
    share(number(&ratio.of)?, number(&ratio.to)?)
}

/// The share that one number is of another, in hundredths of a percent, rounded half up.
pub(crate) fn share(of: i64, to: i64) -> Option<i64> {
    let (of, to) = (i128::from(of), i128::from(to));
    (to > 0 && of >= 0).then(|| (of * 20_000 + to) / (2 * to)).and_then(|share| i64::try_from(share).ok())
}

/// The finding on a share that is not the quotient.
pub(crate) fn contradicts(form: &Form, column: &Column, computed: Option<i64>) -> Finding {
    let title = |key: &str| form.column(key).map_or_else(|| Text::same(""), |(_, column)| column.title());
    let (of, to) = column.ratio.as_ref().map(|ratio| (title(&ratio.of), title(&ratio.to))).unzip();
    let computed = computed.map_or_else(|| "—".to_owned(), crate::cell::percent);
    let what =
        Text::new("“{column}”应为{of}÷{to}＝{computed}", "“{column}” should be {of} ÷ {to} = {computed}");
    let fix = Text::new(
        "核对两个数；占比可以不填，由程序计算",
        "Check the two numbers; the share may be left out and is computed",
    );
    let none = Text::same("");
    let what = what.fill(&[
        ("column", &column.title()),
        ("of", of.as_ref().unwrap_or(&none)),
        ("to", to.as_ref().unwrap_or(&none)),
        ("computed", &computed),
    ]);
    Finding::new("ratio", Severity::Block, what, fix)
}
