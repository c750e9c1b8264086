//! What follows from a leaf that was put back: what was done when it was first written, done again from the leaf and its
//! document alone.

use schemas::{
    bulletin::Issued,
    definition::Definitions,
    delivery::Delivery,
    duty_act::DutyAct,
    entry::{Act, Entry},
    key::{KeyAct, KeyDocument},
    note,
    returned::Returned,
    statement::Statement,
    wire::{FilingState, KeyState},
};

use super::{content, statement};
use crate::{
    error::AppError,
    store::{
        AnyConnection, StoreError, bulletin, decision, delivery, document, duty,
        filing::{self, StatementRow},
        node::{self, NodeRow},
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

/// Does what follows from the leaf at an index.
///
/// # Errors
/// [`StoreError::Corrupt`] if leaf and document do not fit each other or what came before; the store's.
pub(super) fn effect(
    connection: &mut AnyConnection,
    definitions: &Definitions,
    index: u64,
    entry: &Entry,
    text: Option<&str>,
    gaps: Gaps,
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
