//! The node's key over the years: changed, too old; and receipts that a hostile city shows. The leader's is in `officer`.

use chrono::{DateTime, Months, Utc};
use node_agent::{AgentError, KeyAge, Node, State, Trouble};
use schemas::{entry::Entry, hash::Sha, note, problem::Problem, receipt::ReceiptFault};

use crate::{
    city::{City, County, Fault, Q2, Q3, at, draft},
    commands::run,
};

fn fault(refused: Result<impl std::fmt::Debug, AgentError>) -> ReceiptFault {
    match refused {
        Err(AgentError::Trouble(Trouble::Receipt(fault))) => fault,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_change_of_key_broken_off_goes_on_with_the_same_key() {
    let city = City::start().await;
    let (county, mut node) = County::enrolled(&city).await;
    let (name, old) = (node.name(), node.verify_key());
    node.file(&draft("2025Q2", Q2), None).unwrap();
    assert!(matches!(node.rotate().await, Err(AgentError::SendFirst(1))));
    node.push().await.unwrap();
    // The answer is lost on every try: the city has changed the key, the node does not know.
    for _ in 0..node_agent::TRIES {
        city.fault("POST", Fault::Lost);
    }
    assert!(matches!(node.rotate().await, Err(AgentError::Trouble(_))));
    assert_eq!(node.verify_key(), old);
    let mut node = county.open();
    assert!(matches!(node.file(&draft("2025Q3", Q3), None), Err(AgentError::KeyChanging)));
    city.with(|state| state.time = at("2025-10-12T02:00:00Z"));
    node.rotate().await.unwrap();
    let taken = city.with(|state| state.rotated.clone().unwrap().0);
    assert_eq!((node.verify_key().to_string(), node.name()), (taken, name.clone()));
    // What is read again is the new key, and it signs.
    let node = county.open();
    assert_eq!((node.name(), county.path().join("node.key.next").exists()), (name, false));
    assert_ne!(node.verify_key(), old);
    let item = node.file(&draft("2025Q3", Q3), None).unwrap();
    assert!(node.verify_key().open(&item.note).is_ok() && old.open(&item.note).is_err());
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}

#[tokio::test]
async fn a_change_the_city_refuses_or_does_not_prove_leaves_the_old_key() {
    let city = City::start().await;
    let (county, mut node) = County::enrolled(&city).await;
    let old = node.verify_key();
    city.fault("POST", Fault::Tampered(|receipt| receipt.replace("index 0", "index 1")));
    assert_eq!(fault(node.rotate().await), ReceiptFault::Proof);
    assert_eq!((node.verify_key(), county.open().verify_key()), (old.clone(), old.clone()));
    city.fault("POST", Fault::Problem(Problem::KeyRevoked));
    assert!(matches!(
        node.rotate().await,
        Err(AgentError::Trouble(Trouble::Refused(Problem::KeyRevoked, _)))
    ));
    assert_eq!(county.open().verify_key(), old);
    node.file(&draft("2025Q2", Q2), None).unwrap();
}

#[tokio::test]
async fn an_old_key_is_warned_of_at_twelve_months_and_at_twenty_four() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let since: DateTime<Utc> = node.enrolment().unwrap().key_since.unwrap();
    assert_eq!(since, city.with(|state| state.time), "by the city's signed time, not the machine's");
    let after = |months| since.checked_add_months(Months::new(months)).unwrap();
    let second = chrono::TimeDelta::seconds(1);
    for (now, age) in [
        (after(12) - second, KeyAge::Fine),
        (after(12), KeyAge::Old),
        (after(24) - second, KeyAge::Old),
        (after(24), KeyAge::TooOld),
    ] {
        county.clock.set(now);
        assert_eq!(node.key_age(), age, "{now}");
    }
    // The words say what to do; after the change it goes on.
    let at = after(24).to_rfc3339();
    let (_, text) = run(county.path(), &["status", "--at", &at]);
    assert!(text.contains("满24个月") && text.contains("node-agent rotate"), "{text}");
    let (_, text) = run(county.path(), &["status", "--lang", "en", "--at", &after(13).to_rfc3339()]);
    assert!(text.contains("12 months") && text.contains("node-agent rotate"), "{text}");
    city.with(|state| state.time = after(24));
    let mut node = county.open();
    node.rotate().await.unwrap();
    assert_eq!(county.open().key_age(), KeyAge::Fine);
}

#[tokio::test]
async fn a_very_old_key_seals_nothing() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    county
        .clock
        .set(node.enrolment().unwrap().key_since.unwrap().checked_add_months(Months::new(24)).unwrap());
    assert!(matches!(node.file(&draft("2025Q2", Q2), None), Err(AgentError::KeyTooOld)));
    assert!(node.items().unwrap().is_empty());
}

/// A receipt whose leaf the city wrote anew, with one thing different, in its own log: every signature of it is good.
async fn pushed_with(
    city: &City,
    node: &Node,
    change: impl FnOnce(&mut Entry, &mut crate::city::State),
) -> Option<Trouble> {
    let item = node.items().unwrap().into_iter().find(|item| item.state == State::Sealed).unwrap();
    let (id, statement) = (item.id, item.statement.clone());
    city.with(|state| {
        let signatures = note::signatures_hash(&item.note).unwrap();
        let mut entry = Entry::accepted(&statement, id, signatures, 0, state.time, None);
        change(&mut entry, state);
        let receipt = state.append(entry.compose());
        state.accepted.insert(id, (item.note, receipt, schemas::wire::FilingState::Receipted));
    });
    node.push().await.unwrap().trouble
}

#[tokio::test]
async fn a_leaf_for_other_signatures_is_not_believed() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    let trouble =
        pushed_with(&city, &node, |entry, _| entry.signatures = Some(Sha::of(b"another line"))).await;
    assert!(matches!(trouble, Some(Trouble::Receipt(ReceiptFault::Signatures))), "{trouble:?}");
    assert_eq!(node.items().unwrap()[0].state, State::Sealed);
}

#[tokio::test]
async fn a_backdated_leaf_is_not_believed() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    node.file(&draft("2025Q3", Q3), None).unwrap();
    // Its time lies before that of an earlier leaf this node holds.
    let trouble = pushed_with(&city, &node, |entry, _| entry.received -= chrono::TimeDelta::hours(3)).await;
    assert!(matches!(trouble, Some(Trouble::Receipt(ReceiptFault::Backdated))), "{trouble:?}");
    assert_eq!(node.items().unwrap()[1].state, State::Sealed);
}

#[tokio::test]
async fn a_leaf_among_those_seen_before_signing_is_not_believed() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    // The first checkpoint this node sees covers two leaves.
    city.with(|state| state.append("a leaf of another node".into()));
    node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    node.file(&draft("2025Q3", Q3), None).unwrap();
    // Another log under the same key, in which the new leaf takes the place of the first: a log that shrank.
    let trouble = pushed_with(&city, &node, |_, state| state.leaves.clear()).await;
    assert!(matches!(trouble, Some(Trouble::Fork(1))), "{trouble:?}");
}
