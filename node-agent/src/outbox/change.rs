//! Changes of an item's state, each one transaction.

use chrono::{DateTime, Utc};
use diesel::{
    AsChangeset, BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
    SqliteConnection,
};
use schemas::{hash::Sha, problem::Problem, receipt::Proven, wire::StatementStatus};

use super::{
    Item, LearntHead, Outbox, State, StoreFault,
    item::{NewRow, by_number, subject_text},
    log, matter,
    schema::item,
};

/// A new state with what goes with it. `None` outside leaves a column as it is.
#[derive(AsChangeset)]
#[diesel(table_name = item)]
struct Change<'a> {
    state: &'a str,
    problem: Option<Option<&'a str>>,
    said: Option<Option<&'a str>>,
    receipt: Option<&'a str>,
    findings: Option<String>,
    note: Option<&'a str>,
    unsigned: Option<bool>,
}

impl<'a> Change<'a> {
    fn to(state: State) -> Self {
        Self {
            state: state.code(),
            problem: Some(state.problem()),
            said: Some(None),
            receipt: None,
            findings: None,
            note: None,
            unsigned: None,
        }
    }

    fn apply(&self, connection: &mut SqliteConnection, number: i64) -> Result<(), StoreFault> {
        diesel::update(item::table.find(number)).set(self).execute(connection)?;
        Ok(())
    }
}

/// What stood of the filing before this revision stands no more.
fn replace_earlier(connection: &mut SqliteConnection, number: i64) -> Result<(), StoreFault> {
    let Item { statement, .. } = by_number(connection, number)?;
    let filing = item::form
        .eq(&statement.filing.form)
        .and(item::period.eq(statement.filing.period.to_string()))
        .and(item::subject.eq(subject_text(statement.filing.subject.as_ref())));
    let stood =
        [State::Receipted, State::Stored, State::Valid, State::Returned, State::Voided].map(State::code);
    let earlier = item::table
        .filter(filing)
        .filter(item::revision.lt(i64::from(statement.revision)))
        .filter(item::state.eq_any(stood));
    diesel::update(earlier).set(item::state.eq(State::Superseded.code())).execute(connection)?;
    Ok(())
}

impl Outbox {
    /// Keeps a verified receipt and its checkpoint; only then does the state leave *sealed*.
    pub(crate) fn receipted(
        &self,
        number: i64,
        receipt: &str,
        proven: &Proven,
        checkpoint: &str,
    ) -> Result<Item, StoreFault> {
        self.write(|connection| {
            log::saw(connection, &proven.checkpoint, checkpoint)?;
            Change { receipt: Some(receipt), ..Change::to(State::Receipted) }.apply(connection, number)?;
            by_number(connection, number)
        })
    }

    /// Keeps what the city says of an item's rows. A filing whose rows the city still awaits stays as it is.
    pub(crate) fn settle(&self, number: i64, status: &StatementStatus) -> Result<Item, StoreFault> {
        let findings = serde_json::to_string(&status.findings).unwrap_or_else(|_| "[]".into());
        self.write(|connection| {
            if let Some(state) = State::from_city(status.state) {
                Change { findings: Some(findings), ..Change::to(state) }.apply(connection, number)?;
                // Rows that came after all are missed no more; what was decided of them comes as a letter.
                let missed = item::table.find(number).filter(item::decision.eq("defaulted"));
                diesel::update(missed).set(item::decision.eq(None::<String>)).execute(connection)?;
                if state == State::Valid {
                    matter::stood(connection, number)?;
                }
                if matches!(state, State::Valid | State::Voided) {
                    replace_earlier(connection, number)?;
                }
            }
            by_number(connection, number)
        })
    }

    /// The rows are with the city.
    pub(crate) fn stored(&self, number: i64) -> Result<Item, StoreFault> {
        self.write(|connection| {
            Change::to(State::Stored).apply(connection, number)?;
            by_number(connection, number)
        })
    }

    /// The city refuses the item.
    pub(crate) fn block(
        &self,
        number: i64,
        problem: Problem,
        said: Option<&str>,
    ) -> Result<Item, StoreFault> {
        self.write(|connection| {
            Change { said: Some(said), ..Change::to(State::Blocked(problem)) }.apply(connection, number)?;
            by_number(connection, number)
        })
    }

    /// So many more requests were sent for the item.
    pub(crate) fn tried(&self, number: i64, requests: u32) -> Result<(), StoreFault> {
        self.write(|connection| {
            let more = item::attempts.eq(item::attempts + i64::from(requests));
            diesel::update(item::table.find(number)).set(more).execute(connection)?;
            Ok(())
        })
    }

    /// The items were put into a package that is carried by hand.
    pub(crate) fn exported(&self, numbers: &[i64], now: DateTime<Utc>) -> Result<(), StoreFault> {
        self.write(|connection| {
            let of_package = item::table.filter(item::number.eq_any(numbers));
            let noted = item::exported.eq(now.timestamp_micros());
            diesel::update(of_package).set(noted).execute(connection)?;
            Ok(())
        })
    }

    /// Puts a note that carries the leader's line too in place of the one that waits for it; now it may be sent.
    pub(crate) fn countersigned(&self, number: i64, note: &str) -> Result<Item, StoreFault> {
        self.write(|connection| {
            let change = Change { note: Some(note), unsigned: Some(false), ..Change::to(State::Sealed) };
            change.apply(connection, number)?;
            by_number(connection, number)
        })
    }

    /// The leader will not sign the item.
    pub(crate) fn decline(&self, number: i64) -> Result<Item, StoreFault> {
        self.write(|connection| {
            Change::to(State::Declined).apply(connection, number)?;
            by_number(connection, number)
        })
    }

    /// The item waits for a leader's line: with the note as the node alone signed it, and what the city said.
    pub(crate) fn unsign(&self, number: i64, note: &str, said: Option<&str>) -> Result<Item, StoreFault> {
        self.write(|connection| {
            let unsigned = Change { note: Some(note), unsigned: Some(true), ..Change::to(State::Unsigned) };
            Change { said: Some(said), ..unsigned }.apply(connection, number)?;
            by_number(connection, number)
        })
    }

    /// The item's bytes are damaged.
    pub(crate) fn quarantine(&self, number: i64) -> Result<Item, StoreFault> {
        self.write(|connection| {
            Change::to(State::Quarantined).apply(connection, number)?;
            by_number(connection, number)
        })
    }

    /// Takes over the head that has this item's content. Gives the head's item.
    pub(crate) fn adopt(&self, mine: &Item, head: &LearntHead) -> Result<Item, StoreFault> {
        let content = mine.statement.content.filter(|_| mine.has_content).map(|content| content.sha256);
        self.write(|connection| {
            let number = keep_head(connection, head, content)?;
            Change::to(State::Adopted).apply(connection, mine.number)?;
            by_number(connection, number)
        })
    }

    /// Remembers a head with other content, so that an amendment can supersede it, and blocks this item.
    pub(crate) fn learn(&self, mine: i64, head: &LearntHead, said: Option<&str>) -> Result<Item, StoreFault> {
        self.write(|connection| {
            keep_head(connection, head, None)?;
            Change { said: Some(said), ..Change::to(State::Blocked(Problem::RevisionConflict)) }
                .apply(connection, mine)?;
            by_number(connection, mine)
        })
    }
}

/// Blocked bytes are to be sent again, because a person says so.
pub(super) fn release(connection: &mut SqliteConnection, number: i64) -> Result<Item, StoreFault> {
    Change::to(State::Sealed).apply(connection, number)?;
    by_number(connection, number)
}

fn keep_head(
    connection: &mut SqliteConnection,
    head: &LearntHead,
    content: Option<Sha>,
) -> Result<i64, StoreFault> {
    log::saw(connection, &head.proven.checkpoint, &head.checkpoint)?;
    let known: Option<(i64, Option<String>)> = item::table
        .filter(item::statement.eq(head.statement.id().to_string()))
        .select((item::number, item::receipt))
        .first(connection)
        .optional()?;
    match known {
        Some((number, None)) => {
            let change = Change { receipt: Some(&head.receipt), ..Change::to(State::Receipted) };
            change.apply(connection, number)?;
            Ok(number)
        }
        Some((number, Some(_))) => Ok(number),
        None => Ok(diesel::insert_into(item::table)
            .values(NewRow::learnt(head, content))
            .returning(item::number)
            .get_result(connection)?),
    }
}
