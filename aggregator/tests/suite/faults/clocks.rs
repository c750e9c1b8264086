//! Clocks that are wrong, jump or stand: what is filed is still taken, the log's time never goes back, and where a person
//! must act it is said in words (PROTOCOL §7, T9).

use std::{sync::Arc, sync::atomic::AtomicUsize};

use aggregator::{intake::enrolment, store::Location};
use chrono::{DateTime, TimeDelta, Utc};
use node_agent::{Config, Node, OffsetClock, StandingClock, State};
use reqwest::Method;
use schemas::{entry::Entry, wire::statement_path};
use tempfile::TempDir;

use super::{
    acknowledged::Acknowledged,
    chance::Chance,
    client::{Client, Outcome},
    notes,
    stored::Stored,
};
use crate::{
    city::{City, at},
    filing::ledger,
};

const YEAR: TimeDelta = TimeDelta::days(365);
const HOUR: TimeDelta = TimeDelta::hours(1);

fn jumps() -> [TimeDelta; 6] {
    [TimeDelta::zero(), HOUR, -HOUR, YEAR, -YEAR, TimeDelta::zero()]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_citys_clock_jumps_and_stands_and_its_log_never_goes_back() {
    let mut chance = Chance::of("the_citys_clock_jumps_and_stands_and_its_log_never_goes_back");
    let city = City::start().await;
    let now = at("2025-10-13 16:20");
    let told = Arc::new(Acknowledged::by(city.services.log_key.clone()));
    let mut clients: Vec<Client> = Vec::new();
    for bureau in ["519901", "519902", "519923"] {
        let county = notes::County::new(&city.services, bureau, &mut chance);
        notes::enrol(&city.services, &county.bureau, &county.key).await;
        clients.push(Client::new(county, Arc::clone(&told), Arc::new(AtomicUsize::new(0)), chance.fork()));
    }
    for (step, jump) in jumps().into_iter().enumerate() {
        for (number, client) in clients.iter_mut().enumerate() {
            // Set before each: within a step the clock stands.
            city.clock.set(now + jump);
            let note = client.county.say(client.county.filing(step));
            let outcome = client.send(&city.address, note).await;
            assert_eq!(outcome, Outcome::Receipted { again: false }, "{jump}, {number}");
        }
    }
    let store = Location::Sqlite(city.folder().join("city/tongbao.db"));
    let stored = Stored::read(&store, &city.services.log_key).unwrap();
    told.kept_by(&stored).unwrap();
    let received = |leaf: &String| Entry::parse(leaf).unwrap().received;
    let times: Vec<DateTime<Utc>> = stored.leaves.iter().map(received).collect();
    assert!(times.is_sorted());
    assert!(*times.last().unwrap() >= now + YEAR, "what was said once is not taken back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_clock_of_the_city_is_said_where_a_person_must_act() {
    let city = City::start().await;
    let now = at("2025-10-13 16:20");
    let node = city.node("519901").await;
    let item = node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    let token = enrolment::issue(&city.services, "519902".parse().unwrap(), true).await.unwrap();
    for (jump, code, words) in [(YEAR, "period-closed", "已关闭"), (-YEAR, "period-not-open", "尚未结束")]
    {
        city.clock.set(now + jump);
        let (_, said) = city.ask(Method::PUT, &statement_path(&item.id), None, &item.note).await;
        assert!(said.contains(code) && said.contains(words), "{said}");
    }
    city.clock.set(now + TimeDelta::hours(73));
    let late = city.bare_node("late").enrol(&token, &city.address).await.unwrap_err();
    assert!(late.text().zh.contains("过期"), "{}", late.text().zh);
    // Put right, everything is taken as if nothing had been.
    city.clock.set(now);
    assert_eq!(crate::filing::push(&node).await, [State::Valid]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_whose_clock_is_wrong_files_all_the_same() {
    let city = City::start().await;
    let folder = TempDir::new().unwrap();
    let now = at("2025-10-13 16:20");
    for (number, jump) in jumps().into_iter().enumerate() {
        let bureau = ["519901", "519902", "519923"][number % 3];
        let token = enrolment::issue(&city.services, bureau.parse().unwrap(), true).await.unwrap();
        let dir = folder.path().join(format!("node-{number}"));
        Node::init(&dir, &Config::default()).unwrap();
        city.clock.set(now);
        let clock: Arc<dyn node_agent::Clock> = match number {
            5 => Arc::new(StandingClock::at(now - YEAR)),
            _ => Arc::new(OffsetClock::at(now + jump)),
        };
        let mut node = Node::open(&dir, clock).unwrap();
        node.enrol(&token, &city.address).await.unwrap();
        for form in if number < 3 { ["L2", "L4"] } else { ["L3", "L5"] } {
            node.nil(form, "2025Q3".parse().unwrap(), None, None).unwrap();
        }
        let pushed = node.push().await.unwrap();
        assert!(pushed.trouble.is_none(), "{jump}: {pushed:?}");
        for item in node.items().unwrap() {
            assert_eq!(item.state, State::Valid, "{jump}");
            // The statement says by how much its time is wrong, so that nobody has to believe it.
            let wrong = if number == 5 { -YEAR } else { jump };
            let skew = TimeDelta::milliseconds(item.statement.skew);
            assert!((skew + wrong).abs() < TimeDelta::minutes(2), "{jump}: {skew}");
        }
    }
}
