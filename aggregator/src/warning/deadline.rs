//! Cases under time limits, counted again from the rows in force of a period: who has how long left, and who is overdue
//! (DOMAIN §7.3 item 48). A ledger knows nothing after its period; what has passed since is said to be open, not overdue.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::NaiveDate;
use schemas::{
    bureau::{Bureau, BureauCode},
    hash::Sha,
    period::Period,
    statement::FilingKey,
    term::{Case, Stand, Urgency, open_cases},
};

use crate::{
    app::Services,
    error::AppError,
    intake,
    store::{content as stored, filing},
};

/// Most ledgers whose open cases are kept; beyond it all are read again.
pub const KEPT: usize = 4_096;

/// The open cases of ledgers that were read, by their content.
#[derive(Debug, Default)]
pub struct Kept(Mutex<BTreeMap<Sha, Arc<Vec<Case>>>>);

impl Kept {
    fn of(&self, content: &Sha) -> Option<Arc<Vec<Case>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(content).cloned()
    }

    fn keep(&self, content: Sha, cases: Arc<Vec<Case>>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(content, cases);
    }
}

/// The open cases of a filing.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// Whose.
    pub bureau: BureauCode,
    /// Code of the form.
    pub form: String,
    /// Its open cases under limits.
    pub cases: Arc<Vec<Case>>,
}

/// A case of a list, as it stands on a day.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    /// Its ledger.
    pub ledger: &'a Ledger,
    /// It.
    pub case: &'a Case,
    /// Where it stands.
    pub stand: Stand,
}

/// Which cases are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// All open ones.
    #[default]
    Every,
    /// 超期.
    Overdue,
    /// Within three days.
    Three,
    /// Within five.
    Five,
    /// Within ten.
    Ten,
    /// Their day has passed since the ledger was made.
    Lapsed,
    /// Their clock stands still.
    Stopped,
    /// Nothing can be said.
    Unknown,
}

impl Shown {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::Every,
        Self::Overdue,
        Self::Three,
        Self::Five,
        Self::Ten,
        Self::Lapsed,
        Self::Stopped,
        Self::Unknown,
    ];

    /// Its word in an address; anything unknown shows all.
    pub fn parse(text: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|shown| shown.key() == text).unwrap_or_default()
    }

    /// That word; all need none.
    pub fn key(self) -> Option<&'static str> {
        Some(match self {
            Self::Every => return None,
            Self::Overdue => "overdue",
            Self::Three => "3",
            Self::Five => "5",
            Self::Ten => "10",
            Self::Lapsed => "lapsed",
            Self::Stopped => "stopped",
            Self::Unknown => "unknown",
        })
    }

    /// Whether a case is of them; within ten days are those within five, too.
    pub fn holds(self, stand: Stand) -> bool {
        match (self, stand) {
            (Self::Every, _)
            | (Self::Overdue, Stand::Overdue(_))
            | (Self::Lapsed, Stand::Lapsed(_))
            | (Self::Stopped, Stand::Stopped(_))
            | (Self::Unknown, Stand::Unknown) => true,
            (Self::Three, Stand::Due(urgency, _)) => urgency <= Urgency::Three,
            (Self::Five, Stand::Due(urgency, _)) => urgency <= Urgency::Five,
            (Self::Ten, Stand::Due(urgency, _)) => urgency <= Urgency::Ten,
            _ => false,
        }
    }
}

/// The ledgers in force of some bureaus for a period whose forms have limits, in the order of the bureaus and forms. One
/// question to the store, and one more for each ledger that was not read before.
///
/// # Errors
/// Only if the store fails, or content that was judged cannot be read any more.
pub async fn ledgers(
    services: &Services,
    bureaus: &[Bureau],
    period: Period,
) -> Result<Vec<Ledger>, AppError> {
    let timed = services.definitions.forms().filter(|form| !form.terms.is_empty());
    let forms: Vec<String> = timed.map(|form| form.form.clone()).collect();
    let codes: Vec<BureauCode> = bureaus.iter().map(|bureau| bureau.code.clone()).collect();
    let in_force = services.store.read(move |connection| {
        let codes: Vec<&str> = codes.iter().map(BureauCode::as_str).collect();
        let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
        filing::contents_in_force(connection, period, &codes, &forms)
    });
    let place: BTreeMap<&BureauCode, usize> =
        bureaus.iter().enumerate().map(|(at, bureau)| (&bureau.code, at)).collect();
    let mut in_force = in_force.await?;
    in_force.sort_by_key(|(key, _)| place.get(&key.bureau).copied());
    let mut ledgers = Vec::new();
    for (key, sha256) in in_force {
        if let Some(cases) = cases(services, &key, sha256).await? {
            ledgers.push(Ledger { bureau: key.bureau, form: key.form, cases });
        }
    }
    Ok(ledgers)
}

/// The open cases of a filing with rows in force; none if these have to come again after a restore.
async fn cases(
    services: &Services,
    key: &FilingKey,
    sha256: Sha,
) -> Result<Option<Arc<Vec<Case>>>, AppError> {
    if let Some(cases) = services.deadlines.of(&sha256) {
        return Ok(Some(cases));
    }
    let wanted = key.clone();
    let read = services.store.read(move |connection| {
        // Another revision may have come in force since.
        let Some(row) = filing::in_force(connection, &wanted)? else { return Ok(None) };
        let Some(sha256) = row.content else { return Ok(None) };
        Ok::<_, AppError>(stored::packed(connection, &sha256)?.map(|packed| (row, sha256, packed)))
    });
    let Some((row, sha256, packed)) = read.await? else { return Ok(None) };
    // What was filed under an earlier form is counted by the limits it had.
    let read = intake::content::of_rows(services, &row, packed, |_, table| Arc::new(open_cases(&table)));
    let cases = read.await?;
    services.deadlines.keep(sha256, Arc::clone(&cases));
    Ok(Some(cases))
}

/// The cases as they stand on a day, the most urgent first: overdue longest first, then by the day that comes next.
pub fn listed(ledgers: &[Ledger], today: NaiveDate, known: NaiveDate) -> Vec<Listed<'_>> {
    let mut all: Vec<Listed<'_>> = ledgers
        .iter()
        .flat_map(|ledger| ledger.cases.iter().map(move |case| (ledger, case)))
        .filter_map(|(ledger, case)| Some(Listed { ledger, case, stand: case.timed.stand(today, known)? }))
        .collect();
    all.sort_by_key(|one| (one.stand.rank(), one.case.timed.last_day().map(|(day, _)| day)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_ledgers_are_kept() {
        let (kept, none) = (Kept::default(), Arc::new(Vec::new()));
        let of = |number: usize| Sha::of(number.to_string().as_bytes());
        (0..KEPT).for_each(|number| kept.keep(of(number), Arc::clone(&none)));
        assert!(kept.of(&of(0)).is_some() && kept.of(&of(KEPT - 1)).is_some());
        kept.keep(of(KEPT), none);
        assert!(kept.of(&of(0)).is_none() && kept.of(&of(KEPT)).is_some(), "read again");
    }
}
