//! What is still owed at an instant, of every cadence of the campaign and of every matter with reports: the one place where
//! reminding looks at the board and at the engine that both programs ask.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use schemas::{
    bureau::BureauCode,
    lines::or_dash,
    owed::{self as engine, Acts},
    period::{Period, day_of, start_of_day},
};

use crate::{
    app::Services,
    error::AppError,
    measure::cache,
    obligation::{self, Act, State, board},
    store::{AnyConnection, book, bureau, duty, message::About},
};

/// How long before today a period may have ended, and after today it may end, that is still of interest: longer than any
/// close and than the farthest step.
const SPAN: Days = Days::new(400);
/// How long after its close a duty that was sent back is still spoken of.
const SENT_BACK: TimeDelta = TimeDelta::days(30);

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

/// What is not done and not closed, in the order of the bureaus. Ledgers are owed by the bureaus that are ranked, reports of a
/// matter by whoever has it.
///
/// # Errors
/// Only if the store fails.
pub async fn owed(services: &Services, now: DateTime<Utc>) -> Result<Vec<Owed>, AppError> {
    if !services.campaign.judged {
        return Ok(Vec::new());
    }
    let (campaign, calendar) = (Arc::clone(&services.campaign), Arc::clone(services.definitions.calendar()));
    let read = move |connection: &mut AnyConnection| {
        let tree = bureau::tree(connection)?;
        let acts = duty::acts(connection, duty::EVER)?;
        let ranked: BTreeSet<BureauCode> = cache::owing(&tree).into_iter().map(|one| one.code).collect();
        let none = Acts::default();
        let today = day_of(now);
        let day = |moved: Option<NaiveDate>| moved.unwrap_or(today);
        let span = (day(today.checked_sub_days(SPAN)), day(today.checked_add_days(SPAN)));
        let mut open = Vec::new();
        for bureau in tree.all() {
            let acts = acts.get(&bureau.code).unwrap_or(&none);
            let owed = engine::owed(&campaign, &calendar, bureau.into(), acts, span);
            let mine = owed.filter(|one| one.subject.is_some() || ranked.contains(&bureau.code));
            open.extend(mine.filter(|one| speaks(one, now)));
        }
        let periods: BTreeSet<Period> = open.iter().map(|one| one.period).collect();
        let periods: Vec<Period> = periods.into_iter().collect();
        let received = book::received(connection, &periods, duty::EVER)?;
        let filed = board::acts(&received);
        let still = open.into_iter().filter(|one| is_open(one, &filed, now));
        let mut owed: Vec<Owed> = still.map(|one| about(&one)).collect();
        owed.sort_by_key(|one| (one.bureau.clone(), one.about.due, one.about.clone()));
        Ok::<_, AppError>(owed)
    };
    services.store.read(read).await
}

/// From when on it makes sense to speak of it: of a ledger when its period begins, of a report when it is owed.
fn open_from(one: &engine::Obligation<'_>) -> DateTime<Utc> {
    if one.subject.is_some() { one.opens } else { start_of_day(one.period.start()) }
}

/// Whether one may be spoken of now, as far as what was filed does not decide.
fn speaks(one: &engine::Obligation<'_>, now: DateTime<Utc>) -> bool {
    open_from(one) <= now && now < one.deadline.close + SENT_BACK
}

/// Whether one is neither done nor closed. What the city sent back is open again, and may be filed after the close of
/// everything else.
fn is_open(one: &engine::Obligation<'_>, filed: &BTreeMap<board::Name<'_>, Act>, now: DateTime<Utc>) -> bool {
    let closed = one.deadline.close <= now;
    if one.subject.is_some() {
        return !closed && one.answered.is_none() && one.exempt.is_none();
    }
    let act = filed.get(&(one.bureau, one.form, one.period, None)).copied();
    let state = obligation::of(one, true, act, now).state;
    !is_done(state) && (!closed || state == State::Returned)
}

fn about(one: &engine::Obligation<'_>) -> Owed {
    let about = About {
        form: one.form.to_owned(),
        period: one.period,
        subject: or_dash(one.subject),
        due: one.deadline.due,
    };
    Owed { bureau: one.bureau.clone(), about, open: open_from(one) }
}
