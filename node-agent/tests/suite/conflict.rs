//! After a lost disk: equal content adopts what is in force, other content is shown beside it (RULINGS 16).

use crate::city::{City, County, Q2, draft};
use node_agent::State;
use schemas::{problem::Problem, statement::Kind, wire::FilingState};

#[tokio::test]
async fn a_copy_of_the_store_sends_the_same_and_gets_the_same_receipt() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    drop(node);
    let copy = county.path().join("copy.db");
    let store = county.path().join("outbox.db");
    std::fs::copy(&store, &copy).unwrap();
    let receipt = county.open().push().await.unwrap().items[0].receipt.clone();
    county.lose_store();
    std::fs::copy(&copy, &store).unwrap();
    let again = county.open().push().await.unwrap().items.remove(0);
    assert_eq!((again.state, again.receipt), (State::Valid, receipt));
    assert_eq!(city.with(|state| state.leaves.len()), 1);
}

#[tokio::test]
async fn the_same_ledger_sealed_anew_adopts_the_head() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let lost = node.file(&draft("2025Q2", Q2), None).unwrap();
    let lost_receipt = node.push().await.unwrap().items[0].receipt.clone();
    drop(node);
    county.lose_store();
    county.clock.set(crate::city::at("2025-10-14T01:00:00Z"));
    let node = county.open();
    let anew = node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_ne!(anew.id, lost.id);
    assert_eq!(anew.statement.content, lost.statement.content);
    let pushed = node.push().await.unwrap();
    assert!(pushed.trouble.is_none());
    let items = node.items().unwrap();
    assert_eq!(items.iter().map(|item| item.state).collect::<Vec<_>>(), [State::Adopted, State::Valid]);
    assert_eq!((items[1].id, &items[1].receipt, items[1].learnt), (lost.id, &lost_receipt, true));
    // The adopted head carries on: the next quarter is held against its rows, and an amendment supersedes it.
    assert!(!node.check(&draft("2025Q3", crate::city::Q3), None).unwrap().stops);
    let amended = node.amend(&draft("2025Q2", &Q2.replace("05-10", "05-11")), "录错").unwrap();
    assert_eq!((amended.statement.revision, amended.statement.supersedes), (2, Some(lost.id)));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}

#[tokio::test]
async fn an_adopted_head_whose_rows_never_arrived_gets_them() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    drop(node);
    city.with(|state| {
        state.contents.clear();
        state.accepted.values_mut().for_each(|(.., at)| *at = FilingState::Receipted);
    });
    county.lose_store();
    county.clock.set(crate::city::at("2025-10-14T01:00:00Z"));
    let node = county.open();
    node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    assert_eq!(node.items().unwrap()[1].state, State::Valid);
    assert_eq!(city.with(|state| state.contents.len()), 1);
}

#[tokio::test]
async fn a_nil_return_sealed_anew_adopts_the_nil_head() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let period = "2025Q2".parse().unwrap();
    node.nil("T3", period, None, None).unwrap();
    node.push().await.unwrap();
    drop(node);
    county.lose_store();
    county.clock.set(crate::city::at("2025-10-14T01:00:00Z"));
    let node = county.open();
    node.nil("T3", period, None, None).unwrap();
    node.push().await.unwrap();
    let items = node.items().unwrap();
    assert_eq!(items.iter().map(|item| item.state).collect::<Vec<_>>(), [State::Adopted, State::Valid]);
    assert_eq!(items[1].statement.kind, Kind::Nil);
}

#[tokio::test]
async fn other_content_blocks_and_the_head_can_be_amended() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let lost = node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    drop(node);
    county.lose_store();
    let node = county.open();
    let other = Q2.replace("2025-05-10", "2025-05-12");
    node.file(&draft("2025Q2", &other), None).unwrap();
    let pushed = node.push().await.unwrap();
    assert_eq!(pushed.items[0].state, State::Blocked(Problem::RevisionConflict));
    let items = node.items().unwrap();
    assert_eq!((items.len(), items[1].id, items[1].state), (2, lost.id, State::Receipted));
    assert!(node.push().await.unwrap().items.is_empty(), "a person decides");
    let amended = node.amend(&draft("2025Q2", &other), "原件遗失，按台账更正").unwrap();
    assert_eq!((amended.statement.revision, amended.statement.supersedes), (2, Some(lost.id)));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}

#[tokio::test]
async fn a_revision_of_nothing_is_blocked_and_a_head_without_proof_changes_nothing() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    node.amend(&draft("2025Q2", &Q2.replace("05-10", "05-11")), "录错").unwrap();
    let kept = city.with(|state| std::mem::take(&mut state.accepted));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Blocked(Problem::RevisionConflict));
    // A head with another receipt than its own.
    let (county, stranger) = County::enrolled(&city).await;
    let _keep = county;
    city.with(|state| {
        state.accepted = kept;
        state.accepted.values_mut().for_each(|(_, receipt, _)| *receipt = "c2sp.org/tlog-proof@v1".into());
    });
    stranger.file(&draft("2025Q2", &Q2.replace("2号", "9号")), None).unwrap();
    let pushed = stranger.push().await.unwrap();
    assert_eq!(pushed.items[0].state, State::Sealed);
    assert!(pushed.trouble.is_some());
}
