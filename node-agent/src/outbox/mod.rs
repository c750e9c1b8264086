//! The outbox: one SQLite file that holds every statement this node sealed, its bytes, its state and its receipt.
//!
//! What is committed here survives a power cut (WAL, `synchronous = FULL`); only then may a byte leave the machine.
//! Every write is one `BEGIN IMMEDIATE` transaction.

mod bureau;
mod change;
mod content;
mod epoch;
mod item;
mod job;
mod letter;
mod log;
mod matter;
mod prepared;
mod recovery;
mod reminder;
pub(crate) mod schema;
mod seal;
mod state;
mod told;
mod waiting;

use std::{
    io,
    path::Path,
    sync::{Mutex, PoisonError},
};

use diesel::{
    Connection, ConnectionError, QueryableByName, RunQueryDsl, SqliteConnection, connection::SimpleConnection,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use schemas::{sqlite, text::Text};

pub(crate) use content::Packed;
pub use item::Item;
pub(crate) use item::{LearntHead, head, subject_text};
pub use job::Run;
pub use letter::Fork;
pub(crate) use log::Seen;
pub(crate) use prepared::Last;
pub use recovery::GivenBack;
pub use reminder::Reminded;
pub use schemas::schedule::Outcome;
pub(crate) use seal::{Act, Before, New};
pub use state::State;
pub use told::Decision;
pub(crate) use waiting::Look;
pub use waiting::{Origin, Waiting};

use crate::words;

/// Name of the file in the node's folder.
pub const FILE: &str = "outbox.db";
const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// The store of a node.
pub struct Outbox {
    connection: Mutex<SqliteConnection>,
}

/// Why the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// The file cannot be opened.
    #[error("the file cannot be opened")]
    Open(#[from] ConnectionError),
    /// The tables cannot be brought up to date.
    #[error("the tables cannot be brought up to date: {0}")]
    Migrate(String),
    /// SQLite is too old to be trusted with committed writes.
    #[error("SQLite {0} is older than 3.51.3")]
    TooOld(String),
    /// SQLite refused.
    #[error("SQLite")]
    Sql(#[from] diesel::result::Error),
    /// A row does not hold what was put there.
    #[error("item {0} is damaged")]
    Damaged(i64),
    /// A row of the working ledger, or a source, does not hold what was put there.
    #[error("{0} of the working ledger is damaged")]
    DamagedRow(String),
    /// The content of an item is not what its statement signed.
    #[error("the content of item {0} is damaged")]
    DamagedContent(i64),
    /// The work was broken off.
    #[error("the work was broken off")]
    Interrupted,
    /// Compressing failed.
    #[error("compressing failed")]
    Pack(#[source] io::Error),
}

impl StoreFault {
    /// What happened and what to do.
    pub fn text(&self) -> Text {
        match self {
            Self::TooOld(version) => words::folder::OLD_SQLITE.fill(&[("version", version)]),
            Self::Damaged(number) | Self::DamagedContent(number) => {
                words::folder::DAMAGED.fill(&[("number", number)])
            }
            Self::DamagedRow(id) => words::importer::DAMAGED_ROW.fill(&[("id", id)]),
            other => words::folder::STORE.fill(&[("why", &crate::error::chain(other))]),
        }
    }
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = diesel::sql_types::Text)]
    version: String,
}

impl Outbox {
    /// Opens the store of a node's folder, making or bringing up to date its tables.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub fn open(dir: &Path) -> Result<Self, StoreFault> {
        let mut connection = SqliteConnection::establish(&dir.join(FILE).to_string_lossy())?;
        let version: Version =
            diesel::sql_query("SELECT sqlite_version() AS version").get_result(&mut connection)?;
        if !sqlite::is_trusted(&version.version) {
            return Err(StoreFault::TooOld(version.version));
        }
        // The order matters: switching to WAL may have to wait for another process.
        for pragma in [
            "PRAGMA busy_timeout = 5000",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA foreign_keys = ON",
            "PRAGMA wal_autocheckpoint = 200",
            "PRAGMA journal_size_limit = 8388608",
        ] {
            connection.batch_execute(pragma)?;
        }
        connection
            .run_pending_migrations(MIGRATIONS)
            .map_err(|error| StoreFault::Migrate(error.to_string()))?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    /// What the store's own check says, unless all is well.
    pub(crate) fn integrity(&self) -> Result<Option<String>, StoreFault> {
        self.read(|connection| {
            let check = "SELECT integrity_check AS version FROM pragma_integrity_check LIMIT 1";
            let said: Version = diesel::sql_query(check).get_result(connection)?;
            Ok((said.version != "ok").then_some(said.version))
        })
    }

    /// Lets nobody but the owner read the store's files, where the system knows owners; its later ones follow the first.
    #[cfg(unix)]
    pub(crate) fn keep_private(dir: &Path) -> io::Result<()> {
        use std::{fs, os::unix::fs::PermissionsExt};
        let files = ["", "-wal", "-shm"].map(|end| dir.join(format!("{FILE}{end}")));
        files
            .iter()
            .filter(|file| file.exists())
            .try_for_each(|file| fs::set_permissions(file, fs::Permissions::from_mode(0o600)))
    }

    /// The folder's own permissions hold.
    #[cfg(not(unix))]
    pub(crate) fn keep_private(_dir: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Runs queries that change nothing.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&mut SqliteConnection) -> Result<T, StoreFault>,
    ) -> Result<T, StoreFault> {
        work(&mut self.connection.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs one unit of work: all of it is on the disk when this returns, or none.
    pub(crate) fn write<T, E: From<diesel::result::Error>>(
        &self,
        work: impl FnOnce(&mut SqliteConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner).immediate_transaction(work)
    }
}
