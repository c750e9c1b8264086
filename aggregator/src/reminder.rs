//! Reminding (催报): who still owes what, the digest a bureau gets at a step, and the ways it goes. `owed` asks the board,
//! `digest` decides and stores in one transaction, `directive` tells of what was put to a bureau, `words` says it, `deliver` sends what waits; `email` and `webhook` are the
//! ways out of the house, with `notify` for their settings.

pub mod deliver;
pub mod digest;
pub mod directive;
pub mod email;
pub mod notify;
pub mod owed;
pub mod webhook;
pub mod words;
