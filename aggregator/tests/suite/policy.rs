//! Definitions as policy: put in force once, followed by real agents, and every filing judged under the one it was made
//! under.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
};

use aggregator::{
    app::Services,
    clock::Clock,
    config::Config,
    intake::enrolment,
    policy,
    store::{AnyConnection, StoreError, document, log},
    web,
};
use node_agent::State;
use reqwest::Method;
use schemas::{
    definition::Definitions,
    entry::{Act, Entry},
    hash::Sha,
    key::Role,
    statement::Statement,
    wire,
};

use crate::{
    city::City,
    filing::{ledger, push},
    keys::{enrolled, nil, send},
};

/// The definitions of a city's next start: a file each, by name.
fn folder(city: &City, name: &str, files: &[(&str, String)]) -> PathBuf {
    let folder = city.folder().join(name);
    for (file, text) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Text of a definition file inside the program.
fn builtin(file: &str) -> String {
    let found = Definitions::builtin_sources().into_iter().find(|source| source.file == file);
    found.unwrap().text
}

/// The arbitration form one version on, under another name.
fn next_form() -> String {
    let text = builtin("forms/L3.toml").replacen("version = 2", "version = 3", 1);
    text.replacen("zh = \"劳动人事争议仲裁案件台账\"", "zh = \"仲裁案件新台账\"", 1)
}

/// The campaign one version on: the arbitration ledger is due a day later.
fn next_campaign() -> String {
    let text = builtin("campaigns/yunjiang-2025.toml").replacen("version = 1", "version = 2", 1);
    let (before, after) = text.split_once("form = \"L3\"").unwrap();
    format!("{before}form = \"L3\"{}", after.replacen("due_days = 15", "due_days = 16", 1))
}

/// Another process on the same data, with these definitions.
fn process(city: &City, definitions: Option<&Path>) -> Services {
    let config = Config {
        data: city.folder().join("city"),
        database: city.database().map(str::to_owned),
        campaign: "yunjiang-2025".into(),
        definitions: definitions.map(Path::to_owned),
        origin: "tongbao.test/1".into(),
        secure_cookies: false,
    };
    config.open(Clock::of(city.clock.clone())).unwrap()
}

/// The city starts anew with these definitions; gives where it is reached then.
async fn restarted(city: &City, definitions: Option<&Path>) -> (Services, String) {
    let services = process(city, definitions);
    policy::publish(&services).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(web::serve(services.clone(), listener).unwrap());
    (services, address)
}

fn leaves(city: &City) -> u64 {
    city.services.store.read_now(log::size).unwrap()
}

crate::on_both_engines! {
    async fn definitions_are_put_in_force_once_whoever_starts(city: City) {
        assert_eq!(policy::publish(&city.services).await.unwrap(), Some(0));
        assert_eq!(policy::publish(&city.services).await.unwrap(), None);
        assert_eq!(policy::publish(&process(&city, None)).await.unwrap(), None, "a restart appends nothing");
        assert_eq!(leaves(&city), 1);
        // Several that start at once with others append one leaf.
        let next = folder(&city, "next", &[("campaigns/yunjiang.toml", next_campaign())]);
        let (one, other) = (process(&city, Some(&next)), process(&city, Some(&next)));
        let (one, other) = tokio::join!(policy::publish(&one), policy::publish(&other));
        let mut published = [one.unwrap(), other.unwrap()];
        published.sort();
        assert_eq!((published, leaves(&city)), ([None, Some(1)], 2));
        let all = city.services.store.read_now(log::policies).unwrap();
        let text = city.services.store.read_now(|connection| log::policy_text(connection, &all[1].version));
        let text = text.unwrap();
        assert_eq!(Sha::of(text.as_bytes()), all[1].version);
        assert!(text.contains(" site/campaigns/yunjiang.toml\n"), "named by where it lies in the folder");
        assert!(!text.contains(city.folder().to_str().unwrap()));
        // A city that is recovering appends nothing.
        city.sql("INSERT INTO recovery (one, since) VALUES (1, 0)");
        assert_eq!(policy::publish(&process(&city, None)).await.unwrap(), None);
        assert_eq!(leaves(&city), 2);
    }

    async fn changed_definitions_reach_a_node_and_change_what_it_does(city: City) {
        policy::publish(&city.services).await.unwrap();
        let token = enrolment::issue(&city.services, "519901".parse().unwrap(), true).await.unwrap();
        let mut node = city.bare_node("519901");
        assert_eq!(node.rules().version, None, "before the first contact the built-in ones serve");
        node.enrol(&token, &city.address).await.unwrap();
        let first = city.services.policies.version();
        assert_eq!(node.rules().version, Some(first), "fetched with the enrolment");
        let due = |node: &node_agent::Node| node.deadline("L3", "2025Q3".parse().unwrap()).unwrap().due_day().to_string();
        assert_eq!(due(&node), "2025-10-15");
        let sealed = node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        assert_eq!(sealed.statement.policy, Some(first));

        let next = folder(&city, "next", &[("c.toml", next_campaign()), ("L3.toml", next_form())]);
        let (services, address) = restarted(&city, Some(&next)).await;
        let second = services.policies.version();
        node.enrol(&token, &address).await.unwrap();
        assert_eq!((node.rules().version, due(&node)), (Some(second), "2025-10-16".into()));
        let form = |node: &node_agent::Node| node.definitions().form("L3").unwrap().clone();
        assert_eq!((form(&node).schema(), form(&node).name.zh.as_ref()), ("tongbao.L3/3".into(), "仲裁案件新台账"));

        // What was sealed before is sent as sealed, and judged under its own form.
        assert_eq!(push(&node).await, [State::Valid]);
        let nil = node.nil("L5", "2025Q3".parse().unwrap(), None, None).unwrap();
        assert_eq!(nil.statement.policy, Some(second));
        assert_eq!(push(&node).await, [State::Valid, State::Valid]);
        let city = city.reached_at(address);
        let made = async |form: &str| {
            let filing = city.json(&format!("/api/v1/filings/519901/{form}/2025Q3")).await;
            (filing["policy"].as_str().unwrap().to_owned(), filing["policy_in_force"].as_bool().unwrap())
        };
        assert_eq!(made("L3").await, (first.to_string(), false));
        assert_eq!(made("L5").await, (second.to_string(), true));
        let cookie = city.cookie("staff").await;
        let page = async |path: &str| city.ask(Method::GET, path, Some(&cookie), "").await.1;
        assert!(page("/filings/519901/L3/2025Q3").await.contains("按旧版定义填报"));
        assert!(!page("/filings/519901/L5/2025Q3").await.contains("按旧版定义填报"));
        assert!(page("/filings/519901/L3/2025Q3?lang=en").await.contains("made under earlier definitions"));
        assert!(page("/filings/519901/L3/2025Q3/rows").await.contains("示例案〔2025〕001号"));
        let evidence = page(&format!("/evidence?q={}", sealed.id)).await;
        assert!(evidence.contains(&format!("{first} · 旧版")) && evidence.contains(&second.to_string()));

        // The next revision is made under what is in force; what it is held against was made under what was.
        let amended = node.amend(&city.draft("L3", "2025Q3", &ledger(39)), "补录结案").unwrap();
        assert_eq!(
            (amended.statement.schema.name.as_str(), amended.statement.policy),
            ("tongbao.L3/3", Some(second))
        );
        assert_eq!(push(&node).await, [State::Superseded, State::Valid, State::Valid]);
    }

    async fn a_form_that_only_an_earlier_policy_has_is_still_judged(city: City) {
        let with = folder(&city, "with", &[("L3.toml", next_form())]);
        let (services, address) = restarted(&city, Some(&with)).await;
        let token = enrolment::issue(&services, "519901".parse().unwrap(), true).await.unwrap();
        let mut node = city.bare_node("519901");
        node.enrol(&token, &address).await.unwrap();
        let item = node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        assert_eq!(item.statement.schema.name, "tongbao.L3/3");
        // The city goes back to what it ran before: only its log still has the form.
        let (services, address) = restarted(&city, None).await;
        assert!(services.definitions.form("L3").unwrap().schema() == "tongbao.L3/2");
        node.enrol(&token, &address).await.unwrap();
        assert_eq!(push(&node).await, [State::Valid]);
        // And so has the node, which holds the next period against it.
        city.clock.set(crate::city::at("2026-01-05 10:00"));
        let report = node.check(&city.draft("L3", "2025Q4", &ledger(40)), None).unwrap();
        assert_ne!(report.carry, node_agent::Carry::Unknown);
    }

    async fn a_policy_that_was_never_in_force_here_is_refused(city: City) {
        let key = enrolled(&city, "519901", Role::Agent, 1).await;
        let strange = Statement { policy: Some(Sha::of(b"elsewhere")), ..nil(&city, &key, "519901") };
        let answer = send(&city, &key, &strange).await;
        assert_eq!(answer.problem(), "schema-unsupported");
        assert!(answer.json()["detail"].as_str().unwrap().contains("不是本平台发布的"), "{}", answer.text());
        // Known is not in force: text and hash alone make no policy.
        policy::publish(&city.services).await.unwrap();
        let text = city.services.store.write(|connection| document::keep(connection, "tongbao-policy/v1\n")).await;
        let kept = Statement { policy: Some(text.unwrap()), ..nil(&city, &key, "519901") };
        assert_eq!(send(&city, &key, &kept).await.problem(), "schema-unsupported");
        let good = Statement { policy: Some(city.services.policies.version()), ..nil(&city, &key, "519901") };
        assert_eq!(send(&city, &key, &good).await.status, 201);
    }

    async fn long_letters_come_in_several_answers(city: City) {
        let node = city.node("519901").await;
        let before = node.letters().unwrap().len();
        let now = city.services.clock.now();
        let unit = move |connection: &mut AnyConnection| {
            for number in 0..5 {
                let text = format!("tongbao-policy/v9 {number}\n{}", "x".repeat(1024 * 1024));
                let digest = document::keep(connection, &text)?;
                log::append(connection, Entry::of_policy(digest, now))?;
            }
            Ok::<_, StoreError>(())
        };
        city.services.store.write(unit).await.unwrap();
        let most = wire::MAX_LETTER_BYTES + 1024 * 1024 + 4096;
        let first = city.services.store.read_now(|connection| log::letters(connection, vec![], None)).unwrap();
        assert!(first.iter().map(wire::Letter::length).sum::<usize>() <= most && first.len() < 5);
        push(&node).await;
        assert_eq!(node.letters().unwrap().len(), before + 5);
        let beyond = node.rules().beyond.clone().unwrap();
        assert_eq!((node.rules().version, beyond.fault), (None, schemas::policy::PolicyFault::Long));
        let (_, last) = city.services.store.read_now(|connection| {
            let last = log::size(connection)? - 1;
            Ok::<_, StoreError>(log::entry(connection, last)?.unwrap())
        }).unwrap();
        assert_eq!((last.act, last.digest), (Act::Policy, Some(beyond.version)), "the newest is named");
    }
}
