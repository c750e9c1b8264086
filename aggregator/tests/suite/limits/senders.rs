//! Who sends too much, too slowly, too often or over too many connections.

use std::{
    io::{ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    num::NonZeroU32,
    sync::Arc,
    time::Duration,
};

use aggregator::{
    rate::{Buckets, Rates, asking},
    web::{self, Bounds, patience::Patience},
};
use governor::{Quota, clock::DefaultClock};
use schemas::{hash::Sha, note, wire};

use super::receipted;
use crate::{
    asked::{Answer, ask, send_raw},
    city::City,
    signing,
};

async fn get(city: &City, address: &str) -> Answer {
    ask("GET", &format!("{}{address}", city.address), &[], Vec::new()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_headers_and_cookies_have_bounds() {
    let city = City::start().await;
    let long = |length: usize| format!("/healthz?{}", "x".repeat(length - "/healthz?".len()));
    assert_eq!(get(&city, &long(web::MAX_ADDRESS)).await.status, 200);
    let beyond = get(&city, &long(web::MAX_ADDRESS + 1)).await;
    assert_eq!((beyond.status, beyond.problem().as_str()), (413, "too-large"));

    let headers = |count: usize| {
        let more: String = (1..count).map(|number| format!("X-{number}: x\r\n")).collect();
        format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{more}\r\n").into_bytes()
    };
    assert_eq!(send_raw(&city.address, headers(web::MAX_HEADERS)).await, Some(200));
    assert_eq!(send_raw(&city.address, headers(web::MAX_HEADERS + 1)).await, Some(431));

    let cookie = city.cookie("staff").await;
    for (cookie, status) in [
        (cookie.clone(), 200),
        (format!("{}={}", web::guard::PLAIN_COOKIE, "x".repeat(web::guard::MAX_COOKIE)), 401),
        (format!("{}={}", web::guard::PLAIN_COOKIE, "x".repeat(web::guard::MAX_COOKIE + 1)), 401),
    ] {
        let address = format!("{}/api/v1/standings", city.address);
        assert_eq!(ask("GET", &address, &[("Cookie", cookie.as_bytes())], Vec::new()).await.status, status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_have_bounds_by_address() {
    let city = City::start().await;
    let put = async |method: &str, path: String, length: usize| {
        let answer = ask(method, &format!("{}{path}", city.address), &[], vec![b'x'; length]).await;
        (answer.status, answer.problem())
    };
    let sha = Sha::of(b"x");
    let too_large = (413, "too-large".to_owned());
    let malformed = (400, "malformed".to_owned());
    assert_eq!(put("PUT", wire::statement_path(&sha), note::MAX_BYTES).await, malformed);
    assert_eq!(put("PUT", wire::statement_path(&sha), note::MAX_BYTES + 1).await, too_large);
    assert_eq!(put("POST", wire::ENROLMENTS.into(), web::MAX_BODY).await, malformed);
    assert_eq!(put("POST", wire::ENROLMENTS.into(), web::MAX_BODY + 1).await, too_large);
    assert_eq!(put("PATCH", wire::content_path(&sha), 1).await, (401, "bad-signature".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_beyond_the_bound_wait_outside() {
    let city = City::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let bounds = Bounds { connections: 1, ..Bounds::default() };
    tokio::spawn(web::serve_within(city.services.clone(), listener, bounds, None).unwrap());
    tokio::task::spawn_blocking(move || {
        let request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
        let answered = |stream: &mut TcpStream| {
            let mut start = [0; 12];
            stream.read_exact(&mut start).unwrap();
            assert_eq!(&start, b"HTTP/1.1 200");
        };
        let connect = || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(request).unwrap();
            stream
        };
        // One connection for each of the two workers, kept open.
        let mut held: Vec<TcpStream> = (0..2).map(|_| connect()).collect();
        held.iter_mut().for_each(answered);
        let mut third = connect();
        third.set_nonblocking(true).unwrap();
        assert_eq!(third.read(&mut [0; 1]).unwrap_err().kind(), ErrorKind::WouldBlock);
        third.set_nonblocking(false).unwrap();
        held.pop();
        answered(&mut third);
    })
    .await
    .unwrap();
}

/// What a sender who stops in the middle is told by a server of such patience.
async fn stopped_after(city: &City, patience: Patience, sent: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let bounds = Bounds { patience, ..Bounds::default() };
    tokio::spawn(web::serve_within(city.services.clone(), listener, bounds, None).unwrap());
    let told = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    told.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_senders_are_not_waited_for() {
    let city = City::start().await;
    let (moment, patient) = (Duration::from_millis(20), Patience::default());
    let path = wire::statement_path(&Sha::of(b"x"));
    let begun = format!("PUT {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n");
    let body = format!("{begun}\r\nhalf");
    let told = stopped_after(&city, Patience { head: moment, ..patient }, begun).await;
    assert!(told.starts_with("HTTP/1.1 408"), "{told}");
    let told = stopped_after(&city, Patience { body: moment, ..patient }, body).await;
    assert!(told.starts_with("HTTP/1.1 408") && told.contains("urn:tongbao:problem:incomplete"), "{told}");
    assert!(told.contains("application/problem+json") && told.contains("retry-after: 0"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_often_waits() {
    let city = City::start().await;
    let (node, _) = receipted(&city).await;
    let (item, key) = (node.items().unwrap().remove(0), signing::key_of(&city, "519901"));
    let mut services = city.services.clone();
    let few = |burst| Quota::per_hour(NonZeroU32::MIN).allow_burst(NonZeroU32::new(burst).unwrap());
    services.rates = Arc::new(Rates {
        addresses: Buckets::new(few(6), 100, DefaultClock::default()),
        nodes: Buckets::new(few(2), 100, DefaultClock::default()),
    });
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let narrow = city.reached_at(format!("http://{}", listener.local_addr().unwrap()));
    tokio::spawn(web::serve(services, listener).unwrap());
    let path = wire::statement_path(&item.id);
    let ask = async |from: Option<&str>, signed: bool| {
        let mut headers = if signed { signing::question(&narrow, &key, "GET", &path) } else { Vec::new() };
        headers.extend(from.map(|from| ("x-forwarded-for", from.to_owned())));
        let answer = signing::send(&narrow, "GET", &path, &headers, Vec::new()).await;
        if answer.status == 429 {
            assert_eq!(answer.problem(), "node-rate");
            // At least as long as the bucket is empty, and at most as long again.
            let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
            assert!((3000..=7201).contains(&wait), "{wait}");
        }
        answer.status
    };
    // What is not signed takes nothing from a node's bucket.
    assert_eq!([ask(None, false).await, ask(None, true).await, ask(None, true).await], [401, 200, 200]);
    assert_eq!(ask(None, true).await, 429, "the node's bucket is empty");
    // Each address has its own bucket, the last one named counts, and this machine itself is not counted.
    for from in ["192.0.2.1", "192.0.2.9, 192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1"] {
        assert_eq!(ask(Some(from), false).await, 401);
    }
    assert_eq!(ask(Some("192.0.2.1"), false).await, 429);
    assert_eq!([ask(Some("192.0.2.2"), false).await, ask(None, false).await], [401, 401]);
    // A statement that is signed itself takes from the same bucket.
    let put = signing::send(&narrow, "PUT", &path, &Vec::new(), item.note.into_bytes()).await;
    assert_eq!((put.status, put.problem().as_str()), (429, "node-rate"));
}

#[test]
fn only_a_proxy_on_this_machine_says_who_asks() {
    let at = |text: &str| text.parse().unwrap();
    let (named, far) = (Some(at("203.0.113.7")), at("198.51.100.9"));
    for here in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
        assert_eq!((asking(at(here), named), asking(at(here), None)), (named, None), "{here}");
    }
    // Whoever comes from elsewhere would be counted as somebody else, or nobody, at will.
    assert_eq!((asking(far, named), asking(far, Some(at("127.0.0.1")))), (Some(far), Some(far)));
}
