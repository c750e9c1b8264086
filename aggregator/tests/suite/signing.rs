//! Requests signed as a node signs them.

use schemas::{
    hash::Sha,
    note::SignKey,
    request::{COMPLETE, DIGEST, INPUT, OFFSET, Request, SIGNATURE, complete, content_digest},
    wire::{self, node_name},
};

use crate::{
    asked::{Answer, ask},
    city::City,
};

/// Headers of a request, to be changed or sent.
pub type Headers = Vec<(&'static str, String)>;

/// The key of a node of this city, from its folder.
pub fn key_of(city: &City, name: &str) -> SignKey {
    let file = city.folder().join(format!("node-{name}")).join("node.key");
    let mut seed = [0; 32];
    hex::decode_to_slice(std::fs::read_to_string(file).unwrap().trim(), &mut seed).unwrap();
    let point = *SignKey::from_seed("n", &seed).unwrap().verify_key().point();
    SignKey::from_seed(&node_name(&point), &seed).unwrap()
}

/// The headers of a signed request without a body.
pub fn question(city: &City, key: &SignKey, method: &str, path: &str) -> Headers {
    headers(city, key, method, path, None)
}

/// The headers of a signed part of an upload.
pub fn part(city: &City, key: &SignKey, sha256: &Sha, offset: u64, last: bool, bytes: &[u8]) -> Headers {
    let mut headers = headers(city, key, "PATCH", &wire::content_path(sha256), Some((offset, last, bytes)));
    headers.push(("content-encoding", "zstd".into()));
    headers
}

/// The headers of a signed request with a body that is no part of an upload.
pub fn with_body(city: &City, key: &SignKey, method: &str, path: &str, body: &[u8]) -> Headers {
    let digest = content_digest(body);
    let request = Request {
        method,
        authority: city.address.trim_start_matches("http://"),
        path,
        query: "",
        digest: Some(&digest),
        upload: None,
    };
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).unwrap();
    let signature = request.sign(key, city.services.clock.now(), nonce);
    vec![(INPUT, signature.input), (SIGNATURE, signature.signature), (DIGEST, digest)]
}

fn headers(
    city: &City,
    key: &SignKey,
    method: &str,
    path: &str,
    part: Option<(u64, bool, &[u8])>,
) -> Headers {
    let digest = part.map(|(.., bytes)| content_digest(bytes));
    let offset = part.map(|(offset, ..)| offset.to_string()).unwrap_or_default();
    let last = complete(part.is_some_and(|(_, last, _)| last));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let request = Request {
        method,
        authority: city.address.trim_start_matches("http://"),
        path,
        query,
        digest: digest.as_deref(),
        upload: part.map(|_| (offset.as_str(), last)),
    };
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).unwrap();
    let signature = request.sign(key, city.services.clock.now(), nonce);
    let mut headers = vec![(INPUT, signature.input), (SIGNATURE, signature.signature)];
    headers.extend(digest.map(|digest| (DIGEST, digest)));
    if part.is_some() {
        headers.extend([(OFFSET, offset), (COMPLETE, last.to_owned())]);
    }
    headers
}

/// Sends a request with such headers.
pub async fn send(city: &City, method: &str, path: &str, headers: &Headers, body: Vec<u8>) -> Answer {
    let headers: Vec<(&str, &[u8])> = headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    ask(method, &format!("{}{path}", city.address), &headers, body).await
}

/// Sends a signed part of an upload.
pub async fn upload(
    city: &City,
    key: &SignKey,
    sha256: &Sha,
    offset: u64,
    last: bool,
    bytes: Vec<u8>,
) -> Answer {
    let headers = part(city, key, sha256, offset, last, &bytes);
    send(city, "PATCH", &wire::content_path(sha256), &headers, bytes).await
}

/// Asks as a node.
pub async fn get(city: &City, key: &SignKey, method: &str, path: &str) -> Answer {
    send(city, method, path, &question(city, key, method, path), Vec::new()).await
}
