//! What a ledger is: forms, codes, periods, checks, tallies, indicators, statements. No I/O, no clock.

pub mod sheet;
pub mod text;
