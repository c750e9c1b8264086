//! The ledgers of a bureau that another of it must agree with, read from the rows in force: the roster for a report from a duty
//! post, the reports of a matter so far for the next one.

use std::collections::BTreeSet;

use schemas::{
    beside::speaking,
    content,
    finding::{Finding, Severity},
    form::Form,
    problem::Problem,
    statement::FilingKey,
    table::Table,
};

use super::content::unpack;
use crate::{
    app::Services,
    error::AppError,
    policy,
    store::{
        AnyConnection, StoreError, content as stored,
        filing::{self, StatementRow},
    },
};

/// The rows of the ledgers a filing is held to; what has no rows here, as a nil return or before they come again after a
/// restore, is none.
///
/// # Errors
/// The store's, and what is wrong with content that was judged.
pub async fn tables(services: &Services, form: &Form, key: &FilingKey) -> Result<Vec<Table>, AppError> {
    let others: BTreeSet<String> = form.listed.iter().map(|listed| listed.form.clone()).collect();
    let (chained, key) = (form.chain.is_some(), key.clone());
    let rows = services.store.read(move |connection| packed(connection, &others, chained, &key)).await?;
    let mut tables = Vec::new();
    for (row, packed) in rows {
        let statement = row.statement()?;
        let signed = statement.content.ok_or(Problem::NotFound)?;
        let form = policy::form_of(services, &statement).await?;
        let read = services.compute(move || {
            let bytes = unpack(&packed, &signed)?;
            let opened = content::open(&bytes, &form, &statement.filing, &statement.schema, &signed);
            opened.map(|(_, table)| table).map_err(|_| AppError::from(Problem::Internal))
        });
        tables.push(read.await?);
    }
    Ok(tables)
}

fn packed(
    connection: &mut AnyConnection,
    others: &BTreeSet<String>,
    chained: bool,
    key: &FilingKey,
) -> Result<Vec<(StatementRow, Vec<u8>)>, StoreError> {
    let mut rows = Vec::new();
    for other in others {
        let standing = filing::standing(connection, &key.bureau, other)?;
        rows.extend(speaking(key.period, standing, |row| row.key.period));
    }
    if chained {
        let before =
            |row: &StatementRow| row.key.subject == key.subject && row.key.period.end() < key.period.start();
        let standing = filing::standing(connection, &key.bureau, &key.form)?;
        rows.extend(standing.into_iter().filter(before).max_by_key(|row| row.key.period));
    }
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

/// What does not stand in another ledger is said and refuses nothing here: the node has asked for the reason, by the ledger it
/// had, and the other one may come or be amended later.
pub(super) fn soften(findings: &mut [Finding], form: &Form) {
    let listed = |finding: &Finding| form.listed.iter().any(|listed| finding.code.starts_with(&listed.code));
    for finding in findings.iter_mut().filter(|finding| listed(finding)) {
        if finding.severity == Severity::Explain && finding.explained.is_none() {
            finding.severity = Severity::Notice;
        }
    }
}
