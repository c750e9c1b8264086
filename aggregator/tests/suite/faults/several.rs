//! Several aggregators on one PostgreSQL: each takes statements, one at a time appends to the log, and when one dies the
//! others go on (PROTOCOL §6).

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
/// Sendings of one node between two kills; more than it gets to.
const MANY: usize = 10_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_aggregators_keep_one_log_and_one_goes_on_when_the_other_is_killed() {
    let mut chance = Chance::of("two_aggregators_keep_one_log_and_one_goes_on_when_the_other_is_killed");
    let Some(database) = postgres_schema() else { return };
    let folder = TempDir::new().unwrap();
    let config = notes::place(folder.path(), Some(database.clone()));
    let (services, counties) = notes::found(&config, BUREAUS, &mut chance).await;
    let log = services.log_key.clone();
    drop(services);
    let location = Location::parse(&database).unwrap();
    let told = Arc::new(Acknowledged::by(log.clone()));
    let mut begun: BTreeMap<String, Arc<AtomicUsize>> = BTreeMap::new();
    let mut clients: Vec<Client> = counties
        .into_iter()
        .map(|county| {
            let begun = Arc::clone(begun.entry(county.bureau.clone()).or_default());
            Client::new(county, Arc::clone(&told), begun, chance.fork())
        })
        .collect();
    // Both read the same log key from the same folder, as two machines would from a shared secret.
    let mut serving = [Serving::start(&config, &[]), Serving::start(&config, &[])];
    for kill in 0..count(6, 60) {
        let filing: Vec<_> = clients
            .into_iter()
            .enumerate()
            .map(|(at, mut client)| {
                let addresses = [serving[at % 2].address.clone(), serving[(at + 1) % 2].address.clone()];
                tokio::spawn(async move {
                    // When its own dies, the other takes over.
                    client.file(&addresses[0], MANY).await;
                    client.file(&addresses[1], 20).await;
                    client
                })
            })
            .collect();
        // The schedule of faults; what is tested does not depend on how far anybody got.
        tokio::time::sleep(chance.millis(20, 120)).await;
        let (dying, living) = (kill % 2, (kill + 1) % 2);
        let fresh = Serving::start(&config, &[]);
        std::mem::replace(&mut serving[dying], fresh).kill();
        // Those of the living one are stopped by a second kill, so that all come back.
        tokio::time::sleep(chance.millis(5, 40)).await;
        let fresh = Serving::start(&config, &[]);
        std::mem::replace(&mut serving[living], fresh).kill();
        clients = Vec::new();
        for client in filing {
            clients.push(client.await.unwrap());
        }
        let stored =
            Stored::read(&location, &log).unwrap_or_else(|fault| panic!("after kill {kill}: {fault}"));
        told.kept_by(&stored).unwrap_or_else(|fault| panic!("after kill {kill}: {fault}"));
    }
    for client in &mut clients {
        assert!(client.settle(&serving[0].address).await || client.settle(&serving[1].address).await);
    }
    told.kept_by(&Stored::read(&location, &log).unwrap()).unwrap();
    assert!(told.len() > 50, "hardly anything was filed: the schedule tests nothing");
}
