//! Filing: a statement is checked, logged and receipted; its rows follow, are held to it, and yield tallies.

pub mod beside;
pub mod carried;
pub mod casebook;
pub mod content;
pub mod decision;
pub mod delivery;
pub mod doubt;
pub mod duty;
pub mod enrolment;
pub mod judge;
pub mod key;
pub mod package;
pub mod recovery;
mod replay;
pub mod signature;
pub mod statement;
pub mod upload;
