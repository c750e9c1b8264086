//! Filing: a statement is checked, logged and receipted; its rows follow, are held to it, and yield tallies.

pub mod carried;
pub mod content;
pub mod enrolment;
pub mod key;
pub mod signature;
pub mod statement;
