//! Any text taken for a document that a leaf fixes by its hash, or for the wish to replace a key.

use schemas::{
    directive::{Directive, DirectiveAct},
    handover::HandoverAnswer,
    hash::Sha,
    key::{KeyDocument, Rotation},
    returned::Returned,
};

/// Says whether the text is a document about a key, the replacing of a key, a return, something put to a bureau, an act on it, or the
/// answer to a hand-over.
pub fn holds(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    [key(text), rotation(text), returned(text), directive(text), act(text), handover(text)].contains(&true)
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

fn handover(text: &str) -> bool {
    HandoverAnswer::parse(text).is_ok_and(|answer| {
        assert_eq!(answer.compose(), text);
        true
    })
}
