//! The node's key over time: how old it is, and another in its place (PROTOCOL §3). An unattended key has no hard end; it
//! is warned of at twelve months, and at twenty-four nothing new is sealed with it.

use chrono::Months;
use schemas::{
    key::{KeyAct, KeyDocument, Role, Rotation},
    note::{SignKey, VerifyKey},
    receipt::{Proven, Receipt, ReceiptFault},
    wire::Letter,
};

use crate::{
    config::{Config, Enrolment},
    error::AgentError,
    keys,
    node::Node,
    outbox::State,
    push::{City, Trouble, Way},
};

/// Months after which a key is warned of.
pub const OLD: u32 = 12;
/// Months after which nothing new is sealed with a key.
pub const TOO_OLD: u32 = 24;

/// How old the node's key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAge {
    /// In order, or not known.
    Fine,
    /// Another should take its place soon.
    Old,
    /// Another has to take its place.
    TooOld,
}

impl Node {
    /// How old the key is, by the clock of this machine.
    pub fn key_age(&self) -> KeyAge {
        let since = self.config.enrolment.as_ref().and_then(|enrolment| enrolment.key_since);
        let passed = |months| {
            let end = since.and_then(|since| since.checked_add_months(Months::new(months)));
            end.is_some_and(|end| end <= self.clock.now())
        };
        match (passed(OLD), passed(TOO_OLD)) {
            (_, true) => KeyAge::TooOld,
            (true, false) => KeyAge::Old,
            (false, false) => KeyAge::Fine,
        }
    }

    /// Puts a new key in place of the one in force, at the city and here. Broken off at any point, running it again ends
    /// with the same new key.
    ///
    /// # Errors
    /// [`AgentError::SendFirst`] while something sealed with the old key has no receipt: the city would refuse it;
    /// [`AgentError::Trouble`]; the key in force stays then.
    pub async fn rotate(&mut self) -> Result<Proven, AgentError> {
        let enrolment = self.enrolment()?.clone();
        let (new, rotation) = self.rotation(&enrolment.log_key)?;
        let note = rotation.sign(&self.key, &new).map_err(AgentError::Key)?;
        let way = Way::Line(City::new(&self.http, self.pause.as_ref(), enrolment.server()?)?);
        let receipt = match self.ask_for(&way, &note).await {
            Err(AgentError::Trouble(trouble)) => return Err(self.no_other_key(trouble)),
            other => other?,
        };
        self.take_over(new, &rotation, &receipt)
    }

    /// The key to come, made if there is none, and the wish for it.
    pub(crate) fn rotation(&self, log: &VerifyKey) -> Result<(SignKey, Rotation), AgentError> {
        let waits = |state| matches!(state, State::Sealed | State::Unsigned);
        let waiting = self.items()?.iter().filter(|item| waits(item.state)).count();
        if waiting > 0 {
            return Err(AgentError::SendFirst(waiting));
        }
        let new = keys::next(&self.dir, Some(&self.name()))?;
        let rotation = Rotation {
            log: log.name().to_owned(),
            old: self.key.verify_key(),
            new: new.verify_key(),
            created: self.clock.now(),
        };
        Ok((new, rotation))
    }

    /// Why there is no other key. The city knows neither more nor less than before: what it will not have is not kept
    /// for another try.
    pub(crate) fn no_other_key(&self, trouble: Trouble) -> AgentError {
        match if trouble.is_final() { keys::drop_next(&self.dir) } else { Ok(()) } {
            Ok(()) => trouble.into(),
            Err(error) => error,
        }
    }

    /// Puts the key to come in place of the one in force, on the ground of the receipt.
    pub(crate) fn take_over(
        &mut self,
        new: SignKey,
        rotation: &Rotation,
        receipt: &str,
    ) -> Result<Proven, AgentError> {
        let enrolment = self.enrolment()?.clone();
        let (proven, document) = proven(receipt, rotation, Role::Agent, &enrolment).map_err(Trouble::from)?;
        // A city restored from an older backup knows the new key by nothing else than this.
        let letter = Letter { receipt: receipt.to_owned(), document: Some(document.compose()) };
        self.outbox.keep_letter(proven.index, &letter)?;
        let since = Some(proven.entry.received);
        let config =
            Config { enrolment: Some(Enrolment { key_since: since, ..enrolment }), ..self.config.clone() };
        config.write(&self.dir)?;
        keys::take_over(&self.dir)?;
        (self.config, self.key) = (config, new);
        Ok(proven)
    }

    pub(crate) async fn ask_for(&self, way: &Way<'_>, note: &str) -> Result<String, AgentError> {
        self.meet(way).await?;
        match way {
            Way::Line(city) => Ok(city.rotate(note).await?),
            Way::File(_) => Err(Trouble::Unanswered.into()),
        }
    }
}

/// What the leaf must say: this key in place of that one, for this node or leader and its bureau.
pub(crate) fn proven(
    text: &str,
    rotation: &Rotation,
    role: Role,
    enrolment: &Enrolment,
) -> Result<(Proven, KeyDocument), ReceiptFault> {
    let proven = Receipt::parse(text)?.verify(&enrolment.log_key)?;
    let document = KeyDocument {
        act: KeyAct::Rotated(rotation.old.clone()),
        node: rotation.new.name().to_owned(),
        role,
        bureau: enrolment.bureau.clone(),
        key: rotation.new.clone(),
    };
    let says = proven.entry.act == document.act.act() && proven.entry.digest == Some(document.digest());
    if says && proven.entry.addressee == document.node {
        Ok((proven, document))
    } else {
        Err(ReceiptFault::Statement)
    }
}
