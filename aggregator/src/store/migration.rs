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

#[cfg(test)]
mod tests {
    use diesel::{Connection, connection::SimpleConnection};
    use schemas::hash::Sha;

    use super::*;
    use crate::store::{content, upload};

    #[test]
    fn content_of_one_piece_and_what_was_under_way_are_kept_as_parts() {
        let mut sqlite = SqliteConnection::establish(":memory:").unwrap();
        while sqlite.run_next_migration(SQLITE).unwrap().to_string() != "20261122000010" {}
        let (whole, half) = (Sha::of(b"whole"), Sha::of(b"half"));
        let rows = format!(
            "INSERT INTO bureau VALUES ('519901', 'a', 'a', 'county', 'district', NULL, NULL, '2020-01-01', NULL, 1);
             INSERT INTO node VALUES ('n-a', 'key', '519901', 'active', 0, 0);
             INSERT INTO content VALUES ('{whole}', x'010203');
             INSERT INTO upload_chunk VALUES ('n-a', '{half}', 0, 2, 5, x'0102'), ('n-a', '{half}', 2, 1, 7, x'03');"
        );
        sqlite.batch_execute(&rows).unwrap();
        super::sqlite(&mut sqlite).unwrap();
        let mut connection = AnyConnection::Sqlite(sqlite);
        assert_eq!(content::packed(&mut connection, &whole).unwrap().unwrap(), [1, 2, 3]);
        assert_eq!(content::length(&mut connection, &half).unwrap(), None);
        let come = upload::find(&mut connection, "n-a", &half).unwrap().unwrap();
        assert_eq!((come.bytes, come.touched.timestamp_micros()), (3, 7));
        upload::finish(&mut connection, "n-a", &half, 3, &[4]).unwrap();
        assert_eq!(content::packed(&mut connection, &half).unwrap().unwrap(), [1, 2, 3, 4]);
        assert!(upload::under_way(&mut connection).unwrap().is_empty());
        // What is whole is no upload any more, and is not forgotten as one.
        upload::forget(&mut connection, "n-a", &half).unwrap();
        assert!(content::packed(&mut connection, &half).unwrap().is_some());
    }
}
