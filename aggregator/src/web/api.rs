//! The API: what nodes and programs call. One file a resource; `describe` and `document` make its description.

pub mod bulletins;
pub mod bureau;
pub mod cases;
pub mod contents;
pub mod deadlines;
pub mod describe;
pub mod document;
pub mod enrolments;
pub mod filings;
pub mod health;
pub mod hello;
pub mod letters;
pub mod log;
pub mod matters;
pub mod metrics;
pub mod obligations;
pub mod proposals;
pub mod recovery;
pub mod reminders;
pub mod rotations;
pub mod situation;
pub mod standings;
pub mod statements;
pub mod subsidies;
