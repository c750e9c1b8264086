//! One digest a bureau and step: everything of the bureau for which the step has come and was not made, in one message by
//! each way. Deciding and storing are one transaction, so that of several processes one makes it, once.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemas::{bureau::BureauCode, campaign::ReminderStep as Step, period::Period};

use super::owed::{self, Owed};
use crate::{
    app::Services,
    error::AppError,
    identity::session,
    store::{
        AnyConnection, StoreError,
        contact::{self, Post},
        message::{self, About, Channel, Fate, Message},
        reminder,
    },
};

/// Who made it, where it was the campaign's rule and no account.
pub const RULE: &str = "rule:reminders";
/// The step of a reminder that a person has sent from the board.
pub const MANUAL: &str = "manual";

/// A digest that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// To which bureau.
    pub bureau: BureauCode,
    /// Name of the step.
    pub step: String,
    /// Whether the leader is addressed too.
    pub leader: bool,
    /// Whether it comes after the due instant: it counts as a reminder on the board.
    pub late: bool,
    /// What it is about.
    pub about: Vec<About>,
}

/// The digests whose step has come, by bureau and step; pure.
pub fn wanted(services: &Services, owed: &[Owed], now: DateTime<Utc>) -> Vec<Digest> {
    let Some(reminders) = &services.campaign.reminders else { return Vec::new() };
    let mut digests: BTreeMap<(BureauCode, Step), Vec<About>> = BTreeMap::new();
    for one in owed {
        if let Some(step) = reminders.step(one.open, one.about.due, now) {
            digests.entry((one.bureau.clone(), step)).or_default().push(one.about.clone());
        }
    }
    let digest = |((bureau, step), about): ((BureauCode, Step), Vec<About>)| Digest {
        bureau,
        step: step.to_string(),
        leader: matches!(step, Step::Leader(_)),
        late: step.is_late(),
        about,
    };
    digests.into_iter().map(digest).collect()
}

/// The job `remind`: makes the digests whose step has come, unless nobody is to be disturbed now. Gives how many.
///
/// # Errors
/// The store's.
pub async fn run(services: &Services) -> Result<usize, AppError> {
    let now = services.clock.now();
    let quiet =
        |reminders: &schemas::campaign::Reminders| reminders.is_quiet(now, services.definitions.calendar());
    if services.campaign.reminders.as_ref().is_none_or(quiet) {
        return Ok(0);
    }
    let mut made = 0;
    for digest in wanted(services, &owed::owed(services, now).await?, now) {
        made += usize::from(make(services, digest, RULE, now).await?);
    }
    Ok(made)
}

/// Reminds bureaus of a period because a person wants it now: of everything they owe for it, once. Gives how many were
/// reminded; who owes nothing is left alone.
///
/// # Errors
/// The store's.
pub async fn remind(
    services: &Services,
    bureaus: &[BureauCode],
    period: Period,
    by: &str,
) -> Result<usize, AppError> {
    let now = services.clock.now();
    let owed = owed::owed(services, now).await?;
    let mut made = 0;
    for bureau in bureaus {
        let of = |one: &&Owed| one.bureau == *bureau && one.about.period == period;
        let about: Vec<About> = owed.iter().filter(of).map(|one| one.about.clone()).collect();
        if about.is_empty() {
            continue;
        }
        // Whoever asks again a second later means it; the same form sent twice does not.
        let step = format!("{MANUAL}-{}", now.timestamp());
        let digest = Digest { bureau: bureau.clone(), step, leader: false, late: true, about };
        made += usize::from(make(services, digest, by, now).await?);
    }
    Ok(made)
}

/// Makes a digest of what of it was not made before; says whether there was any.
async fn make(services: &Services, digest: Digest, by: &str, now: DateTime<Utc>) -> Result<bool, AppError> {
    // Random names are drawn before, because the writer may have to go through it twice.
    let most = usize::try_from(contact::MOST).unwrap_or(0) + Channel::ALL.len();
    let periods = digest.about.len();
    let names: Vec<String> = (0..most + periods).map(|_| session::random()).collect::<Result<_, _>>()?;
    let by = by.to_owned();
    services.store.write(move |connection| Ok(stored(connection, &digest, &by, now, &names)?)).await
}

fn stored(
    connection: &mut AnyConnection,
    digest: &Digest,
    by: &str,
    now: DateTime<Utc>,
    names: &[String],
) -> Result<bool, StoreError> {
    let mut about = Vec::new();
    for one in &digest.about {
        if reminder::first(connection, &digest.bureau, one, &digest.step, now)? {
            about.push(one.clone());
        }
    }
    if about.is_empty() {
        return Ok(false);
    }
    let mut names = names.iter();
    let mut name = || names.next().cloned().ok_or(StoreError::Corrupt("names"));
    if digest.late {
        let mut periods: Vec<Period> = about.iter().map(|one| one.period).collect();
        periods.sort_unstable();
        periods.dedup();
        for period in periods {
            reminder::add(connection, &name()?, &digest.bureau, period, now, by)?;
        }
    }
    let posts = if digest.leader { &[Post::Filing, Post::Leader][..] } else { &[Post::Filing][..] };
    let contacts = contact::all(connection, Some(&digest.bureau))?.into_iter();
    let outside = contacts.filter(|one| posts.contains(&one.post)).map(|one| (one.channel, one.address));
    let inside = [(Channel::Portal, String::new()), (Channel::Agent, String::new())];
    let mut ways: Vec<(Channel, String)> = inside.into_iter().chain(outside).collect();
    ways.sort();
    ways.dedup();
    for (channel, address) in ways {
        // A page shows it from now on.
        let shown = channel == Channel::Portal;
        let new = Message {
            id: name()?,
            bureau: digest.bureau.clone(),
            channel,
            address,
            step: digest.step.clone(),
            about: about.clone(),
            made: now,
            by: by.to_owned(),
            fate: if shown { Fate::Sent } else { Fate::Waiting },
            tries: 0,
            next: now,
            ended: shown.then_some(now),
            note: String::new(),
        };
        message::add(connection, &new)?;
    }
    Ok(true)
}
