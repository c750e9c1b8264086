//! Signs the requests that carry no signed text, at the city's time as far as this node knows it (PROTOCOL §8.2).

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use reqwest::{RequestBuilder, Url};
use schemas::{
    note::{SignKey, VerifyKey},
    problem::ProblemBody,
    request::{COMPLETE, DIGEST, INPUT, OFFSET, Request, SIGNATURE, complete, content_digest},
    wire::Hello,
};

use super::Trouble;
use crate::clock::Clock;

/// The node's hand.
pub(super) struct Signer<'a> {
    key: &'a SignKey,
    clock: &'a dyn Clock,
    city: &'a VerifyKey,
    skew_ms: AtomicI64,
}

/// A part of an upload: its bytes, where they begin, and whether they are the last.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) offset: u64,
    pub(super) last: bool,
}

impl<'a> Signer<'a> {
    pub(super) fn new(key: &'a SignKey, clock: &'a dyn Clock, city: &'a VerifyKey) -> Self {
        Self { key, clock, city, skew_ms: AtomicI64::new(0) }
    }

    /// Notes how far the city's time is from this clock, if it is the city that says so.
    pub(super) fn learn(&self, hello: &Hello) -> bool {
        let known = hello.key == *self.city;
        if known {
            self.skew_ms.store((hello.time - self.clock.now()).num_milliseconds(), Ordering::Relaxed);
        }
        known
    }

    /// Notes the time that came with a refusal; says whether there was one to trust.
    pub(super) fn learn_from(&self, refusal: &ProblemBody) -> bool {
        let hello = refusal.hello.as_deref().and_then(|note| Hello::open(note).ok());
        hello.is_some_and(|hello| self.learn(&hello))
    }

    /// Signs a request. Every one has a signature of its own, also when it is sent again.
    pub(super) fn sign(
        &self,
        request: RequestBuilder,
        method: &str,
        url: &Url,
        part: Option<Part<'_>>,
    ) -> Result<RequestBuilder, Trouble> {
        let digest = part.map(|part| content_digest(part.bytes));
        let upload = part.map(|part| (part.offset.to_string(), complete(part.last)));
        let upload = upload.as_ref().map(|(offset, last)| (offset.as_str(), *last));
        self.put_on(request, (method, url), digest.as_deref(), upload)
    }

    /// Signs a request with a body that is no part of an upload.
    pub(super) fn sign_body(
        &self,
        request: RequestBuilder,
        method: &str,
        url: &Url,
        body: &[u8],
    ) -> Result<RequestBuilder, Trouble> {
        self.put_on(request, (method, url), Some(&content_digest(body)), None)
    }

    fn put_on(
        &self,
        request: RequestBuilder,
        (method, url): (&str, &Url),
        digest: Option<&str>,
        upload: Option<(&str, &str)>,
    ) -> Result<RequestBuilder, Trouble> {
        let host = url.host_str().unwrap_or_default();
        let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let (path, query) = (url.path(), url.query().unwrap_or_default());
        let signed = Request { method, authority: &authority, path, query, digest, upload };
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce).map_err(Trouble::Random)?;
        let now = self.clock.now() + TimeDelta::milliseconds(self.skew_ms.load(Ordering::Relaxed));
        let signature = signed.sign(self.key, now, nonce);
        let mut request = request.header(INPUT, signature.input).header(SIGNATURE, signature.signature);
        if let Some(digest) = digest {
            request = request.header(DIGEST, digest);
        }
        if let Some((offset, last)) = upload {
            request = request.header(OFFSET, offset).header(COMPLETE, last);
        }
        Ok(request)
    }
}
