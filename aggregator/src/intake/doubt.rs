//! What the ledgers of one bureau say of each other's silence: a return that says nothing gets a notice while another ledger of
//! the same days has rows, whichever of the two came first; it goes when either is amended (DOMAIN §8.4 item 8). Nothing is
//! refused for it.

use schemas::{
    definition::Definitions,
    finding::Finding,
    form::{Doubtful, Form},
    statement::{FilingKey, Purpose},
};

use crate::store::{
    AnyConnection, StoreError,
    filing::{self, StatementRow, Verdict},
};

/// Holds a filing that has come into force, or was withdrawn, to the others of its bureau, and those to it.
///
/// # Errors
/// Only if the store fails.
pub fn review(
    connection: &mut AnyConnection,
    definitions: &Definitions,
    key: &FilingKey,
) -> Result<(), StoreError> {
    if let Some(form) = definitions.form(&key.form).filter(|form| !form.doubtful.is_empty())
        && let Some(row) = filing::in_force(connection, key)?
    {
        hold(connection, form, &row)?;
    }
    for form in definitions.forms() {
        if form.doubtful.iter().any(|doubt| doubt.form == key.form) {
            for row in touching(connection, &FilingKey { form: form.form.clone(), ..key.clone() })? {
                hold(connection, form, &row)?;
            }
        }
    }
    Ok(())
}

/// Gives a filing in force the notices it deserves now, and takes those it does not.
fn hold(connection: &mut AnyConnection, form: &Form, row: &StatementRow) -> Result<(), StoreError> {
    // What is history, or has no figures here, is not judged.
    if row.purpose == Purpose::History {
        return Ok(());
    }
    let Some(Verdict { tallies, mut findings, .. }) = filing::verdict(connection, &row.id)? else {
        return Ok(());
    };
    let mut found = Vec::new();
    for doubt in form.doubtful.iter().filter(|doubt| doubt.is_silent(form, &tallies)) {
        found.extend(doubt.notice(rows_beside(connection, doubt, &row.key)?));
    }
    let is_doubt = |finding: &Finding| form.doubtful.iter().any(|doubt| doubt.code == finding.code);
    let was: Vec<Finding> = findings.iter().filter(|finding| is_doubt(finding)).cloned().collect();
    if was == found {
        return Ok(());
    }
    findings.retain(|finding| !is_doubt(finding));
    findings.extend(found);
    filing::set_findings(connection, &row.id, &findings)
}

/// How many rows the ledgers in force of the other form have on the days of a filing.
fn rows_beside(connection: &mut AnyConnection, doubt: &Doubtful, key: &FilingKey) -> Result<i64, StoreError> {
    let mut rows = 0_i64;
    for other in touching(connection, &FilingKey { form: doubt.form.clone(), ..key.clone() })? {
        let verdict = filing::verdict(connection, &other.id)?;
        let there = verdict.map_or(0, |said| doubt.rows_on(key.period, other.key.period, &said.tallies));
        rows = rows.saturating_add(there);
    }
    Ok(rows)
}

/// The filings in force of a bureau and form whose periods share a day with one.
fn touching(connection: &mut AnyConnection, key: &FilingKey) -> Result<Vec<StatementRow>, StoreError> {
    let standing = filing::standing(connection, &key.bureau, &key.form)?;
    Ok(standing.into_iter().filter(|row| row.key.period.touches(key.period)).collect())
}
