//! Rules look at standings and obligations and propose supervision: three families, each proposal with a sentence
//! and its evidence. A person decides: what is proposed waits for a leader, goes out under a number as a leaf, and is a case of its
//! own until it ends (DOMAIN §4.3 to §4.5).

pub mod case;
pub mod decide;
pub mod draft;
pub mod ground;
pub mod handover;
pub mod order;
pub mod proposal;
pub mod propose;
