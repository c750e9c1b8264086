//! The program of a city: takes ledgers in, ranks bureaus and shows why.

pub mod measure;
pub mod obligation;
pub mod supervision;
pub mod web;
