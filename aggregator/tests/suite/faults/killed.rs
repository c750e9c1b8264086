//! The aggregator is killed again and again while a dozen nodes file: what a receipt was given for is there at its place,
//! nothing is there twice, and every checkpoint ever given out is of the one log (PROTOCOL §7, T4).

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicUsize},
};

use aggregator::store::Location;
use tempfile::TempDir;

use super::{
    acknowledged::Acknowledged, chance::Chance, client::Client, count, notes, program::Serving,
    stored::Stored,
};
use crate::city::postgres_schema;

const BUREAUS: usize = 6;
/// Kills a city lives through; then comes a new one.
const LIFE: usize = 60;
/// Sendings of one node between two kills; more than it gets to.
const MANY: usize = 10_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_aggregator_is_killed_often_and_loses_nothing() {
    let mut chance = Chance::of("the_aggregator_is_killed_often_and_loses_nothing");
    let mut left = count(60, 600);
    while left > 0 {
        lifetime(&mut chance, left.min(LIFE), None).await;
        left = left.saturating_sub(LIFE);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_aggregator_on_postgresql_is_killed_often_and_loses_nothing() {
    let mut chance = Chance::of("the_aggregator_on_postgresql_is_killed_often_and_loses_nothing");
    if let Some(database) = postgres_schema() {
        lifetime(&mut chance, count(8, 60), Some(database)).await;
    }
}

/// One city from its founding through so many kills.
async fn lifetime(chance: &mut Chance, kills: usize, database: Option<String>) {
    let folder = TempDir::new().unwrap();
    let config = notes::place(folder.path(), database);
    let (services, counties) = notes::found(&config, BUREAUS, chance).await;
    let log = services.log_key.clone();
    drop(services);
    let address =
        config.database.clone().unwrap_or_else(|| config.data.join("tongbao.db").display().to_string());
    let location = Location::parse(&address).unwrap();
    let told = Arc::new(Acknowledged::by(log.clone()));
    let mut begun: BTreeMap<String, Arc<AtomicUsize>> = BTreeMap::new();
    let client = |county: notes::County| {
        let begun = Arc::clone(begun.entry(county.bureau.clone()).or_default());
        Client::new(county, Arc::clone(&told), begun, chance.fork())
    };
    let mut clients: Vec<Client> = counties.into_iter().map(client).collect();
    for kill in 0..kills {
        let serving = Serving::start(&config, &[]);
        let filing: Vec<_> = clients
            .into_iter()
            .map(|mut client| {
                let address = serving.address.clone();
                tokio::spawn(async move {
                    client.file(&address, MANY).await;
                    client
                })
            })
            .collect();
        // The schedule of faults; what is tested does not depend on how far anybody got.
        tokio::time::sleep(chance.millis(8, 90)).await;
        serving.kill();
        clients = Vec::new();
        for client in filing {
            clients.push(client.await.unwrap());
        }
        let stored =
            Stored::read(&location, &log).unwrap_or_else(|fault| panic!("after kill {kill}: {fault}"));
        told.kept_by(&stored).unwrap_or_else(|fault| panic!("after kill {kill}: {fault}"));
    }
    // When faults stop, everything gets its answer.
    let serving = Serving::start(&config, &[]);
    for client in &mut clients {
        assert!(client.settle(&serving.address).await);
    }
    let stored = Stored::read(&location, &log).unwrap();
    told.kept_by(&stored).unwrap();
    let unknown: usize = clients.iter().map(|client| client.unknown).sum();
    eprintln!(
        "{kills} kills, {} receipts, {} leaves, {unknown} unknown outcomes",
        told.len(),
        stored.leaves.len()
    );
    assert!(told.len() > kills, "hardly anything was filed: the schedule tests nothing");
}
