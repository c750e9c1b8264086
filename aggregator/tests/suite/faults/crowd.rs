//! Many counties at one instant, over TLS with connections kept alive: each greets, files, and tries again with a little
//! chance in between, as the agent does, until it has its receipt. Each has a client of its own, so that no TLS session
//! of another is resumed.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use aggregator::store::Location;
use reqwest::{Client, StatusCode};
use schemas::{
    note::VerifyKey,
    wire::{self, statement_path},
};
use tokio::{sync::Barrier, task::JoinSet};

use super::{
    acknowledged::Acknowledged,
    chance::Chance,
    notes::{County, Note},
    stored::Stored,
    tls::Tls,
};

/// What a crowd came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// From the instant, or from its sending, to each receipt; shortest first.
    pub waits: Vec<Duration>,
    /// Attempts that had to be made again.
    pub again: usize,
    pub took: Duration,
}

impl Outcome {
    /// The wait that so many of a hundred do not exceed.
    pub fn percentile(&self, percent: usize) -> Duration {
        let last = self.waits.len().saturating_sub(1);
        self.waits.get((self.waits.len() * percent / 100).min(last)).copied().unwrap_or_default()
    }
}

/// Every county files one statement at the same instant.
pub async fn at_once(
    (address, tls): (&str, &Tls),
    counties: Vec<County>,
    told: &Arc<Acknowledged>,
    chance: &mut Chance,
) -> Outcome {
    let start = Arc::new(Barrier::new(counties.len()));
    let mut agents = JoinSet::new();
    for (number, mut county) in counties.into_iter().enumerate() {
        let note = county.say(county.filing(number % 400));
        let (address, start, told, chance) = (address.to_owned(), start.clone(), told.clone(), chance.fork());
        let http = tls.client();
        agents.spawn(async move {
            start.wait().await;
            let since = Instant::now();
            let again = file(&http, &address, &note, true, &told, chance).await;
            (since.elapsed(), again)
        });
    }
    let mut outcome = Outcome::default();
    while let Some(done) = agents.join_next().await {
        let (wait, again) = done.unwrap();
        outcome.waits.push(wait);
        outcome.again += again;
    }
    outcome.waits.sort_unstable();
    outcome.took = outcome.percentile(100);
    outcome
}

/// Sends until there is a receipt; says how often it had to be sent again.
pub async fn file(
    http: &Client,
    address: &str,
    note: &Note,
    greets: bool,
    told: &Acknowledged,
    mut chance: Chance,
) -> usize {
    let mut again = 0;
    loop {
        let put = async {
            if greets {
                http.get(format!("{address}{}", wire::HELLO)).send().await?.bytes().await?;
            }
            let put = http.put(format!("{address}{}", statement_path(&note.id)));
            let answer = put.header("content-type", wire::NOTE_TYPE).body(note.text.clone()).send().await?;
            Ok::<_, reqwest::Error>((answer.status(), answer.text().await?))
        };
        match put.await {
            Ok((StatusCode::OK | StatusCode::CREATED, receipt)) => {
                told.receipt(&note.id, &receipt);
                return again;
            }
            Ok((status, body)) => {
                let passes = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
                assert!(passes, "{status}: {body}");
            }
            Err(_) => {}
        }
        again += 1;
        tokio::time::sleep(chance.millis(50, 1_000)).await;
    }
}

/// Holds what the crowd was told against what is on the disk: every receipt in its place, and nothing besides.
///
/// # Errors
/// What does not agree.
pub fn judged(location: &Location, log: &VerifyKey, told: &Acknowledged) -> Result<(), String> {
    let stored = Stored::read(location, log)?;
    told.kept_by(&stored)?;
    let accepted = stored.leaves.iter().filter(|leaf| leaf.contains("type statement-accepted")).count();
    if accepted == told.len() {
        Ok(())
    } else {
        Err(format!("{accepted} leaves for {} receipts", told.len()))
    }
}
