//! What is still owed at an instant, of every cadence of the campaign and of every matter with reports: the one place where
//! reminding looks at the board and at the engine that both programs ask.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use schemas::{
    bureau::{Bureau, BureauCode, Tree},
    campaign::Duty,
    owed::{self as engine, Acts},
    period::{Period, day_of, start_of_day},
};

use crate::{
    app::Services,
    error::AppError,
    measure::cache,
    obligation::{State, board},
    store::{bureau, duty, message::About},
};

/// How long before today a period may have ended, and after today it may end, that is still of interest: longer than any
/// close and than the farthest step.
const SPAN: Days = Days::new(400);
/// How long after the close of a period its extended duties are still looked for.
const EXTENDED: TimeDelta = TimeDelta::days(30);

/// An obligation that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Whose.
    pub bureau: BureauCode,
    /// What.
    pub about: About,
    /// From when on it makes sense to speak of it.
    pub open: DateTime<Utc>,
}

/// Whether nothing more has to be done by the bureau.
pub fn is_done(state: State) -> bool {
    state.is_filed() || state == State::Exempt
}

/// What is not done and not closed, in the order of the bureaus.
///
/// # Errors
/// Only if the store fails.
pub async fn owed(services: &Services, now: DateTime<Utc>) -> Result<Vec<Owed>, AppError> {
    if !services.campaign.judged {
        return Ok(Vec::new());
    }
    let tree = services.store.read(bureau::tree).await?;
    let today = day_of(now);
    let span = (today.checked_sub_days(SPAN).unwrap_or(today), today.checked_add_days(SPAN).unwrap_or(today));
    let mut owed = reports(services, &tree, span, now).await?;
    for period in open_periods(services, span, now) {
        let bureaus: Vec<Bureau> = cache::ranked(&tree, period);
        let board = board::board(services, bureaus, period, now, duty::EVER).await?;
        for (bureau, forms) in board.owed {
            for (form, obligation) in forms {
                // What the city sent back is open again, and may be filed after the close of everything else.
                let closed = obligation.deadline.close <= now && obligation.state != State::Returned;
                if closed || is_done(obligation.state) {
                    continue;
                }
                let about = About { form, period, subject: "-".into(), due: obligation.deadline.due };
                owed.push(Owed { bureau: bureau.clone(), about, open: start_of_day(period.start()) });
            }
        }
    }
    let place = |one: &Owed| (one.bureau.clone(), one.about.due, one.about.clone());
    owed.sort_by_key(place);
    Ok(owed)
}

/// The periods the campaign asks for that have begun and are not closed for every duty, with room for extensions.
fn open_periods(services: &Services, span: (NaiveDate, NaiveDate), now: DateTime<Utc>) -> BTreeSet<Period> {
    let (campaign, calendar) = (&services.campaign, services.definitions.calendar());
    let of = |duty: &Duty| {
        let begun = duty.periods(campaign, span).filter(|period| start_of_day(period.start()) <= now);
        let open = begun.filter(|period| {
            duty.deadline(*period, calendar).is_ok_and(|deadline| now < deadline.close + EXTENDED)
        });
        open.collect::<Vec<Period>>()
    };
    campaign.duties.iter().flat_map(of).collect()
}

/// Reports of single matters that are owed and not answered.
async fn reports(
    services: &Services,
    tree: &Tree,
    span: (NaiveDate, NaiveDate),
    now: DateTime<Utc>,
) -> Result<Vec<Owed>, AppError> {
    if services.campaign.reports.is_empty() {
        return Ok(Vec::new());
    }
    let (campaign, calendar) = (&services.campaign, services.definitions.calendar());
    let acts = services.store.read(move |connection| duty::acts(connection, duty::EVER)).await?;
    let none = Acts::default();
    let mut owed = Vec::new();
    for bureau in tree.all() {
        let acts = acts.get(&bureau.code).unwrap_or(&none);
        for one in engine::owed(campaign, calendar, bureau.into(), acts, span) {
            let Some(subject) = one.subject else { continue };
            let done = one.answered.is_some() || one.exempt.is_some();
            if done || now < one.opens || one.deadline.close <= now {
                continue;
            }
            let about = About {
                form: one.form.to_owned(),
                period: one.period,
                subject: subject.to_string(),
                due: one.deadline.due,
            };
            owed.push(Owed { bureau: bureau.code.clone(), about, open: one.opens });
        }
    }
    Ok(owed)
}
