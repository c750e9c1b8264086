//! A city that speaks TLS itself, and counties that know it by a root of their own network.

#![cfg(unix)]

use std::{process::Command, sync::Arc};

use aggregator::{clock::Clock, error::AppError, intake::enrolment, store::bureau};
use node_agent::{AgentError, Node, State, SystemClock, Trouble};
use schemas::{
    bureau::{Kind, Level, Tree},
    text::Lang,
};

use crate::{
    faults::{
        notes::{bureau_of, place},
        program::Serving,
        tls::Tls,
    },
    filing::ledger,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_county_files_over_tls_once_it_trusts_the_root() {
    let folder = tempfile::TempDir::new().unwrap();
    let config = place(folder.path(), None);
    let services = config.open(Clock::system()).unwrap();
    let tree = Tree::new(vec![
        bureau_of("519900", Level::City, Kind::City, None),
        bureau_of("519901", Level::County, Kind::District, Some("519900")),
    ])
    .unwrap();
    let entered =
        services.store.write(move |connection| Ok::<_, AppError>(bureau::enter(connection, &tree)?));
    entered.await.unwrap();
    let token = enrolment::issue(&services, "519901".parse().unwrap(), true).await.unwrap();
    drop(services);
    let tls = Tls::into(folder.path());
    let city = Serving::start_with_tls(&config, &tls);

    let dir = folder.path().join("node");
    Node::init(&dir, &node_agent::Config::default()).unwrap();
    let mut node = Node::open(&dir, Arc::new(SystemClock)).unwrap();
    let error = node.enrol(&token, &city.address).await.unwrap_err();
    assert!(matches!(error, AgentError::Trouble(Trouble::Unreachable(_))), "{error:?}");
    let (zh, en) = (error.text().get(Lang::Zh).to_owned(), error.text().get(Lang::En).to_owned());
    assert!(zh.contains("根证书") && en.contains("root of its own"), "{zh} {en}");

    // A key is no root; nothing is changed by trying.
    let error = node.trust(&tls.key).unwrap_err();
    assert!(error.text().get(Lang::En).contains("server.key"), "{error:?}");
    assert!(node.config().ca.is_none());

    node.trust(&tls.root).unwrap();
    node.enrol(&token, &city.address).await.unwrap();
    // What was trusted is kept in the node's own folder.
    std::fs::remove_file(&tls.root).unwrap();
    let node = Node::open(&dir, Arc::new(SystemClock)).unwrap();
    let csv = folder.path().join("L3.csv");
    std::fs::write(&csv, ledger(38).replace("2025-", "2024-")).unwrap();
    let file = node_agent::SourceFile::open(&csv).unwrap();
    let draft = node_agent::Draft::of("L3", "2024Q3".parse().unwrap(), vec![file]);
    node.file(&draft, Some(schemas::statement::Purpose::History)).unwrap();
    let pushed = node.push().await.unwrap();
    assert!(pushed.trouble.is_none(), "{pushed:?}");
    assert_eq!(node.items().unwrap()[0].state, State::Valid);

    // Whoever speaks no TLS is not answered, and does not harm those who do.
    let plain = city.address.replace("https", "http");
    assert!(reqwest::get(format!("{plain}/healthz")).await.is_err());
    assert!(node.push().await.unwrap().trouble.is_none());
}

#[test]
fn a_certificate_and_a_key_that_do_not_belong_together_are_named() {
    let folder = tempfile::TempDir::new().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    std::fs::create_dir(&one).unwrap();
    std::fs::create_dir(&two).unwrap();
    let (one, two) = (Tls::into(&one), Tls::into(&two));
    let serve = |arguments: &[&std::path::Path]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path().join("city"));
        let names = ["--tls-cert", "--tls-key"];
        for (name, file) in names.iter().zip(arguments) {
            command.arg(name).arg(file);
        }
        let done = command.output().unwrap();
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    let (code, said) = serve(&[&one.certificate, &two.key]);
    assert!(code == Some(2) && said.contains("cannot be used together"), "{said}");
    let (code, said) = serve(&[&one.key, &one.key]);
    assert!(code == Some(2) && said.contains("no certificate in PEM"), "{said}");
    let (code, said) = serve(&[&one.certificate, &one.certificate]);
    assert!(code == Some(2) && said.contains("no private key in PEM"), "{said}");
    let (code, said) = serve(&[&one.certificate]);
    assert!(code == Some(2) && said.contains("--tls-key"), "{said}");
}
