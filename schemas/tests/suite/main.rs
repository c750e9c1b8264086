//! `schemas` through its public door. One binary, so that it links once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod filling;
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;
mod fuzz_seeds;
mod ledger;
mod messy_twins;
mod rules;
mod sheet_hostile;
mod sheet_workbooks;
mod strict_signature;
mod tallies;
mod yunjiang;
