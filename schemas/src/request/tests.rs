//! The vector of the standard, and that no part of a signed request can be changed.

use super::*;

/// RFC 9421, appendix B.2.6: an Ed25519 signature over the request of B.2, with the key of B.1.4.
#[test]
fn the_vector_of_the_standard() {
    let der = BASE64.decode("MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF").unwrap();
    let seed: [u8; 32] = der[16..].try_into().unwrap();
    let key = SignKey::from_seed("test-key-ed25519", &seed).unwrap();
    let public = BASE64.decode("MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=").unwrap();
    assert_eq!(key.verify_key().point().as_slice(), &public[12..]);
    let components = [
        ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("@method", "POST"),
        ("@path", "/foo"),
        ("@authority", "example.com"),
        ("content-type", "application/json"),
        ("content-length", "18"),
    ]
    .map(|(name, value)| (name, value.to_owned()));
    let names = "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")";
    let signed = base(&components, &format!("{names};created=1618884473;keyid=\"test-key-ed25519\""));
    let signature =
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    assert_eq!(BASE64.encode(key.sign_bytes(signed.as_bytes())), signature);
    assert!(key.verify_key().verify(signed.as_bytes(), &BASE64.decode(signature).unwrap()));
}

/// RFC 9530, appendix D.1: the digest of `{"hello": "world"}` and a line feed.
#[test]
fn the_digest_of_the_standard() {
    assert_eq!(
        content_digest(b"{\"hello\": \"world\"}\n"),
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
    );
}

fn key() -> SignKey {
    SignKey::from_seed("n-0123456789ab", &[7; 32]).unwrap()
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_760_000_000, 0).unwrap()
}

const PART: Request<'static> = Request {
    method: "PATCH",
    authority: "city.example:8470",
    path: "/api/v1/contents/00",
    query: "",
    digest: Some("sha-256=:AA==:"),
    upload: Some(("262144", "?0")),
};

const QUESTION: Request<'static> =
    Request { method: "GET", path: "/api/v1/letters", query: "after=7", digest: None, upload: None, ..PART };

fn verified(request: &Request<'_>, signature: &Signature) -> Result<(), RequestFault> {
    Claim::parse(&signature.input, &signature.signature)?.verify(request, &key().verify_key())
}

#[test]
fn what_is_signed_verifies_and_names_its_node() {
    for request in [PART, QUESTION] {
        let signature = request.sign(&key(), noon(), [9; 16]);
        assert_eq!(verified(&request, &signature), Ok(()));
        let claim = Claim::parse(&signature.input, &signature.signature).unwrap();
        assert_eq!((claim.node.as_str(), claim.created, claim.nonce), ("n-0123456789ab", noon(), [9; 16]));
    }
    assert!(PART.sign(&key(), noon(), [9; 16]).input.starts_with(
        "tongbao=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\" \"upload-offset\" \
             \"upload-complete\");created=1760000000;expires=1760000300;nonce=\"09090909"
    ));
}

#[test]
fn a_changed_part_of_the_request_breaks_it() {
    let changed: [Request<'_>; 7] = [
        Request { method: "PUT", ..PART },
        Request { authority: "other.example:8470", ..PART },
        Request { path: "/api/v1/contents/01", ..PART },
        Request { query: "x=1", ..PART },
        Request { digest: Some("sha-256=:AB==:"), ..PART },
        Request { upload: Some(("0", "?0")), ..PART },
        Request { upload: Some(("262144", "?1")), ..PART },
    ];
    let signature = PART.sign(&key(), noon(), [9; 16]);
    for request in changed {
        assert_eq!(verified(&request, &signature), Err(RequestFault::Signature), "{request:?}");
    }
    for request in [Request { digest: None, ..PART }, Request { upload: None, ..PART }, QUESTION] {
        assert_eq!(verified(&request, &signature), Err(RequestFault::Components), "{request:?}");
    }
    assert_eq!(verified(&PART, &QUESTION.sign(&key(), noon(), [9; 16])), Err(RequestFault::Components));
}

#[test]
fn a_changed_parameter_breaks_it() {
    let good = PART.sign(&key(), noon(), [9; 16]);
    for (from, to, fault) in [
        ("created=1760000000", "created=1760000001", RequestFault::Signature),
        ("expires=1760000300", "expires=1760000299", RequestFault::Signature),
        ("nonce=\"09", "nonce=\"08", RequestFault::Signature),
        ("keyid=\"n-0", "keyid=\"n-1", RequestFault::Signature),
        ("expires=1760000300", "expires=1760000301", RequestFault::Malformed),
        ("expires=1760000300", "expires=1759999999", RequestFault::Malformed),
        ("created=1760000000", "created=-760000000", RequestFault::Malformed),
        ("created=1760000000;", "", RequestFault::Malformed),
        ("nonce=\"09", "nonce=\"", RequestFault::Malformed),
        ("tag=\"tongbao/1\"", "tag=\"tongbao/2\"", RequestFault::Malformed),
        ("tag=\"tongbao/1\"", "tag=\"tongbao/1\";alg=\"ed25519\"", RequestFault::Malformed),
        ("tongbao=(", "other=(", RequestFault::Malformed),
        ("(\"@method\" ", "(", RequestFault::Components),
        ("\"@path\" \"@query\"", "\"@query\" \"@path\"", RequestFault::Components),
    ] {
        let input = good.input.replace(from, to);
        assert_ne!(input, good.input, "{from}");
        assert_eq!(verified(&PART, &Signature { input, ..good.clone() }), Err(fault), "{from} → {to}");
    }
    let other = SignKey::from_seed("n-0123456789ab", &[8; 32]).unwrap();
    assert_eq!(verified(&PART, &PART.sign(&other, noon(), [9; 16])), Err(RequestFault::Signature));
    for signature in ["", "tongbao=", "tongbao=:???:", "tongbao=:AAAA:", "other=:AAAA:"] {
        assert!(verified(&PART, &Signature { signature: signature.into(), ..good.clone() }).is_err());
    }
}

#[test]
fn it_may_be_used_for_five_minutes() {
    let signature = PART.sign(&key(), noon(), [9; 16]);
    let claim = Claim::parse(&signature.input, &signature.signature).unwrap();
    for (seconds, current) in [(-301, false), (-300, true), (0, true), (300, true), (301, false)] {
        assert_eq!(claim.is_current(noon() + TimeDelta::seconds(seconds)), current, "{seconds}");
    }
}
