//! The city's definitions as a node follows them: from its log only, the newest it can follow, and said where it cannot.

use node_agent::{Node, State, Trouble, definition_sources};
use schemas::{
    definition::{Definitions, Source},
    entry::Entry,
    hash::Sha,
    letter::LetterFault,
    note::SignKey,
    policy::{MAX_BYTES, Policy, PolicyFault},
    receipt::{Checkpoint, Receipt},
};

use crate::{
    city::{City, County, LOG, Q2, Q3, definitions, draft},
    commands::run,
};

/// The definitions of these tests as a policy, with another name for the form so often.
fn policy(version: u32) -> String {
    let own = definition_sources(&definitions()).unwrap().into_iter().map(|source| {
        let name = source.file.rsplit('/').next().unwrap().to_owned();
        let text = source.text.replacen("version = 1", &format!("version = {version}"), 1);
        Source { file: format!("site/{name}"), text }
    });
    let all = Definitions::builtin_sources().into_iter().chain(own).collect();
    Policy::new("yunjiang-2025", all).unwrap().compose()
}

/// The log puts a text in force for everyone.
fn publish(city: &City, text: &str) -> Sha {
    let version = Sha::of(text.as_bytes());
    city.with(|state| {
        state.documents.insert(state.leaves.len(), text.to_owned());
        let entry = Entry::of_policy(version, state.time).compose();
        state.append(entry);
    });
    version
}

async fn contact(node: &Node) -> Option<Trouble> {
    node.push().await.unwrap().trouble
}

fn schema(node: &Node) -> String {
    node.definitions().form("T3").unwrap().schema()
}

#[tokio::test]
async fn the_newest_policy_is_followed_and_what_was_sealed_before_is_sent_as_sealed() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    assert_eq!((node.rules().version, schema(&node)), (None, "tongbao.T3/1".into()));
    let old = node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!(old.statement.policy, None);
    publish(&city, &policy(2));
    let newest = publish(&city, &policy(3));
    assert!(contact(&node).await.is_none());
    assert_eq!((node.rules().version, schema(&node)), (Some(newest), "tongbao.T3/3".into()));
    assert_eq!(node.campaign().unwrap().campaign, "yunjiang-2025");
    let sent = node.items().unwrap().remove(0);
    assert_eq!((sent.id, sent.state), (old.id, State::Valid));
    // Also after opening it again; and the cases of the ledger before are read under its own form.
    let node = county.open();
    let item = node.file(&draft("2025Q3", Q3), None).unwrap();
    assert_eq!(item.statement.policy, Some(newest));
    assert_eq!(item.statement.schema.name, "tongbao.T3/3");
    let (code, text) = run(county.path(), &["status", "--lang", "zh"]);
    assert!(
        text.contains(&format!("现行定义版本：{}", newest.to_string().get(..12).unwrap())),
        "{code} {text}"
    );
}

/// What a level above has published for the campaign comes with the policy and is said with its fraction, the newest of each
/// indicator alone.
#[tokio::test]
async fn lines_published_above_are_shown_by_status() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let line = |period: &str, numerator: u32| {
        format!(
            "{{ indicator = \"I14\", period = \"{period}\", numerator = {numerator}, denominator = 894 }}"
        )
    };
    let text = format!(
        "benchmarks = \"yunjiang-2025\"\nversion = 1\nissuer = {{ zh = \"省厅\", en = \"The province\" }}\nlines = [{}, {}]\n",
        line("2025Q3", 832),
        line("2025Q2", 700)
    );
    let own = Source { file: "site/lines.toml".into(), text };
    let all = Definitions::builtin_sources().into_iter().chain([own]).collect();
    publish(&city, &Policy::new("yunjiang-2025", all).unwrap().compose());
    assert!(contact(&node).await.is_none());
    for (lang, words) in [
        ("zh", ["省厅公布：", "2025年第三季度为93.06 %（832/894）"]),
        ("en", ["The province published: ", " is 93.06 % (832/894)"]),
    ] {
        let (_, text) = run(county.path(), &["status", "--lang", lang]);
        assert!(words.iter().all(|words| text.contains(words)), "{text}");
        assert!(!text.contains("700/894"), "an older line is none: {text}");
    }
}

#[tokio::test]
async fn a_policy_this_program_cannot_follow_is_named_and_the_former_stays() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let good = publish(&city, &policy(2));
    assert!(contact(&node).await.is_none());
    let form = "form = \"T3\"\nversion = 9\nhologram = true\n";
    let unknown = Policy::new("none", vec![Source { file: "T3.toml".into(), text: form.into() }]).unwrap();
    for (text, newer) in [
        (policy(3).replacen("policy/v1", "policy/v2", 1), true),
        (unknown.compose(), false),
        (format!("tongbao-policy/v1\n{}", "x".repeat(MAX_BYTES)), false),
    ] {
        let version = publish(&city, &text);
        assert!(contact(&node).await.is_none(), "the letter is genuine and kept");
        let rules = node.rules();
        let beyond = rules.beyond.clone().unwrap();
        assert_eq!((rules.version, beyond.version), (Some(good), version));
        assert_eq!(beyond.fault == PolicyFault::Newer, newer, "{}", beyond.fault);
        assert_eq!(schema(&node), "tongbao.T3/2");
        let (code, text) = run(county.path(), &["status", "--lang", "zh"]);
        assert_eq!(code, 1, "{text}");
        assert!(text.contains("请升级 node-agent"), "{text}");
    }
    // Work goes on under the former one.
    assert_eq!(node.file(&draft("2025Q2", Q2), None).unwrap().statement.policy, Some(good));
    assert!(contact(&node).await.is_none());
    // An update of the program, or a later policy, ends it.
    let next = publish(&city, &policy(4));
    assert!(contact(&node).await.is_none());
    assert_eq!((node.rules().version, node.rules().beyond.clone()), (Some(next), None));
}

#[tokio::test]
async fn a_forged_policy_is_refused() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    // Signed by another key, or another text than the leaf names.
    publish(&city, &policy(2));
    let first = city.with(|state| state.documents.insert(0, policy(3))).unwrap();
    let trouble = contact(&node).await;
    assert!(matches!(trouble, Some(Trouble::Letter(LetterFault::Document))), "{trouble:?}");
    assert_eq!(node.rules().version, None);
    city.with(|state| state.documents.insert(0, first));
    let own =
        city.with(|state| std::mem::replace(&mut state.key, SignKey::from_seed(LOG, &[9; 32]).unwrap()));
    assert!(matches!(contact(&node).await, Some(Trouble::OtherKey)));
    assert_eq!((node.rules().version, node.letters().unwrap().len()), (None, 0));
    city.with(|state| state.key = own);
    assert!(contact(&node).await.is_none());
    assert!(node.rules().version.is_some());
}

#[tokio::test]
async fn a_policy_damaged_on_this_disk_is_not_followed() {
    use diesel::{Connection, connection::SimpleConnection, sqlite::SqliteConnection};
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    publish(&city, &policy(2));
    assert!(contact(&node).await.is_none());
    drop(node);
    let file = county.path().join("outbox.db");
    let mut connection = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
    connection.batch_execute("UPDATE letter SET document = replace(document, 'T3', 'T4')").unwrap();
    assert_eq!(county.open().rules().version, None);
}

#[test]
fn a_receipt_of_a_policy_is_of_the_log_or_of_nobody() {
    let text = policy(2);
    let entry = Entry::of_policy(Sha::of(text.as_bytes()), crate::city::at("2025-10-12T01:00:00Z")).compose();
    let root = schemas::merkle::root([&entry]);
    let forger = SignKey::from_seed(LOG, &[9; 32]).unwrap();
    let checkpoint = Checkpoint { origin: LOG.into(), size: 1, root }.sign(&forger);
    let receipt = Receipt { entry, index: 0, proof: vec![], checkpoint }.compose();
    let letter = schemas::wire::Letter { receipt, document: Some(text) };
    let log = SignKey::from_seed(LOG, &[3; 32]).unwrap().verify_key();
    let bureau = "519901".parse().unwrap();
    assert!(matches!(letter.verify("n-x", &bureau, &log), Err(LetterFault::Receipt(_))));
    assert!(letter.verify("n-x", &bureau, &forger.verify_key()).is_ok());
}
