//! Bulletins: proposed, issued, withdrawn. What one says is kept as it was frozen and never read again from filings.

use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    dsl::max,
};
use schemas::{bulletin::Issued, hash::Sha, period::Period};

use super::{AnyConnection, StoreError, instant, micros, schema::bulletin};

/// Most bulletins read at once: those of many years of a monthly one.
const MOST: i64 = 500;

/// Where a bulletin stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 待签发.
    Proposed,
    /// 已印发.
    Issued,
    /// 已撤回.
    Withdrawn,
}

impl State {
    const ALL: [Self; 3] = [Self::Proposed, Self::Issued, Self::Withdrawn];

    /// Its word in the store and in the interface.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Issued => "issued",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A bulletin without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its identity: random.
    pub id: String,
    /// The period it is of.
    pub period: Period,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// Hash of its content.
    pub sha256: Sha,
    /// Year and number, once issued.
    pub number: Option<(i32, i32)>,
    /// Its leaf, once issued.
    pub leaf: Option<u64>,
    /// Login of who proposed it.
    pub proposed_by: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// When it was issued.
    pub issued_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = bulletin)]
struct Row {
    id: String,
    period: String,
    title: String,
    state: String,
    sha256: String,
    year: Option<i32>,
    number: Option<i32>,
    leaf: Option<i64>,
    proposed_by: String,
    proposed_at: i64,
    issued_at: Option<i64>,
}

impl Row {
    fn kept(self) -> Result<Kept, StoreError> {
        let damaged = || StoreError::Corrupt("bulletin");
        Ok(Kept {
            period: self.period.parse().map_err(|_| damaged())?,
            state: State::ALL.into_iter().find(|state| state.word() == self.state).ok_or_else(damaged)?,
            sha256: self.sha256.parse().map_err(|_| damaged())?,
            number: self.year.zip(self.number),
            leaf: self.leaf.map(u64::try_from).transpose().map_err(|_| damaged())?,
            proposed_at: instant(self.proposed_at)?,
            issued_at: self.issued_at.map(instant).transpose()?,
            id: self.id,
            title: self.title,
            proposed_by: self.proposed_by,
        })
    }
}

/// Who did something, and when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// Login; `-` where only the log remembers.
    pub login: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps a proposed one.
///
/// # Errors
/// Only if the store fails.
pub fn propose(
    connection: &mut AnyConnection,
    id: &str,
    of: (&str, Period),
    title: &str,
    content: &str,
    by: By<'_>,
) -> Result<(), StoreError> {
    let (campaign, period) = of;
    let values = (
        bulletin::id.eq(id),
        bulletin::campaign.eq(campaign),
        bulletin::period.eq(period.to_string()),
        bulletin::title.eq(title),
        bulletin::state.eq(State::Proposed.word()),
        bulletin::content.eq(Some(content)),
        bulletin::sha256.eq(Sha::of(content.as_bytes()).to_string()),
        bulletin::proposed_by.eq(by.login),
        bulletin::proposed_at.eq(micros(by.at)),
    );
    diesel::insert_into(bulletin::table).values(values).execute(connection)?;
    Ok(())
}

/// The bulletins of a campaign, the newest first.
///
/// # Errors
/// Only if the store fails.
pub fn of_campaign(connection: &mut AnyConnection, campaign: &str) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<Row> = bulletin::table
        .filter(bulletin::campaign.eq(campaign))
        .order((bulletin::proposed_at.desc(), bulletin::id))
        .limit(MOST)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Row::kept).collect()
}

/// A bulletin with its content, which a restore may have lost.
///
/// # Errors
/// Only if the store fails.
pub fn find(
    connection: &mut AnyConnection,
    campaign: &str,
    id: &str,
) -> Result<Option<(Kept, Option<String>)>, StoreError> {
    let found: Option<(Row, Option<String>)> = bulletin::table
        .find(id)
        .filter(bulletin::campaign.eq(campaign))
        .select((Row::as_select(), bulletin::content))
        .first(connection)
        .optional()?;
    found.map(|(row, content)| Ok((row.kept()?, content))).transpose()
}

/// The contents of the issued bulletins of a campaign, first to last.
///
/// # Errors
/// Only if the store fails.
pub fn issued(
    connection: &mut AnyConnection,
    campaign: &str,
) -> Result<Vec<(Kept, Option<String>)>, StoreError> {
    let rows: Vec<(Row, Option<String>)> = bulletin::table
        .filter(bulletin::campaign.eq(campaign))
        .filter(bulletin::state.eq(State::Issued.word()))
        .order((bulletin::year, bulletin::number))
        .limit(MOST)
        .select((Row::as_select(), bulletin::content))
        .load(connection)?;
    rows.into_iter().map(|(row, content)| Ok((row.kept()?, content))).collect()
}

/// The next number of a year: numbers have no gaps, for they are given where the leaf is written.
///
/// # Errors
/// Only if the store fails.
pub fn next_number(connection: &mut AnyConnection, year: i32) -> Result<i32, StoreError> {
    let last: Option<i32> =
        bulletin::table.filter(bulletin::year.eq(year)).select(max(bulletin::number)).first(connection)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Makes a proposed one an issued one.
///
/// # Errors
/// Only if the store fails.
pub fn issue(
    connection: &mut AnyConnection,
    id: &str,
    (year, number): (i32, i32),
    leaf: u64,
    by: By<'_>,
) -> Result<(), StoreError> {
    let set = (
        bulletin::state.eq(State::Issued.word()),
        bulletin::year.eq(year),
        bulletin::number.eq(number),
        bulletin::leaf.eq(i64::try_from(leaf).map_err(|_| StoreError::Corrupt("leaf index"))?),
        bulletin::issued_by.eq(by.login),
        bulletin::issued_at.eq(micros(by.at)),
    );
    diesel::update(bulletin::table.find(id)).set(set).execute(connection)?;
    Ok(())
}

/// Takes a proposed one back.
///
/// # Errors
/// Only if the store fails.
pub fn withdraw(connection: &mut AnyConnection, id: &str) -> Result<(), StoreError> {
    let set = bulletin::state.eq(State::Withdrawn.word());
    diesel::update(bulletin::table.find(id)).set(set).execute(connection)?;
    Ok(())
}

/// What a leaf says was issued, after a restore: the proposed one with this content if the backup has it, or one whose content is
/// lost.
///
/// # Errors
/// Only if the store fails.
pub fn put_back(
    connection: &mut AnyConnection,
    said: &Issued,
    leaf: u64,
    by: By<'_>,
) -> Result<(), StoreError> {
    let sha = said.content.to_string();
    let known: Option<String> = bulletin::table
        .filter(bulletin::sha256.eq(&sha))
        .filter(bulletin::state.eq(State::Proposed.word()))
        .order(bulletin::proposed_at.desc())
        .select(bulletin::id)
        .first(connection)
        .optional()?;
    let id = match known {
        Some(id) => id,
        None => {
            let values = (
                bulletin::id.eq(&sha),
                bulletin::campaign.eq(&said.campaign),
                bulletin::period.eq(said.period.to_string()),
                bulletin::title.eq(&said.title),
                bulletin::state.eq(State::Proposed.word()),
                bulletin::sha256.eq(&sha),
                bulletin::proposed_by.eq(by.login),
                bulletin::proposed_at.eq(micros(by.at)),
            );
            diesel::insert_into(bulletin::table).values(values).execute(connection)?;
            sha
        }
    };
    issue(connection, &id, (said.year, said.number), leaf, by)
}
