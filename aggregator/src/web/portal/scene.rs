//! Everything the pages of a period draw on, read once a request.

use chrono::{DateTime, Utc};
use schemas::{period::Period, problem::Problem};
use serde::Deserialize;

use crate::{
    app::Services,
    error::AppError,
    supervision::propose::{Proposed, propose},
    web::city::City,
};

/// The period in an address.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// It; the latest that has ended if none is said.
    pub period: Option<Period>,
}

/// A period at an instant.
pub struct Scene {
    /// Standings, obligations, proposals.
    pub proposed: Proposed,
    /// The period.
    pub period: Period,
    /// When.
    pub now: DateTime<Utc>,
}

impl Scene {
    /// Reads a period.
    ///
    /// # Errors
    /// Only if the store fails.
    pub async fn of(services: &Services, asked: Option<Period>) -> Result<Self, AppError> {
        let now = services.clock.now();
        let period = asked.unwrap_or_else(|| current(services, now));
        Ok(Self { proposed: propose(services, period).await?, period, now })
    }

    /// What pages are drawn from.
    ///
    /// # Errors
    /// Never in practice: a scene has standings.
    pub fn city<'a>(&'a self, services: &'a Services) -> Result<City<'a>, AppError> {
        let Proposed { proposals, measured, board } = &self.proposed;
        Ok(City {
            field: measured.field(services),
            standings: measured.latest().ok_or(Problem::NotFound)?,
            obligations: &board.owed,
            acts: &board.acts,
            reminders: &board.reminded,
            proposals,
            now: self.now,
        })
    }
}

/// The latest period of the campaign that has ended, or its first judged one.
pub(super) fn current(services: &Services, now: DateTime<Utc>) -> Period {
    let campaign = &services.campaign;
    let today = schemas::period::day_of(now).min(campaign.to);
    let running = Period::holding(campaign.cadence, today);
    let ended = running.map(|running| {
        if running.end() < schemas::period::day_of(now) {
            running
        } else {
            running.previous().unwrap_or(running)
        }
    });
    ended.filter(|period| campaign.judges(*period)).unwrap_or(campaign.first_judged)
}
