//! The API: what nodes and programs call. One file a resource.

pub mod contents;
pub mod enrolments;
pub mod filings;
pub mod health;
pub mod hello;
pub mod obligations;
pub mod proposals;
pub mod standings;
pub mod statements;
