//! A backup of a working city: whole, checked, closed if asked, and nothing at all if anything is wrong.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use aggregator::{
    backup::{
        self, BackupError, MANIFEST,
        manifest::{Manifest, Part},
        seal::Seal,
    },
    clock::Clock,
    config::{Config, StartError},
    store::copy,
};

use crate::{
    city::City,
    filing::{ledger, push},
};

/// The configuration of a running city.
pub fn config<C: node_agent::Clock + 'static>(
    city: &City<C>,
    data: PathBuf,
    database: Option<String>,
) -> Config {
    Config {
        data,
        database,
        campaign: city.services.campaign.campaign.clone(),
        definitions: city.definitions.clone(),
        origin: "tongbao.test/1".into(),
        secure_cookies: false,
    }
}

/// The configuration under which a city runs.
pub fn of<C: node_agent::Clock + 'static>(city: &City<C>) -> Config {
    config(city, city.folder().join("city"), city.database().map(str::to_owned))
}

fn command(city: &City, to: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
    command.arg("backup").arg("--data").arg(city.folder().join("city")).arg("--to").arg(to);
    if let Some(database) = city.database() {
        command.args(["--database", database]);
    }
    command
}

fn only(folder: &Path) -> PathBuf {
    let mut all: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn manifest(city: &City, folder: &Path) -> Manifest {
    let note = fs::read_to_string(folder.join(MANIFEST)).unwrap();
    Manifest::parse(&city.services.log_key.open(&note).unwrap()).unwrap()
}

/// Runs the command and gives its code and what it said.
fn run(command: &mut Command) -> (Option<i32>, String) {
    let done = command.output().unwrap();
    (done.status.code(), String::from_utf8(done.stderr).unwrap())
}

crate::on_both_engines! {
    async fn a_backup_is_whole_and_is_made_while_the_city_works(city: City) {
        let node = city.node("519901").await;
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        let to = city.folder().join("backups");
        let mut backup = command(&city, &to);
        // The city files, receipts and judges while it is copied.
        let (pushed, said) = tokio::join!(push(&node), tokio::task::spawn_blocking(move || run(&mut backup)));
        assert_eq!(pushed, [node_agent::State::Valid]);
        let (code, said) = said.unwrap();
        assert_eq!(code, Some(0), "{said}");
        let folder = only(&to);
        let manifest = manifest(&city, &folder);
        assert_eq!(folder.file_name().unwrap().to_str().unwrap(), manifest.folder());
        assert!(manifest.folder().starts_with(&format!("tongbao-tongbao.test-1-{}-", manifest.point.size)));
        assert!((1..=3).contains(&manifest.point.size), "{manifest:?}");
        assert_eq!(manifest.parts.len(), 2);
        for part in &manifest.parts {
            assert_eq!(Part::of(&folder.join(&part.name), part.name.clone()).unwrap(), *part);
        }
        if !city.on_postgres() {
            let copied = copy::checked(&folder.join("tongbao.db"), &city.services.log_key).unwrap();
            assert_eq!((copied.size, copied.root), (manifest.point.size, manifest.point.root));
        }
        // It is not a city: whoever served it would write a second history.
        let served = Config { data: folder.clone(), ..of(&city) }.open(Clock::system());
        assert!(matches!(served, Err(StartError::IsBackup(of)) if of == folder));
        // The same name again is not written over, and what was made before stays.
        let again = backup::make(&of(&city), &to, None, manifest.time);
        if manifest.point.size == 3 {
            assert!(matches!(again, Err(BackupError::Exists(_))), "{again:?}");
            assert_eq!(only(&to), folder);
        }
        let last = backup::last::read(&city.folder().join("city")).unwrap().unwrap();
        assert_eq!(last.point.origin, "tongbao.test/1");
    }

    async fn a_log_that_is_not_what_was_signed_is_not_backed_up(city: City) {
        city.node("519901").await;
        city.sql("UPDATE leaf SET entry = replace(entry, 'received 2025', 'received 2024') WHERE leaf_index = 0");
        let to = city.folder().join("backups");
        let (code, said) = run(&mut command(&city, &to));
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("newest checkpoint") && said.contains("未通过核验"), "{said}");
        assert_eq!(fs::read_dir(&to).unwrap().count(), 0, "nothing is left behind");
        assert!(backup::last::read(&city.folder().join("city")).unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_backup_shows_nothing_to_whoever_has_no_key() {
    let city = City::start().await;
    city.node("519901").await;
    let key = fs::read_to_string(city.folder().join("city/log.key")).unwrap();
    let file = city.folder().join("passphrase");
    fs::write(&file, "eine lange Losung\n").unwrap();
    let identity = age::x25519::Identity::generate();
    for seal in [Seal::to(&identity.to_public().to_string()).unwrap(), Seal::under(&file).unwrap()] {
        let to = city.folder().join("backups");
        let made = backup::make(&of(&city), &to, Some(&seal), city.services.clock.now()).unwrap();
        let names: Vec<&str> = made.manifest.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["tongbao.db.age", "log.key.age"]);
        for entry in fs::read_dir(&made.folder).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            let holds = |what: &str| bytes.windows(what.len()).any(|window| window == what.as_bytes());
            assert!(!holds(key.lines().nth(1).unwrap()) && !holds("statement") && !holds("CREATE TABLE"));
        }
        // Nor does anything lie open beside it or where the city keeps its data.
        for folder in [&to, &city.folder().join("city")] {
            let left = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
            assert!(left.into_iter().all(|name| !name.to_string_lossy().starts_with('.')));
        }
        fs::remove_dir_all(&to).unwrap();
    }
    fs::write(&file, "\n").unwrap();
    assert!(matches!(Seal::under(&file), Err(BackupError::NoPassphrase(_))));
    assert!(matches!(Seal::to("age1nonsense"), Err(BackupError::AgeKey(_))));
}

/// Wherever the disk is full: from the first byte on, or only when the manifest is written.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_full_target_disk_is_said_and_leaves_nothing_behind() {
    let city = City::start().await;
    city.node("519901").await;
    let (to, flag) = (city.folder().join("backups"), city.folder().join("full"));
    fs::create_dir(&to).unwrap();
    for ends in ["", "tongbao.db", MANIFEST] {
        fs::write(&flag, ends).unwrap();
        let mut backup = command(&city, &to);
        backup
            .env("LD_PRELOAD", crate::faults::program::recorder())
            .env("TONGBAO_FOLDER", &to)
            .env("TONGBAO_FULL", &flag);
        let (code, said) = run(&mut backup);
        assert_eq!(code, Some(2), "{ends}: {said}");
        assert!(
            said.contains("nothing was left behind") && said.contains("未留下任何文件"),
            "{ends}: {said}"
        );
        assert!(said.contains("space") || said.contains("full"), "{ends}: {said}");
        assert_eq!(fs::read_dir(&to).unwrap().count(), 0, "{ends}");
    }
    fs::remove_file(&flag).unwrap();
    assert_eq!(run(&mut command(&city, &to)).0, Some(0));
    only(&to);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_programs_of_postgresql_no_backup_is_made_and_it_says_what_to_install() {
    let Some(city) = City::start_on_postgres().await else { return };
    city.node("519901").await;
    let (to, empty) = (city.folder().join("backups"), city.folder().join("empty"));
    fs::create_dir(&empty).unwrap();
    let (code, said) = run(command(&city, &to).env("PATH", &empty));
    assert_eq!(code, Some(2), "{said}");
    for words in ["pg_dump cannot be run", "PostgreSQL client programs", "请安装与服务器同版本"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(fs::read_dir(&to).unwrap().count(), 0, "nothing is left behind");
    assert!(backup::last::read(&city.folder().join("city")).unwrap().is_none());
}

/// A backup that is killed leaves its folder; the next one takes it away and names it, and none that is being made.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_backup_leaves_is_taken_away_and_named() {
    let city = City::start().await;
    city.node("519901").await;
    let to = city.folder().join("backups");
    let left = [to.join(".tongbao-backup-x1y2z3"), city.folder().join("city/.tongbao-backup-a1b2c3")];
    for folder in &left {
        fs::create_dir_all(folder.join("backup")).unwrap();
        fs::write(folder.join("backup/tongbao.db"), "half of it").unwrap();
    }
    // While another is being made nothing is taken away, and no second one is begun.
    let held = fs::File::open(&to).unwrap();
    held.lock().unwrap();
    let (code, said) = run(&mut command(&city, &to));
    assert!(
        code == Some(2) && said.contains("another backup is being made") && said.contains("另一备份正在进行"),
        "{said}"
    );
    assert!(left.iter().all(|folder| folder.exists()));
    drop(held);
    let done = command(&city, &to).output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success() && said.contains("已清除中断的备份残留"), "{said}");
    assert!(said.contains(".tongbao-backup-x1y2z3"), "{said}");
    assert!(left.iter().all(|folder| !folder.exists()));
    only(&to);
}
