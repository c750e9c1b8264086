//! Queues of the city, filled to the last place: uploads, the writer, the readers.

use std::{
    future::Future,
    sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    task::{Context, Waker},
};

use aggregator::{
    intake::upload::{AT_ONCE, WAITING},
    store::{self, Lane, StoreError},
};
use node_agent::State;
use schemas::wire;

use super::receipted;
use crate::{asked::ask, city::City, filing::ledger, signing};

fn poll<T>(future: &mut std::pin::Pin<Box<impl Future<Output = T>>>) -> bool {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_beyond_the_queue_are_busy() {
    let city = City::start().await;
    let (node, sha256) = receipted(&city).await;
    let door = city.services.uploads.clone();
    let stay = || Box::pin(door.pass(std::future::pending::<()>()));
    let mut all: Vec<_> = (0..AT_ONCE + WAITING - 1).map(|_| stay()).collect();
    assert!(all.iter_mut().all(|one| !poll(one)));
    // One place is left in the queue: nobody else takes it before the last one does.
    let mut last = stay();
    assert!(!poll(&mut last));
    let key = signing::key_of(&city, "519901");
    let answer = signing::upload(&city, &key, &sha256, 0, true, b"x".to_vec()).await;
    assert_eq!((answer.status, answer.problem().as_str()), (503, "busy"));
    assert!(answer.header("retry-after").is_some());
    drop(all);
    drop(last);
    assert_eq!(crate::filing::push(&node).await, [State::Valid]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_writer_answers_busy_and_groups_what_waited() {
    let city = City::start().await;
    let node = city.node("519901").await;
    let item = node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let mut first = Box::pin(city.services.store.write_in(Lane::Statements, move |_| {
        begun.send(()).unwrap();
        may_go_on.recv().unwrap();
        Ok::<_, StoreError>(())
    }));
    assert!(!poll(&mut first));
    has_begun.recv().unwrap();
    let store = city.services.store.clone();
    let unit = || Box::pin(store.write_in(Lane::Statements, |_| Ok::<_, StoreError>(())));
    // As many as fit; on a slow machine the wait is too long before the lane is full.
    let mut waiting: Vec<_> = (0..=store::MAX_WAITING).map(|_| unit()).collect();
    waiting.retain_mut(|unit| !poll(unit));
    assert!(waiting.len() > store::MAX_COMMIT && waiting.len() <= store::MAX_WAITING, "{}", waiting.len());
    let joined = waiting.len();
    assert!(matches!(unit().await, Err(StoreError::Later(_))));
    let address = format!("{}{}", city.address, wire::statement_path(&item.id));
    let answer = ask("PUT", &address, &[], item.note.clone().into_bytes()).await;
    assert_eq!((answer.status, answer.problem().as_str()), (503, "busy"));
    assert!(answer.header("retry-after").is_some() && answer.json()["retryable"] == true);

    go_on.send(()).unwrap();
    first.await.unwrap();
    for unit in waiting {
        unit.await.unwrap();
    }
    let text = store.metrics().text();
    let count = |series: &str| -> u64 {
        text.lines()
            .find_map(|line| line.strip_prefix(series)?.trim().parse().ok())
            .unwrap_or_else(|| panic!("{series}\n{text}"))
    };
    assert_eq!(count("tongbao_commit_units_bucket{le=\"256\"}"), count("tongbao_commit_units_count"));
    assert!(count("tongbao_commit_units_count") > u64::try_from(joined / store::MAX_COMMIT).unwrap());
    assert_eq!(count("tongbao_writer_queue{lane=\"statements\"}"), 0);
    assert!(count("tongbao_writer_refused_total{lane=\"statements\"}") >= 3);
    assert_eq!(ask("PUT", &address, &[], item.note.into_bytes()).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_beyond_the_bound_wait() {
    let city = City::start().await;
    let readers = usize::try_from(store::READERS).unwrap();
    let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    // Two full waves: each reader leaves only when as many are inside as fit.
    let full = Arc::new(Barrier::new(readers));
    let reads: Vec<_> = (0..2 * readers)
        .map(|_| {
            let (store, inside, most, full) =
                (city.services.store.clone(), inside.clone(), most.clone(), full.clone());
            tokio::spawn(async move {
                store
                    .read(move |_| {
                        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        full.wait();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        Ok::<_, StoreError>(())
                    })
                    .await
            })
        })
        .collect();
    for read in reads {
        read.await.unwrap().unwrap();
    }
    assert_eq!(most.load(Ordering::SeqCst), readers);
}
