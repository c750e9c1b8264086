//! Rules look at standings and obligations and propose supervision: three families, each proposal with a sentence
//! and its evidence. A person decides; nothing here acts.

pub mod proposal;
pub mod propose;
