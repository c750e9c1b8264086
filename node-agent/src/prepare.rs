//! Ledgers made of those held here, as their forms say (`schemas::made`), or of cases taken over from other systems: what is complete waits for a person to sign it, what
//! is not is a workbook to be completed. Nothing made here ever files itself, and a person's work is never written over.

mod sign;
mod work;

use std::{path::PathBuf, sync::Arc};

use schemas::{
    beside::speaking,
    form::Form,
    hash::Sha,
    made::{self, Asked, Gap, Held, Unmade, made},
    period::Period,
    statement::{FilingKey, Kind, Subject},
    table::Table,
    text::Text,
};

use crate::{
    duties::{Duty, Stage},
    error::AgentError,
    importer::{Working, gaps},
    node::Node,
    outbox::{Item, Origin, Waiting},
    report::{Carry, Report},
};

/// Folder, in the node's, of the workbooks that were made.
pub const PREPARED: &str = "prepared";

/// What could be made of what is held.
#[derive(Debug)]
pub enum Makeable {
    /// A ledger.
    Ledger(Box<Ledger>),
    /// Nothing is held that belongs into it, nothing was left open, and the form takes a bare nil return.
    Nil,
}

/// A ledger that was made and is nowhere yet.
#[derive(Debug)]
pub struct Ledger {
    /// Its rows.
    pub table: Table,
    /// Cells that must be filled and could not be.
    pub missing: Vec<Gap>,
    /// Whether its signer has to be named.
    pub wants_signer: bool,
    /// The filings it was made of, or the sources its rows were taken over from.
    pub of: Vec<String>,
    /// What was left out of it, in words.
    pub said: Vec<Text>,
    basis: Sha,
}

/// What preparing came to.
#[derive(Debug)]
pub enum Prepared {
    /// It is complete and waits for a person.
    Ready {
        /// How it waits.
        waiting: Waiting,
        /// Whether its signer has to be named.
        wants_signer: bool,
        /// What it was made of.
        of: Vec<String>,
        /// What was left out of it.
        said: Vec<Text>,
    },
    /// A workbook to be completed by a person and filed like any other.
    Part {
        /// Where it lies.
        file: PathBuf,
        /// What is missing.
        missing: Vec<Gap>,
        /// What checking it found, if nothing is missing and it cannot be filed all the same.
        report: Option<Box<Report>>,
        /// What it was made of.
        of: Vec<String>,
        /// What was left out of it.
        said: Vec<Text>,
    },
}

/// What can be said under a duty.
#[derive(Debug)]
pub enum Offer {
    /// It waits for a person.
    Waits {
        /// Its number.
        number: i64,
        /// Whether its signer has to be named.
        wants_signer: bool,
    },
    /// It can be made; so many cells are left to a person.
    Makeable(usize),
    /// A nil return is possible.
    Nil,
}

impl Node {
    /// What can be made for a filing of the ledgers in force here.
    ///
    /// # Errors
    /// [`AgentError::Unmade`] with the reason, [`AgentError::FiledBefore`] if it stands already, [`AgentError::NoCampaign`],
    /// [`AgentError::RowsElsewhere`] if the rows of a ledger it is made of are not on this machine.
    pub fn makeable(
        &self,
        code: &str,
        period: Period,
        subject: Option<&Subject>,
    ) -> Result<Makeable, AgentError> {
        let rules = self.rules();
        let form = rules.definitions.form(code).ok_or_else(|| AgentError::UnknownForm(code.to_owned()))?;
        let enrolment = self.enrolment()?;
        let filing = FilingKey {
            bureau: enrolment.bureau.clone(),
            form: code.to_owned(),
            period,
            subject: subject.cloned(),
        };
        if self.stands(&filing)? {
            return Err(AgentError::FiledBefore(code.to_owned(), period));
        }
        if let Some(ledger) = self.makeable_of_cases(form, period)? {
            return Ok(Makeable::Ledger(Box::new(ledger)));
        }
        let campaign = self.campaign().ok_or(AgentError::NoCampaign)?;
        let (items, held) = self.held(form, &filing)?;
        let bureau = enrolment.bureau_name.zh.as_ref();
        let asked = Asked { form, period, subject, campaign: &campaign, bureau };
        match made(asked, &held) {
            Ok(made) => {
                let used: Vec<&Item> = made.of.iter().filter_map(|at| items.get(*at)).collect();
                let named: Vec<String> = used.iter().map(|item| item.id.to_string()).collect();
                let basis = Sha::of(format!("{}\n{}", hex::encode(form.digest), named.join("\n")).as_bytes());
                let of = |item: &&Item| {
                    let of = &item.statement.filing;
                    format!("{} {}", of.form, of.period)
                };
                Ok(Makeable::Ledger(Box::new(Ledger {
                    table: made.table,
                    missing: made.missing,
                    wants_signer: !made.at_signing.is_empty(),
                    of: used.iter().map(of).collect(),
                    said: Vec::new(),
                    basis,
                })))
            }
            Err(why) => match self.may_be_nil(form, &filing, &why)? {
                true => Ok(Makeable::Nil),
                false => Err(AgentError::Unmade(code.to_owned(), why)),
            },
        }
    }

    /// What can be said under a duty: nothing, where a person has all the work.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn offer(&self, duty: &Duty) -> Result<Option<Offer>, AgentError> {
        if duty.stage != Stage::ToFile {
            return Ok(None);
        }
        let subject = duty.subject.as_ref();
        let waits = |waiting: &Waiting| {
            waiting.origin != Origin::Watched
                && (waiting.form.as_str(), waiting.period, waiting.subject.as_ref())
                    == (duty.form.as_str(), duty.period, subject)
        };
        let waiting = self.outbox.waiting()?.into_iter().find(waits);
        match (waiting, self.makeable(&duty.form, duty.period, subject)) {
            (Some(Waiting { number, origin: Origin::Nil, .. }), _) => {
                Ok(Some(Offer::Waits { number, wants_signer: false }))
            }
            (Some(Waiting { number, .. }), Ok(Makeable::Ledger(ledger))) => {
                Ok(Some(Offer::Waits { number, wants_signer: ledger.wants_signer }))
            }
            (_, Ok(Makeable::Ledger(ledger))) => Ok(Some(Offer::Makeable(ledger.missing.len()))),
            (_, Ok(Makeable::Nil)) => Ok(Some(Offer::Nil)),
            (_, Err(error @ (AgentError::Store(_) | AgentError::Disk(_)))) => Err(error),
            (_, Err(_)) => Ok(None),
        }
    }

    /// Whether a form names its signer, who is known only when it is signed.
    pub fn wants_signer(&self, form: &str) -> bool {
        let rules = self.rules();
        let form = rules.definitions.form(form);
        form.is_some_and(|form| (0..form.columns.len()).any(|at| made::by_signer(form, at).is_some()))
    }

    fn stands(&self, filing: &FilingKey) -> Result<bool, AgentError> {
        Ok(self.outbox.head(filing)?.is_some_and(|item| item.statement.kind != Kind::Void))
    }

    /// The filings a form's ledger would be made of, with their rows; a nil return has none.
    fn held(&self, form: &Form, filing: &FilingKey) -> Result<(Vec<Item>, Vec<Held>), AgentError> {
        let mut codes: Vec<&str> = form.made_from.iter().map(|block| block.form.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        let (mut items, mut held) = (Vec::new(), Vec::new());
        for code in codes {
            let read = if code == form.form {
                let before = self.before(code, filing.period, filing.subject.as_ref())?;
                before.into_iter().collect()
            } else {
                speaking(filing.period, self.in_force(code)?, |item| item.statement.filing.period)
            };
            for item in read {
                let of = &item.statement.filing;
                let table = match self.rows_of(&item)? {
                    Some(table) => table,
                    None => Table::new(self.form_of(&item.statement)?),
                };
                held.push(Held { period: of.period, subject: of.subject.clone(), table });
                items.push(item);
            }
        }
        Ok((items, held))
    }

    /// The ledger of the cases taken over from other systems, for a form that is made of no other.
    fn makeable_of_cases(&self, form: &Arc<Form>, period: Period) -> Result<Option<Ledger>, AgentError> {
        if !form.made_from.is_empty() {
            return Ok(None);
        }
        let Some(Working { table, of, said, basis }) = self.working(form, period)? else { return Ok(None) };
        if table.is_empty() {
            return Err(AgentError::Unmade(form.form.clone(), Unmade::Nothing));
        }
        let missing = gaps(&table);
        let wants_signer = self.wants_signer(&form.form);
        Ok(Some(Ledger { table, missing, wants_signer, of, said, basis }))
    }

    /// Whether nothing that is held speaks against a bare nil return: of the ledgers it is made of none has a row for it, and
    /// nothing was left open.
    fn may_be_nil(&self, form: &Form, filing: &FilingKey, why: &Unmade) -> Result<bool, AgentError> {
        let bare = !form.nothing_is_a_row && form.chain.is_none() && filing.subject.is_none();
        if !bare || matches!(why, Unmade::NoSource(_)) {
            return Ok(false);
        }
        match self.carry(form, filing, None) {
            Ok((Carry::Open(_, open), _)) => Ok(open.is_empty()),
            Ok((Carry::Free, _)) => Ok(true),
            Ok((Carry::First, _)) => Ok(*why == Unmade::Nothing),
            Ok((Carry::Unknown, _)) | Err(AgentError::NoPrevious(_) | AgentError::RowsElsewhere(_)) => {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}
