//! Letters of the city and evidence against it, as they are kept.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, dsl::max};
use schemas::wire::Letter;

use super::{
    Outbox, StoreFault,
    schema::{fork, letter},
    told::heed,
};

/// Two checkpoints, both signed by the log, that cannot belong to one history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The one this node had verified.
    pub verified: String,
    /// The one that was shown.
    pub other: String,
}

impl Outbox {
    /// Index of the newest leaf whose letter is kept.
    pub(crate) fn newest_letter(&self) -> Result<Option<u64>, StoreFault> {
        self.read(|connection| {
            let newest: Option<i64> = letter::table.select(max(letter::leaf_index)).first(connection)?;
            Ok(newest.and_then(|index| u64::try_from(index).ok()))
        })
    }

    /// Keeps letters that were verified, each with the index of its leaf, and heeds what they say.
    pub(crate) fn keep_letters(&self, letters: &[(u64, Letter)]) -> Result<(), StoreFault> {
        self.write(|connection| {
            for (index, Letter { receipt, document }) in letters {
                let row = (
                    letter::leaf_index.eq(i64::try_from(*index).unwrap_or(i64::MAX)),
                    letter::receipt.eq(receipt),
                    letter::document.eq(document),
                );
                diesel::insert_into(letter::table)
                    .values(row)
                    .on_conflict_do_nothing()
                    .execute(connection)?;
            }
            heed(connection)
        })
    }

    /// Every letter, in the order of the log.
    pub(crate) fn letters(&self) -> Result<Vec<Letter>, StoreFault> {
        self.read(|connection| {
            let rows: Vec<(String, Option<String>)> = letter::table
                .order(letter::leaf_index)
                .select((letter::receipt, letter::document))
                .load(connection)?;
            Ok(rows.into_iter().map(|(receipt, document)| Letter { receipt, document }).collect())
        })
    }

    /// Every letter with the index of its leaf.
    pub(crate) fn numbered_letters(&self) -> Result<Vec<(i64, Letter)>, StoreFault> {
        self.read(|connection| {
            let rows: Vec<(i64, String, Option<String>)> = letter::table
                .order(letter::leaf_index)
                .select((letter::leaf_index, letter::receipt, letter::document))
                .load(connection)?;
            Ok(rows
                .into_iter()
                .map(|(index, receipt, document)| (index, Letter { receipt, document }))
                .collect())
        })
    }

    /// Keeps two checkpoints that cannot belong to one history.
    pub(crate) fn keep_fork(&self, found: &Fork) -> Result<(), StoreFault> {
        self.write(|connection| {
            let row = (fork::verified.eq(&found.verified), fork::other.eq(&found.other));
            diesel::insert_into(fork::table).values(row).on_conflict_do_nothing().execute(connection)?;
            Ok(())
        })
    }

    /// The evidence kept, oldest first.
    pub(crate) fn forks(&self) -> Result<Vec<Fork>, StoreFault> {
        self.read(|connection| {
            let rows: Vec<(String, String)> =
                fork::table.order(fork::number).select((fork::verified, fork::other)).load(connection)?;
            Ok(rows.into_iter().map(|(verified, other)| Fork { verified, other }).collect())
        })
    }
}
