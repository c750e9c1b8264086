//! The only place that names diesel: SQLite by default, PostgreSQL by URL, one schema on both.
//!
//! Reads take a connection from a pool, once a request. Writes go to one thread behind a bounded channel that
//! groups units of work into commits; an answer is given only after the commit (PROTOCOL §6, RULINGS 18).

pub mod account;
pub mod audit;
pub mod book;
pub mod bulletin;
pub mod bureau;
pub mod casebook;
mod change;
mod connection;
pub mod contact;
pub mod content;
pub mod copy;
pub mod decision;
pub mod delivery;
pub mod document;
pub mod duty;
pub mod epoch;
pub mod filing;
pub mod health;
pub mod issued_list;
pub mod job;
pub mod log;
pub mod matter;
pub mod message;
mod migration;
pub mod news;
pub mod node;
pub mod nonce;
pub mod obligation;
mod pace;
pub mod plan;
pub mod recovered;
pub(crate) mod recovery;
pub mod reminder;
mod schema;
pub mod scrub;
pub mod subsidy;
pub mod supervision;
pub mod task_report;
pub mod token;
pub mod upload;
mod writer;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
pub use connection::{AnyConnection, Location, READERS};
use connection::{Pool, pool};
use schemas::{note::SignKey, receipt::Checkpoint, wire::Mode};
pub use writer::{GROUP as MAX_COMMIT, Lane, QUEUE as MAX_WAITING, REST_GROUP as MAX_REST, TOO_LONG};
use writer::{Patience, Writer};

use crate::metrics::Metrics;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database is wrong.
    #[error("the database address is not understood: {0}")]
    Address(String),
    /// The address insists on TLS, and this program was built without it.
    #[error(
        "the database address asks for TLS (sslmode={0}), which this program was built without: build it with \
         `--features pg-tls`, or say sslmode=disable where the way to the database is safe \
         数据库地址要求加密连接（sslmode={0}），而本程序编译时未含 TLS：请用 --features pg-tls 重新编译，或在安全链路上写明 sslmode=disable"
    )]
    NoTls(String),
    /// SQLite is older than the first version without the WAL-reset fault.
    #[error("SQLite {0} is too old; 3.51.3 or later is needed")]
    OldSqlite(String),
    /// The database cannot be opened or prepared.
    #[error("the database cannot be opened")]
    Open(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No connection came free in time.
    #[error("the database is busy")]
    Busy,
    /// The writer's queue is full or too slow: it may have room after this long.
    #[error("the writer has no room for {0:?}")]
    Later(Duration),
    /// The disk is full.
    #[error("no space is left for the database")]
    Full(#[source] diesel::result::Error),
    /// A query failed.
    #[error("a query failed")]
    Query(#[source] diesel::result::Error),
    /// The log in the store was signed with another key than the one at hand: to go on would be a second history.
    #[error(
        "log.key is not the key this log was signed with: restore it from a backup \
         log.key 与数据库中的存证日志不符：请从备份恢复 log.key，不要新建"
    )]
    OtherKey,
    /// The city is recovering: nothing may be appended to its log.
    #[error("the log is being recovered after a restore; nothing is appended 平台正在恢复，不能写入日志")]
    Recovering,
    /// A restore into this database was broken off; whoever went on from what is there would write a second history.
    #[error(
        "a restore into this database was broken off or is under way: empty the database and restore again \
         向此数据库的恢复中断或正在进行：请清空数据库后重新恢复"
    )]
    HalfRestored,
    /// A copy of the database is not whole, or its log is not the one that was signed.
    #[error("the copied database does not hold: {0} 复制出的数据库未通过核验：{0}")]
    Damaged(String),
    /// A program of PostgreSQL is not there or failed.
    #[error(
        "{name} cannot be run or failed; install the PostgreSQL client programs of the server's version \
         {name} 无法运行或执行失败：请安装与服务器同版本的 PostgreSQL 客户端程序"
    )]
    Tool {
        /// Which.
        name: &'static str,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// Something stored cannot be read back.
    #[error("stored {0} cannot be read")]
    Corrupt(&'static str),
    /// The writer is gone; the program is stopping.
    #[error("the writer has stopped")]
    Stopped,
}

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error};
        // SQLite's words, then those of PostgreSQL and of its operating system.
        const FULL: [&str; 2] = ["disk is full", "No space left on device"];
        const BUSY: [&str; 3] = ["database is locked", "lock timeout", "idle-in-transaction timeout"];
        let says = |words: &[&str]| match &error {
            Error::DatabaseError(_, info) => words.iter().any(|word| info.message().contains(word)),
            _ => false,
        };
        // A server that went away comes back, or another takes over; whether the last commit was done is not known.
        let gone = matches!(
            error,
            Error::DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, _)
                | Error::BrokenTransactionManager
        );
        if says(&FULL) {
            Self::Full(error)
        } else if gone || says(&BUSY) {
            Self::Busy
        } else {
            Self::Query(error)
        }
    }
}

/// The database of an aggregator.
#[derive(Clone)]
pub struct Store {
    readers: Pool,
    writer: Writer,
    metrics: Metrics,
    /// Whether the city was recovering when somebody looked last. It becomes live while it runs, never the reverse.
    recovering: Arc<AtomicBool>,
}

impl Store {
    /// Opens and migrates the database. The key signs checkpoints, and must be the one that signed those in it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open(location: &Location, key: SignKey) -> Result<Self, StoreError> {
        if recovery::is_half_restored(location)? {
            return Err(StoreError::HalfRestored);
        }
        migration::run(location)?;
        let metrics = Metrics::new().map_err(|error| StoreError::Open(Box::new(error)))?;
        let readers = pool(location)?;
        let mut reader = readers.get().map_err(|_| StoreError::Busy)?;
        let newest = log::newest(&mut reader)?;
        let recovering = recovery::mode(&mut reader)? == Mode::Recovering;
        drop(reader);
        if newest.is_some_and(|(_, note)| Checkpoint::open(&note, &key.verify_key()).is_err()) {
            return Err(StoreError::OtherKey);
        }
        let writer = Writer::start(location, key, metrics.clone())?;
        Ok(Self { readers, writer, metrics, recovering: Arc::new(AtomicBool::new(recovering)) })
    }

    /// Reads, on a thread that may wait.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if no connection comes free in seconds; otherwise whatever the closure says.
    pub async fn read<T, E>(
        &self,
        unit: impl FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let store = self.clone();
        let joined = tokio::task::spawn_blocking(move || store.read_now(unit)).await;
        joined.unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }

    /// Reads on this thread, which must be one that may wait.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_now<T, E: From<StoreError>>(
        &self,
        unit: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.readers.get().map_err(|_| StoreError::Busy)?;
        unit(&mut connection)
    }

    /// Does one unit of work on the writer: all of it or nothing, and durable when this returns.
    ///
    /// # Errors
    /// [`StoreError::Later`] if the wait would be too long; otherwise whatever the closure says, with nothing changed.
    pub async fn write<T, E>(
        &self,
        unit: impl FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.write_in(Lane::Rest, unit).await
    }

    /// The same in a lane of one's choice: statements go before everything else.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn write_in<T, E>(
        &self,
        lane: Lane,
        unit: impl FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.write(lane, Patience::Leaves, unit).await
    }

    /// The same for what nobody would bring a second time, such as a line of the audit: it waits as long as it takes.
    ///
    /// # Errors
    /// As [`Store::write`], [`StoreError::Later`] only if too many wait.
    pub async fn write_down<T, E>(
        &self,
        unit: impl FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.write(Lane::Rest, Patience::Waits, unit).await
    }

    /// Whether the city takes anything in.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn mode(&self) -> Result<Mode, StoreError> {
        if self.last_mode() == Mode::Live {
            return Ok(Mode::Live);
        }
        let mode = self.read(recovery::mode).await?;
        self.recovering.store(mode == Mode::Recovering, Ordering::Relaxed);
        Ok(mode)
    }

    /// The same as it was when somebody asked last: good enough to be shown.
    pub fn last_mode(&self) -> Mode {
        if self.recovering.load(Ordering::Relaxed) { Mode::Recovering } else { Mode::Live }
    }

    /// What is counted of this store and of the city on it.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Rises with every commit, of whichever process; what is derived from the store is stale when it has moved.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn changes(&self) -> Result<u64, StoreError> {
        self.read(change::number).await
    }
}

fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

fn instant(micros: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_micros(micros).ok_or(StoreError::Corrupt("instant"))
}
