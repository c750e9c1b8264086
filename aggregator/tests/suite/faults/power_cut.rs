//! The power is cut under the aggregator at random points of a recorded run: whatever of the unsynced writes is left, the
//! store opens and holds every receipt that had reached a client (PROTOCOL §7, T5).

use std::sync::{Arc, Mutex};

use aggregator::store::{Location, Store, StoreError, log};
use schemas::{hash::Sha, note::SignKey, receipt::Receipt};
use tempfile::TempDir;

use super::{
    acknowledged::Acknowledged,
    chance::Chance,
    count,
    notes::{self, County, Note},
    program::{Serving, recorder},
    replay::{Disk, Event, Record, start_of},
    stored::Stored,
    tls::http,
};

const BUREAUS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_power_is_cut_under_the_aggregator_and_nothing_is_lost() {
    let mut chance = Chance::of("the_power_is_cut_under_the_aggregator_and_nothing_is_lost");
    let folder = TempDir::new().unwrap();
    let config = notes::place(folder.path(), None);
    let (services, counties) = notes::found(&config, BUREAUS, &mut chance).await;
    let key = SignKey::clone(&services.greeter);
    drop(services);
    let config = notes::at_rest(&config, folder.path().join("recorded"));
    let record = Record::at(folder.path().join("record"));
    let before = start_of(&config.data);
    let (library, data) = (recorder(), config.data.display().to_string());
    let serving = Serving::start(
        &config,
        &[
            ("LD_PRELOAD", library.to_str().unwrap()),
            ("TONGBAO_FOLDER", &data),
            ("TONGBAO_RECORD", record.path().to_str().unwrap()),
        ],
    );
    file(counties, &serving.address, &record, count(40, 120)).await;
    serving.kill();
    let events = record.events();
    let marks = events.iter().filter(|event| matches!(event, Event::Mark(_))).count();
    assert!(marks > 100, "{marks} receipts: the record proves nothing");

    let points = count(120, 1_200);
    let mut cuts: Vec<usize> = (0..points).map(|_| chance.below(events.len())).collect();
    cuts.sort_unstable();
    let (mut disk, mut happened) = (Disk::default(), 0);
    before.iter().for_each(|event| disk.happen(event));
    let told = Acknowledged::by(key.verify_key());
    let mut lost = Vec::new();
    for (number, cut) in cuts.into_iter().enumerate() {
        for event in &events[happened..cut] {
            disk.happen(event);
            if let Event::Mark(receipt) = event {
                let statement =
                    Receipt::parse(receipt).unwrap().verify(&key.verify_key()).unwrap().entry.statement;
                told.receipt(&statement.unwrap(), receipt);
            }
        }
        happened = cut;
        let left = TempDir::new_in(folder.path()).unwrap();
        disk.cut(left.path(), &mut chance);
        if let Err(fault) = opened(&left.path().join("tongbao.db"), &key, &told, number % 10 == 0).await {
            lost.push(format!("cut at event {cut}: {fault}"));
        }
    }
    eprintln!("{points} cuts over {} events with {marks} receipts: {} lost", events.len(), lost.len());
    assert!(lost.is_empty(), "{} of {points}: {}", lost.len(), lost[0]);
}

/// Every county files and amends in turn; each receipt is marked in the record when it has come.
async fn file(counties: Vec<County>, address: &str, record: &Record, times: usize) {
    let record = Arc::new(Mutex::new(Record::at(record.path().to_owned())));
    let filing = counties.into_iter().step_by(2).map(|mut county| {
        let (address, record) = (address.to_owned(), Arc::clone(&record));
        tokio::spawn(async move {
            let http = http().build().unwrap();
            for number in 0..times {
                let Note { id, text, filing, revision } = county.say(county.filing(number / 3));
                let url = format!("{address}{}", schemas::wire::statement_path(&id));
                let answer = http.put(url).body(text).send().await.unwrap();
                assert_eq!(answer.status().as_u16(), 201);
                let receipt = answer.text().await.unwrap();
                record.lock().unwrap().mark(&receipt);
                county.learn(&filing, revision, id);
            }
        })
    });
    for one in filing.collect::<Vec<_>>() {
        one.await.unwrap();
    }
}

/// Opens what is left with the program's own store and holds it to the promises; goes on with the log where asked.
async fn opened(
    path: &std::path::Path,
    key: &SignKey,
    told: &Acknowledged,
    go_on: bool,
) -> Result<(), String> {
    let location = Location::Sqlite(path.to_owned());
    let store = Store::open(&location, key.clone()).map_err(|error| format!("does not open: {error:?}"))?;
    let log_key = key.verify_key();
    told.kept_by(&Stored::read(&location, &log_key)?)?;
    if !go_on {
        return Ok(());
    }
    // A new leaf: what is signed over it must still contain all that was ever promised.
    let copied = store
        .write(|connection| {
            let last = log::size(connection)? - 1;
            let leaf = log::receipt(connection, last)?.entry;
            let entry = schemas::entry::Entry::parse(&leaf).map_err(|_| StoreError::Corrupt("leaf"))?;
            let entry = schemas::entry::Entry {
                act: schemas::entry::Act::Policy,
                statement: None,
                signatures: None,
                filing: None,
                digest: Some(Sha::of(b"policy")),
                ..entry
            };
            log::append(connection, entry)
        })
        .await;
    let (index, _) = copied.map_err(|error| format!("does not go on: {error:?}"))?;
    let receipt =
        store.read_now(|connection| log::receipt(connection, index)).map_err(|error| error.to_string())?;
    receipt.verify(&log_key).map_err(|fault| format!("the next receipt: {fault}"))?;
    told.kept_by(&Stored::read(&location, &log_key)?)
}
