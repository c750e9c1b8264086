//! RFC 6962 §2.1 against known answers, spoilt ones, and a second implementation that shares no code with ours.

use ct_merkle::{ConsistencyProof, InclusionProof, RootHash, mem_backed_tree::MemoryBackedTree};
use proptest::prelude::*;
use schemas::{
    hash::Sha,
    merkle::{self, extends, includes},
};
use serde::Deserialize;
use sha2_of_ct_merkle::Sha256;

#[derive(Deserialize)]
struct Known {
    leaves: Vec<String>,
    roots: Vec<Sha>,
    inclusion: Vec<Inclusion>,
    consistency: Vec<Consistency>,
}

#[derive(Deserialize)]
struct Inclusion {
    size: u64,
    index: u64,
    proof: Vec<Sha>,
}

#[derive(Deserialize)]
struct Consistency {
    from: u64,
    to: u64,
    proof: Vec<Sha>,
}

fn known() -> (Known, Vec<Vec<u8>>) {
    let known: Known = serde_json::from_str(include_str!("../data/vectors/rfc6962.json")).unwrap();
    let leaves = known.leaves.iter().map(|leaf| hex::decode(leaf).unwrap()).collect();
    (known, leaves)
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

#[test]
fn known_roots_and_proofs() {
    let (known, leaves) = known();
    assert_eq!((known.roots.len(), known.inclusion.len(), known.consistency.len()), (8, 7, 4));
    let root = |size: u64| known.roots[index(size) - 1];
    for (size, expected) in (1..).zip(&known.roots) {
        assert_eq!(merkle::root(&leaves[..size]), *expected, "{size} leaves");
    }
    for Inclusion { size, index: at, proof } in &known.inclusion {
        assert!(includes(proof, *size, &root(*size), *at, &leaves[index(*at)]), "{at} of {size}");
    }
    for Consistency { from, to, proof } in &known.consistency {
        assert!(extends(proof, *to, &root(*to), *from, &root(*from)), "{from} to {to}");
    }
}

/// Proofs spoilt in every way that the published cases name.
fn spoilt(proof: &[Sha], root: Sha) -> Vec<Vec<Sha>> {
    let mut wrong: Vec<Vec<Sha>> = Vec::new();
    for at in 0..proof.len() {
        for bit in [0_u8, 4, 7] {
            let mut flipped = proof.to_vec();
            let mut bytes = *flipped[at].bytes();
            bytes[usize::from(bit)] ^= 1 << bit;
            flipped[at] = Sha::from_bytes(bytes);
            wrong.push(flipped);
        }
        let mut without = proof.to_vec();
        without.remove(at);
        wrong.push(without);
        wrong.push(proof[..at].to_vec());
    }
    for extra in
        [Sha::from_bytes([0; 32]), Sha::of(b"garbage"), root].into_iter().chain(proof.first().copied())
    {
        wrong.push([&[extra], proof].concat());
        wrong.push([proof, &[extra]].concat());
    }
    for at in 1..proof.len() {
        let mut swapped = proof.to_vec();
        swapped.swap(at - 1, at);
        wrong.push(swapped);
    }
    wrong
}

/// Other sizes or places, as the published cases change them.
fn others(number: u64) -> [u64; 6] {
    [number.wrapping_sub(1), number + 1, number ^ 2, number * 2, number / 2, u64::MAX]
}

#[test]
fn spoilt_inclusion_proofs_are_refused() {
    let (known, leaves) = known();
    let mut tried = 0;
    for Inclusion { size, index: at, proof } in &known.inclusion {
        let (root, leaf) = (known.roots[index(*size) - 1], &leaves[index(*at)]);
        for wrong in spoilt(proof, root) {
            assert!(!includes(&wrong, *size, &root, *at, leaf), "{at} of {size}: {wrong:?}");
            tried += 1;
        }
        for other in others(*at).into_iter().filter(|other| other != at) {
            assert!(!includes(proof, *size, &root, other, leaf), "{at} of {size} as {other}");
        }
        // A proof may well be one of a tree of another size with the same root hash: the size is signed beside it.
        assert!(!includes(proof, *at, &root, *at, leaf) && !includes(proof, 0, &root, *at, leaf));
        assert!(!includes(proof, *size, &Sha::of(b"other root"), *at, leaf));
        assert!(!includes(proof, *size, &root, *at, b"other leaf"));
    }
    assert!(tried > 100, "{tried}");
}

#[test]
fn spoilt_consistency_proofs_are_refused() {
    let (known, _) = known();
    let mut tried = 0;
    for Consistency { from, to, proof } in &known.consistency {
        let (older, newer) = (known.roots[index(*from) - 1], known.roots[index(*to) - 1]);
        for wrong in spoilt(proof, newer) {
            assert!(!extends(&wrong, *to, &newer, *from, &older), "{from} to {to}: {wrong:?}");
            tried += 1;
        }
        let other = Sha::of(b"other root");
        assert!(!extends(proof, *to, &other, *from, &older) && !extends(proof, *to, &newer, *from, &other));
        if from != to {
            assert!(!extends(proof, *to, &older, *from, &newer), "swapped roots");
            assert!(!extends(proof, *from, &newer, *to, &older), "swapped sizes");
            assert!(!extends(proof, *from - 1, &newer, *from, &older), "a log that shrank");
            assert!(!extends(&[], *to, &newer, *from, &older), "no proof at all");
        }
    }
    assert!(tried > 40, "{tried}");
}

fn theirs(leaves: &[Vec<u8>]) -> MemoryBackedTree<Sha256, Vec<u8>> {
    let mut tree = MemoryBackedTree::new();
    leaves.iter().for_each(|leaf| tree.push(leaf.clone()));
    tree
}

fn shas(bytes: &[u8]) -> Vec<Sha> {
    bytes.chunks_exact(32).map(|chunk| Sha::from_bytes(chunk.try_into().unwrap())).collect()
}

fn flat(proof: &[Sha]) -> Vec<u8> {
    proof.iter().flat_map(|sha| *sha.bytes()).collect()
}

fn their_root(root: &Sha, size: u64) -> RootHash<Sha256> {
    RootHash::new((*root.bytes()).into(), size)
}

/// A proof as it is, or with one thing changed.
fn changed(mut proof: Vec<Sha>, how: u8, at: usize) -> Vec<Sha> {
    match how {
        0 => {}
        1 => drop(proof.pop()),
        2 => proof.push(Sha::of(&[how])),
        3 => proof.reverse(),
        _ if proof.is_empty() => {}
        _ => {
            let at = at % proof.len();
            proof[at] = Sha::of(proof[at].bytes());
        }
    }
    proof
}

proptest! {
    #[test]
    fn a_second_implementation_gives_the_same_roots_and_verdicts(
        leaves in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..12), 1..80),
        pick: usize,
        older: usize,
        how in 0_u8..6,
        at: usize,
        off in 0_u64..3,
    ) {
        let tree = theirs(&leaves);
        let size = tree.len();
        let root = merkle::root(&leaves);
        let their = tree.root();
        prop_assert_eq!(&root.bytes()[..], &their.as_bytes()[..]);

        let which = pick % leaves.len();
        let proof = changed(shas(tree.prove_inclusion(which).as_bytes()), how, at);
        let place = which as u64 + off;
        let ours = includes(&proof, size, &root, place, &leaves[which]);
        let verdict = their_root(&root, size)
            .verify_inclusion(&leaves[which], place, &InclusionProof::from_bytes(flat(&proof)));
        prop_assert_eq!(ours, verdict.is_ok());
        prop_assert!(ours || how != 0 || off != 0);

        let earlier = older % leaves.len() + 1;
        let before = merkle::root(&leaves[..earlier]);
        let proof = changed(shas(tree.prove_consistency(leaves.len() - earlier).as_bytes()), how, at);
        let claimed = (earlier as u64).saturating_sub(off);
        let ours = extends(&proof, size, &root, claimed, &before);
        let verdict = ConsistencyProof::try_from_bytes(flat(&proof))
            .is_ok_and(|proof| their_root(&root, size).verify_consistency(&their_root(&before, claimed), &proof).is_ok());
        // Theirs refuses the empty earlier tree, which everything extends; there is nothing else they may differ in.
        if claimed > 0 {
            prop_assert_eq!(ours, verdict);
        }
        prop_assert!(ours || how != 0 || off != 0);
    }
}
