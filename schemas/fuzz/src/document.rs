//! Any text taken for a document that a leaf fixes by its hash, or for the wish to replace a key.

use schemas::{
    directive::{Directive, DirectiveAct, Feedback},
    handover::HandoverAnswer,
    hash::Sha,
    key::{KeyDocument, Rotation},
    returned::Returned,
    sealed::Sealed,
};

/// Says whether the text is a document about a key, the replacing of a key, a return, something put to somebody, an act on it, what a
/// department answers, the answer to a hand-over, or a closed document.
pub fn holds(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let put = [directive(text), act(text), feedback(text), sealed(text)];
    put.contains(&true) || [key(text), rotation(text), returned(text), handover(text)].contains(&true)
}

fn key(text: &str) -> bool {
    KeyDocument::parse(text).is_ok_and(|document| {
        assert_eq!(document.compose(), text);
        assert_eq!(document.digest(), Sha::of(text.as_bytes()));
        true
    })
}

fn rotation(text: &str) -> bool {
    Rotation::open(text).is_ok_and(|rotation| {
        assert_eq!(rotation.old.name(), rotation.new.name());
        // Both keys have signed these bytes and no others.
        assert!(Rotation::open(&text.replacen("created ", "created  ", 1)).is_err());
        true
    })
}

fn returned(text: &str) -> bool {
    Returned::parse(text).is_ok_and(|returned| {
        assert_eq!(returned.compose(), text);
        assert_eq!(returned.findings().len(), returned.cases.len() + 1);
        true
    })
}

fn directive(text: &str) -> bool {
    Directive::parse(text).is_ok_and(|directive| {
        assert_eq!(directive.compose(), text);
        true
    })
}

fn act(text: &str) -> bool {
    DirectiveAct::parse(text).is_ok_and(|act| {
        assert_eq!(act.compose(), text);
        assert!(act.change.text().zh != act.change.text().en);
        true
    })
}

fn feedback(text: &str) -> bool {
    Feedback::parse(text).is_ok_and(|feedback| {
        assert_eq!(feedback.compose(), text);
        true
    })
}

fn sealed(text: &str) -> bool {
    Sealed::parse(text).is_ok_and(|sealed| {
        assert_eq!(sealed.compose(), text);
        true
    })
}

fn handover(text: &str) -> bool {
    HandoverAnswer::parse(text).is_ok_and(|answer| {
        assert_eq!(answer.compose(), text);
        true
    })
}
