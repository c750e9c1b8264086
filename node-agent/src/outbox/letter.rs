//! Letters of the city and evidence against it, as they are kept.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SqliteConnection,
    dsl::sql,
    sql_types::{Bool, Nullable},
};
use schemas::wire::Letter;

use super::{
    Outbox, StoreFault,
    schema::{collected, fork, letter},
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
    /// Up to which leaf letters were fetched.
    pub(crate) fn collected(&self) -> Result<Option<u64>, StoreFault> {
        self.read(|connection| {
            let newest: Option<i64> =
                collected::table.select(collected::leaf_index).first(connection).optional()?;
            Ok(newest.and_then(|index| u64::try_from(index).ok()))
        })
    }

    /// Keeps the next letters, which were verified, each with the index of its leaf, and heeds what they say.
    pub(crate) fn keep_letters(&self, letters: &[(u64, Letter)]) -> Result<(), StoreFault> {
        self.write(|connection| {
            for (index, letter) in letters {
                keep(connection, *index, letter)?;
            }
            if let Some((last, _)) = letters.last() {
                let row = (collected::one.eq(1_i64), collected::leaf_index.eq(place(*last)));
                diesel::replace_into(collected::table).values(row).execute(connection)?;
            }
            heed(connection)
        })
    }

    /// Keeps a letter before its turn, and heeds what it says: those between are fetched all the same.
    pub(crate) fn keep_letter(&self, index: u64, letter: &Letter) -> Result<(), StoreFault> {
        self.write(|connection| {
            keep(connection, index, letter)?;
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

    /// Where the letters lie that hand a policy over, the newest first.
    pub(crate) fn policies(&self) -> Result<Vec<i64>, StoreFault> {
        // As the index says it, letter by letter.
        let of_policy = sql::<Nullable<Bool>>("substr(document, 1, 15) = 'tongbao-policy/'");
        self.read(|connection| {
            let found = letter::table.filter(of_policy).order(letter::leaf_index.desc());
            Ok(found.select(letter::leaf_index).load(connection)?)
        })
    }

    /// The letters that decide of a duty, in the order of the log.
    pub(crate) fn duty_letters(&self) -> Result<Vec<Letter>, StoreFault> {
        // As the index says it, letter by letter.
        let of_duty = sql::<Nullable<Bool>>("substr(document, 1, 13) = 'tongbao-duty/'");
        self.read(|connection| {
            let found = letter::table.filter(of_duty).order(letter::leaf_index);
            let rows: Vec<(String, Option<String>)> =
                found.select((letter::receipt, letter::document)).load(connection)?;
            Ok(rows.into_iter().map(|(receipt, document)| Letter { receipt, document }).collect())
        })
    }

    /// The letters that put something to the bureau, say what became of it, or answer what it handed up, in the order of the log.
    pub(crate) fn directive_letters(&self) -> Result<Vec<Letter>, StoreFault> {
        let of_supervision =
            sql::<Nullable<Bool>>("substr(document, 1, 17) IN ('tongbao-directive', 'tongbao-handover/')");
        self.read(|connection| {
            let found = letter::table.filter(of_supervision).order(letter::leaf_index);
            let rows: Vec<(String, Option<String>)> =
                found.select((letter::receipt, letter::document)).load(connection)?;
            Ok(rows.into_iter().map(|(receipt, document)| Letter { receipt, document }).collect())
        })
    }

    /// One letter.
    pub(crate) fn letter(&self, index: i64) -> Result<Letter, StoreFault> {
        self.read(|connection| {
            let columns = (letter::receipt, letter::document);
            let (receipt, document) = letter::table.find(index).select(columns).first(connection)?;
            Ok(Letter { receipt, document })
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

fn place(index: u64) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

fn keep(connection: &mut SqliteConnection, index: u64, new: &Letter) -> Result<(), StoreFault> {
    let Letter { receipt, document } = new;
    let row =
        (letter::leaf_index.eq(place(index)), letter::receipt.eq(receipt), letter::document.eq(document));
    diesel::insert_into(letter::table).values(row).on_conflict_do_nothing().execute(connection)?;
    Ok(())
}
