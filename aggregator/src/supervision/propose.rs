//! The proposals of a period, from the store: standings, board and reminders put before the rules.

use std::sync::Arc;

use schemas::period::Period;

use super::proposal::{Evidence, Proposal, proposals};
use crate::{
    app::Services,
    error::AppError,
    measure::cache::{self, Measured},
    obligation::board::{self, Board},
    store::{duty::EVER, reminder},
};

/// Proposals with what they rest on.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The proposals, in official order.
    pub proposals: Vec<Proposal>,
    /// Standings and filings.
    pub measured: Arc<Measured>,
    /// Obligations.
    pub board: Board,
}

/// What the rules propose for a period now.
///
/// # Errors
/// Only if the store fails.
pub async fn propose(services: &Services, period: Period) -> Result<Proposed, AppError> {
    let measured = cache::measured(services, period).await?;
    let board = board::board(services, measured.bureaus.clone(), period, services.clock.now(), EVER).await?;
    let reminded = reminder::reminded(&board.reminded);
    let evidence = Evidence {
        field: measured.field(services),
        standings: &measured.standings,
        obligations: &board.owed,
        reminded: &reminded,
        late_periods: &board.late,
    };
    let proposals = proposals(evidence);
    Ok(Proposed { proposals, measured, board })
}
