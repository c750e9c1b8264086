//! What people wait for who look at the cases of a year: 200,000 rows of five ledgers in a city of a hundred bureaus.
//! `cargo bench -p aggregator --bench casebook`.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // figures known to be right; a report on stdout

#[allow(dead_code)]
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
    store::{
        AnyConnection, StoreError,
        casebook::{
            figures, put,
            read::{self, Wanted},
        },
        filing::StatementRow,
        subsidy,
    },
};
use chrono::{DateTime, Days, NaiveDate};
use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use report::{Aim, Measured, heading};
use schemas::{
    bureau::BureauCode,
    hash::Sha,
    statement::{FilingKey, Purpose},
    wire::FilingState,
};

const FORMS: [&str; 5] = ["L2", "L3", "L4", "L5", "L10"];
const BUREAUS: usize = 100;
/// Rows of one ledger of a quarter: 5 forms × 100 bureaus × 4 quarters of it are the year.
const ROWS: usize = 100;
const YEAR: usize = FORMS.len() * BUREAUS * 4 * ROWS;
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
        heading(&format!("the cases of a year: {YEAR} rows in force"));
        fill(&services, folder.path()).await;
        reads(&services).await;
    });
}

/// Every ledger of the year put in as it would come, beside as many rows of as many columns put into SQLite alone.
async fn fill(services: &Services, folder: &Path) {
    let mut ours = Duration::ZERO;
    let mut number = 0_u64;
    for quarter in 1..=4 {
        for bureau in 0..BUREAUS {
            for form in FORMS {
                let (row, entries) = ledger(number, form, bureau, quarter);
                number += 1;
                let start = Instant::now();
                let write = move |connection: &mut AnyConnection| {
                    Ok::<_, AppError>(put(connection, &row, true, &entries)?)
                };
                services.store.write(write).await.unwrap();
                ours += start.elapsed();
            }
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
    let start = Instant::now();
    raw.batch_execute(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {YEAR} - 1) INSERT INTO raw SELECT {values} FROM n"
    ))
    .unwrap();
    let theirs = start.elapsed();
    Measured::of(vec![ours], vec![theirs]).print(
        "put in, 2,000 commits",
        YEAR,
        "raw inserts, no index",
        Aim::None,
    );
}

fn ledger(number: u64, form: &str, bureau: usize, quarter: usize) -> (StatementRow, Vec<Entry>) {
    let code: BureauCode = (510_001 + bureau).to_string().parse().unwrap();
    let key = FilingKey {
        bureau: code,
        form: form.into(),
        period: format!("2025Q{quarter}").parse().unwrap(),
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
    let first = NaiveDate::from_ymd_opt(2025, 1 + 3 * (u32::try_from(quarter).unwrap() - 1), 1).unwrap();
    let entry = |place: usize| {
        let many = number as usize * ROWS + place;
        let day = first.checked_add_days(Days::new((many % 89) as u64));
        Entry {
            place: u32::try_from(place).unwrap(),
            case_no: format!("{form}-{bureau}-{quarter}-{place}"),
            // A third of the disputes came by more than one channel.
            matter: (place.is_multiple_of(3)).then(|| format!("M-{bureau}-{quarter}-{place}")),
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
        let kept = read::case(connection, &bureau, "L3", "L3-41-2-33")?;
        let dispute = kept.last().and_then(|kept| kept.dispute.clone()).unwrap();
        Ok(read::dispute(connection, &bureau, &dispute)?.len())
    })
    .await;
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let quarters = [("2025-07-01", "2025-09-30"), ("2025-04-01", "2025-06-30"), ("2024-07-01", "2024-09-30")];
    p95(services, "situation of a quarter beside two others", move |connection| {
        let mut lines = 0;
        for (from, to) in quarters {
            lines += figures::groups(connection, None, (day(from), day(to)))?.len();
            lines += usize::try_from(figures::procedures(connection, None, (day(from), day(to)))?).unwrap();
        }
        Ok(lines)
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

/// The 95th of a hundred times, beside a pass over the memory that the rows would take.
async fn p95(
    services: &Services,
    what: &str,
    read: impl Fn(&mut AnyConnection) -> Result<usize, StoreError> + Send + Sync + Clone + 'static,
) {
    let memory: Vec<[u64; 8]> = vec![[1; 8]; YEAR];
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let read = read.clone();
        let start = Instant::now();
        let found =
            services.store.read(move |connection| Ok::<_, AppError>(read(connection)?)).await.unwrap();
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
