//! Any text taken for a receipt or a proof of growth: one spelling, no proof without the log's key, and with it no more
//! than the tree says.

use std::sync::LazyLock;

use schemas::{
    consistency::Consistency,
    evidence::Evidence,
    hash::Sha,
    merkle::{self, extends, includes},
    note::{SignKey, split},
    receipt::{Checkpoint, Receipt},
};

static KEY: LazyLock<SignKey> =
    LazyLock::new(|| SignKey::from_seed("tongbao.example/1", &[1; 32]).expect("a key"));

/// Says whether the text is one of the two.
pub fn holds(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let evidence =
        Evidence { receipt: text, statement: Some(text), document: Some(text), growth: Some(text) };
    // The seeds are signed with another key of the same name.
    assert!(evidence.verify(&KEY.verify_key()).is_err());
    receipt(text) || growth(text)
}

fn receipt(text: &str) -> bool {
    let Ok(receipt) = Receipt::parse(text) else { return false };
    assert_eq!(receipt.compose(), text);
    // The same with a checkpoint this log did sign: over one leaf, and over as many as the proof could be for.
    let root = merkle::leaf_hash(receipt.entry.as_bytes());
    for size in [0, 1, receipt.index.saturating_add(1), u64::MAX] {
        let point = Checkpoint { origin: "tongbao.example/1".into(), size, root };
        let resigned = Receipt { checkpoint: point.sign(&KEY), ..receipt.clone() };
        let proven = resigned.verify(&KEY.verify_key());
        let included = includes(&receipt.proof, size, &root, receipt.index, receipt.entry.as_bytes());
        // The root is the leaf itself, so only the tree of one leaf has it there.
        assert_eq!(included, size == 1 && receipt.index == 0 && receipt.proof.is_empty());
        assert!(!proven.is_ok_and(|_| !included));
    }
    true
}

fn growth(text: &str) -> bool {
    let Ok(growth) = Consistency::parse(text) else { return false };
    assert_eq!(growth.compose(), text);
    let root = growth.proof.first().copied().unwrap_or_else(|| Sha::of(b""));
    let extended = extends(&growth.proof, growth.to, &root, growth.from, &Sha::of(b"another tree"));
    // Whatever hashes it brings, they do not lead from a root that nobody has.
    assert!(!extended || growth.from == 0);
    let _ = split(&growth.checkpoint);
    true
}
