//! What a city waits for that keeps the journal of what is owed: the step of a day for 3,000 bureaus and fifteen forms, and
//! the year's preview of one campaign. `cargo bench -p aggregator --bench duties`.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // figures known to be right; a report on stdout

mod places;
#[path = "../../schemas/benches/report/mod.rs"]
mod report;

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use aggregator::{
    app::Services, clock::Clock, config::Config, error::AppError, jobs::duties, measure::cache::owing,
    reminder::owed as reminder, store::bureau,
};
use chrono::{DateTime, Utc};
use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use node_agent::Clock as _;
use places::place;
use report::{Aim, Measured, heading};
use schemas::{
    bureau::Tree,
    definition::Definitions,
    owed::{Acts, owed},
};

const BUREAUS: usize = 3_000;
const CAMPAIGN: &str = "campaign = \"year-2025\"\nversion = 1\nname = { zh = \"全年\", en = \"Year\" }\nfrom = \"2025-01-01\"\n\
    to = \"2025-12-31\"\ncadence = \"quarter\"\nfirst_judged = \"2025Q1\"\nminimum_sample = 30\nleast_weight = 75\ntargets = []\n";

/// One form by the day, two by the week, six by the month, six by the quarter.
fn cadence(form: usize) -> &'static str {
    match form {
        0 => "day",
        1 | 2 => "week",
        3..9 => "month",
        _ => "quarter",
    }
}

fn define(folder: &Path) {
    std::fs::create_dir(folder).unwrap();
    let sources = Definitions::builtin_sources();
    let form = sources.iter().find(|source| source.file.ends_with("L2.toml")).unwrap();
    let mut campaign = CAMPAIGN.to_owned();
    for number in 0..15 {
        let text =
            form.text.replace("\"L2\"", &format!("\"Z{number}\"")).replace("L2-", &format!("Z{number}-"));
        std::fs::write(folder.join(format!("Z{number}.toml")), text).unwrap();
        campaign.push_str(&format!(
            "[[duties]]\nform = \"Z{number}\"\ncadence = \"{}\"\ndue_days = 5\ngrace_days = 8\nclose_days = 20\n",
            cadence(number)
        ));
    }
    std::fs::write(folder.join("year-2025.toml"), campaign).unwrap();
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (services, clock) = city(folder.path()).await;
        heading("what 3,000 bureaus owe of fifteen forms");
        preview(&services).await;
        for (day, what, rows) in [
            ("2025-07-01T00:12:00+08:00", "first run, half a year made up for", 846_000),
            ("2025-07-02T00:12:00+08:00", "a day: one day's duties open", BUREAUS),
            ("2025-07-02T12:12:00+08:00", "an hour in which nothing changes", 1),
            ("2025-10-01T00:12:00+08:00", "three months made up for", 396_000),
            ("2025-10-02T00:12:00+08:00", "the day after it", BUREAUS),
        ] {
            clock.set(DateTime::parse_from_rfc3339(day).unwrap().to_utc());
            let start = Instant::now();
            let done = duties::run(&services).await.unwrap();
            let ours = start.elapsed();
            Measured::of(vec![ours], vec![insert_alone(folder.path(), rows)]).print(
                what,
                rows,
                "raw inserts",
                Aim::None,
            );
            println!("    {done:?}");
        }
        let start = Instant::now();
        let open = reminder::owed(&services, clock.now()).await.unwrap();
        let ours = start.elapsed();
        Measured::of(vec![ours], vec![count(&services).await.0]).print(
            "what reminders look at",
            open.len(),
            "a year counted",
            Aim::None,
        );
    });
}

async fn city(folder: &Path) -> (Services, Arc<node_agent::StandingClock>) {
    let definitions = folder.join("definitions");
    define(&definitions);
    let config = Config {
        data: folder.join("city"),
        database: None,
        campaign: "year-2025".into(),
        definitions: Some(definitions),
        origin: "tongbao.example/1".into(),
        secure_cookies: false,
    };
    let now: DateTime<Utc> = "2025-07-01T00:00:00Z".parse().unwrap();
    let clock = Arc::new(node_agent::StandingClock::at(now));
    let services = config.open(Clock::of(Arc::clone(&clock) as Arc<dyn node_agent::Clock>)).unwrap();
    let tree = Tree::new((0..=BUREAUS).map(place).collect()).unwrap();
    let enter = move |connection: &mut _| Ok::<_, AppError>(bureau::enter(connection, &tree)?);
    services.store.write(enter).await.unwrap();
    (services, clock)
}

/// Who will owe what, when: a year of every bureau, beside a pass over as much memory.
async fn preview(services: &Services) {
    let (ours, obligations) = count(services).await;
    let memory: Vec<[u64; 4]> = vec![[1; 4]; obligations];
    let start = Instant::now();
    std::hint::black_box(memory.iter().map(|owed| owed[0]).sum::<u64>());
    let theirs = start.elapsed();
    Measured::of(vec![ours], vec![theirs]).print(
        "the preview of a year",
        obligations,
        "a pass over memory",
        Aim::None,
    );
}

/// How long the obligations of a year take, and how many there are.
async fn count(services: &Services) -> (Duration, usize) {
    let tree = services.store.read(|connection| Ok::<_, AppError>(bureau::tree(connection)?)).await.unwrap();
    let bureaus = owing(&tree);
    let span = ("2025-01-01".parse().unwrap(), "2026-01-31".parse().unwrap());
    let acts = Acts::default();
    let start = Instant::now();
    let of = |one| owed(&services.campaign, services.definitions.calendar(), one, &acts, span);
    let obligations = bureaus.iter().map(|one| of(one.into()).map(std::hint::black_box).count()).sum();
    (start.elapsed(), obligations)
}

/// The physical limit beside the steps: as many rows of the same columns put into SQLite by one statement prepared once.
fn insert_alone(folder: &Path, rows: usize) -> Duration {
    let mut raw = SqliteConnection::establish(folder.join("raw.sqlite").to_str().unwrap()).unwrap();
    raw.batch_execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         DROP TABLE IF EXISTS obligation;
         CREATE TABLE obligation (bureau TEXT NOT NULL, form TEXT NOT NULL, period TEXT NOT NULL, subject TEXT NOT NULL,
           opens BIGINT NOT NULL, due BIGINT NOT NULL, grace BIGINT NOT NULL, close BIGINT NOT NULL, appeared BIGINT NOT NULL,
           PRIMARY KEY (bureau, form, period, subject));",
    )
    .unwrap();
    let insert = format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {} - 1)
         INSERT INTO obligation SELECT 510000 + i % 3000, 'B' || (i / 3000 % 15), i / 45000, '-', i, i, i, i, i FROM n",
        rows
    );
    let start = Instant::now();
    raw.batch_execute(&insert).unwrap();
    start.elapsed()
}
