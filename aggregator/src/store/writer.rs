//! The one writer: a thread that takes units of work from a bounded channel and groups them into commits.
//!
//! A unit runs in a savepoint, so one that fails leaves the others alone. If the log grew, a checkpoint over the
//! new tree is signed and stored in the same transaction. Nobody is answered before the commit.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TrySendError},
    },
    time::{Duration, Instant},
};

use diesel::Connection;
use schemas::note::SignKey;
use tokio::sync::oneshot;

use super::{AnyConnection, Location, StoreError, log};
use crate::metrics::Metrics;

/// Units that may wait; beyond that the answer is "busy".
pub const QUEUE: usize = 4096;
/// Most units in one commit.
pub const GROUP: usize = 256;
/// How long a commit waits for company.
const GATHER: Duration = Duration::from_millis(2);

/// What is left to do when the commit is known to have happened or not.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
type Unit = Box<dyn FnOnce(&mut AnyConnection) -> Answer + Send>;

/// Hands units of work to the writer thread.
#[derive(Clone)]
pub(super) struct Writer {
    units: SyncSender<Unit>,
    metrics: Metrics,
}

impl Writer {
    pub(super) fn start(
        location: &Location,
        key: SignKey,
        changes: Arc<AtomicU64>,
        metrics: Metrics,
    ) -> Result<Self, StoreError> {
        let mut connection = location.connect().map_err(|error| StoreError::Open(Box::new(error)))?;
        let (sender, units) = mpsc::sync_channel(QUEUE);
        let counted = metrics.clone();
        let body = move || work(&mut connection, &units, &key, &changes, &counted);
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(body)
            .map_err(|error| StoreError::Open(Box::new(error)))?;
        Ok(Self { units: sender, metrics })
    }

    pub(super) async fn write<T, E>(
        &self,
        unit: impl FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let unit: Unit = Box::new(move |connection| {
            let result = within_savepoint(connection, unit);
            Box::new(move |committed| {
                // A client that has left does not change what was done.
                let _ = answer.send(match committed {
                    Ok(()) => result,
                    Err(error) => Err(error.into()),
                });
            })
        });
        // Counted before it is sent, or the writer might count it out before it was counted in.
        self.metrics.queued();
        self.units.try_send(unit).map_err(|error| {
            self.metrics.unqueued();
            match error {
                TrySendError::Full(_) => StoreError::Busy,
                TrySendError::Disconnected(_) => StoreError::Stopped,
            }
        })?;
        answered.await.unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }
}

/// Carries a unit's own error out through diesel's transaction, which wants to make errors itself.
enum Failed<E> {
    Unit(E),
    Store(StoreError),
}

impl<E> From<diesel::result::Error> for Failed<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

fn within_savepoint<T, E: From<StoreError>>(
    connection: &mut AnyConnection,
    unit: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<T, E> {
    // Nothing here is meant to panic; if something does, the unit is undone and the thread lives on.
    let done =
        connection.transaction(|connection| match catch_unwind(AssertUnwindSafe(|| unit(connection))) {
            Ok(result) => result.map_err(Failed::Unit),
            Err(_) => Err(Failed::Store(StoreError::Stopped)),
        });
    done.map_err(|failed| match failed {
        Failed::Unit(error) => error,
        Failed::Store(error) => error.into(),
    })
}

fn work(
    connection: &mut AnyConnection,
    units: &Receiver<Unit>,
    key: &SignKey,
    changes: &AtomicU64,
    metrics: &Metrics,
) {
    while let Ok(first) = units.recv() {
        let mut group = vec![first];
        let until = Instant::now() + GATHER;
        while group.len() < GROUP {
            match units.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(unit) => group.push(unit),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        group.iter().for_each(|_| metrics.unqueued());
        let started = Instant::now();
        let mut answers = Vec::with_capacity(group.len());
        let committed = commit(connection, |connection| {
            answers.extend(group.into_iter().map(|unit| unit(connection)));
            log::sign_if_grown(connection, key)
        });
        metrics.commit(answers.len(), committed.is_ok(), started.elapsed());
        if let Err(error) = &committed {
            tracing::error!(error = error as &dyn std::error::Error, units = answers.len(), "commit failed");
        }
        changes.fetch_add(1, Ordering::Release);
        let mut outcome = Some(committed);
        for answer in answers {
            // The cause is logged once; each unit is told that nothing was stored.
            answer(match outcome.take() {
                Some(Err(error)) => Err(error),
                Some(Ok(())) => {
                    outcome = Some(Ok(()));
                    Ok(())
                }
                None => Err(StoreError::Busy),
            });
        }
    }
}

/// One transaction: `BEGIN IMMEDIATE` on SQLite, since a deferred one that turns into a writer fails at once.
fn commit(
    connection: &mut AnyConnection,
    body: impl FnOnce(&mut AnyConnection) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    use diesel::connection::{AnsiTransactionManager, TransactionManager};
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")?
        }
        AnyConnection::Postgres(postgres) => AnsiTransactionManager::begin_transaction(postgres)?,
    }
    let done = body(connection);
    let finish = |connection: &mut AnyConnection, keep: bool| match (connection, keep) {
        (AnyConnection::Sqlite(sqlite), true) => AnsiTransactionManager::commit_transaction(sqlite),
        (AnyConnection::Sqlite(sqlite), false) => AnsiTransactionManager::rollback_transaction(sqlite),
        (AnyConnection::Postgres(postgres), true) => AnsiTransactionManager::commit_transaction(postgres),
        (AnyConnection::Postgres(postgres), false) => AnsiTransactionManager::rollback_transaction(postgres),
    };
    match done {
        Ok(()) => finish(connection, true).map_err(StoreError::from),
        Err(error) => {
            finish(connection, false)?;
            Err(error)
        }
    }
}
