//! What the city counts of itself, who may read it, and that it names nobody.

use aggregator::config::MONITOR_TOKEN;

use crate::{
    asked::ask,
    city::City,
    filing::{ledger, push},
};

/// The token the city made at its first start.
pub fn token(city: &City) -> String {
    std::fs::read_to_string(city.folder().join("city").join(MONITOR_TOKEN)).unwrap().trim().to_owned()
}

/// The value of a series.
fn value(text: &str, series: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{series} is not in\n{text}")).parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_is_counted_and_only_the_token_reads_it() {
    let city = City::start().await;
    let node = city.node("519901").await;
    node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    push(&node).await;
    city.json("/api/v1/standings?period=2025Q3").await;
    let bad = schemas::wire::statement_path(&schemas::hash::Sha::of(b"x"));
    ask("PUT", &format!("{}{bad}", city.address), &[], b"junk".to_vec()).await;
    for nowhere in ["/nowhere", "/519901/secret"] {
        ask("GET", &format!("{}{nowhere}", city.address), &[], Vec::new()).await;
    }

    let address = format!("{}/metrics", city.address);
    let staff = city.cookie("staff").await;
    let wrong = "Bearer 0000000000000000000000000000000000000000000000000000000000000000";
    let nearly = format!("Bearer {}", &token(&city)[..63]);
    let refused: [&[(&str, &[u8])]; 5] = [
        &[],
        &[("Cookie", staff.as_bytes())],
        &[("Authorization", wrong.as_bytes())],
        &[("Authorization", nearly.as_bytes())],
        &[("X-Forwarded-For", b"127.0.0.1")],
    ];
    for headers in refused {
        let answer = ask("GET", &address, headers, Vec::new()).await;
        assert_eq!((answer.status, answer.problem().as_str()), (401, "sign-in-required"));
    }
    let bearer = format!("Bearer {}", token(&city));
    let answer = ask("GET", &address, &[("Authorization", bearer.as_bytes())], Vec::new()).await;
    assert_eq!(answer.status, 200);
    let text = answer.text();
    for (series, wanted) in [
        (r#"tongbao_statements_total{outcome="accepted"}"#, 1.0),
        (r#"tongbao_statements_total{outcome="malformed"}"#, 1.0),
        (r#"tongbao_ledgers_total{verdict="validated"}"#, 1.0),
        (r#"tongbao_rows_total{verdict="validated"}"#, 40.0),
        (r#"tongbao_requests_total{route="/api/v1/standings",method="GET",status="2xx"}"#, 1.0),
        (r#"tongbao_requests_total{route="none",method="other",status="4xx"}"#, 2.0),
        (r#"tongbao_request_seconds_count{route="/api/v1/standings",method="GET"}"#, 1.0),
        ("tongbao_writer_queue", 0.0),
        ("tongbao_standings_seconds_count", 1.0),
    ] {
        assert_eq!(value(&text, series), wanted, "{series}");
    }
    assert!(
        value(&text, "tongbao_commit_units_count") >= 3.0,
        "enrolment, statement and rows each needed a commit"
    );
    assert_eq!(
        value(&text, "tongbao_commit_seconds_count"),
        value(&text, r#"tongbao_commits_total{outcome="committed"}"#)
    );
    // Names could stand in series and labels; the digits of a duration may hold anything.
    let series: Vec<&str> = text.lines().map(|line| line.rsplit_once(' ').map_or(line, |(s, _)| s)).collect();
    for name in ["5199", "donghu", "staff", "secret"] {
        assert!(!series.iter().any(|series| series.contains(name)), "{name} is in\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_is_told_to_anybody_and_without_a_name() {
    let city = City::start().await;
    let answer = ask("GET", &format!("{}/healthz", city.address), &[], Vec::new()).await;
    assert_eq!(answer.status, 200);
    let health = answer.json();
    assert_eq!((&health["status"], &health["log_size"]), (&"ok".into(), &0.into()));
    assert_eq!(health.as_object().unwrap().len(), 3);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_token_is_for_the_programs_own_user() {
    use std::os::unix::fs::PermissionsExt;
    let city = City::start().await;
    let file = city.folder().join("city").join(MONITOR_TOKEN);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(token(&city).len(), 64);
}
