//! A city restored from an old backup comes back whole from what its agents hold, and never forks its log.

mod carried;
mod epoch;
mod issued;
mod liars;
pub mod town;

use aggregator::{
    jobs::scrub,
    store::{audit, bureau, filing, log, recovered, token},
};
use node_agent::State;
use reqwest::{Method, StatusCode};
use schemas::{
    key::Role,
    wire::{FilingState, Mode},
};

use crate::{
    city::City,
    keys::{redeem, token as issue},
    restore::hello,
};
use town::{Held, Town, waits};

/// Rounds of a town: in each something is lost and comes back.
const ROUNDS: usize = 3;
/// What happens in one.
const EVENTS: usize = 10;

crate::on_both_engines! {
    async fn a_city_comes_back_whole_whenever_it_was_backed_up(city: City) {
        let mut town = Town::found(city, "recovery").await;
        for round in 0..ROUNDS {
            let at = town.chance.below(EVENTS);
            let mut made = None;
            for event in 0..EVENTS {
                if event == at {
                    made = Some(town.back_up());
                }
                town.happen().await;
                town.contact().await;
            }
            // Once more: who was first did not hear what the others were told.
            town.contact().await;
            let (before, states) = (Held::of(&town.city.services), town.states());
            town.restore(&made.unwrap());
            let greeting = hello(&town.city.address).await;
            assert_eq!(greeting.mode, Mode::Recovering);
            assert!(greeting.size <= before.point(&town.city.services.log_key).size);
            // In any order, each twice; the last of them bring the city back at once.
            let mut order: Vec<usize> = (0..town.nodes.len()).collect();
            town.chance.shuffle(&mut order);
            let (last, others) = order.split_last().unwrap();
            for number in others {
                for _ in 0..2 {
                    let pushed = town.nodes[*number].1.push().await.unwrap();
                    assert!(waits(&pushed), "round {round}: {pushed:?}");
                }
            }
            let node = &town.nodes[*last].1;
            let (first, second) = (town.nodes[order[0]].1.push(), node.push());
            let (first, second) = if order.len() > 1 { tokio::join!(first, second) } else { (first.await, second.await) };
            first.unwrap();
            second.unwrap();
            assert_eq!(town.progress(), None, "round {round}");
            let now = Held::of(&town.city.services);
            assert_eq!(now.leaves, before.leaves, "round {round}");
            assert_eq!(now.checkpoint, before.checkpoint, "round {round}: no size has a second root");
            assert_eq!((&now.statements, &now.keys), (&before.statements, &before.keys), "round {round}");
            // The rows come again by themselves.
            town.contact().await;
            town.contact().await;
            let now = Held::of(&town.city.services);
            assert_eq!(now, before, "round {round}");
            assert_eq!(town.states(), states, "round {round}");
            for (_, node) in &town.nodes {
                assert!(node.forks().unwrap().is_empty(), "round {round}");
                assert!(node.given_back().unwrap().is_none());
            }
            assert!(scrub::run(&town.city.services).await.unwrap().is_clean(), "round {round}");
            let read = |connection: &mut aggregator::store::AnyConnection| recovered::indexes(connection);
            assert!(town.city.services.store.read_now(read).unwrap().is_empty(), "nothing is left over");
            let lines = town.city.services.store.read_now(|connection| audit::newest(connection, 50)).unwrap();
            assert!(lines.iter().any(|line| line.what == "log-live"), "{lines:?}");
        }
    }

    async fn one_silent_node_keeps_the_city_waiting_and_is_named(city: City) {
        let mut town = Town::found(city, "silent").await;
        let made = town.back_up();
        town.file("519901");
        town.file("519902");
        town.contact().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        town.restore(&made);
        assert!(waits(&town.node("519901").push().await.unwrap()));
        // Pages say how far it is; the address tells the silent one's bureau.
        let cookie = town.city.cookie("staff").await;
        for (path, words) in [
            ("/evidence", vec!["恢复进度", "尚缺2条", "尚未报告（1个）：西岭区", "已报告（1个）：东湖区"]),
            ("/evidence?lang=en", vec!["2 are missing", "Not reported yet (1)"]),
            ("/?period=2025Q3", vec!["平台正在恢复", "恢复进度"]),
        ] {
            let (status, page) = town.city.ask(Method::GET, path, Some(&cookie), "").await;
            assert_eq!(status, StatusCode::OK);
            for word in words {
                assert!(page.contains(word), "{word} is not in {page}");
            }
        }
        let county = town.city.cookie("donghu").await;
        let (_, page) = town.city.ask(Method::GET, "/evidence", Some(&county), "").await;
        assert!(!page.contains("尚未报告"), "who has not spoken is the city's matter");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_aggregator"));
        command.arg("recovery").arg("--data").arg(&town.config.data);
        if let Some(database) = town.city.database() {
            command.args(["--database", database]);
        }
        let done = command.output().unwrap();
        let said = String::from_utf8(done.stdout).unwrap();
        let silent = town.node("519902").name();
        assert!(done.status.success() && said.contains(&silent) && said.contains("Missing indexes: "), "{said}");
        assert!(!said.contains("the city is live"), "{said}");
        // Nothing was put back, and nothing signed.
        let progress = town.progress().unwrap();
        assert_eq!((progress.leaves_missing(), progress.silent().count()), (2, 1));
        assert_eq!(progress.silent().next().unwrap().node, silent);
        let newest = town.city.services.store.read_now(log::newest).unwrap().unwrap();
        assert_eq!(newest.0, progress.size);
        let counts = town.city.services.store.metrics().text();
        for line in [
            "tongbao_recovering 1",
            r#"tongbao_recovery_leaves{state="missing"} 2"#,
            r#"tongbao_recovery_nodes{state="silent"} 1"#,
        ] {
            assert!(counts.lines().any(|counted| counted == line), "{line} is not in {counts}");
        }
        // It speaks.
        town.contact().await;
        town.contact().await;
        assert_eq!(Held::of(&town.city.services), before);
        assert!(town.city.services.store.metrics().text().lines().any(|line| line == "tongbao_recovering 0"));
    }

    async fn a_filing_whose_rows_were_lost_has_no_figures_until_they_come_again(city: City) {
        let mut town = Town::found(city, "figures").await;
        let made = town.back_up();
        town.file("519901");
        town.contact().await;
        town.contact().await;
        let standings = town.city.json("/api/v1/standings?period=2025Q3").await;
        town.restore(&made);
        // The node gives the log back and is gone before it has sent its rows.
        let report = town.node("519901").push();
        assert!(waits(&report.await.unwrap()));
        town.node("519902").push().await.unwrap();
        assert_eq!(town.progress(), None);
        let filing = town.city.json("/api/v1/filings/519901/L3/2025Q3").await;
        assert_eq!((&filing["state"], filing["tallies"].is_null()), (&"validated".into(), true), "{filing}");
        let cookie = town.city.cookie("staff").await;
        let (_, page) = town.city.ask(Method::GET, "/filings/519901/L3/2025Q3", Some(&cookie), "").await;
        assert!(page.contains("已校验，待补传数据") && page.contains("补传前不列统计"), "{page}");
        let (_, page) = town.city.ask(Method::GET, "/filings?period=2025Q3", Some(&cookie), "").await;
        assert!(page.contains("已校验，待补传数据"), "{page}");
        let owed = town.city.json("/api/v1/obligations?period=2025Q3").await;
        assert!(owed.to_string().contains("\"awaited\""), "{owed}");
        let now = town.city.json("/api/v1/standings?period=2025Q3").await;
        let closure = |standings: &serde_json::Value| {
            let tables = standings["indicators"].as_array().unwrap();
            let table = tables.iter().find(|table| table["indicator"] == "I3").unwrap();
            table["rows"].as_array().unwrap().iter().find(|row| row["bureau"] == "519901").unwrap().clone()
        };
        let row = closure(&now);
        assert!(row["rank"].is_null() && row["not_ranked_because"] == "figures awaited", "{row}");
        // Nobody can accept what nobody can see.
        town.confirm("519901").await;
        assert_eq!(town.city.json("/api/v1/filings/519901/L3/2025Q3").await["state"], "validated");
        let leaves = Held::of(&town.city.services).leaves;
        town.contact().await;
        assert_eq!(town.states()[0], [State::Valid]);
        assert_eq!(town.city.json("/api/v1/standings?period=2025Q3").await, standings);
        assert_eq!(Held::of(&town.city.services).leaves, leaves, "no second verdict is written");
        town.confirm("519901").await;
        assert_eq!(town.city.json("/api/v1/filings/519901/L3/2025Q3").await["state"], "confirmed");
    }

    async fn a_node_the_backup_does_not_know_proves_itself(city: City) {
        let mut town = Town::found(city, "unknown").await;
        town.contact().await;
        let made = town.back_up();
        town.enrol("519923").await;
        town.file("519923");
        town.node("519901").rotate().await.unwrap();
        town.contact().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        let unused = issue(&town.city, "519923", Role::Agent, true).await;
        town.restore(&made);
        // The daemon does it, too.
        town.node("519923").tick().await.unwrap();
        assert!(town.node("519923").given_back().unwrap().is_some_and(|given| given.letters > 0));
        for bureau in ["519901", "519902"] {
            town.node(bureau).push().await.unwrap();
        }
        town.contact().await;
        assert_eq!(Held::of(&town.city.services), before);
        // What was open when the backup was made is open no more.
        let stranger = crate::keys::key_of(Role::Agent, 77);
        assert_eq!(redeem(&town.city, &unused, &stranger).await.status, 403);
    }

    async fn what_was_open_at_the_backup_is_ended(city: City) {
        let mut town = Town::found(city, "ended").await;
        let unused = issue(&town.city, "519923", Role::Agent, true).await;
        let cookie = town.city.cookie("staff").await;
        let made = town.back_up();
        town.restore(&made);
        let (status, _) = town.city.ask(Method::GET, "/evidence", Some(&cookie), "").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "nobody stays signed in over a restore");
        let cookie = town.city.cookie("staff").await;
        let (status, _) = town.city.ask(Method::GET, "/evidence", Some(&cookie), "").await;
        assert_eq!(status, StatusCode::OK);
        town.contact().await;
        town.contact().await;
        assert_eq!(town.progress(), None);
        let (status, _) = town.city.ask(Method::GET, "/evidence", Some(&cookie), "").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "nor over going live");
        let stranger = crate::keys::key_of(Role::Agent, 78);
        let refused = redeem(&town.city, &unused, &stranger).await;
        assert_eq!(refused.status, 403, "{}", refused.text());
        assert!(refused.text().contains("入网码已作废") || refused.text().contains("burned"), "{}", refused.text());
        let id = unused.id.clone();
        let row = town.city.services.store.read_now(move |connection| token::find(connection, &id)).unwrap();
        assert!(row.unwrap().burned.is_some());
    }

    async fn going_live_is_all_or_nothing(city: City) {
        let mut town = Town::found(city, "all or nothing").await;
        let made = town.back_up();
        town.file("519901");
        town.file("519902");
        town.contact().await;
        town.give_back("519901").await;
        town.contact().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        town.restore(&made);
        let restored = Held::of(&town.city.services);
        assert!(waits(&town.node("519901").push().await.unwrap()));
        // The very last write of the transaction fails, as if the power went.
        let fails = if town.city.on_postgres() {
            vec![
                "CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cut'; END $$".to_owned(),
                "CREATE TRIGGER fails BEFORE INSERT ON audit FOR EACH ROW WHEN (NEW.what = 'log-live') EXECUTE FUNCTION fails()".to_owned(),
            ]
        } else {
            vec!["CREATE TRIGGER fails BEFORE INSERT ON audit WHEN NEW.what = 'log-live' BEGIN SELECT RAISE(ABORT, 'cut'); END".to_owned()]
        };
        for sql in fails {
            town.sql(&sql);
        }
        let pushed = town.node("519902").push().await.unwrap();
        assert!(pushed.trouble.is_some(), "{pushed:?}");
        assert_eq!(Held::of(&town.city.services), restored, "nothing of it is there");
        let progress = town.progress().unwrap();
        assert!(progress.is_ready(), "and everything that was given back is: {progress:?}");
        town.sql(if town.city.on_postgres() { "DROP TRIGGER fails ON audit" } else { "DROP TRIGGER fails" });
        // The city is killed and started again: it goes live by itself, for nothing is missing.
        let services = town.reopened();
        assert_eq!(services.store.mode().await.unwrap(), Mode::Recovering);
        town.serve();
        town.contact().await;
        town.contact().await;
        assert_eq!(Held::of(&town.city.services), before);
    }

    async fn a_backup_of_a_recovering_city_and_one_restored_twice_come_back_too(city: City) {
        let mut town = Town::found(city, "twice").await;
        let first = town.back_up();
        town.file("519901");
        town.file("519902");
        town.contact().await;
        town.contact().await;
        town.restore(&first);
        assert!(waits(&town.node("519901").push().await.unwrap()));
        // Backed up half-way, then live, then something new.
        let half_way = town.back_up();
        town.contact().await;
        town.contact().await;
        town.file("519901");
        town.contact().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        town.restore(&half_way);
        let progress = town.progress().unwrap();
        assert_eq!((progress.recovered > 0, progress.silent().count()), (true, 2), "nobody has spoken since");
        town.contact().await;
        town.contact().await;
        town.contact().await;
        assert_eq!(Held::of(&town.city.services), before);
        town.restore(&first);
        town.contact().await;
        town.contact().await;
        town.contact().await;
        assert_eq!(Held::of(&town.city.services), before);
    }

    async fn a_bureau_that_is_not_in_the_tree_is_named_and_waited_for(city: City) {
        let mut town = Town::found(city, "bureau").await;
        let made = town.back_up();
        town.enrol("519923").await;
        town.file("519923");
        town.contact().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        let tree = town.city.services.store.read_now(bureau::tree).unwrap();
        town.restore(&made);
        town.sql("DELETE FROM bureau WHERE code = '519923'");
        town.contact().await;
        let progress = town.progress().unwrap();
        assert_eq!(progress.bureaus.iter().map(ToString::to_string).collect::<Vec<_>>(), ["519923"]);
        let entered = town.city.services.store.write(move |connection| bureau::enter(connection, &tree));
        entered.await.unwrap();
        town.contact().await;
        town.contact().await;
        assert_eq!(Held::of(&town.city.services), before);
    }

    async fn rows_judged_otherwise_now_are_said_and_the_log_stands(city: City) {
        let mut town = Town::found(city, "otherwise").await;
        let made = town.back_up();
        town.file("519901");
        town.contact().await;
        town.contact().await;
        town.restore(&made);
        assert!(waits(&town.node("519901").push().await.unwrap()));
        town.node("519902").push().await.unwrap();
        let l3 = town.node("519901").items().unwrap()[0].id;
        // The log says that these rows could not stand.
        let findings = r#"[{"code":"x","severity":"block","place":{},"what":{"zh":"x","en":"x"},"fix":{"zh":"x","en":"x"}}]"#;
        let kept = town.city.services.store.write(move |connection| aggregator::store::document::keep(connection, findings));
        let kept = kept.await.unwrap();
        town.sql(&format!("UPDATE statement SET figures_awaited = '{kept}', state = 'invalid' WHERE form = 'L3'"));
        town.contact().await;
        let read = |connection: &mut aggregator::store::AnyConnection| {
            let row = filing::find(connection, &l3)?.unwrap();
            Ok::<_, aggregator::store::StoreError>((row.state, filing::verdict(connection, &row.id)?.unwrap().findings))
        };
        let (state, findings) = town.city.services.store.read_now(read).unwrap();
        assert_eq!(state, FilingState::Invalid);
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, ["verdict-differs", "x"]);
        let lines = town.city.services.store.read_now(|connection| audit::newest(connection, 50)).unwrap();
        assert!(lines.iter().any(|line| line.what == "verdict-differs"));
    }
}
