//! The database as `doctor` sees it: opened for nothing but reading, and not brought up to date.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemas::{entry::Entry, wire::Mode};

use super::{
    AnyConnection, Location, StoreError,
    connection::check_sqlite,
    copy::{self, word},
    job::{self, Run},
    log, node, recovery, scrub,
};
use crate::jobs::Job;

/// What it says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Engine and version.
    pub engine: String,
    /// What its own check says, unless all is well.
    pub integrity: Option<String>,
    /// The newest migration that was run.
    pub schema: String,
    /// The newest this program knows.
    pub known: String,
    /// Whether the city takes anything in.
    pub mode: Mode,
    /// Leaves.
    pub leaves: u64,
    /// The time of the newest leaf.
    pub newest: Option<DateTime<Utc>>,
    /// The policy in force.
    pub policy: Option<log::Published>,
    /// When the log was recomputed last, and how many faults that found.
    pub scrub: Option<(DateTime<Utc>, u64)>,
    /// Bytes of the database.
    pub bytes: u64,
    /// How many active nodes have which version of their program.
    pub programs: BTreeMap<Option<String>, usize>,
    /// The latest run of each job that ever ran.
    pub runs: BTreeMap<Job, Run>,
}

/// Looks at a database that is there.
///
/// # Errors
/// The store's.
pub fn of(location: &Location, now: DateTime<Utc>) -> Result<Health, StoreError> {
    let mut open = location.connect().map_err(|error| StoreError::Open(Box::new(error)))?;
    let connection = &mut open;
    let (engine, integrity) = match connection {
        AnyConnection::Sqlite(sqlite) => {
            check_sqlite(sqlite)?;
            let version = word(connection, "SELECT sqlite_version() AS word")?;
            let said =
                word(connection, "SELECT integrity_check AS word FROM pragma_integrity_check LIMIT 1")?;
            (format!("SQLite {version}"), (said != "ok").then_some(said))
        }
        AnyConnection::Postgres(_) => (
            format!("PostgreSQL {}", word(connection, "SELECT current_setting('server_version') AS word")?),
            None,
        ),
    };
    let schema = word(connection, "SELECT max(version) AS word FROM __diesel_schema_migrations")?;
    let known = copy::known_schema()?;
    // Tables of a later migration are not there before it was run.
    let mode = if schema < known { Mode::Live } else { recovery::mode(connection)? };
    let leaves = log::size(connection)?;
    let newest = match leaves.checked_sub(1) {
        Some(last) => log::entry(connection, last)?.map(|(_, Entry { received, .. })| received),
        None => None,
    };
    let policy = if schema < known { None } else { log::policies(connection)?.pop() };
    let run = if schema < known { None } else { scrub::newest(connection)? };
    let scrub = run
        .map(|run| (run.ended, u64::try_from(run.faults.len()).unwrap_or(u64::MAX).saturating_add(run.more)));
    let mut runs = BTreeMap::new();
    let mut programs = BTreeMap::new();
    if schema >= known {
        programs = node::programs(connection)?;
        for job in Job::ALL {
            runs.extend(job::latest(connection, job.code(), now)?.map(|run| (job, run)));
        }
    }
    let bytes = match connection {
        AnyConnection::Sqlite(_) => {
            "SELECT CAST(page_count * page_size AS TEXT) AS word FROM pragma_page_count(), pragma_page_size()"
        }
        AnyConnection::Postgres(_) => "SELECT CAST(pg_database_size(current_database()) AS TEXT) AS word",
    };
    let bytes = word(connection, bytes)?.parse().map_err(|_| StoreError::Corrupt("size"))?;
    Ok(Health {
        engine,
        integrity,
        schema,
        known,
        mode,
        leaves,
        newest,
        policy,
        scrub,
        bytes,
        programs,
        runs,
    })
}
