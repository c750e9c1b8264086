//! Every bound of the table, tried at the bound and one beyond it.

mod queues;
mod senders;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use aggregator::{
    error::AppError,
    identity::{Account, Role, password, session},
    intake::content::unpack,
    limits,
    measure::cache,
    store::account,
};
use node_agent::Node;
use schemas::{
    content,
    hash::Sha,
    statement::{ContentRef, Kind, MAX_BYTES, MAX_REASON, Statement, StatementFault},
    wire,
};

use crate::{
    asked::ask,
    city::{City, PASSWORD},
    filing::ledger,
};

/// The test of each row; those named from elsewhere lie beside the code they try.
const TRIED: [(&str, &str); 73] = [
    ("document of a bureau", "every_gate_of_a_document_says_why_in_both_languages"),
    ("name of a document", "every_gate_of_a_document_says_why_in_both_languages"),
    ("documents of a bureau in a day", "what_is_no_plan_is_refused_in_both_languages_and_nothing_is_kept"),
    ("form with files", "what_is_no_plan_is_refused_in_both_languages_and_nothing_is_kept"),
    ("reports of a department in a day", "a_department_sends_so_many_a_day_and_no_more"),
    ("news of a department in a day", "a_department_sends_so_many_a_day_and_no_more"),
    ("title of news", "what_may_not_be_told_is_said_in_words"),
    ("text of news", "what_may_not_be_told_is_said_in_words"),
    ("news on a page", "a_long_list_comes_in_pages"),
    ("words of a department's answer", "what_cannot_be_put_or_answered_is_said_in_words"),
    ("answers of a department", "what_cannot_be_put_or_answered_is_said_in_words"),
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
    ("cases of a list of time limits", "a_file_holds_so_many_cases_and_says_how_many_more"),
    ("ledgers whose open cases are kept", "only_so_many_ledgers_are_kept"),
    ("messages on a page", "a_page_beyond_the_end_is_the_last_one"),
    ("reminders a node fetches", "a_node_fetches_the_newest_and_its_own"),
    ("words of a mail server", "a_mail_server_that_is_slow_hostile_or_broken_is_left_and_tried_again"),
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

/// A ledger whose statement the city has and whose rows it has not.
async fn receipted(city: &City) -> (Node, Sha) {
    let node = city.node("519901").await;
    let item = node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    let address = format!("{}{}", city.address, wire::statement_path(&item.id));
    assert_eq!(ask("PUT", &address, &[], item.note.clone().into_bytes()).await.status, 201);
    (node, item.statement.content.unwrap().sha256)
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
