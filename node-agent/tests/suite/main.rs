//! The agent against a city that can be told to fail. One binary, so that it links once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod auditor;
mod city;
mod commands;
mod conflict;
mod daemon;
mod damage;
mod deadlines;
mod delivery;
mod directives;
mod doctor;
mod duties;
mod duty_days;
mod enrolment;
mod explanations;
mod filing;
mod golden;
mod importing;
mod keys;
mod officer;
mod policy;
mod prepared;
mod privacy;
mod privacy_wire;
mod reader;
mod refused;
mod said;
mod space;
mod template;
mod told;
mod watch;
