//! The model: what was sealed, what the city should hold, and what it should answer. No program is called here.

use std::collections::BTreeMap;

use proptest::{prelude::*, sample::Index, strategy::Union};
use proptest_state_machine::ReferenceStateMachine;

/// Nodes: the first two speak for one bureau.
pub const NODES: usize = 4;
/// Filings a bureau may have.
pub const FILINGS: usize = 3;

/// The bureau of a node.
pub const fn bureau(node: usize) -> usize {
    if node == 0 { 0 } else { node - 1 }
}

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    File,
    Nil,
    Amend,
    Void,
}

/// Something that happens.
#[derive(Clone, Debug)]
pub enum Deed {
    /// A node seals a statement on the head it knows.
    Seal { node: usize, filing: usize, empty: bool },
    /// A sealed statement reaches the city; whether the node hears the answer.
    Send { which: Index, heard: bool },
    /// The same statement reaches the city twice at once.
    Twice { which: Index },
    /// A node puts a new key in place of its own; whether it hears that this was done. If not, it asks again later.
    Rotate { node: usize },
    /// The same exchange is asked for again.
    RotateAgain { node: usize },
    /// The city revokes a node's key.
    Revoke { node: usize },
    /// The city is stopped and started.
    Restart,
    /// The city is backed up.
    BackUp,
    /// The city is lost; the last backup takes its place, and the nodes give back what the log handed out since.
    Restore,
}

/// A sealed statement.
#[derive(Clone, Copy, Debug)]
pub struct Sealed {
    pub node: usize,
    /// Which of the node's keys signed it.
    pub key: usize,
    pub filing: usize,
    pub does: Does,
    pub revision: u32,
    /// The statement it replaces, by number.
    pub supersedes: Option<usize>,
    /// Its leaf, once it was accepted.
    pub leaf: Option<u64>,
}

/// A node as the model knows it.
#[derive(Clone, Debug)]
pub struct Node {
    /// Leaves that admitted its keys, oldest first.
    pub keys: Vec<u64>,
    pub revoked: bool,
    /// The head it believes in, by filing: a statement by number.
    pub believes: BTreeMap<usize, usize>,
}

/// A leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf {
    Enrolled(usize),
    Accepted(usize),
    Rotated(usize),
    Revoked(usize),
}

/// What the city answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Taken(u64),
    Again(u64),
    Refused(&'static str),
}

/// Everything.
#[derive(Clone, Debug)]
pub struct Reference {
    pub nodes: Vec<Node>,
    pub sealed: Vec<Sealed>,
    pub log: Vec<Leaf>,
    /// The head of each filing of each bureau.
    pub heads: BTreeMap<(usize, usize), usize>,
    /// Whether there is a backup.
    pub backed_up: bool,
}

impl Reference {
    /// What sending a statement comes to now.
    pub fn answer(&self, which: usize) -> Answer {
        let sealed = self.sealed[which];
        let node = &self.nodes[sealed.node];
        if node.revoked || sealed.key + 1 != node.keys.len() {
            return Answer::Refused("key-revoked");
        }
        if let Some(leaf) = sealed.leaf {
            return Answer::Again(leaf);
        }
        let head = self.heads.get(&(bureau(sealed.node), sealed.filing)).copied();
        if head != sealed.supersedes {
            return Answer::Refused("revision-conflict");
        }
        if sealed.does == Does::Void && head.is_some_and(|head| self.sealed[head].does == Does::Void) {
            return Answer::Refused("statement-invalid");
        }
        Answer::Taken(self.log.len() as u64)
    }

    fn send(&mut self, which: usize, heard: bool) {
        let answer = self.answer(which);
        let Sealed { node, filing, .. } = self.sealed[which];
        if let Answer::Taken(leaf) = answer {
            self.sealed[which].leaf = Some(leaf);
            self.log.push(Leaf::Accepted(which));
            self.heads.insert((bureau(node), filing), which);
        }
        if !heard {
            return;
        }
        let learnt = match answer {
            Answer::Taken(_) | Answer::Again(_) => Some(which),
            Answer::Refused("revision-conflict") => self.heads.get(&(bureau(node), filing)).copied(),
            Answer::Refused(_) => None,
        };
        if let Some(head) = learnt {
            let known =
                self.nodes[node].believes.get(&filing).map_or(0, |known| self.sealed[*known].revision);
            if self.sealed[head].revision > known {
                self.nodes[node].believes.insert(filing, head);
            }
        }
    }

    fn seal(&mut self, node: usize, filing: usize, empty: bool) {
        let head = self.nodes[node].believes.get(&filing).copied();
        let does = match (head, empty) {
            (None, false) => Does::File,
            (None, true) => Does::Nil,
            (Some(_), false) => Does::Amend,
            (Some(_), true) => Does::Void,
        };
        self.sealed.push(Sealed {
            node,
            key: self.nodes[node].keys.len() - 1,
            filing,
            does,
            revision: head.map_or(1, |head| self.sealed[head].revision + 1),
            supersedes: head,
            leaf: None,
        });
    }
}

impl ReferenceStateMachine for Reference {
    type State = Self;
    type Transition = Deed;

    fn init_state() -> BoxedStrategy<Self> {
        let node =
            |number: usize| Node { keys: vec![number as u64], revoked: false, believes: BTreeMap::new() };
        Just(Self {
            nodes: (0..NODES).map(node).collect(),
            sealed: Vec::new(),
            log: (0..NODES).map(Leaf::Enrolled).collect(),
            heads: BTreeMap::new(),
            backed_up: false,
        })
        .boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Deed> {
        let seal = (0..NODES, 0..FILINGS, prop::bool::weighted(0.3))
            .prop_map(|(node, filing, empty)| Deed::Seal { node, filing, empty });
        let mut deeds = vec![
            (8, seal.boxed()),
            (1, (0..NODES).prop_map(|node| Deed::Rotate { node }).boxed()),
            (1, (0..NODES).prop_map(|node| Deed::RotateAgain { node }).boxed()),
            (1, (1..NODES).prop_map(|node| Deed::Revoke { node }).boxed()),
            (1, Just(Deed::Restart).boxed()),
            (1, Just(Deed::BackUp).boxed()),
        ];
        if state.backed_up {
            deeds.push((1, Just(Deed::Restore).boxed()));
        }
        if !state.sealed.is_empty() {
            let send = (any::<Index>(), prop::bool::weighted(0.7));
            deeds.push((12, send.prop_map(|(which, heard)| Deed::Send { which, heard }).boxed()));
            deeds.push((3, any::<Index>().prop_map(|which| Deed::Twice { which }).boxed()));
        }
        Union::new_weighted(deeds).boxed()
    }

    fn preconditions(state: &Self, deed: &Deed) -> bool {
        match deed {
            Deed::Send { .. } | Deed::Twice { .. } => !state.sealed.is_empty(),
            Deed::RotateAgain { node } => state.nodes[*node].keys.len() > 1,
            Deed::Revoke { node } => !state.nodes[*node].revoked,
            Deed::Restore => state.backed_up,
            Deed::Seal { .. } | Deed::Rotate { .. } | Deed::Restart | Deed::BackUp => true,
        }
    }

    fn apply(mut state: Self, deed: &Deed) -> Self {
        match deed {
            Deed::Seal { node, filing, empty } => state.seal(*node, *filing, *empty),
            Deed::Send { which, heard } => state.send(which.index(state.sealed.len()), *heard),
            Deed::Twice { which } => {
                let which = which.index(state.sealed.len());
                state.send(which, true);
                state.send(which, true);
            }
            Deed::Rotate { node } if !state.nodes[*node].revoked => {
                state.nodes[*node].keys.push(state.log.len() as u64);
                state.log.push(Leaf::Rotated(*node));
            }
            Deed::Revoke { node } => {
                state.nodes[*node].revoked = true;
                state.log.push(Leaf::Revoked(*node));
            }
            Deed::BackUp => state.backed_up = true,
            // Nothing is lost that anybody was told.
            Deed::Rotate { .. } | Deed::RotateAgain { .. } | Deed::Restart | Deed::Restore => {}
        }
        state
    }
}
