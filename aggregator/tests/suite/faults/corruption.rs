//! Bytes that changed on a disk: in the agent's store, settings and key, in the city's database and key. What changed is
//! found and said in words, what is whole goes on, and nothing changed is taken for true (PROTOCOL §7, T10).

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use aggregator::{clock::Clock, config::Config, intake::statement, store::Location};
use node_agent::{AgentError, Config as NodeConfig, Item, Node, SystemClock};
use schemas::{hash::Sha, problem::Problem};
use tempfile::TempDir;

use super::{
    acknowledged::Acknowledged,
    chance::Chance,
    count,
    killed_agent::city,
    notes::{self, Note},
    stored::Stored,
};
use crate::filing::ledger;

/// Changes some bytes of a file, most often one.
fn spoil(path: &Path, chance: &mut Chance) {
    let mut bytes = fs::read(path).unwrap();
    for _ in 0..*chance.any(&[1, 1, 1, 4, 16]) {
        let at = chance.below(bytes.len());
        bytes[at] ^= 1 << chance.below(8);
    }
    fs::write(path, bytes).unwrap();
}

/// The files of a folder in another.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Words for a person, in both languages.
fn said(error: &AgentError) -> bool {
    let text = error.text();
    text.zh.chars().any(|letter| letter > '\u{3000}') && text.en.len() > 10
}

/// A county with ledgers and nil returns filed, and one sealed.
async fn county(folder: &Path) -> (crate::city::City, PathBuf) {
    let (city, token) = city().await;
    let dir = folder.join("node");
    Node::init(&dir, &NodeConfig::default()).unwrap();
    let mut node = Node::open(&dir, Arc::new(SystemClock)).unwrap();
    node.enrol(&token, &city.address).await.unwrap();
    let history = Some(schemas::statement::Purpose::History);
    for year in ["2022", "2023"] {
        let draft = city.draft("L3", &format!("{year}Q3"), &ledger(38).replace("2025", year));
        node.file(&draft, history).unwrap();
    }
    node.nil("L2", "2023Q1".parse().unwrap(), None, history).unwrap();
    node.push().await.unwrap();
    node.nil("L4", "2023Q1".parse().unwrap(), None, history).unwrap();
    (city, dir)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spoilt_outbox_is_named_and_nothing_changed_is_taken_for_true() {
    let mut chance = Chance::of("a_spoilt_outbox_is_named_and_nothing_changed_is_taken_for_true");
    let folder = TempDir::new().unwrap();
    let (city, dir) = county(folder.path()).await;
    let items = Node::open(&dir, Arc::new(SystemClock)).unwrap().items().unwrap();
    let whole: BTreeMap<Sha, Item> = items.into_iter().map(|item| (item.id, item)).collect();
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for trial in 0..count(80, 1_000) {
        let spoilt = TempDir::new_in(folder.path()).unwrap();
        copy(&dir, spoilt.path());
        spoil(&spoilt.path().join("outbox.db"), &mut chance);
        let node = match Node::open(spoilt.path(), Arc::new(SystemClock)) {
            Ok(node) => node,
            Err(error) => {
                assert!(said(&error), "{trial}: {error:?}");
                *outcomes.entry("does not open").or_default() += 1;
                continue;
            }
        };
        let (found, damaged) = match (node.items(), node.damaged()) {
            (Ok(found), Ok(damaged)) => (found, damaged),
            (Err(error), _) | (_, Err(error)) => {
                assert!(said(&error), "{trial}: {error:?}");
                *outcomes.entry("cannot be listed").or_default() += 1;
                continue;
            }
        };
        let outcome = if damaged.is_empty() { "makes no difference" } else { "names the item" };
        *outcomes.entry(outcome).or_default() += 1;
        let gone = whole.keys().filter(|id| !found.iter().any(|item| item.id == **id)).count();
        assert!(gone == 0 || !damaged.is_empty(), "{trial}: an item is gone and nothing is said");
        for item in found {
            let before = &whole[&item.id];
            assert_eq!((item.state, &item.receipt), (before.state, &before.receipt), "{trial}");
            // The text is what its identity says; a signature that names another key is the city's to refuse.
            if item.note != before.note {
                let taken = statement::accept(&city.services, item.id, item.note).await;
                assert_eq!(taken.unwrap_err().problem(), Problem::BadSignature, "{trial}");
            }
        }
    }
    eprintln!("{outcomes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn spoilt_settings_and_keys_of_a_county_are_refused_by_somebody_in_words() {
    let mut chance = Chance::of("spoilt_settings_and_keys_of_a_county_are_refused_by_somebody_in_words");
    let folder = TempDir::new().unwrap();
    let (city, dir) = county(folder.path()).await;
    let sealed = Node::open(&dir, Arc::new(SystemClock)).unwrap().items().unwrap().pop().unwrap();
    let before = fs::read_to_string(dir.join("node.toml")).unwrap();
    // Where the city is and what a bureau is called are not the node's to judge; the rest is.
    let judged = |text: &str| {
        let lines =
            text.lines().filter(|line| !["server", "zh", "en"].iter().any(|key| line.starts_with(key)));
        lines.map(str::to_owned).collect::<Vec<String>>()
    };
    for file in ["node.toml", "node.key"] {
        for trial in 0..count(30, 300) {
            let spoilt = TempDir::new_in(folder.path()).unwrap();
            copy(&dir, spoilt.path());
            spoil(&spoilt.path().join(file), &mut chance);
            let Err(error) = Node::open(spoilt.path(), Arc::new(SystemClock)).and_then(|node| {
                // It opens: then a new filing is either the county's own, or the city will not have it.
                let item = node.nil("L5", "2023Q1".parse().unwrap(), None, Some(sealed.statement.purpose))?;
                let own = item.statement.node == sealed.statement.node
                    && item.statement.filing.bureau == sealed.statement.filing.bureau
                    && item.statement.log == sealed.statement.log;
                let text = fs::read_to_string(spoilt.path().join("node.toml")).unwrap_or_default();
                if own {
                    assert!(
                        file == "node.key" || judged(&text).len() == judged(&before).len(),
                        "{trial}: {text}"
                    );
                    return Ok(());
                }
                let refused = tokio::task::block_in_place(|| {
                    let accepted = statement::accept(&city.services, item.id, item.note.clone());
                    tokio::runtime::Handle::current().block_on(accepted)
                });
                let problem = refused.expect_err("another's statement is not taken").problem();
                assert!(problem.title().zh.chars().count() > 3);
                Ok(())
            }) else {
                continue;
            };
            assert!(said(&error), "{file} {trial}: {error:?}");
        }
    }
}

/// A city with statements of several counties, closed.
async fn filed(folder: &Path, chance: &mut Chance) -> (Config, Vec<Note>, Acknowledged, Note) {
    let config = notes::place(folder, None);
    let (services, mut counties) = notes::found(&config, 3, chance).await;
    let told = Acknowledged::by(services.log_key.clone());
    let mut sent = Vec::new();
    for number in 0..10 {
        for county in counties.iter_mut().step_by(2) {
            let note = county.say(county.filing(number));
            let accepted = statement::accept(&services, note.id, note.text.clone()).await.unwrap();
            told.receipt(&note.id, &accepted.receipt.compose());
            sent.push(note);
        }
    }
    let filing = counties[0].filing(30);
    let next = counties[0].say(filing);
    drop(services);
    (notes::at_rest(&config, folder.join("rest")), sent, told, next)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spoilt_database_gives_out_no_receipt_that_was_not_given() {
    let mut chance = Chance::of("a_spoilt_database_gives_out_no_receipt_that_was_not_given");
    let folder = TempDir::new().unwrap();
    let (config, sent, told, next) = filed(folder.path(), &mut chance).await;
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..count(40, 600) {
        let spoilt = TempDir::new_in(folder.path()).unwrap();
        let copied = Config { data: spoilt.path().to_owned(), ..config.clone() };
        copy(&config.data, &copied.data);
        spoil(&copied.data.join("tongbao.db"), &mut chance);
        let services = match copied.open(Clock::system()) {
            Ok(services) => services,
            Err(error) => {
                assert!(!error.to_string().is_empty());
                *outcomes.entry("does not open").or_default() += 1;
                continue;
            }
        };
        let mut outcome = "makes no difference";
        let some: Vec<&Note> = (0..6).map(|_| chance.any(&sent)).chain([&next]).collect();
        for note in some {
            match statement::accept(&services, note.id, note.text.clone()).await {
                // Whoever gets it verifies it: what is wrong is not believed, what holds is what was said before.
                Ok(accepted) => match accepted.receipt.verify_for(&note.id, &services.log_key) {
                    Ok(_) if note.id == next.id => {}
                    Ok(_) => told.receipt(&note.id, &accepted.receipt.compose()),
                    Err(_) => outcome = "gives a receipt that nobody believes",
                },
                Err(error) => {
                    assert!(error.problem().title().zh.chars().count() > 3);
                    outcome = "answers with a problem";
                }
            }
        }
        if outcome == "makes no difference" {
            let location = Location::Sqlite(copied.data.join("tongbao.db"));
            if Stored::read(&location, &services.log_key).is_err() {
                outcome = "is found by reading the store over";
            }
        }
        *outcomes.entry(outcome).or_default() += 1;
    }
    eprintln!("{outcomes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_key_that_did_not_sign_the_log_is_refused() {
    let mut chance = Chance::of("a_log_key_that_did_not_sign_the_log_is_refused");
    let folder = TempDir::new().unwrap();
    let (config, _, told, _) = filed(folder.path(), &mut chance).await;
    let log = told.log().clone();
    let mut refused = 0;
    for trial in 0..count(20, 200) {
        let spoilt = TempDir::new_in(folder.path()).unwrap();
        let copied = Config { data: spoilt.path().to_owned(), ..config.clone() };
        copy(&config.data, &copied.data);
        spoil(&copied.data.join("log.key"), &mut chance);
        match copied.open(Clock::system()) {
            // Only what changes nothing is let through: a letter of the seed in the other case, an end of line.
            Ok(services) => assert_eq!(services.log_key, log, "{trial}"),
            Err(error) => {
                let causes = node_agent::chain(&error);
                assert!(causes.contains("log.key") || causes.contains("origin"), "{trial}: {causes}");
                refused += 1;
            }
        }
    }
    assert!(refused > 0);
}
