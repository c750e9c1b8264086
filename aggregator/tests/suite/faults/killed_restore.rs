//! `aggregator restore` is killed: what lies there then is brought back anew or refused, and whoever serves it all the same
//! does not go on with the log (PROTOCOL §4.6, §5).

use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, Instant},
};

use aggregator::{
    backup::{MANIFEST, manifest::Manifest},
    clock::Clock,
    config::{Config, LOG_KEY},
    store::{AnyConnection, log},
};
use diesel::connection::SimpleConnection;
use schemas::{
    note::{self, VerifyKey},
    wire::Mode,
};
use tempfile::TempDir;

use super::{
    chance::Chance,
    count,
    killed_backup::{Filing, drawn, folders, run},
    program::Serving,
    stored::connect,
};
use crate::{city::postgres_schema, restore::hello};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_is_killed_often_and_is_never_served_as_live() {
    let mut chance = Chance::of("a_restore_is_killed_often_and_is_never_served_as_live");
    let city = Filing::begin(None, &mut chance).await;
    restores(city, count(12, 120), &mut chance).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_into_postgresql_is_killed_often_and_is_never_served_as_live() {
    let mut chance = Chance::of("a_restore_into_postgresql_is_killed_often_and_is_never_served_as_live");
    if let Some(database) = postgres_schema() {
        let city = Filing::begin(Some(database), &mut chance).await;
        restores(city, count(6, 60), &mut chance).await;
    }
}

async fn restores(mut city: Filing, kills: usize, chance: &mut Chance) {
    let (code, said) = city.back_up(false, None).await.unwrap();
    assert_eq!(code, Some(0), "{said}");
    let (backup, stored) = (folders(&city.backups()).remove(0), city.stored());
    let manifest = fs::read_to_string(backup.join(MANIFEST)).unwrap();
    let manifest = Manifest::parse(note::split(&manifest).unwrap().0).unwrap();
    let (location, log) = (city.location(), city.told.log().clone());
    // A dump goes back to where it came from.
    city.serving.child.kill().unwrap();
    city.serving.child.wait().unwrap();
    let (mut fell, mut span): (BTreeMap<&str, usize>, Duration) = (BTreeMap::new(), Duration::ZERO);
    let mut killed = 0;
    while killed < kills {
        let folder = TempDir::new_in(city.folder.path()).unwrap();
        let place = Config { data: folder.path().join("city"), ..city.config.clone() };
        let restore = |within| run(city.command("restore", &place.data).arg(&backup), within);
        empty(&place);
        if span > Duration::ZERO {
            let ended = restore(Some(drawn(chance, span)));
            killed += usize::from(ended.is_none());
            let left = city.left(folder.path());
            // Whoever serves what lies there, instead of restoring anew, does not go on with the log.
            for half in left.iter().map(|left| left.join("city")).filter(|half| half.exists()) {
                let live =
                    place.database.is_none() && goes_on(Config { data: half, ..place.clone() }, &log).await;
                assert!(!live, "after kill {killed}");
            }
            // Nor does who puts the key beside a database into which all was loaded.
            if place.database.is_some() && log::size(&mut connect(&location)).is_ok_and(|size| size > 0) {
                let hand = Config { data: folder.path().join("hand"), ..place.clone() };
                fs::create_dir(&hand.data).unwrap();
                fs::copy(backup.join(LOG_KEY), hand.data.join(LOG_KEY)).unwrap();
                assert!(!goes_on(hand, &log).await, "after kill {killed}");
                *fell.entry("a loaded database").or_default() += 1;
            }
            let outcome = match (place.data.exists(), left.is_empty()) {
                (false, true) => "nothing",
                (false, false) => "half of it",
                (true, _) => "all of it",
            };
            *fell.entry(outcome).or_default() += 1;
        }
        let there = place.data.exists();
        let begun = Instant::now();
        let (mut code, mut said) = restore(None).unwrap();
        if code != Some(0) && !there && place.database.is_some() {
            assert!(
                said.contains("is not empty") || said.contains("pg_restore"),
                "after kill {killed}: {said}"
            );
            *fell.entry("refused until the database was emptied").or_default() += 1;
            empty(&place);
            (code, said) = restore(None).unwrap();
        }
        span = begun.elapsed();
        if there {
            assert!(
                said.contains("is not empty") && said.contains("恢复目标必须为空"),
                "after kill {killed}: {said}"
            );
        } else {
            assert_eq!(code, Some(0), "after kill {killed}: {said}");
            assert!(city.left(folder.path()).is_empty(), "{said}");
        }
        city.marked(&place, &manifest, &stored);
        if chance.percent(20) {
            let serving = Serving::start(&place, &[]);
            assert_eq!(hello(&serving.address).await.mode, Mode::Recovering);
        }
    }
    eprintln!("{killed} kills of a restore: {fell:?}");
}

/// Whether a program that is started here takes new leaves into the log.
async fn goes_on(place: Config, log: &VerifyKey) -> bool {
    let Ok(services) = place.open(Clock::system()) else { return false };
    services.log_key == *log && services.store.mode().await.unwrap() == Mode::Live
}

/// The schema of a place on PostgreSQL as it was before anything was in it.
fn empty(place: &Config) {
    let Some(database) = &place.database else { return };
    if let AnyConnection::Postgres(mut postgres) = connect(&place.location().unwrap()) {
        let schema = database.rsplit("%3D").next().unwrap();
        postgres.batch_execute(&format!("DROP SCHEMA {schema} CASCADE; CREATE SCHEMA {schema}")).unwrap();
    }
}
