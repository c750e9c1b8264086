//! What somebody hostile sends, with keys of their own or of others (T11): each is refused with the one problem it
//! should be, nothing of it is kept, and the audit has a row of it. What an agent is shown is tried in its own suite.

use std::collections::BTreeMap;

use aggregator::{
    app::Services,
    intake::key,
    store::{audit, filing, log},
};
use schemas::{
    definition::Definitions,
    hash::Sha,
    key::Role,
    note::SignKey,
    statement::{ContentRef, FilingKey, Kind, Schema, Statement},
    wire::{self, Enrolment},
};

use crate::{
    asked::Answer,
    city::{City, at},
    keys::{
        enrolled, key_of, leader::countersigning, next_key, nil, post, put, redeem, request, rotation, send,
        token,
    },
};

/// What is in the log and in the audit.
struct Before {
    leaves: u64,
    rows: usize,
}

fn rows(services: &Services) -> Vec<audit::Record> {
    services.store.read_now(|connection| audit::newest(connection, 10_000)).unwrap()
}

fn before(city: &City) -> Before {
    let leaves = city.services.store.read_now(log::size).unwrap();
    Before { leaves, rows: rows(&city.services).len() }
}

/// The answer is the problem, the log has not grown, and the audit has exactly one row of it, by whoever claimed it.
fn refused(city: &City, before: &Before, answer: &Answer, act: &str, problem: &str, who: &str) {
    assert_eq!(answer.problem(), problem);
    let rows = rows(&city.services);
    let new = &rows[..rows.len() - before.rows];
    assert_eq!(new.len(), 1, "{problem}: {new:?}");
    assert_eq!(
        (new[0].what.as_str(), new[0].who.as_str()),
        (format!("{act} {problem}").as_str(), who),
        "{new:?}"
    );
    assert_eq!(
        city.services.store.read_now(log::size).unwrap(),
        before.leaves,
        "{problem}: a leaf was written"
    );
}

/// Sends a note to the address of a statement and holds the answer to one problem.
async fn hostile(city: &City, statement: &Statement, note: String, problem: &str) {
    let before = before(city);
    let answer = put(city, &statement.id(), note).await;
    refused(city, &before, &answer, "statement", problem, &statement.node);
}

fn of_form(statement: &Statement, code: &str) -> Statement {
    let definitions = Definitions::builtin().unwrap();
    let form = definitions.form(code).unwrap();
    Statement {
        filing: FilingKey { form: code.into(), ..statement.filing.clone() },
        schema: Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) },
        ..statement.clone()
    }
}

/// The next revision of a nil return, told apart by its reason.
fn amendment(of: &Statement, reason: &str) -> Statement {
    let hash = Sha::of(reason.as_bytes());
    Statement {
        kind: Kind::Amendment,
        revision: of.revision + 1,
        supersedes: Some(of.id()),
        content: Some(ContentRef { rows: 1, length: 1, sha256: hash, rows_root: hash }),
        reason: Some(reason.into()),
        ..of.clone()
    }
}

crate::on_both_engines! {
    async fn a_statement_counts_once_here_and_for_its_own_period(city: City) {
        let key = enrolled(&city, "519901", Role::Agent, 1).await;
        let first = nil(&city, &key, "519901");
        let note = key.sign(&first.compose());
        let accepted = put(&city, &first.id(), note.clone()).await;
        assert_eq!(accepted.status, 201, "{}", accepted.text());
        let second = amendment(&first, "漏报");
        assert_eq!(send(&city, &key, &second).await.status, 201);

        // The old one again is the resource it made, and changes nothing.
        let before_replay = before(&city);
        assert_eq!(put(&city, &first.id(), note.clone()).await.status, 200);
        assert_eq!(before(&city).leaves, before_replay.leaves);
        let head = city.services.store.read_now(|connection| filing::head(connection, &first.filing)).unwrap().unwrap();
        assert_eq!(head.id, second.id());
        // The old one worded anew is behind the head; so is a second successor.
        let old = Statement { created: at("2025-10-13 16:21"), ..first.clone() };
        hostile(&city, &old, key.sign(&old.compose()), "revision-conflict").await;
        let twin = amendment(&first, "另一更正");
        hostile(&city, &twin, key.sign(&twin.compose()), "revision-conflict").await;
        // At another address, for another log, for another period, after the close.
        let before_other = before(&city);
        let answer = put(&city, &Sha::of(b"another"), note.clone()).await;
        refused(&city, &before_other, &answer, "statement", "digest-mismatch", &first.node);
        let elsewhere = Statement { log: "tongbao.elsewhere/1".into(), ..of_form(&first, "L5") };
        hostile(&city, &elsewhere, key.sign(&elsewhere.compose()), "statement-invalid").await;
        for (period, problem) in [("2025Q2", "statement-invalid"), ("2025Q4", "period-not-open"), ("2025-09", "period-not-open")] {
            let of = Statement { filing: FilingKey { period: period.parse().unwrap(), ..first.filing.clone() }, ..first.clone() };
            hostile(&city, &of, key.sign(&of.compose()), problem).await;
        }
        city.clock.set(at("2026-03-01 09:00"));
        let late = of_form(&first, "L5");
        hostile(&city, &late, key.sign(&late.compose()), "period-closed").await;
    }

    async fn a_key_signs_for_its_own_bureau_only(city: City) {
        let county = enrolled(&city, "519901", Role::Agent, 1).await;
        // A sibling, the level above, a code that looks like its own, one of no bureau.
        for bureau in ["519902", "519900", "519910", "519991"] {
            let statement = nil(&city, &county, bureau);
            hostile(&city, &statement, county.sign(&statement.compose()), "out-of-scope").await;
        }
        // The level above does not author for those below.
        let above = enrolled(&city, "519900", Role::Agent, 2).await;
        let statement = nil(&city, &above, "519901");
        hostile(&city, &statement, above.sign(&statement.compose()), "out-of-scope").await;
        // The same digits in other characters are no code at all.
        let own = nil(&city, &county, "519901");
        let before = before(&city);
        let text = own.compose().replace("bureau 519901", "bureau 51990１");
        let answer = put(&city, &Statement::id_of(&text), county.sign(&text)).await;
        refused(&city, &before, &answer, "statement", "statement-invalid", "-");
        // In the name of another node, with one's own key.
        let theirs = nil(&city, &above, "519900");
        hostile(&city, &theirs, county.sign(&theirs.compose()), "bad-signature").await;
    }

    async fn a_key_that_may_not_sign_is_told_why(city: City) {
        let stranger = key_of(Role::Agent, 9);
        let statement = nil(&city, &stranger, "519901");
        hostile(&city, &statement, stranger.sign(&statement.compose()), "unknown-key").await;

        let waiting = key_of(Role::Agent, 1);
        let pending = token(&city, "519901", Role::Agent, false).await;
        assert_eq!(redeem(&city, &pending, &waiting).await.status, 202);
        let statement = nil(&city, &waiting, "519901");
        hostile(&city, &statement, waiting.sign(&statement.compose()), "key-pending").await;

        let old = enrolled(&city, "519901", Role::Agent, 2).await;
        let new = next_key(&old, 3);
        assert_eq!(post(&city, wire::ROTATIONS, rotation(&city, &old, &new)).await.status, 201);
        let statement = nil(&city, &old, "519901");
        hostile(&city, &statement, old.sign(&statement.compose()), "key-revoked").await;
        key::revoke(&city.services, new.verify_key().name().into(), at("2025-10-13 00:00"), "遗失".into()).await.unwrap();
        for key in [&new, &old] {
            hostile(&city, &statement, key.sign(&statement.compose()), "key-revoked").await;
        }
    }

    async fn keys_that_verify_anything_are_not_taken(city: City) {
        // The identity point: under it a signature of zeros is good for every text, to a verifier that is not strict.
        let mut weak = [0; 33];
        weak[..2].copy_from_slice(&[1, 1]);
        let name = Role::Agent.name_of(weak[1..].try_into().unwrap());
        let id = &Sha::of(&[name.as_bytes(), b"\n", &weak].concat()).to_string()[..8];
        let encoded = base64(&weak);
        let key = format!("{name}+{id}+{encoded}");
        let mut line = hex::decode(id).unwrap();
        line.extend([1].into_iter().chain([0; 63]));
        let token = token(&city, "519901", Role::Agent, true).await;
        let good = key_of(Role::Agent, 1);
        let request = Enrolment {
            log: city.services.log_key.name().to_owned(),
            token: token.id.clone(),
            secret: token.secret.clone(),
            key: good.verify_key(),
        };
        let text = request.sign(&good).split("\n\n").next().unwrap().replace(&good.verify_key().to_string(), &key);
        let note = format!("{text}\n\n— {name} {}\n", base64(&line));
        let at_enrolment = before(&city);
        let answer = post(&city, wire::ENROLMENTS, note).await;
        refused(&city, &at_enrolment, &answer, "enrolment", "malformed", "-");
        // The token is still good, for the key it was meant for.
        assert_eq!(redeem(&city, &token, &good).await.status, 200);
        let statement = nil(&city, &good, "519901");
        let forged = format!("{}\n— {} {}\n", statement.compose(), statement.node, base64(&line));
        hostile(&city, &statement, forged, "bad-signature").await;
    }

    async fn lines_of_others_and_of_other_notes_are_refused(city: City) {
        let key = enrolled(&city, "519901", Role::Agent, 1).await;
        let other = enrolled(&city, "519902", Role::Agent, 2).await;
        let (statement, text) = (nil(&city, &key, "519901"), nil(&city, &key, "519901").compose());
        let stray = key.sign(&of_form(&statement, "L5").compose());
        let line = stray.split("\n\n").nth(1).unwrap();
        hostile(&city, &statement, format!("{text}\n{line}"), "bad-signature").await;
        let good = key.sign(&text);
        hostile(&city, &statement, other.sign_too(&good).unwrap(), "officer-signature-missing").await;
        hostile(&city, &statement, key_of(Role::Agent, 9).sign_too(&good).unwrap(), "officer-signature-missing").await;
        hostile(&city, &statement, other.sign(&text), "bad-signature").await;
        let before_many = before(&city);
        let mut many = good.clone();
        for seed in 10..14 {
            many = key_of(Role::Officer, seed).sign_too(&many).unwrap();
        }
        let answer = put(&city, &statement.id(), many).await;
        refused(&city, &before_many, &answer, "statement", "malformed", &statement.node);
        assert_eq!(put(&city, &statement.id(), good).await.status, 201);
    }

    async fn of_a_hundred_successors_one_wins(city: City) {
        let key = enrolled(&city, "519901", Role::Agent, 1).await;
        let first = nil(&city, &key, "519901");
        assert_eq!(send(&city, &key, &first).await.status, 201);
        let start = before(&city);
        let notes: Vec<(Sha, String)> = (0..100)
            .map(|number| amendment(&first, &format!("第{number}人")))
            .map(|statement| (statement.id(), key.sign(&statement.compose())))
            .collect();
        let address = |id: &Sha| format!("{}{}", city.address, wire::statement_path(id));
        let race = notes.into_iter().map(|(id, note)| ("PUT", address(&id), note)).collect();
        let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
        for answer in at_once(race).await {
            let outcome = if answer.status == 201 { "accepted".into() } else { answer.problem() };
            *outcomes.entry(outcome).or_default() += 1;
        }
        assert_eq!(outcomes, BTreeMap::from([("accepted".into(), 1), ("revision-conflict".into(), 99)]));
        let end = before(&city);
        assert_eq!((end.leaves, end.rows), (start.leaves + 1, start.rows + 99));
        let revisions = city.services.store.read_now(|connection| filing::revisions(connection, &first.filing)).unwrap();
        assert_eq!(revisions.len(), 2);
    }

    async fn of_two_keys_with_one_token_one_wins_and_the_token_is_burned(city: City) {
        let token = token(&city, "519901", Role::Agent, false).await;
        let keys: Vec<SignKey> = (1..=20).map(|seed| key_of(Role::Agent, seed)).collect();
        let start = before(&city);
        let address = format!("{}{}", city.address, wire::ENROLMENTS);
        let race = keys.iter().map(|key| ("POST", address.clone(), request(&city, &token, key)));
        let answers = at_once(race.collect()).await;
        let won: Vec<usize> = (0..20).filter(|place| answers[*place].status == 202).collect();
        assert_eq!(won.len(), 1, "one key has the token");
        for (_, lost) in answers.iter().enumerate().filter(|(place, _)| *place != won[0]) {
            assert_eq!(lost.problem(), "token-used");
        }
        let rows = rows(&city.services);
        let new = &rows[..rows.len() - start.rows];
        let count = |what: &str| new.iter().filter(|row| row.what == what).count();
        assert_eq!((count("token-burned"), count("enrolment token-used"), new.len()), (19, 19, 38));
        assert!(city.services.store.metrics().text().contains("tongbao_tokens_burned_total 19"));
        // The winner may ask again and learns nothing new; a person is warned before the words are compared.
        let winner = keys[won[0]].verify_key();
        assert_eq!(redeem(&city, &token, &keys[won[0]]).await.status, 202);
        let shown = city.services.store.read_now(|connection| key::find(connection, winner.name())).unwrap();
        assert!(shown.contested);
        assert_eq!(before(&city).leaves, start.leaves);
    }

    async fn tokens_of_others_guesses_and_leftovers_bring_nothing_in(city: City) {
        let (good, key) = (token(&city, "519901", Role::Agent, true).await, key_of(Role::Agent, 1));
        let name = key.verify_key().name().to_owned();
        let hostile = async |token: &wire::Token, key: &SignKey, problem: &str| {
            let start = before(&city);
            let answer = redeem(&city, token, key).await;
            refused(&city, &start, &answer, "enrolment", problem, key.verify_key().name());
        };
        let guessed = wire::Token { secret: vec![0; 20], ..good.clone() };
        hostile(&guessed, &key, "forbidden").await;
        hostile(&wire::Token { id: "unknown".into(), ..good.clone() }, &key, "forbidden").await;
        // Signed with another key than the one it brings.
        let request = Enrolment {
            log: city.services.log_key.name().to_owned(),
            token: good.id.clone(),
            secret: good.secret.clone(),
            key: key.verify_key(),
        };
        let start = before(&city);
        let answer = post(&city, wire::ENROLMENTS, request.sign(&next_key(&key, 2))).await;
        refused(&city, &start, &answer, "enrolment", "bad-signature", "-");
        // For another log.
        let start = before(&city);
        let elsewhere = Enrolment { log: "tongbao.elsewhere/1".into(), ..request };
        let answer = post(&city, wire::ENROLMENTS, elsewhere.sign(&key)).await;
        refused(&city, &start, &answer, "enrolment", "malformed", "-");
        assert_eq!(redeem(&city, &good, &key).await.status, 200);
        assert!(city.services.store.read_now(|connection| key::find(connection, &name)).is_ok());
        // The same key with a second token; a token that has ended.
        hostile(&token(&city, "519902", Role::Agent, true).await, &key, "forbidden").await;
        let late = token(&city, "519902", Role::Agent, true).await;
        city.clock.set(at("2025-10-16 16:30"));
        hostile(&late, &key_of(Role::Agent, 5), "forbidden").await;
    }

    async fn nobody_changes_a_key_but_its_holder(city: City) {
        let (key, new, thief) = {
            let key = enrolled(&city, "519901", Role::Agent, 1).await;
            (key.clone(), next_key(&key, 2), next_key(&key, 3))
        };
        let name = key.verify_key().name().to_owned();
        let hostile = async |note: String, problem: &str, who: &str| {
            let start = before(&city);
            let answer = post(&city, wire::ROTATIONS, note).await;
            refused(&city, &start, &answer, "rotation", problem, who);
        };
        let good = rotation(&city, &key, &new);
        let (text, lines) = good.split_once("\n\n").unwrap();
        let by: Vec<&str> = lines.lines().collect();
        // Without the old key, without the new one, by a thief, with another new key than was signed.
        hostile(format!("{text}\n\n{}\n", by[1]), "bad-signature", "-").await;
        hostile(format!("{text}\n\n{}\n", by[0]), "bad-signature", "-").await;
        hostile(thief.sign_too(&thief.sign(&format!("{text}\n"))).unwrap(), "bad-signature", "-").await;
        hostile(good.replace(&new.verify_key().to_string(), &thief.verify_key().to_string()), "bad-signature", "-").await;
        hostile("nonsense".into(), "malformed", "-").await;
        // Of a key that is not in force, though both sign; of a node nobody knows.
        hostile(rotation(&city, &thief, &new), "unknown-key", &name).await;
        let stranger = key_of(Role::Agent, 9);
        hostile(rotation(&city, &stranger, &next_key(&stranger, 8)), "unknown-key", stranger.verify_key().name()).await;
        let elsewhere = good.replace("log tongbao.test/1", "log tongbao.elsewhere/1");
        hostile(elsewhere, "bad-signature", "-").await;
        // Once replaced, the old key chooses no other successor, and is not put back.
        assert_eq!(post(&city, wire::ROTATIONS, good).await.status, 201);
        hostile(rotation(&city, &key, &thief), "key-revoked", &name).await;
        hostile(rotation(&city, &new, &key), "forbidden", &name).await;
        key::revoke(&city.services, name.clone(), at("2025-10-13 00:00"), "遗失".into()).await.unwrap();
        hostile(rotation(&city, &new, &thief), "key-revoked", &name).await;
        let waiting = key_of(Role::Agent, 7);
        let pending = token(&city, "519902", Role::Agent, false).await;
        assert_eq!(redeem(&city, &pending, &waiting).await.status, 202);
        hostile(rotation(&city, &waiting, &next_key(&waiting, 6)), "key-pending", waiting.verify_key().name()).await;
    }
}

async fn a_leaders_line_that_is_not_good_is_none(city: City) {
    let node = enrolled(&city, "519901", Role::Agent, 1).await;
    let leader = enrolled(&city, "519901", Role::Officer, 2).await;
    let of_other = enrolled(&city, "519902", Role::Officer, 3).await;
    let statement = nil(&city, &node, "519901");
    let one = node.sign(&statement.compose());
    let missing = "officer-signature-missing";
    hostile(&city, &statement, one.clone(), missing).await;
    hostile(&city, &statement, of_other.sign_too(&one).unwrap(), missing).await;
    hostile(&city, &statement, key_of(Role::Officer, 9).sign_too(&one).unwrap(), missing).await;
    hostile(&city, &statement, next_key(&leader, 9).sign_too(&one).unwrap(), missing).await;
    // The node signs twice, or under the leader's name.
    hostile(&city, &statement, node.sign_too(&one).unwrap(), missing).await;
    let waiting = key_of(Role::Officer, 4);
    let pending = token(&city, "519901", Role::Officer, false).await;
    assert_eq!(redeem(&city, &pending, &waiting).await.status, 202);
    hostile(&city, &statement, waiting.sign_too(&one).unwrap(), missing).await;
    // The leader's line of another note.
    let stray = leader.sign(&of_form(&statement, "L5").compose());
    let line = stray.split("\n\n").nth(1).unwrap();
    hostile(&city, &statement, format!("{one}{line}"), "bad-signature").await;
    // The leader alone, in the node's place.
    hostile(&city, &statement, leader.sign(&statement.compose()), "bad-signature").await;
    assert_eq!(put(&city, &statement.id(), leader.sign_too(&one).unwrap()).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn leaders_on_sqlite() {
    a_leaders_line_that_is_not_good_is_none(countersigning(None).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaders_on_postgres() {
    if let Some(database) = crate::city::postgres_schema() {
        a_leaders_line_that_is_not_good_is_none(countersigning(Some(database)).await).await;
    }
}

/// Sends everything at once; answers in the order asked.
async fn at_once(asked: Vec<(&'static str, String, String)>) -> Vec<Answer> {
    let sent = asked.into_iter().map(|(method, address, note)| {
        tokio::spawn(async move { crate::asked::ask(method, &address, &[], note.into_bytes()).await })
    });
    let mut answers = Vec::new();
    for answer in sent.collect::<Vec<_>>() {
        answers.push(answer.await.unwrap());
    }
    answers
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
