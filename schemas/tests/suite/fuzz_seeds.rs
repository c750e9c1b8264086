//! The properties that fuzzing holds `schemas` to, over the committed seeds: the targets cannot rot.

use std::{fs, path::Path};

use crate::fuzz::{carried, csv, definition, document, entry, note, receipt, request, statement, workbook};

/// Runs a property over the seeds of a target, each of which its reader must take.
fn over_seeds(target: &str, holds: fn(&[u8]) -> bool) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let seeds: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(seeds.len() >= 3, "seeds of {target}");
    for seed in seeds {
        assert!(holds(&fs::read(&seed).unwrap()), "{}", seed.display());
    }
}

#[test]
fn seeds_of_text_files() {
    over_seeds("csv", csv::holds);
}

#[test]
fn seeds_of_workbooks() {
    over_seeds("workbook", workbook::holds);
}

#[test]
fn seeds_of_signed_texts() {
    over_seeds("statement", statement::holds);
}

#[test]
fn seeds_of_definitions() {
    over_seeds("definition", definition::holds);
}

#[test]
fn seeds_of_notes() {
    over_seeds("note", note::holds);
}

#[test]
fn seeds_of_receipts() {
    over_seeds("receipt", receipt::holds);
}

#[test]
fn seeds_of_leaves() {
    over_seeds("entry", entry::holds);
}

#[test]
fn seeds_of_documents() {
    over_seeds("document", document::holds);
}

#[test]
fn seeds_of_request_signatures() {
    over_seeds("request", request::holds);
}

#[test]
fn seeds_of_what_is_carried_by_hand() {
    over_seeds("carried", carried::holds);
}
