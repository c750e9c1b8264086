//! A cell that every row must have is empty.

use super::Findings;
use crate::{
    finding::{Finding, Severity},
    table::{Cell, Table},
    text::Text,
};

pub(super) fn check(table: &Table, findings: &mut Findings<'_>) {
    for (index, column) in table.form().columns.iter().enumerate().filter(|(_, column)| column.required) {
        for row in (0..table.len()).filter(|row| table.cell(*row, index) == Cell::Empty) {
            let what = Text::new("“{column}”为必填项", "“{column}” must be filled")
                .fill(&[("column", &column.title())]);
            let fix = Text::new("填写该单元格", "Fill the cell");
            findings.at(row, index, Finding::new("required", Severity::Block, what, fix));
        }
    }
}
