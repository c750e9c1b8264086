//! The last day and the number of lines of a log are computed from it: a ledger cannot say another. A ledger without the log,
//! such as the sealed one, is taken at its word.

use chrono::NaiveDate;

use super::Findings;
use crate::{
    finding::{Finding, Severity},
    form::{Column, Form},
    table::{Cell, Table},
    text::Text,
};

pub(super) fn check(table: &Table, findings: &mut Findings<'_>) {
    let form = table.form();
    for (index, column) in form.columns.iter().enumerate() {
        let Some((log, _)) = log_of(form, column) else { continue };
        for row in 0..table.len() {
            let Some(computed) = table.text(row, log).and_then(|log| computed(column, log)) else { continue };
            let said = table.cell(row, index);
            if said != Cell::Empty && said != computed {
                findings.at(row, index, contradicts(form, column, computed));
            }
        }
    }
}

fn log_of<'a>(form: &'a Form, column: &Column) -> Option<(usize, &'a Column)> {
    form.column(column.last_of.as_ref().or(column.count_of.as_ref())?)
}

/// What a column is of a log's lines, which are in the order of their days.
pub(crate) fn computed(column: &Column, log: &str) -> Option<Cell<'static>> {
    if column.count_of.is_some() {
        return i64::try_from(log.lines().count()).ok().map(Cell::Number);
    }
    let day = log.lines().next_back()?.split(' ').next()?;
    NaiveDate::parse_from_str(day, "%Y-%m-%d").ok().map(Cell::Date)
}

/// The finding on a cell that is not what its log says.
pub(crate) fn contradicts(form: &Form, column: &Column, computed: Cell<'_>) -> Finding {
    let log = log_of(form, column).map_or_else(|| Text::same(""), |(_, log)| log.title());
    let what = match computed {
        Cell::Number(lines) => Text::new(
            "“{column}”应为“{log}”的次数{lines}",
            "“{column}” should be {lines}, the number of lines of “{log}”",
        )
        .fill(&[("column", &column.title()), ("log", &log), ("lines", &lines)]),
        Cell::Date(day) => Text::new(
            "“{column}”应为“{log}”最后一次的日期{day}",
            "“{column}” should be {day}, the last day of “{log}”",
        )
        .fill(&[("column", &column.title()), ("log", &log), ("day", &day)]),
        _ => Text::same(""),
    };
    let fix = Text::new(
        "补上缺少的记录；该列可以不填，由程序按记录计算",
        "Add the lines that are missing; this column may be left out and is computed of them",
    );
    Finding::new("log", Severity::Block, what, fix)
}
