//! The doctor finds each thing that is wrong, says it in both languages, and changes nothing.

use std::{collections::BTreeMap, fs, process::Command};

use aggregator::{backup, doctor::examine, jobs::scrub, policy};
use chrono::TimeDelta;
use schemas::examined::Grade;

use crate::{backup::of, city::City, filing::push};

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
        assert_eq!(found(&city, 0).len(), 20);
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

    async fn what_runs_and_what_fails_and_who_is_behind_is_said(city: City) {
        let node = city.node("519901").await;
        scrub::run(&city.services).await.unwrap();
        backup::make(&of(&city), &city.folder().join("backups"), None, city.services.clock.now()).unwrap();
        let config = of(&city);
        let said = |minutes: i64, what: &str| {
            let now = city.services.clock.now() + TimeDelta::minutes(minutes);
            examine(&config, now).into_iter().find(|line| line.what == what).map(|line| (line.grade, line.text)).unwrap()
        };
        let (grade, text) = said(0, "job scrub");
        assert!(grade == Grade::Ok && text.zh.contains("尚未运行，下次") && text.en.contains("has not run yet"), "{text:?}");
        let file = city.folder().join("file");
        fs::write(&file, "").unwrap();
        let plan = format!("[backup]\nto = \"{}\"\n", file.join("backups").display());
        let jobs = crate::jobs::jobs(&city, &plan);
        jobs.tick().await.unwrap();
        assert!(said(0, "job scrub").1.en.contains(", next "));
        let (grade, text) = said(0, "job backup");
        assert!(grade == Grade::Warn && text.zh.contains("第1次仍未成") && text.en.contains("failed 1 times"), "{text:?}");
        assert!(text.en.contains("cannot be written"), "why: {text:?}");
        // Nothing ran for two days.
        let (grade, text) = said(2 * 24 * 60, "job scrub");
        assert!(grade == Grade::Warn && text.zh.contains("而未运行") && text.en.contains("did not run"), "{text:?}");
        assert_eq!(said(0, "disk").0, Grade::Ok);
        fs::write(config.data.join("jobs.toml"), "[scrap]\n").unwrap();
        assert_eq!(said(0, "jobs").0, Grade::Bad);
        fs::remove_file(config.data.join("jobs.toml")).unwrap();

        // Nodes say their version with what they sign; one of another version is named.
        let own = env!("CARGO_PKG_VERSION");
        city.sql("UPDATE node SET program = NULL");
        assert!(said(0, "versions").1.en.contains("unknown ×1"));
        push(&node).await;
        let (grade, text) = said(0, "versions");
        assert!(grade == Grade::Ok && text.en.contains(&format!("nodes {own} ×1")), "{text:?}");
        city.sql("UPDATE node SET program = '0.0.9'");
        let (grade, text) = said(0, "versions");
        assert!(grade == Grade::Warn && text.zh.contains("0.0.9 ×1") && text.en.contains("up to date"), "{text:?}");
        // The node says it again: the row is put right, and then left alone.
        push(&node).await;
        assert_eq!(said(0, "versions").0, Grade::Ok);
        let changes = city.services.store.changes().await.unwrap();
        push(&node).await;
        assert_eq!(city.services.store.changes().await.unwrap(), changes, "reading costs no commit");
    }

    async fn a_log_that_is_ahead_of_the_clock_is_said_with_how_far(city: City) {
        let now = city.services.clock.now();
        city.clock.set(now + TimeDelta::days(30));
        city.node("519901").await;
        city.clock.set(now);
        let clock = |at| examine(&of(&city), at).into_iter().find(|line| line.what == "clock").unwrap();
        let line = clock(now);
        assert_eq!(line.grade, Grade::Bad);
        assert!(line.text.zh.contains("快30天0小时0分") && line.text.en.contains("ahead of the clock by 30 d 0 h 0 min"), "{line:?}");
        // What is received meanwhile keeps the time of the log.
        let before = city.line("SELECT entry AS line FROM leaf ORDER BY leaf_index DESC LIMIT 1");
        city.node("519902").await;
        let after = city.line("SELECT entry AS line FROM leaf ORDER BY leaf_index DESC LIMIT 1");
        let received = |entry: &str| schemas::entry::Entry::parse(entry).unwrap().received;
        assert_eq!(received(&before), received(&after));
        let ahead = city.services.store.read_now(|connection| aggregator::store::log::ahead(connection, now));
        assert_eq!(ahead.unwrap().unwrap().num_days(), 30);
        assert_eq!(clock(now + TimeDelta::days(31)).grade, Grade::Ok);
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
