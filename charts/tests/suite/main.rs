//! Pictures as a caller sees them. One binary, so that it links once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod heatmap;
mod pictures;
mod ranked_bars;
mod trend;
#[path = "../../examples/gallery/worked_city.rs"]
mod worked_city;
