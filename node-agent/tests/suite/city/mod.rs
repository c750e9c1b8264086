//! A city for tests: a small server that keeps a real log, signs real receipts, and misbehaves when told to.
#![allow(dead_code, clippy::unwrap_used, reason = "each test binary uses a part of it")]

mod county;
mod log;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
};

use chrono::{DateTime, Utc};
pub use county::*;
use schemas::{
    entry::Entry,
    hash::Sha,
    key::{KeyAct, KeyDocument, Role, Rotation},
    note,
    note::{SignKey, VerifyKey},
    problem::{Problem, ProblemBody, URN},
    request::{self, COMPLETE, Claim, DIGEST, INPUT, OFFSET, SIGNATURE, complete, content_digest},
    statement::Statement,
    text::Text,
    wire::{self, Enrolled, Enrolment, FilingState, Head, Hello, KeyState, StatementStatus, Token},
};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers::any};

pub const LOG: &str = "tongbao.test/1";
pub const BUREAU: &str = "519901";

/// What the next answers are instead of the right ones.
#[derive(Clone, Debug)]
pub enum Fault {
    /// A problem; nothing is done.
    Problem(Problem),
    /// A problem with `Retry-After`.
    After(Problem, u64),
    /// The work is done, but the answer is lost on the way.
    Lost,
    /// A gateway's page.
    Gateway(u16),
    /// The receipt with one thing changed.
    Tampered(fn(String) -> String),
    /// The city's clock has moved on by an hour; the refusal has the time, signed with the key of a seed.
    Skewed(u8),
}

/// The state of the city.
pub struct State {
    pub key: SignKey,
    pub time: DateTime<Utc>,
    pub admitted: KeyState,
    pub token_owner: Option<String>,
    /// The last key that took another's place, with the receipt.
    pub rotated: Option<(String, String)>,
    pub leaves: Vec<String>,
    pub accepted: BTreeMap<Sha, (String, String, FilingState)>,
    pub contents: BTreeMap<Sha, Vec<u8>>,
    /// Faults by method, taken in order.
    pub faults: VecDeque<(&'static str, Fault)>,
    /// Whether rows are judged at once or queued.
    pub queue: bool,
    pub verdict: FilingState,
    /// The key that enrolled; requests without a signed text are held to it.
    pub node: Option<VerifyKey>,
    /// Nonces of the signatures so far.
    pub nonces: Vec<[u8; 16]>,
    /// Documents of leaves by index, where they are not the note of a statement.
    pub documents: BTreeMap<usize, String>,
    /// Leaves about a statement that have no document.
    pub without: Vec<usize>,
}

#[derive(Clone)]
pub struct City {
    pub state: Arc<Mutex<State>>,
    pub server: Arc<MockServer>,
}

struct Answers(Arc<Mutex<State>>);

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        self.0.lock().unwrap().answer(request)
    }
}

fn problem(problem: Problem, head: Option<Head>) -> ResponseTemplate {
    refusal(problem, head, None)
}

fn refusal(problem: Problem, head: Option<Head>, hello: Option<String>) -> ResponseTemplate {
    let body = ProblemBody {
        kind: format!("{URN}{}", problem.code()),
        title: problem.title().zh.into(),
        status: problem.status(),
        detail: Some("详情".into()),
        incident: None,
        retryable: false,
        head,
        hello,
    };
    ResponseTemplate::new(problem.status())
        .set_body_raw(serde_json::to_vec(&body).unwrap(), "application/problem+json")
}

impl State {
    fn answer(&mut self, request: &Request) -> ResponseTemplate {
        let method = request.method.as_str();
        let fault = match self.faults.front() {
            Some((of, _)) if *of == method => self.faults.pop_front().map(|(_, fault)| fault),
            _ => None,
        };
        match fault {
            Some(Fault::Problem(which)) => return problem(which, None),
            Some(Fault::After(which, secs)) => {
                return problem(which, None).insert_header("retry-after", secs.to_string());
            }
            Some(Fault::Gateway(status)) => {
                return ResponseTemplate::new(status).set_body_string("<html>gateway</html>");
            }
            Some(Fault::Skewed(seed)) => {
                self.time += chrono::TimeDelta::hours(1);
                let key = SignKey::from_seed(LOG, &[seed; 32]).unwrap();
                let hello = Hello { key: key.verify_key(), ..self.hello() };
                return refusal(Problem::ClockSkew, None, Some(hello.sign(&key)));
            }
            Some(Fault::Lost) => {
                self.right(request);
                return ResponseTemplate::new(502);
            }
            Some(Fault::Tampered(change)) => {
                self.right(request);
                let last = request.url.path().rsplit('/').next().unwrap();
                let receipt = match last.parse() {
                    Ok(id) => self.accepted[&id].1.clone(),
                    Err(_) => self.rotated.clone().unwrap().1,
                };
                return ResponseTemplate::new(201).set_body_string(change(receipt));
            }
            None => {}
        }
        self.right(request)
    }

    fn right(&mut self, request: &Request) -> ResponseTemplate {
        let path = request.url.path();
        let last = path.rsplit('/').next().unwrap();
        let body = || String::from_utf8(request.body.clone()).unwrap();
        match (request.method.as_str(), path) {
            ("GET", wire::HELLO) => ResponseTemplate::new(200).set_body_string(self.hello().sign(&self.key)),
            ("GET", wire::CHECKPOINT) if self.leaves.is_empty() => problem(Problem::NotFound, None),
            ("GET", wire::CHECKPOINT) => {
                ResponseTemplate::new(200).set_body_string(self.checkpoint(self.leaves.len()))
            }
            ("GET", wire::CONSISTENCY) => self.consistency(request),
            ("POST", wire::ENROLMENTS) => self.enrol(&body()),
            ("POST", wire::ROTATIONS) => self.rotate(&body()),
            ("PUT", _) => self.put(&last.parse().unwrap(), &body()),
            (method, path) if !self.signed(request) => panic!("{method} {path} is not signed"),
            ("PATCH", _) => self.patch(&last.parse().unwrap(), request),
            ("GET", wire::LETTERS) => self.letters(request),
            // An older city, which knows no reminders and does not say what it has entered.
            ("GET", wire::REMINDERS | wire::BUREAU) => problem(Problem::NotFound, None),
            ("HEAD", _) => {
                let whole = self.contents.contains_key(&last.parse().unwrap());
                ResponseTemplate::new(204)
                    .insert_header("upload-offset", "0")
                    .insert_header("upload-complete", complete(whole))
            }
            ("GET", _) => match self.accepted.get(&last.parse().unwrap()) {
                Some((_, receipt, state)) => status(receipt, *state),
                None => problem(Problem::NotFound, None),
            },
            _ => problem(Problem::NotFound, None),
        }
    }

    /// Whether a request is signed by the node that enrolled, at this city's time, with a nonce of its own.
    fn signed(&mut self, request: &Request) -> bool {
        let header = |name: &str| request.headers.get(name).map(|value| value.to_str().unwrap());
        let Some((input, signature)) = header(INPUT).zip(header(SIGNATURE)) else { return false };
        let claim = Claim::parse(input, signature).unwrap();
        let signed = request::Request {
            method: request.method.as_str(),
            authority: header("host").unwrap(),
            path: request.url.path(),
            query: request.url.query().unwrap_or_default(),
            digest: header(DIGEST),
            upload: header(OFFSET).zip(header(COMPLETE)),
        };
        let digest = content_digest(&request.body);
        let good = claim.verify(&signed, self.node.as_ref().unwrap()).is_ok()
            && claim.is_current(self.time)
            && header(DIGEST).is_none_or(|given| given == digest)
            && !self.nonces.contains(&claim.nonce);
        self.nonces.push(claim.nonce);
        good
    }

    fn enrol(&mut self, note: &str) -> ResponseTemplate {
        let enrolment = Enrolment::open(note).unwrap();
        let node = enrolment.key.name().to_owned();
        // A leader's key signs statements and asks for nothing.
        if !node.starts_with("o-") {
            self.node = Some(enrolment.key.clone());
        }
        if self.token_owner.get_or_insert_with(|| node.clone()) != &node {
            return problem(Problem::TokenUsed, None);
        }
        let enrolled = Enrolled {
            node,
            bureau: BUREAU.parse().unwrap(),
            bureau_name: Text::new("东湖区人社局", "Donghu"),
            state: self.admitted,
            campaign: "test".into(),
        };
        ResponseTemplate::new(if self.admitted == KeyState::Pending { 202 } else { 200 })
            .set_body_json(enrolled)
    }

    /// Once a new key; the same exchange again is answered with the same receipt.
    fn rotate(&mut self, note: &str) -> ResponseTemplate {
        let rotation = Rotation::open(note).unwrap();
        let known = self.rotated.as_ref().filter(|(new, _)| *new == rotation.new.to_string());
        let receipt = match known {
            Some((_, receipt)) => receipt.clone(),
            None => {
                let document = KeyDocument {
                    act: KeyAct::Rotated(rotation.old),
                    node: rotation.new.name().into(),
                    role: if rotation.new.name().starts_with("o-") { Role::Officer } else { Role::Agent },
                    bureau: BUREAU.parse().unwrap(),
                    key: rotation.new.clone(),
                };
                self.append(Entry::of_key(&document, self.time).compose())
            }
        };
        if !rotation.new.name().starts_with("o-") {
            self.node = Some(rotation.new.clone());
        }
        self.rotated = Some((rotation.new.to_string(), receipt.clone()));
        ResponseTemplate::new(201).set_body_string(receipt)
    }

    fn put(&mut self, id: &Sha, body: &str) -> ResponseTemplate {
        if let Some((_, receipt, _)) = self.accepted.get(id) {
            return ResponseTemplate::new(200).set_body_string(receipt.clone());
        }
        let (text, signatures) = note::split(body).unwrap();
        let statement = Statement::parse(text).unwrap();
        assert_eq!(statement.id(), *id);
        let head = self.head(&statement);
        if head.as_ref().map(|head| head.statement) != statement.supersedes {
            return problem(Problem::RevisionConflict, head);
        }
        let entry = Entry::accepted(&statement, *id, Sha::of(signatures.as_bytes()), 0, self.time, None);
        let receipt = self.append(entry.compose());
        let state = if statement.content.is_some() { FilingState::Receipted } else { FilingState::Validated };
        self.accepted.insert(*id, (body.to_owned(), receipt.clone(), state));
        ResponseTemplate::new(201).set_body_string(receipt)
    }

    fn head(&self, like: &Statement) -> Option<Head> {
        let of = |note: &str| Statement::parse(note::split(note).unwrap().0).unwrap();
        let same = self.accepted.iter().filter(|(_, (note, ..))| of(note).filing == like.filing);
        let (statement, (note, receipt, _)) = same.max_by_key(|(_, (note, ..))| of(note).revision)?;
        Some(Head { statement: *statement, note: note.clone(), receipt: receipt.clone() })
    }

    /// Documents of this city: notes of statements, and findings, which it has none of.
    fn letters(&self, request: &Request) -> ResponseTemplate {
        let asked = |name: &str| {
            request.url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let after = asked("after").map(|after| after.parse::<usize>().unwrap());
        let node = self.node.as_ref().map(|key| key.name().to_owned()).unwrap();
        let behind = after.map_or(0, |after| after + 1);
        let letters = (behind..self.leaves.len()).filter_map(|index| {
            let entry = Entry::parse(&self.leaves[index]).ok()?;
            let note = entry.statement.and_then(|id| self.accepted.get(&id)).map(|(note, ..)| note.clone());
            let note = note.filter(|_| !self.without.contains(&index));
            let document = self.documents.get(&index).cloned().or(note);
            let mine = [node.as_str(), BUREAU, "*"].contains(&entry.addressee.as_str());
            mine.then(|| wire::Letter { receipt: self.receipt(index), document })
        });
        ResponseTemplate::new(200).set_body_json(letters.take(wire::MAX_LETTERS).collect::<Vec<_>>())
    }

    fn patch(&mut self, sha: &Sha, request: &Request) -> ResponseTemplate {
        let header = |name: &str| request.headers.get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(header("content-encoding"), "zstd");
        assert_eq!(header("content-type"), wire::CONTENT_TYPE);
        assert_eq!((header("upload-offset"), header("upload-complete")), ("0".into(), "?1".into()));
        let bytes = zstd::bulk::decompress(&request.body, 1 << 24).unwrap();
        assert_eq!(Sha::of(&bytes), *sha);
        self.contents.insert(*sha, bytes);
        let of = |note: &str| Statement::parse(note::split(note).unwrap().0).unwrap();
        let verdict = self.verdict;
        let named = self
            .accepted
            .values_mut()
            .find(|(note, ..)| of(note).content.is_some_and(|content| content.sha256 == *sha));
        let Some((_, receipt, state)) = named else { return problem(Problem::NotFound, None) };
        *state = verdict;
        if self.queue { ResponseTemplate::new(202) } else { status(receipt, verdict) }
    }
}

fn status(receipt: &str, state: FilingState) -> ResponseTemplate {
    let findings = match state {
        FilingState::Invalid => vec![schemas::finding::Finding::new(
            "not-ranked",
            schemas::finding::Severity::Block,
            Text::new("汇总不符", "The summary differs"),
            Text::new("更正", "Amend"),
        )],
        _ => Vec::new(),
    };
    ResponseTemplate::new(200).set_body_json(StatementStatus {
        state,
        receipt: receipt.to_owned(),
        findings,
        key_suspect: false,
    })
}

impl City {
    pub async fn start() -> Self {
        let state = State {
            key: SignKey::from_seed(LOG, &[3; 32]).unwrap(),
            time: at("2025-10-12T01:00:00.250Z"),
            admitted: KeyState::Active,
            token_owner: None,
            rotated: None,
            leaves: Vec::new(),
            accepted: BTreeMap::new(),
            contents: BTreeMap::new(),
            faults: VecDeque::new(),
            queue: false,
            verdict: FilingState::Validated,
            node: None,
            nonces: Vec::new(),
            documents: BTreeMap::new(),
            without: Vec::new(),
        };
        let state = Arc::new(Mutex::new(state));
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(Answers(Arc::clone(&state))).mount(&server).await;
        Self { state, server: Arc::new(server) }
    }

    pub fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap())
    }

    pub fn fault(&self, method: &'static str, fault: Fault) {
        self.with(|state| state.faults.push_back((method, fault)));
    }

    pub fn url(&self) -> String {
        self.server.uri()
    }

    pub fn token(&self) -> String {
        let log_key = Token::key_hash(&self.with(|state| state.key.verify_key()));
        Token { log_key, id: "T1".into(), secret: vec![9; 20] }.compose()
    }

    /// Method, path and body of what arrived, greeting, log and letters left out; rows unpacked.
    pub async fn requests(&self) -> Vec<(String, String, Vec<u8>)> {
        let all = self.server.received_requests().await.unwrap();
        all.into_iter()
            .filter(|request| {
                let path = request.url.path();
                path != wire::HELLO && path != wire::LETTERS && !path.starts_with("/api/v1/log/")
            })
            .map(|request| {
                let packed = request.headers.contains_key("content-encoding");
                let body = if packed {
                    zstd::bulk::decompress(&request.body, 1 << 24).unwrap()
                } else {
                    request.body.clone()
                };
                (request.method.to_string(), request.url.path().to_owned(), body)
            })
            .collect()
    }
}
