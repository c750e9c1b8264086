//! What nodes gave back while the city is recovering: letters by the index of their leaf, checkpoints by size, who has
//! reported everything; and evidence that the log has two histories.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, dsl::max};
use schemas::{entry::Act, hash::Sha, letter::Letter};

use super::{
    AnyConnection, StoreError, instant, micros,
    schema::{log_fork, recovered, recovered_checkpoint, reported},
};

/// A letter that was given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Index of its leaf.
    pub index: u64,
    /// What it is of.
    pub act: Act,
    /// Receipt and document.
    pub letter: Letter,
    /// The node that gave it.
    pub node: String,
}

/// A checkpoint that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Leaves under it.
    pub size: u64,
    /// The signed note.
    pub note: String,
    /// The node that showed it.
    pub node: String,
}

/// A node that has reported everything it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedBy {
    /// Which.
    pub node: String,
    /// Point of the key it reported with.
    pub point: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Two things the log has signed that cannot belong to one history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFork {
    /// Who showed the second.
    pub node: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Index of the leaf, or size of the checkpoint.
    pub place: u64,
    /// What was here: a receipt, a checkpoint or a leaf.
    pub here: String,
    /// What was shown.
    pub shown: String,
}

fn stored(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Corrupt("leaf index"))
}

fn number(stored: i64) -> Result<u64, StoreError> {
    u64::try_from(stored).map_err(|_| StoreError::Corrupt("leaf index"))
}

type Row = (i64, String, String, Option<String>, String);

fn parse((index, act, receipt, document, node): Row) -> Result<Recovered, StoreError> {
    let act = act.parse().map_err(|_| StoreError::Corrupt("letter"))?;
    Ok(Recovered { index: number(index)?, act, letter: Letter { receipt, document }, node })
}

/// Keeps a letter; there is none of its leaf yet.
pub fn keep(connection: &mut AnyConnection, new: &Recovered) -> Result<(), StoreError> {
    let row = (
        recovered::leaf_index.eq(stored(new.index)?),
        recovered::act.eq(new.act.to_string()),
        recovered::receipt.eq(&new.letter.receipt),
        recovered::document.eq(&new.letter.document),
        recovered::node.eq(&new.node),
    );
    diesel::insert_into(recovered::table).values(row).execute(connection)?;
    Ok(())
}

/// The letter of a leaf.
pub fn letter(connection: &mut AnyConnection, index: u64) -> Result<Option<Recovered>, StoreError> {
    let row: Option<Row> = recovered::table.find(stored(index)?).first(connection).optional()?;
    row.map(parse).transpose()
}

/// The letters of leaves from an index on, in order; at most so many.
pub fn letters(connection: &mut AnyConnection, from: u64, most: u32) -> Result<Vec<Recovered>, StoreError> {
    let next = recovered::table.filter(recovered::leaf_index.ge(stored(from)?)).order(recovered::leaf_index);
    let rows: Vec<Row> = next.limit(most.into()).load(connection)?;
    rows.into_iter().map(parse).collect()
}

/// The indexes of all letters, in order.
pub fn indexes(connection: &mut AnyConnection) -> Result<Vec<u64>, StoreError> {
    let all: Vec<i64> =
        recovered::table.order(recovered::leaf_index).select(recovered::leaf_index).load(connection)?;
    all.into_iter().map(number).collect()
}

/// The letters about keys, in order.
pub fn of_keys(connection: &mut AnyConnection) -> Result<Vec<Recovered>, StoreError> {
    let acts = [Act::KeyEnrolled, Act::KeyRotated, Act::KeyRevoked].map(|act| act.to_string());
    let of = recovered::table.filter(recovered::act.eq_any(acts)).order(recovered::leaf_index);
    let rows: Vec<Row> = of.load(connection)?;
    rows.into_iter().map(parse).collect()
}

/// Keeps a checkpoint; there is none of its size yet.
pub fn show(connection: &mut AnyConnection, new: &Shown) -> Result<(), StoreError> {
    let row = (
        recovered_checkpoint::size.eq(stored(new.size)?),
        recovered_checkpoint::note.eq(&new.note),
        recovered_checkpoint::node.eq(&new.node),
    );
    diesel::insert_into(recovered_checkpoint::table).values(row).execute(connection)?;
    Ok(())
}

/// Every checkpoint shown, by size.
pub fn shown(connection: &mut AnyConnection) -> Result<Vec<Shown>, StoreError> {
    let rows: Vec<(i64, String, String)> =
        recovered_checkpoint::table.order(recovered_checkpoint::size).load(connection)?;
    rows.into_iter().map(|(size, note, node)| Ok(Shown { size: number(size)?, note, node })).collect()
}

/// The checkpoint shown of a size.
pub fn shown_of(connection: &mut AnyConnection, size: u64) -> Result<Option<String>, StoreError> {
    let note = recovered_checkpoint::table.find(stored(size)?).select(recovered_checkpoint::note);
    Ok(note.first(connection).optional()?)
}

/// The largest size of which a checkpoint was shown.
pub fn largest(connection: &mut AnyConnection) -> Result<u64, StoreError> {
    let size: Option<i64> =
        recovered_checkpoint::table.select(max(recovered_checkpoint::size)).first(connection)?;
    size.map_or(Ok(0), number)
}

/// Notes that a node has reported everything; the last time counts.
pub fn report(connection: &mut AnyConnection, by: &ReportedBy) -> Result<(), StoreError> {
    let row = (reported::node.eq(&by.node), reported::point.eq(&by.point), reported::at.eq(micros(by.at)));
    diesel::delete(reported::table.find(&by.node)).execute(connection)?;
    diesel::insert_into(reported::table).values(row).execute(connection)?;
    Ok(())
}

/// Who has reported everything, by name.
pub fn reports(connection: &mut AnyConnection) -> Result<Vec<ReportedBy>, StoreError> {
    let rows: Vec<(String, String, i64)> = reported::table.order(reported::node).load(connection)?;
    rows.into_iter().map(|(node, point, at)| Ok(ReportedBy { node, point, at: instant(at)? })).collect()
}

/// Forgets who has reported: after another restore everybody may hold more than at the last time.
pub fn forget_reports(connection: &mut AnyConnection) -> Result<(), StoreError> {
    diesel::delete(reported::table).execute(connection)?;
    Ok(())
}

/// Forgets everything given back, when it is in the log.
pub fn forget(connection: &mut AnyConnection) -> Result<(), StoreError> {
    forget_reports(connection)?;
    diesel::delete(recovered::table).execute(connection)?;
    diesel::delete(recovered_checkpoint::table).execute(connection)?;
    Ok(())
}

/// Keeps evidence of two histories, once.
pub fn keep_fork(connection: &mut AnyConnection, fork: &LogFork) -> Result<(), StoreError> {
    let id = Sha::of(format!("{}\0{}", fork.here, fork.shown).as_bytes()).to_string();
    let known: i64 = log_fork::table.filter(log_fork::id.eq(&id)).count().get_result(connection)?;
    if known == 0 {
        let row = (
            log_fork::id.eq(id),
            log_fork::at.eq(micros(fork.at)),
            log_fork::node.eq(&fork.node),
            log_fork::place.eq(stored(fork.place)?),
            log_fork::here.eq(&fork.here),
            log_fork::shown.eq(&fork.shown),
        );
        diesel::insert_into(log_fork::table).values(row).execute(connection)?;
    }
    Ok(())
}

/// The evidence kept, oldest first.
pub fn forks(connection: &mut AnyConnection) -> Result<Vec<LogFork>, StoreError> {
    type Row = (String, i64, String, i64, String, String);
    let rows: Vec<Row> = log_fork::table.order((log_fork::at, log_fork::id)).load(connection)?;
    let parse = |(_, at, node, place, here, shown): Row| {
        Ok(LogFork { node, at: instant(at)?, place: number(place)?, here, shown })
    };
    rows.into_iter().map(parse).collect()
}
