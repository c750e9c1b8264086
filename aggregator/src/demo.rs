//! Demonstrations, one a campaign: places, ledgers and a timeline, all invented (演示数据, DOMAIN §8.2). The worked city 云江市
//! comes to figures worked out elsewhere (§8.3), every other to totals in its own file.
//!
//! Pure data and generators: same bytes every run, no I/O, no clock; only [`perform`] acts. A script says who files what when
//! and what stands in it; a case carries over between periods under one number.

mod calendar;
mod chance;
mod chengdu;
mod employer;
mod flow;
mod ledger;
mod minhang;
pub mod perform;
mod person;
pub mod place;
mod plan;
mod province;
mod put;
mod qingpu;
mod report;
mod script;
#[cfg(test)]
mod soundness;
mod story;
mod volume;
mod xiangyang;
mod yunjiang;

pub use ledger::{Return, workbook};
pub use perform::DemoError;
pub use put::{Assignment, Reply};
pub use script::{Asked, Login, Look, Office, SCRIPTS, Script, script};
pub use story::{Deed, Scene, Story};
pub use yunjiang::story;

/// The campaign of the worked city, which is played unless another is named.
pub const CAMPAIGN: &str = "yunjiang-2025";

/// The ledgers the worked city asks for.
pub const FORMS: [&str; 4] = ["L2", "L3", "L4", "L5"];
