//! Fetching what the log holds for this node: each letter is verified before it is kept.

use schemas::{
    entry::Act,
    key::{KeyAct, KeyDocument},
    note::VerifyKey,
    receipt::Receipt,
    wire::Letter,
};

use super::{Trouble, Way};
use crate::{config::Enrolment, error::AgentError, node::Node, outbox::Outbox};

/// Most requests for letters in one run.
const ROUNDS: usize = 50;

impl Node {
    /// Fetches the letters behind the newest one kept.
    pub(super) async fn collect(&self, city: &Way<'_>) -> Result<(), AgentError> {
        for _ in 0..ROUNDS {
            let after = self.store(Outbox::collected).await?;
            let letters = city.letters(after).await?;
            let whole = !Letter::fill(&letters);
            let mut rules = false;
            let mut verified = Vec::with_capacity(letters.len());
            let mut audited = None;
            for letter in letters {
                let Enrolment { bureau, log_key, .. } = self.enrolment()?;
                let proven = letter.verify(&self.name(), bureau, log_key).map_err(Trouble::Letter)?;
                let last = verified.last().map(|(index, _)| *index).or(after);
                if last.is_some_and(|last| proven.index <= last) {
                    return Err(Trouble::NotUnderstood(200).into());
                }
                if audited.as_ref() != Some(&proven.checkpoint) {
                    self.audit(city, &Receipt::parse(&letter.receipt).map_err(Trouble::from)?.checkpoint)
                        .await?;
                    audited = Some(proven.checkpoint);
                }
                if revokes(&letter, &self.verify_key()) {
                    // Out of its turn: what lies between is for whoever comes back with another key.
                    self.store(move |outbox| outbox.keep_letter(proven.index, &letter)).await?;
                    return self.trusted().await;
                }
                rules |= matches!(proven.entry.act, Act::Policy | Act::DutyExtended | Act::DutyExempted);
                verified.push((proven.index, letter));
            }
            let done = whole || verified.is_empty();
            self.store(move |outbox| outbox.keep_letters(&verified)).await?;
            if rules {
                self.follow().await?;
            }
            if done {
                break;
            }
        }
        Ok(())
    }
}

/// Whether a letter takes this key the right to sign.
fn revokes(letter: &Letter, key: &VerifyKey) -> bool {
    let said = letter.document.as_deref().and_then(|text| KeyDocument::parse(text).ok());
    said.is_some_and(|said| said.key == *key && matches!(said.act, KeyAct::Revoked(_)))
}
