//! 积案: how long what is open has been so, form by form, and what is left of the cases that were open when the campaign began, period by
//! period (DOMAIN §7.3 item 50). Of the tallies of filings alone: a form with the tallies of [`AGES`] has ages.

use schemas::{bureau::BureauCode, form::Form, period::Period, tally::Tally, target::Basis};

use super::{book::Shelf, standing::Field};

/// What is open at the end of a period, and of it what has been so for longer than so many days.
pub const AGES: [(&str, Option<i64>); 5] = [
    ("ending", None),
    ("over30_ending", Some(30)),
    ("over60_ending", Some(60)),
    ("over90_ending", Some(90)),
    ("over180_ending", Some(180)),
];
/// Open when the campaign began, and closed of it since.
const CLEARED: [&str; 2] = ["backlog", "backlog_closed"];
/// Most periods of the way down that are shown.
const STEPS: usize = 60;

/// What is open of one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// One a bureau that filed the form for the period, in official order.
    pub bureaus: Vec<(BureauCode, Own)>,
    /// All of them together.
    pub all: Own,
    /// What was left at the end of each period since the campaign began, of those whose ledgers are whole so far; nothing for a form
    /// that counts no such cases.
    pub way: Vec<Step>,
    /// How many bureaus the way down is of.
    pub whole: usize,
}

/// What is open of one bureau.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// By [`AGES`].
    pub ages: [i64; AGES.len()],
    /// Open when the campaign began and closed since; none where a ledger of any of its periods is missing.
    pub cleared: Option<(i64, i64)>,
}

/// A period on the way down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The period.
    pub period: Period,
    /// What was open when the campaign began and still is.
    pub left: i64,
}

/// The forms of a campaign that say how long what is open has been so, by their codes.
pub fn forms(field: Field<'_>) -> Vec<&Form> {
    let ages = |form: &Form| AGES.iter().all(|(key, _)| form.tally(key).is_some());
    let all = field.definitions.forms().map(AsRef::as_ref);
    all.filter(|form| field.campaign.asks(&form.form) && ages(form)).collect()
}

/// What is open of a form at the end of a period, for the bureaus that somebody sees.
pub fn of(field: Field<'_>, form: &Form, period: Period, seen: impl Fn(&BureauCode) -> bool) -> Backlog {
    let ages = AGES.map(|(key, _)| format!("{}.{key}", form.form));
    let cleared = CLEARED.map(|key| format!("{}.{key}", form.form));
    let counts = CLEARED.iter().all(|key| form.tally(key).is_some());
    let get = |shelf: &Shelf, names: &[String], at: Period, basis| -> Option<Vec<i64>> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let span = shelf.tallies(at, &names, basis, field.campaign, field.definitions)?;
        Some(names.iter().map(|name| span.get(name).map_or(0, Tally::count)).collect())
    };
    let so_far = |shelf: &Shelf, at: Period| match get(shelf, &cleared, at, Basis::CampaignToDate)?[..] {
        [backlog, closed] => Some((backlog, closed)),
        _ => None,
    };
    let mut backlog = Backlog { bureaus: Vec::new(), all: Own::default(), way: Vec::new(), whole: 0 };
    let mut whole: Vec<&Shelf> = Vec::new();
    for bureau in field.bureaus.iter().filter(|bureau| seen(&bureau.code)) {
        let Some(shelf) = field.book.shelf(&bureau.code) else { continue };
        let Some(found) = get(shelf, &ages, period, Basis::Period) else { continue };
        let mut own = Own::default();
        own.ages.iter_mut().zip(found).for_each(|(slot, count)| *slot = count);
        own.cleared = counts.then(|| so_far(shelf, period)).flatten();
        whole.extend(own.cleared.map(|_| shelf));
        backlog.all.add(own);
        backlog.bureaus.push((bureau.code.clone(), own));
    }
    backlog.whole = whole.len();
    if counts && !whole.is_empty() {
        let all = field.campaign.first_judged.min(period).through(period);
        let from = all.len().saturating_sub(STEPS);
        let left = |at: Period| {
            whole.iter().filter_map(|shelf| so_far(shelf, at)).map(|(open, closed)| open - closed).sum()
        };
        backlog.way = all.into_iter().skip(from).map(|period| Step { period, left: left(period) }).collect();
    }
    backlog
}

impl Own {
    fn add(&mut self, other: Self) {
        self.ages.iter_mut().zip(other.ages).for_each(|(sum, own)| *sum = sum.saturating_add(own));
        if let Some((open, closed)) = other.cleared {
            let (all, gone) = self.cleared.unwrap_or_default();
            self.cleared = Some((all.saturating_add(open), gone.saturating_add(closed)));
        }
    }
}
