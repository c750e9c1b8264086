//! Filing: a judged ledger becomes minimised bytes and a signed statement, stored in one transaction. Nothing is sent
//! here, and what was sealed once is never made anew.

use std::collections::BTreeSet;

use schemas::{
    content,
    definition::Definitions,
    form::Form,
    hash::Sha,
    period::Period,
    privacy::{Scan, personal_data},
    statement::{ContentRef, FilingKey, Kind, MAX_REASON, Purpose, Schema, Statement, Subject},
};

use crate::{
    draft::{Draft, Known},
    error::AgentError,
    keys,
    node::Node,
    outbox::{Act, Before, Item, New, Packed, head},
    report::{Carry, Report},
    review::{Grounds, Reviewed, held_names, personal, review},
    rotate::KeyAge,
    words,
};

/// What a statement says besides what the store knows.
struct Intent<'a> {
    kind: Kind,
    filing: FilingKey,
    form: &'a Form,
    /// Version of the policy the form is of.
    policy: Option<Sha>,
    content: Option<ContentRef>,
    purpose: Purpose,
    reason: Option<&'a str>,
}

impl Node {
    /// Checks a draft. Needs no enrolment; what was filed from here before is what it is held against.
    ///
    /// # Errors
    /// [`AgentError`] if the draft cannot be read; findings are no error.
    pub fn check(&self, draft: &Draft, purpose: Option<Purpose>) -> Result<Report, AgentError> {
        let rules = self.rules();
        let known = draft.known(&rules.definitions)?;
        let Some(enrolment) = &self.config.enrolment else {
            return Ok(self.judge(draft, &known, &rules.definitions, Carry::Unknown)?.report);
        };
        let filing = key_of(enrolment.bureau.clone(), &known.form, draft.period, draft.subject.as_ref());
        let (carry, purpose) = match self.carry(&known.form, &filing, purpose) {
            Ok(carried) => carried,
            Err(AgentError::NoPrevious(_) | AgentError::RowsElsewhere(_)) => {
                (Carry::Unknown, purpose.unwrap_or(Purpose::Current))
            }
            Err(error) => return Err(error),
        };
        let Reviewed { table, mut report, .. } = self.judge(draft, &known, &rules.definitions, carry)?;
        report.brings = self.brought(&table, &filing, purpose)?;
        Ok(report)
    }

    /// Checks a ledger and seals it for sending. Sealing the same ledger again gives the same item.
    ///
    /// # Errors
    /// [`AgentError::Stopped`] with the findings; [`AgentError::AlreadyFiled`] if another ledger of this form and
    /// period stands; [`AgentError::NoPrevious`] if the period before is missing.
    pub fn file(&self, draft: &Draft, purpose: Option<Purpose>) -> Result<Item, AgentError> {
        let rules = self.rules();
        let known = draft.known(&rules.definitions)?;
        let filing = self.filing(&known.form, draft.period, draft.subject.as_ref())?;
        let (carry, purpose) = self.carry(&known.form, &filing, purpose)?;
        let reviewed = self.cleared(draft, &known, &rules.definitions, carry)?;
        let packed = self.pack(&reviewed, &filing)?;
        let intent = Intent {
            kind: Kind::Ledger,
            filing: filing.clone(),
            form: &known.form,
            policy: rules.version,
            content: Some(packed.reference),
            purpose,
            reason: None,
        };
        let item = self.keep(&filing, Some(&packed), |before| {
            self.first(before, &intent, |item| item.statement.content == intent.content)
        })?;
        self.remember(draft, &known, &reviewed)?;
        Ok(item)
    }

    /// Seals a nil return (零报告).
    ///
    /// # Errors
    /// [`AgentError::NothingIsARow`] if the form wants a row with a signer instead; [`AgentError::OpenCases`] if the period
    /// before ended with open cases; [`AgentError::AlreadyFiled`] as for
    /// [`Node::file`].
    pub fn nil(
        &self,
        form: &str,
        period: Period,
        subject: Option<&Subject>,
        purpose: Option<Purpose>,
    ) -> Result<Item, AgentError> {
        let rules = self.rules();
        let form = rules.definitions.form(form).ok_or_else(|| AgentError::UnknownForm(form.to_owned()))?;
        if form.nothing_is_a_row {
            return Err(AgentError::NothingIsARow(form.form.clone()));
        }
        let filing = self.filing(form, period, subject)?;
        let (carry, purpose) = self.carry(form, &filing, purpose)?;
        if let Some(open) = carry.open_cases().filter(|open| !open.is_empty()) {
            return Err(AgentError::OpenCases(open.len()));
        }
        let intent = Intent {
            kind: Kind::Nil,
            filing: filing.clone(),
            form,
            policy: rules.version,
            content: None,
            purpose,
            reason: None,
        };
        self.keep(&filing, None, |before| {
            self.first(before, &intent, |item| item.statement.kind == Kind::Nil)
        })
    }

    /// Checks a corrected ledger and seals it as the next revision, whole.
    ///
    /// # Errors
    /// [`AgentError::NotFiled`] if nothing stands to amend, [`AgentError::Unchanged`] if the ledger is the one that
    /// stands, [`AgentError::BadReason`], and as [`Node::file`].
    pub fn amend(&self, draft: &Draft, reason: &str) -> Result<Item, AgentError> {
        let rules = self.rules();
        let known = draft.known(&rules.definitions)?;
        let filing = self.filing(&known.form, draft.period, draft.subject.as_ref())?;
        let standing = self.outbox.head(&filing)?.ok_or(AgentError::NotFiled)?;
        let (carry, purpose) = self.carry(&known.form, &filing, Some(standing.statement.purpose))?;
        let reviewed = self.cleared(draft, &known, &rules.definitions, carry)?;
        let reason = sound_reason(reason, &held_names(&reviewed.table))?;
        let packed = self.pack(&reviewed, &filing)?;
        let intent = Intent {
            kind: Kind::Amendment,
            filing: filing.clone(),
            form: &known.form,
            policy: rules.version,
            content: Some(packed.reference),
            purpose,
            reason: Some(&reason),
        };
        let item = self.keep(&filing, Some(&packed), |before| self.next(before, &intent))?;
        self.remember(draft, &known, &reviewed)?;
        Ok(item)
    }

    /// Seals the withdrawal of a filing (撤回). What was filed stays in the log; it no longer counts, and an amendment
    /// may follow.
    ///
    /// # Errors
    /// [`AgentError::NotFiled`] if nothing stands to withdraw, [`AgentError::BadReason`].
    pub fn void(
        &self,
        form: &str,
        period: Period,
        subject: Option<&Subject>,
        reason: &str,
    ) -> Result<Item, AgentError> {
        let rules = self.rules();
        let form = rules.definitions.form(form).ok_or_else(|| AgentError::UnknownForm(form.to_owned()))?;
        let filing = self.filing(form, period, subject)?;
        let standing = self.outbox.head(&filing)?.ok_or(AgentError::NotFiled)?;
        let reason = sound_reason(reason, &BTreeSet::new())?;
        let intent = Intent {
            kind: Kind::Void,
            filing: filing.clone(),
            form,
            policy: rules.version,
            content: None,
            purpose: standing.statement.purpose,
            reason: Some(&reason),
        };
        self.keep(&filing, None, |before| self.next(before, &intent))
    }

    /// Stores what was decided, where there is room for it.
    fn keep(
        &self,
        filing: &FilingKey,
        packed: Option<&Packed>,
        decide: impl FnOnce(&Before) -> Result<Act, AgentError>,
    ) -> Result<Item, AgentError> {
        self.spare(packed)?;
        self.outbox.seal(filing, packed, decide)
    }

    /// The first revision, unless the same stands or waits already.
    fn first(
        &self,
        before: &Before,
        intent: &Intent<'_>,
        same: impl Fn(&Item) -> bool,
    ) -> Result<Act, AgentError> {
        match head(&before.items) {
            Some(standing) if same(standing) => Ok(Act::Again(standing.number)),
            Some(_) => Err(AgentError::AlreadyFiled),
            // What a former key signed, or was signed for a former log, is not sent again: the city would refuse it.
            None => {
                let log = self.enrolment()?.log_key.name();
                let mine = |item: &&Item| item.statement.node == self.name() && item.statement.log == log;
                match before.items.iter().rev().find(|item| same(item) && mine(item)) {
                    Some(blocked) => Ok(Act::Again(blocked.number)),
                    None => self.compose(before, intent, None),
                }
            }
        }
    }

    /// The revision after the one that stands, unless the same waits already.
    fn next(&self, before: &Before, intent: &Intent<'_>) -> Result<Act, AgentError> {
        let standing = head(&before.items).ok_or(AgentError::NotFiled)?;
        let same = |item: &Item| {
            item.statement.kind == intent.kind
                && item.statement.content == intent.content
                && item.statement.reason.as_deref() == intent.reason
        };
        // What is withdrawn is withdrawn, whatever the second reason.
        let withdrawn = intent.kind == Kind::Void && standing.statement.kind == Kind::Void;
        if withdrawn || same(standing) {
            return Ok(Act::Again(standing.number));
        }
        if intent.kind == Kind::Amendment && standing.statement.content == intent.content {
            return Err(AgentError::Unchanged);
        }
        let log = self.enrolment()?.log_key.name();
        let after = |item: &&Item| {
            same(item) && item.statement.supersedes == Some(standing.id) && item.statement.log == log
        };
        match before.items.iter().rev().find(after) {
            Some(blocked) => Ok(Act::Again(blocked.number)),
            None => self.compose(before, intent, Some(standing)),
        }
    }

    fn compose(
        &self,
        before: &Before,
        intent: &Intent<'_>,
        standing: Option<&Item>,
    ) -> Result<Act, AgentError> {
        if keys::is_changing(&self.dir) {
            return Err(AgentError::KeyChanging);
        }
        if self.key_age() == KeyAge::TooOld {
            return Err(AgentError::KeyTooOld);
        }
        let statement = Statement {
            log: self.enrolment()?.log_key.name().to_owned(),
            kind: intent.kind,
            node: self.name(),
            filing: intent.filing.clone(),
            revision: standing.map_or(1, |item| item.statement.revision.saturating_add(1)),
            supersedes: standing.map(|item| item.id),
            schema: Schema { name: intent.form.schema(), digest: Sha::from_bytes(intent.form.digest) },
            policy: intent.policy,
            content: intent.content,
            previous: before.previous,
            seen: before.seen,
            created: self.clock.now(),
            skew: before.skew,
            purpose: intent.purpose,
            reason: intent.reason.map(str::to_owned),
        };
        let text = statement.compose();
        let statement = Statement::parse(&text)?;
        let unsigned = self.is_countersigned();
        Ok(Act::Insert(Box::new(New { statement, note: self.key.sign(&text), unsigned })))
    }

    fn filing(
        &self,
        form: &Form,
        period: Period,
        subject: Option<&Subject>,
    ) -> Result<FilingKey, AgentError> {
        // The subject stands in the statement, in the log, in addresses: it names a matter and nobody.
        let kind = subject.and_then(|subject| personal_data(&subject.to_string(), Scan::FreeText));
        if let Some(kind) = kind {
            return Err(AgentError::PersonalSubject(kind.title()));
        }
        Ok(key_of(self.enrolment()?.bureau.clone(), form, period, subject))
    }

    fn judge(
        &self,
        draft: &Draft,
        known: &Known,
        definitions: &Definitions,
        carry: Carry,
    ) -> Result<Reviewed, AgentError> {
        let form = &known.form.form;
        let rules = self.rules();
        let grounds = Grounds {
            carry,
            campaign_start: rules.version.and_then(|_| Some(self.campaign()?.from)),
            beside: match &self.config.enrolment {
                Some(_) => self.beside(&known.form, draft.period, draft.subject.as_ref())?,
                None => None,
            },
            mappings: self.outbox.mappings(form)?,
            explanations: self.outbox.explanations(form, draft.period, draft.subject.as_ref())?,
        };
        review(draft, known, definitions, grounds)
    }

    fn cleared(
        &self,
        draft: &Draft,
        known: &Known,
        definitions: &Definitions,
        carry: Carry,
    ) -> Result<Reviewed, AgentError> {
        let reviewed = self.judge(draft, known, definitions, carry)?;
        if reviewed.report.stops {
            return Err(AgentError::Stopped(Box::new(reviewed.report)));
        }
        Ok(reviewed)
    }

    fn pack(&self, reviewed: &Reviewed, filing: &FilingKey) -> Result<Packed, AgentError> {
        let salt = content::salt(self.key.seed(), filing);
        let Reviewed { table, report, explanations } = reviewed;
        let sealed = content::seal(table, filing, &report.summary, explanations, salt);
        if sealed.reference.length > content::MAX_BYTES || sealed.reference.rows > content::MAX_ROWS {
            return Err(AgentError::TooLarge);
        }
        Ok(Packed::of(&sealed)?)
    }

    fn remember(&self, draft: &Draft, known: &Known, reviewed: &Reviewed) -> Result<(), AgentError> {
        let form = &known.form.form;
        self.outbox.keep_mappings(form, &known.said)?;
        self.keep_typed_cells(&reviewed.table)?;
        let given = &reviewed.explanations;
        Ok(self.outbox.keep_explanations(form, draft.period, draft.subject.as_ref(), given)?)
    }
}

/// Checks a draft with nothing but definitions: no folder, no enrolment, nothing filed before.
///
/// # Errors
/// As [`Node::check`].
pub fn check(draft: &Draft, definitions: &Definitions) -> Result<Report, AgentError> {
    let known = draft.known(definitions)?;
    let grounds = Grounds {
        carry: if known.form.continuity { Carry::Unknown } else { Carry::Free },
        campaign_start: None,
        beside: None,
        mappings: Vec::new(),
        explanations: Vec::new(),
    };
    Ok(review(draft, &known, definitions, grounds)?.report)
}

fn key_of(
    bureau: schemas::bureau::BureauCode,
    form: &Form,
    period: Period,
    subject: Option<&Subject>,
) -> FilingKey {
    FilingKey { bureau, form: form.form.clone(), period, subject: subject.cloned() }
}

fn sound_reason(reason: &str, names: &BTreeSet<String>) -> Result<String, AgentError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        return Err(AgentError::BadReason(words::filing::REASON_LENGTH));
    }
    match personal(reason, names) {
        Some(kind) => Err(AgentError::BadReason(words::filing::REASON_PERSONAL.fill(&[("kind", &kind)]))),
        None => Ok(reason.to_owned()),
    }
}
