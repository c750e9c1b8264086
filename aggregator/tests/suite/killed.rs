//! What was answered is there after the program was killed: a 2xx means durable (DESIGN, invariant 3).

#![cfg(unix)]

use aggregator::{
    clock::Clock,
    error::AppError,
    intake::enrolment,
    store::{bureau, filing, log},
};
use node_agent::{Node, State, SystemClock};
use schemas::{
    bureau::{Kind, Level, Tree},
    receipt::Receipt,
    wire::FilingState,
};

use crate::{
    faults::{
        notes::{bureau_of, place},
        program::Serving,
    },
    filing::ledger,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_a_kill() {
    let folder = tempfile::TempDir::new().unwrap();
    let config = place(folder.path(), None);
    let services = config.open(Clock::system()).unwrap();
    let tree = Tree::new(vec![
        bureau_of("519900", Level::City, Kind::City, None),
        bureau_of("519901", Level::County, Kind::District, Some("519900")),
    ])
    .unwrap();
    services
        .store
        .write(move |connection| Ok::<_, AppError>(bureau::enter(connection, &tree)?))
        .await
        .unwrap();
    let token = enrolment::issue(&services, "519901".parse().unwrap(), true).await.unwrap();
    drop(services);

    let city = Serving::start(&config, &[]);
    let dir = folder.path().join("node");
    Node::init(&dir, &node_agent::Config::default()).unwrap();
    let mut node = Node::open(&dir, std::sync::Arc::new(SystemClock)).unwrap();
    node.enrol(&token, &city.address).await.unwrap();
    let csv = folder.path().join("L3.csv");
    std::fs::write(&csv, ledger(38).replace("2025-", "2024-")).unwrap();
    let file = node_agent::SourceFile::open(&csv).unwrap();
    let draft = node_agent::Draft::of("L3", "2024Q3".parse().unwrap(), vec![file]);
    // History, which is taken whatever the machine's clock says.
    node.file(&draft, Some(schemas::statement::Purpose::History)).unwrap();
    node.push().await.unwrap();
    city.kill();

    let item = node.items().unwrap().remove(0);
    assert_eq!(item.state, State::Valid);
    let services = config.open(Clock::system()).unwrap();
    let id = item.id;
    let (row, size, receipt) = services
        .store
        .read_now(|connection| {
            let row = filing::find(connection, &id)?.expect("what was receipted is in the store");
            let receipt = log::receipt(connection, row.leaf)?;
            Ok::<_, AppError>((row, log::size(connection)?, receipt))
        })
        .unwrap();
    assert_eq!(row.state, FilingState::Validated);
    assert_eq!(size, 4, "policy, enrolment, acceptance, verdict");
    let given = Receipt::parse(&item.receipt.unwrap()).unwrap();
    assert_eq!(given.index, receipt.index);
    assert!(receipt.verify_for(&id, &services.log_key).is_ok());
}
