//! A node whose key is good and whose content is not: signed lies are judged, never ranked, and packed traps are refused.

use aggregator::intake::enrolment;
use schemas::{
    definition::Definitions,
    hash::Sha,
    merkle,
    note::SignKey,
    statement::{ContentRef, FilingKey, Kind, Purpose, Schema, Statement},
    wire::{self, Enrolment, Token, node_name},
};

use super::rows;
use crate::{
    asked::{Answer, ask},
    city::City,
    filing::ledger,
    signing,
};

/// A node that keeps to no rule.
struct Rogue {
    key: SignKey,
}

impl Rogue {
    /// Enrolled for a bureau like any other.
    async fn enrolled(city: &City, bureau: &str) -> Self {
        let token = enrolment::issue(&city.services, bureau.parse().unwrap(), true).await.unwrap();
        let token = Token::parse(&token).unwrap();
        let point = *SignKey::from_seed("n", &[7; 32]).unwrap().verify_key().point();
        let key = SignKey::from_seed(&node_name(&point), &[7; 32]).unwrap();
        let log = city.services.log_key.name().to_owned();
        let request = Enrolment { log, token: token.id, secret: token.secret, key: key.verify_key() };
        let address = format!("{}{}", city.address, wire::ENROLMENTS);
        let answer = ask("POST", &address, &[], request.sign(&key).into_bytes()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        Self { key }
    }

    /// Signs that these bytes are its ledger, with whatever is said of them.
    fn statement(&self, city: &City, form: &str, content: ContentRef) -> Statement {
        let definitions = Definitions::builtin().unwrap();
        let known = definitions.form(form).unwrap();
        Statement {
            log: city.services.log_key.name().into(),
            kind: Kind::Ledger,
            node: self.key.verify_key().name().into(),
            filing: FilingKey {
                bureau: "519902".parse().unwrap(),
                form: form.into(),
                period: "2025Q3".parse().unwrap(),
                subject: None,
            },
            revision: 1,
            supersedes: None,
            schema: Schema { name: known.schema(), digest: Sha::from_bytes(known.digest) },
            policy: None,
            content: Some(content),
            previous: None,
            seen: None,
            created: city.services.clock.now(),
            skew: 0,
            purpose: Purpose::Baseline,
            reason: None,
        }
    }

    async fn send(&self, city: &City, statement: &Statement) -> Answer {
        let note = self.key.sign(&statement.compose());
        let address = format!("{}{}", city.address, wire::statement_path(&statement.id()));
        ask("PUT", &address, &[], note.into_bytes()).await
    }
}

/// Whole, in one request.
async fn upload(city: &City, key: &SignKey, sha256: &Sha, packed: Vec<u8>) -> Answer {
    signing::upload(city, key, sha256, 0, true, packed).await
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// What a statement says of some bytes when it lies about nothing but their sense.
fn said(bytes: &[u8], rows: u64) -> ContentRef {
    let rows_root = merkle::root(std::iter::empty::<Vec<u8>>());
    ContentRef { rows, length: bytes.len() as u64, sha256: Sha::of(bytes), rows_root }
}

crate::on_both_engines! {
    async fn packed_traps_are_refused_and_the_right_content_still_comes_in(city: City) {
        let node = city.node("519901").await;
        let item = node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        let address = format!("{}{}", city.address, wire::statement_path(&item.id));
        assert_eq!(ask("PUT", &address, &[], item.note.clone().into_bytes()).await.status, 201);
        let signed = item.statement.content.unwrap();
        let key = signing::key_of(&city, "519901");
        let before = rows(&city).await;
        let length = usize::try_from(signed.length).unwrap();
        let whole = packed(&vec![b'x'; length]);
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 0xff;
        for (what, body, code) in [
            ("nothing", Vec::new(), "malformed"),
            ("no zstd", vec![7; 1000], "malformed"),
            ("half a frame", whole[..whole.len() / 2].to_vec(), "malformed"),
            ("other bytes of the same length", whole.clone(), "content-mismatch"),
            ("two frames", [whole.clone(), whole].concat(), "content-mismatch"),
            ("a changed last byte", flipped, "malformed"),
            ("a bomb of a gigabyte", bomb(), "content-mismatch"),
        ] {
            assert_eq!(upload(&city, &key, &signed.sha256, body).await.problem(), code, "{what}");
        }
        assert_eq!(rows(&city).await, before);
        assert_eq!(upload(&city, &key, &Sha::of(b"nobody's"), packed(b"x")).await.problem(), "not-found");
        node.push().await.unwrap();
        assert_eq!(city.json("/api/v1/filings/519901/L3/2025Q3").await["state"], "validated");
    }

    async fn signed_nonsense_is_invalid_and_never_ranked(city: City) {
        let rogue = Rogue::enrolled(&city, "519902").await;
        // The header and a row of an honest ledger, to be spoilt in one place each.
        let (first, row) = honest(&city).await;
        let wrong: Vec<(&str, Vec<u8>, u64)> = vec![
            ("bytes that are no UTF-8", vec![0xff, 0xfe, b'\n'], 1),
            ("no final line feed", first.clone().into_bytes(), 0),
            ("half a header", format!("{}\n", &first[..40]).into_bytes(), 0),
            ("a key twice", format!("{}\n", first.replacen('{', r#"{"format":"tongbao-content/1","#, 1)).into_bytes(), 0),
            ("an unknown key", format!("{}\n", first.replacen('{', r#"{"name":"x","#, 1)).into_bytes(), 0),
            ("deep JSON", format!("{first}\n{}\n", "[".repeat(100_000)).into_bytes(), 1),
            ("a row of nulls too few", format!("{first}\n[null]\n").into_bytes(), 1),
            ("numbers for words", format!("{first}\n{}\n", row.replace('"', "")).into_bytes(), 1),
            ("a huge number", format!("{first}\n{}\n", row.replace("1,", "1e999,")).into_bytes(), 1),
            ("a negative number", format!("{first}\n{}\n", row.replace(",1,", ",-1,")).into_bytes(), 1),
            ("an object for a row", format!("{first}\n{{}}\n").into_bytes(), 1),
            ("a salt of the wrong length", format!("{}\n", first.replace(r#""salt":""#, r#""salt":"00"#)).into_bytes(), 0),
        ];
        // Every lie but the first is sent as an amendment of the one before.
        let mut head: Option<Statement> = None;
        for (what, bytes, rows) in wrong {
            let mut statement = rogue.statement(&city, "L3", said(&bytes, rows));
            if let Some(head) = &head {
                statement.kind = Kind::Amendment;
                statement.revision = head.revision + 1;
                statement.supersedes = Some(head.id());
                statement.reason = Some("更正".into());
            }
            let answer = rogue.send(&city, &statement).await;
            assert_eq!(answer.status, 201, "{what}: {}", answer.text());
            let answer = upload(&city, &rogue.key, &Sha::of(&bytes), packed(&bytes)).await;
            match answer.status {
                200 => {
                    let status = answer.json();
                    assert_eq!(status["state"], "invalid", "{what}: {status}");
                    assert_eq!(status["findings"][0]["severity"], "block", "{what}: {status}");
                }
                422 => assert_eq!(answer.problem(), "content-mismatch", "{what}"),
                other => panic!("{what}: {other} {}", answer.text()),
            }
            head = Some(statement);
        }
        let standings = city.json("/api/v1/standings?period=2025Q3").await;
        for table in standings["indicators"].as_array().unwrap() {
            let row = table["rows"].as_array().unwrap().iter().find(|row| row["bureau"] == "519902").unwrap();
            assert_eq!(row["not_ranked_because"], "not filed", "{row}");
        }
    }

    async fn a_good_key_does_not_help_a_wrong_statement(city: City) {
        let rogue = Rogue::enrolled(&city, "519902").await;
        let good = rogue.statement(&city, "L3", said(b"x", 1));
        let before = rows(&city).await;
        let elsewhere = |bureau: &str| FilingKey { bureau: bureau.parse().unwrap(), ..good.filing.clone() };
        let at = |period: &str| FilingKey { period: period.parse().unwrap(), ..good.filing.clone() };
        let huge = ContentRef { length: u64::MAX, rows: u64::MAX, ..good.content.unwrap() };
        for (what, statement, code) in [
            ("another bureau", Statement { filing: elsewhere("519901"), ..good.clone() }, "out-of-scope"),
            ("a bureau there is not", Statement { filing: elsewhere("999999"), ..good.clone() }, "out-of-scope"),
            ("another log", Statement { log: "elsewhere.example/1".into(), ..good.clone() }, "statement-invalid"),
            ("a node there is not", Statement { node: "n-000000000000".into(), ..good.clone() }, "unknown-key"),
            ("the future", Statement { filing: at("2099Q4"), ..good.clone() }, "period-not-open"),
            ("a day", Statement { filing: at("2025-07-03"), ..good.clone() }, "period-not-open"),
            (
                "another form",
                Statement { schema: Schema { name: "tongbao.L99/1".into(), digest: Sha::of(b"x") }, ..good.clone() },
                "schema-unsupported",
            ),
            (
                "a nil return where somebody must sign a row",
                Statement { kind: Kind::Nil, content: None, ..rogue.statement(&city, "B1", said(b"x", 1)) },
                "statement-invalid",
            ),
            (
                "a revision out of order",
                Statement {
                    kind: Kind::Amendment,
                    revision: u32::MAX,
                    supersedes: Some(Sha::of(b"x")),
                    reason: Some("更正".into()),
                    ..good.clone()
                },
                "revision-conflict",
            ),
        ] {
            let answer = rogue.send(&city, &statement).await;
            assert_eq!(answer.problem(), code, "{what}: {}", answer.text());
        }
        assert_eq!(rows(&city).await, before);
        // A length nobody could send is signed and waits; the content never comes in.
        assert_eq!(rogue.send(&city, &Statement { content: Some(huge), ..good.clone() }).await.status, 201);
        assert_eq!(upload(&city, &rogue.key, &huge.sha256, packed(b"x")).await.problem(), "too-large");
    }
}

/// A gigabyte of nothing in a few frames.
fn bomb() -> Vec<u8> {
    let frame = zstd::encode_all(vec![0_u8; 64 * 1024 * 1024].as_slice(), 1).unwrap();
    frame.repeat(16)
}

/// First line and a row of a ledger as an agent seals it.
async fn honest(city: &City) -> (String, String) {
    let node = city.node("519923").await;
    let item = node.file(&city.draft("L3", "2025Q3", &ledger(1)), None).unwrap();
    let address = format!("{}{}", city.address, wire::statement_path(&item.id));
    assert_eq!(ask("PUT", &address, &[], item.note.clone().into_bytes()).await.status, 201);
    let sha256 = item.statement.content.unwrap().sha256;
    node.push().await.unwrap();
    let content =
        city.services.store.read(move |connection| aggregator::store::content::packed(connection, &sha256));
    let text =
        String::from_utf8(zstd::decode_all(content.await.unwrap().unwrap().as_slice()).unwrap()).unwrap();
    let mut lines = text.lines();
    let first = lines.next().unwrap().replace("519923", "519902");
    (first, lines.next().unwrap().to_owned())
}
