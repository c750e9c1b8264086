//! The agent as an auditor: what the city shows of its log must belong to one history, and what it hands over is kept
//! only when it proves itself.

use crate::city::{City, County, Fault, LOG, Q2, Q3, draft};
use node_agent::{Node, State, Trouble};
use schemas::{
    entry::{Act, Entry},
    hash::Sha,
    letter::LetterFault,
    note::SignKey,
    receipt::{Checkpoint, Receipt},
};

/// A leaf to a node, of some act, with some document.
fn leaf(city: &City, addressee: &str, act: Act, document: Option<&str>) {
    city.with(|state| {
        let entry = Entry {
            act,
            addressee: addressee.into(),
            statement: None,
            signatures: None,
            filing: None,
            digest: document.map(|text| Sha::of(text.as_bytes())),
            key_leaf: None,
            received: state.time,
            due: None,
        };
        if let Some(document) = document {
            state.documents.insert(state.leaves.len(), document.into());
        }
        state.append(entry.compose());
    });
}

/// A node that has filed one ledger and knows the log up to there.
async fn filed(city: &City) -> (County, Node) {
    let (county, node) = County::enrolled(city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
    (county, node)
}

/// What filing once more comes to.
async fn again(node: &Node) -> (State, Option<Trouble>) {
    node.file(&draft("2025Q3", Q3), None).unwrap();
    let mut pushed = node.push().await.unwrap();
    (pushed.items.remove(0).state, pushed.trouble)
}

#[tokio::test]
async fn a_log_that_has_grown_is_proven_to_have_and_the_newest_is_seen() {
    let city = City::start().await;
    let (_county, node) = filed(&city).await;
    (0..40).for_each(|_| leaf(&city, "n-other", Act::Confirmed, None));
    let (state, trouble) = again(&node).await;
    assert!(trouble.is_none(), "{trouble:?}");
    assert_eq!(state, State::Valid);
    // The next statement names the newest checkpoint, which was verified: 42 leaves.
    let third = node.amend(&draft("2025Q3", &Q3.replace("2025-07", "2025-08")), "录错");
    let seen = third.map(|item| item.statement.seen.unwrap()).unwrap();
    assert_eq!(seen, city.with(|state| (42, schemas::merkle::root(&state.leaves))));
    assert!(node.forks().unwrap().is_empty());
}

#[tokio::test]
async fn another_history_is_named_kept_as_evidence_and_nothing_is_done_on_it() {
    // The first leaf is another one: of the same size, or grown over since.
    for more in [0, 5] {
        let city = City::start().await;
        let (county, node) = filed(&city).await;
        let before = city.with(|state| state.checkpoint(1));
        city.with(|state| {
            state.leaves[0] = state.leaves[0].replace("received 2025-10-12", "received 2025-10-11")
        });
        (0..more).for_each(|_| leaf(&city, "n-other", Act::Confirmed, None));
        let (state, trouble) = again(&node).await;
        assert!(matches!(trouble, Some(Trouble::Fork(size)) if size == 1 + more), "{trouble:?}");
        assert_eq!(state, State::Sealed);
        let forks = county.open().forks().unwrap();
        assert_eq!(forks.len(), 1);
        let other = city.with(|state| state.checkpoint(state.leaves.len()));
        assert_eq!((&forks[0].verified, &forks[0].other), (&before, &other));
        // Both are signed by the log: whoever is shown them needs to believe nobody.
        let key = city.with(|state| state.key.verify_key());
        let roots: Vec<Checkpoint> =
            [&forks[0].verified, &forks[0].other].map(|note| Checkpoint::open(note, &key).unwrap()).into();
        assert_ne!(roots[0].root, roots[1].root);
        // Found again is not kept twice.
        node.push().await.unwrap();
        assert_eq!(node.forks().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_log_that_shrank_is_a_fork() {
    let city = City::start().await;
    let (_county, node) = filed(&city).await;
    (0..3).for_each(|_| leaf(&city, "n-other", Act::Confirmed, None));
    node.push().await.unwrap();
    city.with(|state| state.leaves.truncate(2));
    let (state, trouble) = again(&node).await;
    assert!(matches!(trouble, Some(Trouble::Fork(2))), "{trouble:?}");
    assert_eq!((state, node.forks().unwrap().len()), (State::Sealed, 1));
}

#[tokio::test]
async fn a_forked_receipt_leaves_the_item_sealed() {
    let city = City::start().await;
    let (_county, node) = filed(&city).await;
    // The newest checkpoint is honest; the receipt is of another history.
    city.fault(
        "PUT",
        Fault::Tampered(|receipt| {
            let mut receipt = Receipt::parse(&receipt).unwrap();
            let size = receipt.index + 1;
            receipt.proof = vec![Sha::of(b"another first leaf")];
            let leaf = schemas::merkle::leaf_hash(receipt.entry.as_bytes());
            let root = schemas::merkle::node_hash(&receipt.proof[0], &leaf);
            let key = SignKey::from_seed(LOG, &[3; 32]).unwrap();
            receipt.checkpoint = Checkpoint { origin: LOG.into(), size, root }.sign(&key);
            receipt.compose()
        }),
    );
    let (state, trouble) = again(&node).await;
    assert!(matches!(trouble, Some(Trouble::Fork(2))), "{trouble:?}");
    assert_eq!((state, node.forks().unwrap().len()), (State::Sealed, 1));
}

#[tokio::test]
async fn letters_are_verified_and_kept_in_order_once() {
    let city = City::start().await;
    let (county, node) = filed(&city).await;
    leaf(&city, &node.name(), Act::Returned, Some("tongbao-return/v1\n"));
    leaf(&city, "n-other", Act::Returned, Some("not mine"));
    leaf(&city, "*", Act::Policy, Some("for all"));
    for _ in 0..2 {
        assert!(node.push().await.unwrap().trouble.is_none());
    }
    let kept = county.open().letters().unwrap();
    let said: Vec<&str> = kept.iter().map(|letter| letter.document.as_deref().unwrap()).collect();
    assert_eq!((said.len(), &said[1..]), (3, ["tongbao-return/v1\n", "for all"].as_slice()));
    assert!(
        said[0].starts_with("tongbao-statement/v1\n"),
        "the receipt of the statement comes with its note"
    );
    let key = city.with(|state| state.key.verify_key());
    assert!(kept.iter().all(|letter| letter.verify(&node.name(), &"519901".parse().unwrap(), &key).is_ok()));
}

#[tokio::test]
async fn many_letters_come_in_several_answers() {
    let city = City::start().await;
    let (_county, node) = filed(&city).await;
    (0..410).for_each(|_| leaf(&city, "*", Act::Confirmed, None));
    assert!(node.push().await.unwrap().trouble.is_none());
    assert_eq!(node.letters().unwrap().len(), 411);
}

#[tokio::test]
async fn a_letter_with_another_document_is_refused_and_not_kept() {
    let city = City::start().await;
    let (_county, node) = filed(&city).await;
    leaf(&city, &node.name(), Act::Returned, Some("what was said"));
    city.with(|state| state.documents.insert(1, "what was not said".into()));
    let pushed = node.push().await.unwrap();
    assert!(matches!(pushed.trouble, Some(Trouble::Letter(LetterFault::Document))), "{:?}", pushed.trouble);
    assert_eq!(node.letters().unwrap().len(), 1);
    // Filing goes on beside it.
    assert_eq!(again(&node).await.0, State::Valid);
}
