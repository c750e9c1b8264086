//! Several aggregators on one PostgreSQL: each takes statements, one at a time appends to the log, and when one dies the
//! others go on (PROTOCOL §6).

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicUsize},
};

use aggregator::{clock::Clock, store::Location, web};
use reqwest::StatusCode;
use schemas::{
    hash::Sha,
    note::SignKey,
    request::{COMPLETE, DIGEST, INPUT, OFFSET, Request, SIGNATURE, complete, content_digest},
    wire,
};
use tempfile::TempDir;

use super::{
    acknowledged::Acknowledged, chance::Chance, client::Client, count, notes, program::Serving,
    stored::Stored, tls::http,
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

/// A signed part of an upload, as headers; both processes stand behind one name.
fn part(key: &SignKey, sha256: &Sha, bytes: &[u8], nonce: u8) -> Vec<(&'static str, String)> {
    let digest = content_digest(bytes);
    let request = Request {
        method: "PATCH",
        authority: NAME,
        path: &wire::content_path(sha256),
        query: "",
        digest: Some(&digest),
        upload: Some(("0", complete(false))),
    };
    let signature = request.sign(key, Clock::system().now(), [nonce; 16]);
    vec![
        ("host", NAME.to_owned()),
        ("content-encoding", "zstd".to_owned()),
        (INPUT, signature.input),
        (SIGNATURE, signature.signature),
        (DIGEST, digest),
        (OFFSET, "0".to_owned()),
        (COMPLETE, complete(false).to_owned()),
    ]
}

const NAME: &str = "city.example";

/// What was signed for a city stands once, whichever of its processes it comes to, and also after a restart.
async fn a_signature_is_used_once(database: Option<String>) {
    let mut chance = Chance::of("a_signature_is_used_once");
    let folder = TempDir::new().unwrap();
    let config = notes::place(folder.path(), database);
    let (services, mut counties) = notes::found(&config, 1, &mut chance).await;
    let serve = || {
        let services = config.open(Clock::system()).unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(web::serve(services, listener).unwrap());
        address
    };
    let (one, two) = (serve(), serve());
    let client = http().build().unwrap();
    let county = &mut counties[0];
    let said = (0..4)
        .map(|number| county.say(county.filing(number)))
        .find_map(|note| Some((notes::statement(&note.text).content?, note)));
    let (content, note) = said.unwrap();
    let put = client
        .put(format!("{one}{}", wire::statement_path(&note.id)))
        .header("content-type", wire::NOTE_TYPE);
    assert_eq!(put.body(note.text).send().await.unwrap().status(), StatusCode::CREATED);
    let send = async |address: &str, headers: &[(&'static str, String)]| {
        let mut request = client.patch(format!("{address}{}", wire::content_path(&content.sha256)));
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.body("rows").send().await.unwrap().status().as_u16()
    };
    let signed = part(&county.key, &content.sha256, b"rows", 1);
    assert_eq!(send(&one, &signed).await, 204);
    for address in [&one, &two, &serve()] {
        assert_eq!(send(address, &signed).await, 401, "the same again");
    }
    // Signed anew it is heard, and told where the upload stands.
    assert_eq!(send(&two, &part(&county.key, &content.sha256, b"rows", 2)).await, 409);
    // Both at the same moment: one of them.
    let signed = part(&county.key, &content.sha256, b"rows", 3);
    let mut both = [0, 0];
    (both[0], both[1]) = tokio::join!(send(&one, &signed), send(&two, &signed));
    both.sort();
    assert_eq!(both, [401, 409]);
    // Used ones are forgotten when no signature can be so old.
    let old = Clock::system().now() + web::nonce::REMEMBERED + chrono::TimeDelta::minutes(1);
    let forgotten = services.store.write(move |connection| aggregator::store::nonce::forget(connection, old));
    assert_eq!(forgotten.await.unwrap(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_used_once_over_all_processes() {
    a_signature_is_used_once(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_used_once_over_all_processes_on_postgresql() {
    if let Some(database) = postgres_schema() {
        a_signature_is_used_once(Some(database)).await;
    }
}
