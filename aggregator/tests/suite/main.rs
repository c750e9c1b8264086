//! Journeys through both programs: real HTTP, real SQLite files, the real agent. One binary, so that it links once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod charts_as_files;
mod city;
mod demo;
mod filing;
mod house;
mod nlrb;
mod pages;
mod pictures;
mod schema;
mod summary;
mod worked_city;
mod year_to_date;
