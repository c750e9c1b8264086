//! Which rows a ledger of a period holds (RULINGS 2): a case that was open on some day of it, falls due in it, or has a dated
//! event in it. Asked by the check of a ledger, and by whoever puts one together of cases held.

use crate::{
    form::{Form, Role},
    period::Period,
    table::Table,
};

/// The columns of a form that say when a case was what, by position.
#[derive(Clone, Debug)]
pub struct Dated {
    /// When it was opened; a form without is no ledger of cases, and every row belongs.
    pub opened: Option<usize>,
    /// When it was closed.
    pub closed: Option<usize>,
    /// When it falls due.
    pub due: Option<usize>,
    /// What happened on a day or on several.
    pub events: Vec<usize>,
}

impl Dated {
    /// The dated columns of a form.
    pub fn of(form: &Form) -> Self {
        let position = |role| form.with_role(role).map(|(index, _)| index);
        let events = form.columns.iter().enumerate().filter(|(_, column)| column.event);
        Self {
            opened: position(Role::Opened),
            closed: position(Role::Closed),
            due: position(Role::Due),
            events: events.map(|(index, _)| index).collect(),
        }
    }

    /// Whether a row belongs into the ledger of a period. Where the day of opening is not known, it does: whoever fills the
    /// ledger has to look at it.
    pub fn belongs(&self, table: &Table, row: usize, period: Period) -> bool {
        let Some(first) = self.opened.and_then(|opened| table.date(row, opened)) else { return true };
        let last = self.closed.and_then(|closed| table.date(row, closed));
        let inside = |index: &usize| table.dates(row, *index).any(|day| period.contains(day));
        first <= period.end()
            && (last.is_none_or(|last| last >= period.start())
                || self.due.iter().chain(&self.events).any(inside))
    }
}
