//! Any text taken for one of those that are signed, logged or sent: whatever is read prints back to the same bytes.

use std::sync::LazyLock;

use schemas::{
    bureau::BureauCode,
    entry::Entry,
    note::{SignKey, VerifyKey, split},
    period::Period,
    receipt::{Checkpoint, Receipt},
    statement::Statement,
    wire::{Enrolment, Hello, Token},
};

static KEY: LazyLock<SignKey> =
    LazyLock::new(|| SignKey::from_seed("tongbao.example/1", &[1; 32]).expect("a key"));

/// Every reader of signed text. Says whether one of them read it.
pub fn holds(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    [statement(text), entry(text), receipt(text), credential(text), word(text), note(text)].contains(&true)
}

fn statement(text: &str) -> bool {
    Statement::parse(text).is_ok_and(|statement| {
        assert_eq!(statement.compose(), text);
        assert_eq!(statement.id(), Statement::id_of(text));
        true
    })
}

fn entry(text: &str) -> bool {
    Entry::parse(text).is_ok_and(|entry| {
        assert_eq!(entry.compose(), text);
        true
    })
}

fn receipt(text: &str) -> bool {
    Receipt::parse(text).is_ok_and(|receipt| {
        assert_eq!(receipt.compose(), text);
        // This key has signed no checkpoint, so whatever the proof says, nothing is proven.
        assert!(receipt.verify(&KEY.verify_key()).is_err());
        true
    })
}

/// Tokens and keys, which people paste.
fn credential(text: &str) -> bool {
    let token = Token::parse(text).is_some_and(|token| {
        assert_eq!(token.compose(), text.trim());
        true
    });
    let key = VerifyKey::parse(text).is_ok_and(|key| {
        assert_eq!(key.to_string(), text);
        true
    });
    token || key
}

/// Periods and codes of bureaus, which stand in addresses too.
fn word(text: &str) -> bool {
    let period = text.parse::<Period>().is_ok_and(|period| {
        assert_eq!(period.to_string(), text);
        assert!(period.start() <= period.end() && period.contains(period.start()));
        true
    });
    let code = text.parse::<BureauCode>().is_ok_and(|code| {
        assert_eq!(code.to_string(), text);
        true
    });
    period || code
}

/// Notes as they come, and as if someone with the key had signed these very bytes.
fn note(text: &str) -> bool {
    let note = KEY.sign(text);
    let parts = split(text).is_ok_and(|(signed, signatures)| {
        assert_eq!(format!("{signed}\n{signatures}"), text);
        true
    });
    if let Ok(opened) = KEY.verify_key().open(&note) {
        assert_eq!(opened, text);
    }
    let checkpoint = Checkpoint::open(&note, &KEY.verify_key()).is_ok_and(|checkpoint| {
        assert_eq!(checkpoint.sign(&KEY), note);
        true
    });
    let hello = [text, &note].into_iter().any(|note| Hello::open(note).is_ok());
    let enrolment = [text, &note].into_iter().any(|note| Enrolment::open(note).is_ok());
    parts || checkpoint || hello || enrolment
}
