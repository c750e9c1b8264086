//! The city's program as this node talks to it: bounded answers, no redirects, time-outs, the same bytes on every try.

use std::{
    sync::{
        Once,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use reqwest::{Certificate, Method, RequestBuilder, Response, Url, header, header::HeaderMap};
use schemas::{
    bureau::Bureau,
    consistency::Consistency,
    hash::Sha,
    note::{SignKey, VerifyKey},
    problem::{Problem, ProblemBody},
    receipt,
    recovery::{RECOVERY, Report, Reported},
    wire::{self, Enrolled, Hello, Letter, Reminder, StatementStatus},
};
use serde::de::DeserializeOwned;

use super::{
    Trouble,
    retry::{LONGEST, PATIENCE, Pause, wait},
    signer::{Part, Signer},
    stop::Stop,
    upload::soon,
};
use crate::{clock::Clock, error::AgentError};

/// Most bytes of an answer: findings of a ledger, with room.
const MAX_ANSWER: usize = 8 * 1024 * 1024;
const CONNECT: Duration = Duration::from_secs(10);
/// Silence after which a request has failed.
pub(crate) const SILENCE: Duration = Duration::from_secs(60);

/// The HTTP client of a node, which knows servers by these roots besides the system's.
///
/// # Errors
/// [`Trouble::Unreachable`] if the machine offers no ground for TLS.
#[expect(clippy::disallowed_methods, reason = "the one place: the ground of TLS is chosen first")]
pub(crate) fn http_client(silence: Duration, roots: Vec<Certificate>) -> Result<reqwest::Client, Trouble> {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // An embedding program may have chosen one before; that serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .read_timeout(silence)
        .user_agent(concat!("tongbao-node-agent/", env!("CARGO_PKG_VERSION")));
    // Merged only when there are some: a system without any list of its own is then no obstacle.
    let client = if roots.is_empty() { client } else { client.tls_certs_merge(roots) };
    client.build().map_err(Trouble::unreachable)
}

/// A city at an address.
pub(crate) struct City<'a> {
    http: &'a reqwest::Client,
    pause: &'a dyn Pause,
    server: Url,
    signer: Option<Signer<'a>>,
    stop: Option<&'a Stop>,
    sent: AtomicU32,
    /// The longest wait the city asked for that is longer than one waits within a run, in seconds.
    asked: AtomicU64,
}

/// An answer that is a success.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    body: Vec<u8>,
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
        Ok(Self {
            http,
            pause,
            server: server_url(server)?,
            signer: None,
            stop: None,
            sent: AtomicU32::new(0),
            asked: AtomicU64::new(0),
        })
    }

    /// The city with its pinned key, talked to by a node that signs its requests.
    pub(crate) fn signing(self, key: &'a SignKey, clock: &'a dyn Clock, city: &'a VerifyKey) -> Self {
        Self { signer: Some(Signer::new(key, clock, city)), ..self }
    }

    /// The city, of which nothing more is asked once a wish to end is uttered.
    pub(crate) fn until(self, stop: &'a Stop) -> Self {
        Self { stop: Some(stop), ..self }
    }

    /// Requests sent so far.
    pub(crate) fn sent(&self) -> u32 {
        self.sent.load(Ordering::Relaxed)
    }

    /// How long the city asked to be left alone, if longer than one waits within a run.
    pub(crate) fn asked(&self) -> Option<Duration> {
        let asked = Duration::from_secs(self.asked.load(Ordering::Relaxed));
        (asked > Duration::ZERO).then_some(asked.min(LONGEST))
    }

    /// The signed greeting.
    pub(crate) async fn hello(&self) -> Result<Hello, Trouble> {
        let answer = self.call(|| Ok(self.http.get(self.url(wire::HELLO)))).await?;
        let hello = Hello::open(&text(answer)?)?;
        if let Some(signer) = &self.signer {
            signer.learn(&hello);
        }
        Ok(hello)
    }

    /// Sends a signed enrolment.
    pub(crate) async fn enrol(&self, note: &str) -> Result<Enrolled, Trouble> {
        let request = || {
            let post = self.http.post(self.url(wire::ENROLMENTS));
            Ok(post.header(header::CONTENT_TYPE, wire::NOTE_TYPE).body(note.to_owned()))
        };
        json(&self.call(request).await?)
    }

    /// Sends the note that asks for another key; gives the receipt's text.
    pub(crate) async fn rotate(&self, note: &str) -> Result<String, Trouble> {
        let request = || {
            let post = self.http.post(self.url(wire::ROTATIONS));
            Ok(post.header(header::CONTENT_TYPE, wire::NOTE_TYPE).body(note.to_owned()))
        };
        text(self.call(request).await?)
    }

    /// Sends a statement; gives the receipt's text, and whether the city had the statement before.
    pub(crate) async fn put_statement(&self, id: &Sha, note: &str) -> Result<(String, bool), Trouble> {
        let request = || {
            let put = self.http.put(self.url(&wire::statement_path(id)));
            Ok(put.header(header::CONTENT_TYPE, wire::NOTE_TYPE).body(note.to_owned()))
        };
        let answer = self.call(request).await?;
        if answer.body.len() > receipt::MAX_BYTES {
            return Err(Trouble::NotUnderstood(answer.status));
        }
        let before = answer.status == 200;
        Ok((text(answer)?, before))
    }

    /// Asks where a statement stands.
    pub(crate) async fn statement(&self, id: &Sha) -> Result<StatementStatus, Trouble> {
        json(&self.get_signed(&wire::statement_path(id)).await?)
    }

    /// The log's newest checkpoint; none while the log is empty.
    pub(crate) async fn checkpoint(&self) -> Result<Option<String>, Trouble> {
        match self.call(|| Ok(self.http.get(self.url(wire::CHECKPOINT)))).await {
            Ok(answer) => text(answer).map(Some),
            Err(Trouble::Refused(Problem::NotFound, _)) => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// The proof that the tree of `to` leaves extends that of `from`.
    pub(crate) async fn consistency(&self, from: u64, to: u64) -> Result<Consistency, Trouble> {
        let mut url = self.url(wire::CONSISTENCY);
        url.query_pairs_mut().append_pair("from", &from.to_string()).append_pair("to", &to.to_string());
        let answer = self.call(|| Ok(self.http.get(url.clone()))).await?;
        Consistency::parse(&text(answer)?).map_err(Trouble::Growth)
    }

    /// The note with which a log of the city ended, unverified.
    pub(crate) async fn epoch(&self, origin: &str) -> Result<String, Trouble> {
        let mut url = self.url(wire::EPOCH);
        url.query_pairs_mut().append_pair("from", origin);
        text(self.call(|| Ok(self.http.get(url.clone()))).await?)
    }

    /// The letters of this node behind a leaf, unverified.
    pub(crate) async fn letters(&self, after: Option<u64>) -> Result<Vec<Letter>, Trouble> {
        let query = after.map_or_else(String::new, |after| format!("?after={after}"));
        json(&self.get_signed(&format!("{}{query}", wire::LETTERS)).await?)
    }

    /// This node's bureau as the city has entered it.
    pub(crate) async fn bureau(&self) -> Result<Bureau, Trouble> {
        json(&self.get_signed(wire::BUREAU).await?)
    }

    /// What this node's bureau was reminded of.
    pub(crate) async fn reminders(&self) -> Result<Vec<Reminder>, Trouble> {
        json(&self.get_signed(wire::REMINDERS).await?)
    }

    /// Gives a page back to a city that is recovering.
    pub(crate) async fn report(&self, page: &Report) -> Result<Reported, Trouble> {
        let body = serde_json::to_vec(page).map_err(|_| Trouble::NotUnderstood(0))?;
        let request = || {
            let post = self.signed_with(Method::POST, RECOVERY, &body)?;
            Ok(post.header(header::CONTENT_TYPE, "application/json").body(body.clone()))
        };
        let ask = || self.call(request);
        let answer = match ask().await {
            Err(Trouble::Refused(Problem::ClockSkew, said)) if self.learns_from(&said) => ask().await,
            Err(Trouble::Refused(Problem::BadSignature, _)) => ask().await,
            other => other,
        };
        json(&answer?)
    }

    /// Asks something that only this node may ask. A clock that is off is set right once; and a signature that is
    /// refused is made anew once, since a line may have sent it twice.
    async fn get_signed(&self, path: &str) -> Result<Answer, Trouble> {
        let ask = || self.call(|| self.signed(Method::GET, path, None));
        match ask().await {
            Err(Trouble::Refused(Problem::ClockSkew, body)) if self.learns_from(&body) => ask().await,
            Err(Trouble::Refused(Problem::BadSignature, _)) => ask().await,
            other => other,
        }
    }

    /// Waits a moment before asking again.
    pub(crate) async fn moment(&self) {
        self.pause(Duration::from_millis(500), Duration::from_millis(500)).await;
    }

    fn url(&self, path: &str) -> Url {
        let mut url = self.server.clone();
        url.set_path(path);
        url
    }

    /// A request signed by the node.
    pub(super) fn signed(
        &self,
        method: Method,
        path: &str,
        part: Option<Part<'_>>,
    ) -> Result<RequestBuilder, Trouble> {
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let mut url = self.url(path);
        url.set_query(query);
        let request = self.http.request(method.clone(), url.clone());
        match &self.signer {
            Some(signer) => signer.sign(request, method.as_str(), &url, part),
            None => Ok(request),
        }
    }

    /// A request with a body, signed by the node.
    fn signed_with(&self, method: Method, path: &str, body: &[u8]) -> Result<RequestBuilder, Trouble> {
        let url = self.url(path);
        let request = self.http.request(method.clone(), url.clone());
        match &self.signer {
            Some(signer) => signer.sign_body(request, method.as_str(), &url, body),
            None => Ok(request),
        }
    }

    /// Takes the city's time from a refusal; says whether there was one to trust.
    pub(super) fn learns_from(&self, refusal: &ProblemBody) -> bool {
        self.signer.as_ref().is_some_and(|signer| signer.learn_from(refusal))
    }

    /// Waits at least so long, and a random part of the spread.
    pub(super) async fn pause(&self, least: Duration, spread: Duration) {
        let pause = self.pause.pause(least, spread);
        match self.stop {
            Some(stop) => tokio::select! {
                () = pause => {}
                () = stop.stopped() => {}
            },
            None => pause.await,
        }
    }

    /// Sends a request until it is answered for good or the tries of this run are used up.
    pub(super) async fn call(
        &self,
        request: impl Fn() -> Result<RequestBuilder, Trouble>,
    ) -> Result<Answer, Trouble> {
        let mut attempt = 0;
        loop {
            let (trouble, retry_after) = match self.once(request()?).await {
                Ok(answer) => return Ok(answer),
                Err(trouble) => trouble,
            };
            let Some((least, spread)) = wait(attempt, retry_after).filter(|_| soon(&trouble)) else {
                return Err(trouble);
            };
            self.pause(least, spread).await;
            attempt += 1;
        }
    }

    /// Sends a request once. With the trouble comes how long the city asks to wait.
    pub(super) async fn once(&self, request: RequestBuilder) -> Result<Answer, (Trouble, Option<Duration>)> {
        if self.stop.is_some_and(Stop::is_stopped) {
            return Err((Trouble::Stopping, None));
        }
        self.sent.fetch_add(1, Ordering::Relaxed);
        let response = request.send().await.map_err(|error| (Trouble::unreachable(error), None))?;
        let retry_after = retry_after(&response);
        if let Some(asked) = retry_after.filter(|asked| *asked > PATIENCE) {
            self.asked.fetch_max(asked.as_secs(), Ordering::Relaxed);
        }
        answer(response).await.map_err(|trouble| (trouble, retry_after))
    }
}

/// Reads an answer within bounds; anything but a success is trouble.
async fn answer(mut response: Response) -> Result<Answer, Trouble> {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Trouble::unreachable)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(Trouble::NotUnderstood(status));
        }
        body.extend_from_slice(&chunk);
    }
    if matches!(status, 200..=202 | 204) {
        return Ok(Answer { status, headers, body });
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

pub(super) fn json<T: DeserializeOwned>(answer: &Answer) -> Result<T, Trouble> {
    serde_json::from_slice(&answer.body).map_err(|_| Trouble::NotUnderstood(answer.status))
}
