//! The leader's key through HTTP: it countersigns where the campaign says so, is of one role, and files nothing.

use std::path::PathBuf;

use aggregator::{intake::key, store::filing};
use node_agent::{OfficerKey, State};
use schemas::{
    definition::Definitions,
    hash::Sha,
    key::Role,
    receipt::Receipt,
    statement::{FilingKey, Schema, Statement},
    wire::{self, KeyState},
};

use super::{enrolled, key_of, next_key, nil, post, put, redeem, rotation, status, token};
use crate::{
    city::{City, Setting, at},
    filing::{ledger, push},
};

/// A city whose campaign asks for the leader's signature.
pub async fn countersigning(database: Option<String>) -> City {
    let folder = std::env::temp_dir().join(format!("tongbao-countersign-{}", std::process::id()));
    City::of(Setting { database, definitions: Some(definitions(folder)), ..Setting::yunjiang() }).await
}

/// The campaign of 云江市 in a later version that asks for the leader's signature.
fn definitions(folder: PathBuf) -> PathBuf {
    let campaign = include_str!("../../../../schemas/definitions/campaigns/yunjiang-2025.toml");
    let asks = campaign.replace("version = 1\n", "version = 2\ncountersign = true\n");
    assert_ne!(asks, campaign);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("yunjiang-2025.toml"), asks).unwrap();
    folder
}

async fn a_leader_has_to_sign_where_the_campaign_says_so(city: City) {
    let node = enrolled(&city, "519901", Role::Agent, 1).await;
    let leader = enrolled(&city, "519901", Role::Officer, 2).await;
    let statement = nil(&city, &node, "519901");
    let (id, one) = (statement.id(), node.sign(&statement.compose()));
    assert_eq!(put(&city, &id, one.clone()).await.problem(), "officer-signature-missing");
    let both = leader.sign_too(&one).unwrap();
    let answer = put(&city, &id, both.clone()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let proven = Receipt::parse(&answer.text()).unwrap().verify_for(&id, &city.services.log_key).unwrap();
    assert_eq!(
        proven.entry.signatures,
        schemas::note::signatures_hash(&both).ok(),
        "the leaf covers both lines"
    );
    let kept = city.services.store.read_now(|connection| filing::find(connection, &id)).unwrap().unwrap();
    assert_eq!(kept.note, both);

    // A leader whose key is revoked makes suspect what was countersigned since.
    let name = leader.verify_key().name().to_owned();
    key::revoke(&city.services, name, at("2025-10-13 00:00"), "钥匙遗失".into()).await.unwrap();
    assert!(status(&city, &id).await.key_suspect);
    let next = Statement {
        filing: FilingKey {
            period: "2025Q3".parse().unwrap(),
            form: "L5".into(),
            ..statement.filing.clone()
        },
        ..statement
    };
    let definitions = Definitions::builtin().unwrap();
    let form = definitions.form("L5").unwrap();
    let next =
        Statement { schema: Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) }, ..next };
    let both = leader.sign_too(&node.sign(&next.compose())).unwrap();
    assert_eq!(put(&city, &next.id(), both).await.problem(), "officer-signature-missing");
}

/// The agent's side of it: the city asks, the leader enrols and signs, the city takes it.
async fn a_leader_signs_at_the_node(city: City) {
    let mut node = city.node("519901").await;
    node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    assert_eq!(push(&node).await, [State::Unsigned]);
    let leader = OfficerKey::generate().unwrap();
    let token = token(&city, "519901", Role::Officer, true).await;
    assert_eq!(node.enrol_officer(&leader, &token.compose()).await.unwrap().state, KeyState::Active);
    let waiting = node.unsigned(None).unwrap().remove(0).item;
    node.countersign(&leader, waiting.number).unwrap();
    assert_eq!(push(&node).await, [State::Valid]);
    let page =
        city.file("/filings/519901/L3/2025Q3", &city.cookie("donghu").await).await.text().await.unwrap();
    assert!(page.contains(&leader.name()) && page.contains(&node.name()), "both who signed are named");
}

async fn one_key_is_of_one_role_and_one_holder(city: City) {
    let node = enrolled(&city, "519901", Role::Agent, 1).await;
    let as_leader = key_of(Role::Officer, 1);
    let of_leader = token(&city, "519901", Role::Officer, true).await;
    assert_eq!(
        redeem(&city, &of_leader, &as_leader).await.problem(),
        "forbidden",
        "the same key in the other role"
    );
    assert_eq!(
        redeem(&city, &of_leader, &key_of(Role::Agent, 3)).await.problem(),
        "forbidden",
        "a token of the other role"
    );
    let leader = enrolled(&city, "519901", Role::Officer, 2).await;
    let taken = post(&city, wire::ROTATIONS, rotation(&city, &node, &next_key(&node, 2))).await;
    assert_eq!(taken.problem(), "forbidden", "a node takes the leader's key over");
    // A leader's key files nothing, with or without another signature.
    let alone = nil(&city, &leader, "519901");
    let note = leader.sign(&alone.compose());
    assert_eq!(put(&city, &alone.id(), note.clone()).await.problem(), "out-of-scope");
    let with_node = node.sign_too(&note).unwrap();
    assert_eq!(put(&city, &alone.id(), with_node).await.problem(), "out-of-scope");
}

#[tokio::test(flavor = "multi_thread")]
async fn countersigning_on_sqlite() {
    a_leader_has_to_sign_where_the_campaign_says_so(countersigning(None).await).await;
    one_key_is_of_one_role_and_one_holder(countersigning(None).await).await;
    a_leader_signs_at_the_node(countersigning(None).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn countersigning_on_postgres() {
    if let Some(database) = crate::city::postgres_schema() {
        a_leader_has_to_sign_where_the_campaign_says_so(countersigning(Some(database)).await).await;
        one_key_is_of_one_role_and_one_holder(countersigning(crate::city::postgres_schema()).await).await;
        a_leader_signs_at_the_node(countersigning(crate::city::postgres_schema()).await).await;
    }
}
