//! Going on without what is lost: the log is closed and another begun, which starts with the leaves that are known and says
//! in its next one what is missing (PROTOCOL §4.6). The old log's signatures are put aside and never contradicted.

use chrono::SubsecRound;
use schemas::{
    entry::{Act, Entry},
    epoch::{Epoch, MAX_GAPS, MAX_REASON, next_origin},
    note::SignKey,
    privacy::{Scan, personal_data},
    problem::Problem,
    receipt::Checkpoint,
    text::Text,
};

use super::{
    super::replay::{self, Gaps, Known},
    Progress, live, opened, progress,
};
use crate::{
    app::Services,
    error::AppError,
    store::{
        AnyConnection, StoreError, account,
        audit::{self, Record},
        document, epoch as stored, log, recovered, recovery, token,
    },
};

/// What opening an epoch came to.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What was signed.
    pub epoch: Epoch,
    /// Leaves whose effect could not be had without one that is lost; they are in the log all the same.
    pub without_effect: u64,
}

/// Closes the log of a recovering city and begins the next. Whoever calls has shown a person what is missing, and keeps
/// the new key: nothing else signs this log from now on.
///
/// # Errors
/// [`Problem::NotFound`] if the city is not recovering; [`Problem::Invalid`] for a reason that cannot stand, or if there are
/// too many gaps to be named; the store's. Nothing is changed then.
pub async fn open(services: &Services, reason: &str) -> Result<(Opened, SignKey), AppError> {
    let reason = reason.trim().to_owned();
    let invalid = |zh, en| Err(AppError::with(Problem::Invalid, Text::new(zh, en)));
    if !(1..=MAX_REASON).contains(&reason.chars().count()) {
        return invalid("理由须有1至200字", "A reason has 1 to 200 characters");
    }
    if personal_data(&reason, Scan::FreeText).is_some() {
        return invalid("理由中不得有个人信息", "The reason holds personal data; remove it");
    }
    let old = SignKey::clone(&services.greeter);
    let new = SignKey::from_seed(&next_origin(services.log_key.name()), old.seed());
    let new = new.map_err(|_| Problem::Internal)?;
    let (definitions, now) = (services.definitions.clone(), services.clock.now().trunc_subsecs(3));
    let next = new.clone();
    let unit = move |connection: &mut AnyConnection| {
        let before = progress(connection)?.ok_or_else(super::not_recovering)?;
        if before.missing.len() > MAX_GAPS {
            let text = Text::new("缺口过多，无法逐一列明", "There are too many gaps to be named");
            return Err(AppError::with(Problem::Invalid, text));
        }
        let (size, root) = largest(connection, &old, &before)?;
        let epoch = Epoch {
            old: old.verify_key(),
            size,
            root,
            carried: before.size + before.recovered,
            lost: before.missing.clone(),
            new: next.verify_key(),
            created: now,
            reason,
        };
        let note = epoch.sign(&old, &next).map_err(|_| Problem::Invalid)?;
        let epoch = Epoch::open(&note).map_err(|_| Problem::Internal)?;
        let without_effect = begin(connection, &definitions, &before, &epoch, &note, &next)?;
        let detail = format!(
            "{} goes on as {}; {} leaves carried",
            old.verify_key().name(),
            next.verify_key().name(),
            epoch.carried
        );
        audit::add(connection, &Record { at: now, what: "log-epoch".into(), who: "-".into(), detail })?;
        Ok::<_, AppError>(Opened { epoch, without_effect })
    };
    Ok((services.store.write(unit).await?, new))
}

/// Size and root of the largest checkpoint of the old log that is known.
fn largest(
    connection: &mut AnyConnection,
    old: &SignKey,
    before: &Progress,
) -> Result<(u64, schemas::hash::Sha), AppError> {
    if before.shown == before.size {
        return Ok((before.size, log::root_of(connection, before.size)?));
    }
    let note = recovered::shown_of(connection, before.shown)?.ok_or(StoreError::Corrupt("checkpoint"))?;
    let point = opened(&note, &old.verify_key()).map_err(|_| StoreError::Corrupt("checkpoint"))?;
    Ok((point.size, point.root))
}

/// Puts back what was recovered, behind what was restored, without the gaps; then the leaf of the epoch, under the first
/// checkpoint of the new log. Gives the number of leaves without effect.
fn begin(
    connection: &mut AnyConnection,
    definitions: &schemas::definition::Definitions,
    before: &Progress,
    epoch: &Epoch,
    note: &str,
    new: &SignKey,
) -> Result<u64, AppError> {
    let shown = recovered::shown(connection)?.into_iter().filter(|shown| shown.size > before.size);
    let shown = shown.map(|shown| (shown.size, shown.note)).collect();
    stored::put_aside(connection, epoch.old.name(), shown)?;
    let known = Known { definitions, key: new, gaps: Gaps::Possible };
    let (mut index, mut without_effect) = (before.size, 0);
    live::each(connection, before.size, |connection, given, text| {
        let entry = log::put_back(connection, index, text)?;
        let document = given.letter.document.as_deref();
        match replay::effect(connection, known, index, &entry, document) {
            Ok(()) => {}
            // What it stands on is lost. The leaf and its document stay.
            Err(AppError::Store(StoreError::Corrupt(_))) => {
                without_effect += 1;
                if let (Some(text), true) = (document, entry.act != Act::StatementAccepted) {
                    document::keep(connection, text)?;
                }
            }
            Err(error) => return Err(error),
        }
        index += 1;
        Ok(())
    })?;
    recovery::end(connection)?;
    let digest = document::keep(connection, note)?;
    log::append(connection, Entry::of_epoch(digest, epoch.created))?;
    stored::keep(connection, epoch.old.name(), note, epoch.created)?;
    token::burn_open(connection, epoch.created)?;
    account::end_all(connection)?;
    let size = log::size(connection)?;
    let point = Checkpoint {
        origin: new.verify_key().name().to_owned(),
        size,
        root: log::root_of(connection, size)?,
    };
    log::put_back_checkpoint(connection, size, &point.sign(new))?;
    Ok(without_effect)
}
