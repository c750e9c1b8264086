//! `aggregator backup` is killed while the city files: what lies there then is whole or refused, it is in nobody's way, and
//! the city has lost nothing (PROTOCOL §5, §7).

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use age::secrecy::ExposeSecret;
use aggregator::{
    backup::{
        BackupError,
        manifest::Manifest,
        restore::{Restored, bring_back},
        seal::Opening,
    },
    clock::Clock,
    config::Config,
    doctor::examine,
    intake::recovery::progress,
    store::Location,
};
use tempfile::TempDir;

use super::{
    acknowledged::Acknowledged,
    chance::Chance,
    client::Client,
    count, notes,
    program::Serving,
    stored::{Stored, connect},
};

const BUREAUS: usize = 2;
const LEFT: &str = ".tongbao-backup-";

/// A city that files, and where its backups go.
pub struct Filing {
    pub folder: TempDir,
    pub config: Config,
    pub serving: Serving,
    clients: Vec<Client>,
    pub told: Arc<Acknowledged>,
    identity: age::x25519::Identity,
}

/// How a program ended: by itself with this code and these words, or killed.
pub type Ended = Option<(Option<i32>, String)>;

impl Filing {
    pub async fn begin(database: Option<String>, chance: &mut Chance) -> Self {
        let folder = TempDir::new().unwrap();
        let config = notes::place(&folder.path().join("here"), database);
        let (services, counties) = notes::found(&config, BUREAUS, chance).await;
        let told = Arc::new(Acknowledged::by(services.log_key.clone()));
        drop(services);
        let mut begun: BTreeMap<String, Arc<AtomicUsize>> = BTreeMap::new();
        let client = |county: notes::County| {
            let begun = Arc::clone(begun.entry(county.bureau.clone()).or_default());
            Client::new(county, Arc::clone(&told), begun, chance.fork())
        };
        let clients = counties.into_iter().map(client).collect();
        let serving = Serving::start(&config, &[]);
        let identity = age::x25519::Identity::generate();
        let file = folder.path().join("identity");
        fs::write(&file, format!("{}\n", identity.to_string().expose_secret())).unwrap();
        Self { folder, config, serving, clients, told, identity }
    }

    pub fn backups(&self) -> PathBuf {
        self.folder.path().join("backups")
    }

    pub fn location(&self) -> Location {
        self.config.location().unwrap()
    }

    pub fn command(&self, act: &str, data: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
        command.arg(act).arg("--data").arg(data);
        if let Some(database) = &self.config.database {
            command.args(["--database", database]);
        }
        command
    }

    /// A backup is made while everybody files, and is killed after a time if one is given.
    pub async fn back_up(&mut self, sealed: bool, within: Option<Duration>) -> Ended {
        let mut command = self.command("backup", &self.config.data);
        command.arg("--to").arg(self.backups());
        if sealed {
            command.args(["--age-recipient", &self.identity.to_public().to_string()]);
        }
        let over = Arc::new(AtomicBool::new(false));
        let filing: Vec<_> = std::mem::take(&mut self.clients)
            .into_iter()
            .map(|mut client| {
                let (address, over) = (self.serving.address.clone(), Arc::clone(&over));
                tokio::spawn(async move {
                    // At least once, so that no two backups are of the same leaves.
                    loop {
                        client.file(&address, 1).await;
                        if over.load(Ordering::Relaxed) {
                            return client;
                        }
                    }
                })
            })
            .collect();
        let ended = tokio::task::spawn_blocking(move || run(&mut command, within)).await.unwrap();
        over.store(true, Ordering::Relaxed);
        for client in filing {
            self.clients.push(client.await.unwrap());
        }
        ended
    }

    /// The city as it is on the disk, which has lost nothing.
    pub fn stored(&self) -> Stored {
        let stored = Stored::read(&self.location(), self.told.log()).unwrap();
        self.told.kept_by(&stored).unwrap();
        stored
    }

    /// What lies in a folder under a name of what was broken off.
    pub fn left(&self, folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
        let mut left: Vec<PathBuf> =
            entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with('.')).collect();
        left.sort();
        assert!(
            left.iter().all(|path| path.file_name().unwrap().to_string_lossy().starts_with(LEFT)),
            "{left:?}"
        );
        left
    }

    /// Brings a backup back if it can be; what was brought back is whole and of this log.
    fn whole(&self, from: &Path, city: &Stored) -> Result<u64, BackupError> {
        let again = TempDir::new_in(self.folder.path()).unwrap();
        let place = Config { data: again.path().join("city"), database: None, ..self.config.clone() };
        let opening = Opening::with(&self.folder.path().join("identity")).unwrap();
        let Restored { manifest, .. } = bring_back(&place, from, Some(&opening), Clock::system().now())?;
        self.marked(&place, &manifest, city);
        Ok(manifest.point.size)
    }

    /// A city that was brought back: every leaf of the manifest, none other, and closed.
    pub fn marked(&self, place: &Config, manifest: &Manifest, city: &Stored) {
        let location = place.location().unwrap();
        let stored = Stored::read(&location, self.told.log()).unwrap();
        stored.agrees(&manifest.point).unwrap();
        assert_eq!(stored.leaves.len() as u64, manifest.point.size);
        assert!(city.leaves.starts_with(&stored.leaves), "it is a part of the history");
        assert!(progress(&mut connect(&location)).unwrap().is_some(), "it takes nothing");
    }

    fn ends(mut self) {
        self.serving.child.kill().unwrap();
        self.serving.child.wait().unwrap();
        self.stored();
    }
}

pub fn run(command: &mut Command, within: Option<Duration>) -> Ended {
    let Some(within) = within else {
        let done = command.output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
        return Some((done.status.code(), said.into_owned()));
    };
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // The schedule of faults; no judgement hangs on whether the program was done.
    std::thread::sleep(within);
    let ended = child.try_wait().unwrap().map(|status| (status.code(), String::new()));
    let _ = child.kill();
    child.wait().unwrap();
    ended
}

pub fn drawn(chance: &mut Chance, span: Duration) -> Duration {
    Duration::from_micros(chance.below(usize::try_from(span.as_micros()).unwrap() * 11 / 10) as u64)
}

pub fn folders(within: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(within).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.filter(|path| !path.file_name().unwrap().to_string_lossy().starts_with('.')).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_killed_often_and_is_whole_or_nothing() {
    let mut chance = Chance::of("a_backup_is_killed_often_and_is_whole_or_nothing");
    let mut city = Filing::begin(None, &mut chance).await;
    let (mut fell, mut span): (BTreeMap<&str, usize>, Duration) = (BTreeMap::new(), Duration::ZERO);
    let kills = count(12, 120);
    let mut killed = 0;
    while killed < kills {
        let sealed = chance.percent(50);
        if span > Duration::ZERO {
            let before = city.stored().leaves.len() as u64;
            let ended = city.back_up(sealed, Some(drawn(&mut chance, span))).await;
            killed += usize::from(ended.is_none());
            let stored = city.stored();
            // What has its name is whole, and holds what was there when it was begun; nothing else passes for a backup.
            let named = folders(&city.backups());
            for backup in &named {
                let size = city
                    .whole(backup, &stored)
                    .unwrap_or_else(|error| panic!("after kill {killed}: {error:?}"));
                assert!(size >= before, "{size} leaves, and there were {before}");
            }
            let left = [city.left(&city.backups()), city.left(&city.config.data)].concat();
            for half in left.iter().map(|left| left.join("backup")).filter(|half| half.exists()) {
                match city.whole(&half, &stored) {
                    Ok(_) => *fell.entry("all of it, under no name yet").or_default() += 1,
                    Err(error) => {
                        assert!(error.to_string().chars().any(|letter| letter > '\u{3000}'), "{error}")
                    }
                }
            }
            let lines = examine(&city.config, Clock::system().now());
            let doctor = lines.into_iter().find(|line| line.what == "broken off").map(|line| line.text.zh);
            let beside = left.iter().filter(|left| !left.starts_with(city.backups()));
            for left in beside.map(|left| left.display().to_string()) {
                assert!(doctor.as_ref().is_some_and(|said| said.contains(&left)), "{left}: {doctor:?}");
            }
            let outcome = match (named.is_empty(), left.is_empty(), ended) {
                (true, true, _) => "nothing",
                (true, false, _) => "half of it",
                (false, false, _) => "a backup, and what it was made in",
                (false, true, None) => "a backup, and nothing said",
                (false, true, Some(_)) => "ended by itself",
            };
            *fell.entry(outcome).or_default() += 1;
        }
        // The next is not kept from anything.
        let begun = Instant::now();
        let (code, said) = loop {
            let ended = city.back_up(sealed, None).await.unwrap();
            // Within the same second and of the same leaves as one that is there already.
            if !ended.1.contains("is not overwritten") {
                break ended;
            }
        };
        span = begun.elapsed();
        assert_eq!(code, Some(0), "after kill {killed}: {said}");
        assert!(city.left(&city.backups()).is_empty() && city.left(&city.config.data).is_empty(), "{said}");
        let stored = city.stored();
        for backup in folders(&city.backups()) {
            city.whole(&backup, &stored).unwrap();
            fs::remove_dir_all(backup).unwrap();
        }
    }
    eprintln!("{killed} kills of a backup: {fell:?}; {} receipts", city.told.len());
    assert!(city.told.len() > killed, "hardly anything was filed meanwhile");
    city.ends();
}
