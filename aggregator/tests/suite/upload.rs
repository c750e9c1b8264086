//! Content in parts: resumed where it stopped, held to what was signed, and judged whatever happens in between.

use std::{
    future::Future,
    sync::{Arc, Mutex, mpsc},
    task::{Context, Waker},
};

use aggregator::{
    clock::Clock,
    intake::upload::{KEPT, MAX_PACKED, MAX_PART},
    store::{Lane, StoreError, upload as store},
};
use chrono::TimeDelta;
use node_agent::{Draft, Item, Node, SourceFile, State};
use schemas::{hash::Sha, note::SignKey, wire};

use crate::{
    asked::{Answer, ask},
    city::City,
    filing::{ledger, push},
    signing::{get, key_of, upload},
};

/// A ledger that does not pack well: employers with names by chance, the same every time.
pub fn long_ledger(rows: usize) -> String {
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut csv = format!("{},先行调解\n", ledger(0).lines().next().unwrap());
    for case in 1..=rows {
        let name: String = (0..120)
            .map(|_| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                char::from_u32(0x4e00 + u32::try_from(random % 20_000).unwrap()).unwrap()
            })
            .collect();
        csv.push_str(&format!(
            "示例案〔2025〕{case:05}号,2025-07-02,2025-07-07,劳动,劳动者,1,{name},私营,C,01,2025-08-21,2025-08-08,11,否\n"
        ));
    }
    csv
}

/// A ledger as a draft, without a file.
pub fn draft(csv: String) -> Draft {
    let file = SourceFile { name: "L3.csv".into(), bytes: csv.into_bytes() };
    Draft::of("L3", "2025Q3".parse().unwrap(), vec![file])
}

/// A node whose long ledger is sealed and receipted, with its key and the packed content.
async fn receipted(city: &City) -> (Node, Item, SignKey, Vec<u8>) {
    let node = city.node("519901").await;
    let item = node.file(&draft(long_ledger(6_000)), None).unwrap();
    let address = format!("{}{}", city.address, wire::statement_path(&item.id));
    assert_eq!(ask("PUT", &address, &[], item.note.clone().into_bytes()).await.status, 201);
    let key = key_of(city, "519901");
    let packed = packed(city, &item);
    assert!(packed.len() > 2 * MAX_PART, "{}", packed.len());
    (node, item, key, packed)
}

/// The packed content as the agent keeps it.
fn packed(city: &City, item: &Item) -> Vec<u8> {
    use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query, sql_types};
    #[derive(QueryableByName)]
    struct Kept {
        #[diesel(sql_type = sql_types::Binary)]
        packed: Vec<u8>,
    }
    let file = city.folder().join("node-519901").join("outbox.db");
    let mut connection = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
    let sha256 = item.statement.content.unwrap().sha256;
    let kept: Kept = sql_query(format!("SELECT packed FROM content WHERE sha256 = '{sha256}'"))
        .get_result(&mut connection)
        .unwrap();
    kept.packed
}

fn sha256(item: &Item) -> Sha {
    item.statement.content.unwrap().sha256
}

fn place(answer: &Answer) -> (u16, u64, bool) {
    let offset = answer.header("upload-offset").and_then(|offset| offset.parse().ok()).unwrap_or(u64::MAX);
    (answer.status, offset, answer.header("upload-complete") == Some("?1"))
}

async fn standing(city: &City, key: &SignKey, sha256: &Sha) -> (u16, u64, bool) {
    place(&get(city, key, "HEAD", &wire::content_path(sha256)).await)
}

async fn parts(city: &City) -> usize {
    let all = city.services.store.read(store::under_way);
    all.await.unwrap().len()
}

crate::on_both_engines! {
    async fn an_upload_goes_on_where_it_stopped(city: City) {
        let (node, item, key, packed) = receipted(&city).await;
        let sha = sha256(&item);
        let length = u64::try_from(packed.len()).unwrap();
        assert_eq!(standing(&city, &key, &sha).await, (204, 0, false));
        let first = upload(&city, &key, &sha, 0, false, packed[..100_000].to_vec()).await;
        assert_eq!(place(&first), (204, 100_000, false));
        // The same again, a gap, and an overlap: refused, and the right place is named.
        for offset in [0, 100_001, 99_999, length + 1] {
            let wrong = upload(&city, &key, &sha, offset, false, packed[..10].to_vec()).await;
            assert_eq!((wrong.problem().as_str(), place(&wrong)), ("upload-offset", (409, 100_000, false)));
            assert_eq!(wrong.header("retry-after"), Some("0"));
        }
        let wrong = upload(&city, &key, &sha, 0, true, packed[..10].to_vec()).await;
        assert_eq!(place(&wrong), (409, 100_000, false));
        // The agent asks, and sends the rest only.
        assert_eq!(push(&node).await, [State::Valid]);
        assert_eq!(standing(&city, &key, &sha).await, (204, length, true));
        assert_eq!(parts(&city).await, 0, "the parts are forgotten when the whole is stored");
        // Whatever is sent now, the answer is what became of it.
        let again = upload(&city, &key, &sha, 5, false, b"x".to_vec()).await;
        assert_eq!((again.status, &again.json()["state"]), (200, &"validated".into()));
        let item = node.items().unwrap().remove(0);
        let rest = (length - 100_000).div_ceil(256 * 1024);
        assert_eq!(item.attempts, i64::try_from(1 + 1 + rest).unwrap(), "the statement, the place, and the rest");
    }

    async fn what_was_put_together_wrongly_is_forgotten_and_begins_anew(city: City) {
        let (node, item, key, packed) = receipted(&city).await;
        let sha = sha256(&item);
        let mut other = packed.clone();
        other.truncate(packed.len() - 50_000);
        let half = other.len() / 4;
        upload(&city, &key, &sha, 0, false, other[..half].to_vec()).await;
        let end = upload(&city, &key, &sha, u64::try_from(half).unwrap(), true, b"nonsense".to_vec()).await;
        assert_eq!(end.problem(), "malformed");
        assert_eq!((standing(&city, &key, &sha).await, parts(&city).await), ((204, 0, false), 0));
        let lie = zstd::encode_all(&b"other rows"[..], 1).unwrap();
        let answer = upload(&city, &key, &sha, 0, true, lie).await;
        assert_eq!(answer.problem(), "content-mismatch");
        // Some of it lies here already, and is not what the agent has: it finds out at the end, and sends it once more.
        upload(&city, &key, &sha, 0, false, vec![7; 1000]).await;
        assert_eq!(push(&node).await, [State::Valid]);
    }

    async fn whoever_finds_nobody_free_is_judged_in_the_background(city: City) {
        let node = city.node("519901").await;
        let item = node.file(&draft(ledger(38)), None).unwrap();
        let address = format!("{}{}", city.address, wire::statement_path(&item.id));
        assert_eq!(ask("PUT", &address, &[], item.note.clone().into_bytes()).await.status, 201);
        let (key, sha) = (key_of(&city, "519901"), sha256(&item));
        let all = u32::try_from(city.services.judges.places.available_permits()).unwrap();
        let places = city.services.judges.places.acquire_many(all).await.unwrap();
        let answer = upload(&city, &key, &sha, 0, true, packed(&city, &item)).await;
        assert_eq!((answer.status, answer.text().as_str()), (202, ""));
        let (_, _, whole) = standing(&city, &key, &sha).await;
        assert!(whole, "what is answered with 202 is on the disk");
        assert_eq!(get(&city, &key, "GET", &wire::statement_path(&item.id)).await.json()["state"], "receipted");
        drop(places);
        validated(&city, &key, &item).await;
        assert_eq!(push(&node).await, [State::Valid]);
    }

    async fn an_upload_that_nobody_continues_is_forgotten_after_a_day(city: City) {
        let (node, item, key, packed) = receipted(&city).await;
        let sha = sha256(&item);
        upload(&city, &key, &sha, 0, false, packed[..1000].to_vec()).await;
        let begun = city.services.clock.now();
        city.clock.set(begun + KEPT - TimeDelta::minutes(1));
        upload(&city, &key, &sha, 1000, false, Vec::new()).await;
        assert_eq!(standing(&city, &key, &sha).await, (204, 1000, false));
        city.clock.set(begun + KEPT + TimeDelta::minutes(1));
        let answer = upload(&city, &key, &sha, 1000, false, packed[1000..2000].to_vec()).await;
        assert_eq!(place(&answer), (409, 0, false));
        assert_eq!(push(&node).await, [State::Valid]);
    }
}

/// Asks until the statement is validated.
async fn validated(city: &City, key: &SignKey, item: &Item) {
    while get(city, key, "GET", &wire::statement_path(&item.id)).await.json()["state"] != "validated" {
        tokio::task::yield_now().await;
    }
}

/// Rows that wait for the writer let a statement pass, however many they are.
#[tokio::test(flavor = "multi_thread")]
async fn a_statement_goes_before_rows_that_wait() {
    let city = City::start().await;
    let done = Arc::new(Mutex::new(Vec::new()));
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let stores = city.services.store.clone();
    let first = tokio::spawn(async move {
        let held = stores.write_in(Lane::Statements, move |_| {
            begun.send(()).unwrap();
            may_go_on.recv().unwrap();
            Ok::<_, StoreError>(())
        });
        held.await.unwrap();
    });
    tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
    let unit = |lane: Lane| {
        let (store, done) = (city.services.store.clone(), Arc::clone(&done));
        async move {
            let unit = store.write_in(lane, move |_| {
                done.lock().unwrap().push(lane);
                Ok::<_, StoreError>(())
            });
            unit.await.unwrap();
        }
    };
    let rows: Vec<_> = (0..40).map(|_| unit(Lane::Rest)).collect();
    let released = async { go_on.send(()).unwrap() };
    // Polled in this order: all rows are queued before the statement, and the writer goes on after it.
    let mut all = tokio::task::JoinSet::new();
    let mut rows: Vec<_> = rows.into_iter().map(Box::pin).collect();
    for unit in &mut rows {
        assert!(unit.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    let mut statement = Box::pin(unit(Lane::Statements));
    assert!(statement.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    released.await;
    rows.into_iter().for_each(|unit| drop(all.spawn(unit)));
    statement.await;
    first.await.unwrap();
    while let Some(unit) = all.join_next().await {
        unit.unwrap();
    }
    let done = done.lock().unwrap();
    assert_eq!((done.len(), done[0]), (41, Lane::Statements));
}

/// What is stored and not judged when the program ends, however it ends, is judged by the next one.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_stop_left_unjudged_is_judged_at_the_start() {
    let city = City::start().await;
    let node = city.node("519901").await;
    let item = node.file(&draft(ledger(38)), None).unwrap();
    let address = format!("{}{}", city.address, wire::statement_path(&item.id));
    assert_eq!(ask("PUT", &address, &[], item.note.clone().into_bytes()).await.status, 201);
    let (packed, sha) = (packed(&city, &item), sha256(&item));
    // The first transaction of the two, and the program is gone.
    let name = node.name();
    let stored = city
        .services
        .store
        .write(move |connection| aggregator::store::upload::finish(connection, &name, &sha, 0, &packed));
    stored.await.unwrap();
    let config = aggregator::config::Config {
        data: city.folder().join("city"),
        database: None,
        campaign: "yunjiang-2025".into(),
        definitions: None,
        origin: "tongbao.test/1".into(),
        secure_cookies: false,
    };
    let services = config.open(Clock::of(city.clock.clone())).unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    tokio::spawn(aggregator::web::serve(services, listener).unwrap());
    validated(&city, &key_of(&city, "519901"), &item).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_and_the_whole_have_bounds() {
    let city = City::start().await;
    let (_, item, key, _) = receipted(&city).await;
    let sha = sha256(&item);
    let largest = upload(&city, &key, &sha, 0, false, vec![b'x'; MAX_PART]).await;
    assert_eq!(place(&largest), (204, u64::try_from(MAX_PART).unwrap(), false));
    let beyond = upload(&city, &key, &sha, 0, false, vec![b'x'; MAX_PART + 1]).await;
    assert_eq!(beyond.problem(), "too-large");
    let mut at = u64::try_from(MAX_PART).unwrap();
    while at < MAX_PACKED {
        let part = upload(&city, &key, &sha, at, false, vec![b'x'; MAX_PART]).await;
        at += u64::try_from(MAX_PART).unwrap();
        assert_eq!(place(&part), (204, at, false));
    }
    assert_eq!(upload(&city, &key, &sha, at, false, vec![b'x']).await.problem(), "too-large");
    assert_eq!(upload(&city, &key, &sha, at, true, vec![b'x']).await.problem(), "too-large");
}
