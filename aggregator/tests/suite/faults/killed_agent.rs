//! The agent is killed again and again while it seals and pushes, over a way on which answers get lost: its store always
//! opens, what was sealed stays sealed as the same bytes, and "receipted" is never without a receipt (PROTOCOL §7, T6).

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use aggregator::{clock::Clock, intake::enrolment, store::Location};
use node_agent::{Config, Item, Node, State, SystemClock};
use schemas::{hash::Sha, note::VerifyKey, receipt::Receipt, statement::FilingKey};
use tempfile::TempDir;

use super::{acknowledged::Acknowledged, chance::Chance, count, flaky::Flaky, stored::Stored};
use crate::{
    city::{City, Setting},
    filing::ledger,
    nlrb::agent::program,
};

/// Kills a node lives through; then comes a new one.
const LIFE: usize = 60;

/// A node's folder, and the program on it.
pub struct Agent {
    program: PathBuf,
    pub folder: PathBuf,
    pub variables: Vec<(String, String)>,
}

impl Agent {
    pub fn at(folder: PathBuf) -> Self {
        Self { program: program(), folder, variables: Vec::new() }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(args).env("TONGBAO_NODE", &self.folder).env("RUST_LOG", "off").env_remove("LANG");
        command.envs(self.variables.iter().cloned());
        command
    }

    /// Runs a command to its end: exit code, and what it said.
    pub fn said(&self, args: &[&str]) -> (i32, String) {
        let output = self.command(args).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        (output.status.code().unwrap_or(-1), said.into_owned())
    }

    /// Runs a command and kills it after a time. Says how it ended if it ended by itself.
    pub fn run(&self, args: &[&str], within: Duration) -> Option<i32> {
        let mut child = self.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // The schedule of faults; no judgement hangs on whether the program was done.
        std::thread::sleep(within);
        let ended = child.try_wait().unwrap().and_then(|status| status.code());
        let _ = child.kill();
        child.wait().unwrap();
        ended
    }
}

/// Something to say: the arguments of a command that seals.
pub fn saying(chance: &mut Chance, folder: &Path, number: usize) -> Vec<String> {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    let year = (2024 - number % 30).to_string();
    if chance.percent(40) {
        let form = ["L2", "L4", "L5"][number % 3];
        return owned(&[
            "nil",
            "--form",
            form,
            "--period",
            &format!("{year}Q{}", 1 + number % 4),
            "--history",
        ]);
    }
    let closed = 30 + chance.below(9);
    let file = folder.join(format!("L3-{year}-{closed}.csv"));
    std::fs::write(&file, ledger(closed).replace("2025", &year)).unwrap();
    let (file, period) = (file.display().to_string(), format!("{year}Q3"));
    let of = ["--form", "L3", "--period", &period];
    if chance.percent(50) {
        owned(&[&["file", &file], &of[..], &["--history"]].concat())
    } else {
        owned(&[&["amend", &file], &of[..], &["--reason", "更正"]].concat())
    }
}

/// What has been seen in the store of a node, which must never be taken back.
#[derive(Default)]
pub struct Seen(BTreeMap<Sha, Item>);

impl Seen {
    /// Looks at a store again.
    pub fn look(&mut self, node: &Node, log: &VerifyKey, told: &Acknowledged) -> Result<(), String> {
        if !node.damaged().map_err(|error| error.to_string())?.is_empty() {
            return Err("an item is damaged".into());
        }
        let items = node.items().map_err(|error| format!("{error:?}"))?;
        let mut said: BTreeMap<(FilingKey, u32), Sha> = BTreeMap::new();
        for item in &items {
            let of = (item.statement.filing.clone(), item.statement.revision);
            let of_all = format!("{} revision {}", of.0, of.1);
            if said.insert(of, item.id).is_some() {
                return Err(format!("two statements for {of_all}"));
            }
            match &item.receipt {
                Some(text) => {
                    let proven = Receipt::parse(text).and_then(|receipt| receipt.verify_for(&item.id, log));
                    proven.map_err(|fault| format!("the receipt of {of_all}: {fault}"))?;
                    told.receipt(&item.id, text);
                }
                None if item.state != State::Sealed => {
                    return Err(format!("{of_all} is {:?} without a receipt", item.state));
                }
                None => {}
            }
        }
        let found: BTreeMap<Sha, Item> = items.into_iter().map(|item| (item.id, item)).collect();
        for (id, before) in &self.0 {
            match found.get(id) {
                None => return Err(format!("{} is gone", before.statement.filing)),
                Some(now)
                    if now.note != before.note
                        || before.receipt.is_some() && now.receipt != before.receipt =>
                {
                    return Err(format!("{} has changed", before.statement.filing));
                }
                Some(_) => {}
            }
        }
        self.0 = found;
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether anything is there of the filing that a command was about.
    fn holds(&self, args: &[&str]) -> bool {
        let after = |name| args.iter().skip_while(|arg| **arg != name).nth(1).copied();
        self.0.values().any(|item| {
            let of = &item.statement.filing;
            after("--form") == Some(&of.form) && after("--period") == Some(&of.period.to_string())
        })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_agent_is_killed_often_and_loses_nothing() {
    let mut chance = Chance::of("the_agent_is_killed_often_and_loses_nothing");
    let mut left = count(60, 600);
    while left > 0 {
        lifetime(&mut chance, left.min(LIFE)).await;
        left = left.saturating_sub(LIFE);
    }
}

/// A city of today with one county, and a token for it.
pub async fn city() -> (City, String) {
    let city = City::of(Setting { now: Clock::system().now(), ..Setting::yunjiang() }).await;
    let token = enrolment::issue(&city.services, "519901".parse().unwrap(), true).await.unwrap();
    (city, token)
}

async fn lifetime(chance: &mut Chance, kills: usize) {
    let (city, token) = city().await;
    let way = Flaky::before(&city.address, chance.fork(), Arc::new(|_| {}));
    let folder = TempDir::new().unwrap();
    let agent = Agent::at(folder.path().join("node"));
    Node::init(&agent.folder, &Config::default()).unwrap();
    let open = || Node::open(&agent.folder, Arc::new(SystemClock)).unwrap();
    open().enrol(&token, &way.address).await.unwrap();
    let log = city.services.log_key.clone();
    let (mut seen, told) = (Seen::default(), Acknowledged::by(log.clone()));
    way.lose(25);
    let (mut runs, mut killed) = (0, 0);
    while killed < kills {
        let args =
            if chance.percent(75) { saying(chance, folder.path(), runs) } else { vec!["push".to_owned()] };
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let within = chance.millis(20, 260);
        let ended = tokio::task::block_in_place(|| agent.run(&args, within));
        runs += 1;
        killed += usize::from(ended.is_none());
        seen.look(&open(), &log, &told).unwrap_or_else(|fault| panic!("after run {runs}, {args:?}: {fault}"));
        // A program that said so has sealed; one that was killed may have.
        assert!(!matches!(ended, Some(0 | 3)) || args[0] == "push" || seen.holds(&args), "{args:?}");
    }
    // When faults stop, everything gets its receipt.
    way.lose(0);
    let pushed = open().push().await.unwrap();
    assert!(pushed.trouble.is_none(), "{pushed:?}");
    seen.look(&open(), &log, &told).unwrap();
    let rest: Vec<State> = seen.0.values().map(|item| item.state).collect();
    assert!(rest.iter().all(|state| matches!(state, State::Valid | State::Superseded)), "{rest:?}");
    let stored = Stored::read(&Location::Sqlite(city.folder().join("city/tongbao.db")), &log).unwrap();
    told.kept_by(&stored).unwrap();
    let accepted = stored.leaves.iter().filter(|leaf| leaf.contains("type statement-accepted")).count();
    assert_eq!(accepted, seen.len(), "the city has what the node has, and nothing else");
    eprintln!("{killed} kills in {runs} runs, {} statements, all receipted", seen.len());
    assert!(seen.len() > kills / 6, "hardly anything was sealed: the schedule tests nothing");
}
