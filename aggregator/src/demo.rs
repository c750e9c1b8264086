//! The worked city 云江市: bureaus, figures, ledgers and a timeline, all invented (演示数据, DOMAIN §8.2–8.3).
//!
//! Pure data and a generator: same bytes every run, no I/O, no clock; only [`perform`] acts. The rows of 2025Q3 tally to the worked figures;
//! three earlier quarters lead up to it, and a case carries over between quarters under one number.

mod calendar;
mod chance;
mod employer;
mod flow;
mod ledger;
pub mod perform;
mod person;
pub mod place;
mod plan;
mod report;
mod story;

pub use ledger::{Return, workbook};
pub use story::{Deed, Scene, Story, story};

/// The campaign the city runs.
pub const CAMPAIGN: &str = "yunjiang-2025";

/// The ledgers it asks for.
pub const FORMS: [&str; 4] = ["L2", "L3", "L4", "L5"];
