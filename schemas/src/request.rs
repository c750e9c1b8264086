//! Signatures over requests that carry no signed text: the part of RFC 9421 (message signatures) and RFC 9530 (content
//! digests) that both programs speak (PROTOCOL §8.2).
//!
//! One label, one list of components in one order, and the algorithm from the key, never from the message. Whoever
//! verifies builds the signed text from the request as it came, so a signature stands for one method, address, query,
//! body and place in an upload, for minutes. That it stands only once is kept by the reader's memory of nonces.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::{DateTime, TimeDelta, Utc};
use signed_note::Verifier;

use crate::{
    hash::Sha,
    note::{SignKey, VerifyKey},
};

/// Header that names what is signed.
pub const INPUT: &str = "signature-input";
/// Header with the signature.
pub const SIGNATURE: &str = "signature";
/// Header with the digest of the body.
pub const DIGEST: &str = "content-digest";
/// Header with the place in an upload where the body begins.
pub const OFFSET: &str = "upload-offset";
/// Header that says whether the upload ends with the body: `?1` or `?0`.
pub const COMPLETE: &str = "upload-complete";

const LABEL: &str = "tongbao";
const TAG: &str = "tongbao/1";
const LIFETIME: TimeDelta = TimeDelta::seconds(300);
/// How far a signature's time may be from the reader's.
pub const TOLERANCE: TimeDelta = TimeDelta::seconds(300);

/// What is signed of a request, as it goes over the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// Method, in capitals.
    pub method: &'a str,
    /// Host in lower case, with the port unless it is the scheme's own.
    pub authority: &'a str,
    /// Path as it is sent.
    pub path: &'a str,
    /// Query without the question mark; empty if there is none.
    pub query: &'a str,
    /// The content digest, where there is a body.
    pub digest: Option<&'a str>,
    /// Offset and completeness, where the request is part of an upload.
    pub upload: Option<(&'a str, &'a str)>,
}

/// The two headers of a signed request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// For [`INPUT`].
    pub input: String,
    /// For [`SIGNATURE`].
    pub signature: String,
}

/// What the headers of a request claim, before anything of it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The node that says it signed.
    pub node: String,
    /// When.
    pub created: DateTime<Utc>,
    /// Until when it may be used.
    pub expires: DateTime<Utc>,
    /// Makes it the only one of its kind.
    pub nonce: [u8; 16],
    parameters: String,
    signature: Vec<u8>,
}

/// Why a signature is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestFault {
    /// The headers are not of the form agreed on.
    #[error("the signature headers are not of the agreed form")]
    Malformed,
    /// Other components are signed than the request has.
    #[error("the signature covers other parts than this request has")]
    Components,
    /// The signature does not verify.
    #[error("the signature does not verify")]
    Signature,
}

/// The digest of a body as its header has it: SHA-256, the only one spoken here.
pub fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", BASE64.encode(Sha::of(body).bytes()))
}

/// Header value of [`COMPLETE`].
pub fn complete(whole: bool) -> &'static str {
    if whole { "?1" } else { "?0" }
}

impl Request<'_> {
    /// Signs the request at an instant of the reader's clock.
    pub fn sign(&self, key: &SignKey, at: DateTime<Utc>, nonce: [u8; 16]) -> Signature {
        let (created, expires) = (at.timestamp(), (at + LIFETIME).timestamp());
        let parameters = format!(
            "{};created={created};expires={expires};nonce=\"{}\";keyid=\"{}\";tag=\"{TAG}\"",
            self.names(),
            hex::encode(nonce),
            key.verify_key().name(),
        );
        let signature = key.sign_bytes(base(&self.components(), &parameters).as_bytes());
        Signature {
            input: format!("{LABEL}={parameters}"),
            signature: format!("{LABEL}=:{}:", BASE64.encode(signature)),
        }
    }

    fn components(&self) -> Vec<(&'static str, String)> {
        let mut components = vec![
            ("@method", self.method.to_owned()),
            ("@authority", self.authority.to_owned()),
            ("@path", self.path.to_owned()),
            ("@query", format!("?{}", self.query)),
        ];
        components.extend(self.digest.map(|digest| (DIGEST, digest.to_owned())));
        if let Some((offset, complete)) = self.upload {
            components.extend([(OFFSET, offset.to_owned()), (COMPLETE, complete.to_owned())]);
        }
        components
    }

    fn names(&self) -> String {
        let names: Vec<String> = self.components().iter().map(|(name, _)| format!("\"{name}\"")).collect();
        format!("({})", names.join(" "))
    }
}

impl Claim {
    /// Reads the two headers. Parameters in another order, twice or unknown are not of the agreed form.
    ///
    /// # Errors
    /// [`RequestFault::Malformed`].
    pub fn parse(input: &str, signature: &str) -> Result<Self, RequestFault> {
        let parsed = Self::read(input, signature);
        parsed.ok_or(RequestFault::Malformed)
    }

    fn read(input: &str, signature: &str) -> Option<Self> {
        let parameters = input.strip_prefix(LABEL)?.strip_prefix('=')?;
        let (_, rest) = parameters.split_once(')')?;
        let (created, rest) = rest.strip_prefix(";created=")?.split_once(";expires=")?;
        let (expires, rest) = rest.split_once(";nonce=\"")?;
        let (nonce, rest) = rest.split_once("\";keyid=\"")?;
        let (node, rest) = rest.split_once("\";tag=\"")?;
        let plain = node.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'));
        (rest.strip_suffix('"')? == TAG && plain).then_some(())?;
        let (created, expires) = (instant(created)?, instant(expires)?);
        (created < expires && expires - created <= LIFETIME).then_some(())?;
        let mut number = [0; 16];
        hex::decode_to_slice(nonce, &mut number).ok()?;
        let signature = signature.strip_prefix(LABEL)?.strip_prefix("=:")?.strip_suffix(':')?;
        Some(Self {
            node: node.to_owned(),
            created,
            expires,
            nonce: number,
            parameters: parameters.to_owned(),
            signature: BASE64.decode(signature).ok()?,
        })
    }

    /// Whether the claim is of this request, by this key.
    ///
    /// # Errors
    /// [`RequestFault`].
    pub fn verify(&self, request: &Request<'_>, key: &VerifyKey) -> Result<(), RequestFault> {
        if !self.parameters.starts_with(&format!("{};", request.names())) {
            return Err(RequestFault::Components);
        }
        let signed = base(&request.components(), &self.parameters);
        let good = key.verify(signed.as_bytes(), &self.signature);
        good.then_some(()).ok_or(RequestFault::Signature)
    }

    /// Whether it may be used at an instant.
    pub fn is_current(&self, now: DateTime<Utc>) -> bool {
        (now - self.created).abs() <= TOLERANCE && now <= self.expires
    }
}

/// The text that is signed: one line a component, the parameters last, no line feed at the end (RFC 9421 §2.5).
fn base(components: &[(&str, String)], parameters: &str) -> String {
    let lines = components.iter().map(|(name, value)| format!("\"{name}\": {value}\n"));
    lines.chain([format!("\"@signature-params\": {parameters}")]).collect()
}

fn instant(seconds: &str) -> Option<DateTime<Utc>> {
    let digits = !seconds.is_empty() && seconds.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| seconds.parse().ok()).flatten().and_then(|seconds| DateTime::from_timestamp(seconds, 0))
}

#[cfg(test)]
mod tests;
