//! Every bound of the table, tried at the bound and one beyond it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    future::Future,
    io::{ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    num::NonZeroU32,
    path::{Path, PathBuf},
    sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    task::{Context, Waker},
    time::Duration,
};

use aggregator::{
    error::AppError,
    identity::{Account, Role, password, session},
    intake::{
        content::unpack,
        upload::{AT_ONCE, WAITING},
    },
    limits,
    measure::cache,
    rate::{Buckets, Rates, asking},
    store::{self, Lane, StoreError, account},
    web::{self, Bounds, patience::Patience},
};
use governor::{Quota, clock::DefaultClock};
use node_agent::{Node, State};
use schemas::{
    content,
    hash::Sha,
    note,
    statement::{ContentRef, Kind, MAX_BYTES, MAX_REASON, Statement, StatementFault},
    wire,
};

use crate::{
    asked::{Answer, ask, send_raw},
    city::{City, PASSWORD},
    filing::ledger,
    signing,
};

/// The test of each row; those named from elsewhere lie beside the code they try.
const TRIED: [(&str, &str); 57] = [
    ("connections of a worker", "connections_beyond_the_bound_wait_outside"),
    ("request headers", "addresses_headers_and_cookies_have_bounds"),
    ("address with query", "addresses_headers_and_cookies_have_bounds"),
    ("request body", "bodies_have_bounds_by_address"),
    ("part of content", "parts_and_the_whole_have_bounds"),
    ("packed content", "parts_and_the_whole_have_bounds"),
    ("uploads of a node", "uploads_are_bounded_each_by_node_and_in_all"),
    ("uploads under way", "uploads_are_bounded_each_by_node_and_in_all"),
    ("time for the head of a request", "slow_senders_are_not_waited_for"),
    ("time for the body of a request beyond its length", "slow_senders_are_not_waited_for"),
    ("requests of an address", "who_asks_too_often_waits"),
    ("requests of a node", "who_asks_too_often_waits"),
    ("addresses and nodes counted", "only_so_many_keys_are_remembered"),
    ("signatures remembered", "a_nonce_is_taken_once_in_ten_minutes_and_only_so_many_are_kept"),
    ("signed note", "bodies_have_bounds_by_address"),
    ("signatures of a note", "lines_of_others_and_of_other_notes_are_refused"),
    ("refusals written down in an hour", "an_hour_has_a_most_of_rows_and_the_next_begins_anew"),
    ("detail of an audit row", "the_audit_is_cut_to_its_bounds_and_never_changed"),
    ("code of a form in an address", "the_code_of_a_form_is_short_and_plain"),
    ("statement", "statements_and_reasons_have_bounds"),
    ("reason of an amendment", "statements_and_reasons_have_bounds"),
    ("content", "content_is_unpacked_under_its_signed_length_and_the_bound"),
    ("content beyond its signed length", "content_is_unpacked_under_its_signed_length_and_the_bound"),
    ("rows of a ledger", "a_ledger_has_a_most_of_rows"),
    ("first line of content", "lines_and_reasons_have_bounds"),
    ("row of content", "lines_and_reasons_have_bounds"),
    ("reasons with a ledger", "lines_and_reasons_have_bounds"),
    ("reason for a finding", "lines_and_reasons_have_bounds"),
    ("findings of a ledger", "findings_beyond_the_bound_are_counted"),
    ("letters of an answer", "letters_to_everyone_come_in_answers_of_so_many"),
    ("bytes of letters of an answer", "long_letters_come_in_several_answers"),
    ("page of a report to a restored city", "a_lie_is_refused_with_its_name_and_written_down"),
    ("letters of such a page", "a_lie_is_refused_with_its_name_and_written_down"),
    ("lane of the writer", "a_lane_has_an_end_and_leaves_the_other_alone"),
    ("wait for the writer", "who_would_wait_too_long_is_turned_away_and_told_how_long"),
    ("other work in a commit of statements", "statements_go_first_and_the_rest_has_a_share"),
    ("ledgers judged at once", "whoever_finds_nobody_free_is_judged_in_the_background"),
    ("commit", "a_full_writer_answers_busy_and_groups_what_waited"),
    ("readers of the database", "readers_beyond_the_bound_wait"),
    ("sign-ins at once", "a_queue_has_an_end"),
    ("sign-ins waiting", "a_queue_has_an_end"),
    ("uploads at once", "uploads_beyond_the_queue_are_busy"),
    ("uploads waiting", "uploads_beyond_the_queue_are_busy"),
    ("periods kept computed", "only_so_many_periods_are_kept"),
    ("login name", "names_and_sessions_have_bounds"),
    ("password", "passwords_have_a_longest_and_a_shortest"),
    ("session cookie", "addresses_headers_and_cookies_have_bounds"),
    ("sessions of an account", "names_and_sessions_have_bounds"),
    ("bureaus on a page", "a_page_beyond_the_end_is_the_last_one"),
    ("rows on a page", "a_page_beyond_the_end_is_the_last_one"),
    ("text brought to be verified", "what_is_brought_gets_a_plain_answer_in_both_languages"),
    ("document brought to be verified", "what_is_brought_gets_a_plain_answer_in_both_languages"),
    ("cases of a part of an edition", "an_edition_has_every_case_in_parts"),
    ("lines of a preview", "a_preview_says_who_owes_what_when_and_how_much_it_is"),
    ("words of a progress report", "every_gate_of_a_report_says_why_in_both_languages"),
    ("progress reports on a page", "reports_beyond_the_bound_are_counted"),
    ("tallies of a page of rows", "a_page_of_rows_takes_so_many_tallies"),
];

fn functions(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            functions(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let names = text.split("fn ").skip(1).filter_map(|rest| rest.split('(').next());
            found.extend(names.map(str::to_owned));
        }
    }
}

#[test]
fn every_row_of_the_table_has_a_test() {
    let rows: BTreeMap<&str, u64> = limits::table().iter().map(|row| (row.name, row.most)).collect();
    assert_eq!(rows.len(), limits::table().len(), "a name stands for one bound");
    assert_eq!(TRIED.iter().map(|(row, _)| *row).collect::<BTreeSet<_>>(), rows.into_keys().collect());
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().into();
    let mut found = BTreeSet::new();
    for folder in ["aggregator/src", "aggregator/tests/suite", "schemas/src"] {
        functions(&root.join(folder), &mut found);
    }
    for (row, test) in TRIED {
        assert!(found.contains(test), "{row}: there is no {test}");
    }
}

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

/// A ledger whose statement the city has and whose rows it has not.
async fn receipted(city: &City) -> (Node, Sha) {
    let node = city.node("519901").await;
    let item = node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    let address = format!("{}{}", city.address, wire::statement_path(&item.id));
    assert_eq!(ask("PUT", &address, &[], item.note.clone().into_bytes()).await.status, 201);
    (node, item.statement.content.unwrap().sha256)
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_beyond_the_queue_are_busy() {
    let city = City::start().await;
    let (node, sha256) = receipted(&city).await;
    let door = city.services.uploads.clone();
    let stay = || Box::pin(door.pass(std::future::pending::<()>()));
    let mut all: Vec<_> = (0..AT_ONCE + WAITING - 1).map(|_| stay()).collect();
    assert!(all.iter_mut().all(|one| !poll(one)));
    // One place is left in the queue: nobody else takes it before the last one does.
    let mut last = stay();
    assert!(!poll(&mut last));
    let key = signing::key_of(&city, "519901");
    let answer = signing::upload(&city, &key, &sha256, 0, true, b"x".to_vec()).await;
    assert_eq!((answer.status, answer.problem().as_str()), (503, "busy"));
    assert!(answer.header("retry-after").is_some());
    drop(all);
    drop(last);
    assert_eq!(crate::filing::push(&node).await, [State::Valid]);
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_and_reasons_have_bounds() {
    let long = |length: usize| Statement::parse(&"x".repeat(length)).unwrap_err();
    assert!(matches!(long(MAX_BYTES), StatementFault::Line(_)));
    assert!(matches!(long(MAX_BYTES + 1), StatementFault::Long));

    let city = City::start().await;
    let node = city.node("519901").await;
    let item = node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    let amended = |reason: usize| Statement {
        kind: Kind::Amendment,
        revision: 2,
        supersedes: Some(item.id),
        reason: Some("长".repeat(reason)),
        ..item.statement.clone()
    };
    assert!(Statement::parse(&amended(MAX_REASON).compose()).is_ok());
    assert!(matches!(Statement::parse(&amended(MAX_REASON + 1).compose()), Err(StatementFault::Sense(_))));
}

#[test]
fn content_is_unpacked_under_its_signed_length_and_the_bound() {
    let signed = |length| ContentRef { rows: 1, length, sha256: Sha::of(b""), rows_root: Sha::of(b"") };
    let packed = |length: usize| zstd::encode_all(vec![0_u8; length].as_slice(), 1).unwrap();
    let problem = |unpacked: Result<Vec<u8>, AppError>| unpacked.map_err(|error| error.problem().code());
    assert_eq!(problem(unpack(&packed(1000), &signed(1000))).unwrap().len(), 1000);
    // One byte more than was signed is unpacked, so that the difference is seen; never the rest.
    assert_eq!(problem(unpack(&packed(64 * 1024 * 1024), &signed(1000))).unwrap().len(), 1001);
    assert_eq!(problem(unpack(&packed(10), &signed(content::MAX_BYTES))).unwrap().len(), 10);
    assert_eq!(problem(unpack(&packed(10), &signed(content::MAX_BYTES + 1))), Err("too-large"));
}

fn poll<T>(future: &mut std::pin::Pin<Box<impl Future<Output = T>>>) -> bool {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_writer_answers_busy_and_groups_what_waited() {
    let city = City::start().await;
    let node = city.node("519901").await;
    let item = node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let mut first = Box::pin(city.services.store.write_in(Lane::Statements, move |_| {
        begun.send(()).unwrap();
        may_go_on.recv().unwrap();
        Ok::<_, StoreError>(())
    }));
    assert!(!poll(&mut first));
    has_begun.recv().unwrap();
    let store = city.services.store.clone();
    let unit = || Box::pin(store.write_in(Lane::Statements, |_| Ok::<_, StoreError>(())));
    // As many as fit; on a slow machine the wait is too long before the lane is full.
    let mut waiting: Vec<_> = (0..=store::MAX_WAITING).map(|_| unit()).collect();
    waiting.retain_mut(|unit| !poll(unit));
    assert!(waiting.len() > store::MAX_COMMIT && waiting.len() <= store::MAX_WAITING, "{}", waiting.len());
    let joined = waiting.len();
    assert!(matches!(unit().await, Err(StoreError::Later(_))));
    let address = format!("{}{}", city.address, wire::statement_path(&item.id));
    let answer = ask("PUT", &address, &[], item.note.clone().into_bytes()).await;
    assert_eq!((answer.status, answer.problem().as_str()), (503, "busy"));
    assert!(answer.header("retry-after").is_some() && answer.json()["retryable"] == true);

    go_on.send(()).unwrap();
    first.await.unwrap();
    for unit in waiting {
        unit.await.unwrap();
    }
    let text = store.metrics().text();
    let count = |series: &str| -> u64 {
        text.lines()
            .find_map(|line| line.strip_prefix(series)?.trim().parse().ok())
            .unwrap_or_else(|| panic!("{series}\n{text}"))
    };
    assert_eq!(count("tongbao_commit_units_bucket{le=\"256\"}"), count("tongbao_commit_units_count"));
    assert!(count("tongbao_commit_units_count") > u64::try_from(joined / store::MAX_COMMIT).unwrap());
    assert_eq!(count("tongbao_writer_queue{lane=\"statements\"}"), 0);
    assert!(count("tongbao_writer_refused_total{lane=\"statements\"}") >= 3);
    assert_eq!(ask("PUT", &address, &[], item.note.into_bytes()).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_beyond_the_bound_wait() {
    let city = City::start().await;
    let readers = usize::try_from(store::READERS).unwrap();
    let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    // Two full waves: each reader leaves only when as many are inside as fit.
    let full = Arc::new(Barrier::new(readers));
    let reads: Vec<_> = (0..2 * readers)
        .map(|_| {
            let (store, inside, most, full) =
                (city.services.store.clone(), inside.clone(), most.clone(), full.clone());
            tokio::spawn(async move {
                store
                    .read(move |_| {
                        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        full.wait();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        Ok::<_, StoreError>(())
                    })
                    .await
            })
        })
        .collect();
    for read in reads {
        read.await.unwrap().unwrap();
    }
    assert_eq!(most.load(Ordering::SeqCst), readers);
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

#[tokio::test(flavor = "multi_thread")]
async fn only_so_many_periods_are_kept() {
    let city = City::start().await;
    let kept = || {
        city.services.store.metrics().text().contains(&format!("tongbao_standings_periods {}\n", cache::KEPT))
    };
    for asked in 1..=cache::KEPT + 4 {
        let period = format!("{}Q{}", 2020 + asked / 4, asked % 4 + 1).parse().unwrap();
        cache::measured(&city.services, period).await.unwrap();
        assert_eq!(kept(), asked >= cache::KEPT, "{asked}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_sessions_have_bounds() {
    let city = City::start().await;
    let stored = password::hash(PASSWORD).unwrap();
    let names = [session::MAX_LOGIN, session::MAX_LOGIN + 1].map(|length| "n".repeat(length));
    for login in names.clone() {
        let account =
            Account { login, name: "x".into(), role: Role::Staff, bureau: "519900".parse().unwrap() };
        let stored = stored.clone();
        let put = city.services.store.write(move |connection| account::put(connection, &account, &stored));
        put.await.unwrap();
    }
    let sign_in = async |login: &str| {
        session::sign_in(&city.services.store, &city.services.clock, login.into(), PASSWORD.into()).await
    };
    assert!(sign_in(&names[0]).await.is_ok());
    assert_eq!(sign_in(&names[1]).await.unwrap_err().problem().code(), "sign-in-failed");

    let mut ids = Vec::new();
    for number in 0..=session::PER_ACCOUNT {
        let minute = u32::try_from(number).unwrap();
        city.clock.set(crate::city::at(&format!("2025-10-13 17:{minute:02}")));
        ids.push(sign_in("staff").await.unwrap());
    }
    let alive = async |id: &str| {
        session::find(&city.services.store, &city.services.clock, id).await.unwrap().is_some()
    };
    assert!(!alive(&ids[0]).await, "the session unused for longest has ended");
    for id in &ids[1..] {
        assert!(alive(id).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_rows_takes_so_many_tallies() {
    let city = City::start().await;
    let node = city.node("519901").await;
    node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    crate::filing::push(&node).await;
    let cookie = city.cookie("staff").await;
    for (tallies, status) in [(8, 200), (9, 413)] {
        let asked = vec!["tally=L3.closed"; tallies].join("&");
        let address = format!("{}/filings/519901/L3/2025Q3/rows?{asked}", city.address);
        assert_eq!(ask("GET", &address, &[("Cookie", cookie.as_bytes())], Vec::new()).await.status, status);
    }
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
