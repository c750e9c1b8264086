//! The proof that a log has only grown: hashes that lead from the root of an earlier checkpoint to that of a later one.
//! With it a receipt of long ago holds under what the log says today, and two histories cannot be told to two readers.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::{
    hash::Sha,
    merkle,
    note::VerifyKey,
    receipt::{Checkpoint, MAX_BYTES, ReceiptFault, sha},
};

const TITLE: &str = "tongbao-consistency/v1";

/// A proof between two sizes of a log, with the later checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consistency {
    /// Leaves of the earlier tree.
    pub from: u64,
    /// Leaves of the later one.
    pub to: u64,
    /// The proof of RFC 6962 §2.1.2.
    pub proof: Vec<Sha>,
    /// The signed checkpoint of the later tree.
    pub checkpoint: String,
}

/// Why a log cannot be said to have only grown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConsistencyFault {
    /// Not such a proof.
    #[error("not a consistency proof")]
    Malformed,
    /// It is between other sizes than asked for.
    #[error("the proof is between other checkpoints")]
    Other,
    /// The later checkpoint is not the log's.
    #[error("the later checkpoint cannot stand: {0}")]
    Checkpoint(#[from] ReceiptFault),
    /// The later tree is no extension of the earlier: the log shows two histories.
    #[error("the later tree does not extend the earlier one")]
    Fork,
}

impl Consistency {
    /// The text: title, sizes, hashes in base64, blank line, checkpoint.
    pub fn compose(&self) -> String {
        let proof: String = self.proof.iter().map(|hash| BASE64.encode(hash.bytes()) + "\n").collect();
        format!("{TITLE}\nfrom {}\nto {}\n{proof}\n{}", self.from, self.to, self.checkpoint)
    }

    /// Reads a proof without verifying it.
    ///
    /// # Errors
    /// [`ConsistencyFault::Malformed`].
    pub fn parse(text: &str) -> Result<Self, ConsistencyFault> {
        Self::read(text).filter(|read| read.compose() == text).ok_or(ConsistencyFault::Malformed)
    }

    fn read(text: &str) -> Option<Self> {
        let text = (text.len() <= MAX_BYTES).then_some(text)?;
        let (head, checkpoint) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        lines.next().filter(|title| *title == TITLE)?;
        let from = lines.next()?.strip_prefix("from ")?.parse().ok()?;
        let to = lines.next()?.strip_prefix("to ")?.parse().ok()?;
        // A tree of 2⁶⁴ leaves is 64 high, and a proof goes up once on each side.
        let proof = lines.map(sha).collect::<Option<Vec<Sha>>>().filter(|proof| proof.len() <= 128)?;
        Some(Self { from, to, proof, checkpoint: checkpoint.to_owned() })
    }

    /// The later checkpoint, if it is the log's and extends the earlier one.
    ///
    /// # Errors
    /// [`ConsistencyFault`]; [`ConsistencyFault::Fork`] only where both checkpoints are the log's own.
    pub fn verify(&self, earlier: &Checkpoint, log: &VerifyKey) -> Result<Checkpoint, ConsistencyFault> {
        let later = Checkpoint::open(&self.checkpoint, log)?;
        if later.origin != earlier.origin {
            return Err(ReceiptFault::Origin.into());
        }
        if (earlier.size, later.size) != (self.from, self.to) {
            return Err(ConsistencyFault::Other);
        }
        let extends = merkle::extends(&self.proof, later.size, &later.root, earlier.size, &earlier.root);
        extends.then_some(later).ok_or(ConsistencyFault::Fork)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::SignKey;

    fn leaves(size: u64) -> impl Iterator<Item = [u8; 8]> {
        (0..size).map(u64::to_be_bytes)
    }

    fn at(size: u64) -> Checkpoint {
        Checkpoint { origin: "tongbao.example/1".into(), size, root: merkle::root(leaves(size)) }
    }

    fn key() -> SignKey {
        SignKey::from_seed("tongbao.example/1", &[3; 32]).unwrap()
    }

    /// From 2 leaves to 3: the third is the right half.
    fn two_to_three() -> Consistency {
        let proof = vec![merkle::leaf_hash(&2_u64.to_be_bytes())];
        Consistency { from: 2, to: 3, proof, checkpoint: at(3).sign(&key()) }
    }

    #[test]
    fn proves_growth_and_names_what_does_not_hold() {
        let proof = Consistency::parse(&two_to_three().compose()).unwrap();
        let log = key().verify_key();
        assert_eq!(proof.verify(&at(2), &log).unwrap(), at(3));
        assert_eq!(proof.verify(&at(1), &log).unwrap_err(), ConsistencyFault::Other);
        let other = Checkpoint { root: Sha::of(b"another history"), ..at(2) };
        assert_eq!(proof.verify(&other, &log).unwrap_err(), ConsistencyFault::Fork);
        let elsewhere = Checkpoint { origin: "elsewhere/1".into(), ..at(2) };
        assert_eq!(proof.verify(&elsewhere, &log).unwrap_err(), ReceiptFault::Origin.into());
        let forged = SignKey::from_seed("tongbao.example/1", &[4; 32]).unwrap().verify_key();
        assert!(matches!(proof.verify(&at(2), &forged), Err(ConsistencyFault::Checkpoint(_))));
        let same = Consistency { from: 3, to: 3, proof: vec![], ..two_to_three() };
        assert_eq!(same.verify(&at(3), &log).unwrap(), at(3));
    }

    #[test]
    fn only_one_spelling_is_read() {
        let text = two_to_three().compose();
        for (old, new) in
            [("from 2", "from 02"), ("to 3", "to +3"), ("tongbao-consistency/v1", "v1"), ("\n\n", "\n")]
        {
            assert_eq!(
                Consistency::parse(&text.replacen(old, new, 1)).unwrap_err(),
                ConsistencyFault::Malformed,
                "{new}"
            );
        }
    }
}
