//! What is still owed at an instant, of every cadence of the campaign: the one place where reminding looks at the board.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schemas::{
    bureau::{Bureau, BureauCode},
    period::{Cadence, Period, day_of, start_of_day},
};

use crate::{
    app::Services,
    error::AppError,
    measure::cache,
    obligation::{State, board, end_of},
    store::{bureau, message::About},
};

/// Most periods of a cadence that can be open at once.
const MOST: usize = 400;

/// An obligation that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Whose.
    pub bureau: BureauCode,
    /// What.
    pub about: About,
    /// From when on there is something to file.
    pub open: DateTime<Utc>,
}

/// Whether nothing more has to be done by the bureau.
pub fn is_done(state: State) -> bool {
    match state {
        State::Receipted | State::Awaited | State::Validated | State::Confirmed | State::Nil => true,
        State::NotDue | State::Open | State::Invalid | State::Returned | State::Overdue | State::Missing => {
            false
        }
    }
}

/// What is not done and not closed, in the order of the bureaus.
///
/// # Errors
/// Only if the store fails.
pub async fn owed(services: &Services, now: DateTime<Utc>) -> Result<Vec<Owed>, AppError> {
    let campaign = &services.campaign;
    if !campaign.judged {
        return Ok(Vec::new());
    }
    let tree = services.store.read(bureau::tree).await?;
    let cadences: BTreeSet<Cadence> = campaign.duties.iter().map(|duty| duty.cadence).collect();
    let mut owed = Vec::new();
    for period in cadences.into_iter().flat_map(|cadence| open_periods(services, cadence, now)) {
        let bureaus: Vec<Bureau> = cache::ranked(&tree, period);
        let board = board::board(services, bureaus.clone(), period, now).await?;
        for bureau in bureaus {
            for (form, obligation) in board.owed.get(&bureau.code).into_iter().flatten() {
                let closed = end_of(obligation.deadline.close) <= now;
                if closed || is_done(obligation.state) {
                    continue;
                }
                let due = end_of(obligation.deadline.due);
                let about = About { form: form.clone(), period, subject: "-".into(), due };
                owed.push(Owed { bureau: bureau.code.clone(), about, open: start_of_day(period.start()) });
            }
        }
    }
    owed.sort_by(|one, other| {
        (&one.bureau, &one.about.due, &one.about).cmp(&(&other.bureau, &other.about.due, &other.about))
    });
    Ok(owed)
}

/// The judged periods of a cadence that have begun and are not closed for every duty, the latest first.
fn open_periods(services: &Services, cadence: Cadence, now: DateTime<Utc>) -> Vec<Period> {
    let campaign = &services.campaign;
    let begun = Period::holding(cadence, day_of(now));
    let of_cadence = |period: &Period| {
        let mut duties = campaign.duties.iter().filter(|duty| duty.cadence == period.cadence());
        duties.any(|duty| now < end_of(duty.deadline(*period).close))
    };
    let back = std::iter::successors(begun, |period: &Period| period.previous());
    back.take_while(of_cadence).take(MOST).filter(|period| campaign.judges(*period)).collect()
}
