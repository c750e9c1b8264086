//! Answers that were lost, requests that come again, keys that speak for another: what the city says then.

use std::sync::{Arc, atomic::AtomicUsize};

use aggregator::{intake::enrolment, web};
use reqwest::StatusCode;
use schemas::wire::{self, Token};
use tempfile::TempDir;

use super::{
    acknowledged::Acknowledged,
    chance::Chance,
    client::{Client, Outcome},
    notes,
    tls::http,
};
use crate::city::City;

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_good_for_the_same_key_when_the_answer_was_lost() {
    let city = City::start().await;
    let token = enrolment::issue(&city.services, "519901".parse().unwrap(), true).await.unwrap();
    let token = Token::parse(&token).unwrap();
    let key = |seed: u8| {
        let point = schemas::note::SignKey::from_seed("node", &[seed; 32]).unwrap().verify_key();
        schemas::note::SignKey::from_seed(&wire::node_name(point.point()), &[seed; 32]).unwrap()
    };
    let request = |seed: u8| {
        let request = wire::Enrolment {
            log: city.services.log_key.name().into(),
            token: token.id.clone(),
            secret: token.secret.clone(),
            key: key(seed).verify_key(),
        };
        request.sign(&key(seed))
    };
    let first = enrolment::redeem(&city.services, &request(1)).await.unwrap();
    let size = city.json("/healthz").await["log_size"].clone();
    // Nobody read that answer; the node asks again, as often as it takes.
    for _ in 0..3 {
        assert_eq!(enrolment::redeem(&city.services, &request(1)).await.unwrap(), first);
    }
    assert_eq!(city.json("/healthz").await["log_size"], size, "one key, one leaf");
    let refused = enrolment::redeem(&city.services, &request(2)).await.unwrap_err();
    assert_eq!(refused.problem().code(), "token-used");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_speaks_for_its_own_bureau_only() {
    let mut chance = Chance::of("a_key_speaks_for_its_own_bureau_only");
    let folder = TempDir::new().unwrap();
    let (services, mut counties) = notes::found(&notes::place(folder.path(), None), 3, &mut chance).await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(web::serve(services.clone(), listener).unwrap());
    let told = Arc::new(Acknowledged::by(services.log_key.clone()));
    let mut county = counties.remove(0);
    let own = county.bureau.clone();
    let http = http().build().unwrap();
    // Its neighbour, the city above it, and codes that begin like its own or are the beginning of it.
    for other in ["519902", "519900", "519981", "510000", "519000"] {
        county.bureau = other.to_owned();
        let note = county.say(county.filing(0));
        let request = http.put(format!("{address}{}", wire::statement_path(&note.id)));
        let answer = request.header("content-type", wire::NOTE_TYPE).body(note.text).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{other}");
        assert!(answer.text().await.unwrap().contains("out-of-scope"), "{other}");
    }
    county.bureau = own;
    let note = county.say(county.filing(0));
    let mut client = Client::new(county, told, Arc::new(AtomicUsize::new(0)), chance);
    assert_eq!(client.send(&address, note).await, Outcome::Receipted { again: false });
}
