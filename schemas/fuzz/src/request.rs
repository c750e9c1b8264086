//! Any text taken for the two headers of a signed request, and for what a request says of itself.

use std::sync::LazyLock;

use schemas::{
    note::SignKey,
    request::{Claim, Request},
};

use super::parts;

static KEY: LazyLock<SignKey> =
    LazyLock::new(|| SignKey::from_seed("n-0123456789ab", &[1; 32]).expect("a key"));

/// Says whether the first two parts are headers of the agreed form.
pub fn holds(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let parts = parts(text);
    let part = |number: usize| parts.get(number).copied().unwrap_or_default();
    let request = Request {
        method: "GET",
        authority: "tongbao.example",
        path: part(2),
        query: part(3),
        digest: None,
        upload: None,
    };
    let claim = Claim::parse(part(0), part(1));
    if let Ok(claim) = &claim {
        // This key has signed nothing yet.
        assert!(claim.verify(&request, &KEY.verify_key()).is_err());
        assert!(
            claim.is_current(claim.created)
                && !claim.is_current(claim.expires + chrono::TimeDelta::seconds(1))
        );
        // What is signed for this request is read back, and holds for no other.
        let signature = request.sign(&KEY, claim.created, claim.nonce);
        let own = Claim::parse(&signature.input, &signature.signature).expect("what was written is read");
        let longer = format!("{}/", request.path);
        assert_eq!((own.created, own.nonce), (claim.created, claim.nonce));
        assert_eq!(own.verify(&request, &KEY.verify_key()), Ok(()));
        assert!(own.verify(&Request { path: &longer, ..request }, &KEY.verify_key()).is_err());
        assert!(own.verify(&Request { query: &longer, ..request }, &KEY.verify_key()).is_err());
    }
    claim.is_ok()
}
