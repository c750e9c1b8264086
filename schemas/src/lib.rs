//! What a ledger is: forms, codes, periods, checks, tallies, indicators, statements. No I/O, no clock.
//!
//! The two programs share this crate and nothing else. Definitions are data (`definitions/`); everything here
//! is a pure function of definitions, rows and dates handed in.

pub mod bureau;
pub mod calendar;
pub mod campaign;
pub mod cell;
pub mod check;
pub mod code;
pub mod consistency;
pub mod content;
pub mod deadline;
pub mod definition;
pub mod delivery;
pub mod duty_act;
pub mod entry;
pub mod epoch;
pub mod evidence;
pub mod examined;
pub mod fill;
pub mod filter;
pub mod finding;
pub mod form;
pub mod fraction;
pub mod hash;
pub mod indicator;
pub mod key;
pub mod letter;
pub mod lines;
pub mod merkle;
pub mod note;
pub mod owed;
pub mod package;
pub mod period;
pub mod place;
pub mod policy;
pub mod privacy;
pub mod problem;
pub mod receipt;
pub mod recovery;
pub mod request;
pub mod returned;
pub mod schedule;
pub mod sheet;
pub mod sqlite;
pub mod statement;
pub mod summary;
pub mod table;
pub mod tally;
pub mod target;
pub mod text;
pub mod tile;
pub mod wire;
