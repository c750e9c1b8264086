//! What clients were told, kept by the test: every receipt and every checkpoint that ever reached one.

use std::{collections::BTreeMap, sync::Mutex};

use schemas::{
    hash::Sha,
    note::VerifyKey,
    receipt::{Checkpoint, Receipt},
};

use super::stored::Stored;

/// Promises of one city.
pub struct Acknowledged {
    log: VerifyKey,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    /// Index and leaf of every statement a receipt was given for.
    receipts: BTreeMap<Sha, (u64, String)>,
    /// Roots by size.
    points: BTreeMap<u64, Checkpoint>,
}

impl Acknowledged {
    pub fn by(log: VerifyKey) -> Self {
        Self { log, told: Mutex::default() }
    }

    /// Takes a receipt that reached a client; it must prove the statement, say what every receipt of it said before, and
    /// stand under a checkpoint that contradicts none.
    pub fn receipt(&self, statement: &Sha, text: &str) {
        let receipt = Receipt::parse(text).unwrap_or_else(|fault| panic!("{fault}: {text}"));
        let proven =
            receipt.verify_for(statement, &self.log).unwrap_or_else(|fault| panic!("{fault}: {text}"));
        let mut told = self.told.lock().unwrap();
        let said = told.receipts.entry(*statement).or_insert_with(|| (proven.index, receipt.entry.clone()));
        assert_eq!(*said, (proven.index, receipt.entry), "the same statement at two places");
        let known = told.points.entry(proven.checkpoint.size).or_insert_with(|| proven.checkpoint.clone());
        assert_eq!(*known, proven.checkpoint, "two checkpoints of one size");
    }

    /// Whether a store holds all that was promised.
    pub fn kept_by(&self, stored: &Stored) -> Result<(), String> {
        let told = self.told.lock().unwrap();
        for (statement, (index, leaf)) in &told.receipts {
            let found = usize::try_from(*index).ok().and_then(|index| stored.leaves.get(index));
            if found != Some(leaf) {
                return Err(format!("statement {statement} was receipted as leaf {index} and is not there"));
            }
        }
        told.points.values().try_for_each(|point| stored.agrees(point))
    }

    /// Statements receipted.
    pub fn len(&self) -> usize {
        self.told.lock().unwrap().receipts.len()
    }

    pub fn knows(&self, statement: &Sha) -> bool {
        self.told.lock().unwrap().receipts.contains_key(statement)
    }
}
