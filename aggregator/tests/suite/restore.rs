//! A city brought back from a backup: only from a whole one, only into an empty place, and then it shows what it has and
//! takes nothing, so that it cannot write a second history.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use aggregator::{
    app::Services,
    backup::{
        self, BackupError, MANIFEST, Made,
        restore::bring_back,
        seal::{Opening, Seal},
    },
    clock::Clock,
    config::Config,
    error::AppError,
    store::log,
    web,
};
use node_agent::{Node, State};
use reqwest::{Method, StatusCode};
use schemas::{
    problem::Problem,
    receipt::Checkpoint,
    wire::{self, Hello, Mode},
};

use crate::{
    backup::{config, of},
    city::City,
    faults::tls::http,
    filing::{ledger, push},
};

pub fn back_up(city: &City, seal: Option<&Seal>) -> Made {
    backup::make(&of(city), &city.folder().join("backups"), seal, city.services.clock.now()).unwrap()
}

/// The place a city is brought back to: a new folder, and the same database made empty.
fn place(city: &City) -> Config {
    if let Some(database) = city.database() {
        let schema = database.rsplit("%3D").next().unwrap();
        city.sql(&format!("DROP SCHEMA {schema} CASCADE"));
        city.sql(&format!("CREATE SCHEMA {schema}"));
    }
    config(city, city.folder().join("again"), city.database().map(str::to_owned))
}

/// Serves what was brought back at an address of its own.
pub fn serve<C: node_agent::Clock + 'static>(city: &City<C>, config: &Config) -> (Services, String) {
    let services = config.open(Clock::of(city.clock.clone())).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(web::serve(services.clone(), listener).unwrap());
    (services, address)
}

/// A node that goes to another address from now on.
pub fn moved<C: node_agent::Clock + 'static>(city: &City<C>, name: &str, before: &str) -> Node {
    let folder = city.folder().join(format!("node-{name}"));
    for file in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        fs::write(&file, text.replace(before, &city.address)).unwrap();
    }
    Node::open(&folder, city.clock.clone()).unwrap()
}

pub async fn hello(address: &str) -> Hello {
    let answer = reqwest::get(format!("{address}{}", wire::HELLO)).await.unwrap();
    Hello::open(&answer.text().await.unwrap()).unwrap()
}

crate::on_both_engines! {
    async fn a_restored_city_shows_what_it_has_and_takes_nothing(city: City) {
        // Another, which is not heard of any more: until it is, the city waits.
        city.node("519902").await;
        let node = city.node("519901").await;
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        assert_eq!(push(&node).await, [State::Valid]);
        let at_backup = hello(&city.address).await;
        assert_eq!((at_backup.mode, at_backup.size), (Mode::Live, 4));
        let places = city.json("/api/v1/standings?period=2025Q3").await;
        let made = back_up(&city, None);
        // What comes after the backup is in nobody's hands but the node's.
        node.amend(&city.draft("L3", "2025Q3", &ledger(39)), "录错").unwrap();
        push(&node).await;
        let staff = city.cookie("staff").await;
        drop(node);
        let config = place(&city);
        let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
        command.arg("restore").arg(&made.folder).arg("--data").arg(&config.data);
        if let Some(database) = city.database() {
            command.args(["--database", database]);
        }
        let done = command.output().unwrap();
        let said = String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(0), "{said}");
        assert!(said.contains("recovering") && said.contains("恢复"), "{said}");

        let (services, address) = serve(&city, &config);
        let greeting = hello(&address).await;
        assert_eq!((greeting.mode, greeting.size, greeting.root), (Mode::Recovering, 4, at_backup.root));
        let before = city.address.clone();
        let city = city.reached_at(address.clone());
        // The session made after the backup is gone; a new one can be had, to read.
        let fresh = aggregator::identity::session::sign_in(&services.store, &services.clock, "staff".into(), crate::city::PASSWORD.into());
        let cookie = format!("{}={}", web::guard::PLAIN_COOKIE, fresh.await.unwrap());
        assert_ne!(cookie, staff);
        let (status, text) = city.ask(Method::GET, "/api/v1/standings?period=2025Q3", Some(&cookie), "").await;
        assert_eq!((status, serde_json::from_str::<serde_json::Value>(&text).unwrap()), (StatusCode::OK, places));
        for (path, bar) in [("/?period=2025Q3", "平台正在恢复"), ("/?period=2025Q3&lang=en", "The log is being recovered")] {
            let (status, page) = city.ask(Method::GET, path, Some(&cookie), "").await;
            assert!(status == StatusCode::OK && page.contains(bar), "{page}");
        }
        // Whatever would change something is refused before it is looked at.
        for entry in web::routes::ROUTES.iter().filter(|entry| *entry.method != actix_method("GET") && *entry.method != actix_method("HEAD")) {
            let path = entry.path.replace("{bureau}/{form}/{period}", "519901/L3/2025Q3").replace("{id}", "x").replace("{sha256}", "x");
            let method = Method::from_bytes(entry.method.as_str().as_bytes()).unwrap();
            let request = http().build().unwrap().request(method, format!("{address}{path}")).header("Cookie", &cookie);
            let answer = request.header("Content-Type", "application/x-www-form-urlencoded").body("csrf=x").send().await.unwrap();
            let refused = answer.status() == StatusCode::SERVICE_UNAVAILABLE;
            assert_eq!(refused, entry.changes(), "{} {path}: {}", entry.method, answer.status());
            assert_eq!(refused, answer.headers().contains_key("retry-after"), "{path}");
        }
        // Nor does any other way lead to the log: its own commands find it closed.
        let append = services.store.write(|connection| {
            let last = log::entry(connection, 0)?.unwrap().1;
            Ok::<_, AppError>(log::append(connection, last)?)
        });
        assert_eq!(append.await.unwrap_err().problem(), Problem::LogRecovering);
        // The node waits; it does not take what was lost for a fork.
        let node = moved(&city, "519901", &before);
        node.nil("L4", "2025Q3".parse().unwrap(), None, None).unwrap();
        let pushed = node.push().await.unwrap();
        assert!(matches!(pushed.trouble, Some(node_agent::Trouble::Recovering(2))), "{pushed:?}");
        assert_eq!(node.items().unwrap().pop().unwrap().state, State::Sealed);
        assert!(node.forks().unwrap().is_empty());
        let newest = services.store.read_now(log::newest).unwrap().unwrap();
        assert_eq!(newest.0, 4);
        assert_eq!(Checkpoint::open(&newest.1, &services.log_key).unwrap().root, at_backup.root);
    }
}

fn actix_method(name: &str) -> actix_web::http::Method {
    actix_web::http::Method::from_bytes(name.as_bytes()).unwrap()
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_whole_backup_is_brought_back_and_only_into_an_empty_place() {
    let city = City::start().await;
    city.node("519901").await;
    let passphrase = city.folder().join("passphrase");
    fs::write(&passphrase, "eine lange Losung\n").unwrap();
    let now = city.services.clock.now();
    let plain = back_up(&city, None).folder;
    let to = |name: &str| config(&city, city.folder().join("places").join(name), None);
    let nothing_left =
        || !city.folder().join("places").exists() || files(&city.folder().join("places")).is_empty();
    // One changed byte anywhere in it.
    for file in files(&plain) {
        let good = fs::read(&file).unwrap();
        for at in [0, good.len() / 2, good.len() - 2] {
            let mut bad = good.clone();
            bad[at] ^= 1;
            fs::write(&file, bad).unwrap();
            let refused = bring_back(&to("a"), &plain, None, now);
            assert!(refused.is_err() && nothing_left(), "{} at {at}: {refused:?}", file.display());
        }
        fs::write(&file, good).unwrap();
    }
    // A manifest somebody signed with a key of their own.
    let text = fs::read_to_string(plain.join(MANIFEST)).unwrap();
    let (said, _) = schemas::note::split(&text).unwrap();
    let other = schemas::note::SignKey::from_seed("tongbao.test/1", &[9; 32]).unwrap();
    fs::write(plain.join(MANIFEST), other.sign(said)).unwrap();
    assert!(matches!(bring_back(&to("a"), &plain, None, now), Err(BackupError::Manifest(_))));
    let newer = said.replace("schema 2026", "schema 2926");
    fs::write(plain.join(MANIFEST), other.sign(&newer)).unwrap();
    assert!(matches!(bring_back(&to("a"), &plain, None, now), Err(BackupError::Newer(_))));
    fs::write(plain.join(MANIFEST), text).unwrap();
    assert!(nothing_left());
    // Where something is already.
    fs::create_dir_all(to("full").data.join("x")).unwrap();
    assert!(matches!(bring_back(&to("full"), &plain, None, now), Err(BackupError::NotEmpty(_))));
    fs::create_dir_all(to("empty").data).unwrap();
    bring_back(&to("empty"), &plain, None, now).unwrap();
    assert!(matches!(bring_back(&to("empty"), &plain, None, now), Err(BackupError::NotEmpty(_))));

    let sealed = city.folder().join("sealed");
    let closed =
        backup::make(&of(&city), &sealed, Some(&Seal::under(&passphrase).unwrap()), now).unwrap().folder;
    assert!(matches!(bring_back(&to("b"), &closed, None, now), Err(BackupError::Closed(_))));
    let wrong = city.folder().join("wrong");
    fs::write(&wrong, "eine andere Losung").unwrap();
    let opening = Opening::under(&wrong).unwrap();
    assert!(matches!(bring_back(&to("b"), &closed, Some(&opening), now), Err(BackupError::Sealed)));
    assert!(!to("b").data.exists());
    let identity = age::x25519::Identity::generate();
    let seal = Seal::to(&identity.to_public().to_string()).unwrap();
    let keyed = backup::make(&of(&city), &city.folder().join("keyed"), Some(&seal), now).unwrap().folder;
    let file = city.folder().join("identity");
    use age::secrecy::ExposeSecret;
    fs::write(&file, format!("# created\n{}\n", identity.to_string().expose_secret())).unwrap();
    for (name, from, opening) in
        [("b", &closed, Opening::under(&passphrase).unwrap()), ("c", &keyed, Opening::with(&file).unwrap())]
    {
        bring_back(&to(name), from, Some(&opening), now).unwrap();
        let services = to(name).open(Clock::of(Arc::clone(&city.clock) as _)).unwrap();
        assert_eq!(services.log_key, city.services.log_key);
        let restored = services.store.read_now(log::newest).unwrap();
        assert_eq!(restored, city.services.store.read_now(log::newest).unwrap());
    }
}
