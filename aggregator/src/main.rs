//! Command line of the city program.

fn main() {}
