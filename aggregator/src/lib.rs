//! The program of a city: takes ledgers in, ranks bureaus and shows why.

pub mod app;
pub mod clock;
pub mod error;
pub mod identity;
pub mod intake;
pub mod measure;
pub mod obligation;
pub mod store;
pub mod supervision;
