//! 风险台账: the open cases that a ledger grades, the gravest first, who answers for each, and which were not followed up in time (DOMAIN §7.2
//! items 34 to 38); and the workbook of them that the city stands for.

pub mod list;

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use schemas::{
    definition::Definitions,
    form::{Form, Role},
};

use crate::store::casebook::read::Kept;

/// The ledger whose cases are graded and followed up; the first there is.
pub fn graded(definitions: &Definitions) -> Option<&Arc<Form>> {
    let has = |form: &Form, role| form.with_role(role).is_some();
    definitions.forms().find(|form| {
        [Role::Case, Role::Level, Role::Followed, Role::Closed].iter().all(|role| has(form, *role))
    })
}

/// How an open case is looked after, as its newest ledger has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Care {
    /// Days since it was last followed up, or came in, at the end of the ledger's period or today, whichever is earlier.
    pub days: Option<i64>,
    /// Days it may have been.
    pub most: Option<i64>,
}

impl Care {
    /// How a case is looked after.
    pub fn of(kept: &Kept, days: &BTreeMap<&str, i64>, today: NaiveDate) -> Self {
        let last = kept.entry.followed.max(kept.entry.opened);
        let seen = kept.period.end().min(today);
        Self {
            days: last.map(|last| (seen - last).num_days().max(0)),
            most: kept.entry.level.as_deref().and_then(|level| days.get(level)).copied(),
        }
    }

    /// Whether nobody has looked after it for too long.
    pub fn is_stale(self) -> bool {
        self.days.zip(self.most).is_some_and(|(days, most)| days > most)
    }
}

/// What there is of one level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfLevel {
    /// Open cases.
    pub open: usize,
    /// Not followed up in time.
    pub stale: usize,
    /// Nobody is named who answers for it.
    pub unowned: usize,
    /// Persons involved.
    pub persons: i64,
}

/// What there is of each level.
pub fn levels<'a>(cases: impl IntoIterator<Item = (&'a Kept, Care)>) -> BTreeMap<&'a str, OfLevel> {
    let mut levels: BTreeMap<&str, OfLevel> = BTreeMap::new();
    for (kept, care) in cases {
        let Some(level) = kept.entry.level.as_deref() else { continue };
        let of = levels.entry(level).or_default();
        of.open += 1;
        of.stale += usize::from(care.is_stale());
        of.unowned += usize::from(kept.entry.responsible.is_none());
        of.persons = of.persons.saturating_add(kept.entry.persons.unwrap_or(0));
    }
    levels
}
