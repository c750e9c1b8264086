//! Placeholder until the kinds exist.
fn main() {}
