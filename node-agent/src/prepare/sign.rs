//! Signing what was made and waits, or putting it aside.

use std::{fs, path::Path};

use schemas::{hash::Sha, made, period::china, statement::FilingKey, text::Lang};

use super::{Makeable, work::template_of};
use crate::{
    error::AgentError,
    node::Node,
    outbox::{Item, Origin, Waiting},
    source::SourceFile,
};

impl Node {
    /// Signs what was made and waits: the same bytes that were shown, with the signer's name and the hour where the form has
    /// them.
    pub(crate) fn sign_prepared(&self, waiting: &Waiting, signer: Option<&str>) -> Result<Item, AgentError> {
        let subject = waiting.subject.as_ref();
        if waiting.origin == Origin::Nil {
            return self.nil(&waiting.form, waiting.period, subject, None);
        }
        let file = SourceFile::open(&self.dir.join(&waiting.name))?;
        if Sha::of(&file.bytes) != waiting.sha256 {
            return Err(AgentError::PreparedChanged(waiting.name.clone()));
        }
        let last = self.outbox.last_prepared(&waiting.form, waiting.period, subject)?;
        match self.makeable(&waiting.form, waiting.period, subject) {
            Ok(Makeable::Ledger(now)) if last.is_some_and(|last| last.basis == now.basis) => {}
            Ok(_) | Err(AgentError::Unmade(..)) => return Err(AgentError::MadeOfOthers),
            Err(error) => return Err(error),
        }
        let mut draft = self.prepared_draft(&waiting.form, waiting.period, subject, file);
        let known = draft.known(&self.rules().definitions)?;
        if self.wants_signer(&waiting.form) {
            let signer = signer.map(str::trim).filter(|name| !name.is_empty());
            let signer = signer.ok_or(AgentError::WantsSigner(waiting.number))?;
            let now = self.clock.now().with_timezone(&china()).naive_local();
            let table = made::signed(&known.fill(&[])?.table, signer, now);
            let bytes = template_of(&table, Lang::Zh)?;
            draft.files = vec![SourceFile { name: waiting.name.clone(), bytes }];
        }
        self.file(&draft, None)
    }

    /// Puts aside what waits: it is not signed. What was made here is made again only if it is asked for, or if what it was
    /// made of changes; a file of the watched folder stays among the checked ones.
    ///
    /// # Errors
    /// [`AgentError::NothingWaiting`].
    pub fn dismiss(&self, number: i64) -> Result<Waiting, AgentError> {
        let waiting = self.outbox.waiting_one(number)?.ok_or(AgentError::NothingWaiting)?;
        self.outbox.waits_no_more(number)?;
        if waiting.origin == Origin::Prepared {
            self.remove_unchanged(&self.dir.join(&waiting.name), waiting.sha256)?;
        }
        Ok(waiting)
    }

    /// What waits here although a person has filed it otherwise waits no more.
    pub(super) fn forget_filed(&self) -> Result<(), AgentError> {
        let bureau = &self.enrolment()?.bureau;
        for waiting in self.outbox.waiting()?.into_iter().filter(|one| one.origin != Origin::Watched) {
            let Waiting { number, form, period, subject, .. } = waiting;
            if self.stands(&FilingKey { bureau: bureau.clone(), form, period, subject })? {
                self.dismiss(number)?;
            }
        }
        Ok(())
    }

    fn remove_unchanged(&self, path: &Path, sha256: Sha) -> Result<(), AgentError> {
        match fs::read(path) {
            Ok(bytes) if Sha::of(&bytes) == sha256 => Ok(fs::remove_file(path)?),
            _ => Ok(()),
        }
    }
}
