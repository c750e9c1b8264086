//! Confirming by rule (RULINGS 5): where the campaign says `confirm_after`, a filing whose rows have stood for so many
//! days, of which nobody has decided and which needs no person, is accepted; who decided is the rule.

use chrono::{DateTime, Days, Utc};
use schemas::{finding::Severity, statement::FilingKey};

use crate::{
    app::Services,
    error::AppError,
    intake::{
        decision::{self, Decision},
        signature,
    },
    store::{
        AnyConnection,
        filing::{self, StatementRow},
    },
};

/// Who decided, where it was the rule and no account.
pub const RULE: &str = "rule:confirm-after";

/// Confirms what is due; gives how many filings that were.
///
/// # Errors
/// The store's.
pub async fn run(services: &Services) -> Result<usize, AppError> {
    let Some(days) = services.campaign.confirm_after else { return Ok(0) };
    let now = services.clock.now();
    let waited = move |since: DateTime<Utc>| {
        since.checked_add_days(Days::new(days.into())).is_some_and(|until| until <= now)
    };
    let read = services.store.read(move |connection| {
        let all = filing::undecided(connection)?.into_iter();
        Ok::<_, AppError>(all.filter(|(_, since)| waited(*since)).map(|(row, _)| row.key).collect::<Vec<_>>())
    });
    let mut confirmed = 0;
    for key in read.await? {
        let done = services.store.write(move |connection| one(connection, &key, now));
        confirmed += usize::from(done.await?);
    }
    Ok(confirmed)
}

/// Confirms a filing, unless somebody was faster or a person has to look.
fn one(connection: &mut AnyConnection, key: &FilingKey, at: DateTime<Utc>) -> Result<bool, AppError> {
    // A later revision whose rows are awaited is the head; what it will say is not known.
    let Some(head) = filing::head(connection, key)? else { return Ok(false) };
    if needs_person(connection, &head)? {
        return Ok(false);
    }
    match decision::confirm(connection, key, &Decision { head: head.id, by: RULE.into(), at }) {
        Ok(()) => Ok(true),
        Err(AppError::Problem { problem: schemas::problem::Problem::RevisionConflict, .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether somebody has to look: a reason was given or is asked for, the key is suspect, or the rows have to come again.
fn needs_person(connection: &mut AnyConnection, head: &StatementRow) -> Result<bool, AppError> {
    let verdict = filing::verdict(connection, &head.id)?.unwrap_or_default();
    let found = verdict.findings.iter().any(|finding| finding.severity != Severity::Notice);
    Ok(found || head.figures_awaited.is_some() || signature::is_suspect(connection, head)?)
}
