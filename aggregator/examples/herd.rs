//! How much filing one city takes: many counties at one instant, statements as fast as they are answered for a while, and
//! ledgers with their rows while a page is read. The server is a process of its own.
//!
//! `cargo run --release -p aggregator --example herd -- [--agents 3000] [--seconds 10] [--ledgers 20]`; every agent
//! opens a connection, so `ulimit -n` must allow twice as many files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "a measurement that cannot go on has failed; the parts are the tests'"
)]

#[path = "../tests/suite/faults"]
mod faults {
    pub mod acknowledged;
    pub mod chance;
    pub mod crowd;
    pub mod notes;
    pub mod program;
    pub mod stored;
    pub mod tls;
}

use std::{
    io::Write,
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use aggregator::{
    app::Services,
    error::AppError,
    identity::{Account, Role, password, session},
    intake::enrolment,
    store::{Location, account},
    web,
};
use faults::{
    acknowledged::Acknowledged,
    chance::Chance,
    crowd::{self, Outcome},
    notes,
    program::Serving,
    tls::Tls,
};
use node_agent::{Draft, Node, Pause, Sleep, SourceFile, SystemClock, Trouble};
use schemas::{problem::Problem, statement::Purpose};

const ROWS: usize = 2_000;
/// Connections that file one statement after the other.
const STEADY: usize = 64;

fn main() -> ExitCode {
    // The child is this program too.
    if std::env::args().nth(1).is_some_and(|command| command == "serve") {
        return aggregator::cli::run();
    }
    let asked = |name: &str, usual: usize| {
        let value = std::env::args().skip_while(|arg| arg != name).nth(1);
        value.map_or(usual, |value| value.parse().expect("a number"))
    };
    let (agents, seconds, ledgers) =
        (asked("--agents", 3_000), asked("--seconds", 10), asked("--ledgers", 20));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(measured(agents, u64::try_from(seconds).unwrap(), ledgers));
    ExitCode::SUCCESS
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

async fn measured(agents: usize, seconds: u64, ledgers: usize) {
    let mut chance = Chance::of("herd");
    let folder = tempfile::TempDir::new().unwrap();
    let config = notes::place(folder.path(), None);
    let (services, mut counties) =
        notes::found(&config, (agents + STEADY).div_ceil(2).max(ledgers), &mut chance).await;
    let log = services.log_key.clone();
    let cookie = staff(&services).await;
    let tls = Tls::into(folder.path());
    let nodes = nodes(&services, folder.path(), &tls, ledgers).await;
    drop(services);
    let told = Arc::new(Acknowledged::by(log.clone()));
    let location = Location::Sqlite(config.data.join("tongbao.db"));
    let serving = Serving::start_with_tls(&config, &tls);
    let server = (serving.address.as_str(), &tls);
    say("| | n | per second | p50 ms | p95 ms | p99 ms | again | peak MB |");
    say("|---|---|---|---|---|---|---|---|");

    let mut steady = counties.split_off(agents);
    steady.truncate(STEADY);
    let outcome = crowd::at_once(server, counties, &told, &mut chance).await;
    row(&format!("{agents} agents at one instant"), &outcome, &serving);
    let outcome = for_a_while(server, steady, &told, &mut chance, Duration::from_secs(seconds)).await;
    row(&format!("{STEADY} connections for {seconds} s"), &outcome, &serving);
    match crowd::judged(&location, &log, &told) {
        Ok(()) => say(&format!("{} receipts: 0 lost, 0 doubled", told.len())),
        Err(fault) => panic!("{fault}"),
    }

    let (ingested, pages) = ingest(server, nodes, cookie).await;
    row(&format!("{ledgers} ledgers of {ROWS} rows, judged"), &ingested, &serving);
    row("the overview page meanwhile", &pages, &serving);
}

fn row(what: &str, outcome: &Outcome, serving: &Serving) {
    let count = outcome.waits.len();
    say(&format!(
        "| {what} | {count} | {:.0} | {:.1} | {:.1} | {:.1} | {} | {} |",
        count as f64 / outcome.took.as_secs_f64(),
        outcome.percentile(50).as_secs_f64() * 1e3,
        outcome.percentile(95).as_secs_f64() * 1e3,
        outcome.percentile(99).as_secs_f64() * 1e3,
        outcome.again,
        peak_memory(serving).unwrap_or_default(),
    ));
}

/// Every county files one statement after the other for a while.
async fn for_a_while(
    (address, tls): (&str, &Tls),
    counties: Vec<notes::County>,
    told: &Arc<Acknowledged>,
    chance: &mut Chance,
    time: Duration,
) -> Outcome {
    let started = Instant::now();
    let mut agents = tokio::task::JoinSet::new();
    for (number, mut county) in counties.into_iter().enumerate() {
        let (address, told, mut chance) = (address.to_owned(), told.clone(), chance.fork());
        let http = tls.client();
        agents.spawn(async move {
            let mut all = Vec::new();
            while started.elapsed() < time {
                let note = county.say(county.filing(number % 400));
                let since = Instant::now();
                let again = crowd::file(&http, &address, &note, false, &told, chance.fork()).await;
                county.learn(&note.filing, note.revision, note.id);
                all.push((since.elapsed(), again));
            }
            all
        });
    }
    let mut outcome = Outcome::default();
    while let Some(done) = agents.join_next().await {
        for (wait, again) in done.unwrap_or_default() {
            outcome.waits.push(wait);
            outcome.again += again;
        }
    }
    outcome.waits.sort_unstable();
    outcome.took = started.elapsed();
    outcome
}

/// The most memory a server ever had, in megabytes, where the system says so.
fn peak_memory(serving: &Serving) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", serving.child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}

/// A session of the city's staff.
async fn staff(services: &Services) -> String {
    const PASSWORD: &str = "correct horse battery";
    let stored = password::hash(PASSWORD).unwrap();
    let account = Account {
        login: "staff".into(),
        name: "staff".into(),
        role: Role::Staff,
        bureau: "519900".parse().unwrap(),
    };
    let put = services
        .store
        .write(move |connection| Ok::<_, AppError>(account::put(connection, &account, &stored)?));
    put.await.unwrap();
    let id =
        session::sign_in(&services.store, &services.clock, "staff".into(), PASSWORD.into()).await.unwrap();
    format!("{}={id}", web::guard::COOKIE)
}

/// Agents with a ledger sealed each; they enrol when there is a server.
async fn nodes(services: &Services, folder: &Path, tls: &Tls, ledgers: usize) -> Vec<(Node, String)> {
    let config = node_agent::Config { ca: Some(tls.root.clone()), ..node_agent::Config::default() };
    let mut nodes = Vec::new();
    for number in 1..=ledgers {
        let bureau = (519_900 + number).to_string();
        let token = enrolment::issue(services, bureau.parse().unwrap(), true).await.unwrap();
        let dir = folder.join(format!("node-{number}"));
        Node::init(&dir, &config).unwrap();
        nodes.push((Node::open(&dir, Arc::new(SystemClock)).unwrap(), token));
    }
    nodes
}

fn ledger() -> SourceFile {
    let mut csv = String::from(
        "案号,收到申请日期,受理日期,争议类别,申请人方,人数,用人单位名称,单位类型,行业,案由,审限届满日,结案日期,结案方式\n",
    );
    for case in 1..=ROWS {
        csv.push_str(&format!(
            "演示案〔2004〕{case:05}号,2004-07-02,2004-07-07,劳动,劳动者,1,演示公司,私营,C,01,2004-08-21,2004-08-08,11\n"
        ));
    }
    SourceFile { name: "L3.csv".into(), bytes: csv.into_bytes() }
}

/// Every agent sends its ledger at once, while a page is read one time after the other.
async fn ingest(
    (address, tls): (&str, &Tls),
    nodes: Vec<(Node, String)>,
    cookie: String,
) -> (Outcome, Outcome) {
    let mut ready = Vec::new();
    for (mut node, token) in nodes {
        node.enrol(&token, address).await.unwrap();
        let draft = Draft::of("L3", "2004Q3".parse().unwrap(), vec![ledger()]);
        node.file(&draft, Some(Purpose::History)).unwrap();
        ready.push(node);
    }
    say(&format!("{} ledgers are sealed", ready.len()));
    let done = Arc::new(AtomicBool::new(false));
    let (reading, page, http) = (done.clone(), format!("{address}/?period=2004Q3"), tls.client());
    // Whoever reads sits at a machine of their own: a thread of its own, or they would wait for the agents.
    let reader = std::thread::spawn(move || read(&http, &page, &cookie, &reading));
    let (started, mut outcome) = (Instant::now(), Outcome::default());
    let mut pushing = tokio::task::JoinSet::new();
    for node in ready {
        pushing.spawn(async move {
            let (since, mut again) = (Instant::now(), 0);
            // As `node-agent run` does: what a run could not deliver is the next one's.
            while let Some(trouble) = node.push().await.unwrap().trouble {
                match trouble {
                    Trouble::Unreachable(_) | Trouble::Refused(Problem::Busy, _) => again += 1,
                    Trouble::Later(_) => {}
                    trouble => panic!("{trouble:?}"),
                }
                Sleep.pause(Duration::from_secs(1), Duration::from_secs(4)).await;
            }
            (since.elapsed(), again)
        });
    }
    while let Some(done) = pushing.join_next().await {
        let (wait, again) = done.unwrap();
        outcome.waits.push(wait);
        outcome.again += again;
    }
    outcome.waits.sort_unstable();
    outcome.took = started.elapsed();
    done.store(true, Ordering::Relaxed);
    (outcome, reader.join().unwrap())
}

/// A page, read one time after the other until it is enough.
fn read(http: &reqwest::Client, page: &str, cookie: &str, enough: &AtomicBool) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (started, mut pages) = (Instant::now(), Outcome::default());
    while !enough.load(Ordering::Relaxed) {
        let since = Instant::now();
        let got = runtime.block_on(async {
            let answer = http.get(page).header("Cookie", cookie).send().await.ok()?;
            assert!(answer.status().is_success());
            answer.bytes().await.ok()
        });
        // A reader whom the server did not let in in time asks again, as a person would.
        match got {
            Some(_) => pages.waits.push(since.elapsed()),
            None => pages.again += 1,
        }
    }
    pages.waits.sort_unstable();
    pages.took = started.elapsed();
    pages
}
