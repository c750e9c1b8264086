//! What the city does by itself: each job once, made up for after a standstill, by one process of several, and nothing of
//! it while the city recovers.

use aggregator::{
    backup::{MANIFEST, manifest::Manifest},
    jobs::{
        Job, defaulted,
        plan::{FILE, Plan},
        tick::{Did, Jobs},
    },
    store::job::{self, Run},
};
use chrono::TimeDelta;
use node_agent::{Item, State};
use schemas::{
    entry::{Act, Entry},
    hash::Sha,
    schedule::{GIVEN_UP, Outcome},
};
use serde_json::Value;

use crate::{
    asked::ask,
    backup::of,
    city::{City, Setting, at},
    filing::{ledger, push},
};

/// The jobs of a city, by a plan.
pub fn jobs<C: node_agent::Clock + 'static>(city: &City<C>, plan: &str) -> Jobs {
    let config = of(city);
    std::fs::write(config.data.join(FILE), plan).unwrap();
    Jobs { services: city.services.clone(), plan: Plan::read(&config.data).unwrap(), config }
}

async fn tick(jobs: &Jobs) -> Vec<(&'static str, Outcome)> {
    let done = jobs.tick().await.unwrap();
    done.iter().map(|Did { job, outcome, .. }| (job.code(), *outcome)).collect()
}

fn latest(city: &City, job: Job) -> Option<Run> {
    let now = city.services.clock.now();
    city.services.store.read_now(|connection| job::latest(connection, job.code(), now)).unwrap()
}

/// The entries of the log, first to last.
fn log(city: &City) -> Vec<Entry> {
    let texts = city.lines("SELECT entry AS line FROM leaf ORDER BY leaf_index");
    texts.iter().map(|text| Entry::parse(text).unwrap()).collect()
}

fn of_act(city: &City, act: Act) -> Vec<Entry> {
    log(city).into_iter().filter(|entry| entry.act == act).collect()
}

async fn state(city: &City, bureau: &str) -> Value {
    city.json(&format!("/api/v1/filings/{bureau}/L3/2025Q3")).await["state"].clone()
}

/// Sends a statement and nothing more.
async fn receipted(city: &City, item: &Item) {
    let address = format!("{}{}", city.address, schemas::wire::statement_path(&item.id));
    let answer = ask("PUT", &address, &[], item.note.clone().into_bytes()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

/// A statement of a bureau that has been receipted and whose rows stay with its node.
async fn without_rows(city: &City, bureau: &str) -> node_agent::Node {
    let node = city.node(bureau).await;
    let item = node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    receipted(city, &item).await;
    node
}

const QUIET: &str = "[scrub]\noff = true\n[confirm]\noff = true\n[duties]\noff = true\n";

crate::on_both_engines! {
    async fn each_run_is_made_once_and_what_was_missed_is_made_up_for(city: City) {
        let jobs = jobs(&city, "");
        let done = |codes: &[&'static str]| codes.iter().map(|code| (*code, Outcome::Done)).collect::<Vec<_>>();
        assert_eq!(tick(&jobs).await, done(&["defaulted", "duties", "sweep", "scrub"]), "nothing ever ran");
        assert_eq!(tick(&jobs).await, []);
        // 16:20 at the start; 17:05 is the next of one, 17:20 of another.
        city.clock.set(at("2025-10-13 17:06"));
        assert_eq!(tick(&jobs).await, done(&["defaulted"]));
        // A week of standstill is one run.
        city.clock.set(at("2025-10-20 09:00"));
        assert_eq!(tick(&jobs).await, done(&["defaulted", "duties", "sweep", "scrub"]));
        assert_eq!(tick(&jobs).await, []);
        assert_eq!(latest(&city, Job::Scrub).unwrap().due_at, at("2025-10-20 02:40"));
        // Back in time nothing is done again, and what ran in the future does not count for ever.
        city.clock.set(at("2025-10-13 17:07"));
        assert_eq!(tick(&jobs).await, []);
        city.clock.set(at("2025-10-13 18:06"));
        assert_eq!(tick(&jobs).await, done(&["defaulted", "duties", "sweep"]));
        let text = city.services.store.metrics().text();
        assert!(text.contains(r#"tongbao_job_runs_total{job="scrub",outcome="done"} 2"#), "{text}");
        assert!(text.contains(r#"tongbao_job_failing{job="scrub"} 0"#), "{text}");
    }

    async fn one_process_of_several_makes_a_run_and_another_takes_it_over_when_it_dies(city: City) {
        let jobs = jobs(&city, QUIET);
        let other = Jobs { services: of(&city).open(city.services.clock.clone()).unwrap(), ..jobs.clone() };
        let (one, two) = tokio::join!(tick(&jobs), tick(&other));
        let mut both = [one, two].concat();
        both.sort_by_key(|(code, _)| *code);
        assert_eq!(both, [("defaulted", Outcome::Done), ("sweep", Outcome::Done)], "each by one of them");

        // A run whose process is gone: nobody touches it for a while, then one takes it over.
        let now = at("2025-10-13 17:06");
        city.clock.set(now);
        let claim = |due, now| {
            let claim = move |connection: &mut _| job::claim(connection, "defaulted", due, now);
            city.services.store.write::<_, aggregator::store::StoreError>(claim)
        };
        assert!(claim(at("2025-10-13 17:05"), now).await.unwrap());
        city.clock.set(now + GIVEN_UP - TimeDelta::seconds(1));
        assert_eq!(tick(&other).await, []);
        city.clock.set(now + GIVEN_UP + TimeDelta::seconds(1));
        assert_eq!(tick(&other).await, [("defaulted", Outcome::Done)]);
        assert_eq!(latest(&city, Job::Defaulted).unwrap().tries, 2);
        // One that is overtaken by the next instant is said to be broken.
        city.clock.set(at("2025-10-13 18:06"));
        assert!(claim(at("2025-10-13 18:05"), at("2025-10-13 18:06")).await.unwrap());
        city.clock.set(at("2025-10-13 19:06"));
        assert_eq!(tick(&jobs).await, [("defaulted", Outcome::Done), ("sweep", Outcome::Done)]);
        let broken = city.line("SELECT outcome AS line FROM job_run WHERE job = 'defaulted' AND outcome <> 'done'");
        assert_eq!(broken, "broken");
    }

    async fn a_job_that_fails_is_named_and_tried_again_ever_later(city: City) {
        let nowhere = city.folder().join("file");
        std::fs::write(&nowhere, "").unwrap();
        let plan = format!("{QUIET}[backup]\nto = \"{}\"\n", nowhere.join("backups").display());
        let jobs = jobs(&city, &plan);
        let failed = [("backup", Outcome::Failed)];
        assert_eq!(tick(&jobs).await[2..], failed);
        let run = latest(&city, Job::Backup).unwrap();
        assert!(run.note.contains("cannot be written") && run.note.contains("backups"), "{run:?}");
        let begun = city.services.clock.now();
        let mut tries = 0;
        for minute in 1..120 {
            city.clock.set(begun + TimeDelta::minutes(minute));
            tries += tick(&jobs).await.iter().filter(|did| **did == failed[0]).count();
        }
        assert_eq!(tries, 4, "after 5, 15, 35 and 75 minutes");
        assert!(city.services.store.metrics().text().contains(r#"tongbao_job_failing{job="backup"} 1"#));
        // Mended, it is done and not done again before the next night.
        std::fs::remove_file(&nowhere).unwrap();
        city.clock.set(begun + TimeDelta::hours(4));
        assert!(tick(&jobs).await.contains(&("backup", Outcome::Done)));
        city.clock.set(begun + TimeDelta::hours(5));
        assert!(!tick(&jobs).await.iter().any(|(code, _)| *code == "backup"));
        city.clock.set(at("2025-10-14 01:41"));
        assert!(tick(&jobs).await.contains(&("backup", Outcome::Done)));
    }

    async fn rows_that_never_come_are_noted_once_and_judged_when_they_come_after_all(city: City) {
        let jobs = jobs(&city, QUIET);
        let node = without_rows(&city, "519901").await;
        let whole = city.node("519902").await;
        whole.file(&city.draft("L3", "2025Q3", &ledger(37)), None).unwrap();
        push(&whole).await;
        // The day of grace is not over.
        city.clock.set(at("2025-10-20 23:30"));
        tick(&jobs).await;
        assert_eq!((state(&city, "519901").await, of_act(&city, Act::Defaulted).len()), ("receipted".into(), 0));

        city.clock.set(at("2025-10-21 00:06"));
        // Two processes have seen the same at the same time.
        let other = of(&city).open(city.services.clock.clone()).unwrap();
        let (seen, again) = (defaulted::missing(&jobs.services).await.unwrap(), defaulted::missing(&other).await.unwrap());
        assert_eq!((seen.len(), &seen), (1, &again));
        assert!(defaulted::note(&jobs.services, seen[0]).await.unwrap());
        assert!(!defaulted::note(&other, seen[0]).await.unwrap(), "it was noted");
        assert!(!defaulted::note(&other, Sha::of(b"x")).await.is_ok_and(|noted| noted));
        tick(&jobs).await;
        let noted = of_act(&city, Act::Defaulted);
        assert_eq!((noted.len(), noted[0].addressee.clone(), noted[0].statement), (1, node.name(), Some(seen[0])));
        assert_eq!((state(&city, "519901").await, state(&city, "519902").await), ("defaulted".into(), "validated".into()));
        let owed = city.json("/api/v1/obligations?period=2025Q3").await;
        let one = owed["obligations"].as_array().unwrap().iter().find(|one| one["bureau"] == "519901" && one["form"] == "L3").unwrap().clone();
        assert_eq!(one["state"], "missing");

        // The rows come after all.
        assert_eq!(push(&node).await, [State::Valid]);
        assert_eq!(state(&city, "519901").await, "validated");
        city.clock.set(at("2025-10-25 00:06"));
        tick(&jobs).await;
        assert_eq!((of_act(&city, Act::Defaulted).len(), state(&city, "519901").await), (1, "validated".into()));
    }

    async fn an_amendment_without_rows_leaves_in_force_what_stood_and_a_late_one_has_a_day(city: City) {
        let jobs = jobs(&city, QUIET);
        let node = city.node("519901").await;
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&node).await;
        city.clock.set(at("2025-10-22 10:00"));
        let item = node.amend(&city.draft("L3", "2025Q3", &ledger(37)), "更正").unwrap();
        receipted(&city, &item).await;
        city.clock.set(at("2025-10-23 09:06"));
        tick(&jobs).await;
        assert_eq!(of_act(&city, Act::Defaulted), [], "it was received less than a day ago");
        city.clock.set(at("2025-10-23 10:06"));
        tick(&jobs).await;
        assert_eq!(of_act(&city, Act::Defaulted).len(), 1);
        let owed = city.json("/api/v1/obligations?period=2025Q3").await;
        let one = owed["obligations"].as_array().unwrap().iter().find(|one| one["bureau"] == "519901" && one["form"] == "L3").unwrap().clone();
        assert_eq!((&one["state"], &one["late_days"]), (&"validated".into(), &0.into()), "{one}");
    }

    async fn history_is_never_missed(city: City) {
        let jobs = jobs(&city, QUIET);
        without_rows(&city, "519901").await;
        city.sql("UPDATE statement SET purpose = 'history'");
        city.clock.set(at("2026-02-01 00:00"));
        tick(&jobs).await;
        assert_eq!(of_act(&city, Act::Defaulted), []);
        // Nor is what lies before the first period that is judged.
        city.sql("UPDATE statement SET purpose = 'current', period = '2025Q2'");
        city.clock.set(at("2026-02-02 00:00"));
        tick(&jobs).await;
        assert_eq!(of_act(&city, Act::Defaulted), []);
        city.sql("UPDATE statement SET period = '2025Q3'");
        city.clock.set(at("2026-02-03 00:00"));
        tick(&jobs).await;
        assert_eq!(of_act(&city, Act::Defaulted).len(), 1);
    }

    async fn a_recovering_city_only_looks_at_itself(city: City) {
        let jobs = jobs(&city, "");
        without_rows(&city, "519901").await;
        city.clock.set(at("2025-10-30 09:00"));
        city.sql("INSERT INTO recovery (one, since) VALUES (1, 0)");
        // The mode is looked up at the start of a process.
        let services = of(&city).open(city.services.clock.clone()).unwrap();
        let jobs = Jobs { services, ..jobs };
        assert_eq!(tick(&jobs).await, [("scrub", Outcome::Done)]);
        assert_eq!(of_act(&city, Act::Defaulted), []);
        city.sql("DELETE FROM recovery");
        assert_eq!(tick(&jobs).await, [("defaulted", Outcome::Done), ("duties", Outcome::Done), ("sweep", Outcome::Done)]);
        assert_eq!(of_act(&city, Act::Defaulted).len(), 1);
    }

    async fn uploads_nobody_continues_and_old_runs_are_forgotten(city: City) {
        let jobs = jobs(&city, QUIET);
        let node = city.node("519901").await.name();
        let micros = city.services.clock.now().timestamp_micros();
        let bytes = if city.on_postgres() { "'\\x00'::bytea" } else { "X'00'" };
        let (old, new) = (Sha::of(b"old"), Sha::of(b"new"));
        for (hash, touched) in [(old, micros - 90_000_000_000), (new, micros)] {
            city.sql(&format!("INSERT INTO upload (node, sha256, length, touched) VALUES ('{node}', '{hash}', 1, {touched})"));
            city.sql(&format!("INSERT INTO part (node, sha256, start, bytes) VALUES ('{node}', '{hash}', 0, {bytes})"));
        }
        tick(&jobs).await;
        let left = |table: &str| city.lines(&format!("SELECT sha256 AS line FROM {table}"));
        assert_eq!((left("upload"), left("part")), (vec![new.to_string()], vec![new.to_string()]));
        let runs = || city.line("SELECT CAST(count(*) AS TEXT) AS line FROM job_run");
        assert_eq!(runs(), "2");
        city.clock.set(city.services.clock.now() + TimeDelta::days(100));
        tick(&jobs).await;
        assert_eq!((runs().as_str(), left("part").len()), ("2", 0));
    }

    async fn backups_are_made_by_schedule_and_the_newest_are_kept(city: City) {
        let to = city.folder().join("backups");
        let plan = format!("{QUIET}[backup]\nto = \"{}\"\nkeep = 2\n", to.display());
        let jobs = jobs(&city, &plan);
        // What is not a backup of this city is left alone; what a broken one left is taken away and named.
        std::fs::create_dir_all(to.join("somebody's")).unwrap();
        std::fs::create_dir_all(to.join("tongbao-other-1")).unwrap();
        std::fs::write(to.join("tongbao-other-1").join(MANIFEST), "not ours").unwrap();
        std::fs::create_dir_all(to.join(".tongbao-backup-dead/backup")).unwrap();
        std::fs::write(to.join(".tongbao-backup-dead/backup/tongbao.db"), "half").unwrap();
        let times = || {
            let folders = std::fs::read_dir(&to).unwrap().map(|entry| entry.unwrap().path());
            let notes = folders.filter_map(|folder| std::fs::read_to_string(folder.join(MANIFEST)).ok());
            let mut times: Vec<_> = notes
                .filter_map(|note| Manifest::parse(&city.services.log_key.open(&note).ok()?))
                .map(|manifest| manifest.time)
                .collect();
            times.sort();
            times
        };
        let did = jobs.tick().await.unwrap();
        assert!(did.iter().any(|did| did.job == Job::Backup && did.note.contains(".tongbao-backup-dead")), "{did:?}");
        assert!(!to.join(".tongbao-backup-dead").exists());
        let mut made = Vec::new();
        for day in ["2025-10-14 01:41", "2025-10-15 01:41", "2025-10-16 03:00"] {
            city.clock.set(at(day));
            assert!(tick(&jobs).await.contains(&("backup", Outcome::Done)));
            made.push(at(day));
        }
        assert_eq!(times(), made[1..]);
        // Under a clock set back the newest by name are not the newest made; what was just made stays all the same.
        city.clock.set(at("2025-10-12 03:00"));
        city.sql("DELETE FROM job_run");
        assert!(tick(&jobs).await.contains(&("backup", Outcome::Done)));
        assert_eq!(times(), [at("2025-10-12 03:00"), made[2]]);
        assert!(to.join("somebody's").exists() && to.join("tongbao-other-1").exists());
        // One that fails takes nothing away.
        city.node("519901").await;
        city.sql("UPDATE leaf SET entry = replace(entry, 'received 2025', 'received 2024')");
        city.clock.set(at("2025-10-17 03:00"));
        assert!(tick(&jobs).await.contains(&("backup", Outcome::Failed)));
        assert_eq!(times().len(), 2);
    }
}

/// The campaign of 云江市 with a rule that confirms after three days.
fn with_rule(folder: &std::path::Path) -> Setting {
    let text = include_str!("../../../schemas/definitions/campaigns/yunjiang-2025.toml")
        .replace("campaign = \"yunjiang-2025\"", "campaign = \"ruled-2025\"\nconfirm_after = 3");
    std::fs::write(folder.join("ruled.toml"), text).unwrap();
    Setting { definitions: Some(folder.to_owned()), campaign: "ruled-2025", ..Setting::yunjiang() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_decided_of_is_confirmed_by_rule() {
    let folder = tempfile::TempDir::new().unwrap();
    let city = City::of(with_rule(folder.path())).await;
    let jobs = jobs(&city, "[scrub]\noff = true\n");
    let clean = city.node("519901").await;
    clean.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    push(&clean).await;
    // A reason was given: a person reads it.
    let explained = city.node("519902").await;
    explained.file(&city.draft("L3", "2025Q3", &ledger(37)), None).unwrap();
    push(&explained).await;
    let finding = r#"[{"code":"L3-1","severity":"explain","place":{},"what":{"zh":"a","en":"a"},"fix":{"zh":"a","en":"a"},"explained":"因"}]"#;
    city.sql(&format!(
        "UPDATE verdict SET findings = '{finding}' WHERE statement = (SELECT id FROM statement WHERE bureau = '519902')"
    ));
    // An amendment waits for its rows: the filing is not what it will be.
    let amended = city.node("519923").await;
    amended.file(&city.draft("L3", "2025Q3", &ledger(36)), None).unwrap();
    push(&amended).await;
    let item = amended.amend(&city.draft("L3", "2025Q3", &ledger(35)), "更正").unwrap();
    receipted(&city, &item).await;

    city.clock.set(at("2025-10-16 16:15"));
    tick(&jobs).await;
    assert_eq!(of_act(&city, Act::Confirmed).len(), 0, "three days are not over");
    city.clock.set(at("2025-10-16 17:15"));
    tick(&jobs).await;
    tick(&jobs).await;
    let confirmed = of_act(&city, Act::Confirmed);
    assert_eq!((confirmed.len(), confirmed[0].addressee.clone()), (1, clean.name()));
    assert_eq!(
        (state(&city, "519901").await, state(&city, "519902").await),
        ("confirmed".into(), "validated".into())
    );
    assert_eq!(
        city.line("SELECT decided_by AS line FROM statement WHERE decided_by IS NOT NULL"),
        aggregator::jobs::confirm::RULE
    );
    let cookie = city.cookie("staff").await;
    for (lang, words) in [("zh", "按规则确认"), ("en", "confirmed by rule")] {
        let path = format!("/filings/519901/L3/2025Q3?lang={lang}");
        let (_, page) = city.ask(reqwest::Method::GET, &path, Some(&cookie), "").await;
        assert!(page.contains(words), "{page}");
    }
}
