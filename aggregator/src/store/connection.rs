//! One connection type over two engines, chosen by the address and never by trying.

use std::{path::PathBuf, time::Duration};

use diesel::{
    Connection, ConnectionError, RunQueryDsl, connection::SimpleConnection, pg::PgConnection, r2d2,
    sql_query, sql_types::Text, sqlite::SqliteConnection,
};
use schemas::sqlite;

use super::StoreError;

/// A connection to either engine.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file.
    Sqlite(PathBuf),
    /// A `postgres://` address.
    Postgres(String),
}

/// Readers open at once.
pub const READERS: u32 = 8;
/// What is answered is on disk; nobody waits for ever for a lock; and a process that stands still in the middle of a
/// commit, or whose machine is gone, does not keep the others from going on.
const SESSION: &str = "SET synchronous_commit = on; SET lock_timeout = '20s'; \
                       SET idle_in_transaction_session_timeout = '10s'";
/// A page waits this long for one.
const WAIT: Duration = Duration::from_secs(5);

pub(super) type Pool = r2d2::Pool<Manager>;

impl Location {
    /// `postgres://…` or `postgresql://…` is PostgreSQL; `sqlite:FILE` or a path without a scheme is a file.
    ///
    /// # Errors
    /// [`StoreError::Address`] for any other scheme, so that a slip does not create a file of that name.
    pub fn parse(address: &str) -> Result<Self, StoreError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            // A build without TLS must not take an address that asks for it: the traffic would not be what was meant.
            return match (cfg!(feature = "pg-tls"), asks_for_tls(address)) {
                (false, Some(mode)) => Err(StoreError::NoTls(mode)),
                _ => Ok(Self::Postgres(address.to_owned())),
            };
        }
        let path = address.strip_prefix("sqlite:").unwrap_or(address);
        if path.is_empty() || path.contains("://") || path.contains('=') {
            return Err(StoreError::Address(address.split('@').next_back().unwrap_or_default().to_owned()));
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }

    /// Opens a connection and sets it up.
    pub(super) fn connect(&self) -> Result<AnyConnection, ConnectionError> {
        match self {
            Self::Postgres(url) => {
                let mut connection = PgConnection::establish(url)?;
                connection.batch_execute(SESSION).map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(AnyConnection::Postgres(connection))
            }
            Self::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(&path.to_string_lossy())?;
                // The order matters: the time-out first, or the switch to WAL itself may find the file locked.
                for pragma in [
                    "PRAGMA busy_timeout = 5000",
                    "PRAGMA journal_mode = WAL",
                    "PRAGMA synchronous = FULL",
                    "PRAGMA foreign_keys = ON",
                    "PRAGMA wal_autocheckpoint = 1000",
                    "PRAGMA journal_size_limit = 67108864",
                ] {
                    connection.batch_execute(pragma).map_err(ConnectionError::CouldntSetupConfiguration)?;
                }
                Ok(AnyConnection::Sqlite(connection))
            }
        }
    }
}

/// What an address says of TLS, if it insists on it.
fn asks_for_tls(address: &str) -> Option<String> {
    let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let (_, mode) = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == "sslmode").last()?;
    let without = ["disable", "allow", "prefer"].contains(&mode.as_ref());
    (!without).then(|| mode.into_owned())
}

/// Opens connections for the pool.
pub(super) struct Manager(Location);

impl r2d2::ManageConnection for Manager {
    type Connection = AnyConnection;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<AnyConnection, r2d2::Error> {
        self.0.connect().map_err(r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, connection: &mut AnyConnection) -> Result<(), r2d2::Error> {
        sql_query("SELECT 1").execute(connection).map(|_| ()).map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, _: &mut AnyConnection) -> bool {
        std::thread::panicking()
    }
}

pub(super) fn pool(location: &Location) -> Result<Pool, StoreError> {
    let pool = r2d2::Pool::builder()
        .max_size(READERS)
        .min_idle(Some(1))
        .connection_timeout(WAIT)
        // A file does not go away; a server may have been started anew.
        .test_on_check_out(matches!(location, Location::Postgres(_)));
    pool.build(Manager(location.clone())).map_err(|error| StoreError::Open(Box::new(error)))
}

#[derive(diesel::QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

/// Refuses a SQLite that can lose committed writes.
pub(super) fn check_sqlite(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let found: Version = sql_query("SELECT sqlite_version() AS version").get_result(connection)?;
    sqlite::is_trusted(&found.version).then_some(()).ok_or(StoreError::OldSqlite(found.version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sqlite_that_is_built_in_is_trusted() {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        assert!(check_sqlite(&mut connection).is_ok());
    }

    #[test]
    fn the_address_decides_the_engine() {
        assert!(matches!(Location::parse("postgres://u@h/db"), Ok(Location::Postgres(_))));
        assert_eq!(Location::parse("data/city.db").unwrap(), Location::Sqlite("data/city.db".into()));
        assert_eq!(Location::parse("sqlite:city.db").unwrap(), Location::Sqlite("city.db".into()));
        for slip in ["postgre://u:secret@h/db", "host=localhost port=5432", "", "sqlite:"] {
            let error = Location::parse(slip).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn an_address_that_insists_on_tls_is_refused_by_a_build_without_it() {
        for mode in ["require", "verify-ca", "verify-full", "REQUIRE"] {
            let parsed =
                Location::parse(&format!("postgres://u:secret@h/db?connect_timeout=3&sslmode={mode}"));
            if cfg!(feature = "pg-tls") {
                assert!(parsed.is_ok(), "{mode}");
                continue;
            }
            let error = parsed.unwrap_err().to_string();
            assert!(error.contains("pg-tls") && error.contains("加密") && error.contains(mode), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
        for plain in [
            "postgres://u@h/db?sslmode=disable",
            "postgres://u@h/db?sslmode=prefer",
            "postgres:///db?host=/tmp",
        ] {
            assert!(Location::parse(plain).is_ok(), "{plain}");
        }
    }
}
