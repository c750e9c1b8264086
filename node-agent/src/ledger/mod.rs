//! What a person decided about their ledgers, kept so that it need not be decided again: which column is which,
//! and the reasons given for findings. It stays on this machine; only reasons are sealed into a filing.

mod explanation;
mod mapping;
mod reasons_file;

pub use reasons_file::read_reasons;
