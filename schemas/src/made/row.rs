//! The cells of one row that is made of a row of another ledger.

use super::{Asked, Held};
use crate::{
    campaign::Grade,
    filter::{Filter, Window},
    form::{Fixed, Form, Give, Given, MadeFrom, Own},
    table::{Cell, Table},
};

/// A row of a ledger held, from which another is made.
pub(super) struct Source<'a> {
    pub(super) asked: Asked<'a>,
    pub(super) held: &'a Held,
    pub(super) row: usize,
    pub(super) grade: Option<Grade>,
}

impl<'a> Source<'a> {
    /// The cells a block gives, in the order of the form's columns.
    pub(super) fn cells(&self, block: &'a MadeFrom) -> Vec<Cell<'a>> {
        let form: &'a Form = self.asked.form;
        let mut cells = vec![Cell::Empty; form.columns.len()];
        for give in &block.set {
            let Some((at, _)) = form.column(&give.column) else { continue };
            let Some(slot) = cells.get_mut(at).filter(|slot| **slot == Cell::Empty) else { continue };
            if self.holds(give) {
                *slot = self.cell(give, at).unwrap_or_default();
            }
        }
        cells
    }

    fn holds(&self, give: &Give) -> bool {
        let (period, table) = (self.asked.period, &self.held.table);
        give.when.is_empty()
            || (self.held.period.end() >= period.end()
                && Filter::new(&give.when, table.form(), Window::of(period)).holds(table, self.row))
    }

    fn cell(&self, give: &'a Give, to: usize) -> Option<Cell<'a>> {
        let (form, table): (&'a Form, &'a Table) = (self.asked.form, &self.held.table);
        let key = &give.column;
        match &give.what {
            Given::From(field) => {
                let (from, _) = table.form().resolve(field)?;
                Some(carried(table, self.row, from, form, to))
            }
            Given::Fixed(Fixed::Bool(yes)) => Some(Cell::Bool(*yes)),
            Given::Fixed(Fixed::Number(number)) => Some(Cell::Number(*number)),
            Given::Fixed(Fixed::Text(text)) => match form.list_of(to) {
                Some(_) => code(form, key, text),
                None => Some(Cell::Text(text)),
            },
            Given::Grade(codes) => code(form, key, codes.get(&self.grade?)?),
            Given::Own(Own::Bureau) => short(form, to, self.asked.bureau),
            Given::Own(Own::Day) => Some(Cell::Date(self.asked.period.start())),
            Given::Own(Own::Protection) => {
                short(form, to, &self.asked.campaign.protection(self.asked.period.start())?.name.zh)
            }
            Given::Signed(_) => None,
        }
    }
}

/// A text where the column has room for it.
fn short<'a>(form: &Form, column: usize, text: &'a str) -> Option<Cell<'a>> {
    let longest = form.columns.get(column)?.longest() as usize;
    (text.chars().count() <= longest).then_some(Cell::Text(text))
}

/// A code of the list of a column.
pub(super) fn code<'a>(form: &Form, key: &str, code: &str) -> Option<Cell<'a>> {
    let (at, _) = form.column(key)?;
    position(form, at, code).map(Cell::Code)
}

fn position(form: &Form, column: usize, code: &str) -> Option<u16> {
    form.list_of(column)?.position(code)
}

/// A cell of another ledger as a column of this form holds it: codes by what they are called, since the ledger may have been
/// filed under an earlier version of the list; empty where it cannot be held.
pub(super) fn carried<'a>(table: &'a Table, row: usize, from: usize, form: &Form, to: usize) -> Cell<'a> {
    let (Some(there), Some(here)) = (table.form().columns.get(from), form.columns.get(to)) else {
        return Cell::Empty;
    };
    if there.kind != here.kind {
        return Cell::Empty;
    }
    match table.cell(row, from) {
        Cell::Code(_) => {
            let known = table.code(row, from).and_then(|code| position(form, to, code));
            known.map_or(Cell::Empty, Cell::Code)
        }
        Cell::Codes(bits) => {
            let items = table.form().list_of(from).map(|list| list.items.as_slice()).unwrap_or_default();
            let set = items.iter().enumerate().filter(|(at, _)| *at < 64 && bits >> at & 1 == 1);
            let known = set.filter_map(|(_, item)| position(form, to, &item.code)).filter(|at| *at < 64);
            match known.fold(0_u64, |all, at| all | 1 << at) {
                0 => Cell::Empty,
                bits => Cell::Codes(bits),
            }
        }
        Cell::Text(text) => short(form, to, text).unwrap_or_default(),
        cell => cell,
    }
}
