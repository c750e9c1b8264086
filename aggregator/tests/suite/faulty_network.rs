//! Filing over a bad line: every sealed item ends received, nothing is lost or doubled, and nobody storms.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use aggregator::{
    app::Services,
    intake::enrolment,
    store::{filing, log},
};
use node_agent::{Draft, Item, Node, Pause, State};
use schemas::{receipt::Receipt, wire::FilingState};

use crate::{
    city::City,
    filing::ledger,
    proxy::{DECK, Fault, Proxy},
    upload::{draft, long_ledger},
};

/// Waits for no time, but until the city has judged what it has: an agent that waits in truth would see that, too.
struct UntilJudged(Services);

impl Pause for UntilJudged {
    fn pause(&self, _: Duration, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {
            while self.0.store.read(|connection| filing::unjudged(connection, 1)).await.unwrap().len() == 1 {
                tokio::task::yield_now().await;
            }
        })
    }
}

/// An agent behind the line, which takes some seconds of silence for its end.
async fn node(city: &City, line: &Proxy, bureau: &str) -> Node {
    let token = enrolment::issue(&city.services, bureau.parse().unwrap(), true).await.unwrap();
    drop(city.bare_node(bureau));
    let dir = city.folder().join(format!("node-{bureau}"));
    let pause = Arc::new(UntilJudged(city.services.clone()));
    let mut node = Node::open_with(&dir, city.clock.clone(), pause).unwrap();
    node.enrol(&token, &line.address).await.unwrap();
    node.with_silence(Duration::from_secs(4)).unwrap()
}

/// What each bureau has to file; `None` is a nil return.
fn drafts() -> [(&'static str, Option<Draft>); 3] {
    let long = long_ledger(8_000);
    assert!(long.len() > 2 * 1024 * 1024, "{}", long.len());
    [("519901", Some(draft(long))), ("519902", Some(draft(ledger(38)))), ("519923", None)]
}

/// Pushes until nothing is left to do; gives the items. A run that ends in trouble is followed by another, as a person
/// or a timer would have it.
async fn delivered(node: Node) -> Vec<Item> {
    for _ in 0..20 {
        let pushed = node.push().await.unwrap();
        let items = node.items().unwrap();
        if pushed.trouble.is_none() && items.iter().all(|item| item.state == State::Valid) {
            return items;
        }
        let blocked = items.iter().find(|item| matches!(item.state, State::Blocked(_) | State::Quarantined));
        assert!(blocked.is_none(), "{blocked:?}");
    }
    panic!("{:?}", node.items());
}

/// Files everything over a line with such faults; gives the requests it took and the faults that were met.
async fn filed(seed: u64, faults: &[Fault]) -> (i64, usize) {
    let city = City::start().await;
    let line = Proxy::before(&city.address, seed).await;
    let mut under_way = Vec::new();
    let mut nodes = Vec::new();
    for (bureau, draft) in drafts() {
        let node = node(&city, &line, bureau).await;
        match draft {
            Some(draft) => node.file(&draft, None).unwrap(),
            None => node.nil("L3", "2025Q3".parse().unwrap(), None, None).unwrap(),
        };
        nodes.push(node);
    }
    line.spoil(faults);
    for node in nodes {
        under_way.push(tokio::spawn(delivered(node)));
    }
    let mut items = Vec::new();
    for one in under_way {
        items.extend(one.await.unwrap());
    }

    // Three keys, three statements, two verdicts: nothing is lost, and nothing is there twice.
    assert_eq!(items.len(), 3);
    let ids: Vec<_> = items.iter().map(|item| item.id).collect();
    let (size, rows) = city
        .services
        .store
        .read(move |connection| {
            let rows: Vec<_> = ids.iter().map(|id| filing::find(connection, id).unwrap().unwrap()).collect();
            Ok::<_, aggregator::store::StoreError>((log::size(connection)?, rows))
        })
        .await
        .unwrap();
    assert_eq!(size, 8, "seed {seed}");
    for (item, row) in items.iter().zip(rows) {
        assert_eq!(row.state, FilingState::Validated, "seed {seed}");
        let receipt = Receipt::parse(item.receipt.as_ref().unwrap()).unwrap();
        assert_eq!(receipt.index, row.leaf, "seed {seed}");
    }
    (items.iter().map(|item| item.attempts).sum(), line.met().len())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_item_is_received_over_a_bad_line_and_nobody_storms() {
    let (needed, _) = filed(0, &[]).await;
    assert!(needed > 8, "the long ledger goes in parts: {needed}");
    let seeds = if std::env::var_os("TONGBAO_FULL").is_some() { 1..=12 } else { 1..=3 };
    for seed in seeds {
        let (attempts, met) = filed(seed, &DECK).await;
        assert_eq!(met, DECK.len(), "seed {seed}: every fault was met");
        assert!(attempts <= 3 * needed, "seed {seed}: {attempts} requests where {needed} were needed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_fault_by_itself_loses_or_doubles_anything() {
    for (seed, fault) in (100..).zip(DECK) {
        // Twice, so that swapped answers find each other.
        assert_eq!(filed(seed, &[fault, fault]).await.1, 2, "{fault:?}");
    }
}
