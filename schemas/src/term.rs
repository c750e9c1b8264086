//! Time limits of the cases of a ledger: which rule of which procedure runs from which column, what happened to its clock,
//! and where every case stands on a day. Nothing is stored; a due day is counted again from the row (DOMAIN §1.1).
//!
//! ```toml
//! [[terms]]
//! rule = "arbitration.award"      # procedure and rule of definitions/deadlines
//! from = "@opened"                # the day it runs from
//! ends = ["@closed"]              # the first of these days ends it
//! rows = [{ on = "channel", among = ["1"] }]   # which rows are under it, where not all are
//! due = "@due"                    # what the county has worked out itself, if the form asks for it
//! restart = ["joined", "claim_changed"]
//! pauses = [{ from = "suspended", again = "resumed" }, { from = "announced", through = "announced_until" }]
//! extend = { yes = "extended", days = "extension_days", on = "extended_on", document = "extension_doc" }
//! ```

mod clock;
mod open;

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use serde::Deserialize;

use self::clock::Columns;
pub use self::open::{Case, open_cases};
use crate::{
    deadline::{ClockFault, Limit, Rule},
    filter::Filter,
    form::{Clause, ColumnType, Field, Form, Test, When},
    table::Table,
};

/// A time limit of the cases of a form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Procedure and rule: `arbitration.award`.
    pub rule: String,
    /// Which rows are under it; every one unless it says so. What a row is decides, not where its days lie.
    #[serde(default)]
    pub rows: Vec<Clause>,
    /// The column with the day it runs from.
    pub from: Field,
    /// The columns whose day ends it; the earliest that is filled does.
    pub ends: Vec<Field>,
    /// The column with the due day as the county has worked it out.
    pub due: Option<Field>,
    /// Columns with days on which the count begins anew.
    #[serde(default)]
    pub restart: Vec<Field>,
    /// Columns between whose days nothing is counted.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// The columns of its extension.
    pub extend: Option<Extend>,
}

/// Days that are not counted, from one column to another. Where the second is still empty the clock stands still.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// The first day that is not counted.
    pub from: Field,
    /// The first day that is counted again (恢复日期).
    pub again: Option<Field>,
    /// The last day that is not counted (公告期满日期).
    pub through: Option<Field>,
}

/// An extension. Without a number of days it is the longest the rule allows; without a day it was approved in time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    /// Whether it was extended.
    pub yes: Field,
    /// By how many days.
    pub days: Option<Field>,
    /// When that was approved.
    pub on: Option<Field>,
    /// By which document.
    pub document: Option<Field>,
}

impl Term {
    /// Procedure and code of the rule.
    pub fn named(&self) -> Option<(&str, &str)> {
        self.rule.split_once('.')
    }

    /// What does not fit the form or the rule.
    pub(crate) fn fault(&self, form: &Form, rule: &Rule) -> Option<String> {
        let is = |field: &Field, kinds: &[ColumnType]| {
            form.resolve(field).is_some_and(|(_, column)| kinds.contains(&column.kind))
        };
        for condition in self.rows.iter().flat_map(Clause::conditions) {
            if let Some(fault) = condition.fault(form).or_else(|| condition.unknown_code(form)) {
                return Some(format!("rows: {fault}"));
            }
            if matches!(condition.test, Test::Is(when) if !matches!(when, When::Filled | When::Yes)) {
                return Some("rows: a limit knows no period".into());
            }
        }
        let day = [ColumnType::Date, ColumnType::DateTime];
        let days = [ColumnType::Date, ColumnType::Dates];
        if self.ends.is_empty() {
            return Some("ends: with which day does it end?".into());
        }
        if !std::iter::once(&self.from).chain(&self.ends).chain(&self.due).all(|field| is(field, &day)) {
            return Some("from, ends, due: columns with a day".into());
        }
        if !self.restart.iter().all(|field| is(field, &days)) {
            return Some("restart: columns with days".into());
        }
        for pause in &self.pauses {
            let ((Some(until), None) | (None, Some(until))) = (&pause.again, &pause.through) else {
                return Some("pauses: either `again` or `through`".into());
            };
            if !is(&pause.from, &days) || !is(until, &days) {
                return Some("pauses: columns with days".into());
            }
        }
        if let Some(extend) = &self.extend {
            let fits = is(&extend.yes, &[ColumnType::Bool])
                && extend.days.iter().all(|field| is(field, &[ColumnType::Int]))
                && extend.on.iter().all(|field| is(field, &[ColumnType::Date]))
                && extend.document.iter().all(|field| is(field, &[ColumnType::Text]));
            if !fits {
                return Some("extend: `yes` 是/否, `days` a number, `on` a day, `document` a text".into());
            }
        }
        let knows = (rule.restarts || self.restart.is_empty())
            && (rule.stops || self.pauses.is_empty())
            && (rule.extension.is_some() || self.extend.is_none());
        (!knows).then(|| format!("the rule {} knows no such event", self.rule))
    }
}

/// A case under a limit.
#[derive(Clone, Debug)]
pub struct Timed {
    /// The limit.
    pub rule: Arc<Rule>,
    /// The day it runs from, before anything happened to it.
    pub from: NaiveDate,
    /// Where it stands by count, or why that cannot be said.
    pub limit: Result<Limit, ClockFault>,
    /// The due day the county has filled in.
    pub filled: Option<NaiveDate>,
    /// The day with which it ended.
    pub ended: Option<NaiveDate>,
}

/// What a last day rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// It was counted.
    Counted,
    /// It was counted, but the calendar does not say whether the day is worked (日历未更新).
    Unsettled,
    /// It cannot be counted; it is the day the county has filled in.
    Filled,
}

/// How near a last day is, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Three days or fewer.
    Three,
    /// Five or four.
    Five,
    /// Ten to six.
    Ten,
    /// More than ten.
    Later,
}

/// Where an open case stands on a day, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// Its last day had passed, so many days ago by now, when the ledger was made: 超期.
    Overdue(u32),
    /// Its last day has passed since; whether it was closed in time the next ledger says.
    Lapsed(u32),
    /// So many days are left; on the last of them it is 0.
    Due(Urgency, u32),
    /// Its clock stands still, with so many days left.
    Stopped(u32),
    /// Nothing can be said: it cannot be counted and nothing was filled in.
    Unknown,
}

impl Urgency {
    fn of(left: u32) -> Self {
        match left {
            0..=3 => Self::Three,
            4..=5 => Self::Five,
            6..=10 => Self::Ten,
            _ => Self::Later,
        }
    }
}

impl Timed {
    /// The last day and what it rests on; none while the clock stands still.
    pub fn last_day(&self) -> Option<(NaiveDate, Basis)> {
        match &self.limit {
            Ok(Limit::Ends(end)) if end.unsettled.is_some() => Some((end.day, Basis::Unsettled)),
            Ok(Limit::Ends(end)) => Some((end.day, Basis::Counted)),
            Ok(Limit::Stopped { .. }) => None,
            Err(_) => self.filled.map(|day| (day, Basis::Filled)),
        }
    }

    /// The counted last day, where the one filled in is neither that nor the day the count came to before it was put off
    /// to a working day.
    pub fn contradicted(&self) -> Option<NaiveDate> {
        let (Ok(Limit::Ends(end)), Some(filled)) = (&self.limit, self.filled) else { return None };
        (filled != end.day && filled != end.counted).then_some(end.day)
    }

    /// Where it stands on `today` if nothing is known after `known`; none if it has ended.
    pub fn stand(&self, today: NaiveDate, known: NaiveDate) -> Option<Stand> {
        if self.ended.is_some() {
            return None;
        }
        if let Ok(Limit::Stopped { left, .. }) = self.limit {
            return Some(Stand::Stopped(left));
        }
        let Some((last, _)) = self.last_day() else { return Some(Stand::Unknown) };
        let days = |from: NaiveDate, to: NaiveDate| u32::try_from((to - from).num_days()).unwrap_or(0);
        Some(match last < today {
            true if last <= known => Stand::Overdue(days(last, today)),
            true => Stand::Lapsed(days(last, today)),
            false => Stand::Due(Urgency::of(days(today, last)), days(today, last)),
        })
    }
}

/// The limits of a ledger's cases. A pass over many rows counts each beginning without events once.
pub struct Limits<'a> {
    table: &'a Table,
    terms: Vec<(Columns, Filter, Arc<Rule>)>,
    plain: BTreeMap<(usize, NaiveDate), Result<Limit, ClockFault>>,
}

impl<'a> Limits<'a> {
    /// Those of a ledger, by the terms of its form.
    pub fn of(table: &'a Table) -> Self {
        let form = table.form();
        let rules = form.terms.iter().zip(&form.rules_of_terms);
        let bound = |(term, rule): (&Term, &Arc<Rule>)| {
            Some((Columns::of(term, form)?, Filter::timeless(&term.rows, form), Arc::clone(rule)))
        };
        let terms = rules.filter_map(bound).collect();
        Self { table, terms, plain: BTreeMap::new() }
    }

    /// How many terms the form has.
    pub fn terms(&self) -> usize {
        self.terms.len()
    }

    /// A row under a term; none if it is not, or does not run, having no day to run from.
    pub fn at(&mut self, row: usize, term: usize) -> Option<Timed> {
        let (columns, under, rule) = self.terms.get(term)?;
        let table = self.table;
        if !under.holds(table, row) {
            return None;
        }
        let from = table.date(row, columns.from)?;
        let calendar = table.form().calendar();
        let limit = match columns.events(table, row, rule) {
            Ok(events) if events.is_empty() => {
                self.plain.entry((term, from)).or_insert_with(|| rule.limit(from, &[], calendar)).clone()
            }
            Ok(events) => rule.limit(from, &events, calendar),
            Err(fault) => Err(fault),
        };
        Some(Timed {
            rule: Arc::clone(rule),
            from,
            limit,
            filled: columns.due.and_then(|due| table.date(row, due)),
            ended: columns.ends.iter().filter_map(|end| table.date(row, *end)).min(),
        })
    }

    /// The column a finding on a term points at: the due day, or the day it runs from.
    pub fn place(&self, term: usize) -> usize {
        self.terms.get(term).map_or(0, |(columns, ..)| columns.due.unwrap_or(columns.from))
    }

    /// Whether a term has a due day that is filled in.
    pub fn is_filled_in(&self, term: usize) -> bool {
        self.terms.get(term).is_some_and(|(columns, ..)| columns.due.is_some())
    }
}
