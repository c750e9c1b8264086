//! The events of a clock as a row of a ledger holds them, put into the order in which they happened.

use chrono::NaiveDate;

use super::{Extend, Pause, Term};
use crate::{
    deadline::{ClockEvent, ClockFault, Rule, Turn},
    form::{Field, Form},
    table::{Cell, Table},
};

/// The columns of a term, looked up once.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) from: usize,
    pub(super) ends: Vec<usize>,
    pub(super) due: Option<usize>,
    restart: Vec<usize>,
    pauses: Vec<Standstill>,
    extend: Option<Extension>,
}

#[derive(Clone, Copy, Debug)]
struct Standstill {
    from: usize,
    until: usize,
    /// Whether the second day is the last that is not counted.
    through: bool,
}

#[derive(Clone, Copy, Debug)]
struct Extension {
    yes: usize,
    days: Option<usize>,
    on: Option<usize>,
    document: Option<usize>,
}

/// From the first day that is not counted to the first that is again.
type Span = (NaiveDate, Option<NaiveDate>);

impl Columns {
    /// None if a column is missing, which loading refuses.
    pub(super) fn of(term: &Term, form: &Form) -> Option<Self> {
        let column = |field: &Field| form.resolve(field).map(|(index, _)| index);
        let maybe = |field: &Option<Field>| match field {
            Some(field) => column(field).map(Some),
            None => Some(None),
        };
        let all = |fields: &[Field]| fields.iter().map(column).collect::<Option<Vec<usize>>>();
        let standstill = |Pause { from, again, through }: &Pause| {
            let until = column(again.as_ref().or(through.as_ref())?)?;
            Some(Standstill { from: column(from)?, until, through: through.is_some() })
        };
        let extension = |Extend { yes, days, on, document }: &Extend| {
            Some(Extension {
                yes: column(yes)?,
                days: maybe(days)?,
                on: maybe(on)?,
                document: maybe(document)?,
            })
        };
        Some(Self {
            from: column(&term.from)?,
            ends: all(&term.ends)?,
            due: maybe(&term.due)?,
            restart: all(&term.restart)?,
            pauses: term.pauses.iter().map(standstill).collect::<Option<_>>()?,
            extend: match &term.extend {
                Some(extend) => Some(extension(extend)?),
                None => None,
            },
        })
    }

    /// What happened to the clock of a row, in order.
    ///
    /// # Errors
    /// [`ClockFault::OutOfTurn`] if the days of a standstill do not follow on each other.
    pub(super) fn events(
        &self,
        table: &Table,
        row: usize,
        rule: &Rule,
    ) -> Result<Vec<ClockEvent>, ClockFault> {
        let mut restarts: Vec<NaiveDate> =
            self.restart.iter().flat_map(|column| table.dates(row, *column)).collect();
        restarts.sort_unstable();
        restarts.dedup();
        let mut spans = Vec::new();
        for pause in &self.pauses {
            let days = |column| table.dates(row, column).collect::<Vec<NaiveDate>>();
            spans.extend(paired(&days(pause.from), &days(pause.until), pause.through)?);
        }
        let mut events: Vec<ClockEvent> = Vec::new();
        let mut happened = |on: NaiveDate, turn: Turn| events.push(ClockEvent { on, turn, document: None });
        for (since, again) in together(spans) {
            // A count that begins anew while the clock stands still stands still too.
            let inside =
                restarts.iter().copied().filter(|on| since < *on && again.is_none_or(|again| *on < again));
            let cuts: Vec<NaiveDate> = std::iter::once(since).chain(inside).collect();
            for (at, cut) in cuts.iter().enumerate() {
                happened(*cut, Turn::Suspend);
                if let Some(end) = cuts.get(at + 1).copied().or(again) {
                    happened(end, Turn::Resume);
                }
            }
        }
        restarts.iter().for_each(|on| happened(*on, Turn::Restart));
        events.extend(self.extension(table, row, rule, restarts.last().copied()));
        // On one day a standstill ends first, and another begins last.
        events.sort_by_key(|event| {
            let rank = match event.turn {
                Turn::Resume => 0,
                Turn::Restart => 1,
                Turn::Extend(_) => 2,
                Turn::Suspend => 3,
            };
            (event.on, rank)
        });
        Ok(events)
    }

    fn extension(
        &self,
        table: &Table,
        row: usize,
        rule: &Rule,
        restarted: Option<NaiveDate>,
    ) -> Option<ClockEvent> {
        let extend = self.extend?;
        if table.cell(row, extend.yes) != Cell::Bool(true) {
            return None;
        }
        let longest = rule.extension.as_ref().map_or(0, |extension| extension.days);
        let days = match extend.days.and_then(|days| table.number(row, days)) {
            Some(days) => u32::try_from(days).unwrap_or(u32::MAX),
            None => longest,
        };
        let approved = extend.on.and_then(|on| table.date(row, on));
        let on = approved.or(restarted).or_else(|| table.date(row, self.from))?;
        let document = extend.document.and_then(|document| table.text(row, document)).map(str::to_owned);
        Some(ClockEvent { on, turn: Turn::Extend(days), document })
    }
}

/// Beginnings with their ends; the last may have none yet.
fn paired(begun: &[NaiveDate], ended: &[NaiveDate], through: bool) -> Result<Vec<Span>, ClockFault> {
    let mut spans: Vec<Span> = Vec::new();
    for (at, since) in begun.iter().enumerate() {
        if let Some((_, again)) = spans.last()
            && again.is_none_or(|again| again > *since)
        {
            return Err(ClockFault::OutOfTurn(*since));
        }
        let again = match ended.get(at) {
            Some(end) if end < since => return Err(ClockFault::OutOfTurn(*end)),
            Some(end) if through => Some(end.succ_opt().unwrap_or(*end)),
            end => end.copied(),
        };
        spans.push((*since, again));
    }
    match ended.get(begun.len()) {
        Some(extra) => Err(ClockFault::OutOfTurn(*extra)),
        None => Ok(spans),
    }
}

/// Spans that overlap or touch as one, in order: a case may be suspended while it is announced.
fn together(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|(since, again)| again.is_none_or(|again| again > *since));
    spans.sort_unstable_by_key(|(since, _)| *since);
    let mut merged: Vec<Span> = Vec::new();
    for (since, again) in spans {
        match merged.last_mut() {
            Some((_, last)) if last.is_none_or(|last| last >= since) => {
                *last = last.zip(again).map(|(one, other)| one.max(other));
            }
            _ => merged.push((since, again)),
        }
    }
    merged
}
