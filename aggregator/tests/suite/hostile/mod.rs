//! Malformed input of every kind against every address of the table: refused by name, nothing breaks, nothing is kept.

mod content;

use std::collections::{BTreeMap, BTreeSet};

use aggregator::{
    store::AnyConnection,
    web::routes::{Access, Entry, ROUTES},
};
use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::BigInt};
use schemas::problem::{Problem, ProblemBody};

use crate::{
    asked::{Answer, ask, send_raw},
    city::City,
    filing::{ledger, push},
};

/// Every table of the store.
pub const TABLES: [&str; 15] = [
    "bureau",
    "token",
    "node",
    "leaf",
    "tree_hash",
    "checkpoint",
    "statement",
    "content",
    "part",
    "upload",
    "verdict",
    "reminder",
    "published_line",
    "account",
    "session",
];

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

/// Rows of every table.
pub async fn rows(city: &City) -> BTreeMap<&'static str, i64> {
    let count = |connection: &mut AnyConnection| {
        let of = |table: &&'static str| {
            let counted: Counted =
                sql_query(format!("SELECT count(*) AS rows FROM {table}")).get_result(connection).unwrap();
            (*table, counted.rows)
        };
        TABLES.iter().map(of).collect()
    };
    city.services
        .store
        .read(move |connection| Ok::<_, aggregator::store::StoreError>(count(connection)))
        .await
        .unwrap()
}

/// A request that nobody honest would send.
struct Attack {
    what: String,
    path: String,
    headers: Vec<(&'static str, Vec<u8>)>,
    body: Vec<u8>,
}

/// What a segment of a path is when it is honest.
fn honest(name: &str) -> String {
    match name {
        "bureau" | "code" => "519901".into(),
        "form" => "L3".into(),
        "period" => "2025Q3".into(),
        "name" => "app.css".into(),
        _ => "0".repeat(64),
    }
}

/// The pattern with every segment honest, but one.
fn path(pattern: &str, wrong: Option<(&str, &str)>) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        out.push_str(before);
        match wrong {
            Some((of, with)) if of == name => out.push_str(with),
            _ => out.push_str(&honest(name)),
        }
        rest = after;
    }
    out + rest
}

fn segments(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('{').skip(1).filter_map(|part| part.split('}').next())
}

const SEGMENTS: [&str; 15] = [
    "%2e%2e",
    "..%2f..%2f..%2fetc%2fpasswd",
    "..%5c..",
    "%00",
    "L3%00",
    "%ff%fe",
    "%",
    "%zz",
    "-1",
    "null",
    "99999999999999999999999999",
    "'%20OR%20'1'='1",
    "%F0%9F%92%A3",
    "9999Q9",
    "%0d%0aSet-Cookie:%20x=y",
];

const QUERIES: [&str; 16] = [
    "period=null",
    "period=-1Q9",
    "period=9999Q4",
    "period=%00",
    "period=%ff%fe",
    "period=2025Q3&period=2025Q2",
    "page=-1",
    "page=99999999999999999999999",
    "page=1e3",
    "indicator=%00",
    "indicator=I3%27--",
    "bureau=%00",
    "tally=L3.%00",
    "state=%ff",
    "next=https://elsewhere.example/",
    "&&&==%&=",
];

const TYPES: [&str; 7] = [
    "application/json",
    "text/plain; charset=utf-16",
    "text/plain; charset=nonsense",
    "image/png",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    ";;;=",
];

fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let bomb = zstd::encode_all(vec![0_u8; 64 * 1024 * 1024].as_slice(), 1).unwrap();
    let truncated = bomb[..bomb.len() / 2].to_vec();
    vec![
        ("nothing", Vec::new()),
        ("bytes that are no UTF-8", vec![0xff, 0xfe, 0x80, 0x00, 0xc3, 0x28]),
        ("NUL", b"account=%00&password=%00&csrf=%00&period=%00&bureau=%00".to_vec()),
        ("raw NUL", b"account=\0&password=\0".to_vec()),
        ("half a JSON text", br#"{"bureau":"519901","#.to_vec()),
        ("deep JSON", "[".repeat(20_000).into_bytes()),
        ("null", b"null".to_vec()),
        (
            "a field twice",
            b"csrf=a&csrf=b&account=a&account=b&password=a&password=b&period=2025Q3&period=2025Q3".to_vec(),
        ),
        ("wrong numbers", b"csrf=-1&period=-1&bureau=-1&bureau=1e309&bureau=99999999999999999999".to_vec()),
        ("half a zstd frame", truncated),
        ("a zstd bomb", bomb),
        ("a note without signature", b"tongbao-statement/v1\nlog x\n\n".to_vec()),
        ("a note with a NUL", "tongbao-statement/v1\nnode n-\0\n\n— n-\0 AAAA\n".as_bytes().to_vec()),
        ("long", vec![b'a'; 60 * 1024]),
    ]
}

/// Every attack on one address.
fn attacks(entry: &Entry) -> Vec<Attack> {
    let upload = || {
        [("Upload-Offset", "0"), ("Upload-Complete", "?1"), ("Content-Encoding", "zstd")]
            .map(|(name, value)| (name, value.as_bytes().to_vec()))
            .to_vec()
    };
    let here = path(entry.path, None);
    let attack = |what: String, path: String, headers, body| Attack { what, path, headers, body };
    let mut all = Vec::new();
    for name in segments(entry.path) {
        for wrong in
            SEGMENTS.iter().map(|wrong| (*wrong).to_owned()).chain(["9".repeat(3000), "a".repeat(8000)])
        {
            let path = path(entry.path, Some((name, &wrong)));
            all.push(attack(format!("{{{name}}} is {wrong:.40}"), path, upload(), b"x".to_vec()));
        }
    }
    for query in QUERIES {
        all.push(attack(format!("?{query}"), format!("{here}?{query}"), upload(), b"x".to_vec()));
    }
    for (what, body) in bodies() {
        all.push(attack(format!("body: {what}"), here.clone(), Vec::new(), body.clone()));
        all.push(attack(format!("upload: {what}"), here.clone(), upload(), body.clone()));
        let form = vec![("Content-Type", b"application/x-www-form-urlencoded".to_vec())];
        all.push(attack(format!("form: {what}"), here.clone(), form, body));
    }
    for kind in TYPES {
        let headers = vec![("Content-Type", kind.as_bytes().to_vec())];
        all.push(attack(format!("type {kind}"), here.clone(), headers, b"csrf=a&account=a".to_vec()));
    }
    let junk: [(&'static str, &[u8]); 14] = [
        ("Cookie", b"tongbao=\xff\xfe\x80"),
        ("Cookie", b"tongbao=;tongbao=;;;=;lang=\xe4;theme=../../x"),
        ("Authorization", b"Bearer \xff"),
        ("Authorization", b"Basic AAAA"),
        ("Content-Encoding", b"gzip"),
        ("Content-Encoding", b"br, zstd, \xff"),
        ("Upload-Offset", b"-1"),
        ("Upload-Offset", b"18446744073709551616"),
        ("Upload-Complete", b"\xff"),
        ("Range", b"bytes=-1-99999999999999999999"),
        ("Accept-Language", b"\xff\xff"),
        ("Origin", b"https://elsewhere.example"),
        ("Sec-Fetch-Site", b"cross-site"),
        ("X-Forwarded-For", b"' OR 1=1"),
    ];
    for (name, value) in junk {
        let headers = vec![(name, value.to_vec())];
        all.push(attack(format!("{name}: {}", value.escape_ascii()), here.clone(), headers, b"x".to_vec()));
    }
    all
}

/// How an answer breaks the promise: a fault of ours, a program not told which problem it is, or a change let through.
fn broken_promise(entry: &Entry, what: &str, answer: &Answer) -> Option<String> {
    let told =
        format!("{} {} with {what}: {} {:.200}", entry.method, entry.path, answer.status, answer.text());
    let refused = (400..500).contains(&answer.status);
    let problem = || {
        let body: Option<ProblemBody> = serde_json::from_slice(&answer.body).ok();
        let problem = body.and_then(|body| Problem::from_code(&body.kind))?;
        let named = answer.header("content-type") == Some("application/problem+json");
        (named && problem.status() == answer.status).then_some(problem)
    };
    // An answer to HEAD has no body to name it in.
    let named = entry.words.is_some() && entry.method != "HEAD";
    if answer.status >= 500 || refused && named && problem().is_none() {
        return Some(told);
    }
    // What changes something is refused, or the visitor is shown the way to the log-in page, which takes anything.
    let changes = entry.method != "GET" && entry.path != "/login";
    let to_log_in = answer.header("location").is_some_and(|to| to.starts_with("/login"));
    (changes && !refused && !to_log_in).then_some(told)
}

crate::on_both_engines! {
    async fn nothing_malformed_breaks_or_changes_anything(city: City) {
        let node = city.node("519901").await;
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&node).await;
        let cookie = city.cookie("staff").await;
        let before = rows(&city).await;
        let (mut tried, mut broken) = (0, Vec::new());
        for entry in ROUTES {
            for signed_in in [false, true] {
                // Without a session the guard of a closed address refuses everything alike.
                if !signed_in && !matches!(entry.access, Access::Anyone | Access::Node) {
                    continue;
                }
                for attack in attacks(entry) {
                    let mut headers: Vec<(&str, &[u8])> =
                        attack.headers.iter().map(|(name, value)| (*name, value.as_slice())).collect();
                    if signed_in {
                        headers.push(("Cookie", cookie.as_bytes()));
                    }
                    let address = format!("{}{}", city.address, attack.path);
                    let answer = ask(entry.method.as_str(), &address, &headers, attack.body).await;
                    broken.extend(broken_promise(entry, &attack.what, &answer));
                    tried += 1;
                }
            }
        }
        assert_eq!(broken, Vec::<String>::new());
        assert!(tried > 1500, "{tried} attacks");
        assert_eq!(rows(&city).await, before);
        assert_eq!(city.json("/api/v1/filings/519901/L3/2025Q3").await["state"], "validated");
    }

    async fn a_method_that_an_address_does_not_have_is_refused(city: City) {
        let known: BTreeSet<(&str, &str)> =
            ROUTES.iter().map(|entry| (entry.method.as_str(), entry.path)).collect();
        for entry in ROUTES {
            for method in ["GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "JUNK"] {
                if known.contains(&(method, entry.path)) {
                    continue;
                }
                let address = format!("{}{}", city.address, path(entry.path, None));
                let answer = ask(method, &address, &[], Vec::new()).await;
                assert_eq!(answer.status, 405, "{method} {}", entry.path);
                assert_eq!(broken_promise(entry, method, &answer), None);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_http_is_refused_or_cut_off() {
    let city = City::start().await;
    let long_line = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(200_000));
    let long_header = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "a".repeat(200_000));
    let junk: [(&str, &[u8]); 12] = [
        ("noise", &[0, 1, 2, 255, 254, 13, 10, 13, 10]),
        ("another protocol", b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
        ("TLS", &[0x16, 3, 1, 0, 0xa5, 1, 0, 0, 0xa1, 3, 3, 13, 10, 13, 10]),
        ("an unknown version", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n"),
        ("a name with a blank", b"GET /healthz HTTP/1.1\r\nHo st: x\r\n\r\n"),
        ("a NUL in a header", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n"),
        ("two lengths", b"PUT /api/v1/statements/0 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"),
        ("a negative length", b"PUT /api/v1/statements/0 HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nx"),
        ("a huge length", b"PUT /api/v1/statements/0 HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\nx"),
        (
            "length and chunks",
            b"PUT /api/v1/statements/0 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x",
        ),
        ("a line without end", long_line.as_bytes()),
        ("a header without end", long_header.as_bytes()),
    ];
    let before = rows(&city).await;
    for (what, bytes) in junk {
        let status = send_raw(&city.address, bytes.to_vec()).await;
        assert!(status.is_none_or(|status| (400..500).contains(&status)), "{what}: {status:?}");
    }
    let cut_off = b"PUT /api/v1/statements/0 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf".to_vec();
    let status = send_raw(&city.address, cut_off).await;
    assert!(status.is_none_or(|status| (400..500).contains(&status)), "{status:?}");
    assert_eq!(rows(&city).await, before);
    assert_eq!(city.json("/healthz").await["status"], "ok");
}
