//! How SQLite goes about every reading of the casebook: through an index, without sorting pages, without touching rows for figures.

use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use diesel::{
    Connection, QueryableByName, SqliteConnection, connection::InstrumentationEvent, sql_query, sql_types,
};

use super::{
    super::{
        super::subsidy,
        figures::{came_in, procedures, repeated},
    },
    *,
};

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = sql_types::Text)]
    detail: String,
}

/// How SQLite goes about every query of one reading.
fn plans(reading: impl FnOnce(&mut AnyConnection) -> Result<(), StoreError>) -> Vec<String> {
    let mut sqlite = SqliteConnection::establish(":memory:").unwrap();
    diesel_migrations::MigrationHarness::run_pending_migrations(&mut sqlite, crate::store::migration::SQLITE)
        .unwrap();
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let heard = Arc::clone(&asked);
    sqlite.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            heard.lock().unwrap().push(query.to_string());
        }
    });
    let mut connection = AnyConnection::Sqlite(sqlite);
    reading(&mut connection).unwrap();
    let AnyConnection::Sqlite(sqlite) = &mut connection else { panic!("it is SQLite") };
    sqlite.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    let asked = std::mem::take(&mut *asked.lock().unwrap());
    assert!(!asked.is_empty());
    let plan = |query: &String| -> Vec<String> {
        let (query, _) = query.split_once(" -- binds").unwrap_or((query, ""));
        let steps: Vec<Step> = sql_query(format!("EXPLAIN QUERY PLAN {query}")).load(sqlite).unwrap();
        steps.into_iter().map(|step| step.detail).collect()
    };
    asked.iter().flat_map(plan).collect()
}

fn whole() -> Wanted {
    Wanted { form: "L3".into(), ..Wanted::default() }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_reading_goes_through_an_index() {
    let bureau: BureauCode = "519901".parse().unwrap();
    let of = |bureau: &BureauCode| Wanted { bureaus: Some(vec![bureau.clone()]), ..whole() };
    let after = After { opened: "2025-07-01".into(), bureau: "519901".into(), case_no: "a".into() };
    let narrow = Wanted {
        open: Some(true),
        cause: Some("01".into()),
        industry: Some("E".into()),
        level: Some("1".into()),
        after: Some(after),
        ..whole()
    };
    let span = (day("2025-01-01"), day("2025-12-31"));
    let all = plans(|connection| {
        for wanted in
            [whole(), of(&bureau), narrow.clone(), Wanted { bureaus: Some(vec![bureau.clone()]), ..narrow }]
        {
            page(connection, &wanted, 100)?;
            count(connection, &wanted)?;
        }
        by_form(connection, Some(std::slice::from_ref(&bureau)))?;
        search(connection, None, "a", 100)?;
        search(connection, Some(std::slice::from_ref(&bureau)), "a", 100)?;
        case(connection, &bureau, "L3", "a")?;
        dispute(connection, &bureau, "/a")?;
        for bureaus in [None, Some(std::slice::from_ref(&bureau))] {
            came_in(connection, bureaus, span, |_| ())?;
            procedures(connection, bureaus, span)?;
            repeated(connection, bureaus, span, 2, 100)?;
            graded(connection, "L1", bureaus, None, 100)?;
            graded(connection, "L1", bureaus, Some("1"), 100)?;
        }
        subsidy::ended(connection, "L2", &["11".to_owned()], span)?;
        Ok(())
    });
    let searched = all.iter().filter(|step| step.contains("casebook"));
    for step in searched.clone() {
        assert!(step.starts_with("SEARCH casebook") && step.contains("INDEX"), "{step}");
    }
    assert!(searched.count() >= 20, "{all:?}");
}

#[test]
fn a_page_needs_no_sorting_and_figures_no_row() {
    let bureau: BureauCode = "519901".parse().unwrap();
    let sorted = |plans: Vec<String>| plans.iter().any(|step| step.contains("TEMP B-TREE FOR ORDER BY"));
    assert!(!sorted(plans(|connection| page(connection, &whole(), 100).map(|_| ()))));
    assert!(!sorted(plans(|connection| graded(connection, "L1", None, None, 100).map(|_| ()))));
    let of = Wanted { bureaus: Some(vec![bureau]), ..whole() };
    assert!(!sorted(plans(|connection| page(connection, &of, 100).map(|_| ()))));
    let figures = plans(|connection| {
        count(connection, &whole())?;
        by_form(connection, None)?;
        came_in(connection, None, (day("2025-01-01"), day("2025-12-31")), |_| ())?;
        procedures(connection, None, (day("2025-01-01"), day("2025-12-31")))?;
        Ok(())
    });
    let steps: Vec<&String> = figures.iter().filter(|step| step.contains("casebook")).collect();
    assert!(steps.len() == 4 && steps.iter().all(|step| step.contains("COVERING INDEX")), "{steps:?}");
}
