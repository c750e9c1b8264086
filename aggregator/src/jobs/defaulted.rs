//! Statements that were receipted and whose rows did not come by the end of grace: each is noted once, by a leaf
//! addressed to its node. The rows may still come, and are judged then (PROTOCOL §8.5).

use chrono::{DateTime, TimeDelta, Utc};
use schemas::{campaign::Campaign, hash::Sha, statement::Purpose};

use crate::{
    app::Services,
    error::AppError,
    intake::decision,
    obligation::end_of,
    store::filing::{self, StatementRow},
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
    let read = services.store.read(move |connection| {
        let mut missing = Vec::new();
        for row in filing::receipted(connection)? {
            if until(&campaign, &row).is_some_and(|until| until <= now)
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
fn until(campaign: &Campaign, row: &StatementRow) -> Option<DateTime<Utc>> {
    let period = row.key.period;
    let asked = campaign.judged && campaign.judges(period) && row.purpose != Purpose::History;
    let duty = campaign.duty(&row.key.form).filter(|duty| asked && duty.cadence == period.cadence())?;
    Some(end_of(duty.deadline(period).grace).max(row.received + TO_FOLLOW))
}
