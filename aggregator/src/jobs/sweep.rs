//! Sweeping: what nobody will ask for again is forgotten, so that the database does not grow by it.

use std::fmt;

use chrono::TimeDelta;

use super::tick::JobError;
use crate::{
    app::Services,
    intake::upload,
    store::{job, log, message, nonce, upload as stored},
    web::nonce::REMEMBERED,
};

/// For how long the runs of jobs are kept.
pub const RUNS_KEPT: TimeDelta = TimeDelta::days(90);

/// For how long messages are kept.
pub const MESSAGES_KEPT: TimeDelta = TimeDelta::days(730);

/// What was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swept {
    /// Uploads nobody continued.
    pub uploads: usize,
    /// Signatures that can be used no more.
    pub nonces: usize,
    /// Runs of jobs.
    pub runs: usize,
    /// Messages.
    pub messages: usize,
}

impl fmt::Display for Swept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} uploads, {} signatures, {} runs and {} messages forgotten",
            self.uploads, self.nonces, self.runs, self.messages
        )
    }
}

/// Forgets it.
///
/// # Errors
/// The store's.
pub async fn run(services: &Services) -> Result<Swept, JobError> {
    let now = services.clock.now();
    if let Some(ahead) = services.store.read(move |connection| log::ahead(connection, now)).await? {
        tracing::warn!(
            minutes = ahead.num_minutes(),
            "the log is ahead of the clock: the clock ran ahead once or is behind now, and what is received is stamped with \
             the log's time until the clock has caught up"
        );
    }
    services
        .store
        .write(move |connection| {
            let mut uploads = 0;
            for old in stored::under_way(connection)?.iter().filter(|one| one.touched + upload::KEPT < now) {
                stored::forget(connection, &old.node, &old.sha256)?;
                uploads += 1;
            }
            let nonces = nonce::forget(connection, now - REMEMBERED)?;
            let messages = message::forget(connection, now - MESSAGES_KEPT)?;
            Ok(Swept { uploads, nonces, runs: job::forget(connection, now - RUNS_KEPT)?, messages })
        })
        .await
}
