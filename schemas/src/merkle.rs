//! The RFC 6962 tree over a list of leaves, and the proofs an agent verifies; hashing rules and proof checks
//! are the `tlog_tiles` crate's.

use tlog_tiles::tlog::{self, Hash};

use crate::hash::Sha;

/// Root of the tree over these leaf entries; the empty tree has the hash of nothing.
pub fn root<B: AsRef<[u8]>>(leaves: impl IntoIterator<Item = B>) -> Sha {
    let mut edge = Edge::default();
    for leaf in leaves {
        edge.push(leaf_hash(leaf.as_ref()));
    }
    edge.root()
}

/// Hash of a leaf with this entry.
pub fn leaf_hash(entry: &[u8]) -> Sha {
    Sha::from_bytes(tlog::record_hash(entry).0)
}

/// Hash of the node above these two.
pub fn node_hash(left: &Sha, right: &Sha) -> Sha {
    Sha::from_bytes(tlog::node_hash(Hash(*left.bytes()), Hash(*right.bytes())).0)
}

/// The right edge of a growing tree: the roots of its complete subtrees, the largest first. It is all that appending
/// and computing a root need, so a tree of any size is walked in little memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    peaks: Vec<Sha>,
}

/// A node of the tree that appending completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its height above the leaves.
    pub level: u8,
    /// Its number among the nodes of its height, from 0.
    pub number: u64,
    /// Its hash.
    pub hash: Sha,
}

impl Edge {
    /// The edge of a tree of `size` leaves, if there is a hash for each of its [`Edge::places`].
    pub fn of(size: u64, peaks: Vec<Sha>) -> Option<Self> {
        let complete = usize::try_from(size.count_ones()) == Ok(peaks.len());
        complete.then_some(Self { size, peaks })
    }

    /// Level and number of each subtree on the edge of a tree of `size` leaves, the largest first.
    pub fn places(size: u64) -> Vec<(u8, u64)> {
        let levels = (0..64_u8).rev().filter(|level| size >> level & 1 == 1);
        // The subtree of a set bit ends where the bits above it and it itself are counted in full.
        levels.map(|level| (level, (size >> level) - 1)).collect()
    }

    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Takes the next leaf's hash and gives the nodes it completes, from the leaf upwards.
    pub fn push(&mut self, leaf: Sha) -> Vec<Node> {
        let mut node = Node { level: 0, number: self.size, hash: leaf };
        let mut completed = vec![node];
        while node.number & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            node =
                Node { level: node.level + 1, number: node.number >> 1, hash: node_hash(&left, &node.hash) };
            completed.push(node);
        }
        self.peaks.push(node.hash);
        self.size += 1;
        completed
    }

    /// The root; that of the empty tree is the hash of nothing.
    pub fn root(&self) -> Sha {
        let whole = self.peaks.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        whole.unwrap_or_else(|| Sha::of(&[]))
    }
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

        #[test]
        fn the_edge_completes_the_nodes_that_are_stored(size in 1_u64..200) {
            let tree = stored(size);
            let mut edge = Edge::default();
            let mut at = 0;
            for leaf in 0..size {
                for node in edge.push(leaf_hash(&leaf.to_be_bytes())) {
                    prop_assert_eq!(tlog::stored_hash_index(node.level, node.number), at as u64);
                    prop_assert_eq!(node.hash, sha(tree.0[at]));
                    at += 1;
                }
            }
            let at = |(level, number)| sha(tree.0[tlog::stored_hash_index(level, number) as usize]);
            let again = Edge::of(size, Edge::places(size).into_iter().map(at).collect()).unwrap();
            prop_assert_eq!(again, edge.clone());
            prop_assert_eq!(edge.root(), sha(tree_hash(size, &tree).unwrap()));
        }
    }
}
