//! Command line of the county program.

fn main() {}
