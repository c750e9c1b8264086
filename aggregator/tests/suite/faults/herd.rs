//! Two hundred counties at one instant: each has its receipt, nothing is lost and nothing is there twice. How fast that
//! is stands in `examples/herd.rs`; a test has no opinion on it (PROTOCOL §7, T12).

use std::sync::Arc;

use aggregator::store::Location;
use tempfile::TempDir;

use super::{acknowledged::Acknowledged, chance::Chance, crowd, notes, program::Serving, tls::Tls};

const AGENTS: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_file_at_one_instant() {
    let mut chance = Chance::of("two_hundred_file_at_one_instant");
    let folder = TempDir::new().unwrap();
    let config = notes::place(folder.path(), None);
    let (services, counties) = notes::found(&config, AGENTS / 2, &mut chance).await;
    let log = services.log_key.clone();
    drop(services);
    let tls = Tls::into(folder.path());
    let serving = Serving::start_with_tls(&config, &tls);
    let told = Arc::new(Acknowledged::by(log.clone()));
    let outcome = crowd::at_once((&serving.address, &tls), counties, &told, &mut chance).await;
    let location = Location::Sqlite(config.data.join("tongbao.db"));
    assert_eq!((outcome.waits.len(), told.len()), (AGENTS, AGENTS));
    crowd::judged(&location, &log, &told).unwrap();
}
