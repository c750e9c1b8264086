//! Statements that were receipted and whose rows did not come by the end of grace: each is noted once, by a leaf
//! addressed to its node. The rows may still come, and are judged then (PROTOCOL §8.5).

use chrono::{DateTime, TimeDelta, Utc};
use schemas::{
    calendar::Calendar, campaign::Campaign, duty_act::Change, hash::Sha, owed::Acts, statement::Purpose,
};

use crate::{
    app::Services,
    error::AppError,
    intake::decision,
    store::{
        duty,
        filing::{self, StatementRow},
    },
};

/// However late a statement is, its rows have so long to follow it.
pub const TO_FOLLOW: TimeDelta = TimeDelta::days(1);

/// Notes what is to be noted; gives how many statements that were.
///
/// # Errors
/// The store's.
pub async fn run(services: &Services) -> Result<usize, AppError> {
    let mut noted = 0;
    for id in missing(services).await? {
        noted += usize::from(note(services, id).await?);
    }
    Ok(noted)
}

/// The statements whose rows are missing, oldest first.
///
/// # Errors
/// The store's.
pub async fn missing(services: &Services) -> Result<Vec<Sha>, AppError> {
    let (campaign, now) = (services.campaign.clone(), services.clock.now());
    let calendar = services.definitions.calendar().clone();
    let read = services.store.read(move |connection| {
        let mut missing = Vec::new();
        let decided = duty::acts(connection, duty::EVER)?;
        for row in filing::receipted(connection)? {
            if until(&campaign, &calendar, decided.get(&row.key.bureau), &row)
                .is_some_and(|until| until <= now)
                && filing::lacks_rows(connection, &row)?
            {
                missing.push(row.id);
            }
        }
        Ok(missing)
    });
    read.await
}

/// Notes one of them; says whether it was still to be noted.
///
/// # Errors
/// The store's.
pub async fn note(services: &Services, id: Sha) -> Result<bool, AppError> {
    let now = services.clock.now();
    services.store.write(move |connection| decision::rows_missed(connection, &id, now)).await
}

/// Until when the rows of a statement may come without being missed; none if they are never missed: history, what is
/// not judged, and what the campaign does not ask for.
fn until(
    campaign: &Campaign,
    calendar: &Calendar,
    acts: Option<&Acts>,
    row: &StatementRow,
) -> Option<DateTime<Utc>> {
    let period = row.key.period;
    let duty = campaign.duty(&row.key.form, period.cadence())?;
    let asked = campaign.judged && duty.asks_for(campaign, period) && row.purpose != Purpose::History;
    let deadline = duty.deadline(period, calendar).ok().filter(|_| asked)?;
    let decided = acts.and_then(|acts| acts.decided(&row.key.form, period, row.key.subject.as_ref()));
    let deadline = match decided.map(|act| act.change) {
        Some(Change::Extended(until)) => deadline.moved_to(until),
        Some(Change::Exempted) | None => deadline,
    };
    Some(deadline.grace.max(row.received + TO_FOLLOW))
}
