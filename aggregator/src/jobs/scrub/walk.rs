//! The walk along the leaves that tells which of two things that disagree has changed.
//!
//! Where a text and a stored hash, or a node and what is below it, do not agree, both are carried on as candidates with
//! what would be wrong if this one were right. The node above, or a signed root, decides between them.

use std::collections::{BTreeMap, BTreeSet};

use schemas::{hash::Sha, merkle::node_hash};
use tlog_tiles::tlog::stored_hash_index;

use super::Fault;

/// Most candidates of one node; several faults close together make more, and then the likeliest are kept.
const CANDIDATES: usize = 4;
/// Most ways a root is tried in.
const TRIES: usize = 256;

/// A hash a node may truly have had.
#[derive(Clone, Debug)]
struct Candidate {
    hash: Sha,
    /// What has changed, if this is the true one.
    blame: Vec<Fault>,
}

/// The root of a complete subtree at the right edge.
#[derive(Debug)]
struct Peak {
    level: u8,
    number: u64,
    candidates: Vec<Candidate>,
}

/// The walk.
#[derive(Debug, Default)]
pub(super) struct Walk {
    peaks: Vec<Peak>,
    nodes: BTreeMap<u64, Sha>,
    faults: Vec<Fault>,
    bad_leaves: BTreeSet<u64>,
}

impl Walk {
    /// The stored hashes of the next batch of leaves and the nodes they complete, by place.
    pub(super) fn take_nodes(&mut self, nodes: Vec<(u64, Sha)>) {
        self.nodes = nodes.into_iter().collect();
    }

    /// The next leaf: the hash of its text, if it is there.
    pub(super) fn leaf(&mut self, index: u64, text: Option<Sha>) {
        let candidates = match (text, self.nodes.remove(&stored_hash_index(0, index))) {
            (Some(text), Some(stored)) if text == stored => vec![Candidate { hash: text, blame: vec![] }],
            (None, None) => {
                self.faults.push(Fault::Leaf(index));
                vec![]
            }
            (text, stored) => {
                let stored = stored.map(|hash| Candidate { hash, blame: vec![Fault::Leaf(index)] });
                let text = text.map(|hash| Candidate { hash, blame: vec![Fault::Node(0, index)] });
                self.bad_leaves.insert(index);
                stored.into_iter().chain(text).collect()
            }
        };
        self.join(Peak { level: 0, number: index, candidates });
    }

    /// Puts a node on the edge and completes what it completes.
    fn join(&mut self, mut right: Peak) {
        while right.number & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            right = self.above(left, right);
        }
        self.peaks.push(right);
    }

    /// The node above two others.
    fn above(&mut self, left: Peak, right: Peak) -> Peak {
        let (level, number) = (right.level + 1, right.number >> 1);
        let stored = self.nodes.remove(&stored_hash_index(level, number));
        let mut computed = Vec::new();
        for one in &left.candidates {
            for other in &right.candidates {
                let hash = node_hash(&one.hash, &other.hash);
                computed.push(Candidate { hash, blame: [one.blame.as_slice(), &other.blame].concat() });
            }
        }
        // What the stored hash confirms is settled.
        if let Some(at) = computed.iter().position(|candidate| Some(candidate.hash) == stored) {
            let Candidate { hash, blame } = computed.swap_remove(at);
            self.faults.extend(blame);
            return Peak { level, number, candidates: vec![Candidate { hash, blame: vec![] }] };
        }
        if computed.is_empty() {
            // Nothing below is left, and that has been said; what is stored here is all there is to go by.
            let candidates = stored.map(|hash| Candidate { hash, blame: vec![] });
            return Peak { level, number, candidates: candidates.into_iter().collect() };
        }
        computed.iter_mut().for_each(|candidate| candidate.blame.push(Fault::Node(level, number)));
        if let Some(hash) = stored {
            let mut blame = computed.first().map(|first| first.blame.clone()).unwrap_or_default();
            blame.pop();
            blame.push(Fault::Below(level, number));
            // Before the last, so that it is kept when there are too many.
            computed.insert(computed.len().min(1), Candidate { hash, blame });
        }
        computed.truncate(CANDIDATES);
        Peak { level, number, candidates: computed }
    }

    /// Whether the edge can have this signed root; if so, what it decides is settled.
    pub(super) fn settle(&mut self, root: &Sha) -> bool {
        let mut ways: Vec<Vec<usize>> = vec![vec![]];
        for peak in &self.peaks {
            let choices = 0..peak.candidates.len();
            ways = ways
                .into_iter()
                .flat_map(|way| choices.clone().map(move |choice| [way.as_slice(), &[choice]].concat()))
                .take(TRIES)
                .collect();
        }
        let Some(way) = ways.into_iter().find(|way| self.root_of(way).as_ref() == Some(root)) else {
            return false;
        };
        for (peak, choice) in self.peaks.iter_mut().zip(way) {
            if choice < peak.candidates.len() {
                let Candidate { hash, blame } = peak.candidates.swap_remove(choice);
                self.faults.extend(blame);
                peak.candidates = vec![Candidate { hash, blame: vec![] }];
            }
        }
        true
    }

    fn root_of(&self, way: &[usize]) -> Option<Sha> {
        let hashes = self.peaks.iter().zip(way).map(|(peak, choice)| peak.candidates.get(*choice));
        let hashes: Option<Vec<Sha>> =
            hashes.map(|candidate| candidate.map(|candidate| candidate.hash)).collect();
        hashes?.into_iter().rev().reduce(|right, left| node_hash(&left, &right))
    }

    /// The faults settled since last asked.
    pub(super) fn drain(&mut self) -> Vec<Fault> {
        std::mem::take(&mut self.faults)
    }

    /// What nothing has decided: the stored hashes are taken to be right.
    pub(super) fn end(&mut self) -> Vec<Fault> {
        let undecided = self.peaks.iter_mut().filter_map(|peak| peak.candidates.first_mut());
        let undecided = undecided.flat_map(|candidate| std::mem::take(&mut candidate.blame));
        self.faults.extend(undecided);
        self.drain()
    }

    /// Whether text and hash of a leaf do not agree.
    pub(super) fn doubts(&self, index: u64) -> bool {
        self.bad_leaves.contains(&index)
    }

    /// The leaves whose text and hash do not agree.
    pub(super) fn bad_leaves(self) -> BTreeSet<u64> {
        self.bad_leaves
    }
}
