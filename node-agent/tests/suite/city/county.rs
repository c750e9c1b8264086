//! A county for tests: a folder with a node of a fixed key, a clock that stands, waits that take no time, ledgers.

use std::{
    future::Future,
    path::{Path, PathBuf},
    pin::Pin,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, Utc};
use node_agent::{Config, Draft, Node, Pause, SourceFile, StandingClock};
use tempfile::TempDir;

use super::City;

/// Waits that are counted and not waited.
#[derive(Default)]
pub struct Waits(pub Mutex<Vec<(Duration, Duration)>>);

impl Pause for Waits {
    fn pause(&self, least: Duration, spread: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.lock().unwrap().push((least, spread));
        Box::pin(std::future::ready(()))
    }
}

/// A county's folder, with everything needed to open its node again.
pub struct County {
    pub dir: TempDir,
    pub clock: Arc<StandingClock>,
    pub waits: Arc<Waits>,
}

impl County {
    /// A node with a fixed key, not enrolled.
    pub fn new() -> Self {
        let county = Self {
            dir: TempDir::new().unwrap(),
            clock: Arc::new(StandingClock::at(at("2025-10-12T01:00:00Z"))),
            waits: Arc::default(),
        };
        let config = Config { definitions: Some(definitions()), ..Config::default() };
        Node::init(county.path(), &config).unwrap();
        std::fs::write(county.path().join("node.key"), format!("{}\n", "07".repeat(32))).unwrap();
        county
    }

    /// A node enrolled with a city.
    pub async fn enrolled(city: &City) -> (Self, Node) {
        let county = Self::new();
        let mut node = county.open();
        node.enrol(&city.token(), &city.url()).await.unwrap();
        (county, node)
    }

    /// Its campaign asks for the ledger fifteen days after each quarter of 2025, judged from one on.
    pub fn asks_by_quarter(&self, first_judged: &str) {
        let folder = self.path().join("definitions");
        std::fs::create_dir(&folder).unwrap();
        for file in ["T3.toml", "TRES.toml"] {
            std::fs::copy(definitions().join(file), folder.join(file)).unwrap();
        }
        let campaign = format!(
            "campaign = \"test\"\nversion = 1\nname = {{ zh = \"试\", en = \"Test\" }}\nfrom = \"2025-01-01\"\n\
             to = \"2025-12-31\"\ncadence = \"quarter\"\nfirst_judged = \"{first_judged}\"\nminimum_sample = 1\n\
             least_weight = 0\ntargets = []\n[[duties]]\nform = \"T3\"\ncadence = \"quarter\"\ndue_days = 15\n\
             grace_days = 20\nclose_days = 45\n"
        );
        std::fs::write(folder.join("campaign.toml"), campaign).unwrap();
        let config = Config { definitions: Some("definitions".into()), ..Config::read(self.path()).unwrap() };
        config.write(self.path()).unwrap();
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn open(&self) -> Node {
        Node::open_with(self.path(), self.clock.clone(), self.waits.clone()).unwrap()
    }

    /// Loses the store, as a broken disk does; key and settings are kept.
    pub fn lose_store(&self) {
        for file in ["outbox.db", "outbox.db-wal", "outbox.db-shm"] {
            let _ = std::fs::remove_file(self.path().join(file));
        }
    }
}

pub fn definitions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions")
}

pub fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// The ledger of 2025Q2: two cases, one open at its end.
pub const Q2: &str = "\
案号,申请人,身份证号码,受理日期,审限届满日,结案日期,结案方式,备考
云〔2025〕1号,王小芳,510104199001011230,2025-04-03,2025-05-18,2025-05-10,调解书,
云〔2025〕2号,李大海,,2025-06-20,2025-08-04,,,
";

/// The ledger of 2025Q3: the case carried over, and one accepted and closed.
pub const Q3: &str = "\
案号,申请人,身份证号码,受理日期,审限届满日,结案日期,结案方式,备考
云〔2025〕2号,李大海,,2025-06-20,2025-08-04,2025-08-01,21,
云〔2025〕3号,赵小燕,,2025-07-09,2025-08-23,2025-08-20,调解书,涉及68人
";

pub fn draft(period: &str, text: &str) -> Draft {
    let file = SourceFile { name: "台账.csv".into(), bytes: text.as_bytes().to_vec() };
    Draft::of("T3", period.parse().unwrap(), vec![file])
}
