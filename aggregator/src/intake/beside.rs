//! The ledgers of a bureau that another of it must agree with, read from the rows in force: the roster for a report from a duty
//! post, the reports of a matter so far for the next one, what was filed of a case for what is filed of it now.

use std::collections::BTreeSet;

use schemas::{
    beside::speaking,
    check,
    finding::{Finding, Severity, explain, in_order},
    form::Form,
    statement::FilingKey,
    table::Table,
};

use super::content::of_rows;
use crate::{
    app::Services,
    error::AppError,
    policy,
    store::{
        AnyConnection, StoreError, content as stored,
        filing::{self, StatementRow, Verdict},
    },
};

/// The rows of the ledgers a filing is held to; what has no rows here, as a nil return or before they come again after a
/// restore, is none.
///
/// # Errors
/// The store's, and what is wrong with content that was judged.
pub async fn tables(services: &Services, form: &Form, row: &StatementRow) -> Result<Vec<Table>, AppError> {
    let others: BTreeSet<String> = form.listed.iter().map(|listed| listed.form.clone()).collect();
    let own =
        Own { earlier: form.chain.is_some() || form.history.is_some(), replaced: form.history.is_some() };
    let (key, revision) = (row.key.clone(), row.revision);
    let rows =
        services.store.read(move |connection| packed(connection, &others, own, &key, revision)).await?;
    let mut tables = Vec::new();
    for (row, packed) in rows {
        tables.push(of_rows(services, &row, packed, |_, table| table).await?);
    }
    Ok(tables)
}

/// Which filings of its own form a filing is held to: the newest of an earlier period, and the revision it replaces.
#[derive(Clone, Copy)]
struct Own {
    earlier: bool,
    replaced: bool,
}

fn packed(
    connection: &mut AnyConnection,
    others: &BTreeSet<String>,
    own: Own,
    key: &FilingKey,
    revision: u32,
) -> Result<Vec<(StatementRow, Vec<u8>)>, StoreError> {
    let mut rows = Vec::new();
    for other in others {
        let standing = filing::standing(connection, &key.bureau, other)?;
        rows.extend(speaking(key.period, standing, |row| row.key.period));
    }
    if own.earlier {
        let before =
            |row: &&StatementRow| row.key.subject == key.subject && row.key.period.end() < key.period.start();
        let standing = filing::standing(connection, &key.bureau, &key.form)?;
        rows.extend(standing.iter().filter(before).max_by_key(|row| row.key.period).cloned());
        let replaced = |row: &&StatementRow| own.replaced && row.key == *key && row.revision < revision;
        rows.extend(standing.iter().rfind(replaced).cloned());
    }
    here(connection, rows)
}

/// Those whose rows are here, with them.
fn here(
    connection: &mut AnyConnection,
    rows: Vec<StatementRow>,
) -> Result<Vec<(StatementRow, Vec<u8>)>, StoreError> {
    let mut here = Vec::new();
    for row in rows {
        if let Some(sha256) = row.content
            && let Some(packed) = stored::packed(connection, &sha256)?
        {
            here.push((row, packed));
        }
    }
    Ok(here)
}

/// Does `review`: what stands is not undone because a notice about another ledger could not be written.
pub async fn review_or_log(services: &Services, key: &FilingKey) {
    if let Err(error) = review(services, key).await {
        tracing::error!(filing = %key, error = &error as &dyn std::error::Error, "could not hold others to it");
    }
}

/// Holds the ledgers in force that must agree with one which has come into force, or was withdrawn, to what is there now: a
/// roster amended after the day it is for changes what is said of that day. They stay in force.
///
/// # Errors
/// The store's, and what is wrong with content that was judged.
async fn review(services: &Services, key: &FilingKey) -> Result<(), AppError> {
    let held: Vec<String> = services
        .definitions
        .forms()
        .filter(|form| form.listed.iter().any(|listed| listed.form == key.form))
        .map(|form| form.form.clone())
        .collect();
    if held.is_empty() {
        return Ok(());
    }
    let key = key.clone();
    let read = services.store.read(move |connection| {
        let mut rows = Vec::new();
        for form in &held {
            let standing = filing::standing(connection, &key.bureau, form)?;
            // A ledger says nothing of what was over before it began.
            rows.extend(standing.into_iter().filter(|row| row.key.period.end() >= key.period.start()));
        }
        here(connection, rows)
    });
    for (row, packed) in read.await? {
        let form = policy::form_of(services, &row.statement()?).await?;
        let beside = tables(services, &form, &row).await?;
        let found = of_rows(services, &row, packed, move |header, table| {
            let mut findings = check::listed(&table, &beside);
            explain(&mut findings, &header.explanations);
            soften(&mut findings, table.form());
            findings
        });
        let found = found.await?;
        services.store.write(move |connection| put(connection, &row, &form, found)).await?;
    }
    Ok(())
}

/// Puts what is found of a ledger now in the place of what was, if it stands still.
fn put(
    connection: &mut AnyConnection,
    row: &StatementRow,
    form: &Form,
    found: Vec<Finding>,
) -> Result<(), AppError> {
    let stands = filing::find(connection, &row.id)?.is_some_and(|row| row.state.stands());
    let Some(Verdict { mut findings, .. }) = filing::verdict(connection, &row.id)?.filter(|_| stands) else {
        return Ok(());
    };
    let was = findings.clone();
    findings.retain(|finding| !is_listed(finding, form));
    findings.extend(found);
    in_order(&mut findings);
    if findings != was {
        filing::set_findings(connection, &row.id, &findings)?;
    }
    Ok(())
}

/// What does not stand in another ledger is said and refuses nothing here: the node has asked for the reason, by the ledger it
/// had, and the other one may come or be amended later.
pub(super) fn soften(findings: &mut [Finding], form: &Form) {
    for finding in findings.iter_mut().filter(|finding| is_listed(finding, form)) {
        if finding.severity == Severity::Explain && finding.explained.is_none() {
            finding.severity = Severity::Notice;
        }
    }
}

/// Whether a finding says that something does not stand in another ledger.
fn is_listed(finding: &Finding, form: &Form) -> bool {
    form.listed.iter().any(|listed| finding.code.starts_with(&listed.code))
}
