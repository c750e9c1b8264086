//! The doctor names each thing that is wrong, in both languages, and changes nothing.

use std::{fs, os::unix::fs::PermissionsExt};

use crate::{
    city::{City, County, Fault, Q2, Q3, draft},
    commands::run,
};
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use node_agent::{State, doctor::examine};
use schemas::{examined::Grade, problem::Problem};

async fn ill(county: &County) -> Vec<(&'static str, Grade)> {
    let lines = examine(county.path(), county.clock.clone()).await;
    for line in &lines {
        assert!(
            !line.text.zh.is_empty() && !line.text.en.is_empty() && line.text.zh != line.text.en,
            "{line:?}"
        );
    }
    lines.into_iter().filter(|line| line.grade != Grade::Ok).map(|line| (line.what, line.grade)).collect()
}

fn spoil(county: &County, sql: &str) {
    let mut store = SqliteConnection::establish(county.path().join("outbox.db").to_str().unwrap()).unwrap();
    assert_eq!(diesel::sql_query(sql).execute(&mut store).unwrap(), 1, "{sql}");
}

#[tokio::test]
async fn each_thing_that_is_wrong_is_named() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    assert_eq!(ill(&county).await, []);
    city.with(|state| state.time += chrono::TimeDelta::minutes(20));
    assert_eq!(ill(&county).await, [("clock", Grade::Warn)]);
    city.with(|state| state.time -= chrono::TimeDelta::minutes(20));
    let key = county.path().join("node.key");
    let open = |mode| fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
    open(0o644);
    assert_eq!(ill(&county).await, [("key", Grade::Bad)]);
    open(0o600);
    let officer = county.path().join("officer.age");
    fs::write(&officer, "x").unwrap();
    fs::set_permissions(&officer, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(ill(&county).await, [("leader's key", Grade::Bad)]);
    fs::remove_file(&officer).unwrap();
    spoil(&county, "UPDATE letter SET document = 'x' WHERE leaf_index = 0");
    assert_eq!(ill(&county).await, [("letters", Grade::Warn)]);
    spoil(&county, "UPDATE item SET findings = '{' WHERE number = 1");
    assert_eq!(ill(&county).await, [("items", Grade::Bad), ("letters", Grade::Warn)]);
    let (code, text) = run(county.path(), &["doctor"]);
    assert!(code == 2 && text.contains("bad  items: ") && text.contains("第 1 项已损坏"), "{text}");
    let (code, text) = run(county.path(), &["doctor", "--lang", "en"]);
    assert!(code == 2 && text.contains("letter of leaf 0 is damaged"), "{text}");
}

#[tokio::test]
async fn where_there_is_no_node_or_no_city_it_says_so() {
    let nowhere = tempfile::TempDir::new().unwrap();
    let (code, text) = run(nowhere.path(), &["doctor"]);
    assert!(code == 2 && text.contains("不是节点"), "{text}");
    assert_eq!(fs::read_dir(nowhere.path()).unwrap().count(), 0, "nothing is made");
    let bare = County::new();
    assert_eq!(ill(&bare).await, [("enrolment", Grade::Warn)]);
    let city = City::start().await;
    let (county, _node) = County::enrolled(&city).await;
    (0..4).for_each(|_| city.fault("GET", Fault::Problem(Problem::LogRecovering)));
    assert_eq!(ill(&county).await, [("city", Grade::Warn)]);
}

#[tokio::test]
async fn a_damaged_checkpoint_is_named_ignored_and_fetched_again() {
    for damage in [
        "UPDATE checkpoint SET note = 'x' WHERE size = (SELECT max(size) FROM checkpoint)",
        "UPDATE checkpoint SET root = 'x' WHERE size = (SELECT max(size) FROM checkpoint)",
        "UPDATE checkpoint SET size = 99 WHERE size = (SELECT max(size) FROM checkpoint)",
    ] {
        let city = City::start().await;
        let (county, node) = County::enrolled(&city).await;
        node.file(&draft("2025Q2", Q2), None).unwrap();
        node.push().await.unwrap();
        spoil(&county, damage);
        assert_eq!(ill(&county).await, [("checkpoints", Grade::Warn)], "{damage}");
        node.file(&draft("2025Q3", Q3), None).unwrap();
        let pushed = node.push().await.unwrap();
        assert_eq!((pushed.items[0].state, pushed.trouble.is_none()), (State::Valid, true), "{damage}");
        assert_eq!(ill(&county).await, [], "{damage}");
        assert!(node.forks().unwrap().is_empty(), "{damage}");
    }
}
