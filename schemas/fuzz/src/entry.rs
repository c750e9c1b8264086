//! Any bytes taken for a leaf of the log or a bundle of them, as whoever copies a log reads them.

use schemas::{
    entry::Entry,
    letter::is_of,
    tile::{Tile, bundle, entries},
};

/// Says whether the bytes are a leaf, a bundle of leaves, or the address of a tile.
pub fn holds(bytes: &[u8]) -> bool {
    let bundled = entries(bytes).is_some_and(|found| {
        let texts: Option<Vec<&str>> = found.iter().map(|entry| std::str::from_utf8(entry).ok()).collect();
        texts.is_some_and(|texts| {
            assert_eq!(bundle(texts.iter().copied()).as_deref(), Some(bytes));
            !texts.is_empty() && texts.iter().all(|text| leaf(text))
        })
    });
    std::str::from_utf8(bytes).is_ok_and(|text| leaf(text) || address(text)) || bundled
}

fn leaf(text: &str) -> bool {
    Entry::parse(text).is_ok_and(|entry| {
        assert_eq!(entry.compose(), text);
        // A leaf is nobody's document, least of all its own.
        assert!(!is_of(Some(text), &entry));
        true
    })
}

fn address(text: &str) -> bool {
    Tile::parse(text).is_some_and(|tile| {
        assert_eq!(tile.path(), text);
        assert!(!tile.is_in(0));
        true
    })
}
