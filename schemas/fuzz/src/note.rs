//! Any text taken for a signed note, as it came and as if its signer had signed these very bytes.

use std::sync::LazyLock;

use schemas::{
    note::{NoteFault, SignKey, split},
    receipt::Checkpoint,
};

static KEY: LazyLock<SignKey> =
    LazyLock::new(|| SignKey::from_seed("tongbao.example/1", &[1; 32]).expect("a key"));

/// Says whether the text is a note.
pub fn holds(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let log = KEY.verify_key();
    let parts = split(text);
    match (log.open(text), &parts) {
        // What verifies is what stands before the last empty line, and signing it again gives a note that verifies.
        (Ok(opened), Ok((signed, _))) => {
            assert_eq!(opened, *signed);
            assert_eq!(log.open(&KEY.sign(&opened)).as_ref(), Ok(&opened));
        }
        (Err(fault), Ok(_)) => assert_ne!(fault, NoteFault::Malformed, "a note is read or not, whoever asks"),
        (opened, Err(_)) => assert_eq!(opened, Err(NoteFault::Malformed)),
    }
    if let Ok((signed, signatures)) = &parts {
        assert_eq!(format!("{signed}\n{signatures}"), text);
        assert!(signed.ends_with('\n') && signatures.ends_with('\n'));
    }
    // A signature over other bytes does not carry over.
    let note = KEY.sign(text);
    if log.open(&note).is_ok() {
        let other =
            format!("{text}more\n\n{}", split(&note).map(|(_, signatures)| signatures).unwrap_or_default());
        assert!(log.open(&other).is_err());
    }
    if let Ok(point) = Checkpoint::open(&note, &log) {
        assert_eq!(point.sign(&KEY), note);
    }
    parts.is_ok()
}
