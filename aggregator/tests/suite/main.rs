//! Journeys through both programs: real HTTP, real SQLite files, the real agent. One binary, so that it links once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod access;
mod action;
mod adversary;
mod amendment;
mod asked;
mod backup;
mod brief;
mod bulletin;
mod cadences;
mod campaign_command;
mod carried;
mod carried_keys;
mod casebook;
mod charts_as_files;
mod city;
mod committee;
mod compile;
mod deadlines;
mod decision;
mod demo;
mod departments;
mod doctor;
mod doubt;
mod duties;
mod evidence;
mod faults;
mod faulty_network;
mod filing;
mod gates;
mod hostile;
mod house;
mod jobs;
mod journeys;
mod keys;
mod killed;
mod letters;
mod limits;
mod matters;
mod metrics;
mod model;
mod nlrb;
mod obligation_states;
mod openapi;
mod pages;
mod pictures;
mod plans;
mod policy;
mod privacy;
mod proxy;
mod recovery;
mod reminders;
mod restore;
mod rewriting;
mod risks;
mod schema;
mod schemes;
mod scrub;
mod signed;
mod signing;
mod site_files;
mod subsidies;
mod summary;
mod supervision;
mod targets;
mod tlog;
mod tls;
mod upload;
mod worked_city;
mod year;
mod year_to_date;
