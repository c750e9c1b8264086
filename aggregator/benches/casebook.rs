//! What people wait for who look at the cases of a year: 200,000 rows of five ledgers in a city of a hundred bureaus, and as many of
//! the year before it.
//! `cargo bench -p aggregator --bench casebook`.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // figures known to be right; a report on stdout

mod places;
#[path = "../../schemas/benches/report/mod.rs"]
mod report;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use aggregator::{
    app::Services,
    casebook::Entry,
    clock::Clock,
    config::Config,
    error::AppError,
    situation::{self, Dimension, Situation},
    store::{
        AnyConnection, StoreError, bureau,
        casebook::{
            figures, put,
            read::{self, Wanted},
        },
        filing::{self, StatementRow},
        node, subsidy,
    },
};
use chrono::{DateTime, Days, NaiveDate};
use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use places::place;
use report::{Aim, Measured, heading};
use schemas::{
    bureau::{Bureau, BureauCode, Tree},
    hash::Sha,
    key::Role,
    note::SignKey,
    statement::{FilingKey, Purpose},
    wire::{FilingState, KeyState},
};

const FORMS: [&str; 5] = ["L2", "L3", "L4", "L5", "L10"];
const BUREAUS: usize = 100;
/// Rows of one ledger of a quarter: 5 forms × 100 bureaus × 4 quarters of it are the year.
const ROWS: usize = 100;
const YEAR: usize = FORMS.len() * BUREAUS * 4 * ROWS;
const YEARS: [i32; 2] = [2024, 2025];
const ROUNDS: usize = 200;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let config = Config {
            data: folder.path().join("city"),
            database: None,
            campaign: "yunjiang-2025".into(),
            definitions: None,
            origin: "tongbao.example/1".into(),
            secure_cookies: false,
        };
        let now = DateTime::UNIX_EPOCH;
        let clock = Clock::of(std::sync::Arc::new(node_agent::StandingClock::at(now)));
        let services = config.open(clock).unwrap();
        services.store.write(enrol).await.unwrap();
        heading(&format!("the cases of a year: {YEAR} rows in force, and as many of the year before"));
        fill(&services, folder.path()).await;
        reads(&services).await;
    });
}

/// The bureaus, and a node whose ledgers they are.
fn enrol(connection: &mut AnyConnection) -> Result<(), AppError> {
    bureau::enter(connection, &Tree::new((0..=BUREAUS).map(place).collect()).unwrap())?;
    let row = node::NodeRow {
        name: "node".into(),
        key: SignKey::from_seed("node", &[1; 32]).unwrap().verify_key(),
        bureau: place(1).code,
        state: KeyState::Active,
        leaf: Some(0),
        role: Role::Agent,
        token: None,
        suspect_since: None,
        program: None,
    };
    Ok(node::add(connection, &row, DateTime::UNIX_EPOCH)?)
}

/// Every ledger of the years put in as it would come, beside as many rows of as many columns put into SQLite alone.
async fn fill(services: &Services, folder: &Path) {
    let mut ours = Duration::ZERO;
    let mut number = 0_u64;
    let quarters = YEARS.into_iter().flat_map(|year| (1..=4).map(move |quarter| (year, quarter)));
    for (quarter, bureau) in quarters.flat_map(|quarter| (0..BUREAUS).map(move |bureau| (quarter, bureau))) {
        for form in FORMS {
            let (row, entries) = ledger(number, form, bureau, quarter);
            number += 1;
            let filed = row.clone();
            let write =
                move |connection: &mut AnyConnection| Ok::<_, AppError>(filing::add(connection, &filed)?);
            services.store.write(write).await.unwrap();
            let start = Instant::now();
            let write = move |connection: &mut AnyConnection| {
                Ok::<_, AppError>(put(connection, &row, true, &entries)?)
            };
            services.store.write(write).await.unwrap();
            ours += start.elapsed();
        }
    }
    let mut raw = SqliteConnection::establish(folder.join("raw.sqlite").to_str().unwrap()).unwrap();
    let columns: Vec<String> = (0..32).map(|column| format!("c{column}")).collect();
    raw.batch_execute(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE raw ({});",
        columns.join(", ")
    ))
    .unwrap();
    let values = vec!["i"; 32].join(", ");
    let rows = YEAR * YEARS.len();
    let start = Instant::now();
    raw.batch_execute(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {rows} - 1) INSERT INTO raw SELECT {values} FROM n"
    ))
    .unwrap();
    let theirs = start.elapsed();
    Measured::of(vec![ours], vec![theirs]).print(
        "put in, 4,000 commits",
        rows,
        "raw inserts, no index",
        Aim::None,
    );
}

fn ledger(number: u64, form: &str, bureau: usize, (year, quarter): (i32, u32)) -> (StatementRow, Vec<Entry>) {
    let code: BureauCode = (510_001 + bureau).to_string().parse().unwrap();
    let key = FilingKey {
        bureau: code,
        form: form.into(),
        period: format!("{year}Q{quarter}").parse().unwrap(),
        subject: None,
    };
    let row = StatementRow {
        id: Sha::of(&number.to_be_bytes()),
        note: String::new(),
        node: "node".into(),
        key,
        revision: 1,
        nil: false,
        purpose: Purpose::Current,
        content: None,
        received: DateTime::UNIX_EPOCH,
        leaf: number,
        state: FilingState::Validated,
        first_received: None,
        decided: None,
        decided_by: None,
        figures_awaited: None,
    };
    let first = NaiveDate::from_ymd_opt(year, 1 + 3 * (quarter - 1), 1).unwrap();
    let entry = |place: usize| {
        let many = number as usize * ROWS + place;
        let day = first.checked_add_days(Days::new((many % 89) as u64));
        Entry {
            place: u32::try_from(place).unwrap(),
            case_no: format!("{form}-{bureau}-{year}-{quarter}-{place}"),
            // A third of the disputes came by more than one channel.
            matter: (place.is_multiple_of(3)).then(|| format!("M-{bureau}-{year}-{quarter}-{place}")),
            opened: day,
            closed: day.filter(|_| !many.is_multiple_of(4)),
            due: day,
            employer: Some(format!("示例企业{}", many % 20_000)),
            employer_code: Some(format!("9151{:014}", many % 20_000)),
            employer_type: Some(format!("{}", many % 17)),
            industry: Some(["C", "E", "F", "G", "H", "I", "K", "L", "O", "P"][many % 10].into()),
            cause: Some(["0101", "0102", "0203", "0301", "0302", "06", "07", "13"][many % 8].into()),
            source: Some(format!("{:02}", 1 + many % 16)),
            level: Some(format!("{}", 1 + many % 4)),
            outcome: Some("11".into()),
            persons: Some(1 + (many % 30) as i64),
            amount: Some(100_000 + many as i64),
            paid: Some(90_000),
            mediator: Some(format!("T-{bureau}-{}", many % 30)),
            band: (form == "L2").then(|| "1".into()),
            performed: Some("1".into()),
            ..Entry::default()
        }
    };
    (row, (0..ROWS).map(entry).collect())
}

async fn reads(services: &Services) {
    let city = || Wanted { form: "L3".into(), ..Wanted::default() };
    let county = || Wanted { bureaus: Some(vec!["510042".parse().unwrap()]), ..city() };
    let narrow =
        || Wanted { open: Some(true), cause: Some("0302".into()), industry: Some("H".into()), ..city() };
    let list = |wanted: Wanted| {
        move |connection: &mut AnyConnection| -> Result<usize, StoreError> {
            let count = read::count(connection, &wanted)?;
            Ok(read::page(connection, &wanted, 101)?.len() + usize::try_from(count).unwrap())
        }
    };
    p95(services, "list of the city, first page and count", list(city())).await;
    p95(services, "list of a county", list(county())).await;
    p95(services, "list narrowed by state, cause, industry", list(narrow())).await;
    p95(services, "found by number, matter, code or name", |connection| {
        Ok(read::search(connection, None, "示例企业123", 100)?.len())
    })
    .await;
    p95(services, "a case and its dispute", |connection| {
        let bureau = "510042".parse().unwrap();
        let kept = read::case(connection, &bureau, "L3", "L3-41-2025-2-33")?;
        let dispute = kept.last().and_then(|kept| kept.dispute.clone()).unwrap();
        Ok(read::dispute(connection, &bureau, &dispute)?.len())
    })
    .await;
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let bureaus: Vec<Bureau> = (1..=BUREAUS).map(place).collect();
    p95_of("situation of a quarter beside two others", async || {
        let wanted = situation::Wanted {
            bureaus: bureaus.clone(),
            of: None,
            period: "2025Q3".parse().unwrap(),
            cross: Some((Dimension::Cause, Dimension::Industry)),
        };
        let read = Situation::read(&services.store, &services.definitions, wanted).await.unwrap();
        usize::try_from(read.now.disputes + read.before.unwrap().then + read.last_year.unwrap().then).unwrap()
    })
    .await;
    p95(services, "open cases by their level", |connection| {
        Ok(read::graded(connection, "L3", None, None, 2_001)?.len())
    })
    .await;
    p95(services, "cases that a month's subsidies may be paid for", move |connection| {
        let outcomes = ["11".to_owned()];
        Ok(subsidy::ended(connection, "L2", &outcomes, (day("2025-03-01"), day("2025-03-31")))?.len())
    })
    .await;
    p95(services, "employers that come again in a year", move |connection| {
        Ok(figures::repeated(connection, None, (day("2025-01-01"), day("2025-12-31")), 2, 101)?.len())
    })
    .await;
}

/// The 95th of a hundred times that something is read on one connection.
async fn p95(
    services: &Services,
    what: &str,
    read: impl Fn(&mut AnyConnection) -> Result<usize, StoreError> + Send + Sync + Clone + 'static,
) {
    p95_of(what, async || {
        let read = read.clone();
        services.store.read(move |connection| Ok::<_, AppError>(read(connection)?)).await.unwrap()
    })
    .await;
}

/// The 95th of a hundred times, beside a pass over the memory that the rows of a year would take.
async fn p95_of(what: &str, read: impl AsyncFn() -> usize) {
    let memory: Vec<[u64; 8]> = vec![[1; 8]; YEAR];
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let found = read().await;
        ours.push(start.elapsed());
        assert!(found > 0, "{what}");
        let start = Instant::now();
        std::hint::black_box(memory.iter().map(|row| row[0]).sum::<u64>());
        theirs.push(start.elapsed());
    }
    ours.sort();
    theirs.sort();
    let late = |times: &[Duration]| times[times.len() * 95 / 100];
    let (ours, theirs) = (late(&ours), late(&theirs));
    let aim = Aim::Within(Duration::from_millis(100));
    Measured::of(vec![ours], vec![theirs]).print(&format!("p95: {what}"), 0, "a pass over 200,000 rows", aim);
}
