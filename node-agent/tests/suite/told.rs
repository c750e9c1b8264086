//! What the city decides comes as letters and is seen here: sent back with reasons and a day, confirmed, missed, revoked;
//! whatever comes twice or late changes nothing.

use crate::{
    city::{City, County, Q2, draft},
    commands::run,
};
use chrono::NaiveDate;
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use node_agent::{AgentError, Decision, Item, Node, State};
use schemas::{
    entry::{Act, Entry},
    hash::Sha,
    key::{KeyAct, KeyDocument, Revocation, Role},
    returned::Returned,
    wire::FilingState,
};

/// A leaf about a statement of the node.
fn said(city: &City, item: &Item, act: Act, document: Option<String>) {
    city.with(|state| {
        let entry = Entry {
            act,
            addressee: item.statement.node.clone(),
            statement: Some(item.id),
            signatures: None,
            filing: Some((item.statement.filing.clone(), item.statement.revision)),
            digest: document.as_ref().map(|text| Sha::of(text.as_bytes())),
            key_leaf: None,
            received: state.time,
            due: None,
        };
        // Without one of its own the test's city would hand out the note of the statement.
        state.documents.extend(document.map(|text| (state.leaves.len(), text)));
        if act != Act::Returned {
            state.without.push(state.leaves.len());
        }
        state.append(entry.compose());
    });
}

fn returned(item: &Item, day: &str) -> String {
    let (case, words) = ("云〔2025〕1号".to_owned(), "结案日期晚于送达日期".to_owned());
    let until = day.parse().unwrap();
    Returned { statement: item.id, until, reason: "日期与文书不符".into(), cases: vec![(case, words)] }
        .compose()
}

async fn filed(city: &City) -> (County, Node, Item) {
    let (county, node) = County::enrolled(city).await;
    let item = node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
    (county, node, item)
}

async fn hear(node: &Node) {
    assert!(node.push().await.unwrap().trouble.is_none());
}

fn stands(node: &Node) -> Vec<(State, Option<Decision>)> {
    node.items().unwrap().iter().map(|item| (item.state, item.decision)).collect()
}

fn until(day: &str) -> Option<Decision> {
    Some(Decision::Until(day.parse::<NaiveDate>().unwrap()))
}

#[tokio::test]
async fn what_is_sent_back_says_why_and_until_when_and_can_be_amended() {
    let city = City::start().await;
    let (county, node, item) = filed(&city).await;
    said(&city, &item, Act::Returned, Some(returned(&item, "2025-10-20")));
    hear(&node).await;
    assert_eq!(stands(&node), [(State::Returned, until("2025-10-20"))]);
    let (code, text) = run(county.path(), &["status"]);
    for words in ["市局已退回", "2025-10-20 前", "日期与文书不符", "云〔2025〕1号 结案日期晚于送达日期"]
    {
        assert!(code == 0 && text.contains(words), "{words}: {text}");
    }
    let (_, text) = run(county.path(), &["status", "--lang", "en"]);
    assert!(text.contains("Amend it by 2025-10-20") && text.contains("node-agent amend"), "{text}");
    let (code, text) = run(county.path(), &["push"]);
    assert!(code == 1 && text.contains("日期与文书不符"), "it is said until it is amended: {text}");

    node.amend(&draft("2025Q2", &Q2.replace("2025-05-10", "2025-05-12")), "按退回理由更正").unwrap();
    assert_eq!(stands(&node)[1], (State::Sealed, None));
    hear(&node).await;
    assert_eq!(
        node.items().unwrap().iter().map(|item| item.state).collect::<Vec<_>>(),
        [State::Superseded, State::Valid]
    );
    // A letter about the earlier revision that comes only now changes nothing of it.
    said(&city, &item, Act::Returned, Some(returned(&item, "2025-10-30")));
    hear(&node).await;
    assert_eq!(node.items().unwrap()[0].state, State::Superseded);
    let (code, text) = run(county.path(), &["push"]);
    assert!(code == 0 && text.contains("没有待发送"), "{text}");
}

#[tokio::test]
async fn the_newest_leaf_says_what_holds_in_whatever_order_it_comes() {
    let city = City::start().await;
    let (county, node, item) = filed(&city).await;
    said(&city, &item, Act::Confirmed, None);
    hear(&node).await;
    assert_eq!(stands(&node), [(State::Valid, Some(Decision::Confirmed))]);
    let (_, text) = run(county.path(), &["status"]);
    assert!(text.contains("市局已确认"), "{text}");
    said(&city, &item, Act::Returned, Some(returned(&item, "2025-10-20")));
    said(&city, &item, Act::Returned, Some(returned(&item, "2025-10-25")));
    hear(&node).await;
    let newest = [(State::Returned, until("2025-10-25"))];
    assert_eq!(stands(&node), newest);
    // The reasons are those of the newest, once.
    assert_eq!(node.items().unwrap()[0].findings.len(), 2);
    // The same letters once more, the newest first: as after a store that forgot which it had heeded.
    let mut store = SqliteConnection::establish(county.path().join("outbox.db").to_str().unwrap()).unwrap();
    for sql in ["UPDATE letter SET heeded = 0", "UPDATE letter SET heeded = 0 WHERE leaf_index = 3"] {
        diesel::sql_query(sql).execute(&mut store).unwrap();
        said(&city, &Item { id: Sha::of(b"another"), ..item.clone() }, Act::Confirmed, None);
        hear(&node).await;
        assert_eq!(stands(&node), newest);
    }
}

#[tokio::test]
async fn rows_that_are_missed_are_said_until_they_have_come() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let item = node.file(&draft("2025Q2", Q2), None).unwrap();
    city.with(|state| state.verdict = FilingState::Receipted);
    node.push().await.unwrap();
    said(&city, &item, Act::Defaulted, None);
    node.push().await.unwrap();
    assert_eq!(stands(&node)[0].1, Some(Decision::Defaulted));
    for (lang, words) in [("zh", "宽限期已过"), ("en", "period of grace is over")] {
        let (_, text) = run(county.path(), &["status", "--lang", lang]);
        assert!(text.contains(words), "{text}");
    }
    city.with(|state| {
        state.verdict = FilingState::Validated;
        state.accepted.values_mut().for_each(|(_, _, now)| *now = FilingState::Validated);
    });
    hear(&node).await;
    assert_eq!(stands(&node), [(State::Valid, None)]);
    // What was missed once is not missed again by an old letter.
    said(&city, &item, Act::Defaulted, None);
    hear(&node).await;
    assert_eq!(stands(&node), [(State::Valid, None)]);
}

#[tokio::test]
async fn a_node_whose_key_was_revoked_says_so_and_asks_nothing_more() {
    let city = City::start().await;
    let (county, node, _) = filed(&city).await;
    let revoked = |key| {
        let revocation = Revocation {
            since: crate::city::at("2025-10-01T00:00:00Z"),
            not_after_leaf: 1,
            reason: "电脑遗失".into(),
        };
        KeyDocument {
            act: KeyAct::Revoked(revocation),
            node: node.name(),
            role: Role::Agent,
            bureau: "519901".parse().unwrap(),
            key,
        }
    };
    let tell = |document: KeyDocument| {
        city.with(|state| {
            state.documents.insert(state.leaves.len(), document.compose());
            state.append(Entry::of_key(&document, state.time).compose());
        });
    };
    // Another key of this node, replaced before: that is none of this one's.
    tell(revoked(schemas::note::SignKey::from_seed(&node.name(), &[9; 32]).unwrap().verify_key()));
    hear(&node).await;
    tell(revoked(node.verify_key()));
    assert!(matches!(node.push().await, Err(AgentError::KeyRevoked(reason)) if reason == "电脑遗失"));
    let before = city.requests().await.len();
    node.file(&draft("2025Q3", crate::city::Q3), None).unwrap();
    assert!(matches!(node.push().await, Err(AgentError::KeyRevoked(reason)) if reason == "电脑遗失"));
    let did = node.tick().await.unwrap();
    assert!(!did.iter().any(|did| ["push", "letters"].contains(&did.job.code())), "{did:?}");
    assert_eq!(city.requests().await.len(), before);
    for (lang, words) in [("zh", "市局已吊销本节点密钥（电脑遗失）"), ("en", "has revoked this node's key")]
    {
        let (_, text) = run(county.path(), &["status", "--lang", lang]);
        assert!(text.contains(words), "{text}");
        let (code, text) = run(county.path(), &["push", "--lang", lang]);
        assert!(code == 2 && text.contains(words), "{text}");
    }
}
