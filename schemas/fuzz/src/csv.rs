//! Any bytes taken for a text file.

use schemas::sheet::{
    limits::Limits,
    read::{Hints, read},
};

use super::table::{SMALL, keeps_within, reads_one_way};

/// Reads within limits, and narrower limits only ever refuse. Says whether they were read.
pub fn holds(bytes: &[u8]) -> bool {
    let hints = Hints::default();
    let wide = read(bytes, &hints, &Limits::default());
    if let Ok(narrow) = read(bytes, &hints, &SMALL) {
        keeps_within(&narrow, &SMALL);
        assert_eq!(wide.as_ref().ok(), Some(&narrow));
    }
    match wide {
        Ok(book) => {
            keeps_within(&book, &Limits::default());
            reads_one_way(&book);
            true
        }
        Err(refusal) => {
            assert!(!refusal.text().zh.is_empty() && !refusal.text().en.is_empty());
            false
        }
    }
}
