//! What every request needs, made once: definitions, campaign, store, clock, keys; and the standings cache.

use std::sync::Arc;

use schemas::{campaign::Campaign, definition::Definitions, hash::Sha, note::VerifyKey};

use crate::{
    audit::Hour, clock::Clock, door::Door, error::AppError, intake::judge::Judges, measure::cache::Cache,
    policy::Policies, rate::Rates, store::Store, warning, web::nonce::Nonces,
};

/// Services of the program; cloning shares them.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// Forms, codes, indicators, campaigns.
    pub definitions: Arc<Definitions>,
    /// What the log has put in force for the nodes.
    pub policies: Arc<Policies>,
    /// The campaign in force.
    pub campaign: Arc<Campaign>,
    /// The log's key; its name is the log's origin.
    pub log_key: VerifyKey,
    /// The keys of the logs it goes on from.
    pub former_keys: Arc<[VerifyKey]>,
    /// Signs the greeting.
    pub greeter: Arc<schemas::note::SignKey>,
    /// Standings that were computed already.
    pub standings: Arc<Cache>,
    /// Open cases of ledgers that were read already.
    pub deadlines: Arc<warning::deadline::Kept>,
    /// The queue of uploads that are put together: each may take as much memory as packed content.
    pub uploads: Arc<Door>,
    /// Who judges rows.
    pub judges: Arc<Judges>,
    /// How often nodes and addresses may ask.
    pub rates: Arc<Rates>,
    /// Signatures that were used.
    pub nonces: Arc<Nonces>,
    /// How much of what is refused was written down in this hour.
    pub audit: Arc<Hour>,
    /// One scrub at a time.
    pub scrub: Arc<Door>,
    /// Hash of the token that reads the counts.
    pub monitor: Sha,
    /// Whether cookies need TLS; off only for plain HTTP on a trusted address.
    pub secure_cookies: bool,
}

impl Services {
    /// Computes on a thread that may take its time.
    ///
    /// # Errors
    /// Whatever the closure says.
    pub async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let joined = tokio::task::spawn_blocking(work).await;
        joined.unwrap_or_else(|_| Err(crate::store::StoreError::Stopped.into()))
    }
}
