//! The board of a period: every bureau × form with its obligation, who was reminded, who was late this year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::Duty,
    owed::Acts,
    period::Period,
    statement::{FilingKey, Subject},
    wire::FilingState,
};

use super::{Act, Ground, Obligation};
use crate::{
    app::Services,
    error::AppError,
    store::{
        book::{self, Received},
        duty, reminder,
    },
};

/// The board.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// Obligations by bureau and form.
    pub owed: BTreeMap<BureauCode, BTreeMap<String, Obligation>>,
    /// What was received, by bureau and form.
    pub acts: BTreeMap<BureauCode, BTreeMap<String, Act>>,
    /// How often a bureau was reminded of this period after it was due.
    pub reminded: BTreeMap<BureauCode, u32>,
    /// Periods of the calendar year for which a bureau was late, this one included.
    pub late: BTreeMap<BureauCode, BTreeSet<Period>>,
}

/// The board of a period for some bureaus, as of an instant: by what was received and decided up to another, or ever.
///
/// # Errors
/// Only if the store fails.
pub async fn board(
    services: &Services,
    bureaus: Vec<Bureau>,
    period: Period,
    now: DateTime<Utc>,
    known: DateTime<Utc>,
) -> Result<Board, AppError> {
    let campaign = std::sync::Arc::clone(&services.campaign);
    let calendar = std::sync::Arc::clone(services.definitions.calendar());
    let read = services.store.read(move |connection| {
        let duties: Vec<&Duty> =
            campaign.duties.iter().filter(|duty| duty.cadence == period.cadence()).collect();
        let deadlines = duties.iter().filter_map(|duty| duty.deadline(period, &calendar).ok());
        let due = deadlines.map(|deadline| deadline.due).min().unwrap_or(now);
        // Only where places are given do rules look back over the year.
        let first = period.first_of_year().filter(|_| period.cadence() == campaign.cadence);
        let year = first.map(|first| first.through(period)).unwrap_or_else(|| vec![period]);
        let mut board = Board { reminded: reminder::sent(connection, period, due)?, ..Board::default() };
        let decided = duty::acts(connection, known)?;
        let none = Acts::default();
        let received = book::received(connection, &year, known)?;
        let filed = acts(&received);
        for period_of_year in year {
            for bureau in &bureaus {
                let acts_of = decided.get(&bureau.code).unwrap_or(&none);
                let ground =
                    Ground { campaign: &campaign, calendar: &calendar, who: bureau.into(), acts: acts_of };
                for duty in &duties {
                    let act = filed.get(&(&bureau.code, duty.form.as_str(), period_of_year, None)).copied();
                    let Some(obligation) = ground.at(duty, period_of_year, act, now) else { continue };
                    if obligation.late_days > 0 {
                        board.late.entry(bureau.code.clone()).or_default().insert(period_of_year);
                    }
                    if let (true, Some(act)) = (period_of_year == period, act) {
                        board.acts.entry(bureau.code.clone()).or_default().insert(duty.form.clone(), act);
                    }
                    if period_of_year == period {
                        board
                            .owed
                            .entry(bureau.code.clone())
                            .or_default()
                            .insert(duty.form.clone(), obligation);
                    }
                }
            }
        }
        Ok::<_, AppError>(board)
    });
    read.await
}

/// What a filing is of, borrowed.
pub type Name<'a> = (&'a BureauCode, &'a str, Period, Option<&'a Subject>);

/// What a filing is of, borrowed.
pub fn name(key: &FilingKey) -> Name<'_> {
    (&key.bureau, &key.form, key.period, key.subject.as_ref())
}

/// The act of each filing: the head's state; on time goes by the first revision that stood (RULINGS 6).
pub fn acts<'a>(rows: impl IntoIterator<Item = &'a Received>) -> BTreeMap<Name<'a>, Act> {
    let mut acts: BTreeMap<Name<'_>, Act> = BTreeMap::new();
    for row in rows {
        let filing = (&row.bureau, row.form.as_str(), row.period, row.subject.as_ref());
        let received = row.first.unwrap_or(row.at);
        // An amendment that was never followed by its rows leaves in force what stood before.
        if row.state == FilingState::Defaulted && acts.contains_key(&filing) {
            continue;
        }
        let act = acts.entry(filing).or_insert(Act {
            state: row.state,
            nil: row.nil,
            awaited: row.awaited,
            received,
        });
        // What was filed before a withdrawal does not make what comes after it timely.
        let anew = act.state == FilingState::Voided || row.state.stands();
        let received = if anew { received } else { act.received };
        *act = Act { state: row.state, nil: row.nil, awaited: row.awaited, received };
    }
    acts
}
