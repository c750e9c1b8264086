//! One cell of a sheet as a cell of the table: by the type of its column, or refused with what was expected.

use chrono::NaiveDate;

use crate::{
    code::CodeList,
    form::{Column, ColumnType, Form, MOST_DATES},
    sheet::{
        book::{Epoch, RawCell},
        value::{self, Share, Unit, Unreadable},
    },
    table::Cell,
    text::Text,
};

/// A cell read, owning its text until the row is pushed.
pub(super) enum Kept {
    Empty,
    Text(String),
    Days(Vec<NaiveDate>),
    Cell(Cell<'static>),
    /// A share as it was written; what it comes to is computed from its row.
    Share(Share),
}

impl Kept {
    pub(super) fn cell(&self) -> Cell<'_> {
        match self {
            Self::Empty | Self::Share(_) => Cell::Empty,
            Self::Text(text) => Cell::Text(text),
            Self::Days(days) => Cell::Dates(days),
            Self::Cell(cell) => *cell,
        }
    }
}

/// Reads a cell as its column asks.
///
/// # Errors
/// [`Unreadable`] with what was expected.
pub(super) fn cell(
    raw: &RawCell,
    form: &Form,
    index: usize,
    column: &Column,
    epoch: Epoch,
    unit: Unit,
) -> Result<Kept, Unreadable> {
    let text = |text: Option<String>| text.filter(|text| !text.is_empty()).map_or(Kept::Empty, Kept::Text);
    let refuse = |expected: Text| Unreadable { expected, found: value::shown(raw) };
    let number = |number: i64| {
        let least = column.min.unwrap_or(0);
        let refuse =
            || refuse(Text::owned(format!("不小于{least}的数"), format!("a number not below {least}")));
        (number >= least).then_some(Kept::Cell(Cell::Number(number))).ok_or_else(refuse)
    };
    match column.kind {
        ColumnType::Text | ColumnType::Log => {
            let is_log = column.kind == ColumnType::Log;
            let read = if is_log { value::log(raw)? } else { value::text(raw)? };
            let longest = column.longest();
            match &read {
                Some(text) if text.chars().nth(longest as usize).is_some() => Err(refuse(Text::owned(
                    format!("不超过{longest}个字"),
                    format!("at most {longest} characters"),
                ))),
                _ => Ok(text(read)),
            }
        }
        ColumnType::Uscc | ColumnType::IdNumber => {
            let read = value::code(raw)?;
            Ok(text(read.map(|code| {
                code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_uppercase()
            })))
        }
        ColumnType::Int => value::integer(raw)?.map_or(Ok(Kept::Empty), number),
        ColumnType::Money => value::money(raw, unit)?.map_or(Ok(Kept::Empty), number),
        ColumnType::Percent => Ok(value::share(raw)?.map_or(Kept::Empty, Kept::Share)),
        ColumnType::Date => {
            Ok(value::date(raw, epoch)?.map_or(Kept::Empty, |day| Kept::Cell(Cell::Date(day))))
        }
        ColumnType::Dates => {
            let days = value::dates(raw, epoch)?;
            if days.len() > MOST_DATES {
                return Err(refuse(Text::owned(
                    format!("不超过{MOST_DATES}个日期"),
                    format!("at most {MOST_DATES} dates"),
                )));
            }
            Ok(if days.is_empty() { Kept::Empty } else { Kept::Days(days) })
        }
        ColumnType::DateTime => Ok(value::datetime(raw, epoch)?
            .map_or(Kept::Empty, |at| Kept::Cell(Cell::DateTime(at.naive_local())))),
        ColumnType::Bool => Ok(value::flag(raw)?.map_or(Kept::Empty, |yes| Kept::Cell(Cell::Bool(yes)))),
        ColumnType::Code => {
            let Some(code) = value::listed(raw)? else { return Ok(Kept::Empty) };
            let list = form.list_of(index);
            let several = |list: &CodeList| list.like_number(&code).len() > 1;
            if matches!(raw, RawCell::Number(_)) && list.is_some_and(several) {
                return Err(refuse(AS_TEXT));
            }
            let position = list.and_then(|list| list.find(&code));
            position.map(|at| Kept::Cell(Cell::Code(at))).ok_or_else(|| refuse(codes_expected(form, index)))
        }
        ColumnType::Codes => {
            let Some(codes) = value::listed(raw)? else { return Ok(Kept::Empty) };
            let parts =
                codes.split(['、', ',', '，', ';', '；', '/']).map(str::trim).filter(|part| !part.is_empty());
            let bits = parts
                .map(|part| form.list_of(index)?.find(part).filter(|at| *at < 64))
                .try_fold(0_u64, |bits, at| Some(bits | 1 << at?));
            bits.map(|bits| Kept::Cell(Cell::Codes(bits))).ok_or_else(|| refuse(codes_expected(form, index)))
        }
    }
}

/// A number that several codes may have been before they lost their leading zeros.
const AS_TEXT: Text = Text::new(
    "以文本填写的代码（该数字去掉了前导零，对应多个代码）",
    "a code in a cell formatted as text (the number has lost its leading zeros and may be several codes)",
);

/// "one of 11 调解书, 12 和解撤回, …", cut to a length that fits a message.
fn codes_expected(form: &Form, index: usize) -> Text {
    const SHOWN: usize = 6;
    let Some(list) = form.list_of(index) else { return Text::new("代码", "a code") };
    let join = |name: fn(&crate::code::Item) -> &str, comma: &str| {
        let items: Vec<String> =
            list.items.iter().take(SHOWN).map(|item| format!("{} {}", item.code, name(item))).collect();
        items.join(comma)
    };
    let more = list.items.len() > SHOWN;
    Text::owned(
        format!("{}代码（{}{}）", list.name.zh, join(|item| &item.zh, "、"), if more { "……" } else { "" }),
        format!(
            "a code of {} ({}{})",
            list.name.en,
            join(|item| &item.en, ", "),
            if more { ", …" } else { "" }
        ),
    )
}
