//! Requests of nodes that are signed by header: only by a node that may, only as they were signed, once, and now.

use aggregator::intake::{self, enrolment};
use chrono::TimeDelta;
use schemas::{
    entry::Act,
    hash::Sha,
    key::{KeyAct, KeyDocument},
    problem::Problem,
    wire::{self, Hello},
};

use crate::{
    asked::{Answer, ask},
    city::{City, at},
    filing::{ledger, push},
    signing::{Headers, get, key_of, part, question, send},
};

/// A city in which one node has filed; the address of its statement, and its content.
async fn filed(city: &City) -> (String, Sha) {
    let node = city.node("519901").await;
    node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    push(&node).await;
    let item = node.items().unwrap().remove(0);
    (wire::statement_path(&item.id), item.statement.content.unwrap().sha256)
}

fn told(answer: &Answer) -> (u16, String) {
    (answer.status, if answer.status < 400 { String::new() } else { answer.problem() })
}

fn refused(problem: Problem) -> (u16, String) {
    (problem.status(), problem.code().to_owned())
}

crate::on_both_engines! {
    async fn a_node_asks_after_its_own_statement_and_nobody_elses(city: City) {
        let (path, sha256) = filed(&city).await;
        city.node("519902").await;
        let (own, other) = (key_of(&city, "519901"), key_of(&city, "519902"));
        assert_eq!(get(&city, &own, "GET", &path).await.json()["state"], "validated");
        assert_eq!(told(&get(&city, &other, "GET", &path).await), refused(Problem::NotFound));
        let content = wire::content_path(&sha256);
        let standing = get(&city, &own, "HEAD", &content).await;
        assert_eq!((standing.status, standing.header("upload-complete")), (204, Some("?1")));
        assert_eq!(get(&city, &other, "HEAD", &content).await.status, 404);
        // Knowing the hash of another's content is not enough to send it.
        let headers = part(&city, &other, &sha256, 0, true, b"x");
        assert_eq!(told(&send(&city, "PATCH", &content, &headers, b"x".to_vec()).await), refused(Problem::NotFound));
    }

    async fn a_signature_stands_for_one_request_and_once(city: City) {
        let (path, sha256) = filed(&city).await;
        let key = key_of(&city, "519901");
        let ask_with = async |headers: &Headers, path: &str| told(&send(&city, "GET", path, headers, Vec::new()).await);
        let bad = refused(Problem::BadSignature);
        assert_eq!(ask_with(&Vec::new(), &path).await, bad);
        let good = question(&city, &key, "GET", &path);
        assert_eq!(ask_with(&good, &format!("{path}?x=1")).await, bad);
        assert_eq!(ask_with(&good, &wire::statement_path(&Sha::of(b"x"))).await, bad);
        assert_eq!(ask_with(&[good.clone(), good.clone()].concat(), &path).await, bad);
        for change in [("created=", "created=1"), ("tag=\"tongbao/1\"", "tag=\"other\""), ("keyid=\"n-", "keyid=\"n-0")] {
            let mut wrong = good.clone();
            wrong[0].1 = wrong[0].1.replacen(change.0, change.1, 1);
            let (status, _) = ask_with(&wrong, &path).await;
            assert_eq!(status, 401, "{change:?}");
        }
        assert_eq!(ask_with(&good, &path).await.0, 200);
        assert_eq!(ask_with(&good, &path).await, bad, "the same again");
        // Through another name of the host: what was signed for one place is not for another.
        let elsewhere = city.address.replace("127.0.0.1", "localhost");
        let good = question(&city, &key, "GET", &path);
        let headers: Vec<(&str, &[u8])> = good.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
        assert_eq!(told(&ask("GET", &format!("{elsewhere}{path}"), &headers, Vec::new()).await), bad);

        // Another body, another place, another completeness.
        let content = wire::content_path(&sha256);
        let mut headers = part(&city, &key, &sha256, 0, true, b"x");
        headers.retain(|(name, _)| *name != "content-digest");
        assert_eq!(told(&send(&city, "PATCH", &content, &headers, b"x".to_vec()).await), bad);
        let headers = part(&city, &key, &sha256, 0, true, b"x");
        assert_eq!(told(&send(&city, "PATCH", &content, &headers, b"y".to_vec()).await), refused(Problem::DigestMismatch));
        for (name, value) in [("upload-offset", "1"), ("upload-complete", "?0")] {
            let mut headers = part(&city, &key, &sha256, 0, true, b"x");
            headers.iter_mut().filter(|(known, _)| *known == name).for_each(|(_, known)| *known = value.into());
            assert_eq!(told(&send(&city, "PATCH", &content, &headers, b"x".to_vec()).await), bad);
        }
    }

    async fn only_an_active_key_is_heard(city: City) {
        let (path, _) = filed(&city).await;
        let key = key_of(&city, "519901");
        let name = key.verify_key().name().to_owned();
        let token = enrolment::issue(&city.services, "519902".parse().unwrap(), false).await.unwrap();
        let mut waits = city.bare_node("519902");
        waits.enrol(&token, &city.address).await.unwrap();
        let pending = key_of(&city, "519902");
        assert_eq!(told(&get(&city, &pending, "GET", &path).await), refused(Problem::KeyPending));
        intake::key::revoke(&city.services, name, at("2025-10-13 00:00"), "遗失".into()).await.unwrap();
        assert_eq!(told(&get(&city, &key, "GET", &path).await), refused(Problem::KeyRevoked));
        let stranger = schemas::note::SignKey::from_seed("n-0123456789ab", &[5; 32]).unwrap();
        assert_eq!(told(&get(&city, &stranger, "GET", &path).await), refused(Problem::UnknownKey));
    }

    async fn who_was_revoked_hears_why_and_nothing_else(city: City) {
        let (path, sha256) = filed(&city).await;
        let other = city.node("519902").await;
        let key = key_of(&city, "519901");
        let name = key.verify_key().name().to_owned();
        // Letters it has not fetched, another's revocation, and its own; then more of its bureau.
        let revoke = async |name: String, reason: &str| intake::key::revoke(&city.services, name, at("2025-10-13 00:00"), reason.into()).await.unwrap();
        revoke(other.name(), "人员调动").await;
        revoke(name.clone(), "电脑遗失").await;
        let second = enrolment::issue(&city.services, "519901".parse().unwrap(), true).await.unwrap();
        city.bare_node("again").enrol(&second, &city.address).await.unwrap();
        for letters in ["/api/v1/letters", "/api/v1/letters?after=0", "/api/v1/letters?after=999"] {
            let answer = get(&city, &key, "GET", letters).await;
            assert_eq!(answer.status, 200, "{letters}: {}", answer.text());
            let told: Vec<wire::Letter> = serde_json::from_slice(&answer.body).unwrap();
            let [letter] = told.as_slice() else { panic!("{letters}: {} letters", told.len()) };
            let proven = letter.verify(&name, &"519901".parse().unwrap(), &city.services.log_key).unwrap();
            assert_eq!(proven.entry.act, Act::KeyRevoked);
            let said = KeyDocument::parse(letter.document.as_deref().unwrap()).unwrap();
            assert!(said.key == key.verify_key() && matches!(said.act, KeyAct::Revoked(why) if why.reason == "电脑遗失"));
        }
        // Signed, by that very key, once, and as often as any node may ask.
        let thief = schemas::note::SignKey::from_seed(&name, &[5; 32]).unwrap();
        assert_eq!(told(&get(&city, &thief, "GET", "/api/v1/letters").await), refused(Problem::BadSignature));
        assert_eq!(told(&send(&city, "GET", "/api/v1/letters", &Vec::new(), Vec::new()).await), refused(Problem::BadSignature));
        let once = question(&city, &key, "GET", "/api/v1/letters");
        let ask_once = async || told(&send(&city, "GET", "/api/v1/letters", &once, Vec::new()).await);
        assert_eq!(ask_once().await.0, 200);
        assert_eq!(ask_once().await, refused(Problem::BadSignature));
        // Nothing else.
        let content = wire::content_path(&sha256);
        assert_eq!(told(&get(&city, &key, "GET", &path).await), refused(Problem::KeyRevoked));
        assert_eq!(get(&city, &key, "HEAD", &content).await.status, Problem::KeyRevoked.status());
        let headers = part(&city, &key, &sha256, 0, true, b"x");
        assert_eq!(told(&send(&city, "PATCH", &content, &headers, b"x".to_vec()).await), refused(Problem::KeyRevoked));
        // A key that was never admitted has no letter.
        let token = enrolment::issue(&city.services, "519923".parse().unwrap(), false).await.unwrap();
        let mut waits = city.bare_node("519923");
        waits.enrol(&token, &city.address).await.unwrap();
        revoke(waits.name(), "来路不明").await;
        let rejected = key_of(&city, "519923");
        assert_eq!(told(&get(&city, &rejected, "GET", "/api/v1/letters").await), refused(Problem::KeyRevoked));
        let spent = |answer: &Answer| answer.status == 429 && answer.problem() == "node-rate";
        let mut asked = 0;
        while !spent(&get(&city, &key, "GET", "/api/v1/letters").await) {
            asked += 1;
            assert!(asked < 1_000, "a revoked key is bounded like any other");
        }
    }

    async fn a_clock_that_is_off_is_told_the_time(city: City) {
        let (path, _) = filed(&city).await;
        let key = key_of(&city, "519901");
        let now = at("2025-10-13 16:20");
        for (seconds, status) in [(0, 200), (-290, 200), (290, 200), (-330, 401), (330, 401)] {
            city.clock.set(now + TimeDelta::seconds(seconds));
            let headers = question(&city, &key, "GET", &path);
            city.clock.set(now);
            let answer = send(&city, "GET", &path, &headers, Vec::new()).await;
            assert_eq!(answer.status, status, "{seconds}: {}", answer.text());
            if status == 401 {
                assert_eq!((answer.problem().as_str(), answer.header("retry-after")), ("clock-skew", Some("0")));
                let hello = Hello::open(answer.json()["hello"].as_str().unwrap()).unwrap();
                assert_eq!(hello.key, city.services.log_key);
                assert!((hello.time - now).abs() < TimeDelta::minutes(5), "{}", hello.time);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_whose_clock_is_off_files_all_the_same() {
    let city = City::start().await;
    let node = city.node("519901").await;
    let slow = std::sync::Arc::new(node_agent::OffsetClock::at(at("2025-10-13 14:20")));
    drop(node);
    let node = node_agent::Node::open(&city.folder().join("node-519901"), slow).unwrap();
    node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    assert_eq!(push(&node).await, [node_agent::State::Valid]);
}
