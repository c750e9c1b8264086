//! Brings the database to the schema of this program, on a connection of its own before anything else opens it.

use diesel::{RunQueryDsl, pg::PgConnection, sql_query, sqlite::SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{
    StoreError,
    connection::{AnyConnection, Location, check_sqlite},
};

/// Migrations for SQLite; the folder for PostgreSQL has the same names.
pub(super) const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
/// Migrations for PostgreSQL.
pub(super) const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Keeps two processes from migrating one PostgreSQL database at once.
const LOCK: &str = "SELECT pg_advisory_lock(7246003)";
const UNLOCK: &str = "SELECT pg_advisory_unlock(7246003)";

pub(super) fn run(location: &Location) -> Result<(), StoreError> {
    let open = |error| StoreError::Open(Box::new(error));
    match location.connect().map_err(open)? {
        AnyConnection::Sqlite(mut connection) => {
            check_sqlite(&mut connection)?;
            sqlite(&mut connection)
        }
        AnyConnection::Postgres(mut connection) => {
            sql_query(LOCK).execute(&mut connection)?;
            let done = postgres(&mut connection);
            sql_query(UNLOCK).execute(&mut connection)?;
            done
        }
    }
}

fn sqlite(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    connection.run_pending_migrations(SQLITE).map(|_| ()).map_err(StoreError::Open)
}

fn postgres(connection: &mut PgConnection) -> Result<(), StoreError> {
    connection.run_pending_migrations(POSTGRES).map(|_| ()).map_err(StoreError::Open)
}
