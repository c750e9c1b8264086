//! Making what can be made: a workbook that waits for a signature, or one that a person completes.

use std::{fs, path::Path};

use schemas::{
    hash::Sha,
    made::{self, Unmade},
    period::{Period, china},
    statement::Subject,
    table::Table,
    text::Lang,
};

use super::{Ledger, Makeable, PREPARED, Prepared};
use crate::{
    draft::Draft,
    duties::Stage,
    error::{AgentError, chain},
    node::Node,
    outbox::{Last, Origin},
    report::Report,
    source::SourceFile,
    template,
    watch::free_name,
};

impl Node {
    /// Makes it. What is complete waits for `sign`; what is not lies among the prepared workbooks. The same is made once.
    ///
    /// # Errors
    /// As [`Node::makeable`], and [`AgentError::Disk`].
    pub fn prepare(
        &self,
        code: &str,
        period: Period,
        subject: Option<&Subject>,
        lang: Lang,
    ) -> Result<Prepared, AgentError> {
        match self.makeable(code, period, subject)? {
            Makeable::Ledger(ledger) => self.put_by((code, period, subject), *ledger, lang),
            Makeable::Nil => self.prepare_nil(code, period),
        }
    }

    /// Keeps a ledger that was made, in the place of what was made last of the same.
    fn put_by(
        &self,
        (code, period, subject): (&str, Period, Option<&Subject>),
        ledger: Ledger,
        lang: Lang,
    ) -> Result<Prepared, AgentError> {
        let last = self.outbox.last_prepared(code, period, subject)?;
        let Ledger { table, missing, wants_signer, of, said, basis } = ledger;
        let bytes = template_of(&table, lang)?;
        let report = match missing.is_empty() {
            true => Some(self.try_out(&table, period, subject, wants_signer, lang)?),
            false => None,
        };
        let ready = report.as_ref().is_some_and(|report| !report.stops);
        let folder = self.dir.join(PREPARED);
        fs::create_dir_all(&folder)?;
        let name = name_in(&folder, last.as_ref(), code, period, subject)?;
        let sha256 = Sha::of(&bytes);
        fs::write(folder.join(&name), &bytes)?;
        if let Some(number) = last.and_then(|last| last.number) {
            self.outbox.waits_no_more(number)?;
        }
        let waits_as = format!("{PREPARED}/{name}");
        let number = match ready {
            true => {
                let key = (code, period, subject);
                Some(self.outbox.wait_for_person(&waits_as, key, sha256, Origin::Prepared)?)
            }
            false => None,
        };
        let kept = Last {
            form: code.to_owned(),
            period,
            subject: subject.cloned(),
            basis,
            name: name.clone(),
            sha256,
            number,
        };
        self.outbox.keep_prepared(&kept)?;
        match number {
            Some(number) => {
                let waiting = self.outbox.waiting_one(number)?.ok_or(AgentError::NothingWaiting)?;
                Ok(Prepared::Ready { waiting, wants_signer, of, said })
            }
            None => Ok(Prepared::Part {
                file: folder.join(name),
                missing,
                report: report.map(Box::new),
                of,
                said,
            }),
        }
    }

    /// Writes what can be made into a file of the person's choice and keeps nothing of it here. Cases taken over are written
    /// whether or not a filing stands: a correction begins with them too.
    ///
    /// # Errors
    /// As [`Node::makeable`]; [`AgentError::Unmade`] where only a nil return is possible.
    pub fn prepare_workbook(
        &self,
        code: &str,
        period: Period,
        subject: Option<&Subject>,
        lang: Lang,
    ) -> Result<(Vec<u8>, Ledger), AgentError> {
        let definitions = self.definitions();
        let form = definitions.form(code).ok_or_else(|| AgentError::UnknownForm(code.to_owned()))?;
        if let Some(ledger) = self.makeable_of_cases(form, period)? {
            return Ok((template_of(&ledger.table, lang)?, ledger));
        }
        match self.makeable(code, period, subject)? {
            Makeable::Ledger(ledger) => Ok((template_of(&ledger.table, lang)?, *ledger)),
            Makeable::Nil => Err(AgentError::Unmade(code.to_owned(), Unmade::Nothing)),
        }
    }

    /// Makes what is due and can be made: each filing once, and again if what it was made of was amended while nothing was
    /// signed. Gives how many wait for a person since, and how many are to be completed. A nil return is a person's own
    /// word and is never put there by itself; and cases taken over change with every import, so a person says when they are
    /// to become a ledger.
    pub(crate) fn prepare_due(&self) -> Result<(usize, usize), AgentError> {
        self.forget_filed()?;
        let (mut ready, mut part) = (0, 0);
        let lang = self.config.language.unwrap_or_default();
        let definitions = self.definitions();
        let of_others = |form: &str| definitions.form(form).is_some_and(|form| !form.made_from.is_empty());
        for duty in self.duties()?.into_iter().filter(|duty| duty.stage == Stage::ToFile) {
            if !of_others(&duty.form) && !self.outbox.working(&duty.form)?.is_empty() {
                continue;
            }
            let subject = duty.subject.as_ref();
            let ledger = match self.makeable(&duty.form, duty.period, subject) {
                Ok(Makeable::Ledger(ledger)) => *ledger,
                Ok(Makeable::Nil) | Err(AgentError::Unmade(..) | AgentError::FiledBefore(..)) => continue,
                Err(error @ (AgentError::Store(_) | AgentError::Disk(_))) => return Err(error),
                Err(error) => {
                    tracing::warn!(form = duty.form, cause = chain(&error), "a ledger could not be made");
                    continue;
                }
            };
            let last = self.outbox.last_prepared(&duty.form, duty.period, subject)?;
            if last.is_some_and(|last| last.basis == ledger.basis) {
                continue;
            }
            match self.put_by((&duty.form, duty.period, subject), ledger, lang)? {
                Prepared::Ready { .. } => ready += 1,
                Prepared::Part { .. } => part += 1,
            }
        }
        Ok((ready, part))
    }

    fn prepare_nil(&self, code: &str, period: Period) -> Result<Prepared, AgentError> {
        let (name, none) = (format!("{code}_{period}"), Sha::of(b""));
        let number = self.outbox.wait_for_person(&name, (code, period, None), none, Origin::Nil)?;
        let waiting = self.outbox.waiting_one(number)?.ok_or(AgentError::NothingWaiting)?;
        Ok(Prepared::Ready { waiting, wants_signer: false, of: Vec::new(), said: Vec::new() })
    }

    /// Checks what was made as it would be checked when it is signed.
    fn try_out(
        &self,
        table: &Table,
        period: Period,
        subject: Option<&Subject>,
        wants_signer: bool,
        lang: Lang,
    ) -> Result<Report, AgentError> {
        let now = self.clock.now().with_timezone(&china()).naive_local();
        let bytes = match wants_signer {
            true => template_of(&made::signed(table, "—", now), lang)?,
            false => template_of(table, lang)?,
        };
        let name = format!("{}.xlsx", table.form().form);
        let file = SourceFile { name, bytes };
        self.check(&self.prepared_draft(&table.form().form, period, subject, file), None)
    }

    /// A workbook made here is read in this process: nobody else wrote it.
    pub(super) fn prepared_draft(
        &self,
        form: &str,
        period: Period,
        subject: Option<&Subject>,
        file: SourceFile,
    ) -> Draft {
        Draft { subject: subject.cloned(), ..Draft::of(form, period, vec![file]) }
    }
}

pub(super) fn template_of(table: &Table, lang: Lang) -> Result<Vec<u8>, AgentError> {
    template::filled(table, lang)
        .map_err(|source| AgentError::Template { form: table.form().form.clone(), source })
}

/// The name of a workbook: that of the one before, unless somebody has worked on it.
fn name_in(
    folder: &Path,
    last: Option<&Last>,
    code: &str,
    period: Period,
    subject: Option<&Subject>,
) -> Result<String, AgentError> {
    let same = last
        .filter(|last| fs::read(folder.join(&last.name)).is_ok_and(|bytes| Sha::of(&bytes) == last.sha256));
    if let Some(last) = same {
        return Ok(last.name.clone());
    }
    let subject = subject.map(|subject| format!("_{subject}")).unwrap_or_default();
    free_name(folder, &format!("{code}_{period}{subject}.xlsx"))
}
