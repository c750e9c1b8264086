//! A copy of the whole database as it is at one instant, made while others write, and proved: the engine's own check, and
//! the log's root recomputed from the leaves that were copied. It migrates nothing, so that a newer program can make it
//! before an older database is brought up to date.

use std::{
    io,
    path::Path,
    process::{Command, Output},
};

use diesel::{
    Connection, QueryableByName, RunQueryDsl, SqliteConnection, connection::SimpleConnection,
    migration::MigrationSource, sql_query, sql_types,
};
use schemas::{
    hash::Sha,
    merkle::{self, Edge},
    note::VerifyKey,
    receipt::Checkpoint,
};

use super::{
    AnyConnection, Location, StoreError, log,
    migration::SQLITE,
    recovery,
    scrub::{self, BATCH},
};

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Leaves.
    pub size: u64,
    /// The root recomputed from them.
    pub root: Sha,
    /// The newest migration that was run.
    pub schema: String,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = sql_types::Text)]
    word: String,
}

pub(super) fn word(connection: &mut AnyConnection, sql: &str) -> Result<String, StoreError> {
    let found: Word = match connection {
        AnyConnection::Sqlite(sqlite) => sql_query(sql).get_result(sqlite)?,
        AnyConnection::Postgres(postgres) => sql_query(sql).get_result(postgres)?,
    };
    Ok(found.word)
}

/// Copies the database into a new file: SQLite's own format, or the archive of `pg_dump`.
///
/// # Errors
/// [`StoreError::Damaged`] if the copy is not whole or its log is not what was signed, [`StoreError::Tool`] if a program
/// of PostgreSQL is missing or fails, and the store's.
pub fn take(location: &Location, to: &Path, log: &VerifyKey) -> Result<Copied, StoreError> {
    match location {
        Location::Sqlite(_) => {
            let mut source = location.connect().map_err(|error| StoreError::Open(Box::new(error)))?;
            vacuum(&mut source, to)?;
            checked(to, log)
        }
        Location::Postgres(url) => {
            let mut source = location.connect().map_err(|error| StoreError::Open(Box::new(error)))?;
            source.batch_execute(
                "SET idle_in_transaction_session_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            )?;
            // What is dumped and what is recomputed are one snapshot.
            let snapshot = word(&mut source, "SELECT pg_export_snapshot() AS word")?;
            let schema = word(&mut source, "SELECT current_schema()::text AS word")?;
            let mut dump = tool("pg_dump", url);
            dump.args(["--format=custom", "--no-owner", "--no-privileges", "--snapshot", &snapshot]);
            run("pg_dump", dump.args(["--schema", &schema, "--file"]).arg(to))?;
            run("pg_restore", Command::new("pg_restore").arg("--list").arg(to))?;
            let copied = recomputed(&mut source, log);
            source.batch_execute("ROLLBACK")?;
            copied
        }
    }
}

/// Loads a dump into an empty PostgreSQL database and recomputes what is there then. Nobody opens it before it is closed to
/// new leaves.
///
/// # Errors
/// As [`take`]; [`StoreError::Damaged`] if the database is not empty.
pub fn load(location: &Location, dump: &Path, log: &VerifyKey) -> Result<Copied, StoreError> {
    let Location::Postgres(url) = location else { return Err(StoreError::Corrupt("engine")) };
    let mut target = location.connect().map_err(|error| StoreError::Open(Box::new(error)))?;
    const TABLES: &str = "SELECT CAST(count(*) AS TEXT) AS word FROM information_schema.tables \
                          WHERE table_schema = current_schema() AND table_name <> 'restoring'";
    if word(&mut target, TABLES)? != "0" {
        return Err(StoreError::Damaged(
            "the database to restore into is not empty 恢复目标数据库不为空".into(),
        ));
    }
    let listed = run("pg_restore", Command::new("pg_restore").arg("--list").arg(dump))?;
    // The schema itself is there; everything in it is not.
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let wanted: Vec<&str> = listed.lines().filter(|line| !line.contains(" SCHEMA - ")).collect();
    let list = dump.with_extension("list");
    let file = |cause| StoreError::Tool { name: "pg_restore", cause };
    std::fs::write(&list, wanted.join("\n")).map_err(file)?;
    recovery::reserve(&mut target)?;
    let mut restore = tool("pg_restore", url);
    restore.args(["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--use-list"]);
    let done = run("pg_restore", restore.arg(&list).arg(dump));
    std::fs::remove_file(&list).map_err(file)?;
    // One that was killed may be loading still, and get there first: then the mark stays.
    if done.is_err() && word(&mut target, TABLES)? == "0" {
        recovery::release(&mut target)?;
    }
    done?;
    recomputed(&mut target, log)
}

/// Checks a copied SQLite file.
///
/// # Errors
/// As [`take`].
pub fn checked(file: &Path, log: &VerifyKey) -> Result<Copied, StoreError> {
    let opened = SqliteConnection::establish(&file.to_string_lossy());
    let mut copy = AnyConnection::Sqlite(opened.map_err(|error| StoreError::Open(Box::new(error)))?);
    let found = word(&mut copy, "SELECT integrity_check AS word FROM pragma_integrity_check LIMIT 1")?;
    if found != "ok" {
        return Err(StoreError::Damaged(found));
    }
    recomputed(&mut copy, log)
}

/// The newest migration this program knows.
///
/// # Errors
/// [`StoreError::Open`] if its own migrations cannot be read.
pub fn known_schema() -> Result<String, StoreError> {
    let all = MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE).map_err(StoreError::Open)?;
    let newest = all.iter().map(|migration| migration.name().version().to_string()).max();
    Ok(newest.unwrap_or_default())
}

fn vacuum(source: &mut AnyConnection, to: &Path) -> Result<(), StoreError> {
    let to = to.to_str().ok_or_else(|| StoreError::Address(to.display().to_string()))?;
    let AnyConnection::Sqlite(sqlite) = source else { return Err(StoreError::Corrupt("engine")) };
    sql_query("VACUUM INTO ?").bind::<sql_types::Text, _>(to).execute(sqlite)?;
    Ok(())
}

/// Walks along the leaves and holds their root against the newest checkpoint.
fn recomputed(connection: &mut AnyConnection, log: &VerifyKey) -> Result<Copied, StoreError> {
    let size = log::size(connection)?;
    let mut edge = Edge::default();
    for from in (0..size).step_by(usize::try_from(BATCH).unwrap_or(1024)) {
        for leaf in scrub::leaves(connection, from, size.min(from + BATCH))? {
            edge.push(merkle::leaf_hash(leaf.entry.as_bytes()));
        }
    }
    let signed = match log::newest(connection)? {
        Some((_, note)) => Checkpoint::open(&note, log).map(|point| (point.size, point.root)).ok(),
        None => Some((0, Edge::default().root())),
    };
    if edge.size() != size || signed != Some((size, edge.root())) {
        return Err(StoreError::Damaged(format!("{size} leaves are not those of the newest checkpoint")));
    }
    let schema = word(connection, "SELECT max(version) AS word FROM __diesel_schema_migrations")?;
    Ok(Copied { size, root: edge.root(), schema })
}

/// A program of PostgreSQL for an address; the password is not among its arguments, which others on the machine can read.
pub(super) fn tool(program: &str, url: &str) -> Command {
    let mut command = Command::new(program);
    let (url, password) = without_password(url);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command.args(["--dbname", &url]);
    command
}

/// Runs a program of PostgreSQL to its end.
pub(super) fn run(name: &'static str, command: &mut Command) -> Result<Output, StoreError> {
    let done = command.output().map_err(|cause| StoreError::Tool { name, cause })?;
    if done.status.success() {
        return Ok(done);
    }
    let said = String::from_utf8_lossy(&done.stderr).trim().to_owned();
    Err(StoreError::Tool { name, cause: io::Error::other(said) })
}

fn without_password(url: &str) -> (String, Option<String>) {
    let parts = || {
        let (scheme, rest) = url.split_once("://")?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let (who, host) = authority.rsplit_once('@')?;
        let (user, password) = who.split_once(':')?;
        // As a form's value, except that a plus sign is itself.
        let escaped = format!("p={}", password.replace('+', "%2B"));
        let (_, password) = form_urlencoded::parse(escaped.as_bytes()).next()?;
        Some((format!("{scheme}://{user}@{host}{path}"), password.into_owned()))
    };
    match parts() {
        Some((url, password)) => (url, Some(password)),
        None => (url.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_no_argument() {
        let (url, password) = without_password("postgres://city:a%2Fb+c@host:5432/tongbao?sslmode=disable");
        assert_eq!(url, "postgres://city@host:5432/tongbao?sslmode=disable");
        assert_eq!(password.as_deref(), Some("a/b+c"));
        let plain = "postgres:///tongbao?host=/tmp/x&user=tongbao";
        assert_eq!(without_password(plain), (plain.to_owned(), None));
    }

    #[test]
    fn the_newest_schema_is_known() {
        assert!(known_schema().unwrap().as_str() >= "20261122000070");
    }
}
