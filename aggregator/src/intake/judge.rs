//! Who judges rows: so many at once. What finds nobody free waits in the store for the one in the background, and so
//! does what a stop or a power cut left there.

use std::time::Duration;

use schemas::wire::Mode;
use tokio::{
    sync::{Notify, Semaphore},
    task::JoinSet,
    time::timeout,
};

use super::{beside, content};
use crate::{
    app::Services,
    error::AppError,
    store::filing::{self, StatementRow},
};

/// Most ledgers judged at once; each may hold its unpacked bytes in memory.
pub const AT_ONCE: usize = 4;
/// Ledgers the background takes up at a time.
const BATCH: i64 = 16;
/// The background looks this often even if nobody rings: a judgement may have failed, or its handler been dropped.
const ROUND: Duration = Duration::from_secs(60);

/// Places for those who judge, and the bell for the one in the background.
#[derive(Debug)]
pub struct Judges {
    /// Places.
    pub places: Semaphore,
    bell: Notify,
}

impl Default for Judges {
    fn default() -> Self {
        // One processor is left to those who read pages and file statements.
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self { places: Semaphore::new(processors.saturating_sub(1).clamp(1, AT_ONCE)), bell: Notify::new() }
    }
}

/// Judges statements whose content is here, if a place is free; says whether they are judged. Rings otherwise.
pub async fn now(services: &Services, waiting: Vec<StatementRow>) -> bool {
    if waiting.is_empty() {
        return true;
    }
    let Ok(_place) = services.judges.places.try_acquire() else {
        services.judges.bell.notify_one();
        return false;
    };
    for row in waiting {
        if !judged(services, row).await {
            services.judges.bell.notify_one();
            return false;
        }
    }
    true
}

/// Judges what waits in the store, at the start and whenever somebody rings. Never ends.
pub async fn run(services: Services) {
    loop {
        if !round(&services).await {
            // Rung, or a while later: either way the store says what there is to do.
            let _ = timeout(ROUND, services.judges.bell.notified()).await;
        }
    }
}

/// Judges a batch of what a restored city has the rows of already, and rings for the rest.
pub(super) async fn begin(services: &Services) {
    round(services).await;
    services.judges.bell.notify_one();
}

/// Judges a batch; says whether to go on at once.
async fn round(services: &Services) -> bool {
    // A verdict is a leaf.
    if !matches!(services.store.mode().await, Ok(Mode::Live)) {
        return false;
    }
    let waiting = services.store.read(|connection| Ok::<_, AppError>(filing::unjudged(connection, BATCH)?));
    let mut all = JoinSet::new();
    for row in waiting.await.unwrap_or_default() {
        let services = services.clone();
        all.spawn(async move {
            let place = services.judges.places.acquire().await;
            place.is_ok() && judged(&services, row).await
        });
    }
    let mut again = !all.is_empty();
    while let Some(done) = all.join_next().await {
        again &= done.unwrap_or(false);
    }
    again
}

async fn judged(services: &Services, row: StatementRow) -> bool {
    let (id, key) = (row.id, row.key.clone());
    let done = content::judge(services, row).await;
    if let Err(error) = &done {
        tracing::error!(statement = %id, error = error as &dyn std::error::Error, "rows could not be judged");
        return false;
    }
    beside::review_or_log(services, &key).await;
    true
}
