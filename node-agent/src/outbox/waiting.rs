//! What the store knows of the watched folder: what was seen at the last look, and which ledgers wait for a person; those
//! made here wait with them.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{
    hash::Sha,
    lines::{or_dash, undashed},
    period::Period,
    statement::Subject,
};

use super::{
    Outbox, StoreFault,
    schema::{looked, prepared, waiting},
};

/// A file as a look saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) name: String,
    pub(crate) length: i64,
    /// Microseconds.
    pub(crate) modified: i64,
}

/// A checked ledger that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub number: i64,
    /// Name of the file among the checked ones.
    pub name: String,
    /// Its form.
    pub form: String,
    /// Its period.
    pub period: Period,
    /// The bytes that were checked.
    pub sha256: Sha,
    /// The matter, of a report of one.
    pub subject: Option<Subject>,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a ledger that waits came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Somebody put it into the watched folder.
    Watched,
    /// It was made of ledgers held here; its workbook lies among the prepared ones.
    Prepared,
    /// A nil return; there is no file.
    Nil,
}

impl Origin {
    /// All of them.
    const ALL: [Self; 3] = [Self::Watched, Self::Prepared, Self::Nil];

    fn code(self) -> &'static str {
        match self {
            Self::Watched => "watched",
            Self::Prepared => "prepared",
            Self::Nil => "nil",
        }
    }
}

type Row = (i64, String, String, String, String, String, String);

fn ledger((number, name, form, period, sha256, subject, origin): Row) -> Result<Waiting, StoreFault> {
    let read = || {
        Some(Waiting {
            number,
            period: period.parse().ok()?,
            sha256: sha256.parse().ok()?,
            subject: undashed(&subject).ok()?,
            origin: Origin::ALL.into_iter().find(|known| known.code() == origin)?,
            name: name.clone(),
            form: form.clone(),
        })
    };
    read().ok_or(StoreFault::Damaged(number))
}

impl Outbox {
    /// Keeps what a look saw; gives what the look before saw just so.
    pub(crate) fn looked(&self, now: &[Look]) -> Result<Vec<Look>, StoreFault> {
        self.write(|connection| {
            let before: Vec<(String, i64, i64)> = looked::table.load(connection)?;
            diesel::delete(looked::table).execute(connection)?;
            for Look { name, length, modified } in now {
                let row = (looked::name.eq(name), looked::length.eq(length), looked::modified.eq(modified));
                diesel::insert_into(looked::table).values(row).execute(connection)?;
            }
            let same = |look: &&Look| {
                before.iter().any(|(name, length, modified)| {
                    (name, *length, *modified) == (&look.name, look.length, look.modified)
                })
            };
            Ok(now.iter().filter(same).cloned().collect())
        })
    }

    /// Keeps a checked ledger for a person, the same one once; gives its number.
    pub(crate) fn wait_for_person(
        &self,
        name: &str,
        (form, period, subject): (&str, Period, Option<&Subject>),
        sha256: Sha,
        origin: Origin,
    ) -> Result<i64, StoreFault> {
        self.write(|connection| {
            let said = (
                waiting::form.eq(form),
                waiting::period.eq(period.to_string()),
                waiting::sha256.eq(sha256.to_string()),
                waiting::subject.eq(or_dash(subject)),
                waiting::origin.eq(origin.code()),
            );
            Ok(diesel::insert_into(waiting::table)
                .values((waiting::name.eq(name), said.clone()))
                .on_conflict(waiting::name)
                .do_update()
                .set(said)
                .returning(waiting::number)
                .get_result(connection)?)
        })
    }

    /// The ledgers that wait, oldest first.
    pub(crate) fn waiting(&self) -> Result<Vec<Waiting>, StoreFault> {
        self.read(|connection| {
            let rows: Vec<Row> = waiting::table.order(waiting::number).load(connection)?;
            rows.into_iter().map(ledger).collect()
        })
    }

    /// One of them.
    pub(crate) fn waiting_one(&self, number: i64) -> Result<Option<Waiting>, StoreFault> {
        self.read(|connection| {
            let row: Option<Row> = waiting::table.find(number).first(connection).optional()?;
            row.map(ledger).transpose()
        })
    }

    /// One of them waits no more.
    pub(crate) fn waits_no_more(&self, number: i64) -> Result<(), StoreFault> {
        self.write(|connection| {
            diesel::delete(waiting::table.find(number)).execute(connection)?;
            let waits = prepared::table.filter(prepared::number.eq(number));
            diesel::update(waits).set(prepared::number.eq(None::<i64>)).execute(connection)?;
            Ok(())
        })
    }
}
