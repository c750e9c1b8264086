//! Letters: every leaf reaches its addressee with the document it fixes, and nobody else.

use aggregator::store::{AnyConnection, StoreError, log};
use schemas::{
    entry::{Act, Entry},
    finding::Finding,
    hash::Sha,
    wire::{self, Letter},
};

use crate::{
    asked::ask,
    city::City,
    filing::{ledger, push},
    signing::{get, key_of},
};

/// What the node of a bureau is answered.
async fn letters(city: &City, bureau: &str, query: &str) -> Vec<Letter> {
    let answer = get(city, &key_of(city, bureau), "GET", &format!("{}{query}", wire::LETTERS)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

crate::on_both_engines! {
    async fn a_node_is_handed_what_the_log_holds_for_it(city: City) {
        let (donghu, xiling) = (city.node("519901").await, city.node("519902").await);
        let good = donghu.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&donghu).await;
        push(&xiling).await;
        let found = letters(&city, "519901", "").await;
        let proven: Vec<(Act, u64)> = found
            .iter()
            .map(|letter| letter.verify(&donghu.name(), &"519901".parse().unwrap(), &city.services.log_key).unwrap())
            .map(|proven| (proven.entry.act, proven.index))
            .collect();
        let acts: Vec<Act> = proven.iter().map(|(act, _)| *act).collect();
        assert_eq!(acts, [Act::KeyEnrolled, Act::StatementAccepted, Act::ContentValid]);
        assert_eq!(found[1].document.as_deref(), Some(good.note.as_str()));
        // The document of a verdict is the findings, and the leaf holds its hash.
        let findings: Vec<Finding> = serde_json::from_str(found[2].document.as_deref().unwrap()).unwrap();
        let kept = donghu.items().unwrap().remove(0).findings;
        assert_eq!(findings, kept);
        // The agent holds the same, verified; the other node's is its own only.
        assert_eq!(donghu.letters().unwrap().len(), 3);
        let theirs = xiling.letters().unwrap();
        assert_eq!(theirs.len(), 1);
        assert!(theirs[0].verify(&donghu.name(), &"519901".parse().unwrap(), &city.services.log_key).is_err());
        let behind = letters(&city, "519901", &format!("?after={}", proven[1].1)).await;
        assert_eq!(behind, found[2..]);
        assert!(letters(&city, "519901", "?after=9223372036854775807").await.is_empty());
        assert!(letters(&city, "519901", "?after=18446744073709551615").await.is_empty());
        let unsigned = ask("GET", &format!("{}{}", city.address, wire::LETTERS), &[], Vec::new()).await;
        assert_eq!(unsigned.status, 401);
        let asked = get(&city, &key_of(&city, "519901"), "GET", &format!("{}?after=-1", wire::LETTERS)).await;
        assert_eq!(asked.status, 400, "{}", asked.text());
    }

    async fn letters_to_everyone_come_in_answers_of_so_many(city: City) {
        let node = city.node("519901").await;
        let now = city.services.clock.now();
        let unit = move |connection: &mut AnyConnection| {
            for number in 0..250 {
                let text = format!("policy {number}\n");
                let digest = Some(aggregator::store::document::keep(connection, &text)?);
                assert_eq!(digest, Some(Sha::of(text.as_bytes())));
                let entry = Entry {
                    act: Act::Policy, addressee: "*".into(), statement: None, signatures: None, filing: None, digest,
                    key_leaf: None, received: now, due: None,
                };
                log::append(connection, entry)?;
            }
            Ok::<_, StoreError>(())
        };
        city.services.store.write(unit).await.unwrap();
        let first = letters(&city, "519901", "").await;
        assert_eq!(first.len(), wire::MAX_LETTERS);
        push(&node).await;
        let kept = node.letters().unwrap();
        assert_eq!((kept.len(), kept[250].document.as_deref()), (251, Some("policy 249\n")));
    }
}
