//! The leader's key by file. What the leader has signed, with the passphrase at hand, waits beside the key and goes with
//! the next package; the answers put it into effect.

use std::fs;

use schemas::{
    hash::Sha,
    key::{Role, Rotation},
    package::{Kind, Package},
    problem::Next,
    wire::{Enrolled, KeyState, Letter},
};

use super::{Made, OfficerAnswer, keys::request};
use crate::{
    config::Officer,
    error::AgentError,
    keys,
    node::Node,
    officer::OfficerKey,
    push::{Trouble, answer, refused},
    rotate::proven,
};

/// File in the node's folder with the request to enrol the leader's key; it holds the token's secret.
const ENROLMENT: &str = "officer.enrolment.waiting";
/// File in the node's folder with the wish for another key of the leader, signed with both.
const CHANGE: &str = "officer.change.waiting";

impl Node {
    /// Asks to enrol the leader's key, as [`Node::enrol_officer`] does over a line: the request goes with the packages until
    /// an answer says that the key may be used.
    ///
    /// # Errors
    /// [`AgentError::NotEnrolled`], [`AgentError::BadToken`], [`AgentError::WrongCity`].
    pub fn ask_for_officer(&self, key: &OfficerKey, token: &str) -> Result<(), AgentError> {
        let note = request(token, &self.enrolment()?.log_key, key.secret())?;
        self.keep_waiting(ENROLMENT, &note)
    }

    /// Asks for another key of the leader, as [`Node::rotate_officer`] does over a line: the wish goes with the next
    /// packages, and the key in force stays until the answers are in.
    ///
    /// # Errors
    /// As [`Node::rotate_officer`], without trouble with the city.
    pub fn ask_for_officer_change(&self, old: &OfficerKey, new: &OfficerKey) -> Result<(), AgentError> {
        let (_, note) = self.officer_rotation(old, new)?;
        self.keep_waiting(CHANGE, &note)
    }

    fn keep_waiting(&self, file: &str, note: &str) -> Result<(), AgentError> {
        self.forget_waiting(file)?;
        keys::write(&self.dir.join(file), note)
    }

    pub(crate) fn forget_officer_request(&self) -> Result<(), AgentError> {
        self.forget_waiting(ENROLMENT)
    }

    fn forget_waiting(&self, file: &str) -> Result<(), AgentError> {
        let path = self.dir.join(file);
        if path.exists() { Ok(fs::remove_file(path)?) } else { Ok(()) }
    }

    fn waiting_note(&self, file: &str) -> Result<Option<(Sha, String)>, AgentError> {
        let path = self.dir.join(file);
        if !path.exists() {
            return Ok(None);
        }
        let note = fs::read_to_string(path)?;
        Ok(Some((Sha::of(note.as_bytes()), note)))
    }

    pub(super) fn officer_enrolment(&self) -> Result<Option<Made>, AgentError> {
        let waiting = self.waiting_note(ENROLMENT)?;
        Ok(waiting.map(|(name, note)| Made::of(Kind::Enrolment, Some(name), note)))
    }

    pub(super) fn officer_change(&self) -> Result<Option<Made>, AgentError> {
        let waiting = self.waiting_note(CHANGE)?;
        Ok(waiting.map(|(name, note)| Made::of(Kind::Rotation, Some(name), note)))
    }

    /// Heeds what the answers say of the leader's key.
    pub(super) async fn officer_by_file(
        &mut self,
        answers: &Package<'_>,
    ) -> Result<Option<OfficerAnswer>, AgentError> {
        let enrolled = self.officer_enrolled_by_file(answers)?;
        let rotated = self.officer_rotated_by_file(answers).await?;
        Ok(rotated.or(enrolled))
    }

    fn officer_enrolled_by_file(
        &mut self,
        answers: &Package<'_>,
    ) -> Result<Option<OfficerAnswer>, AgentError> {
        let Some((name, note)) = self.waiting_note(ENROLMENT)? else { return Ok(None) };
        if let Err(trouble) = refused(answers, Kind::EnrolmentRefused, Some(name)) {
            if is_final(&trouble) {
                self.forget_waiting(ENROLMENT)?;
            }
            return Err(trouble.into());
        }
        let part = answers.of_kind(Kind::Enrolled).find(|part| part.of == Some(name));
        let Some(part) = part else { return Ok(None) };
        let enrolled: Enrolled = answer(part)?;
        let asked = schemas::wire::Enrolment::open(&note).map_err(AgentError::Key)?;
        if enrolled.state != KeyState::Pending {
            self.forget_waiting(ENROLMENT)?;
        }
        self.keep_officer(&enrolled, asked.key)?;
        Ok(Some(OfficerAnswer::Enrolled(enrolled)))
    }

    async fn officer_rotated_by_file(
        &mut self,
        answers: &Package<'_>,
    ) -> Result<Option<OfficerAnswer>, AgentError> {
        let Some((name, note)) = self.waiting_note(CHANGE)? else { return Ok(None) };
        if let Err(trouble) = refused(answers, Kind::RotationRefused, Some(name)) {
            if is_final(&trouble) {
                self.drop_next_officer()?;
                self.forget_waiting(CHANGE)?;
            }
            return Err(trouble.into());
        }
        let part = answers.of_kind(Kind::Rotated).find(|part| part.of == Some(name));
        let Some(part) = part else { return Ok(None) };
        let receipt = part.text().ok_or(Trouble::NotUnderstood(200))?.to_owned();
        let wish = Rotation::open(&note).map_err(AgentError::Key)?;
        let (proven, document) =
            proven(&receipt, &wish, Role::Officer, self.enrolment()?).map_err(Trouble::from)?;
        let letter = Letter { receipt, document: Some(document.compose()) };
        self.store(move |outbox| outbox.keep_letter(proven.index, &letter)).await?;
        self.put_officer(Officer { key: wish.new.clone(), state: KeyState::Active })?;
        self.take_over_officer()?;
        self.forget_waiting(CHANGE)?;
        Ok(Some(OfficerAnswer::Rotated(wish.new)))
    }
}

fn is_final(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Refused(problem, _) if problem.next() == Next::Stop)
}
