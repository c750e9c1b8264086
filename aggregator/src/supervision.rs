//! Rules look at standings and obligations and propose supervision: three families, each proposal with a sentence
//! and its evidence. A person decides: what is proposed waits for a leader, goes out under a number as a leaf, and is a case of its
//! own until it ends (DOMAIN §4.3 to §4.5).

pub mod case;
pub mod decide;
pub mod draft;
pub mod feedback;
pub mod ground;
pub mod handover;
mod letter;
pub mod order;
pub mod proposal;
pub mod propose;

use schemas::{campaign::Campaign, note::SignKey};

use crate::app::Services;

/// What deciding rests on besides the store.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The campaign in force.
    pub campaign: &'a Campaign,
    /// The log's key, which closes what goes to a department.
    pub key: &'a SignKey,
}

impl<'a> Desk<'a> {
    /// That of a running city.
    pub fn of(services: &'a Services) -> Self {
        Self { campaign: &services.campaign, key: &services.greeter }
    }
}
