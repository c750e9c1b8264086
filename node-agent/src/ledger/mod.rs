//! What a person decided about their ledgers, kept so that it need not be decided again: which column is which, the reasons
//! given for findings, and what was taken over of other systems. It stays on this machine; only reasons are sealed into a
//! filing.

mod explanation;
mod import;
mod mapping;
mod reasons_file;

pub use reasons_file::read_reasons;
