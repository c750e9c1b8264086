//! Enrolment: the city proves itself first; the same token asks again; nothing wrong is kept.

use crate::city::{BUREAU, City, County, Fault, draft};
use node_agent::{AgentError, Config, Node, State, Trouble};
use schemas::{
    note::SignKey,
    problem::Problem,
    wire::{Enrolment, KeyState, Token},
};

#[tokio::test]
async fn the_log_key_is_pinned_and_the_bureau_kept() {
    let city = City::start().await;
    let (county, _) = County::enrolled(&city).await;
    let node = county.open();
    let enrolment = node.enrolment().unwrap();
    assert_eq!(enrolment.log_key, city.with(|state| state.key.verify_key()));
    assert_eq!((enrolment.bureau.as_str(), enrolment.state), (BUREAU, KeyState::Active));
    let (_, _, sent) = city.requests().await.remove(0);
    let sent = Enrolment::open(std::str::from_utf8(&sent).unwrap()).unwrap();
    assert_eq!(sent.key.name(), node.name());
}

#[tokio::test]
async fn another_key_than_the_tokens_never_sees_the_secret() {
    let (city, county) = (City::start().await, County::new());
    let other = SignKey::from_seed(crate::city::LOG, &[4; 32]).unwrap().verify_key();
    let token = Token { log_key: Token::key_hash(&other), id: "T1".into(), secret: vec![9; 20] };
    let mut node = county.open();
    let refused = node.enrol(&token.compose(), &city.url()).await;
    assert!(matches!(refused, Err(AgentError::WrongCity)));
    assert!(city.requests().await.is_empty(), "only the greeting may have been asked for");
    assert!(matches!(county.open().enrolment(), Err(AgentError::NotEnrolled)));
    for (token, server) in
        [("nonsense".to_owned(), city.url()), (city.token(), format!("{}/path", city.url()))]
    {
        assert!(node.enrol(&token, &server).await.is_err());
    }
}

#[tokio::test]
async fn a_used_token_is_refused_for_another_node_and_good_for_the_same() {
    let city = City::start().await;
    let (county, mut node) = County::enrolled(&city).await;
    assert!(node.enrol(&city.token(), &city.url()).await.is_ok());
    let stranger = County::new();
    std::fs::write(stranger.path().join("node.key"), "08".repeat(32)).unwrap();
    let refused = stranger.open().enrol(&city.token(), &city.url()).await;
    let Err(AgentError::Trouble(Trouble::Refused(problem, _))) = refused else { panic!("{refused:?}") };
    assert_eq!(problem, Problem::TokenUsed);
    assert!(county.waits.0.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_pending_key_may_seal_and_waits_for_approval() {
    let city = City::start().await;
    city.with(|state| state.admitted = KeyState::Pending);
    let (county, mut node) = County::enrolled(&city).await;
    assert_eq!(node.enrolment().unwrap().state, KeyState::Pending);
    node.file(&draft("2025Q2", crate::city::Q2), None).unwrap();
    city.fault("PUT", Fault::Problem(Problem::KeyPending));
    let pushed = node.push().await.unwrap();
    assert_eq!(pushed.items[0].state, State::Sealed);
    assert!(matches!(pushed.trouble, Some(Trouble::Refused(Problem::KeyPending, _))));
    assert!(county.waits.0.lock().unwrap().is_empty(), "a person's approval is not waited for in seconds");
    city.with(|state| state.admitted = KeyState::Active);
    assert_eq!(node.enrol(&city.token(), &city.url()).await.unwrap().state, KeyState::Active);
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}

#[tokio::test]
async fn an_enrolment_for_another_bureau_or_city_is_not_kept() {
    let city = City::start().await;
    let county = County::new();
    let config = Config { bureau: Some("519999".parse().unwrap()), ..Config::read(county.path()).unwrap() };
    config.write(county.path()).unwrap();
    let refused = county.open().enrol(&city.token(), &city.url()).await;
    assert!(matches!(refused, Err(AgentError::OtherBureau(bureau)) if bureau == BUREAU));
    let (_county, mut node) = County::enrolled(&city).await;
    let elsewhere = City::start().await;
    elsewhere.with(|state| state.key = SignKey::from_seed(crate::city::LOG, &[5; 32]).unwrap());
    let refused = node.enrol(&elsewhere.token(), &elsewhere.url()).await;
    assert!(matches!(refused, Err(AgentError::OtherCity)));
}

#[tokio::test]
async fn another_key_at_the_same_address_is_sent_nothing() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", crate::city::Q2), None).unwrap();
    city.with(|state| state.key = SignKey::from_seed(crate::city::LOG, &[6; 32]).unwrap());
    let before = city.requests().await.len();
    let pushed = node.push().await.unwrap();
    assert!(matches!(pushed.trouble, Some(Trouble::OtherKey)));
    assert_eq!((pushed.items[0].state, city.requests().await.len()), (State::Sealed, before));
}

#[test]
fn a_node_is_made_once_and_its_key_is_its_own() {
    let county = County::new();
    assert!(matches!(Node::init(county.path(), &Config::default()), Err(AgentError::Exists)));
    let key = county.path().join("node.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
        let opened = Node::open(county.path(), county.clock.clone());
        assert!(matches!(opened.err(), Some(AgentError::KeyExposed)));
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    std::fs::write(&key, "zz").unwrap();
    let opened = Node::open(county.path(), county.clock.clone());
    assert!(matches!(opened.err(), Some(AgentError::KeyBroken)));
}
