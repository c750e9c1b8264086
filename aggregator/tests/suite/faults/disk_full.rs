//! The disk is full, under each file by itself and under all of them: both programs say so, nothing is lost or stored
//! unsaid, and work goes on by itself when there is room again (PROTOCOL §7, T7).

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicUsize},
};

use aggregator::store::Location;
use node_agent::{Config, Node, State, SystemClock};
use schemas::problem::Problem;
use tempfile::TempDir;

use super::{
    acknowledged::Acknowledged,
    chance::Chance,
    client::{Client, Outcome},
    killed_agent::{Agent, city},
    notes,
    program::{Serving, recorder},
    stored::Stored,
};

/// A disk that is full while its flag exists.
struct Flag(PathBuf);

impl Flag {
    fn variables(&self, folder: &Path) -> Vec<(String, String)> {
        let set = |name: &str, value: &Path| (name.to_owned(), value.display().to_string());
        vec![set("LD_PRELOAD", &recorder()), set("TONGBAO_FOLDER", folder), set("TONGBAO_FULL", &self.0)]
    }

    /// No room is left for files whose name ends so.
    fn raise(&self, ends: &str) {
        fs::write(&self.0, ends).unwrap();
    }

    fn lower(&self) {
        fs::remove_file(&self.0).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_under_the_aggregator_is_said_and_passes() {
    let mut chance = Chance::of("a_full_disk_under_the_aggregator_is_said_and_passes");
    let folder = TempDir::new().unwrap();
    let config = notes::place(folder.path(), None);
    let (services, counties) = notes::found(&config, 3, &mut chance).await;
    let log = services.log_key.clone();
    drop(services);
    let flag = Flag(folder.path().join("full"));
    let variables = flag.variables(&config.data);
    let variables: Vec<(&str, &str)> =
        variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let serving = Serving::start(&config, &variables);
    let told = Arc::new(Acknowledged::by(log.clone()));
    let location = Location::Sqlite(config.data.join("tongbao.db"));
    let mut clients: Vec<Client> = counties
        .into_iter()
        .map(|county| Client::new(county, Arc::clone(&told), Arc::new(AtomicUsize::new(0)), chance.fork()))
        .collect();
    for (round, ends) in ["", "tongbao.db-wal", "tongbao.db", ""].into_iter().enumerate() {
        flag.raise(ends);
        for (number, client) in clients.iter_mut().enumerate().step_by(2) {
            for each in 0..20 {
                let note = client.county.say(client.county.filing(round * 20 + each));
                let outcome = client.send(&serving.address, note).await;
                match (ends, &outcome) {
                    // The log in front of the database has room: what is filed is safe there.
                    ("tongbao.db", Outcome::Receipted { again: false }) => {}
                    ("" | "tongbao.db-wal", Outcome::Later(Problem::Storage)) => {}
                    _ => panic!("{ends}, {number}: {outcome:?}"),
                }
            }
        }
        let health = reqwest::get(format!("{}/healthz", serving.address)).await.unwrap();
        assert!(health.status().is_success(), "reading goes on");
        // What was refused was not stored, what was receipted was.
        let stored = Stored::read(&location, &log).unwrap();
        told.kept_by(&stored).unwrap();
        let accepted = stored.leaves.iter().filter(|leaf| leaf.contains("type statement-accepted")).count();
        assert_eq!(accepted, told.len(), "{ends}");
        flag.lower();
        for client in clients.iter_mut().step_by(2) {
            assert!(client.settle(&serving.address).await, "{ends}: it goes on by itself");
        }
    }
    serving.kill();
    let stored = Stored::read(&location, &log).unwrap();
    told.kept_by(&stored).unwrap();
    assert_eq!(told.len(), 3 * 4 * 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_under_the_agent_is_said_and_passes() {
    let (city, token) = city().await;
    let folder = TempDir::new().unwrap();
    let mut agent = Agent::at(folder.path().join("node"));
    Node::init(&agent.folder, &Config::default()).unwrap();
    let open = || Node::open(&folder.path().join("node"), Arc::new(SystemClock)).unwrap();
    open().enrol(&token, &city.address).await.unwrap();
    let flag = Flag(folder.path().join("full"));
    agent.variables = flag.variables(&agent.folder);
    let said = |args: &[&str]| tokio::task::block_in_place(|| agent.said(args));
    let nil = |year: &'static str| ["nil", "--form", "L4", "--period", year, "--history", "--no-send"];
    let full = |text: &str| text.contains("发件箱读写失败") && text.contains("检查磁盘空间");

    // Nothing is sealed, and it is said.
    flag.raise("");
    let (code, text) = said(&nil("2023Q1"));
    assert!(code == 2 && full(&text), "{text}");
    flag.lower();
    assert!(open().items().unwrap().is_empty());
    assert_eq!(said(&nil("2023Q1")).0, 0);

    // Sealed before; what the city answers cannot be kept, so nothing is called done.
    for ends in ["", "outbox.db-wal"] {
        flag.raise(ends);
        let (code, text) = said(&["push"]);
        assert!(code == 2 && full(&text), "{ends}: {text}");
        flag.lower();
        assert_eq!(open().items().unwrap()[0].state, State::Sealed);
    }
    let (code, text) = said(&["push"]);
    assert_eq!(code, 0, "{text}");
    let item = open().items().unwrap().remove(0);
    assert!(item.state == State::Valid && item.receipt.is_some());
    let stored =
        Stored::read(&Location::Sqlite(city.folder().join("city/tongbao.db")), &city.services.log_key)
            .unwrap();
    assert_eq!(stored.leaves.iter().filter(|leaf| leaf.contains("type statement-accepted")).count(), 1);
}
