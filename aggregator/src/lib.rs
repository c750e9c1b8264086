//! The program of a city: takes ledgers in, ranks bureaus and shows why.
//!
//! Handler → domain module → store. Handlers hold no SQL, templates no arithmetic, domain modules no HTTP.

pub mod action;
pub mod app;
pub mod audit;
pub mod backup;
pub mod bulletin;
pub mod bureau_list;
pub mod casebook;
pub mod cli;
pub mod clock;
pub mod compile;
pub mod config;
pub mod demand;
pub mod demo;
pub mod doctor;
pub mod door;
pub mod error;
pub mod figures;
pub mod identity;
pub mod intake;
pub mod jobs;
pub mod limits;
pub mod matter;
pub mod measure;
pub mod metrics;
pub mod news;
pub mod obligation;
pub mod picture;
pub mod plan;
pub mod policy;
pub mod rate;
pub mod reminder;
pub mod risk;
pub mod sealed;
pub mod situation;
pub mod store;
pub mod subsidy;
pub mod supervision;
pub mod warning;
pub mod web;
pub mod words;
