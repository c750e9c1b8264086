//! Any text taken for definition files: refused with a file, a key and a reason, or good enough to use.

use std::sync::Arc;

use schemas::{
    check::{Against, check},
    definition::{Definitions, Source},
    fill::headings,
    filter::Window,
    table::{Cell, Table},
    tally::Tallies,
};

use super::parts;

/// Input holds one or more files, cut at lines of three hyphens. Says whether they were taken.
pub fn holds(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let sources: Vec<Source> = (1..)
        .zip(parts(text))
        .map(|(number, text)| Source { file: format!("{number}.toml"), text: text.to_owned() })
        .collect();
    match Definitions::load(sources.clone()) {
        Ok(definitions) => {
            definitions.forms().for_each(|form| {
                let window = Window::of("2025Q3".parse().expect("a quarter"));
                assert_eq!(headings(form).len(), form.columns.len());
                let mut table = Table::new(Arc::clone(form));
                table
                    .push(schemas::place::Place::default(), &vec![Cell::Empty; form.columns.len()])
                    .expect("an empty row");
                let tallies = Tallies::of(&table, window);
                let against = Against { window, previously_open: None, beside: None };
                assert_eq!(check(&table, &tallies, &against), check(&table, &tallies, &against));
                assert!(Tallies::nil(form).0.keys().eq(tallies.0.keys()));
            });
            definitions.indicators().for_each(|indicator| assert!(!indicator.tallies().is_empty()));
            true
        }
        Err(refusal) => {
            assert!(!refusal.file.is_empty() && !refusal.key.is_empty() && !refusal.reason.is_empty());
            assert_eq!(Definitions::load(sources).err(), Some(refusal));
            false
        }
    }
}
