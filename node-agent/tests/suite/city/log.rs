//! The log of the city for tests: leaves, receipts under its newest checkpoint, and proofs that it only grew.

use schemas::{
    hash::Sha,
    merkle,
    problem::Problem,
    receipt::{Checkpoint, Receipt},
    wire::{Hello, Mode},
};
use tlog_tiles::tlog::{self, HashReader, prove_record, prove_tree, stored_hashes};
use wiremock::{Request, ResponseTemplate};

use super::{LOG, State, problem};

struct Stored(Vec<tlog::Hash>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        Ok(indexes.iter().map(|index| self.0[usize::try_from(*index).unwrap()]).collect())
    }
}

impl State {
    pub(super) fn hello(&self) -> Hello {
        let size = self.leaves.len();
        Hello {
            log: LOG.into(),
            key: self.key.verify_key(),
            version: "test".into(),
            time: self.time,
            mode: Mode::Live,
            size: size as u64,
            root: merkle::root(&self.leaves[..size]),
        }
    }

    /// Appends a leaf and gives its receipt.
    pub fn append(&mut self, entry: String) -> String {
        self.leaves.push(entry);
        self.receipt(self.leaves.len() - 1)
    }

    /// The receipt of a leaf under the newest checkpoint.
    pub fn receipt(&self, index: usize) -> String {
        let size = self.leaves.len();
        let proof = prove_record(size as u64, index as u64, &self.stored()).unwrap();
        let receipt = Receipt {
            entry: self.leaves[index].clone(),
            index: index as u64,
            proof: proof.into_iter().map(|hash| Sha::from_bytes(hash.0)).collect(),
            checkpoint: self.checkpoint(size),
        };
        receipt.compose()
    }

    /// The signed checkpoint over the first leaves.
    pub fn checkpoint(&self, size: usize) -> String {
        let root = merkle::root(&self.leaves[..size]);
        Checkpoint { origin: LOG.into(), size: size as u64, root }.sign(&self.key)
    }

    fn stored(&self) -> Stored {
        let mut stored = Stored(Vec::new());
        for (index, leaf) in (0_u64..).zip(&self.leaves) {
            let new = stored_hashes(index, leaf.as_bytes(), &stored).unwrap();
            stored.0.extend(new);
        }
        stored
    }

    pub(super) fn consistency(&self, request: &Request) -> ResponseTemplate {
        let asked = |name: &str| {
            let of = request.url.query_pairs().find(|(key, _)| key == name).unwrap().1.parse::<u64>();
            of.unwrap()
        };
        let (from, to) = (asked("from"), asked("to"));
        if to > self.leaves.len() as u64 || from > to {
            return problem(Problem::NotFound, None);
        }
        ResponseTemplate::new(200).set_body_string(self.growth(from, to))
    }

    /// The proof that the log of `to` leaves extends that of `from`.
    pub fn growth(&self, from: u64, to: u64) -> String {
        let proof = if from == to { Vec::new() } else { prove_tree(to, from, &self.stored()).unwrap() };
        let proof = proof.into_iter().map(|hash| Sha::from_bytes(hash.0)).collect();
        let checkpoint = self.checkpoint(usize::try_from(to).unwrap());
        schemas::consistency::Consistency { from, to, proof, checkpoint }.compose()
    }
}
