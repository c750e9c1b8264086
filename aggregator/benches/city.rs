//! What a city waits for: a ledger on its way from statement to ranking, and standings of many bureaus.
//! `cargo bench -p aggregator` prints the first beside raw inserts of the same rows into the same kind of database.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // figures known to be right; a report on stdout
#![allow(missing_docs)] // of the raw table

#[path = "../../schemas/benches/cases/mod.rs"]
mod cases;
mod places;
#[path = "../../schemas/benches/report/mod.rs"]
mod report;

use std::{
    collections::BTreeMap,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use aggregator::{
    app::Services,
    clock::Clock,
    config::Config,
    error::AppError,
    intake::{
        self,
        upload::{Part, Taken},
    },
    measure::{
        book::{Book, Filed},
        cache,
        standing::{Field, Standings},
    },
    store::{bureau, node},
};
use chrono::{DateTime, Utc};
use diesel::{Connection, ExpressionMethods, RunQueryDsl, SqliteConnection, connection::SimpleConnection};
use places::place;
use report::{Aim, Measured, heading};
use schemas::{
    bureau::{Bureau, Tree},
    campaign::Campaign,
    content::{self, Sealed},
    definition::Definitions,
    fill::fill,
    filter::Window,
    form::Form,
    hash::Sha,
    key::Role,
    note::SignKey,
    period::Period,
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
    statement::{FilingKey, Kind as Act, Purpose, Schema, Statement},
    tally::{Tallies, Tally},
    target::{Ask, Basis, Target},
    wire::{FilingState, KeyState, node_name},
};

const ROWS: usize = 5_000;
const LOG: &str = "tongbao.bench/1";
const ROUNDS: usize = 9;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    heading("5,000 rows of L3, from the statement to an updated ranking, durable");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(intake());

    heading("standings of a quarter with movement: 12 indicators, four ledgers, 8 quarters filed");
    for bureaus in [24, 300, 3_000] {
        standings(bureaus);
    }
}

async fn intake() {
    let folder = tempfile::tempdir().unwrap();
    let services = city(folder.path()).await;
    let form = Arc::clone(services.definitions.form("L3").unwrap());
    let mut raw = raw_database(&folder.path().join("raw.db"));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for county in 1..=ROUNDS {
        let (statement, id, packed, sealed) = filing(&form, county);
        let start = Instant::now();
        intake::statement::accept(&services, id, statement).await.unwrap();
        let node = node_key(county).verify_key().name().to_owned();
        let part = Part { node, sha256: sealed.reference.sha256, offset: 0, last: true, bytes: packed };
        let Taken::Judged(status) = intake::upload::take(&services, part).await.unwrap() else {
            unreachable!("nobody else is judged")
        };
        let measured = cache::measured(&services, "2025Q3".parse().unwrap()).await.unwrap();
        ours.push(start.elapsed());
        assert_eq!((status.state, status.findings.len()), (FilingState::Validated, 0));
        assert_eq!(measured.latest().unwrap().table("I3").unwrap().filers, county);
        let start = Instant::now();
        insert(&mut raw, &sealed);
        theirs.push(start.elapsed());
    }
    let aim = Aim::Within(Duration::from_secs(1));
    Measured::of(ours, theirs).print("statement to ranking", ROWS, "raw inserts, WAL, FULL", aim);
}

fn node_key(county: usize) -> SignKey {
    let seed = [u8::try_from(county).unwrap(); 32];
    let point = *SignKey::from_seed("n", &seed).unwrap().verify_key().point();
    SignKey::from_seed(&node_name(&point), &seed).unwrap()
}

/// A city on 13 October 2025 with one enrolled node a county.
async fn city(folder: &Path) -> Services {
    let config = Config {
        data: folder.join("city"),
        database: None,
        campaign: "yunjiang-2025".into(),
        definitions: None,
        origin: LOG.into(),
        secure_cookies: false,
    };
    let now: DateTime<Utc> = "2025-10-13T08:20:00Z".parse().unwrap();
    let services = config.open(Clock::of(Arc::new(node_agent::OffsetClock::at(now)))).unwrap();
    services
        .store
        .write(move |connection| {
            bureau::enter(connection, &Tree::new((0..=ROUNDS).map(place).collect()).unwrap())?;
            for county in 1..=ROUNDS {
                let (key, bureau) = (node_key(county).verify_key(), place(county).code);
                let name = key.name().to_owned();
                let row = node::NodeRow {
                    name,
                    key,
                    role: Role::Agent,
                    bureau,
                    state: KeyState::Active,
                    leaf: Some(0),
                    token: None,
                    suspect_since: None,
                    program: None,
                };
                node::add(connection, &row, now)?;
            }
            Ok::<_, AppError>(())
        })
        .await
        .unwrap();
    services
}

/// A signed statement, its identity, and its rows packed and plain.
fn filing(form: &Arc<Form>, county: usize) -> (String, Sha, Vec<u8>, Sealed) {
    let period = "2025Q3".parse().unwrap();
    let filing = FilingKey { bureau: place(county).code, form: "L3".into(), period, subject: None };
    let book = read(&cases::csv(form, ROWS), &Hints::default(), &Limits::default()).unwrap();
    let filled = fill(&book, form, &[]);
    let tallies = Tallies::of(&filled.table, Window::of(period));
    let key = node_key(county);
    let sealed = content::seal(&filled.table, &filing, &tallies, &[], content::salt(key.seed(), &filing));
    let statement = Statement {
        log: LOG.into(),
        kind: Act::Ledger,
        node: key.verify_key().name().into(),
        filing,
        revision: 1,
        supersedes: None,
        schema: Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) },
        policy: None,
        content: Some(sealed.reference),
        previous: None,
        seen: None,
        created: "2025-10-13T08:19:00Z".parse().unwrap(),
        skew: 0,
        purpose: Purpose::Baseline,
        reason: None,
    };
    let packed = zstd::encode_all(sealed.bytes.as_slice(), 3).unwrap();
    (key.sign(&statement.compose()), statement.id(), packed, sealed)
}

diesel::table! {
    line (id) {
        id -> BigInt,
        content -> Text,
    }
}

fn raw_database(path: &Path) -> SqliteConnection {
    let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    let set_up = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                  CREATE TABLE line (id INTEGER PRIMARY KEY, content TEXT NOT NULL)";
    connection.batch_execute(set_up).unwrap();
    connection
}

/// The rows, one prepared insert each, in one commit.
fn insert(connection: &mut SqliteConnection, sealed: &Sealed) {
    let text = std::str::from_utf8(&sealed.bytes).unwrap();
    let insert = |connection: &mut SqliteConnection| {
        text.lines().try_for_each(|row| {
            diesel::insert_into(line::table).values(line::content.eq(row)).execute(connection).map(|_| ())
        })
    };
    connection.transaction(insert).unwrap();
}

fn standings(bureaus: usize) {
    let definitions = Definitions::builtin().unwrap();
    let campaign = campaign(&definitions);
    let last: Period = "2025Q3".parse().unwrap();
    let quarters: Vec<Period> =
        std::iter::successors(Some(last), |period| period.previous()).take(8).collect();
    let places: Vec<Bureau> = (1..=bureaus).map(place).collect();
    let book = book(&definitions, &campaign, &places, &quarters);
    let published = BTreeMap::new();
    let field = Field {
        campaign: &campaign,
        definitions: &definitions,
        bureaus: &places,
        book: &book,
        published: &published,
    };
    let standings = Standings::of(field, last);
    assert!(standings.tables.len() == 12 && standings.tables.iter().all(|table| table.filers == bureaus));
    let aim = if bureaus == 3_000 { Aim::Within(Duration::from_millis(250)) } else { Aim::None };
    report::beside(9, || Standings::of(field, last), || pass(&book, &places, last)).print(
        &format!("{bureaus} bureaus"),
        0,
        "one pass over the tallies of both quarters",
        aim,
    );
}

/// The demonstration's campaign with four more indicators.
fn campaign(definitions: &Definitions) -> Campaign {
    let mut campaign = Campaign::clone(definitions.campaign("yunjiang-2025").unwrap());
    let more = ["I2", "I7", "I11", "I20"];
    campaign.targets.extend(more.map(|indicator| Target {
        indicator: indicator.into(),
        ask: Ask::Show {},
        basis: Basis::default(),
        weight: 0,
    }));
    campaign
}

/// Figures without meaning, other ones for each bureau and quarter.
fn book(definitions: &Definitions, campaign: &Campaign, places: &[Bureau], quarters: &[Period]) -> Book {
    let mut book = Book::default();
    for (number, place) in places.iter().enumerate() {
        for (quarter, period) in quarters.iter().enumerate() {
            for duty in &campaign.duties {
                let mut tallies = Tallies::nil(definitions.form(&duty.form).unwrap());
                for (at, tally) in tallies.0.values_mut().enumerate() {
                    let figure = i64::try_from(100 + (number * 31 + quarter * 17 + at * 7) % 400).unwrap();
                    match tally {
                        Tally::Number(number) => *number = figure,
                        Tally::Days(days) => days.extend((1..30).map(|day| (day, figure % day + 1))),
                    }
                }
                let filed = Filed {
                    statement: Sha::of(b"statement"),
                    revision: 1,
                    nil: false,
                    purpose: Purpose::Current,
                    first_received: DateTime::UNIX_EPOCH,
                    confirmed: true,
                    tallies: tallies.into(),
                };
                book.enter(place.code.clone(), *period, &duty.form, filed);
            }
        }
    }
    book
}

/// Adds up every tally of a quarter and the one before.
fn pass(book: &Book, places: &[Bureau], last: Period) -> i64 {
    let quarters = [Some(last), last.previous()];
    let filings = places
        .iter()
        .flat_map(|place| quarters.iter().flatten().filter_map(|period| book.of(&place.code, *period)));
    filings.flat_map(BTreeMap::values).flat_map(|filed| filed.tallies.0.values()).map(Tally::count).sum()
}
