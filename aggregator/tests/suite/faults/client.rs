//! One client of the load: it says new things, says them twice at once, says old things again, and contradicts others;
//! what it does not know the outcome of it sends again until it does.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use reqwest::StatusCode;
use schemas::{
    problem::{Next, Problem, ProblemBody},
    wire::{self, statement_path},
};

use super::{
    acknowledged::Acknowledged,
    chance::Chance,
    notes::{County, Note, statement},
    tls::http,
};

/// What an attempt came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A receipt; whether it was there before.
    Receipted { again: bool },
    /// Another revision is in force.
    Conflict,
    /// A problem that may pass.
    Later(Problem),
    /// No answer: it may or may not have been done.
    Unknown,
}

/// A client that lives through restarts of the city.
pub struct Client {
    pub county: County,
    http: reqwest::Client,
    told: Arc<Acknowledged>,
    chance: Chance,
    /// Sent, and nothing is known of it.
    open: Vec<Note>,
    /// Receipted.
    done: Vec<Note>,
    /// Filings begun by the bureau, counted by both its keys.
    begun: Arc<AtomicUsize>,
    pub unknown: usize,
}

impl Client {
    pub fn new(county: County, told: Arc<Acknowledged>, begun: Arc<AtomicUsize>, chance: Chance) -> Self {
        let http = http().build().unwrap();
        Self { county, http, told, chance, open: Vec::new(), done: Vec::new(), begun, unknown: 0 }
    }

    /// Files until no answer comes, or so many times.
    pub async fn file(&mut self, address: &str, times: usize) {
        for _ in 0..times {
            if self.step(address).await == Outcome::Unknown {
                self.unknown += 1;
                return;
            }
        }
    }

    /// Sends once more whatever is open; true if nothing is open then.
    pub async fn settle(&mut self, address: &str) -> bool {
        for note in std::mem::take(&mut self.open) {
            self.send(address, note).await;
        }
        self.open.is_empty()
    }

    async fn step(&mut self, address: &str) -> Outcome {
        if let Some(note) = self.open.pop() {
            return self.send(address, note).await;
        }
        match self.chance.below(100) {
            0..15 if !self.done.is_empty() => {
                let old = self.chance.any(&self.done).clone();
                let outcome = self.send(address, old).await;
                assert!(
                    !matches!(outcome, Outcome::Receipted { again: false } | Outcome::Conflict),
                    "{outcome:?}"
                );
                outcome
            }
            15..30 => {
                let note = self.fresh();
                let other = self.http.clone();
                let (first, twin) = (note.clone(), put(&other, address, &note));
                let (twin, outcome) = tokio::join!(twin, self.send(address, first));
                if let Ok((StatusCode::OK | StatusCode::CREATED, receipt)) = twin {
                    self.told.receipt(&note.id, &receipt);
                }
                outcome
            }
            _ => {
                let note = self.fresh();
                self.send(address, note).await
            }
        }
    }

    /// Something new: of a filing nobody began, or of one that either key of the bureau may have.
    fn fresh(&mut self) -> Note {
        let begun = self.begun.load(Ordering::Relaxed);
        let number = match begun {
            0 => self.begun.fetch_add(1, Ordering::Relaxed),
            _ if self.chance.percent(60) && begun < 480 => self.begun.fetch_add(1, Ordering::Relaxed),
            _ => begun - 1 - self.chance.below(begun.min(6)),
        };
        let filing = self.county.filing(number);
        self.county.say(filing)
    }

    /// Sends a note once and keeps what is learnt.
    pub async fn send(&mut self, address: &str, note: Note) -> Outcome {
        match put(&self.http, address, &note).await {
            Ok((status @ (StatusCode::OK | StatusCode::CREATED), receipt)) => {
                self.told.receipt(&note.id, &receipt);
                self.county.learn(&note.filing, note.revision, note.id);
                let again = status == StatusCode::OK;
                if !self.done.iter().any(|done| done.id == note.id) {
                    self.done.push(note);
                }
                Outcome::Receipted { again }
            }
            Ok((status, body)) => {
                let body: ProblemBody =
                    serde_json::from_str(&body).unwrap_or_else(|_| panic!("{status}: no problem: {body}"));
                match (Problem::from_code(&body.kind), body.head) {
                    (Some(Problem::RevisionConflict), Some(head)) => {
                        assert!(!self.told.knows(&note.id), "a receipted statement is in no conflict");
                        self.told.receipt(&head.statement, &head.receipt);
                        let head = (head.statement, statement(&head.note));
                        self.county.learn(&head.1.filing, head.1.revision, head.0);
                        Outcome::Conflict
                    }
                    (Some(problem), _) if problem.next() == Next::Retry => {
                        self.open.push(note);
                        Outcome::Later(problem)
                    }
                    (problem, _) => panic!("{status}: {problem:?} {:?}", body.detail),
                }
            }
            Err(error) => {
                // Of use where a fault was not meant to cut a line.
                eprintln!("no answer: {error:?}");
                self.open.push(note);
                Outcome::Unknown
            }
        }
    }
}

async fn put(http: &reqwest::Client, address: &str, note: &Note) -> reqwest::Result<(StatusCode, String)> {
    let request = http.put(format!("{address}{}", statement_path(&note.id)));
    let answer = request.header("content-type", wire::NOTE_TYPE).body(note.text.clone()).send().await?;
    Ok((answer.status(), answer.text().await?))
}
