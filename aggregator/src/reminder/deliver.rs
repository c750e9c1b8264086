//! The job `deliver`: sends what waits by e-mail and webhook, the oldest first. A message is taken on before it is sent, so
//! that of several processes one sends it; what is done by now is left out, and a message about nothing more is not sent.

use std::{
    collections::BTreeSet,
    path::Path,
    time::{Duration, Instant},
};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::{
    directive, email,
    notify::Notify,
    owed, webhook,
    words::{self, Letter},
};
use crate::{
    app::Services,
    config::StartError,
    error::AppError,
    store::{
        message::{self, About, Channel, Fate, Message},
        supervision,
    },
    supervision::case::Case,
};

/// Most messages of one run.
pub const AT_ONCE: usize = 20;
/// After so long a run begins no other message: the jobs behind it have a turn.
pub const LONGEST: Duration = Duration::from_secs(60);
/// How often a message is tried.
pub const TRIES: u32 = 6;
/// A reminder that could not be sent for so long says nothing any more.
pub const STALE: TimeDelta = TimeDelta::days(2);
/// Nobody else sends a message for so long after it was taken on: longer than any try may last.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// Why a message was not delivered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Undelivered {
    /// Whether another try may help.
    pub again: bool,
    /// For the log and the page, without secrets and addresses.
    pub why: String,
}

impl Undelivered {
    /// Another try may help.
    pub fn later(why: impl Into<String>) -> Self {
        Self { again: true, why: why.into() }
    }

    /// It will never be taken.
    pub fn for_good(why: impl Into<String>) -> Self {
        Self { again: false, why: why.into() }
    }
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Taken by the other side.
    pub sent: usize,
    /// Put off to another try.
    pub later: usize,
    /// Given up.
    pub failed: usize,
    /// About nothing that is still owed.
    pub moot: usize,
}

/// How long after its n-th try a message is tried again: 1, 5, 15, 60, 240 minutes.
pub fn wait(tries: u32) -> TimeDelta {
    TimeDelta::minutes(match tries {
        0 | 1 => 1,
        2 => 5,
        3 => 15,
        4 => 60,
        _ => 240,
    })
}

/// Whether anything waits to be sent now.
///
/// # Errors
/// The store's.
pub async fn is_due(services: &Services) -> Result<bool, AppError> {
    let now = services.clock.now();
    let due = services.store.read(move |connection| message::due(connection, now, 1)).await?;
    Ok(!due.is_empty() && !is_quiet(services, now))
}

fn is_quiet(services: &Services, now: DateTime<Utc>) -> bool {
    let reminders = services.campaign.reminders.as_ref();
    reminders.is_some_and(|reminders| reminders.is_quiet(now, services.definitions.calendar()))
}

/// Why a run could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// The city could not do its part.
    #[error(transparent)]
    City(#[from] AppError),
    /// The settings cannot be used.
    #[error(transparent)]
    Notify(#[from] Box<StartError>),
}

/// Sends what waits.
///
/// # Errors
/// [`DeliverError`]; a message that is not taken is none.
pub async fn run(services: &Services, data: &Path) -> Result<Delivered, DeliverError> {
    let notify = Notify::read(data).map_err(Box::new)?;
    let now = services.clock.now();
    let mut done = Delivered::default();
    if is_quiet(services, now) {
        return Ok(done);
    }
    let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let due = services
        .store
        .read(move |connection| message::due(connection, now, most))
        .await
        .map_err(AppError::from)?;
    if due.is_empty() {
        return Ok(done);
    }
    let open = open(services, now).await?;
    let begun = Instant::now();
    for waiting in due {
        if begun.elapsed() > LONGEST {
            break;
        }
        let taken = waiting.clone();
        let take = move |connection: &mut _| message::take(connection, &taken, now + LEASE);
        if !services.store.write(take).await.map_err(AppError::from)? {
            continue;
        }
        let about = still(&waiting, &open);
        let tried = if about.is_empty() {
            None
        } else if waiting.made + STALE <= now {
            Some(Err(Undelivered::for_good("it could not be sent for two days")))
        } else {
            Some(send(services, &notify, &waiting, &about, now).await)
        };
        let tries = waiting.tries.saturating_add(1);
        let (fate, note) = match tried {
            None => (Fate::Moot, String::new()),
            Some(Ok(())) => (Fate::Sent, String::new()),
            Some(Err(Undelivered { again: true, why })) if tries < TRIES => (Fate::Waiting, why),
            Some(Err(Undelivered { why, .. })) => (Fate::Failed, why),
        };
        match fate {
            Fate::Sent => done.sent += 1,
            Fate::Waiting => done.later += 1,
            Fate::Failed => done.failed += 1,
            Fate::Moot => done.moot += 1,
        }
        let (channel, bureau) = (waiting.channel.word(), waiting.bureau.as_str());
        tracing::info!(channel, bureau, step = waiting.step, fate = fate.word(), tries, "reminder: {note}");
        let at = services.clock.now();
        // The job looks every minute: a wait is counted from the minute, so that none is lost to a second.
        let next = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now) + wait(tries);
        let settle =
            move |connection: &mut _| message::settle(connection, &waiting.id, (fate, at), next, &note);
        services.store.write(settle).await.map_err(AppError::from)?;
    }
    Ok(done)
}

/// A bureau and one of its obligations.
type Key = (String, String, String, String);

fn key(bureau: &str, about: &About) -> Key {
    (bureau.to_owned(), about.form.clone(), about.period.to_string(), about.subject.clone())
}

/// Everything that is still owed, and what bureaus have not signed for.
///
/// # Errors
/// The store's.
pub async fn open(services: &Services, now: DateTime<Utc>) -> Result<BTreeSet<Key>, AppError> {
    let owed = owed::owed(services, now).await?;
    let put = services.store.read(|connection| supervision::all(connection, None)).await?;
    let unsigned = put.into_iter().map(Case::of).filter(|case| directive::is_news(&case.standing));
    let of = |case: Case| {
        let put = case.issued.directive;
        Some(key(put.order.to.bureau()?.as_str(), &directive::about(&put, case.issued.at)?))
    };
    let owed = owed.iter().map(|one| key(one.bureau.as_str(), &one.about));
    Ok(owed.chain(unsigned.filter_map(of)).collect())
}

/// What a message is about that is still owed.
pub fn still(message: &Message, open: &BTreeSet<Key>) -> Vec<About> {
    let about = message.about.iter().filter(|about| open.contains(&key(message.bureau.as_str(), about)));
    about.cloned().collect()
}

/// A message in words.
pub fn letter(services: &Services, owed: &[About], now: DateTime<Utc>) -> Letter {
    words::letter(&services.campaign, &services.definitions, owed, now)
}

/// The words of a message that tells of what was put to a bureau.
async fn of_directive(services: &Services, about: &[About]) -> Result<Letter, Undelivered> {
    let gone = || Undelivered::for_good("what was put to the bureau is not there");
    let serial = about.first().and_then(|about| about.subject.parse().ok()).ok_or_else(gone)?;
    let read = services.store.read(move |connection| supervision::find(connection, &serial)).await;
    let issued = read.map_err(|_| Undelivered::later("the store does not answer"))?.ok_or_else(gone)?;
    Ok(directive::letter(&services.campaign, &issued.directive))
}

async fn send(
    services: &Services,
    notify: &Notify,
    message: &Message,
    owed: &[About],
    now: DateTime<Utc>,
) -> Result<(), Undelivered> {
    let letter = match message.step.as_str() {
        directive::STEP => of_directive(services, owed).await?,
        _ => letter(services, owed, now),
    };
    match message.channel {
        Channel::Email => match &notify.email {
            Some(mail) => email::send(mail, &message.id, &message.address, &letter, email::PATIENCE).await,
            None => Err(Undelivered::for_good("notify.toml names no mail server")),
        },
        Channel::Webhook => match &notify.webhook {
            Some(hook) => webhook::send(hook, message, &letter, owed, (now, webhook::PATIENCE)).await,
            None => Err(Undelivered::for_good("notify.toml names no secret for webhooks")),
        },
        Channel::Portal | Channel::Agent => Ok(()),
    }
}
