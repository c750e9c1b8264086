//! What is given back is believed only as far as the log's own key proves it: anything else is refused with its problem
//! and an audit record, and what the log cannot have signed of one history is kept as evidence.

use aggregator::store::{audit, recovered};
use node_agent::Node;
use schemas::{
    entry::Entry,
    hash::Sha,
    key::Role,
    merkle,
    note::SignKey,
    receipt::{Checkpoint, Receipt},
    recovery::{MAX_BYTES, MAX_LETTERS, RECOVERY, Report, Reported},
    wire::Letter,
};

use super::town::{Held, Town};
use crate::{
    asked::Answer,
    city::City,
    keys,
    signing::{Headers, key_of, send, with_body},
};

/// Sends a report as whoever has the key.
pub async fn report(city: &City, key: &SignKey, report: &Report) -> Answer {
    post(city, key, serde_json::to_vec(report).unwrap()).await
}

async fn post(city: &City, key: &SignKey, body: Vec<u8>) -> Answer {
    let mut headers: Headers = with_body(city, key, "POST", RECOVERY, &body);
    headers.push(("content-type", "application/json".into()));
    send(city, "POST", RECOVERY, &headers, body).await
}

fn problem(answer: &Answer) -> (u16, String) {
    let code = serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap()["type"]
        .as_str()
        .unwrap()
        .to_owned();
    (answer.status, code.rsplit(':').next().unwrap().to_owned())
}

/// The newest line of the audit: what, who and detail.
pub fn written(city: &City) -> (String, String, String) {
    let mut lines = city.services.store.read_now(|connection| audit::newest(connection, 1)).unwrap();
    let line = lines.remove(0);
    (line.what, line.who, line.detail)
}

/// The log's own key, as whoever has stolen it has it.
pub fn log_key(town: &Town) -> SignKey {
    let key = aggregator::config::read_log_key(&town.config.data.join("log.key")).unwrap();
    assert_eq!(key.verify_key(), town.city.services.log_key);
    key
}

/// A letter of a log that holds these leaves and no other, the last of them being its own.
pub fn forged(key: &SignKey, leaves: &[String], document: Option<&str>) -> Letter {
    let root = merkle::root(leaves);
    let size = leaves.len() as u64;
    let point = Checkpoint { origin: key.verify_key().name().to_owned(), size, root };
    let proof = path(leaves);
    let receipt = Receipt {
        entry: leaves.last().unwrap().clone(),
        index: size - 1,
        proof,
        checkpoint: point.sign(key),
    };
    assert!(receipt.verify(&key.verify_key()).is_ok());
    Letter { receipt: receipt.compose(), document: document.map(str::to_owned) }
}

/// The inclusion proof of the last leaf: the roots of the complete subtrees before it, nearest first.
fn path(leaves: &[String]) -> Vec<Sha> {
    let (mut proof, mut end) = (Vec::new(), leaves.len() - 1);
    while end > 0 {
        let width = 1 << end.trailing_zeros();
        proof.push(merkle::root(&leaves[end - width..end]));
        end -= width;
    }
    proof
}

pub fn letters(node: &Node, from: u64) -> Vec<Letter> {
    let all = node.letters().unwrap();
    all.into_iter().filter(|letter| Receipt::parse(&letter.receipt).unwrap().index >= from).collect()
}

crate::on_both_engines! {
    async fn a_lie_is_refused_with_its_name_and_written_down(city: City) {
        let mut town = Town::found(city, "liars").await;
        let made = town.back_up();
        town.file("519901");
        town.file("519902");
        town.contact().await;
        town.give_back("519901").await;
        town.contact().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        let live = report(&town.city, &key_of(&town.city, "519901"), &Report::default()).await;
        assert_eq!(problem(&live), (404, "not-found".into()), "a city that is live wants nothing back");
        town.restore(&made);
        let (key, name) = (key_of(&town.city, "519901"), town.node("519901").name());
        let size = town.progress().unwrap().size;
        let good = letters(town.node("519901"), size);
        let returned = good.iter().find(|letter| letter.document.as_deref().is_some_and(|text| text.starts_with("tongbao-return"))).unwrap();
        let other = SignKey::from_seed(town.city.services.log_key.name(), &[9; 32]).unwrap();
        let elsewhere = SignKey::from_seed("tongbao.elsewhere/1", &[9; 32]).unwrap();
        let moved = |letter: &Letter| {
            let mut receipt = Receipt::parse(&letter.receipt).unwrap();
            receipt.index += 1;
            Letter { receipt: receipt.compose(), document: letter.document.clone() }
        };
        let altered = |letter: &Letter, document: Option<String>| Letter { document, ..letter.clone() };
        let text = returned.document.clone().unwrap();
        let lies: Vec<(&str, Letter)> = vec![
            ("the document is missing", altered(returned, None)),
            ("the document is missing", altered(returned, Some(text.replace("until 2025", "until 2026")))),
            ("the leaf is not in the log at that place", moved(returned)),
            ("the checkpoint is not signed with the log's key", forged(&other, &before.leaves, None)),
            ("the checkpoint is not signed with the log's key", forged(&elsewhere, &before.leaves, None)),
            ("this is no receipt", Letter { receipt: "回执".into(), document: None }),
        ];
        for (why, lie) in lies {
            // Whatever stands beside the lie is refused with it.
            let letters = vec![good[0].clone(), lie];
            let answer = report(&town.city, &key, &Report { letters, checkpoint: None, complete: true }).await;
            assert_eq!(problem(&answer), (422, "invalid".into()), "{why}: {}", answer.text());
            let (what, who, detail) = written(&town.city);
            assert_eq!((what.as_str(), who.as_str()), ("recovery invalid", name.as_str()));
            assert!(detail.contains("letter 2") && detail.contains(why), "{why}: {detail}");
        }
        let foreign = Checkpoint { origin: other.verify_key().name().into(), size: 99, root: Sha::of(b"x") };
        let page = Report { letters: vec![], checkpoint: Some(foreign.sign(&other)), complete: true };
        assert_eq!(problem(&report(&town.city, &key, &page).await), (422, "invalid".into()));
        let many = Report { letters: vec![good[0].clone(); MAX_LETTERS + 1], checkpoint: None, complete: true };
        assert_eq!(problem(&report(&town.city, &key, &many).await), (413, "too-large".into()));
        let progress = town.progress().unwrap();
        assert_eq!((progress.recovered, progress.silent().count()), (0, 2), "nothing of it was kept");

        // Who signs the request must be known to the log.
        let stranger = keys::key_of(Role::Agent, 66);
        let honest = Report { letters: good.clone(), checkpoint: None, complete: true };
        let answer = report(&town.city, &stranger, &honest).await;
        assert_eq!(problem(&answer), (401, "unknown-key".into()));
        assert_eq!(written(&town.city).0, "recovery unknown-key");
        let thief = SignKey::from_seed(&name, &[66; 32]).unwrap();
        let answer = report(&town.city, &thief, &honest).await;
        assert_eq!(problem(&answer), (401, "bad-signature".into()));
        assert_eq!(written(&town.city).0, "recovery bad-signature");
        // A body that is not the signed one, one that is none, and a signature used twice.
        let body = serde_json::to_vec(&honest).unwrap();
        let headers = with_body(&town.city, &key, "POST", RECOVERY, &body);
        let answer = send(&town.city, "POST", RECOVERY, &headers, b"{}".to_vec()).await;
        assert_eq!(problem(&answer), (400, "digest-mismatch".into()));
        for body in ["", "{}", "[]", "{\"letters\":[],\"checkpoint\":null,\"complete\":1}"] {
            assert_eq!(problem(&post(&town.city, &key, body.into()).await), (400, "malformed".into()), "{body}");
        }
        assert_eq!(problem(&post(&town.city, &key, vec![b' '; MAX_BYTES + 1]).await), (413, "too-large".into()));
        let page = serde_json::to_vec(&Report::default()).unwrap();
        let headers = with_body(&town.city, &key, "POST", RECOVERY, &page);
        assert_eq!(send(&town.city, "POST", RECOVERY, &headers, page.clone()).await.status, 200);
        let again = send(&town.city, "POST", RECOVERY, &headers, page).await;
        assert_eq!(problem(&again), (401, "bad-signature".into()));

        // After all that the honest ones bring it back.
        let answer = report(&town.city, &key, &honest).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let said: Reported = serde_json::from_slice(&answer.body).unwrap();
        assert!(!said.live);
        town.contact().await;
        town.contact().await;
        town.contact().await;
        assert_eq!(Held::of(&town.city.services), before);
    }

    async fn a_key_that_was_replaced_gives_back_and_does_not_speak_for_the_node(city: City) {
        let mut town = Town::found(city, "replaced").await;
        town.contact().await;
        let old = key_of(&town.city, "519901");
        let made = town.back_up();
        town.node("519901").rotate().await.unwrap();
        town.file("519901");
        town.contact().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        town.restore(&made);
        // To the restored city the old key is the one in force; whoever has it says that there is nothing.
        let nothing = Report { complete: true, ..Report::default() };
        assert_eq!(report(&town.city, &old, &nothing).await.status, 200);
        town.node("519902").push().await.unwrap();
        let progress = town.progress();
        // The other has seen the checkpoint behind the rotation, so the city knows that something is missing.
        assert!(progress.is_some_and(|progress| progress.leaves_missing() > 0));
        town.contact().await;
        town.contact().await;
        assert_eq!(Held::of(&town.city.services), before);
    }

    async fn a_second_history_signed_by_the_log_is_evidence_and_stops_recovery(city: City) {
        let mut town = Town::found(city, "fork").await;
        let made = town.back_up();
        town.file("519901");
        town.file("519902");
        town.contact().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        town.restore(&made);
        let (log, key) = (log_key(&town), key_of(&town.city, "519902"));
        assert!(town.node("519901").push().await.unwrap().trouble.is_some());
        let size = usize::try_from(town.progress().unwrap().size).unwrap();
        // Another leaf at an index that was given back, proven by another tree.
        let mut leaves = before.leaves[..=size].to_vec();
        let mut entry = Entry::parse(leaves.last().unwrap()).unwrap();
        entry.signatures = Some(Sha::of(b"other"));
        entry.act = schemas::entry::Act::Confirmed;
        entry.digest = None;
        *leaves.last_mut().unwrap() = entry.compose();
        let fork = forged(&log, &leaves, None);
        let page = Report { letters: vec![fork], checkpoint: None, complete: true };
        let answer = report(&town.city, &key, &page).await;
        assert_eq!(problem(&answer), (409, "log-forked".into()), "{}", answer.text());
        assert_eq!(written(&town.city).0, "recovery log-forked");
        let forks = town.city.services.store.read_now(recovered::forks).unwrap();
        assert!(!forks.is_empty() && forks.iter().all(|fork| fork.node == key.verify_key().name()));
        // Repeating adds nothing; and although everybody has spoken, the city does not go on.
        report(&town.city, &key, &page).await;
        assert_eq!(town.city.services.store.read_now(recovered::forks).unwrap(), forks);
        town.contact().await;
        town.contact().await;
        let progress = town.progress().unwrap();
        assert!(progress.forks > 0 && !progress.is_ready());
        let cookie = town.city.cookie("staff").await;
        let (_, page) = town.city.ask(reqwest::Method::GET, "/evidence", Some(&cookie), "").await;
        assert!(page.contains("不能属于同一历史"), "{page}");
    }

    async fn a_checkpoint_of_another_tree_is_found_before_anything_is_put_back(city: City) {
        let mut town = Town::found(city, "root").await;
        let made = town.back_up();
        town.file("519901");
        town.contact().await;
        town.contact().await;
        town.restore(&made);
        let (log, key) = (log_key(&town), key_of(&town.city, "519902"));
        let size = town.progress().unwrap().size;
        // Of the restored leaves, the city can say at once.
        let point = |size, root: &[u8]| Checkpoint { origin: log.verify_key().name().into(), size, root: Sha::of(root) };
        let page = Report { letters: vec![], checkpoint: Some(point(size, b"x").sign(&log)), complete: true };
        assert_eq!(problem(&report(&town.city, &key, &page).await), (409, "log-forked".into()));
        town.sql("DELETE FROM log_fork");
        // Of what comes behind them, when the leaves are there.
        let page = Report { letters: vec![], checkpoint: Some(point(size + 1, b"y").sign(&log)), complete: true };
        assert_eq!(report(&town.city, &key, &page).await.status, 200);
        let restored = Held::of(&town.city.services);
        assert!(town.node("519901").push().await.unwrap().trouble.is_some());
        let forks = town.city.services.store.read_now(recovered::forks).unwrap();
        assert_eq!((forks.len(), forks[0].place), (1, size + 1));
        assert_eq!(Held::of(&town.city.services), restored, "nothing was put back");
    }
}
