//! A signature that only a lenient verifier takes: its first half is a point of small order. Made once, outside of this
//! program, by whoever holds the key: such signatures let one note carry several, and verifiers disagree about them.

use schemas::note::{NoteFault, SignKey};

#[test]
fn a_signature_with_a_point_of_small_order_is_refused() {
    let key = SignKey::from_seed("n-test", &[7; 32]).unwrap().verify_key();
    let lenient =
        "azsK+wEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA6F2obP+OjMp841fnnpTCWhcjy0HuhgnhqflzezR05gs=";
    let opened = key.open(&format!("hello\n\n— n-test {lenient}\n"));
    assert_eq!(opened, Err(NoteFault::Signature("n-test".into())));
}
