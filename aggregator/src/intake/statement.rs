//! Accepting a statement, in the order of PROTOCOL §8.4: size and syntax, key, scope, signature, log, period and
//! form; then, in one unit on the writer, "the same again?", the head, and the leaf. 2xx only after the commit.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use schemas::{
    campaign::Campaign,
    definition::Definitions,
    directive::FORM as ANSWERS,
    duty_act::Change,
    entry::Entry,
    form::Form,
    hash::Sha,
    note, owed,
    period::{Cadence, Period},
    problem::Problem,
    receipt::Receipt,
    statement::{FilingKey, Kind, Purpose, Statement},
    tally::Tallies,
    text::Text,
    wire::{FilingState, Head},
};

use super::{
    beside, carried, delivery, doubt,
    signature::{self, Signed},
};
use crate::{
    app::Services,
    audit,
    error::AppError,
    policy,
    store::{
        AnyConnection, Lane,
        duty::{self, Decided},
        filing::{self, StatementRow, Verdict},
        log,
    },
    supervision::decide::answerable,
};

/// What became of a statement that was sent.
#[derive(Debug)]
pub struct Accepted {
    /// Its receipt.
    pub receipt: Receipt,
    /// Whether it was in the log already.
    pub again: bool,
}

/// Accepts a statement sent to the address of `id`.
///
/// # Errors
/// The listed problem; nothing is stored then.
pub async fn accept(services: &Services, id: Sha, sent: String) -> Result<Accepted, AppError> {
    let accepted = accept_uncounted(services, id, &sent).await;
    if let Err(error) = &accepted {
        let (who, of) = claimed(&id, &sent);
        audit::refused(services, "statement", &who, &of, error).await;
    }
    let outcome = accepted.as_ref().map(|accepted| accepted.again).map_err(AppError::problem);
    services.store.metrics().statement(outcome);
    accepted
}

/// Who claims to have sent what, for the audit; neither is verified.
fn claimed(id: &Sha, sent: &str) -> (String, String) {
    let id = id.to_string();
    let of = id.get(..12).unwrap_or(&id);
    let statement = note::split(sent).ok().and_then(|(text, _)| Statement::parse(text).ok());
    match statement {
        // The subject is left out: it is the one line that a person words.
        Some(Statement { node, filing, revision, .. }) => {
            (node, format!("{} {} {} r{revision} {of}", filing.bureau, filing.form, filing.period))
        }
        None => (String::new(), of.to_owned()),
    }
}

async fn accept_uncounted(services: &Services, id: Sha, sent: &str) -> Result<Accepted, AppError> {
    let (text, signatures) = note::split(sent).map_err(|_| Problem::Malformed)?;
    if Statement::id_of(text) != id {
        return Err(Problem::DigestMismatch.into());
    }
    let statement = Statement::parse(text).map_err(|fault| {
        AppError::with(
            Problem::StatementInvalid,
            Text::owned(format!("报送声明：{fault}"), fault.to_string()),
        )
    })?;
    let signatures = Sha::of(signatures.as_bytes());
    let (note, of, countersign) = (sent.to_owned(), statement.clone(), services.campaign.countersign);
    let read = services.store.read(move |connection| {
        let signed = signature::verify(connection, &note, &of, countersign)?;
        Ok::<_, AppError>((signed, duty::decided(connection, &of.filing)?.pop()))
    });
    let (signed, decided) = read.await?;
    let spent = |after| AppError::Later { problem: Problem::NodeRate, after };
    services.rates.nodes.take(&statement.node).map_err(spent)?;
    let now = services.clock.now();
    meant_for(services, &statement)?;
    let form = policy::form_of(services, &statement).await?;
    nil_allowed(&statement, &form)?;
    let due = open_for(services, &statement, decided, now)?;
    let nil = nil_verdict(Some(&form));
    // What has rows changes others when it is judged.
    let changes = matches!(statement.kind, Kind::Nil | Kind::Void).then(|| statement.filing.clone());
    let campaign = Arc::clone(&services.campaign);
    let definitions = Arc::clone(&services.definitions);
    let unit = Unit {
        campaign,
        definitions,
        statement,
        id,
        sent: sent.to_owned(),
        signed,
        signatures,
        now,
        due,
        nil,
    };
    // A receipt, also that of the head somebody is behind, is made after the commit: before, no checkpoint covers it.
    let outcome = services.store.write_in(Lane::Statements, move |connection| unit.run(connection)).await?;
    if let (Some(filing), Outcome::Taken { again: false, .. }) = (changes, &outcome) {
        beside::review_or_log(services, &filing).await;
    }
    services
        .store
        .read(move |connection| match outcome {
            Outcome::Taken { leaf, again } => {
                Ok(Accepted { receipt: log::receipt(connection, leaf)?, again })
            }
            Outcome::Behind(head) => Err(behind(connection, *head)?),
        })
        .await
}

/// A statement is worth something in one log only.
fn meant_for(services: &Services, statement: &Statement) -> Result<(), AppError> {
    if statement.log == services.log_key.name() {
        return Ok(());
    }
    Err(AppError::with(
        Problem::StatementInvalid,
        Text::new("报送声明是给另一平台的", "The statement is meant for another log"),
    ))
}

/// Whether the campaign asks for this form and period now, and by when. History is for periods it does not judge.
fn open_for(
    services: &Services,
    statement: &Statement,
    decided: Option<Decided>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, AppError> {
    let campaign = &services.campaign;
    let period: Period = statement.filing.period;
    let Some(duty) = campaign.duty(&statement.filing.form, period.cadence()) else {
        return report_open(campaign, statement, now);
    };
    if now < owed::opens(period) {
        return Err(AppError::with(
            Problem::PeriodNotOpen,
            Text::new("报告期尚未结束", "The period has not ended yet"),
        ));
    }
    let judged = duty.asks_for(campaign, period);
    let deadline = duty.deadline(period, services.definitions.calendar()).ok();
    let deadline = match decided.map(|decided| decided.act.change) {
        Some(Change::Extended(until)) => deadline.map(|deadline| deadline.moved_to(until)),
        Some(Change::Exempted) | None => deadline,
    };
    let due = deadline.map(|deadline| deadline.due);
    let unfit = |zh, en| Err(AppError::with(Problem::StatementInvalid, Text::new(zh, en)));
    match statement.purpose {
        Purpose::History if judged => {
            unfit("考核期内的台账不能按历史数据报送", "A judged period cannot be filed as history")
        }
        Purpose::History => Ok(due),
        Purpose::Current | Purpose::Baseline if !judged => unfit(
            "该期不在本次行动内，可按历史数据报送",
            "The period is not of this campaign; it can be filed as history",
        ),
        _ if campaign.judged && deadline.is_some_and(|deadline| now >= deadline.close) => {
            Err(Problem::PeriodClosed.into())
        }
        _ => Ok(due),
    }
}

/// Where nothing to report is a row with a signer, a nil return says it without one.
fn nil_allowed(statement: &Statement, form: &Form) -> Result<(), AppError> {
    if statement.kind != Kind::Nil || !form.nothing_is_a_row {
        return Ok(());
    }
    let detail = Text::new(
        "{form}不收空白零报告：无情况也要填一行，由签字人署名后按台账报送",
        "{form} takes no bare nil return: nothing to report is a row with the name of who signs, filed as a ledger",
    );
    Err(AppError::with(Problem::StatementInvalid, detail.fill(&[("form", &form.form)])))
}

/// Whether the campaign takes a report of a matter on a day. One that is owed is never refused for being late, and what
/// is due is for the chain to say; one that is filed when something happens is due at no time.
fn report_open(
    campaign: &Campaign,
    statement: &Statement,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, AppError> {
    let FilingKey { form, period, subject, .. } = &statement.filing;
    // What was put to a bureau may outlast the campaign; whether it can be answered is looked at where it is entered.
    let is_answer = form == ANSWERS;
    let of_campaign = campaign.from <= period.start() && period.start() <= campaign.to;
    let asked = campaign.takes_matters(form) && of_campaign;
    if !(asked || is_answer) || period.cadence() != Cadence::Day {
        return Err(Problem::PeriodNotOpen.into());
    }
    if now < owed::opens(*period) {
        return Err(Problem::PeriodNotOpen.into());
    }
    if is_answer {
        return Ok(None);
    }
    match (subject, statement.purpose) {
        (Some(_), Purpose::Current | Purpose::Baseline) => Ok(None),
        (Some(_), Purpose::History) => Err(AppError::with(
            Problem::StatementInvalid,
            Text::new("专报不能按历史数据报送", "A report of a matter cannot be filed as history"),
        )),
        (None, _) => Err(AppError::with(
            Problem::StatementInvalid,
            match campaign.report(form) {
                Some(_) => Text::new("专报须写明事项编号", "A report of a matter names the matter"),
                None => Text::new(
                    "随时报告须写明事项编号（--subject）",
                    "A report of what happened names its matter (--subject)",
                ),
            },
        )),
    }
}

/// What a nil return of a form comes to.
pub(super) fn nil_verdict(form: Option<&Form>) -> Verdict {
    let nil = form.map(|form| Verdict {
        tallies: Tallies::nil(form),
        opening_cases: form.continuity.then(Vec::new),
        ..Verdict::default()
    });
    nil.unwrap_or_default()
}

/// Enters a statement whose leaf is in the log, with the leaf's index and time, and does what follows from it at once.
pub(super) fn enter(
    connection: &mut AnyConnection,
    definitions: &Definitions,
    statement: Statement,
    note: String,
    (leaf, received): (u64, DateTime<Utc>),
    nil: &Verdict,
) -> Result<(), AppError> {
    let row = StatementRow {
        id: statement.id(),
        note,
        node: statement.node,
        key: statement.filing,
        revision: statement.revision,
        nil: statement.kind == Kind::Nil,
        purpose: statement.purpose,
        content: statement.content.map(|content| content.sha256),
        received,
        leaf,
        state: FilingState::Receipted,
        first_received: None,
        decided: None,
        decided_by: None,
        figures_awaited: None,
    };
    filing::add(connection, &row)?;
    // A nil return has no rows to wait for.
    if row.nil {
        filing::add_verdict(connection, &row.id, nil, row.received)?;
        filing::set_state(connection, &row, FilingState::Validated)?;
        carried::review_next(connection, &row.key)?;
    }
    if statement.kind == Kind::Void {
        filing::set_state(connection, &row, FilingState::Voided)?;
    }
    if row.nil || statement.kind == Kind::Void {
        doubt::review(connection, definitions, &row.key)?;
    }
    Ok(())
}

/// What the writer made of a statement.
enum Outcome {
    /// It is in the log, at this leaf; perhaps it was already.
    Taken { leaf: u64, again: bool },
    /// Another revision is in force.
    Behind(Box<StatementRow>),
}

/// The answer to a statement that does not follow the head.
fn behind(connection: &mut AnyConnection, head: StatementRow) -> Result<AppError, AppError> {
    let receipt = log::receipt(connection, head.leaf)?.compose();
    let detail = Text::owned(
        format!("现行版本是第{}版", head.revision),
        format!("Revision {} is in force", head.revision),
    );
    let head = Head { statement: head.id, note: head.note, receipt };
    Ok(AppError::Problem {
        problem: Problem::RevisionConflict,
        detail: Some(detail),
        head: Some(Box::new(head)),
    })
}

/// The unit of work on the writer.
struct Unit {
    campaign: Arc<Campaign>,
    definitions: Arc<Definitions>,
    statement: Statement,
    id: Sha,
    sent: String,
    signed: Signed,
    signatures: Sha,
    now: DateTime<Utc>,
    due: Option<DateTime<Utc>>,
    /// What a nil return comes to.
    nil: Verdict,
}

impl Unit {
    fn run(self, connection: &mut AnyConnection) -> Result<Outcome, AppError> {
        if let Some(known) = filing::find(connection, &self.id)? {
            return Ok(Outcome::Taken { leaf: known.leaf, again: true });
        }
        let key_leaf = match self.signed.still(connection)? {
            true => self.signed.node.leaf.ok_or(Problem::KeyPending)?,
            false => return Err(Problem::KeyRevoked.into()),
        };
        if let Some(head) = self.other_head(connection)? {
            return Ok(Outcome::Behind(Box::new(head)));
        }
        if self.statement.kind == Kind::Nil {
            self.no_open_cases(connection)?;
        }
        answerable(connection, &self.statement)?;
        let entry = Entry::accepted(&self.statement, self.id, self.signatures, key_leaf, self.now, self.due);
        let (leaf, entry) = log::append(connection, entry)?;
        let nil = self.statement.kind == Kind::Nil;
        enter(connection, &self.definitions, self.statement, self.sent, (leaf, entry.received), &self.nil)?;
        // A nil return stands at once.
        if let Some(row) = filing::find(connection, &self.id)?.filter(|_| nil) {
            delivery::at_once(connection, &self.campaign, &row, self.now)?;
        }
        Ok(Outcome::Taken { leaf, again: false })
    }

    /// Compare-and-swap: the statement must supersede the head in force and be the next revision; else the head.
    fn other_head(&self, connection: &mut AnyConnection) -> Result<Option<StatementRow>, AppError> {
        let head = filing::head(connection, &self.statement.filing)?;
        let next = head.as_ref().map_or(1, |head| head.revision + 1);
        if self.statement.supersedes == head.as_ref().map(|head| head.id) && self.statement.revision == next {
            let void = self.statement.kind == Kind::Void;
            return match head.filter(|head| void && head.state == FilingState::Voided) {
                Some(_) => Err(AppError::with(
                    Problem::StatementInvalid,
                    Text::new("该报送已经撤回", "The filing has been withdrawn already"),
                )),
                None => Ok(None),
            };
        }
        let nothing = || {
            AppError::with(
                Problem::RevisionConflict,
                Text::new("平台上没有被取代的版本", "There is no revision here to supersede"),
            )
        };
        head.map(Some).ok_or_else(nothing)
    }

    /// A bureau with cases open at the end of the period before has something to report (F6).
    fn no_open_cases(&self, connection: &mut AnyConnection) -> Result<(), AppError> {
        let mut before = self.statement.filing.clone();
        let Some(period) = before.period.previous() else { return Ok(()) };
        before.period = period;
        let Some(row) = filing::in_force(connection, &before)? else { return Ok(()) };
        let open = filing::verdict(connection, &row.id)?.map_or(0, |verdict| verdict.open_cases.len());
        if open == 0 {
            return Ok(());
        }
        let detail = Text::owned(
            format!("上期期末有{open}件未结，请报送台账"),
            format!("{open} cases were open at the end of the period before; file a ledger"),
        );
        Err(AppError::with(Problem::NilWithOpenCases, detail))
    }
}
