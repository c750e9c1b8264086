//! A log of the city that ended: what was verified of it is put aside as evidence, and the history of the next one begins.

use std::collections::BTreeMap;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SqliteConnection};
use schemas::{epoch::Epoch, note, problem::Problem, receipt::Receipt, statement::Statement};

use super::{
    Outbox, State, StoreFault,
    schema::{
        checkpoint, collected, epoch, former_checkpoint, former_letter, former_receipt, given_back, item,
        letter,
    },
};

impl Outbox {
    /// Ends a log, once: its checkpoints and letters become evidence. A statement whose leaf was lost, or that was signed
    /// for the old log and never received, cannot stand in the new one.
    pub(crate) fn end_log(&self, ended: &Epoch, note: &str) -> Result<(), StoreFault> {
        self.write(|connection| {
            let origin = ended.old.name();
            let known: Option<String> =
                epoch::table.find(origin).select(epoch::note).first(connection).optional()?;
            if known.is_some() {
                return Ok(());
            }
            let row = (epoch::origin.eq(origin), epoch::note.eq(note));
            diesel::insert_into(epoch::table).values(row).execute(connection)?;
            put_aside(connection, origin)?;
            let notes: Vec<String> = epoch::table.select(epoch::note).load(connection)?;
            let opened = notes.iter().filter_map(|note| Epoch::open(note).ok());
            let epochs: BTreeMap<String, Epoch> =
                opened.map(|epoch| (epoch.old.name().to_owned(), epoch)).collect();
            lose(connection, &epochs)?;
            move_told(connection, ended)
        })
    }

    /// The receipts of statements whose leaves were lost, by statement: they prove the first time.
    pub(crate) fn former_receipts(&self) -> Result<Vec<(String, String)>, StoreFault> {
        self.read(|connection| Ok(former_receipt::table.order(former_receipt::statement).load(connection)?))
    }
}

fn put_aside(connection: &mut SqliteConnection, origin: &str) -> Result<(), StoreFault> {
    let points: Vec<(i64, String)> =
        checkpoint::table.select((checkpoint::size, checkpoint::note)).load(connection)?;
    for (size, note) in points {
        let row = (
            former_checkpoint::origin.eq(origin),
            former_checkpoint::size.eq(size),
            former_checkpoint::note.eq(note),
        );
        diesel::insert_into(former_checkpoint::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(connection)?;
    }
    let letters: Vec<(i64, String, Option<String>)> =
        letter::table.select((letter::leaf_index, letter::receipt, letter::document)).load(connection)?;
    for (index, receipt, document) in letters {
        let row = (
            former_letter::origin.eq(origin),
            former_letter::leaf_index.eq(index),
            former_letter::receipt.eq(receipt),
            former_letter::document.eq(document),
        );
        diesel::insert_into(former_letter::table).values(row).on_conflict_do_nothing().execute(connection)?;
    }
    diesel::delete(checkpoint::table).execute(connection)?;
    diesel::delete(letter::table).execute(connection)?;
    diesel::delete(collected::table).execute(connection)?;
    diesel::delete(given_back::table).execute(connection)?;
    Ok(())
}

/// Blocks what the log in force does not hold, and cannot take as it is.
fn lose(connection: &mut SqliteConnection, epochs: &BTreeMap<String, Epoch>) -> Result<(), StoreFault> {
    let rows: Vec<(i64, String, String, Option<String>, String)> = item::table
        .select((item::number, item::statement, item::note, item::receipt, item::state))
        .load(connection)?;
    for (number, statement, signed, receipt, state) in rows {
        let lost = match &receipt {
            Some(receipt) => !Receipt::parse(receipt).is_ok_and(|receipt| is_carried(&receipt, epochs)),
            None => state == State::Sealed.code() && is_for_ended(&signed, epochs),
        };
        if !lost {
            // What took its place may be lost: the city is asked what stands.
            if state == State::Superseded.code() && receipt.is_some() {
                let again = item::state.eq(State::Receipted.code());
                diesel::update(item::table.find(number)).set(again).execute(connection)?;
            }
            continue;
        }
        if let Some(receipt) = receipt {
            let row = (former_receipt::statement.eq(statement), former_receipt::receipt.eq(receipt));
            diesel::insert_into(former_receipt::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(connection)?;
        }
        let blocked = State::Blocked(Problem::LeafLost);
        let set = (
            item::state.eq(blocked.code()),
            item::problem.eq(blocked.problem()),
            item::said.eq(None::<String>),
            item::receipt.eq(None::<String>),
            item::unsigned.eq(false),
            item::decision.eq(None::<String>),
            item::told.eq(None::<i64>),
        );
        diesel::update(item::table.find(number)).set(set).execute(connection)?;
    }
    Ok(())
}

/// What items were told by leaves of the ended log stands where those leaves stand now; what a lost one said is forgotten.
fn move_told(connection: &mut SqliteConnection, ended: &Epoch) -> Result<(), StoreFault> {
    let rows: Vec<(i64, Option<i64>)> =
        item::table.filter(item::told.is_not_null()).select((item::number, item::told)).load(connection)?;
    for (number, told) in rows {
        let place = told.and_then(|told| ended.place_of(u64::try_from(told).ok()?));
        let row = item::table.find(number);
        match place.and_then(|place| i64::try_from(place).ok()) {
            Some(place) => diesel::update(row).set(item::told.eq(place)).execute(connection)?,
            None => {
                let forgotten = (item::told.eq(None::<i64>), item::decision.eq(None::<String>));
                diesel::update(row).set(forgotten).execute(connection)?
            }
        };
    }
    Ok(())
}

/// Whether the leaf of a receipt came along through every epoch since.
fn is_carried(receipt: &Receipt, epochs: &BTreeMap<String, Epoch>) -> bool {
    let (mut origin, mut index) = (receipt.origin(), receipt.index);
    while let Some(epoch) = epochs.get(origin) {
        match epoch.place_of(index) {
            Some(place) => (origin, index) = (epoch.new.name(), place),
            None => return false,
        }
    }
    true
}

fn is_for_ended(signed: &str, epochs: &BTreeMap<String, Epoch>) -> bool {
    let statement = note::split(signed).ok().and_then(|(text, _)| Statement::parse(text).ok());
    statement.is_some_and(|statement| epochs.contains_key(&statement.log))
}
