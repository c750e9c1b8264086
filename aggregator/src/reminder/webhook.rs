//! Messages to a program of a bureau: a signed POST, of whose answer only the status is read. Nothing is followed elsewhere.

use std::{sync::Once, time::Duration};

use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac};
use reqwest::{Client, StatusCode, Url};
use serde::Serialize;
use sha2::Sha256;

use super::{
    deliver::Undelivered,
    notify::{Hook, is_loopback},
    words::Letter,
};
use crate::store::message::{About, Message};

/// How long a message may take.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// The header with name, instant and signature: `id=…,t=…,v1=…`. The signature is the HMAC-SHA256, in hexadecimal, of
/// `id.t.body` under the secret.
pub const SIGNATURE: &str = "Tongbao-Signature";

/// What is posted, as JSON.
#[derive(Serialize)]
struct Posted<'a> {
    id: &'a str,
    bureau: &'a str,
    step: &'a str,
    title: &'a schemas::text::Text,
    lines: &'a [schemas::text::Text],
    obligations: &'a [About],
}

/// Whether an address may be called: TLS, unless it is this machine, and no name or password in it.
pub fn is_address(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let safe = url.scheme() == "https" || url.scheme() == "http" && url.host_str().is_some_and(is_loopback);
    safe && url.username().is_empty() && url.password().is_none()
}

/// Sends a message.
///
/// # Errors
/// [`Undelivered`]: whether it is worth another try, and why.
pub async fn send(
    hook: &Hook,
    message: &Message,
    letter: &Letter,
    owed: &[About],
    (now, patience): (DateTime<Utc>, Duration),
) -> Result<(), Undelivered> {
    if !is_address(&message.address) {
        return Err(Undelivered::for_good("the address is none that may be called"));
    }
    let posted = Posted {
        id: &message.id,
        bureau: message.bureau.as_str(),
        step: &message.step,
        title: &letter.title,
        lines: &letter.lines,
        obligations: owed,
    };
    let body =
        serde_json::to_vec(&posted).map_err(|_| Undelivered::for_good("the message cannot be composed"))?;
    let secret = hook.secret().map_err(|error| Undelivered::later(format!("secret-file: {error}")))?;
    let signature = sign(secret.expose(), &message.id, now, &body)
        .ok_or_else(|| Undelivered::later("the secret cannot sign"))?;
    let request = client(patience)?.post(&message.address).header("Content-Type", "application/json");
    let request = request.header(SIGNATURE, signature).body(body);
    let answer = request.send().await.map_err(|error| {
        // The address may hold a token of the bureau's: it is not repeated.
        let why = if error.is_timeout() { "it takes too long" } else { "it cannot be reached" };
        Undelivered::later(why)
    })?;
    match answer.status() {
        status if status.is_success() => Ok(()),
        status if status.is_redirection() => Err(Undelivered::for_good(format!(
            "it answers {} and sends elsewhere, which is not followed",
            status.as_u16()
        ))),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Err(Undelivered::later("it is busy")),
        status if status.is_client_error() => {
            Err(Undelivered::for_good(format!("it refuses: {}", status.as_u16())))
        }
        status => Err(Undelivered::later(format!("it answers {}", status.as_u16()))),
    }
}

/// The value of [`SIGNATURE`].
pub fn sign(secret: &str, id: &str, now: DateTime<Utc>, body: &[u8]) -> Option<String> {
    let at = now.timestamp();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(format!("{id}.{at}.").as_bytes());
    mac.update(body);
    Some(format!("id={id},t={at},v1={}", hex::encode(mac.finalize().into_bytes())))
}

#[expect(clippy::disallowed_methods, reason = "the ground of TLS is chosen first")]
fn client(patience: Duration) -> Result<Client, Undelivered> {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // Somebody may have chosen one before; that serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    let client = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(patience)
        .pool_max_idle_per_host(0)
        .user_agent(concat!("tongbao-aggregator/", env!("CARGO_PKG_VERSION")));
    client.build().map_err(|_| Undelivered::later("this machine offers no ground for TLS"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_addresses_are_called() {
        for good in ["https://hook.example/x?y=1", "http://127.0.0.1:8080/", "http://localhost/"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "http://hook.example/",
            "ftp://127.0.0.1/",
            "https://u:p@hook.example/",
            "file:///etc/passwd",
            "x",
            "",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_signature_binds_name_instant_and_body() {
        let now = DateTime::from_timestamp(1_760_000_000, 0).unwrap();
        let signed = |secret: &str, id: &str, body: &[u8]| sign(secret, id, now, body).unwrap();
        let one = signed("k", "m1", b"{}");
        assert!(one.starts_with("id=m1,t=1760000000,v1="), "{one}");
        // Worked out with Python's hmac module.
        assert!(one.ends_with(PUBLISHED), "{one}");
        for other in [signed("l", "m1", b"{}"), signed("k", "m2", b"{}"), signed("k", "m1", b"{ }")] {
            assert_ne!(one.rsplit('=').next(), other.rsplit('=').next());
        }
    }

    const PUBLISHED: &str = "873e8b5963c6635758cc17516fe57cb89908d6d9fef991ad75bb1282529cfa80";
}
