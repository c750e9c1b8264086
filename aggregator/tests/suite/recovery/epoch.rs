//! A leaf that nobody holds any more: the log ends and goes on under another name, agents follow the note their pinned key
//! has signed, and what the old log signed holds for good.

use std::process::Command;

use aggregator::{
    intake::recovery::epoch,
    jobs::scrub,
    store::{audit, epoch as stored, log},
};
use node_agent::{Node, State, Trouble};
use schemas::{
    entry::{Act, Entry},
    epoch::Epoch,
    evidence::Evidence,
    note::{SignKey, VerifyKey},
    problem::Problem,
    receipt::Receipt,
    wire::{self, Mode},
};

use super::town::{Held, Town, waits};
use crate::{city::City, restore::hello};

/// The program on the city's disk.
fn aggregator(town: &Town, act: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
    command.args(act).arg("--data").arg(&town.config.data).stdin(std::process::Stdio::null());
    if let Some(database) = town.city.database() {
        command.args(["--database", database]);
    }
    let done = command.output().unwrap();
    (
        done.status.success(),
        String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap(),
    )
}

/// An agent hears of the new log, and goes on with it when its folder is opened anew.
async fn follows(town: &mut Town, bureau: &str) {
    let pushed = town.node(bureau).push().await.unwrap();
    assert!(matches!(pushed.trouble, Some(Trouble::NewLog(_))), "{pushed:?}");
    town.reopen();
    let pushed = town.node(bureau).push().await.unwrap();
    assert!(pushed.trouble.is_none(), "{pushed:?}");
    town.node(bureau).push().await.unwrap();
    assert!(town.node(bureau).forks().unwrap().is_empty());
}

fn states(node: &Node) -> Vec<State> {
    node.items().unwrap().iter().map(|item| item.state).collect()
}

fn proves(receipt: &str, key: &VerifyKey) -> bool {
    node_agent::verify(Evidence { receipt, ..Evidence::default() }, key).is_ok()
}

crate::on_both_engines! {
    async fn a_log_with_a_lost_leaf_goes_on_under_another_name(city: City) {
        let mut town = Town::found(city, "epoch").await;
        town.enrol("519923").await;
        town.contact().await;
        let old = town.city.services.log_key.clone();
        let made = town.back_up();
        let draft = town.city.draft("L3", "2025Q3", &crate::filing::ledger(31));
        town.node("519902").file(&draft, None).unwrap();
        town.contact().await;
        town.file("519901");
        town.contact().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        let receipts: Vec<String> =
            ["519901", "519902"].map(|bureau| town.node(bureau).items().unwrap()[0].receipt.clone().unwrap()).into();
        town.restore(&made);
        // 西岭区 is silent; 东湖区 and 保安县 are not, and what came after its leaves is known.
        for bureau in ["519901", "519923"] {
            assert!(waits(&town.node(bureau).push().await.unwrap()));
        }
        let progress = town.progress().unwrap();
        assert_eq!((progress.size, progress.shown, progress.recovered), (3, 7, 2));
        assert_eq!(progress.missing, [3..=4]);
        // Somebody is asked first, and says nothing.
        let (done, said) = aggregator(&town, &["epoch", "--reason", "西岭区节点损毁"]);
        assert!(!done && said.contains("3–4") && said.contains("nothing was changed"), "{said}");
        assert_eq!(town.progress().unwrap(), progress);
        let (done, said) = aggregator(&town, &["epoch", "--reason", "张三，电话13812345678", "--yes"]);
        assert!(!done, "{said}");
        let (done, said) = aggregator(&town, &["epoch", "--reason", "西岭区节点损毁", "--yes"]);
        assert!(done && said.contains("tongbao.test/2"), "{said}");
        town.serve();
        let greeting = hello(&town.city.address).await;
        assert_eq!((greeting.mode, greeting.log.as_str()), (Mode::Live, "tongbao.test/2"));
        // What is known, in its order, and the leaf that says what is not.
        let now = Held::of(&town.city.services);
        let carried: Vec<&String> = [0, 1, 2, 5, 6].iter().map(|index| &before.leaves[*index]).collect();
        assert_eq!(now.leaves[..5].iter().collect::<Vec<_>>(), carried);
        assert_eq!((now.leaves.len(), Entry::parse(&now.leaves[5]).unwrap().act), (6, Act::LogEpoch));
        assert!(scrub::run(&town.city.services).await.unwrap().is_clean());
        let note = reqwest::get(format!("{}{}?from=tongbao.test/1", town.city.address, wire::EPOCH)).await.unwrap();
        let epoch = Epoch::open(&note.text().await.unwrap()).unwrap();
        assert_eq!((&epoch.old, &epoch.new), (&old, &town.city.services.log_key));
        assert_eq!((epoch.size, epoch.carried, epoch.lost.clone()), (7, 5, vec![3..=4]));
        assert_eq!(epoch.root, before.point(&old).root, "the old log's last word is kept");
        let nothing = reqwest::get(format!("{}{}?from=tongbao.test/2", town.city.address, wire::EPOCH)).await.unwrap();
        assert_eq!(nothing.status(), 404);
        let lines = town.city.services.store.read_now(|connection| audit::newest(connection, 9)).unwrap();
        assert!(lines.iter().any(|line| line.what == "log-epoch"), "{lines:?}");

        // Whose leaves were carried goes on as before, and its rows come again.
        follows(&mut town, "519901").await;
        assert_eq!(states(town.node("519901")), [State::Valid]);
        let now = Held::of(&town.city.services);
        assert!(now.statements.len() == 1 && now.figures.iter().all(|line| line.contains("Some")), "{:?}", now.figures);
        assert!(town.node("519901").letters().unwrap().iter().any(|letter| letter.document.as_deref().is_some_and(|text| text.starts_with("tongbao-epoch/v1"))));
        let draft = town.city.draft("L3", "2025Q3", &crate::filing::ledger(27));
        town.node("519901").amend(&draft, "更正").unwrap();
        town.node("519901").push().await.unwrap();
        assert_eq!(states(town.node("519901")), [State::Superseded, State::Valid]);

        // Who never reported comes back later: what was lost is filed again, and the first time stays proven.
        follows(&mut town, "519902").await;
        assert_eq!(states(town.node("519902")), [State::Blocked(Problem::LeafLost)]);
        assert_eq!(town.node("519902").former_receipts().unwrap()[0].1, receipts[1]);
        assert!(receipts.iter().all(|receipt| proves(receipt, &old)));
        assert!(receipts.iter().all(|receipt| !proves(receipt, &town.city.services.log_key)));
        // The very same ledger, sealed for the new log.
        let draft = town.city.draft("L3", "2025Q3", &crate::filing::ledger(31));
        town.node("519902").file(&draft, None).unwrap();
        town.node("519902").push().await.unwrap();
        assert_eq!(states(town.node("519902")), [State::Blocked(Problem::LeafLost), State::Valid]);
        follows(&mut town, "519923").await;

        // The new log is backed up and comes back like any other.
        let made = town.back_up();
        town.file("519902");
        town.contact().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        town.restore(&made);
        for _ in 0..3 {
            town.contact().await;
        }
        assert_eq!(Held::of(&town.city.services), before);
    }

    async fn a_second_epoch_is_followed_by_who_slept_through_both(city: City) {
        let mut town = Town::found(city, "second epoch").await;
        let first = town.city.services.log_key.clone();
        town.file("519901");
        town.contact().await;
        town.contact().await;
        for round in 0..2 {
            let made = town.back_up();
            town.file("519902");
            town.node("519902").push().await.unwrap();
            town.file("519902");
            town.node("519902").push().await.unwrap();
            town.restore(&made);
            // A crash between the transaction and the file: the database knows how the log goes on.
            let (opened, key) = epoch::open(&town.city.services, "硬盘损坏").await.unwrap();
            assert_eq!(key.verify_key().name(), format!("tongbao.test/{}", round + 2));
            assert_eq!((opened.epoch.lost.len(), opened.without_effect), (0, 0), "nobody had spoken");
            let again = epoch::open(&town.city.services, "硬盘损坏").await;
            assert!(again.is_err());
            town.serve();
            assert_eq!(town.city.services.log_key, key.verify_key());
            assert_eq!(town.city.services.former_keys.len(), round + 1);
            if round == 0 {
                // 西岭区 was lost with two leaves beyond what the city knew, and files anew; 东湖区 sleeps.
                follows(&mut town, "519902").await;
                let lost = State::Blocked(Problem::LeafLost);
                assert_eq!(states(town.node("519902")), [lost, lost]);
                let draft = town.city.draft("L3", "2025Q3", &crate::filing::ledger(33));
                town.node("519902").file(&draft, None).unwrap();
                town.node("519902").push().await.unwrap();
            }
        }
        follows(&mut town, "519901").await;
        assert_eq!(states(town.node("519901")), [State::Valid], "carried through both");
        let config = node_agent::Config::read(&town.city.folder().join("node-519901")).unwrap();
        let enrolment = config.enrolment.unwrap();
        assert_eq!((enrolment.log_key.name(), enrolment.former_keys.len()), ("tongbao.test/3", 2));
        assert_eq!(enrolment.former_keys[0], first);
        let receipt = town.node("519901").items().unwrap()[0].receipt.clone().unwrap();
        assert_eq!(Receipt::parse(&receipt).unwrap().origin(), "tongbao.test/1");
        follows(&mut town, "519902").await;
        let states = states(town.node("519902"));
        assert_eq!(states.len(), 5, "{states:?} {:?}", town.node("519902").damaged());
        assert_eq!(states[2], State::Valid, "filed under the second log and carried into the third: {states:?}");
        assert_eq!(town.city.services.store.read_now(stored::all).unwrap().len(), 2);
        // A program whose file still has the first name finds the third.
        let key = SignKey::from_seed(first.name(), aggregator::config::read_log_key(&town.config.data.join("log.key")).unwrap().seed()).unwrap();
        town.config.keep_log_key(&key).unwrap();
        town.serve();
        assert_eq!(town.city.services.log_key.name(), "tongbao.test/3");
        let cookie = town.city.cookie("staff").await;
        let (_, page) = town.city.ask(reqwest::Method::GET, "/evidence", Some(&cookie), "").await;
        assert!(page.contains("日志续立"), "{page}");
        assert!(town.city.services.store.read_now(log::newest).unwrap().is_some());
    }

    async fn another_log_that_the_pinned_key_has_not_signed_is_refused_and_kept(city: City) {
        let mut town = Town::found(city, "hostile epoch").await;
        town.contact().await;
        let made = town.back_up();
        town.restore(&made);
        epoch::open(&town.city.services, "硬盘损坏").await.unwrap();
        town.serve();
        // The agent has pinned another key of that name: to it, this city is somebody else's.
        let file = town.city.folder().join("node-519901/node.toml");
        let pinned = SignKey::from_seed("tongbao.test/1", &[8; 32]).unwrap().verify_key();
        let text = std::fs::read_to_string(&file).unwrap();
        let line = text.lines().find(|line| line.starts_with("log_key")).unwrap();
        std::fs::write(&file, text.replace(line, &format!("log_key = \"{pinned}\""))).unwrap();
        town.reopen();
        let before = std::fs::read_to_string(&file).unwrap();
        let pushed = town.node("519901").push().await.unwrap();
        assert!(matches!(pushed.trouble, Some(Trouble::OtherKey)), "{pushed:?}");
        let forks = town.node("519901").forks().unwrap();
        assert!(forks.len() == 1 && forks[0].other.starts_with("tongbao-epoch/v1"), "{forks:?}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), before, "the pinned key stays");
        // Nor is one followed that leads elsewhere than to who greets.
        town.sql("UPDATE epoch SET origin = 'tongbao.elsewhere/1'");
        let pushed = town.node("519902").push().await.unwrap();
        assert!(matches!(pushed.trouble, Some(Trouble::OtherKey)), "{pushed:?}");
        assert!(town.node("519902").forks().unwrap().is_empty());
    }
}
