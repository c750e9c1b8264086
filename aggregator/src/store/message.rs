//! Messages on their way to bureaus, and what became of each.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, Insertable, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};
use schemas::{bureau::BureauCode, period::Period};
use serde::{Deserialize, Serialize};

use super::{AnyConnection, StoreError, instant, micros, schema::message};

/// Most characters of what is noted of a message.
pub const MAX_NOTE: usize = 200;

/// By which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Shown on the pages.
    Portal,
    /// Fetched by the bureau's nodes.
    Agent,
    /// E-mail.
    Email,
    /// A program of the bureau's.
    Webhook,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Portal, Self::Agent, Self::Email, Self::Webhook];

    /// Its word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Agent => "agent",
            Self::Email => "email",
            Self::Webhook => "webhook",
        }
    }

    /// The channel of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.word() == word)
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It waits, for the first time or for another try.
    Waiting,
    /// It is shown, was fetched, or was taken by the other side.
    Sent,
    /// It was not taken, and is not tried again.
    Failed,
    /// Everything it was about was done before it went.
    Moot,
}

impl Fate {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Failed, Self::Moot];

    /// Its word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Moot => "moot",
        }
    }
}

/// An obligation a message is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct About {
    /// Code of the form.
    pub form: String,
    /// The period.
    pub period: Period,
    /// The matter of an event report; `-` of all others.
    pub subject: String,
    /// When it is due.
    pub due: DateTime<Utc>,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name, which goes with it on every try.
    pub id: String,
    /// To which bureau.
    pub bureau: BureauCode,
    /// By which way.
    pub channel: Channel,
    /// Where to; empty for the pages and the nodes.
    pub address: String,
    /// The step it belongs to: `after-1d`, `manual`.
    pub step: String,
    /// What it is about.
    pub about: Vec<About>,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// Login of the person, or the name of the rule.
    pub by: String,
    /// What became of it.
    pub fate: Fate,
    /// How often it was tried.
    pub tries: u32,
    /// Before which instant it is not tried.
    pub next: DateTime<Utc>,
    /// When that was settled.
    pub ended: Option<DateTime<Utc>>,
    /// How it went last, without any secret.
    pub note: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = message, treat_none_as_default_value = false)]
struct Row {
    id: String,
    bureau: String,
    channel: String,
    address: String,
    step: String,
    about: String,
    made: i64,
    made_by: String,
    state: String,
    tries: i64,
    next_try: i64,
    ended: Option<i64>,
    note: String,
}

/// Stores a new message.
pub fn add(connection: &mut AnyConnection, new: &Message) -> Result<(), StoreError> {
    let row = Row {
        id: new.id.clone(),
        bureau: new.bureau.to_string(),
        channel: new.channel.word().into(),
        address: new.address.clone(),
        step: new.step.clone(),
        about: serde_json::to_string(&new.about).map_err(|_| StoreError::Corrupt("message"))?,
        made: micros(new.made),
        made_by: new.by.clone(),
        state: new.fate.word().into(),
        tries: new.tries.into(),
        next_try: micros(new.next),
        ended: new.ended.map(micros),
        note: new.note.clone(),
    };
    diesel::insert_into(message::table).values(&row).execute(connection)?;
    Ok(())
}

/// The messages of outside channels whose time has come, the oldest first: at most so many.
pub fn due(
    connection: &mut AnyConnection,
    now: DateTime<Utc>,
    most: i64,
) -> Result<Vec<Message>, StoreError> {
    let rows: Vec<Row> = message::table
        .filter(message::state.eq(Fate::Waiting.word()))
        .filter(message::channel.eq_any([Channel::Email.word(), Channel::Webhook.word()]))
        .filter(message::next_try.le(micros(now)))
        .order((message::next_try, message::id))
        .limit(most)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Takes a message on: counts the try and keeps everybody else from it until an instant. False if somebody was faster.
pub fn take(
    connection: &mut AnyConnection,
    seen: &Message,
    until: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let mine = message::table
        .filter(message::id.eq(&seen.id))
        .filter(message::state.eq(Fate::Waiting.word()))
        .filter(message::tries.eq(i64::from(seen.tries)))
        .filter(message::next_try.eq(micros(seen.next)));
    let set = (message::tries.eq(message::tries + 1), message::next_try.eq(micros(until)));
    Ok(diesel::update(mine).set(set).execute(connection)? == 1)
}

/// Writes down how a try went: it is settled, or waits until an instant.
pub fn settle(
    connection: &mut AnyConnection,
    id: &str,
    (fate, at): (Fate, DateTime<Utc>),
    next: DateTime<Utc>,
    note: &str,
) -> Result<(), StoreError> {
    let note: String = note.chars().take(MAX_NOTE).collect();
    let ended = (fate != Fate::Waiting).then(|| micros(at));
    let set = (
        message::state.eq(fate.word()),
        message::next_try.eq(micros(next)),
        message::ended.eq(ended),
        message::note.eq(note),
    );
    diesel::update(message::table.find(id)).set(set).execute(connection)?;
    Ok(())
}

/// The messages to some bureaus, newest first: a page of them.
pub fn of_bureaus(
    connection: &mut AnyConnection,
    bureaus: &[BureauCode],
    from: i64,
    most: i64,
) -> Result<(Vec<Message>, usize), StoreError> {
    let codes: Vec<&str> = bureaus.iter().map(BureauCode::as_str).collect();
    let all: i64 = message::table.filter(message::bureau.eq_any(&codes)).count().get_result(connection)?;
    let rows: Vec<Row> = message::table
        .filter(message::bureau.eq_any(&codes))
        .order((message::made.desc(), message::bureau, message::channel, message::address))
        .offset(from)
        .limit(most)
        .select(Row::as_select())
        .load(connection)?;
    let messages = rows.into_iter().map(read).collect::<Result<_, _>>()?;
    Ok((messages, usize::try_from(all).unwrap_or(0)))
}

/// The newest messages to a bureau by one way, newest first.
pub fn newest(
    connection: &mut AnyConnection,
    bureau: &BureauCode,
    channel: Channel,
    most: i64,
) -> Result<Vec<Message>, StoreError> {
    let rows: Vec<Row> = message::table
        .filter(message::bureau.eq(bureau.as_str()))
        .filter(message::channel.eq(channel.word()))
        .order((message::made.desc(), message::id))
        .limit(most)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Forgets the messages made before an instant; gives how many.
pub fn forget(connection: &mut AnyConnection, before: DateTime<Utc>) -> Result<usize, StoreError> {
    Ok(diesel::delete(message::table.filter(message::made.lt(micros(before)))).execute(connection)?)
}

fn read(row: Row) -> Result<Message, StoreError> {
    let bad = || StoreError::Corrupt("message");
    Ok(Message {
        bureau: row.bureau.parse().map_err(|_| bad())?,
        channel: Channel::from_word(&row.channel).ok_or_else(bad)?,
        about: serde_json::from_str(&row.about).map_err(|_| bad())?,
        made: instant(row.made)?,
        fate: Fate::ALL.into_iter().find(|fate| fate.word() == row.state).ok_or_else(bad)?,
        tries: u32::try_from(row.tries).map_err(|_| bad())?,
        next: instant(row.next_try)?,
        ended: row.ended.map(instant).transpose()?,
        id: row.id,
        address: row.address,
        step: row.step,
        by: row.made_by,
        note: row.note,
    })
}
