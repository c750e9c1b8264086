//! What a ledger is: forms, codes, periods, checks, tallies, indicators, statements. No I/O, no clock.
//!
//! The two programs share this crate and nothing else. Definitions are data (`definitions/`); everything here
//! is a pure function of definitions, rows and dates handed in.

pub mod bureau;
pub mod campaign;
pub mod code;
pub mod definition;
pub mod filter;
pub mod form;
pub mod fraction;
pub mod indicator;
pub mod period;
pub mod place;
pub mod summary;
pub mod table;
pub mod tally;
pub mod target;
pub mod text;
