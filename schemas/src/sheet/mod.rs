//! Workbooks and CSV files become ledgers here: bytes → raw grid → header → mapping → typed values.
//!
//! Each step is one file, and each refuses what it cannot read with a place and a sentence in two languages:
//!
//! 1. [`read`] tells by content what a file is and reads it into a [`book::RawBook`], within [`limits::Limits`];
//! 2. [`header`] finds the heading rows and proposes a [`mapping::Mapping`], which a person may confirm and keep;
//! 3. [`rows`] tells data rows from blank rows, totals and footnotes, and says what it set aside;
//! 4. [`value`] reads a cell as text, a number, money, a date or a yes/no.

mod biff;
pub mod book;
mod csv_file;
pub mod encoding;
pub mod error;
pub mod fold;
pub mod header;
pub mod heading;
mod heading_rows;
mod json_file;
pub mod limits;
pub mod mapping;
mod names;
mod ods;
mod package;
pub mod read;
pub mod rows;
pub mod value;
mod xls;
mod xlsx;
