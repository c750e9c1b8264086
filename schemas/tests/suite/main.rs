//! `schemas` through its public door. One binary, so that it links once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod campaigns;
mod disputes;
mod ed25519_vectors;
mod filling;
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;
mod fuzz_seeds;
mod gates;
mod history;
mod items;
mod ledger;
mod made;
mod merkle_vectors;
mod messy_twins;
mod note_vectors;
mod registers;
mod reports;
mod rules;
mod sheet_hostile;
mod sheet_workbooks;
mod strict_signature;
mod tallies;
mod terms;
mod yunjiang;
