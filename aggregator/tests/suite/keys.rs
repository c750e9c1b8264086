//! The life of a key through HTTP: enrolled with a token, admitted by a person, replaced, revoked; each a leaf whose
//! document says so. What others try with keys is in `adversary`.

pub mod leader;

use aggregator::{
    intake::{
        content,
        enrolment::{self, Grant, TOKEN_LIFE},
        key,
    },
    store::{audit, document, filing, log, node},
};
use chrono::TimeDelta;
use node_agent::{AgentError, State};
use schemas::{
    definition::Definitions,
    entry::{Act, Entry},
    hash::Sha,
    key::{KeyAct, KeyDocument, Role, Rotation, words::fingerprint},
    note::SignKey,
    problem::Problem,
    receipt::Receipt,
    statement::{FilingKey, Kind, Purpose, Schema, Statement},
    wire::{self, Enrolled, Enrolment, KeyState, StatementStatus, Token},
};

use crate::{
    asked::{Answer, ask},
    city::{City, at},
    filing::{ledger, push},
};

/// A key named as its role wants it.
pub fn key_of(role: Role, seed: u8) -> SignKey {
    let point = *SignKey::from_seed("n", &[seed; 32]).unwrap().verify_key().point();
    SignKey::from_seed(&role.name_of(&point), &[seed; 32]).unwrap()
}

/// A token, for a person to approve unless `approved`.
pub async fn token(city: &City, bureau: &str, role: Role, approved: bool) -> Token {
    let grant = Grant { bureau: bureau.parse().unwrap(), role, approved, life: TOKEN_LIFE };
    Token::parse(&enrolment::issue_for(&city.services, grant).await.unwrap()).unwrap()
}

/// The note that brings a key with a token.
pub fn request(city: &City, token: &Token, key: &SignKey) -> String {
    let request = Enrolment {
        log: city.services.log_key.name().to_owned(),
        token: token.id.clone(),
        secret: token.secret.clone(),
        key: key.verify_key(),
    };
    request.sign(key)
}

/// Sends a key with a token.
pub async fn redeem(city: &City, token: &Token, key: &SignKey) -> Answer {
    post(city, wire::ENROLMENTS, request(city, token, key)).await
}

/// Posts a note.
pub async fn post(city: &City, path: &str, note: String) -> Answer {
    ask("POST", &format!("{}{path}", city.address), &[], note.into_bytes()).await
}

/// A key that may sign for a bureau.
pub async fn enrolled(city: &City, bureau: &str, role: Role, seed: u8) -> SignKey {
    let key = key_of(role, seed);
    let answer = redeem(city, &token(city, bureau, role, true).await, &key).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    key
}

/// A nil return of the arbitration ledger by whoever has the key.
pub fn nil(city: &City, key: &SignKey, bureau: &str) -> Statement {
    let definitions = Definitions::builtin().unwrap();
    let form = definitions.form("L3").unwrap();
    Statement {
        log: city.services.log_key.name().into(),
        kind: Kind::Nil,
        node: key.verify_key().name().into(),
        filing: FilingKey {
            bureau: bureau.parse().unwrap(),
            form: "L3".into(),
            period: "2025Q3".parse().unwrap(),
            subject: None,
        },
        revision: 1,
        supersedes: None,
        schema: Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) },
        policy: None,
        content: None,
        previous: None,
        seen: None,
        created: city.services.clock.now(),
        skew: 0,
        purpose: Purpose::Baseline,
        reason: None,
    }
}

/// Puts a note at the address of a statement.
pub async fn put(city: &City, id: &Sha, note: String) -> Answer {
    ask("PUT", &format!("{}{}", city.address, wire::statement_path(id)), &[], note.into_bytes()).await
}

/// Signs and sends.
pub async fn send(city: &City, key: &SignKey, statement: &Statement) -> Answer {
    put(city, &statement.id(), key.sign(&statement.compose())).await
}

/// The note that asks for another key.
pub fn rotation(city: &City, old: &SignKey, new: &SignKey) -> String {
    let rotation = Rotation {
        log: city.services.log_key.name().into(),
        old: old.verify_key(),
        new: new.verify_key(),
        created: city.services.clock.now(),
    };
    rotation.sign(old, new).unwrap()
}

/// A key of another seed under the name of the first.
pub fn next_key(of: &SignKey, seed: u8) -> SignKey {
    SignKey::from_seed(of.verify_key().name(), &[seed; 32]).unwrap()
}

fn leaf_and_document(city: &City, index: u64) -> (Entry, String) {
    let (receipt, text) = city
        .services
        .store
        .read_now(|connection| {
            let receipt = log::receipt(connection, index)?;
            let entry = Entry::parse(&receipt.entry).unwrap();
            Ok::<_, aggregator::store::StoreError>((
                receipt,
                document::find(connection, &entry.digest.unwrap())?,
            ))
        })
        .unwrap();
    let proven = receipt.verify(&city.services.log_key).unwrap();
    (proven.entry, text.unwrap())
}

fn size(city: &City) -> u64 {
    city.services.store.read_now(log::size).unwrap()
}

async fn status(city: &City, id: &Sha) -> StatementStatus {
    content::status(&city.services, *id).await.unwrap()
}

crate::on_both_engines! {
    async fn a_key_waits_without_a_leaf_until_its_words_were_compared(city: City) {
        let (token, key) = (token(&city, "519901", Role::Agent, false).await, key_of(Role::Agent, 1));
        let before = size(&city);
        for _ in 0..2 {
            let answer = redeem(&city, &token, &key).await;
            assert_eq!(answer.status, 202, "{}", answer.text());
        }
        assert_eq!(size(&city), before, "a key that waits has no leaf");
        let statement = nil(&city, &key, "519901");
        assert_eq!(send(&city, &key, &statement).await.problem(), "key-pending");

        let name = key.verify_key().name().to_owned();
        let shown = city.services.store.read_now(|connection| key::find(connection, &name)).unwrap();
        assert_eq!((shown.words, shown.row.leaf), (fingerprint(&key.verify_key()), None));
        for _ in 0..2 {
            key::approve(&city.services, name.clone()).await.unwrap();
        }
        assert_eq!(size(&city), before + 1, "approving again changes nothing");
        let (entry, text) = leaf_and_document(&city, before);
        assert_eq!((entry.act, entry.addressee.as_str()), (Act::KeyEnrolled, name.as_str()));
        let told = KeyDocument::parse(&text).unwrap();
        assert_eq!((told.digest(), told.act, told.key), (entry.digest.unwrap(), KeyAct::Enrolled, key.verify_key()));
        let answer: Enrolled = serde_json::from_value(redeem(&city, &token, &key).await.json()).unwrap();
        assert_eq!(answer.state, KeyState::Active);
        assert_eq!(send(&city, &key, &statement).await.status, 201);
    }

    async fn a_new_key_takes_over_and_what_the_old_one_signed_stays_proven(city: City) {
        let old = enrolled(&city, "519901", Role::Agent, 1).await;
        let first = nil(&city, &old, "519901");
        assert_eq!(send(&city, &old, &first).await.status, 201);
        let new = next_key(&old, 2);
        let note = rotation(&city, &old, &new);
        let before = size(&city);
        let done = post(&city, wire::ROTATIONS, note.clone()).await;
        assert_eq!(done.status, 201, "{}", done.text());
        let again = post(&city, wire::ROTATIONS, note.clone()).await;
        assert_eq!((again.status, again.text(), size(&city)), (200, done.text(), before + 1));
        let entry = Receipt::parse(&done.text()).unwrap().verify(&city.services.log_key).unwrap().entry;
        assert_eq!(entry.signatures, schemas::note::signatures_hash(&note).ok(), "the leaf binds both signatures");
        let (_, text) = leaf_and_document(&city, before);
        let told = KeyDocument::parse(&text).unwrap();
        assert_eq!((told.act, told.key), (KeyAct::Rotated(old.verify_key()), new.verify_key()));

        let second = Statement { filing: FilingKey { form: "L5".into(), ..first.filing.clone() }, ..first.clone() };
        let definitions = Definitions::builtin().unwrap();
        let form = definitions.form("L5").unwrap();
        let schema = Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) };
        let second = Statement { schema, ..second };
        assert_eq!(send(&city, &old, &second).await.problem(), "key-revoked", "the old key has stopped");
        assert_eq!(send(&city, &new, &second).await.status, 201);
        // Each statement verifies with the key that its own leaf names.
        for (statement, key) in [(first, &old), (second, &new)] {
            let id = statement.id();
            let row = city.services.store.read_now(|connection| filing::find(connection, &id)).unwrap().unwrap();
            let receipt = city.services.store.read_now(|connection| log::receipt(connection, row.leaf)).unwrap();
            let key_leaf = Entry::parse(&receipt.entry).unwrap().key_leaf.unwrap();
            let told = KeyDocument::parse(&leaf_and_document(&city, key_leaf).1).unwrap();
            assert_eq!(told.key, key.verify_key());
            assert_eq!(told.key.open(&row.note).unwrap(), statement.compose());
        }
    }

    async fn a_revoked_key_stops_and_what_it_signed_since_is_flagged(city: City) {
        let key = enrolled(&city, "519901", Role::Agent, 1).await;
        let (one, name) = (nil(&city, &key, "519901"), key.verify_key().name().to_owned());
        assert_eq!(send(&city, &key, &one).await.status, 201);
        city.clock.set(at("2025-10-14 09:00"));
        let definitions = Definitions::builtin().unwrap();
        let of_form = |code: &str| {
            let form = definitions.form(code).unwrap();
            Statement {
                filing: FilingKey { form: code.into(), ..one.filing.clone() },
                schema: Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) },
                ..one.clone()
            }
        };
        let two = of_form("L4");
        assert_eq!(send(&city, &key, &two).await.status, 201);
        let county = city.cookie("donghu").await;
        let page = async |form: &str| city.file(&format!("/filings/519901/{form}/2025Q3"), &county).await.text().await.unwrap();
        assert!(!page("L4").await.contains("密钥存疑"));

        let revoke = |since, reason: &str| key::revoke(&city.services, name.clone(), since, reason.into());
        let since = at("2025-10-14 00:00");
        for (since, reason) in [(at("2025-10-15 00:00"), "电脑遗失"), (since, " "), (since, "电话13812345678")] {
            assert_eq!(revoke(since, reason).await.unwrap_err().problem(), Problem::Invalid, "{reason}");
        }
        let before = size(&city);
        revoke(since, "电脑遗失").await.unwrap();
        assert_eq!(revoke(since, "电脑遗失").await.unwrap_err().problem(), Problem::KeyRevoked);
        let (entry, text) = leaf_and_document(&city, before);
        let KeyAct::Revoked(told) = KeyDocument::parse(&text).unwrap().act else { panic!("{text}") };
        assert_eq!((entry.act, told.since, told.not_after_leaf), (Act::KeyRevoked, since, before - 1));
        assert_eq!(send(&city, &key, &of_form("L5")).await.problem(), "key-revoked");

        // Kept both, flagged the later one, for programs and for people.
        assert!(!status(&city, &one.id()).await.key_suspect && status(&city, &two.id()).await.key_suspect);
        assert!(page("L4").await.contains("密钥存疑") && !page("L3").await.contains("密钥存疑"));

        // Coming back takes a new token and a new key.
        assert_eq!(key::approve(&city.services, name.clone()).await.unwrap_err().problem(), Problem::KeyRevoked);
        let fresh = token(&city, "519901", Role::Agent, true).await;
        assert_eq!(redeem(&city, &fresh, &key).await.problem(), "forbidden");
        let new = key_of(Role::Agent, 2);
        assert_eq!(redeem(&city, &fresh, &new).await.status, 200);
        assert_eq!(send(&city, &new, &Statement { node: new.verify_key().name().into(), ..of_form("L5") }).await.status, 201);
    }

    async fn an_agent_changes_its_key_and_files_on(city: City) {
        let mut node = city.node("519901").await;
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        assert_eq!(push(&node).await, [State::Valid]);
        let (name, old) = (node.name(), node.verify_key());
        let proven = node.rotate().await.unwrap();
        assert_eq!((proven.entry.act, proven.entry.addressee), (Act::KeyRotated, name.clone()));
        let known = city.services.store.read_now(|connection| node::find(connection, &name)).unwrap().unwrap();
        assert!(known.key == node.verify_key() && known.key != old);
        node.amend(&city.draft("L3", "2025Q3", &ledger(37)), "一件误录为结案").unwrap();
        assert_eq!(push(&node).await, [State::Superseded, State::Valid]);
    }

    async fn a_revoked_node_comes_back_with_a_new_key_and_knows_what_it_filed(city: City) {
        let mut node = city.node("519901").await;
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        assert_eq!(push(&node).await, [State::Valid]);
        let old = node.name();
        key::revoke(&city.services, old.clone(), at("2025-10-13 00:00"), "电脑遗失".into()).await.unwrap();
        node.nil("L5", "2025Q3".parse().unwrap(), None, Some(Purpose::Baseline)).unwrap();
        // What was decided meanwhile is for whoever comes back; the node itself hears why, and sends nothing more.
        city.node("519902").await;
        let told = node.push().await.unwrap_err();
        assert!(matches!(&told, AgentError::KeyRevoked(reason) if reason == "电脑遗失"), "{told:?}");
        assert_eq!(node.items().unwrap()[1].state, State::Blocked(Problem::KeyRevoked));
        assert_eq!(node.revocation().unwrap().as_deref(), Some("电脑遗失"));
        assert!(matches!(node.push().await, Err(AgentError::KeyRevoked(_))));
        let used = token(&city, "519902", Role::Agent, true).await.compose();
        assert!(node.enrol_anew(&used).await.is_err(), "a token of another bureau");
        let fresh = token(&city, "519901", Role::Agent, true).await.compose();
        assert_eq!(node.enrol_anew(&fresh).await.unwrap().state, KeyState::Active);
        assert_ne!(node.name(), old);
        node.amend(&city.draft("L3", "2025Q3", &ledger(37)), "一件误录为结案").unwrap();
        node.nil("L5", "2025Q3".parse().unwrap(), None, Some(Purpose::Baseline)).unwrap();
        let states = push(&node).await;
        assert_eq!(states[2..], [State::Valid, State::Valid], "{states:?}");
    }

    async fn the_audit_is_cut_to_its_bounds_and_never_changed(city: City) {
        use diesel::RunQueryDsl;
        let record = audit::Record {
            at: at("2025-10-13 16:20"),
            what: "x".repeat(audit::MAX_WORD + 1),
            who: "-".into(),
            detail: "示".repeat(audit::MAX_DETAIL + 1),
        };
        city.services.store.write(move |connection| audit::add(connection, &record)).await.unwrap();
        let kept = city.services.store.read_now(|connection| audit::newest(connection, 1)).unwrap().remove(0);
        assert_eq!((kept.what.len(), kept.detail.chars().count()), (audit::MAX_WORD, audit::MAX_DETAIL));
        for change in ["UPDATE audit SET what = 'y'", "DELETE FROM audit"] {
            let changed = city.services.store.write(move |connection| {
                diesel::sql_query(change).execute(connection).map_err(aggregator::store::StoreError::from)
            });
            assert!(changed.await.is_err(), "{change}");
        }
        assert_eq!(city.services.store.read_now(|connection| audit::newest(connection, 1)).unwrap(), [kept]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_lasts_72_hours_at_most_and_is_of_its_log() {
    let city = City::start().await;
    let bureau: schemas::bureau::BureauCode = "519901".parse().unwrap();
    let grant = |life| Grant { bureau: bureau.clone(), role: Role::Agent, approved: true, life };
    for life in [TimeDelta::zero(), TOKEN_LIFE + TimeDelta::seconds(1)] {
        let refused = enrolment::issue_for(&city.services, grant(life)).await.unwrap_err();
        assert_eq!(refused.problem(), Problem::Invalid);
    }
    let short = enrolment::issue_for(&city.services, grant(TimeDelta::hours(1))).await.unwrap();
    let (short, long) = (Token::parse(&short).unwrap(), token(&city, "519901", Role::Agent, true).await);
    city.clock.set(city.services.clock.now() + TimeDelta::hours(2));
    assert_eq!(redeem(&city, &short, &key_of(Role::Agent, 1)).await.problem(), "forbidden");
    assert_eq!(redeem(&city, &long, &key_of(Role::Agent, 1)).await.status, 200);
    let name = key_of(Role::Agent, 1).verify_key().name().to_owned();
    let row = city.services.store.read_now(|connection| node::find(connection, &name)).unwrap().unwrap();
    assert_eq!((row.state, row.role), (KeyState::Active, Role::Agent));
}
