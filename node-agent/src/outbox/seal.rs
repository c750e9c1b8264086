//! Sealing: content, statement and the state *sealed* are committed together, or not at all.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{
    hash::Sha,
    statement::{FilingKey, Statement},
};

use super::{
    Item, Outbox, StoreFault,
    change::release,
    content::{Packed, keep},
    item::{NewRow, by_number, of_filing},
    log,
    schema::item,
};
use crate::error::AgentError;

/// What a new statement has to know, read in the transaction that stores it.
pub(crate) struct Before {
    /// The statements of this filing so far.
    pub(crate) items: Vec<Item>,
    /// The node's statement before this one.
    pub(crate) previous: Option<Sha>,
    /// The newest verified checkpoint.
    pub(crate) seen: Option<(u64, Sha)>,
    /// How far the city's time was from this clock, in milliseconds.
    pub(crate) skew: i64,
}

/// What to do about a filing.
pub(crate) enum Act {
    /// Store a new statement.
    Insert(Box<New>),
    /// The same was sealed before: that stands, and if it was blocked it is sent again.
    Again(i64),
}

/// A statement signed and ready to be stored.
pub(crate) struct New {
    pub(crate) statement: Statement,
    pub(crate) note: String,
    /// Whether it waits for the signature of the bureau's leader.
    pub(crate) unsigned: bool,
}

/// Carries either kind of failure out of a transaction.
enum Abort {
    Store(StoreFault),
    Refused(AgentError),
}

impl From<diesel::result::Error> for Abort {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<StoreFault> for Abort {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

impl Outbox {
    /// Decides about a filing and stores what was decided, in one transaction.
    pub(crate) fn seal(
        &self,
        filing: &FilingKey,
        content: Option<&Packed>,
        decide: impl FnOnce(&Before) -> Result<Act, AgentError>,
    ) -> Result<Item, AgentError> {
        let sealed = self.write(|connection| {
            let previous: Option<String> = item::table
                .filter(item::learnt.eq(false))
                .filter(item::state.ne_all(["blocked", "adopted", "quarantined"]))
                .order(item::number.desc())
                .select(item::statement)
                .first(connection)
                .optional()?;
            let before = Before {
                items: of_filing(connection, filing)?,
                previous: previous.and_then(|id| id.parse().ok()),
                seen: log::newest(connection)?,
                skew: log::skew(connection)?,
            };
            let number = match decide(&before).map_err(Abort::Refused)? {
                Act::Insert(new) => {
                    if let Some(content) = content {
                        keep(connection, content)?;
                    }
                    let sha = content.map(|content| content.reference.sha256);
                    diesel::insert_into(item::table)
                        .values(NewRow::sealed(&new.statement, &new.note, sha, new.unsigned))
                        .returning(item::number)
                        .get_result(connection)?
                }
                Act::Again(number) => {
                    let item = by_number(connection, number)?;
                    return Ok(match item.state {
                        super::State::Blocked(_) | super::State::Declined => release(connection, number)?,
                        _ => item,
                    });
                }
            };
            Ok(by_number(connection, number)?)
        });
        sealed.map_err(|abort: Abort| match abort {
            Abort::Store(fault) => fault.into(),
            Abort::Refused(error) => error,
        })
    }
}
