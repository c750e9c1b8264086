//! What was answered is there after the program was killed: a 2xx means durable (DESIGN, invariant 3).

#![cfg(unix)]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use aggregator::{
    clock::Clock,
    config::Config,
    error::AppError,
    intake::enrolment,
    store::{bureau, filing, log},
};
use node_agent::{Node, State, SystemClock};
use schemas::{
    bureau::{Bureau, Kind, Level, Tree},
    receipt::Receipt,
    text::Text,
    wire::FilingState,
};

use crate::filing::ledger;

/// The real program on a folder; its address is what it logs.
fn serve(config: &Config) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_aggregator"))
        .args(["serve", "--plain-http", "--listen", "127.0.0.1:0", "--origin", &config.origin, "--data"])
        .arg(&config.data)
        .env("RUST_LOG", "info")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    // Nobody reads on: a closed pipe must not end the program either.
    let address =
        lines.filter_map(|line| Some(line.split_once("address=")?.1.split(' ').next()?.to_owned())).next();
    (child, format!("http://{}", address.expect("the program says where it serves")))
}

fn kill(mut child: Child) {
    // SIGKILL: no handler runs, nothing is finished.
    child.kill().unwrap();
    child.wait().unwrap();
}

fn place(code: &str, level: Level, kind: Kind, parent: Option<&str>) -> Bureau {
    Bureau {
        code: code.parse().unwrap(),
        name: Text::same(code),
        level,
        kind,
        parent: parent.map(|parent| parent.parse().unwrap()),
        counted_in: None,
        valid_from: "2020-01-01".parse().unwrap(),
        valid_to: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_a_kill() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::TempDir::new().unwrap();
    let config = Config {
        data: folder.path().join("city"),
        database: None,
        campaign: "yunjiang-2025".into(),
        definitions: None,
        origin: "tongbao.test/1".into(),
        secure_cookies: false,
    };
    let services = config.open(Clock::system()).unwrap();
    let tree = Tree::new(vec![
        place("519900", Level::City, Kind::City, None),
        place("519901", Level::County, Kind::District, Some("519900")),
    ])
    .unwrap();
    services
        .store
        .write(move |connection| Ok::<_, AppError>(bureau::enter(connection, &tree)?))
        .await
        .unwrap();
    let token = enrolment::issue(&services, "519901".parse().unwrap(), true).await.unwrap();
    drop(services);

    let (child, address) = serve(&config);
    let dir = folder.path().join("node");
    Node::init(&dir, &node_agent::Config::default()).unwrap();
    let mut node = Node::open(&dir, std::sync::Arc::new(SystemClock)).unwrap();
    node.enrol(&token, &address).await.unwrap();
    let csv = folder.path().join("L3.csv");
    std::fs::write(&csv, ledger(38).replace("2025-", "2024-")).unwrap();
    let file = node_agent::SourceFile::open(&csv).unwrap();
    let draft = node_agent::Draft::of("L3", "2024Q3".parse().unwrap(), vec![file]);
    // History, which is taken whatever the machine's clock says.
    node.file(&draft, Some(schemas::statement::Purpose::History)).unwrap();
    node.push().await.unwrap();
    kill(child);

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
    assert_eq!(size, 3, "enrolment, acceptance, verdict");
    let given = Receipt::parse(&item.receipt.unwrap()).unwrap();
    assert_eq!(given.index, receipt.index);
    assert!(receipt.verify_for(&id, &services.log_key).is_ok());
}
