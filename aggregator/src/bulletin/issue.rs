//! Proposing a bulletin and issuing it: two persons, frozen figures, a number without gaps, and a leaf of the log for everyone.
//! Everything it may not be is refused in words.

use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use schemas::{
    bulletin::Issued,
    entry::Entry,
    hash::Sha,
    period::{Period, day_of},
    privacy::{Scan, personal_data},
    problem::Problem,
    text::{Lang, Text},
};

use super::{
    draft::{self, Content},
    erratum::{Correction, between},
    snapshot::Snapshot,
};
use crate::{
    app::Services,
    error::AppError,
    identity::session,
    measure::{cache, standing::Field},
    obligation::board,
    store::{
        StoreError,
        bulletin::{self as kept, By, Kept, State},
        document,
        duty::EVER,
        log,
    },
    words::bulletin as words,
};

/// Most characters of what the office asks.
pub const MAX_DEMANDS: usize = 4000;
/// Earlier periods whose figures are held against what was said of them.
const LOOKED_BACK: usize = 8;

/// A bulletin before anybody proposes it.
#[derive(Clone, Debug)]
pub struct Drafted {
    /// What it would say, without the words of the office.
    pub content: Content,
    /// The last day of grace, while it is not over.
    pub grace: Option<NaiveDate>,
}

/// What an issued bulletin of a period said of it last.
struct Said {
    number: String,
    snapshot: Snapshot,
}

/// The number of a bulletin in words.
pub fn numbered(year: i32, number: i32) -> Text {
    words::NUMBERED.fill(&[("year", &i64::from(year)), ("number", &i64::from(number))])
}

/// Drafts the bulletin of a period from what is accepted now, with what it has to put right of earlier ones.
///
/// # Errors
/// [`Problem::Invalid`] for a period that the campaign does not judge; the store's.
pub async fn draft(services: &Services, period: Period) -> Result<Drafted, AppError> {
    let campaign = &services.campaign;
    if !campaign.judged || period.cadence() != campaign.cadence || !campaign.judges(period) {
        return Err(AppError::with(Problem::Invalid, words::R_PERIOD.fill(&[("period", &period.title())])));
    }
    let (snapshot, grace) = taken(services, period).await?;
    let code = campaign.campaign.clone();
    let issued = services.store.read(move |connection| Ok::<_, AppError>(kept::issued(connection, &code)?));
    let mut corrections = Vec::new();
    for said in last_said(issued.await?, period) {
        let (now, _) = taken(services, said.snapshot.period).await?;
        let changes = between(&said.snapshot, &now);
        if !changes.is_empty() {
            corrections.push(Correction { number: said.number, period: now.period, now, changes });
        }
    }
    let grace = grace.filter(|grace| *grace > services.clock.now());
    Ok(Drafted {
        content: Content { snapshot, corrections, demands: String::new() },
        // Grace ends with the day.
        grace: grace.map(|end| day_of(end - chrono::TimeDelta::milliseconds(1))),
    })
}

/// The figures of a period by what is accepted now, and when grace of the last of it ends.
async fn taken(services: &Services, period: Period) -> Result<(Snapshot, Option<DateTime<Utc>>), AppError> {
    let measured = cache::measured(services, period).await?;
    let now = services.clock.now();
    let board = board::board(services, measured.bureaus.clone(), period, now, EVER).await?;
    let book = measured.book.confirmed();
    let field = Field { book: &book, ..measured.field(services) };
    let owed = board.owed.values().flat_map(|forms| forms.values());
    let grace = owed.map(|obligation| obligation.deadline.grace).max();
    Ok((Snapshot::take(field, period, &board.owed), grace))
}

/// What the issued bulletins said last of each earlier period, the oldest period first. What a restore has lost cannot be put right.
fn last_said(issued: Vec<(Kept, Option<String>)>, period: Period) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    for (bulletin, content) in issued {
        let content = content.and_then(|json| serde_json::from_str::<Content>(&json).ok());
        let (Some(content), Some((year, number))) = (content, bulletin.number) else { continue };
        for correction in content.corrections {
            if let Some(of) = said.iter_mut().find(|said| said.snapshot.period == correction.period) {
                of.snapshot = correction.now;
            }
        }
        let number = numbered(year, number).get(Lang::Zh).to_owned();
        said.push(Said { number, snapshot: content.snapshot });
    }
    said.retain(|said| said.snapshot.period < period);
    said.sort_by_key(|said| said.snapshot.period);
    let beyond = said.len().saturating_sub(LOOKED_BACK);
    said.split_off(beyond)
}

/// Proposes the bulletin of a period with what the office asks; gives its identity.
///
/// # Errors
/// [`Problem::Invalid`] with what it may not be; the store's.
pub async fn propose(
    services: &Services,
    period: Period,
    demands: &str,
    login: &str,
) -> Result<String, AppError> {
    let drafted = draft(services, period).await?;
    if let Some(day) = drafted.grace {
        return unfit(words::R_GRACE.fill(&[("day", &day)]));
    }
    if drafted.content.snapshot.tables.iter().all(|table| table.pooled.is_none()) {
        return unfit(words::R_EMPTY);
    }
    let demands = sound(demands)?;
    let content = json(&Content { demands, ..drafted.content })?;
    let id = Sha::of(session::random()?.as_bytes()).to_string();
    let (campaign, new, login) = (Arc::clone(&services.campaign), id.clone(), login.to_owned());
    let at = services.clock.now();
    let write = services.store.write(move |connection| {
        for other in kept::of_campaign(connection, &campaign.campaign)? {
            match (other.state, other.number) {
                _ if other.period != period => {}
                (State::Proposed, _) => return unfit(words::R_PENDING),
                (State::Issued, Some((year, number))) => {
                    return unfit(words::R_ISSUED.fill(&[("number", &numbered(year, number))]));
                }
                _ => {}
            }
        }
        let title = draft::title(&campaign, period);
        let of = (campaign.campaign.as_str(), period);
        let by = By { login: &login, at };
        Ok::<_, AppError>(kept::propose(connection, &new, of, title.get(Lang::Zh), &content, by)?)
    });
    write.await?;
    Ok(id)
}

/// Issues a proposed bulletin under the next number of the year.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::Invalid`] if it is issued or withdrawn, the same person proposed it, or the figures are not the
/// same any more; the store's.
pub async fn issue(services: &Services, id: &str, login: &str) -> Result<(), AppError> {
    let (bulletin, content) = find(services, id).await?;
    if bulletin.state != State::Proposed {
        return unfit(words::R_DONE);
    }
    if bulletin.proposed_by == login {
        return unfit(words::R_SELF);
    }
    let content = content.and_then(|json| serde_json::from_str::<Content>(&json).ok());
    let demands = content.map(|content| content.demands).unwrap_or_default();
    let now = Content { demands, ..draft(services, bulletin.period).await?.content };
    if Sha::of(json(&now)?.as_bytes()) != bulletin.sha256 {
        return unfit(words::R_CHANGED);
    }
    let (campaign, id, login) = (Arc::clone(&services.campaign), id.to_owned(), login.to_owned());
    let at = services.clock.now();
    let write = services.store.write(move |connection| {
        let still = kept::find(connection, &campaign.campaign, &id)?;
        let still = still.filter(|(still, _)| still.state == State::Proposed);
        let Some((bulletin, _)) = still else { return unfit(words::R_DONE) };
        let year = day_of(at).year();
        let number = kept::next_number(connection, year)?;
        let said = Issued {
            year,
            number,
            title: bulletin.title,
            campaign: campaign.campaign.clone(),
            period: bulletin.period,
            content: bulletin.sha256,
        };
        let document = document::keep(connection, &said.compose())?;
        let (leaf, entry) = log::append(connection, Entry::of_bulletin(document, at))?;
        let by = By { login: &login, at: entry.received };
        Ok::<_, AppError>(kept::issue(connection, &id, (year, number), leaf, by)?)
    });
    write.await
}

/// Takes a proposed bulletin back.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::Invalid`] if it is issued or withdrawn already; the store's.
pub async fn withdraw(services: &Services, id: &str) -> Result<(), AppError> {
    id.parse::<Sha>().map_err(|_| Problem::NotFound)?;
    let (campaign, id) = (services.campaign.campaign.clone(), id.to_owned());
    let write = services.store.write(move |connection| {
        let (bulletin, _) = kept::find(connection, &campaign, &id)?.ok_or(Problem::NotFound)?;
        if bulletin.state != State::Proposed {
            return unfit(words::R_DONE);
        }
        Ok::<_, AppError>(kept::withdraw(connection, &id)?)
    });
    write.await
}

/// A bulletin of the campaign with its content.
///
/// # Errors
/// [`Problem::NotFound`]; the store's.
pub async fn find(services: &Services, id: &str) -> Result<(Kept, Option<String>), AppError> {
    // An identity is a hash; nothing else is looked for.
    id.parse::<Sha>().map_err(|_| Problem::NotFound)?;
    let (campaign, id) = (services.campaign.campaign.clone(), id.to_owned());
    let found =
        services.store.read(move |connection| Ok::<_, AppError>(kept::find(connection, &campaign, &id)?));
    Ok(found.await?.ok_or(Problem::NotFound)?)
}

/// What the office asks: not too long, and nobody named.
fn sound(demands: &str) -> Result<String, AppError> {
    let demands = demands.trim().replace("\r\n", "\n");
    if demands.chars().count() > MAX_DEMANDS {
        return unfit(words::R_LONG.fill(&[("most", &MAX_DEMANDS)]));
    }
    match personal_data(&demands, Scan::FreeText) {
        Some(kind) => unfit(words::R_NAMED.fill(&[("kind", &kind.title())])),
        None => Ok(demands),
    }
}

fn json(content: &Content) -> Result<String, AppError> {
    serde_json::to_string(content).map_err(|_| StoreError::Corrupt("bulletin").into())
}

fn unfit<T>(text: Text) -> Result<T, AppError> {
    Err(AppError::with(Problem::Invalid, text))
}
