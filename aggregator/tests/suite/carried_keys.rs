//! Keys by hand: a leader's is enrolled and replaced, and a node that was revoked comes back with another, all by files
//! and with the same compared words, problems and records as over a line.

use aggregator::{
    intake::{enrolment, key, package},
    store,
};
use node_agent::{AgentError, Imported, Node, OfficerAnswer, OfficerKey, State, Trouble, Wishes};
use schemas::{
    key::{Role, words::fingerprint},
    note::SignKey,
    package::{Kind, Package, Part},
    problem::Problem,
    wire::{KeyState, Token},
};

use crate::{
    carried::{answered, leaves},
    city::City,
    filing::ledger,
    keys,
};

crate::on_both_engines! {
    async fn a_leader_s_key_is_enrolled_and_replaced_by_hand(city: City) {
        let mut node = by_hand(&city).await;
        let (bureau, leader) = ("519901", OfficerKey::generate().unwrap());
        let token = keys::token(&city, bureau, Role::Officer, false).await.compose();
        let elsewhere = SignKey::from_seed("tongbao.elsewhere/1", &[9; 32]).unwrap().verify_key();
        let astray = Token { log_key: Token::key_hash(&elsewhere), ..Token::parse(&token).unwrap() }.compose();
        assert!(matches!(node.ask_for_officer(&leader, &astray), Err(AgentError::WrongCity)));
        node.ask_for_officer(&leader, &token).unwrap();
        let taken = round(&city, &mut node, "1", &Wishes::default()).await;
        let words = fingerprint(&leader.verify_key()).zh;
        assert!(taken.0.lines[0].outcome.as_ref().unwrap().zh.contains(words.as_ref()), "{:?}", taken.0.lines);
        assert!(matches!(taken.1.unwrap().officer, Some(OfficerAnswer::Enrolled(said)) if said.state == KeyState::Pending));
        assert_eq!(node.config().officer.as_ref().unwrap().state, KeyState::Pending);
        // A person has compared the words; the same request asks again.
        key::approve(&city.services, leader.name()).await.unwrap();
        let answers = round(&city, &mut node, "2", &Wishes::default()).await;
        assert!(matches!(answers.1.unwrap().officer, Some(OfficerAnswer::Enrolled(said)) if said.state == KeyState::Active));
        assert_eq!(node.config().officer.as_ref().unwrap().state, KeyState::Active);
        let made = node.export(&city.folder().join("3"), &Wishes::default()).unwrap();
        assert!(Package::parse(&made.bytes).unwrap().parts.is_empty(), "it has been answered");

        // Another in its place, signed with both; twice is once.
        let new = OfficerKey::generate().unwrap();
        let stranger = OfficerKey::generate().unwrap();
        assert!(matches!(node.ask_for_officer_change(&stranger, &new), Err(AgentError::NotTheOfficer)));
        node.ask_for_officer_change(&leader, &new).unwrap();
        let made = node.export(&city.folder().join("4"), &Wishes::default()).unwrap();
        let before = leaves(&city);
        let answers = package::take(&city.services, &made.bytes).await.unwrap().answers;
        assert_eq!(package::take(&city.services, &made.bytes).await.unwrap().lines.len(), 1);
        assert_eq!(leaves(&city), before + 1);
        let read = Package::parse(&answers).unwrap();
        let receipt = read.of_kind(Kind::Rotated).next().unwrap();
        let moved = receipt.text().unwrap().replacen("\nindex ", "\nindex 1", 1);
        let parts: Vec<Part<'_>> = read.parts.iter().map(|part| match part.kind {
            Kind::Rotated => Part { bytes: moved.as_bytes(), ..*part },
            _ => *part,
        }).collect();
        let forged = read.head.seal(&city.services.greeter, &parts).unwrap();
        assert!(matches!(node.import(&forged).await, Err(AgentError::Trouble(Trouble::Receipt(_)))), "no key changes without a proof");
        assert!(node.config().officer.as_ref().unwrap().key.point() == leader.verify_key().point());
        let imported = node.import(&answers).await.unwrap();
        assert!(matches!(imported.officer, Some(OfficerAnswer::Rotated(key)) if key.point() == new.verify_key().point() && key.name() == leader.name()));
        assert!(node.import(&answers).await.unwrap().officer.is_none(), "once");
        let officer = node.config().officer.clone().unwrap();
        assert!(officer.key.point() == new.verify_key().point() && officer.state == KeyState::Active);
        let name = leader.name();
        let known = city.services.store.read_now(move |connection| store::node::find(connection, &name)).unwrap().unwrap();
        assert!(known.key == officer.key);

        // What the city refuses is said, written down, and not asked again.
        node.ask_for_officer(&stranger, &token).unwrap();
        let refused = round(&city, &mut node, "5", &Wishes::default()).await.1.unwrap_err();
        assert!(matches!(refused, AgentError::Trouble(Trouble::Refused(Problem::TokenUsed, _))), "{refused:?}");
        let lines = city.services.store.read_now(|connection| store::audit::newest(connection, 2)).unwrap();
        assert!(lines.iter().any(|line| line.what == "enrolment token-used" && line.who == stranger.name()), "{lines:?}");
        let made = node.export(&city.folder().join("6"), &Wishes::default()).unwrap();
        assert!(Package::parse(&made.bytes).unwrap().parts.is_empty());
        assert!(node.config().officer.clone().unwrap() == officer);
    }

    async fn a_node_that_was_revoked_comes_back_by_hand(city: City) {
        let mut node = by_hand(&city).await;
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        round(&city, &mut node, "1", &Wishes::default()).await.1.unwrap();
        assert_eq!(node.items().unwrap()[0].state, State::Valid);
        let old = node.name();
        key::revoke(&city.services, old.clone(), city.services.clock.now(), "电脑遗失".into()).await.unwrap();
        let made = node.export(&city.folder().join("2"), &Wishes::default()).unwrap();
        let refused = package::take(&city.services, &made.bytes).await.unwrap_err();
        assert_eq!(refused.problem(), Problem::KeyRevoked);
        // A token that cannot bring it back leaves everything as it is.
        let used = keys::token(&city, "519901", Role::Agent, true).await;
        keys::redeem(&city, &used, &keys::key_of(Role::Agent, 7)).await;
        node.ask_anew(&used.compose()).unwrap();
        let refused = round(&city, &mut node, "3", &Wishes::default()).await.1.unwrap_err();
        assert!(matches!(refused, AgentError::Trouble(Trouble::Refused(Problem::TokenUsed, _))), "{refused:?}");
        assert_eq!(node.name(), old);
        let made = node.export(&city.folder().join("4"), &Wishes::default()).unwrap();
        assert_eq!(Package::parse(&made.bytes).unwrap().head.node, old);

        let token = keys::token(&city, "519901", Role::Agent, false).await.compose();
        let new = node.ask_anew(&token).unwrap();
        let (taken, imported) = round(&city, &mut node, "5", &Wishes::default()).await;
        assert_eq!(imported.unwrap().enrolled.unwrap().state, KeyState::Pending);
        let answers = Package::parse(&taken.answers).unwrap();
        assert_eq!(answers.of_kind(Kind::Letter).count(), 0, "nobody reads the bureau's letters before a person has compared the words");
        assert!(node.verify_key() == new && node.name() != old);
        key::approve(&city.services, node.name()).await.unwrap();
        let imported = round(&city, &mut node, "6", &Wishes::default()).await.1.unwrap();
        assert_eq!(imported.enrolled.unwrap().state, KeyState::Active);
        // What was filed before stays known.
        node.amend(&city.draft("L3", "2025Q3", &ledger(37)), "一件误录为结案").unwrap();
        round(&city, &mut node, "7", &Wishes::default()).await.1.unwrap();
        let states: Vec<State> = node.items().unwrap().iter().map(|item| item.state).collect();
        assert_eq!(states, [State::Superseded, State::Valid]);
    }
}

/// A node of 519901 that has enrolled by files.
async fn by_hand(city: &City) -> Node {
    let mut node = city.bare_node("519901");
    let token = enrolment::issue(&city.services, "519901".parse().unwrap(), true).await.unwrap();
    let enrolment = Some((token, city.services.log_key.clone()));
    let answers = answered(city, &node, "0", &Wishes { enrolment, ..Wishes::default() }).await;
    node.import(&answers).await.unwrap();
    node
}

/// Out with a package and in with its answers.
async fn round(
    city: &City,
    node: &mut Node,
    name: &str,
    wishes: &Wishes,
) -> (package::Taken, Result<Imported, AgentError>) {
    let made = node.export(&city.folder().join(name), wishes).unwrap();
    let taken = package::take(&city.services, &made.bytes).await.unwrap();
    let imported = node.import(&taken.answers).await;
    (taken, imported)
}
