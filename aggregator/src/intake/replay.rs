//! What follows from a leaf that was put back: what was done when it was first written, done again from the leaf and its
//! document alone.

use schemas::{
    bulletin::Issued,
    bureau::BureauCode,
    definition::Definitions,
    delivery::Delivery,
    directive::{Addressee, Directive, DirectiveAct, Feedback},
    duty_act::DutyAct,
    entry::{Act, Entry},
    handover::HandoverAnswer,
    key::{KeyAct, KeyDocument},
    letter::EVERYONE,
    note::{self, SignKey},
    returned::Returned,
    sealed::Sealed,
    statement::Statement,
    wire::{FilingState, KeyState},
};

use super::{content, statement};
use crate::{
    error::AppError,
    sealed,
    store::{
        AnyConnection, StoreError, bulletin, decision, delivery, document, duty,
        filing::{self, StatementRow},
        node::{self, NodeRow},
        supervision,
    },
};

/// Who decided, where only the log remembers that it was decided.
const BY_THE_LOG: &str = "-";

/// Whether every leaf before one is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gaps {
    /// Yes.
    None,
    /// Some were lost for good.
    Possible,
}

/// What is known before any leaf is put back.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// The forms.
    pub(super) definitions: &'a Definitions,
    /// The log's key, which opens what everyone keeps closed.
    pub(super) key: &'a SignKey,
    /// Whether every leaf before one is there.
    pub(super) gaps: Gaps,
}

/// Does what follows from the leaf at an index.
///
/// # Errors
/// [`StoreError::Corrupt`] if leaf and document do not fit each other or what came before; the store's.
pub(super) fn effect(
    connection: &mut AnyConnection,
    Known { definitions, key, gaps }: Known<'_>,
    index: u64,
    entry: &Entry,
    text: Option<&str>,
) -> Result<(), AppError> {
    match entry.act {
        Act::StatementAccepted => accepted(connection, definitions, index, entry, text)?,
        Act::ContentValid | Act::ContentInvalid => {
            let row = concerned(connection, entry)?;
            document::keep(connection, given(text)?)?;
            // The figures come with the rows.
            filing::await_figures(connection, &row.id, Some(&entry.digest.ok_or_else(unfit)?))?;
            content::put(connection, definitions, &row, entry.act == Act::ContentValid)?;
        }
        Act::Defaulted => {
            let row = concerned(connection, entry)?;
            filing::set_state(connection, &row, FilingState::Defaulted)?;
        }
        Act::Confirmed => decide(connection, entry, FilingState::Confirmed)?,
        Act::Delivered => {
            let (row, said) =
                (concerned(connection, entry)?, Delivery::parse(given(text)?).map_err(|_| unfit())?);
            if said.statement != row.id {
                return Err(unfit().into());
            }
            document::keep(connection, given(text)?)?;
            delivery::add(connection, &row.id, index, entry.received)?;
        }
        Act::Returned => {
            let said = Returned::parse(given(text)?).map_err(|_| unfit())?;
            decision::keep(connection, &said)?;
            decide(connection, entry, FilingState::Returned)?;
        }
        Act::DutyExtended | Act::DutyExempted => {
            let said = DutyAct::parse(given(text)?).map_err(|_| unfit())?;
            let fits = said.change.act() == entry.act && said.duty.bureau.as_str() == entry.addressee;
            if !fits {
                return Err(unfit().into());
            }
            duty::keep(connection, &said, index, entry.received, BY_THE_LOG)?;
        }
        Act::BulletinIssued => {
            let said = Issued::parse(given(text)?).map_err(|_| unfit())?;
            document::keep(connection, given(text)?)?;
            let by = bulletin::By { login: BY_THE_LOG, at: entry.received };
            bulletin::put_back(connection, &said, index, by)?;
        }
        Act::DirectiveIssued | Act::DirectiveActed | Act::DirectiveAnswered
            if entry.addressee == EVERYONE =>
        {
            let closed = given(text)?;
            let sealed = Sealed::parse(closed).map_err(|_| unfit())?;
            let opened = sealed::open(key, &sealed).map_err(|_| unfit())?;
            document::keep(connection, closed)?;
            put(connection, index, entry, &opened)?;
        }
        Act::DirectiveIssued | Act::DirectiveActed | Act::DirectiveAnswered | Act::HandoverAnswered => {
            put(connection, index, entry, given(text)?)?;
        }
        Act::KeyEnrolled | Act::KeyRotated | Act::KeyRevoked => {
            let said = KeyDocument::parse(given(text)?).map_err(|_| unfit())?;
            document::keep(connection, given(text)?)?;
            of_key(connection, index, entry, &said, gaps)?;
        }
        // The workbook of a list is with whoever it was given to; its hash is here again.
        Act::Policy | Act::LogEpoch | Act::ListIssued => {
            document::keep(connection, given(text)?)?;
        }
    }
    Ok(())
}

/// What was put to somebody, what became of it, what a department answered, and what was answered to what a bureau handed over.
fn put(connection: &mut AnyConnection, index: u64, entry: &Entry, text: &str) -> Result<(), StoreError> {
    let of = |to: &Addressee| {
        // What is put to a department everyone keeps.
        let addressee = to.bureau().map_or(EVERYONE, BureauCode::as_str);
        if addressee == entry.addressee { Ok((index, entry.received)) } else { Err(unfit()) }
    };
    match entry.act {
        Act::DirectiveIssued => {
            let said = Directive::parse(text).map_err(|_| unfit())?;
            let leaf = of(&said.order.to)?;
            supervision::issue(connection, &said, leaf, (BY_THE_LOG, BY_THE_LOG))
        }
        Act::DirectiveActed => {
            let said = DirectiveAct::parse(text).map_err(|_| unfit())?;
            let leaf = of(&said.to)?;
            supervision::act(connection, &said, leaf, BY_THE_LOG)
        }
        Act::DirectiveAnswered => {
            let said = Feedback::parse(text).map_err(|_| unfit())?;
            let leaf = of(&Addressee::Department(said.department.clone()))?;
            supervision::feedback::add(connection, &said, leaf, BY_THE_LOG)
        }
        _ => {
            let said = HandoverAnswer::parse(text).map_err(|_| unfit())?;
            let leaf = of(&Addressee::Bureau(said.bureau.clone()))?;
            supervision::handover::answer(connection, &said, leaf, BY_THE_LOG)
        }
    }
}

fn unfit() -> StoreError {
    StoreError::Corrupt("recovered letter")
}

fn given(text: Option<&str>) -> Result<&str, StoreError> {
    text.ok_or_else(unfit)
}

/// The statement a leaf is about.
fn concerned(connection: &mut AnyConnection, entry: &Entry) -> Result<StatementRow, StoreError> {
    filing::find(connection, &entry.statement.ok_or_else(unfit)?)?.ok_or_else(unfit)
}

fn accepted(
    connection: &mut AnyConnection,
    definitions: &Definitions,
    index: u64,
    entry: &Entry,
    text: Option<&str>,
) -> Result<(), AppError> {
    let signed = given(text)?;
    let (said, _) = note::split(signed).map_err(|_| unfit())?;
    let statement = Statement::parse(said).map_err(|_| unfit())?;
    node::find(connection, &statement.node)?.ok_or_else(unfit)?;
    let nil = statement::nil_verdict(definitions.form(&statement.filing.form).map(AsRef::as_ref));
    statement::enter(connection, definitions, statement, signed.to_owned(), (index, entry.received), &nil)
}

fn decide(connection: &mut AnyConnection, entry: &Entry, state: FilingState) -> Result<(), StoreError> {
    let row = concerned(connection, entry)?;
    decision::decide(connection, &row.id, state, BY_THE_LOG, entry.received)
}

fn of_key(
    connection: &mut AnyConnection,
    index: u64,
    entry: &Entry,
    said: &KeyDocument,
    gaps: Gaps,
) -> Result<(), StoreError> {
    let known = node::find(connection, &said.node)?;
    let at = entry.received;
    match (&said.act, known) {
        // It waited for approval when the backup was made.
        (KeyAct::Enrolled, Some(row)) if row.key == said.key => node::activate(connection, &row, index),
        (KeyAct::Enrolled, None) => add(connection, index, entry, said),
        // How the key before it came, is lost.
        (KeyAct::Rotated(_), None) if gaps == Gaps::Possible => add(connection, index, entry, said),
        (KeyAct::Rotated(old), Some(row)) if row.key == *old || gaps == Gaps::Possible => {
            node::rotate(connection, &row, &said.key, index, at)
        }
        (KeyAct::Revoked(revocation), Some(row)) => node::revoke(connection, &row, revocation.since, at),
        _ => Err(unfit()),
    }
}

fn add(
    connection: &mut AnyConnection,
    index: u64,
    entry: &Entry,
    said: &KeyDocument,
) -> Result<(), StoreError> {
    let row = NodeRow {
        name: said.node.clone(),
        key: said.key.clone(),
        role: said.role,
        bureau: said.bureau.clone(),
        state: KeyState::Active,
        leaf: Some(index),
        token: None,
        suspect_since: None,
        program: None,
    };
    node::add(connection, &row, entry.received)
}
