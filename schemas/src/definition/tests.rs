//! Definitions load whole or are refused with file, key and reason.

use super::*;

#[test]
fn the_builtin_definitions_load() {
    let all = Definitions::builtin().unwrap();
    assert!(all.form("L3").is_some());
}
