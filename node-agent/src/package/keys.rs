//! The node's own key by file: enrolment, enrolment anew after a revocation, and another key in place of the one in force.

use schemas::{
    note::{SignKey, VerifyKey},
    package::{Kind, Package, Part},
    wire::{Enrolled, Enrolment, Hello, KeyState, Token},
};

use super::waiting::{self, ENROLMENT};
use crate::{
    config::{self, Config},
    error::AgentError,
    keys,
    node::Node,
    push::{Trouble, answer, refused},
};

impl Node {
    /// The request to enrol, kept until it is answered for good: the key the token names must be the one handed out.
    pub(super) fn request(&self, token: &str, log: &VerifyKey) -> Result<String, AgentError> {
        let note = request(token, log, &self.key)?;
        self.keep_request(log, &note)?;
        Ok(note)
    }

    fn keep_request(&self, log: &VerifyKey, note: &str) -> Result<(), AgentError> {
        waiting::keep(&self.dir, ENROLMENT, &format!("{log}\n{note}"))
    }

    pub(super) fn waiting_enrolment(&self) -> Result<Option<(VerifyKey, String)>, AgentError> {
        let Some(text) = waiting::read(&self.dir, ENROLMENT)? else { return Ok(None) };
        let (key, note) = text.split_once('\n').ok_or(AgentError::BadToken)?;
        Ok(Some((VerifyKey::parse(key).map_err(AgentError::Key)?, note.to_owned())))
    }

    /// Asks to come back with a key of its own, as [`Node::enrol_anew`] does over a line: the request goes with the next
    /// package, and the key in force stays until the answers are in. The key to come is in the answer.
    ///
    /// # Errors
    /// [`AgentError::NotEnrolled`] if there is nothing to come back to, [`AgentError::BadToken`], [`AgentError::WrongCity`].
    pub fn ask_anew(&self, token: &str) -> Result<VerifyKey, AgentError> {
        let log = self.enrolment()?.log_key.clone();
        // A key made to take the place of the one in force has its name, and cannot come under its own.
        if keys::is_changing(&self.dir) && keys::next(&self.dir, None)?.verify_key().name() == self.name() {
            keys::drop_next(&self.dir)?;
        }
        let new = keys::next(&self.dir, None)?;
        self.keep_request(&log, &request(token, &log, &new)?)?;
        Ok(new.verify_key())
    }

    /// The key that was asked for anew, with the log's key and the request.
    pub(super) fn coming_anew(&self) -> Result<Option<(SignKey, VerifyKey, String)>, AgentError> {
        let waiting = self.waiting_enrolment()?.filter(|_| keys::is_changing(&self.dir));
        let Some((log, note)) = waiting else { return Ok(None) };
        let (new, asked) = (keys::next(&self.dir, None)?, Enrolment::open(&note).map_err(AgentError::Key)?);
        Ok((asked.key == new.verify_key()).then_some((new, log, note)))
    }

    /// Keeps what became of the enrolment; the request has done its work when the key may be used.
    pub(super) fn enrolled_by_file(
        &mut self,
        answers: &Package<'_>,
        log: &VerifyKey,
    ) -> Result<Option<Enrolled>, AgentError> {
        refused(answers, Kind::EnrolmentRefused, None)?;
        let Some(part) = own(answers, Kind::Enrolled) else { return Ok(None) };
        let enrolled: Enrolled = answer(part)?;
        self.keep_enrolment(&enrolled, greeting(answers, log)?, None)?;
        self.answered(&enrolled);
        Ok(Some(enrolled))
    }

    /// Puts the key that was asked for anew in place, under its own name.
    pub(super) fn enrolled_anew_by_file(
        &mut self,
        answers: &Package<'_>,
        new: SignKey,
    ) -> Result<Option<Enrolled>, AgentError> {
        if let Err(trouble) = refused(answers, Kind::EnrolmentRefused, None) {
            if trouble.is_final() {
                self.forget_anew()?;
            }
            return Err(trouble.into());
        }
        let Some(part) = own(answers, Kind::Enrolled) else { return Ok(None) };
        let (enrolled, before): (Enrolled, _) = (answer(part)?, self.enrolment()?.clone());
        if enrolled.bureau != before.bureau || enrolled.node != new.verify_key().name() {
            self.forget_anew()?;
            return Err(AgentError::OtherBureau(enrolled.bureau.to_string()));
        }
        if enrolled.state == KeyState::Revoked {
            self.forget_anew()?;
            return Err(AgentError::Revoked);
        }
        let key_since = Some(greeting(answers, &before.log_key)?.time);
        let enrolment = config::Enrolment { state: enrolled.state, key_since, ..before };
        let config = Config { enrolment: Some(enrolment), ..self.config.clone() };
        config.write(&self.dir)?;
        keys::take_over(&self.dir)?;
        (self.config, self.key) = (config, new);
        self.answered(&enrolled);
        Ok(Some(enrolled))
    }

    fn forget_anew(&self) -> Result<(), AgentError> {
        waiting::forget(&self.dir, ENROLMENT)?;
        keys::drop_next(&self.dir)
    }

    fn answered(&self, enrolled: &Enrolled) {
        if enrolled.state == KeyState::Active {
            let _ = waiting::forget(&self.dir, ENROLMENT);
        }
    }

    pub(super) fn wish_for_another_key(&self, log: &VerifyKey) -> Result<String, AgentError> {
        let (new, rotation) = self.rotation(log)?;
        rotation.sign(&self.key, &new).map_err(AgentError::Key)
    }

    /// Puts the key that was asked for in place, if the answers prove that the city has.
    pub(super) fn rotated_by_file(&mut self, answers: &Package<'_>) -> Result<bool, AgentError> {
        if !keys::is_changing(&self.dir) {
            return Ok(false);
        }
        if let Err(trouble) = refused(answers, Kind::RotationRefused, None) {
            return Err(self.no_other_key(trouble));
        }
        let Some(part) = own(answers, Kind::Rotated) else { return Ok(false) };
        let receipt = part.text().ok_or(Trouble::NotUnderstood(200))?;
        let (new, rotation) = self.rotation(&self.enrolment()?.log_key)?;
        self.take_over(new, &rotation, receipt)?;
        Ok(true)
    }
}

/// A request to enrol a key with the city whose key the token names.
pub(super) fn request(token: &str, log: &VerifyKey, key: &SignKey) -> Result<String, AgentError> {
    let token = Token::parse(token).ok_or(AgentError::BadToken)?;
    if Token::key_hash(log) != token.log_key {
        return Err(AgentError::WrongCity);
    }
    let (log, of) = (log.name().to_owned(), key.verify_key());
    Ok(Enrolment { log, token: token.id, secret: token.secret, key: of }.sign(key))
}

/// The part that is about the node's own key.
fn own<'a>(answers: &Package<'a>, kind: Kind) -> Option<Part<'a>> {
    answers.of_kind(kind).find(|part| part.of.is_none())
}

/// The greeting of the pinned city.
fn greeting(answers: &Package<'_>, log: &VerifyKey) -> Result<Hello, AgentError> {
    let hello = answers.of_kind(Kind::Hello).next().and_then(|part| part.text());
    let hello = Hello::open(hello.ok_or(Trouble::Unanswered)?).map_err(Trouble::from)?;
    if hello.key == *log { Ok(hello) } else { Err(Trouble::OtherKey.into()) }
}
