//! What a node does by itself, with a clock that is moved by hand.

use std::{
    future::Future,
    io::{BufRead, BufReader},
    pin::Pin,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use crate::{
    city::{City, County, Fault, Q2, at, draft},
    commands::run,
};
use chrono::{DateTime, TimeDelta, Utc};
use node_agent::{
    Node, Outcome, Pause, State, Stop, TRIES,
    jobs::{Did, Job, slot},
};
use schemas::problem::Problem;

/// What a tick at an instant did, as job and outcome.
async fn tick(city: &City, county: &County, node: &Node, now: DateTime<Utc>) -> Vec<(Job, Outcome)> {
    county.clock.set(now);
    city.with(|state| state.time = now);
    node.tick().await.unwrap().into_iter().map(|Did { job, outcome, .. }| (job, outcome)).collect()
}

fn minutes(n: i64) -> TimeDelta {
    TimeDelta::minutes(n)
}

const DONE: Outcome = Outcome::Done;

#[tokio::test]
async fn what_is_sealed_goes_out_by_itself_and_what_was_missed_is_made_up_for_once() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let start = at("2025-10-12T01:00:10Z");
    let first = tick(&city, &county, &node, start).await;
    assert_eq!(first, [(Job::Letters, DONE), (Job::Retention, DONE)], "nothing waits");
    node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!(tick(&city, &county, &node, start).await, [(Job::Push, DONE)]);
    assert_eq!(node.items().unwrap()[0].state, State::Valid);
    assert_eq!(tick(&city, &county, &node, start + TimeDelta::seconds(20)).await, []);
    // Ten days of runs were missed: each job makes up for them with one.
    let later = start + TimeDelta::days(10);
    assert_eq!(tick(&city, &county, &node, later).await, [(Job::Letters, DONE), (Job::Retention, DONE)]);
    assert_eq!(tick(&city, &county, &node, later).await, []);
}

#[tokio::test]
async fn a_run_is_done_by_one_process_and_taken_over_if_that_is_gone() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let (now, other) = (at("2025-10-12T01:00:10Z"), county.open());
    county.clock.set(now);
    let (one, two) = tokio::join!(node.tick(), other.tick());
    let mut jobs: Vec<&str> = one.unwrap().iter().chain(&two.unwrap()).map(|did| did.job.code()).collect();
    jobs.sort_unstable();
    assert_eq!(jobs, ["letters", "retention"], "each once, whoever did it");
    // A process that takes the run of a quarter past and dies: the greeting is asked for and never answered.
    let quarter = now + minutes(15);
    county.clock.set(quarter);
    {
        let hung = Node::open_with(county.path(), county.clock.clone(), Arc::new(Never)).unwrap();
        city.fault("GET", Fault::Problem(Problem::Busy));
        let dying = hung.tick();
        tokio::pin!(dying);
        // It goes as far as the wait that never ends, and is dropped there.
        let ended = tokio::select! { biased; _ = &mut dying => true, () = reached() => false };
        assert!(!ended);
    }
    assert_eq!(tick(&city, &county, &node, quarter + minutes(4)).await, [], "it may still be at it");
    let letters = node.jobs().unwrap().into_iter().find(|state| state.job == Job::Letters).unwrap();
    assert_eq!(letters.last.unwrap().ended, None);
    assert_eq!(tick(&city, &county, &node, quarter + minutes(6)).await, [(Job::Letters, DONE)]);
    assert_eq!(tick(&city, &county, &node, quarter + minutes(7)).await, []);
}

/// A wait that says it was reached and never ends.
struct Never;

static REACHED: std::sync::LazyLock<tokio::sync::Notify> = std::sync::LazyLock::new(tokio::sync::Notify::new);

async fn reached() {
    REACHED.notified().await;
}

impl Pause for Never {
    fn pause(&self, _: Duration, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        REACHED.notify_one();
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_city_that_fails_is_come_back_to_ever_later_until_it_answers() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    let start = at("2025-10-12T01:00:00Z");
    let tries = usize::try_from(TRIES).unwrap();
    (0..200 * tries).for_each(|_| city.fault("PUT", Fault::Problem(Problem::Busy)));
    let mut failed = Vec::new();
    for minute in 0..120 {
        let did = tick(&city, &county, &node, start + minutes(minute)).await;
        if did.contains(&(Job::Push, Outcome::Failed)) {
            failed.push(minute);
        }
        assert!(!did.contains(&(Job::Push, DONE)));
    }
    let gaps: Vec<i64> = failed.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.iter().all(|gap| (1..=5).contains(gap)), "never longer than the cap: {gaps:?}");
    assert!(gaps.iter().any(|gap| *gap >= 4) && failed.len() < 80, "not every minute: {failed:?}");
    city.with(|state| state.faults.clear());
    let did = tick(&city, &county, &node, start + minutes(130)).await;
    assert!(did.contains(&(Job::Push, DONE)), "{did:?}");
    assert_eq!(node.items().unwrap()[0].state, State::Valid);
}

#[tokio::test]
async fn in_the_last_hours_what_may_wait_waits_for_its_turn_and_a_person_does_not() {
    let city = City::start().await;
    let (county, _) = County::enrolled(&city).await;
    county.asks_by_quarter("2025Q1");
    let node = county.open();
    let period = "2025Q2".parse().unwrap();
    let due = node.deadline("T3", period).unwrap().due;
    let opens = due - TimeDelta::hours(6);
    let turn = slot(&node.name(), period, due, opens).unwrap();
    assert!(turn > opens + minutes(2), "this node's turn comes later: {turn}");
    county.clock.set(opens);
    node.file(&draft("2025Q2", Q2), None).unwrap();
    let did = tick(&city, &county, &node, turn - minutes(1)).await;
    assert!(!did.iter().any(|(job, _)| *job == Job::Push), "{did:?}");
    assert!(city.requests().await.iter().all(|(method, ..)| method != "PUT"));
    let did = tick(&city, &county, &node, turn + minutes(1)).await;
    assert!(did.contains(&(Job::Push, DONE)), "{did:?}");
    assert_eq!(node.items().unwrap()[0].state, State::Valid);
    // The next one waits too, unless a person says so.
    county.clock.set(opens);
    let corrected = Q2.replace("05-10", "05-12");
    node.amend(&draft("2025Q2", &corrected), "结案日期录错").unwrap();
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}

#[tokio::test]
async fn a_node_is_well_if_its_city_was_heard_of_lately() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let start = at("2025-10-12T01:00:00Z");
    tick(&city, &county, &node, start).await;
    assert!(node.is_healthy().unwrap());
    county.clock.set(start + minutes(46));
    assert!(!node.is_healthy().unwrap());
    // The program runs, but nothing answers.
    (0..40).for_each(|_| city.fault("GET", Fault::Gateway(502)));
    let did = tick(&city, &county, &node, start + minutes(60)).await;
    assert!(did.contains(&(Job::Letters, Outcome::Failed)) && !node.is_healthy().unwrap(), "{did:?}");
    let status = |lang: &str, at: &str| run(county.path(), &["status", "--lang", lang, "--at", at]).1;
    let text = status("zh", "2025-10-12T02:01:00Z");
    assert!(
        text.contains("已超过 45 分钟") && text.contains("取回文书：上次 10-12 10:00 未成，下次 10-12 10:15"),
        "{text}"
    );
    city.with(|state| state.faults.clear());
    tick(&city, &county, &node, start + minutes(75)).await;
    let text = status("en", "2025-10-12T02:16:00Z");
    assert!(text.contains("10-12 10:15. Well.") && text.contains("sending: last never"), "{text}");
}

#[tokio::test]
async fn the_wish_to_end_ends_after_the_request_in_flight() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    let stop = Stop::default();
    let stopper = Arc::new(Stopping(stop.clone()));
    let node_that_ends = Node::open_with(county.path(), county.clock.clone(), stopper).unwrap().until(stop);
    // The city is busy once; in the wait after it somebody ends the program.
    city.fault("PUT", Fault::Problem(Problem::Busy));
    let did = node_that_ends.tick().await.unwrap();
    assert_eq!(
        did.iter().map(|did| (did.job, did.outcome)).collect::<Vec<_>>(),
        [(Job::Push, Outcome::Failed)]
    );
    let puts = || async { city.requests().await.iter().filter(|(method, ..)| method == "PUT").count() };
    assert_eq!(puts().await, 1, "nothing was asked after the wish");
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}

/// A wait in which the program is told to end.
struct Stopping(Stop);

impl Pause for Stopping {
    fn pause(&self, _: Duration, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.stop();
        Box::pin(std::future::pending())
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_program_runs_sends_and_ends_when_told() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_node-agent"))
        .args(["run", "--lang", "en", "--at", "2025-10-12T01:00:00Z"])
        .current_dir(county.path())
        .env_remove("RUST_LOG")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let seen: Vec<String> =
        lines.by_ref().map(Result::unwrap).take_while(|line| !line.contains("retention")).collect();
    assert!(seen.iter().any(|line| line.contains(r#"job="push" outcome="done""#)), "{seen:#?}");
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().contains("What is sealed stays"));
    assert_eq!(node.items().unwrap()[0].state, State::Valid);
}
