//! Another key of the leader in place of the one in force, signed with both (PROTOCOL §3). A key that is lost cannot sign:
//! the city revokes it then, and the leader enrols anew.

use std::fs;

use schemas::{
    key::{Role, Rotation},
    note::SignKey,
    wire::{KeyState, Letter},
};

use super::{FILE, OfficerKey};
use crate::{
    config::Officer,
    error::AgentError,
    keys,
    node::Node,
    outbox::State,
    push::{City, Trouble, Way},
    rotate::proven,
};

/// Where the key to come lies while a change is under way.
const NEXT: &str = "officer.age.next";

impl Node {
    /// The leader's key to come, kept under the passphrase of the one in force: a change that was broken off goes on with
    /// the same one.
    ///
    /// # Errors
    /// [`AgentError::Passphrase`], [`AgentError::Disk`].
    pub fn next_officer_key(&self, passphrase: &str) -> Result<OfficerKey, AgentError> {
        if !self.dir.join(NEXT).exists() {
            // Whole or not there at all: a file cut short would keep the leader from ever changing the key.
            let new = "officer.age.new";
            let _ = fs::remove_file(self.dir.join(new));
            self.seal_officer_key(new, &OfficerKey::generate()?, passphrase)?;
            keys::rename(&self.dir, &self.dir.join(new), &self.dir.join(NEXT))?;
        }
        self.unseal_officer_key(NEXT, passphrase)
    }

    /// Puts a new key of the leader in place of the one in force, at the city and here; the name stays. Broken off at any
    /// point, running it again with the same new key ends in the same.
    ///
    /// # Errors
    /// [`AgentError::NoOfficer`]; [`AgentError::NotTheOfficer`] if the old key is not the one enrolled;
    /// [`AgentError::SendFirst`] while something the old key signed has no receipt; [`AgentError::Trouble`].
    pub async fn rotate_officer(
        &mut self,
        old: &OfficerKey,
        new: &OfficerKey,
    ) -> Result<OfficerKey, AgentError> {
        let enrolment = self.enrolment()?.clone();
        let name = self.config.officer.as_ref().ok_or(AgentError::NoOfficer)?.key.name().to_owned();
        let new = SignKey::from_seed(&name, new.0.seed()).map_err(AgentError::Key)?;
        // The city had it and this folder did not get to write it down.
        if self.config.officer.as_ref().is_some_and(|officer| officer.key == new.verify_key()) {
            self.take_over_officer()?;
            return Ok(OfficerKey(new));
        }
        let (rotation, note) = self.officer_rotation(old, &OfficerKey(new.clone()))?;
        let city = Way::Line(City::new(&self.http, self.pause.as_ref(), enrolment.server()?)?);
        let receipt = match self.ask_for(&city, &note).await {
            Err(AgentError::Trouble(trouble)) if trouble.is_final() => {
                self.drop_next_officer()?;
                return Err(trouble.into());
            }
            other => other?,
        };
        let (proven, document) =
            proven(&receipt, &rotation, Role::Officer, &enrolment).map_err(Trouble::from)?;
        let letter = Letter { receipt, document: Some(document.compose()) };
        self.store(move |outbox| outbox.keep_letter(proven.index, &letter)).await?;
        self.put_officer(Officer { key: new.verify_key(), state: KeyState::Active })?;
        self.take_over_officer()?;
        Ok(OfficerKey(new))
    }

    /// The wish for another key of the leader, under the name of the first, and its note signed with both.
    pub(crate) fn officer_rotation(
        &self,
        old: &OfficerKey,
        new: &OfficerKey,
    ) -> Result<(Rotation, String), AgentError> {
        let log = self.enrolment()?.log_key.name().to_owned();
        let old = self.as_enrolled(old)?;
        let new = SignKey::from_seed(&old.name(), new.0.seed()).map_err(AgentError::Key)?;
        let waiting = self.items()?.iter().filter(|item| item.state == State::Sealed).count();
        if waiting > 0 {
            return Err(AgentError::SendFirst(waiting));
        }
        let (old_key, new_key) = (old.0.verify_key(), new.verify_key());
        let rotation = Rotation { log, old: old_key, new: new_key, created: self.clock.now() };
        let note = rotation.sign(&old.0, &new).map_err(AgentError::Key)?;
        Ok((rotation, note))
    }

    /// Drops the key to come, because the city will not have it.
    pub(crate) fn drop_next_officer(&self) -> Result<(), AgentError> {
        keys::forget(&self.dir.join(NEXT))
    }

    pub(crate) fn take_over_officer(&self) -> Result<(), AgentError> {
        let next = self.dir.join(NEXT);
        if next.exists() { keys::rename(&self.dir, &next, &self.dir.join(FILE)) } else { Ok(()) }
    }
}
