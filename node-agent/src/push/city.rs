//! The city's program as this node talks to it: bounded answers, no redirects, time-outs, the same bytes on every try.

use std::{sync::Once, time::Duration};

use reqwest::{RequestBuilder, Response, Url, header};
use schemas::{
    consistency::Consistency,
    hash::Sha,
    problem::{Problem, ProblemBody},
    receipt,
    wire::{self, Enrolled, Hello, Letter, StatementStatus},
};
use serde::de::DeserializeOwned;

use super::{
    Trouble,
    retry::{Pause, passes_soon, status_passes_soon, wait},
};
use crate::error::AgentError;

/// Most bytes of an answer: findings of a ledger, with room.
const MAX_ANSWER: usize = 8 * 1024 * 1024;
const CONNECT: Duration = Duration::from_secs(10);
/// Silence after which a request has failed.
const SILENCE: Duration = Duration::from_secs(60);

/// The HTTP client of a node.
///
/// # Errors
/// [`Trouble::Unreachable`] if the machine offers no ground for TLS.
pub(crate) fn http_client() -> Result<reqwest::Client, Trouble> {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // An embedding program may have chosen one before; that serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        .user_agent(concat!("tongbao-node-agent/", env!("CARGO_PKG_VERSION")));
    client.build().map_err(Trouble::unreachable)
}

/// A city at an address.
pub(crate) struct City<'a> {
    http: &'a reqwest::Client,
    pause: &'a dyn Pause,
    server: Url,
}

/// An answer that is a success.
struct Answer {
    status: u16,
    body: Vec<u8>,
}

/// What became of sending the rows.
pub(crate) enum Upload {
    /// Judged at once.
    Judged(StatementStatus),
    /// Taken in, to be judged.
    Queued,
}

/// The address of a server, without path, query and fragment.
///
/// # Errors
/// [`AgentError::BadServer`].
pub(crate) fn server_url(text: &str) -> Result<Url, AgentError> {
    let url = Url::parse(text.trim()).map_err(|_| AgentError::BadServer)?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty();
    plain.then_some(url).ok_or(AgentError::BadServer)
}

impl<'a> City<'a> {
    pub(crate) fn new(
        http: &'a reqwest::Client,
        pause: &'a dyn Pause,
        server: &str,
    ) -> Result<Self, AgentError> {
        Ok(Self { http, pause, server: server_url(server)? })
    }

    /// The signed greeting.
    pub(crate) async fn hello(&self) -> Result<Hello, Trouble> {
        let answer = self.call(|| self.http.get(self.url(wire::HELLO))).await?;
        Ok(Hello::open(&text(answer)?)?)
    }

    /// Sends a signed enrolment.
    pub(crate) async fn enrol(&self, note: &str) -> Result<Enrolled, Trouble> {
        let request = || {
            let post = self.http.post(self.url(wire::ENROLMENTS));
            post.header(header::CONTENT_TYPE, wire::NOTE_TYPE).body(note.to_owned())
        };
        json(&self.call(request).await?)
    }

    /// Sends a statement; gives the receipt's text.
    pub(crate) async fn put_statement(&self, id: &Sha, note: &str) -> Result<String, Trouble> {
        let request = || {
            let put = self.http.put(self.url(&wire::statement_path(id)));
            put.header(header::CONTENT_TYPE, wire::NOTE_TYPE).body(note.to_owned())
        };
        let answer = self.call(request).await?;
        if answer.body.len() > receipt::MAX_BYTES {
            return Err(Trouble::NotUnderstood(answer.status));
        }
        text(answer)
    }

    /// Asks where a statement stands.
    pub(crate) async fn statement(&self, id: &Sha) -> Result<StatementStatus, Trouble> {
        json(&self.call(|| self.http.get(self.url(&wire::statement_path(id)))).await?)
    }

    /// The log's newest checkpoint; none while the log is empty.
    pub(crate) async fn checkpoint(&self) -> Result<Option<String>, Trouble> {
        match self.call(|| self.http.get(self.url(wire::CHECKPOINT))).await {
            Ok(answer) => text(answer).map(Some),
            Err(Trouble::Refused(Problem::NotFound, _)) => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// The proof that the tree of `to` leaves extends that of `from`.
    pub(crate) async fn consistency(&self, from: u64, to: u64) -> Result<Consistency, Trouble> {
        let mut url = self.url(wire::CONSISTENCY);
        url.query_pairs_mut().append_pair("from", &from.to_string()).append_pair("to", &to.to_string());
        let answer = self.call(|| self.http.get(url.clone())).await?;
        Consistency::parse(&text(answer)?).map_err(Trouble::Growth)
    }

    /// The letters of a node behind a leaf, unverified.
    pub(crate) async fn letters(&self, node: &str, after: Option<u64>) -> Result<Vec<Letter>, Trouble> {
        let mut url = self.url(wire::LETTERS);
        url.query_pairs_mut().append_pair("node", node);
        if let Some(after) = after {
            url.query_pairs_mut().append_pair("after", &after.to_string());
        }
        json(&self.call(|| self.http.get(url.clone())).await?)
    }

    /// Sends the rows, compressed.
    pub(crate) async fn patch_content(&self, sha256: &Sha, packed: &[u8]) -> Result<Upload, Trouble> {
        let request = || {
            let patch = self.http.patch(self.url(&wire::content_path(sha256)));
            patch
                .header(header::CONTENT_TYPE, wire::CONTENT_TYPE)
                .header(header::CONTENT_ENCODING, "zstd")
                .header("upload-offset", "0")
                .header("upload-complete", "?1")
                .body(packed.to_vec())
        };
        let answer = self.call(request).await?;
        if answer.status == 202 { Ok(Upload::Queued) } else { json(&answer).map(Upload::Judged) }
    }

    /// Waits a moment before asking again.
    pub(crate) async fn moment(&self) {
        self.pause.pause(Duration::from_millis(500), Duration::from_millis(500)).await;
    }

    fn url(&self, path: &str) -> Url {
        let mut url = self.server.clone();
        url.set_path(path);
        url
    }

    /// Sends a request until it is answered for good or the tries of this run are used up.
    async fn call(&self, request: impl Fn() -> RequestBuilder) -> Result<Answer, Trouble> {
        let mut attempt = 0;
        loop {
            let (trouble, retry_after) = match request().send().await {
                Ok(response) => {
                    let retry_after = retry_after(&response);
                    match answer(response).await {
                        Ok(answer) => return Ok(answer),
                        Err(trouble) => (trouble, retry_after),
                    }
                }
                Err(error) => (Trouble::unreachable(error), None),
            };
            let soon = match &trouble {
                Trouble::Unreachable(_) => true,
                Trouble::Refused(problem, _) => passes_soon(*problem),
                Trouble::NotUnderstood(status) => status_passes_soon(*status),
                _ => false,
            };
            let Some((least, spread)) = wait(attempt, retry_after).filter(|_| soon) else {
                return Err(trouble);
            };
            self.pause.pause(least, spread).await;
            attempt += 1;
        }
    }
}

/// Reads an answer within bounds; anything but a success is trouble.
async fn answer(mut response: Response) -> Result<Answer, Trouble> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Trouble::unreachable)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(Trouble::NotUnderstood(status));
        }
        body.extend_from_slice(&chunk);
    }
    if matches!(status, 200..=202) {
        return Ok(Answer { status, body });
    }
    let problem: Option<ProblemBody> = serde_json::from_slice(&body).ok();
    let known = problem.and_then(|body| Some((Problem::from_code(&body.kind)?, body)));
    match known {
        Some((problem, body)) => Err(Trouble::Refused(problem, Box::new(body))),
        None => Err(Trouble::NotUnderstood(status)),
    }
}

fn retry_after(response: &Response) -> Option<Duration> {
    let value = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    value.trim().parse().ok().map(Duration::from_secs)
}

fn text(answer: Answer) -> Result<String, Trouble> {
    String::from_utf8(answer.body).map_err(|_| Trouble::NotUnderstood(answer.status))
}

fn json<T: DeserializeOwned>(answer: &Answer) -> Result<T, Trouble> {
    serde_json::from_slice(&answer.body).map_err(|_| Trouble::NotUnderstood(answer.status))
}
