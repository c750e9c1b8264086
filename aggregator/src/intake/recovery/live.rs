//! Going live again: everything that was given back is put back in one transaction, or nothing is.

use chrono::{DateTime, Utc};
use schemas::{hash::Sha, merkle, note::VerifyKey, receipt::Receipt};

use super::{
    super::{
        judge,
        replay::{self, Gaps, Known},
    },
    Progress, opened, progress, rebuilt,
};
use crate::{
    app::Services,
    error::AppError,
    policy,
    store::{
        AnyConnection, StoreError, account,
        audit::{self, Record},
        log,
        recovered::{self, LogFork, Recovered},
        recovery, token,
    },
};

/// Letters read at a time.
const BATCH: u32 = 256;

/// What trying to go live came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Something is missing still.
    Waiting,
    /// So many checkpoints are of another history; they are kept as evidence.
    Forked(usize),
    /// The city is live.
    Live(Revived),
}

/// What was put back, and what was ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Revived {
    /// Leaves put back.
    pub leaves: u64,
    /// Open enrolment tokens that were burned: some may have been used after the backup.
    pub tokens: usize,
    /// Portal sessions that were ended.
    pub sessions: usize,
}

/// Goes live if everything is there.
///
/// # Errors
/// The store's; nothing is changed then.
pub async fn settle(services: &Services) -> Result<Settled, AppError> {
    let before = services.store.read(progress).await?;
    let Some(before) = before else { return Ok(Settled::Live(Revived::default())) };
    services.store.metrics().recovery(&before);
    if !before.is_ready() {
        return Ok(Settled::Waiting);
    }
    let (definitions, key) = (services.definitions.clone(), services.greeter.clone());
    let now = services.clock.now();
    let unit = move |connection: &mut AnyConnection| {
        go_live(connection, Known { definitions: &definitions, key: &key, gaps: Gaps::None }, now)
    };
    let settled = services.store.write(unit).await?;
    if let Settled::Live(Revived { leaves, tokens, sessions }) = settled {
        tracing::info!(leaves, tokens, sessions, "the log is whole again: the city is live");
        services.store.metrics().recovered();
        // The program may have been started with other definitions than the log has put in force.
        policy::renew(services).await?;
        judge::begin(services).await;
    }
    Ok(settled)
}

/// Goes live at the start, if a stop came between the last report and that.
pub async fn resume(services: Services) {
    if let Err(error) = settle(&services).await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "what was given back could not be put back"
        );
    }
}

/// The unit of work on the writer.
fn go_live(
    connection: &mut AnyConnection,
    known: Known<'_>,
    now: DateTime<Utc>,
) -> Result<Settled, AppError> {
    // Another process may have been faster, or another report may have come in between.
    let Some(before) = progress(connection)? else { return Ok(Settled::Live(Revived::default())) };
    if !before.is_ready() {
        return Ok(Settled::Waiting);
    }
    let forks = compare(connection, &known.key.verify_key(), &before, now)?;
    if !forks.is_empty() {
        for fork in &forks {
            recovered::keep_fork(connection, fork)?;
        }
        return Ok(Settled::Forked(forks.len()));
    }
    each(connection, before.size, |connection, given, entry| {
        let entry = log::put_back(connection, given.index, entry)?;
        let document = given.letter.document.as_deref();
        replay::effect(connection, known, given.index, &entry, document)
    })?;
    for shown in recovered::shown(connection)? {
        if shown.size > before.size {
            log::put_back_checkpoint(connection, shown.size, &shown.note)?;
        }
    }
    let revived = Revived {
        leaves: before.recovered,
        tokens: token::burn_open(connection, now)?,
        sessions: account::end_all(connection)?,
    };
    recovery::end(connection)?;
    let Revived { leaves, tokens, sessions } = revived;
    let detail = format!(
        "{leaves} leaves put back behind {}; {tokens} open tokens burned, {sessions} sessions ended",
        before.size
    );
    audit::add(connection, &Record { at: now, what: "log-live".into(), who: "-".into(), detail })?;
    Ok(Settled::Live(revived))
}

/// Does something with every letter given back from an index on, in order: the letter and the text of its leaf.
pub(super) fn each(
    connection: &mut AnyConnection,
    from: u64,
    mut work: impl FnMut(&mut AnyConnection, &Recovered, &str) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut next = from;
    loop {
        let batch = recovered::letters(connection, next, BATCH)?;
        for given in &batch {
            let receipt = Receipt::parse(&given.letter.receipt);
            let receipt = receipt.map_err(|_| StoreError::Corrupt("recovered letter"))?;
            work(connection, given, &receipt.entry)?;
            next = given.index + 1;
        }
        if batch.is_empty() {
            return Ok(());
        }
    }
}

/// The checkpoints shown whose roots are not those of the tree as it would be.
fn compare(
    connection: &mut AnyConnection,
    log_key: &VerifyKey,
    before: &Progress,
    now: DateTime<Utc>,
) -> Result<Vec<LogFork>, AppError> {
    let mut edge = log::trunk(connection, log_key)?;
    let shown = recovered::shown(connection)?;
    let mut shown = shown.into_iter().filter(|shown| shown.size > before.size).peekable();
    let mut forks = Vec::new();
    each(connection, before.size, |_, _, entry| {
        edge.push(merkle::leaf_hash(entry.as_bytes()));
        if let Some(shown) = shown.next_if(|shown| shown.size == edge.size()) {
            let root: Sha = edge.root();
            if opened(&shown.note, log_key).ok().is_none_or(|point| point.root != root) {
                let here = rebuilt(log_key, shown.size, &root);
                forks.push(LogFork { node: shown.node, at: now, place: shown.size, here, shown: shown.note });
            }
        }
        Ok(())
    })?;
    Ok(forks)
}
