//! What can go wrong between sealing and a judgement, and what state it leaves behind.

use std::time::Duration;

use crate::{
    city::{City, County, Fault, Q2, Q3, at, draft},
    commands::run,
};
use node_agent::{AgentError, State, TRIES, Trouble};
use schemas::{
    entry::{Act, Entry},
    hash::Sha,
    problem::Problem,
    receipt::ReceiptFault,
    wire::FilingState,
};

#[tokio::test]
async fn a_lost_answer_is_made_good_by_the_same_bytes() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    city.fault("PUT", Fault::Lost);
    let pushed = node.push().await.unwrap();
    assert_eq!(pushed.items[0].state, State::Valid);
    let puts: Vec<_> = city.requests().await.into_iter().filter(|(method, ..)| method == "PUT").collect();
    assert_eq!(puts.len(), 2);
    assert_eq!(puts[0], puts[1]);
    assert_eq!(node.items().unwrap()[0].attempts, 4, "the statement twice, the place, and the rows");
    assert_eq!(city.with(|state| state.leaves.len()), 1);
    assert_eq!(county.waits.0.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_restart_between_sealing_and_sending_changes_no_byte() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let sealed = node.file(&draft("2025Q2", Q2), None).unwrap();
    (0..TRIES).for_each(|_| city.fault("PUT", Fault::Gateway(502)));
    let pushed = node.push().await.unwrap();
    assert_eq!(pushed.items[0].state, State::Sealed);
    assert!(matches!(pushed.trouble, Some(Trouble::NotUnderstood(502))));
    drop(node);
    county.clock.set(at("2025-10-13T01:00:00Z"));
    let again = county.open();
    assert_eq!(again.file(&draft("2025Q2", Q2), None).unwrap().id, sealed.id);
    assert_eq!(again.push().await.unwrap().items[0].state, State::Valid);
    let bodies: Vec<Vec<u8>> = city
        .requests()
        .await
        .into_iter()
        .filter(|(method, ..)| method == "PUT")
        .map(|(.., body)| body)
        .collect();
    assert!(bodies.iter().all(|body| *body == sealed.note.as_bytes()));
}

type Change = fn(String) -> String;

#[tokio::test]
async fn a_tampered_receipt_is_not_believed() {
    let changes: [(Change, ReceiptFault); 3] = [
        (|receipt| receipt.replace("index 0", "index 1"), ReceiptFault::Proof),
        (
            |receipt| receipt.replacen("tongbao.test/1\n1\n", "tongbao.test/1\n2\n", 1),
            ReceiptFault::Malformed,
        ),
        (|_| "回执".into(), ReceiptFault::Malformed),
    ];
    for (change, fault) in changes {
        let city = City::start().await;
        let (_county, node) = County::enrolled(&city).await;
        node.file(&draft("2025Q2", Q2), None).unwrap();
        city.fault("PUT", Fault::Tampered(change));
        let pushed = node.push().await.unwrap();
        assert_eq!((pushed.items[0].state, &pushed.items[0].receipt), (State::Sealed, &None));
        match pushed.trouble {
            Some(Trouble::Receipt(found)) => {
                let signature = matches!(found, ReceiptFault::Checkpoint(_));
                assert!(found == fault || signature, "{found:?}");
            }
            other => panic!("{other:?}"),
        }
        // The next run gets the right one.
        assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
    }
}

#[tokio::test]
async fn a_true_receipt_that_says_something_else_is_not_believed() {
    let changes: [fn(&mut Entry); 5] = [
        |entry| entry.statement = Some(Sha::of(b"another")),
        |entry| entry.digest = Some(Sha::of(b"other rows")),
        |entry| entry.addressee = "n-another".into(),
        |entry| entry.filing = entry.filing.clone().map(|(filing, revision)| (filing, revision + 1)),
        |entry| entry.act = Act::ContentValid,
    ];
    for change in changes {
        let city = City::start().await;
        let (_county, node) = County::enrolled(&city).await;
        let item = node.file(&draft("2025Q2", Q2), None).unwrap();
        city.with(|state| {
            let mut entry = Entry::accepted(&item.statement, item.id, Sha::of(b"-"), 0, state.time, None);
            change(&mut entry);
            let receipt = state.append(entry.compose());
            state.accepted.insert(item.id, (item.note.clone(), receipt, FilingState::Receipted));
        });
        let pushed = node.push().await.unwrap();
        assert_eq!((pushed.items[0].state, &pushed.items[0].receipt), (State::Sealed, &None));
        assert!(matches!(pushed.trouble, Some(Trouble::Receipt(ReceiptFault::Statement))));
    }
}

#[tokio::test]
async fn a_forked_log_is_called_so() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    city.with(|state| state.leaves.clear());
    node.file(&draft("2025Q3", Q3), None).unwrap();
    let pushed = node.push().await.unwrap();
    assert!(matches!(pushed.trouble, Some(Trouble::Fork(1))), "{:?}", pushed.trouble);
    assert_eq!(pushed.items[0].state, State::Sealed);
}

#[tokio::test]
async fn problems_decide_the_state() {
    // Two are decided elsewhere: a head to adopt, and a leader's signature to wait for.
    let elsewhere = [Problem::RevisionConflict, Problem::OfficerSignatureMissing];
    for problem in Problem::ALL.iter().copied().filter(|problem| !elsewhere.contains(problem)) {
        let city = City::start().await;
        let (_county, node) = County::enrolled(&city).await;
        node.file(&draft("2025Q2", Q2), None).unwrap();
        (0..TRIES).for_each(|_| city.fault("PUT", Fault::Problem(problem)));
        let pushed = node.push().await.unwrap();
        let blocked = problem.next() == schemas::problem::Next::Stop;
        let wanted = if blocked { State::Blocked(problem) } else { State::Sealed };
        assert_eq!((pushed.items[0].state, pushed.trouble.is_none()), (wanted, blocked), "{problem:?}");
        assert_eq!(pushed.items[0].said.as_deref(), blocked.then_some("详情"));
        city.with(|state| state.faults.clear());
        // Saying the same again releases what was blocked, as the same bytes.
        node.file(&draft("2025Q2", Q2), None).unwrap();
        let pushed = node.push().await.unwrap();
        assert_eq!((pushed.items.len(), pushed.items[0].state), (1, State::Valid), "{problem:?}");
    }
}

#[tokio::test]
async fn retry_after_is_a_minimum_and_too_long_a_one_ends_the_run() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    city.fault("PUT", Fault::After(Problem::Busy, 7));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
    let waits = std::mem::take(&mut *county.waits.0.lock().unwrap());
    assert_eq!(waits, [(Duration::from_secs(7), Duration::from_millis(3500))]);
    node.file(&draft("2025Q3", Q3), None).unwrap();
    city.fault("PUT", Fault::After(Problem::Busy, 3600));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Sealed);
    assert!(county.waits.0.lock().unwrap().is_empty());
    // It is kept: another process does not ask before, and says until when.
    let asked = city.requests().await.len();
    county.clock.set(at("2025-10-12T01:59:00Z"));
    let again = county.open().push().await.unwrap();
    assert!(
        matches!(again.trouble, Some(Trouble::Later(until)) if until == at("2025-10-12T02:00:00Z")),
        "{again:?}"
    );
    let did = county.open().tick().await.unwrap();
    assert!(!did.iter().any(|did| ["push", "letters"].contains(&did.job.code())), "{did:?}");
    assert_eq!(city.requests().await.len(), asked);
    // Under a clock that was set back far it holds nobody for ever; when the time has come one goes on.
    county.clock.set(at("2025-10-11T00:00:00Z"));
    assert_eq!(node.left_alone_until().await.unwrap(), None);
    county.clock.set(at("2025-10-12T02:00:00Z"));
    city.with(|state| state.time = at("2025-10-12T02:00:00Z"));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}

#[tokio::test]
async fn a_person_may_send_though_the_city_asked_to_be_left_alone() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    city.fault("PUT", Fault::After(Problem::Busy, 86_400 * 365));
    node.push().await.unwrap();
    let until = node.left_alone_until().await.unwrap().unwrap();
    assert_eq!(until, at("2025-10-13T01:00:00Z"), "no longer than a day, whatever is asked");
    let stop = ["--at", "2025-10-12T03:00:00Z"];
    for (lang, words) in [("zh", "10-13 09:00 之后再联系"), ("en", "left alone until 10-13 09:00")] {
        let (code, text) = run(county.path(), &["push", "--lang", lang, stop[0], stop[1]]);
        assert!(code == 3 && text.contains(words) && text.contains("--now"), "{text}");
    }
    let (code, text) = run(county.path(), &["push", "--now", stop[0], stop[1]]);
    assert!(code == 0 && text.contains("已校验"), "{text}");
}

#[tokio::test]
async fn a_later_revision_never_overtakes_an_earlier_one_and_others_go_on() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    node.amend(&draft("2025Q2", &Q2.replace("2025-05-10", "2025-05-12")), "录错").unwrap();
    node.file(&draft("2025Q3", Q3), None).unwrap();
    (0..TRIES).for_each(|_| city.fault("PUT", Fault::Problem(Problem::Internal)));
    let pushed = node.push().await.unwrap();
    let states: Vec<State> = pushed.items.iter().map(|item| item.state).collect();
    assert_eq!(states, [State::Sealed, State::Sealed, State::Valid]);
    assert!(matches!(pushed.trouble, Some(Trouble::Refused(Problem::Internal, _))));
    assert!(node.push().await.unwrap().items.iter().all(|item| item.state == State::Valid));
}

#[tokio::test]
async fn queued_rows_are_asked_for_with_patience() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    city.with(|state| (state.queue, state.verdict) = (true, FilingState::Receipted));
    node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!(node.push().await.unwrap().items[0].state, State::Stored);
    assert_eq!(county.waits.0.lock().unwrap().len(), 4);
    city.with(|state| state.accepted.values_mut().for_each(|(.., at)| *at = FilingState::Confirmed));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
    let patches = city.requests().await.into_iter().filter(|(method, ..)| method == "PATCH").count();
    assert_eq!(patches, 1);
}

#[tokio::test]
async fn rows_that_cannot_stand_bring_their_findings_and_can_be_amended() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    city.with(|state| state.verdict = FilingState::Invalid);
    let first = node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    let item = county.open().items().unwrap().remove(0);
    assert_eq!((item.state, item.findings[0].code.as_str()), (State::Invalid, "not-ranked"));
    city.with(|state| state.verdict = FilingState::Validated);
    let second = node.amend(&draft("2025Q2", &Q2.replace("05-10", "05-11")), "按审核意见更正").unwrap();
    assert_eq!(second.statement.supersedes, Some(first.id));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}

#[tokio::test]
async fn refused_rows_block_and_saying_them_again_sends_them_again() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    city.fault("PUT", Fault::Lost);
    city.fault("PATCH", Fault::Problem(Problem::ContentMismatch));
    let item = node.push().await.unwrap().items.remove(0);
    assert_eq!(item.state, State::Blocked(Problem::ContentMismatch));
    assert!(item.receipt.is_some());
    node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}

#[tokio::test]
async fn what_the_city_refused_does_not_stand_in_the_way_of_another_ledger() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    city.fault("PUT", Fault::Problem(Problem::StatementInvalid));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Blocked(Problem::StatementInvalid));
    let other = node.file(&draft("2025Q2", &Q2.replace("05-10", "05-12")), None).unwrap();
    assert_eq!((other.statement.revision, other.statement.previous), (1, None));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}

#[tokio::test]
async fn a_clock_that_is_off_is_set_right_once_and_only_by_the_city() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    // Between the greeting and the rows the clocks part by an hour; the next signature is at the city's time.
    city.fault("PATCH", Fault::Skewed(3));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
    assert!(county.waits.0.lock().unwrap().is_empty(), "nothing to wait for");

    node.file(&draft("2025Q3", Q3), None).unwrap();
    city.fault("PATCH", Fault::Skewed(4));
    let pushed = node.push().await.unwrap();
    assert!(matches!(pushed.trouble, Some(Trouble::Refused(Problem::ClockSkew, _))), "{:?}", pushed.trouble);
    assert_eq!(pushed.items[0].state, State::Receipted);
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}

#[tokio::test]
async fn a_refused_request_signature_is_made_anew_once_and_is_no_fault_of_the_item() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    city.fault("PATCH", Fault::Problem(Problem::BadSignature));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
    node.file(&draft("2025Q3", Q3), None).unwrap();
    (0..2).for_each(|_| city.fault("PATCH", Fault::Problem(Problem::BadSignature)));
    let pushed = node.push().await.unwrap();
    assert!(
        matches!(pushed.trouble, Some(Trouble::Refused(Problem::BadSignature, _))),
        "{:?}",
        pushed.trouble
    );
    assert_eq!(pushed.items[0].state, State::Receipted);
}

#[tokio::test]
async fn a_status_with_the_receipt_of_another_statement_is_not_believed() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    city.with(|state| (state.queue, state.verdict) = (true, FilingState::Receipted));
    let item = node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!(node.push().await.unwrap().items[0].state, State::Stored);
    city.with(|state| {
        let mut entry = Entry::accepted(&item.statement, item.id, Sha::of(b"-"), 0, state.time, None);
        entry.statement = Some(Sha::of(b"another"));
        let other = state.append(entry.compose());
        let known = state.accepted.get_mut(&item.id).unwrap();
        (known.1, known.2) = (other, FilingState::Validated);
    });
    let pushed = node.push().await.unwrap();
    assert!(
        matches!(pushed.trouble, Some(Trouble::Receipt(ReceiptFault::Statement))),
        "{:?}",
        pushed.trouble
    );
    assert_eq!(pushed.items[0].state, State::Stored);
}

#[tokio::test]
async fn rows_that_were_sent_are_asked_for_and_not_sent_again() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    // The rows arrive, the answer does not, and the node is started anew before it could ask.
    city.fault("PATCH", Fault::Lost);
    (0..TRIES).for_each(|_| city.fault("HEAD", Fault::Gateway(502)));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Receipted);
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
    let patches = city.requests().await.into_iter().filter(|(method, ..)| method == "PATCH").count();
    assert_eq!(patches, 1);
}

#[tokio::test]
async fn only_one_process_sends_from_a_folder() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    let other = std::fs::File::create(county.path().join("push.lock")).unwrap();
    other.try_lock().unwrap();
    assert!(matches!(node.push().await, Err(AgentError::AlreadySending)));
    assert_eq!(city.requests().await.iter().filter(|(method, ..)| method == "PUT").count(), 0);
    drop(other);
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
}
