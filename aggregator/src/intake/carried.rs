//! What an amendment of an earlier period does to the later one: if the later ledger no longer begins where the earlier
//! one now ends, it gets a finding, which goes when the later ledger is amended or the earlier one is put back
//! (RULINGS 3). The later ledger stays in force.

use std::collections::BTreeSet;

use schemas::{
    check::{AMENDED_BEFORE, CONTINUITY, amended_before},
    statement::{FilingKey, Purpose},
};

use crate::store::{
    AnyConnection, StoreError,
    filing::{self, Verdict},
};

/// Holds the ledger after one that has just come into force to it.
///
/// # Errors
/// Only if the store fails.
pub fn review_next(connection: &mut AnyConnection, key: &FilingKey) -> Result<(), StoreError> {
    let Some(period) = key.period.next() else { return Ok(()) };
    review(connection, &FilingKey { period, ..key.clone() })
}

/// Holds the ledger in force of a filing to the one of the period before.
///
/// # Errors
/// Only if the store fails.
pub fn review(connection: &mut AnyConnection, key: &FilingKey) -> Result<(), StoreError> {
    let Some(period) = key.period.previous() else { return Ok(()) };
    let Some(row) = filing::in_force(connection, key)? else { return Ok(()) };
    // A baseline begins with what it says it begins with.
    if row.purpose == Purpose::Baseline {
        return Ok(());
    }
    let Some(before) = filing::in_force(connection, &FilingKey { period, ..key.clone() })? else {
        return Ok(());
    };
    let (Some(before), Some(Verdict { mut findings, opening_cases: Some(opening), .. })) =
        (filing::verdict(connection, &before.id)?, filing::verdict(connection, &row.id)?)
    else {
        return Ok(());
    };
    let explained: BTreeSet<&str> = findings
        .iter()
        .filter(|finding| finding.code == CONTINUITY && finding.explained.is_some())
        .filter_map(|finding| finding.case.as_deref())
        .collect();
    let (ending, opening) = (before.open_cases.into_iter().collect(), opening.into_iter().collect());
    let found = amended_before(&ending, &opening, &explained);
    let was = findings.iter().position(|finding| finding.code == AMENDED_BEFORE);
    if was.and_then(|at| findings.get(at)) == found.as_ref() {
        return Ok(());
    }
    if let Some(at) = was {
        findings.remove(at);
    }
    // The gravest come first; nothing that stands blocks.
    findings.splice(0..0, found);
    filing::set_findings(connection, &row.id, &findings)
}
