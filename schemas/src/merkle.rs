//! The RFC 6962 tree over a list of leaves, and the proofs an agent verifies; hashing rules and proof checks
//! are the `tlog_tiles` crate's.

use tlog_tiles::tlog::{self, Hash};

use crate::hash::Sha;

/// Root of the tree over these leaf entries; the empty tree has the hash of nothing.
pub fn root<B: AsRef<[u8]>>(leaves: impl IntoIterator<Item = B>) -> Sha {
    // Roots of the complete subtrees so far, largest first, with their sizes: the "compact range".
    let mut subtrees: Vec<(u64, Hash)> = Vec::new();
    for leaf in leaves {
        let (mut size, mut hash) = (1, tlog::record_hash(leaf.as_ref()));
        while let Some((_, left)) = subtrees.pop_if(|(other, _)| *other == size) {
            hash = tlog::node_hash(left, hash);
            size *= 2;
        }
        subtrees.push((size, hash));
    }
    let whole =
        subtrees.into_iter().rev().map(|(_, hash)| hash).reduce(|right, left| tlog::node_hash(left, right));
    whole.map_or_else(|| Sha::of(&[]), |hash| Sha::from_bytes(hash.0))
}

/// Whether `entry` is leaf `index` of the tree of `size` leaves with this root.
pub fn includes(proof: &[Sha], size: u64, root: &Sha, index: u64, entry: &[u8]) -> bool {
    index < size
        && tlog::check_record(&hashes(proof), size, Hash(*root.bytes()), index, tlog::record_hash(entry))
            .is_ok()
}

/// Whether the tree of `size` leaves is an extension of the tree of `earlier` leaves.
pub fn extends(proof: &[Sha], size: u64, root: &Sha, earlier: u64, earlier_root: &Sha) -> bool {
    match earlier {
        0 => proof.is_empty(),
        _ if earlier == size => proof.is_empty() && root == earlier_root,
        _ => {
            earlier < size
                && tlog::check_tree(
                    &hashes(proof),
                    size,
                    Hash(*root.bytes()),
                    earlier,
                    Hash(*earlier_root.bytes()),
                )
                .is_ok()
        }
    }
}

fn hashes(proof: &[Sha]) -> Vec<Hash> {
    proof.iter().map(|sha| Hash(*sha.bytes())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tlog_tiles::tlog::{HashReader, prove_record, prove_tree, stored_hashes, tree_hash};

    use super::*;

    struct Stored(Vec<Hash>);

    impl HashReader for Stored {
        fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog::Error> {
            Ok(indexes.iter().map(|index| self.0[*index as usize]).collect())
        }
    }

    fn stored(leaves: u64) -> Stored {
        let mut stored = Stored(Vec::new());
        for leaf in 0..leaves {
            let new = stored_hashes(leaf, &leaf.to_be_bytes(), &stored).unwrap();
            stored.0.extend(new);
        }
        stored
    }

    fn sha(hash: Hash) -> Sha {
        Sha::from_bytes(hash.0)
    }

    #[test]
    fn known_roots() {
        // RFC 6962 §2.1: the empty tree, and one empty leaf.
        assert_eq!(
            root([] as [&[u8]; 0]).to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            root([b""]).to_string(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
    }

    proptest! {
        #[test]
        fn agrees_with_stored_hashes_and_their_proofs(size in 1_u64..70, pick in 0_u64..70, older in 1_u64..70) {
            let (index, earlier) = (pick % size, older % size + 1);
            let tree = stored(size);
            let whole = root((0..size).map(u64::to_be_bytes));
            prop_assert_eq!(whole, sha(tree_hash(size, &tree).unwrap()));
            let proof: Vec<Sha> = prove_record(size, index, &tree).unwrap().into_iter().map(sha).collect();
            prop_assert!(includes(&proof, size, &whole, index, &index.to_be_bytes()));
            prop_assert!(!includes(&proof, size, &whole, index, &(index + 1).to_be_bytes()));
            let before = root((0..earlier).map(u64::to_be_bytes));
            let proof: Vec<Sha> = if earlier == size { Vec::new() } else { prove_tree(size, earlier, &tree).unwrap().into_iter().map(sha).collect() };
            prop_assert!(extends(&proof, size, &whole, earlier, &before));
            prop_assert!(!extends(&proof, size, &whole, earlier, &Sha::of(b"other")));
        }
    }
}
