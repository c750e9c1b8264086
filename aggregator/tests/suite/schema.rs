//! The two engines have one schema: the same tables, columns, nullability and keys, whatever made them.

use std::path::Path;

use aggregator::store::{AnyConnection, Location, Store};
use diesel::{
    Connection, QueryableByName, RunQueryDsl, connection::SimpleConnection, pg::PgConnection, sql_query,
    sql_types::Text, sqlite::SqliteConnection,
};
use schemas::note::SignKey;

use crate::city::postgres_schema;

#[derive(QueryableByName, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// `table column type null` and `table key column…`, sorted, in one vocabulary of types.
fn columns_of_sqlite(file: &Path) -> Vec<Line> {
    let mut connection = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
    // A store that is just closing holds the file for a moment.
    connection.batch_execute("PRAGMA busy_timeout = 30000").unwrap();
    let sql = "SELECT m.name || ' ' || c.name || ' ' || lower(c.type) || CASE WHEN c.\"notnull\" THEN '' ELSE ' null' END AS line
         FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'
         UNION ALL
         SELECT m.name || ' unique ' || group_concat(i.name, ' ') FROM sqlite_master m
         JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i
         WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND l.\"unique\" GROUP BY m.name, l.name
         ORDER BY 1";
    sorted(sql_query(sql).load(&mut connection).unwrap())
}

fn columns_of_postgres(connection: &mut PgConnection) -> Vec<Line> {
    let sql = "SELECT table_name || ' ' || column_name || ' '
           || CASE data_type WHEN 'bytea' THEN 'blob' ELSE data_type END
           || CASE is_nullable WHEN 'NO' THEN '' ELSE ' null' END AS line
         FROM information_schema.columns WHERE table_schema = current_schema() AND left(table_name, 2) <> '__'
         UNION ALL
         SELECT t.relname || ' unique ' || string_agg(a.attname, ' ' ORDER BY k.place)
         FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
         CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(attnum, place)
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
         WHERE x.indisunique AND n.nspname = current_schema() AND left(t.relname, 2) <> '__' GROUP BY t.relname, x.indexrelid
         ORDER BY 1";
    sorted(sql_query(sql).load(connection).unwrap())
}

fn sorted(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort();
    lines
}

fn log_key() -> SignKey {
    SignKey::from_seed("tongbao.test/1", &[1; 32]).unwrap()
}

#[test]
fn both_engines_have_one_schema() {
    let Some(address) = postgres_schema() else { return };
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("schema.db");
    Store::open(&Location::Sqlite(file.clone()), log_key()).unwrap();
    Store::open(&Location::parse(&address).unwrap(), log_key()).unwrap();
    let sqlite = columns_of_sqlite(&file);
    let postgres = columns_of_postgres(&mut PgConnection::establish(&address).unwrap());
    assert!(sqlite.len() > 60, "{sqlite:?}");
    for (ours, theirs) in sqlite.iter().zip(&postgres) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(sqlite.len(), postgres.len());
}

/// The store's own bytes: a change here is a migration, and never an accident.
#[test]
fn golden_schema_of_the_store() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("schema.db");
    Store::open(&Location::Sqlite(file.clone()), log_key()).unwrap();
    let lines = columns_of_sqlite(&file);
    let text: Vec<String> = lines.into_iter().map(|line| line.line).collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn a_store_is_durable_by_its_settings() {
    let folder = tempfile::TempDir::new().unwrap();
    let store = Store::open(&Location::Sqlite(folder.path().join("city.db")), log_key()).unwrap();
    let pragma = |name: &'static str| {
        store
            .read_now(|connection| {
                let AnyConnection::Sqlite(sqlite) = connection else { panic!("another engine") };
                let line: Line = sql_query(format!("SELECT CAST({name} AS TEXT) AS line FROM pragma_{name}"))
                    .get_result(sqlite)
                    .unwrap();
                Ok::<_, aggregator::store::StoreError>(line.line)
            })
            .unwrap()
    };
    // 2 is FULL: a commit is on the disk before it is acknowledged.
    assert_eq!([pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")], ["wal", "2", "1"]);
}
