//! The leader's key by file. What the leader has signed, with the passphrase at hand, waits beside the key and goes with
//! the next package; the answers put it into effect.

use schemas::{
    hash::Sha,
    key::{Role, Rotation},
    package::{Kind, Package},
    wire::{Enrolled, KeyState, Letter},
};

use super::{
    Made, OfficerAnswer,
    keys::request,
    waiting::{self, OFFICER_CHANGE, OFFICER_ENROLMENT},
};
use crate::{
    config::Officer,
    error::AgentError,
    node::Node,
    officer::OfficerKey,
    push::{Trouble, answer, refused},
    rotate::proven,
};

impl Node {
    /// Asks to enrol the leader's key, as [`Node::enrol_officer`] does over a line: the request goes with the packages until
    /// an answer says that the key may be used.
    ///
    /// # Errors
    /// [`AgentError::NotEnrolled`], [`AgentError::BadToken`], [`AgentError::WrongCity`].
    pub fn ask_for_officer(&self, key: &OfficerKey, token: &str) -> Result<(), AgentError> {
        let note = request(token, &self.enrolment()?.log_key, key.secret())?;
        waiting::keep(&self.dir, OFFICER_ENROLMENT, &note)
    }

    /// Asks for another key of the leader, as [`Node::rotate_officer`] does over a line: the wish goes with the next
    /// packages, and the key in force stays until the answers are in.
    ///
    /// # Errors
    /// As [`Node::rotate_officer`], without trouble with the city.
    pub fn ask_for_officer_change(&self, old: &OfficerKey, new: &OfficerKey) -> Result<(), AgentError> {
        let (_, note) = self.officer_rotation(old, new)?;
        waiting::keep(&self.dir, OFFICER_CHANGE, &note)
    }

    pub(crate) fn forget_officer_request(&self) -> Result<(), AgentError> {
        waiting::forget(&self.dir, OFFICER_ENROLMENT)
    }

    fn waiting_note(&self, file: &str) -> Result<Option<(Sha, String)>, AgentError> {
        let note = waiting::read(&self.dir, file)?;
        Ok(note.map(|note| (Sha::of(note.as_bytes()), note)))
    }

    pub(super) fn officer_enrolment(&self) -> Result<Option<Made>, AgentError> {
        let waiting = self.waiting_note(OFFICER_ENROLMENT)?;
        Ok(waiting.map(|(name, note)| Made::of(Kind::Enrolment, Some(name), note)))
    }

    pub(super) fn officer_change(&self) -> Result<Option<Made>, AgentError> {
        let waiting = self.waiting_note(OFFICER_CHANGE)?;
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
        let Some((name, note)) = self.waiting_note(OFFICER_ENROLMENT)? else { return Ok(None) };
        if let Err(trouble) = refused(answers, Kind::EnrolmentRefused, Some(name)) {
            if trouble.is_final() {
                waiting::forget(&self.dir, OFFICER_ENROLMENT)?;
            }
            return Err(trouble.into());
        }
        let part = answers.of_kind(Kind::Enrolled).find(|part| part.of == Some(name));
        let Some(part) = part else { return Ok(None) };
        let enrolled: Enrolled = answer(part)?;
        let asked = schemas::wire::Enrolment::open(&note).map_err(AgentError::Key)?;
        if enrolled.state != KeyState::Pending {
            waiting::forget(&self.dir, OFFICER_ENROLMENT)?;
        }
        self.keep_officer(&enrolled, asked.key)?;
        Ok(Some(OfficerAnswer::Enrolled(enrolled)))
    }

    async fn officer_rotated_by_file(
        &mut self,
        answers: &Package<'_>,
    ) -> Result<Option<OfficerAnswer>, AgentError> {
        let Some((name, note)) = self.waiting_note(OFFICER_CHANGE)? else { return Ok(None) };
        if let Err(trouble) = refused(answers, Kind::RotationRefused, Some(name)) {
            if trouble.is_final() {
                self.drop_next_officer()?;
                waiting::forget(&self.dir, OFFICER_CHANGE)?;
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
        waiting::forget(&self.dir, OFFICER_CHANGE)?;
        Ok(Some(OfficerAnswer::Rotated(wish.new)))
    }
}
