//! The doctor finds each thing that is wrong, says it in both languages, and changes nothing.

use std::{collections::BTreeMap, fs, process::Command};

use aggregator::{
    backup,
    doctor::{Grade, examine},
    jobs::scrub,
    policy,
};
use chrono::TimeDelta;

use crate::{backup::of, city::City};

/// What the doctor finds at so many days from now, by name.
fn found(city: &City, days: i64) -> BTreeMap<&'static str, Grade> {
    let lines = examine(&of(city), city.services.clock.now() + TimeDelta::days(days));
    for line in &lines {
        assert!(
            !line.text.zh.is_empty() && !line.text.en.is_empty() && line.text.zh != line.text.en,
            "{line:?}"
        );
    }
    lines.into_iter().map(|line| (line.what, line.grade)).collect()
}

/// What is not well.
fn ill(city: &City, days: i64) -> Vec<(&'static str, Grade)> {
    found(city, days).into_iter().filter(|(_, grade)| *grade != Grade::Ok).collect()
}

crate::on_both_engines! {
    async fn each_thing_that_is_wrong_is_named(city: City) {
        city.node("519901").await;
        assert_eq!(ill(&city, 0), [("backup", Grade::Warn), ("policy", Grade::Warn), ("scrub", Grade::Warn)]);
        policy::publish(&city.services).await.unwrap();
        assert_eq!(ill(&city, 0), [("backup", Grade::Warn), ("scrub", Grade::Warn)]);
        scrub::run(&city.services).await.unwrap();
        backup::make(&of(&city), &city.folder().join("backups"), None, city.services.clock.now()).unwrap();
        assert_eq!(ill(&city, 0), []);
        assert_eq!(found(&city, 0).len(), 10);
        assert_eq!(ill(&city, 3), [("backup", Grade::Warn)]);
        assert_eq!(ill(&city, 9), [("backup", Grade::Warn), ("scrub", Grade::Warn)]);
        assert_eq!(ill(&city, -1), [("clock", Grade::Bad)]);
        city.sql("INSERT INTO recovery (one, since) VALUES (1, 0)");
        assert_eq!(ill(&city, 0), [("mode", Grade::Warn)]);
        city.sql("DELETE FROM recovery");
        city.sql("UPDATE document SET text = 'x'");
        scrub::run(&city.services).await.unwrap();
        assert_eq!(ill(&city, 0), [("scrub", Grade::Bad)]);
        city.sql("UPDATE __diesel_schema_migrations SET version = '29990101000000' WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)");
        assert!(ill(&city, 0).contains(&("schema", Grade::Bad)));
        fs::write(city.folder().join("city/log.key"), "nonsense").unwrap();
        assert!(ill(&city, 0).contains(&("log key", Grade::Bad)));
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_exit_code_is_that_of_the_worst() {
    use std::os::unix::fs::PermissionsExt;
    let city = City::start().await;
    let data = city.folder().join("city");
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
        let done = command.arg("doctor").arg("--data").arg(&data).output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    let (code, said) = run();
    assert!(
        code == Some(1) && said.contains("warn backup: never backed up") && said.contains("从未备份"),
        "{said}"
    );
    let open = |mode| fs::set_permissions(data.join("log.key"), fs::Permissions::from_mode(mode)).unwrap();
    open(0o644);
    let (code, said) = run();
    assert!(code == Some(2) && said.contains("bad  log key: ") && said.contains("chmod go-rwx"), "{said}");
    open(0o600);
    scrub::run(&city.services).await.unwrap();
    backup::make(&of(&city), &city.folder().join("backups"), None, aggregator::clock::Clock::system().now())
        .unwrap();
    let (_, said) = run();
    assert!(said.contains("ok   backup: ") && said.contains("ok   log key: "), "{said}");
    // Where there is nothing, nothing is made.
    let nowhere = city.folder().join("nowhere");
    let done = Command::new(env!("CARGO_BIN_EXE_aggregator"))
        .arg("doctor")
        .arg("--data")
        .arg(&nowhere)
        .output()
        .unwrap();
    assert_eq!((done.status.code(), nowhere.exists()), (Some(2), false));
}
