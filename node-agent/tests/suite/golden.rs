//! Bytes and tables that must not change by accident: receipts, hashes and stores out there depend on them.

use crate::city::{City, County, Q2, draft};
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use node_agent::Item;

const DAY: &str = "\
案号,申请人,受理日期,审限届满日
云〔2025〕3号,赵小燕,2025-07-09,2025-08-23
";

/// The text of a statement and the lines it fixes, read back from what was sent.
async fn sent(city: &City, item: &Item) -> String {
    let text = item.note.split("\n\n").next().unwrap();
    let content = item.statement.content.map(|content| city.with(|s| s.contents[&content.sha256].clone()));
    format!("{text}\n\n{}", String::from_utf8(content.unwrap_or_default()).unwrap())
}

#[tokio::test]
async fn sealed_bytes() {
    let city = City::start().await;
    city.with(|state| state.time = crate::city::at("2025-10-12T01:00:00Z"));
    let (_county, node) = County::enrolled(&city).await;
    let nil = node.nil("T3", "2025Q1".parse().unwrap(), None, None).unwrap();
    node.push().await.unwrap();
    let quarterly = node.file(&draft("2025Q2", Q2), None).unwrap();
    let mut day = draft("2025-07-09", DAY);
    day.subject = Some("M-2025-0007".parse().unwrap());
    let daily = node.file(&day, None).unwrap();
    let amendment = node.amend(&draft("2025Q2", &Q2.replace("05-10", "05-12")), "结案日期录错").unwrap();
    assert!(node.push().await.unwrap().trouble.is_none());
    insta::assert_snapshot!("nil", sent(&city, &nil).await);
    insta::assert_snapshot!("quarterly", sent(&city, &quarterly).await);
    insta::assert_snapshot!("daily", sent(&city, &daily).await);
    insta::assert_snapshot!("amendment", sent(&city, &amendment).await);
}

#[derive(QueryableByName)]
struct Object {
    #[diesel(sql_type = diesel::sql_types::Text)]
    sql: String,
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = diesel::sql_types::Text)]
    journal_mode: String,
}

#[test]
fn tables_of_the_store() {
    let county = County::new();
    drop(county.open());
    let file = county.path().join("outbox.db");
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let objects: Vec<Object> = diesel::sql_query(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name",
    )
    .load(&mut connection)
    .unwrap();
    let schema: Vec<String> = objects.into_iter().map(|object| object.sql).collect();
    insta::assert_snapshot!("store", schema.join(";\n\n"));
    let setting: Setting = diesel::sql_query("PRAGMA journal_mode").get_result(&mut connection).unwrap();
    assert_eq!(setting.journal_mode, "wal");
}
