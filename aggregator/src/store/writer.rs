//! The one writer: a thread that takes units of work from two bounded lanes and groups them into commits.
//!
//! Statements go before everything else. The rest has a share of each commit, bounded in number and in time and smaller
//! while commits are slow, so that no statement waits long behind it; and at least one of it goes with every commit, so
//! that it never stands still.
//! Whoever would wait too long is turned away at once.
//!
//! A unit runs in a savepoint, so one that fails leaves the others alone. If the log grew, a checkpoint over the
//! new tree is signed and stored in the same transaction. Nobody is answered before the commit.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use diesel::{Connection, RunQueryDsl, sql_query};
use schemas::note::SignKey;
use tokio::sync::oneshot;

use super::{
    AnyConnection, Location, StoreError, change, log,
    pace::{Pace, Waiting},
};
use crate::metrics::Metrics;

/// Units that may wait in a lane; beyond that the answer is "busy".
pub const QUEUE: usize = 4096;
/// Most units in one commit.
pub const GROUP: usize = 256;
/// Most units of the lane *rest* in one commit.
pub const REST_GROUP: usize = 16;
/// No further unit of the lane *rest* begins in a commit that is this old.
pub(super) const REST_TIME: Duration = Duration::from_millis(20);
/// Who would wait this long is turned away.
pub const TOO_LONG: Duration = Duration::from_secs(5);
/// How long a commit waits for company.
const GATHER: Duration = Duration::from_millis(2);

/// What is left to do when the commit is known to have happened or not.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
type Unit = Box<dyn FnOnce(&mut AnyConnection) -> Answer + Send>;

/// Which queue a unit of work joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Statements: what a deadline is met by.
    Statements,
    /// Content, verdicts, sessions and everything else.
    Rest,
}

impl Lane {
    /// Its word in the counts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Statements => "statements",
            Self::Rest => "rest",
        }
    }
}

/// What a unit does if the wait would be too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// It is turned away, and whoever asked comes again.
    Leaves,
    /// It waits: nobody would come again with it.
    Waits,
}

/// Hands units of work to the writer thread.
#[derive(Clone)]
pub(super) struct Writer {
    queues: Arc<Queues>,
    /// The thread ends when the last of these is gone.
    _open: Arc<Open>,
    metrics: Metrics,
}

#[derive(Default)]
struct Queues {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Default)]
struct Inner {
    statements: VecDeque<(Instant, Unit)>,
    rest: VecDeque<(Instant, Unit)>,
    pace: Pace,
    closed: bool,
}

/// Closes the queues when it is dropped, on either side.
struct Open(Arc<Queues>);

impl Drop for Open {
    fn drop(&mut self) {
        let mut inner = self.0.lock();
        inner.closed = true;
        self.0.changed.notify_all();
    }
}

impl Inner {
    fn waiting(&self) -> Waiting {
        Waiting { statements: self.statements.len(), rest: self.rest.len() }
    }

    fn lane(&mut self, lane: Lane) -> &mut VecDeque<(Instant, Unit)> {
        match lane {
            Lane::Statements => &mut self.statements,
            Lane::Rest => &mut self.rest,
        }
    }
}

impl Queues {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a unit in, unless its lane is full or too slow for it.
    fn join(&self, lane: Lane, patience: Patience, unit: Unit) -> Result<(), StoreError> {
        let mut inner = self.lock();
        if inner.closed {
            return Err(StoreError::Stopped);
        }
        let wait = inner.pace.wait(lane, inner.waiting());
        let too_long = wait >= TOO_LONG && patience == Patience::Leaves;
        if too_long || inner.lane(lane).len() >= QUEUE {
            return Err(StoreError::Later(wait));
        }
        inner.lane(lane).push_back((Instant::now(), unit));
        self.changed.notify_one();
        Ok(())
    }

    /// Waits for work and then a moment for company; `false` when there will be none any more.
    fn gather(&self) -> bool {
        let empty = |inner: &mut Inner| inner.statements.is_empty() && inner.rest.is_empty();
        let inner = self
            .changed
            .wait_while(self.lock(), |inner| empty(inner) && !inner.closed)
            .unwrap_or_else(PoisonError::into_inner);
        let alone = |inner: &mut Inner| inner.statements.len() + inner.rest.len() < GROUP && !inner.closed;
        let waited = self.changed.wait_timeout_while(inner, GATHER, alone);
        let (mut inner, _) = waited.unwrap_or_else(PoisonError::into_inner);
        !empty(&mut inner)
    }

    /// The next unit of a commit that began at an instant and has so many already.
    fn next(&self, group: &Group) -> Option<(Lane, Instant, Unit)> {
        let mut inner = self.lock();
        if group.units >= GROUP {
            return None;
        }
        // A place is kept for one of the rest.
        let keep = usize::from(group.rest == 0 && !inner.rest.is_empty());
        if group.units + keep < GROUP
            && let Some((since, unit)) = inner.statements.pop_front()
        {
            return Some((Lane::Statements, since, unit));
        }
        let allowed = inner.pace.allowed();
        let room = group.rest == 0 || group.rest < allowed && group.began.elapsed() < REST_TIME;
        let (since, unit) = if room { inner.rest.pop_front()? } else { return None };
        Some((Lane::Rest, since, unit))
    }

    /// Gives up what waits, which tells it that nothing was done.
    fn give_up(&self, metrics: &Metrics) {
        let mut inner = self.lock();
        for lane in [Lane::Statements, Lane::Rest] {
            inner.lane(lane).drain(..).for_each(|_| metrics.unqueued(lane));
        }
    }
}

/// What a commit holds so far.
struct Group {
    began: Instant,
    units: usize,
    rest: usize,
}

impl Writer {
    pub(super) fn start(location: &Location, key: SignKey, metrics: Metrics) -> Result<Self, StoreError> {
        let mut connection = location.connect().map_err(|error| StoreError::Open(Box::new(error)))?;
        let (queues, place) = (Arc::new(Queues::default()), location.clone());
        let (counted, ours) = (metrics.clone(), Arc::clone(&queues));
        let body = move || {
            // Whatever ends the thread closes the queues, so that nobody waits for it in vain.
            let open = Open(ours);
            work(&place, &mut connection, &open.0, &key, &counted);
        };
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(body)
            .map_err(|error| StoreError::Open(Box::new(error)))?;
        Ok(Self { _open: Arc::new(Open(Arc::clone(&queues))), queues, metrics })
    }

    pub(super) async fn write<T, E>(
        &self,
        lane: Lane,
        patience: Patience,
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
        self.metrics.queued(lane);
        self.queues.join(lane, patience, unit).inspect_err(|_| {
            self.metrics.unqueued(lane);
            self.metrics.turned_away(lane);
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
    location: &Location,
    connection: &mut AnyConnection,
    queues: &Queues,
    key: &SignKey,
    metrics: &Metrics,
) {
    while queues.gather() {
        let mut group = Group { began: Instant::now(), units: 0, rest: 0 };
        let mut answers = Vec::new();
        let committed = commit(connection, |connection| {
            while let Some((lane, since, unit)) = queues.next(&group) {
                metrics.unqueued(lane);
                metrics.waited(lane, since.elapsed());
                let begun = Instant::now();
                answers.push(unit(connection));
                group.units += 1;
                if lane == Lane::Rest {
                    group.rest += 1;
                    queues.lock().pace.did_rest(begun.elapsed());
                }
            }
            log::sign_if_grown(connection, key)?;
            change::rise(connection)
        });
        let took = group.began.elapsed();
        queues.lock().pace.committed(took);
        metrics.commit(answers.len(), committed.is_ok(), took);
        // Not even begun: whoever waits is told, or this would go round for ever.
        if committed.is_err() && answers.is_empty() {
            queues.give_up(metrics);
        }
        if let Err(error) = &committed {
            tracing::error!(error = error as &dyn std::error::Error, units = answers.len(), "commit failed");
        }
        if committed.is_err() {
            renew(location, connection);
        }
        // The cause is logged once; each unit is told that nothing was stored, and whether for want of room.
        let told = |error: &StoreError| match error {
            StoreError::Full(_) => StoreError::Full(diesel::result::Error::RollbackTransaction),
            _ => StoreError::Busy,
        };
        let others = committed.as_ref().map_err(told).map(|_| ());
        let mut first = Some(committed);
        for answer in answers {
            let of_all = || match &others {
                Ok(()) => Ok(()),
                Err(error) => Err(told(error)),
            };
            answer(first.take().unwrap_or_else(of_all));
        }
    }
}

/// Takes the place of a connection that has died: the server was restarted, or another has taken over.
fn renew(location: &Location, connection: &mut AnyConnection) {
    if sql_query("SELECT 1").execute(connection).is_ok() {
        return;
    }
    match location.connect() {
        Ok(fresh) => *connection = fresh,
        Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "no connection to write on"),
    }
}

/// One process at a time appends to the log of a database; the lock goes with the transaction, or with a process that
/// dies.
const SEQUENCER: &str = "SELECT pg_advisory_xact_lock(7246004, hashtext(current_schema()))";

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
    let sequenced = match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(postgres) => sql_query(SEQUENCER).execute(postgres).map(|_| ()),
    };
    let done = sequenced.map_err(StoreError::from).and_then(|()| body(connection));
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

#[cfg(test)]
mod tests;
