//! The scrub: recomputes every leaf, every node and every signed root from what is stored, batch by batch, and names
//! whatever is no longer what it was (PROTOCOL §4.2, T10). One thing that has changed does not hide another.

mod walk;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schemas::{
    entry::{Act, Entry},
    hash::Sha,
    note,
    problem::Problem,
    receipt::Checkpoint,
    statement::Statement,
    text::Text,
};
use serde::{Deserialize, Serialize};
use tlog_tiles::tlog::stored_hash_index;

use self::walk::Walk;
use crate::{
    app::Services,
    door::Full,
    error::AppError,
    store::{
        Store, StoreError, log,
        scrub::{self as stored, BATCH, StoredLeaf, StoredStatement},
    },
};

/// Most faults that are named; beyond that they are counted.
pub const MAX_FAULTS: usize = 1000;

/// Something that is no longer what it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// A leaf is missing, or its text is not the one in the tree.
    Leaf(u64),
    /// The addressee kept beside a leaf is not the one in its text.
    Addressee(u64),
    /// A node's stored hash is missing, or not that of what is below it: height and number.
    Node(u8, u64),
    /// What is below a node was changed together with the hashes in between: height and number.
    Below(u8, u64),
    /// A checkpoint's note, or the root it signs, is not that of so many leaves.
    Checkpoint(u64),
    /// A document is not what its name is the hash of.
    Document(String),
    /// The document that a leaf fixes is missing.
    NoDocument(u64),
    /// A statement's note is not the one that was accepted.
    Statement(String),
}

/// What one run found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When it began.
    pub started: DateTime<Utc>,
    /// When it ended.
    pub ended: DateTime<Utc>,
    /// Leaves that were recomputed.
    pub leaves: u64,
    /// Checkpoints that were recomputed.
    pub checkpoints: u64,
    /// Documents that were read.
    pub documents: u64,
    /// Statements that were read.
    pub statements: u64,
    /// What is no longer what it was.
    pub faults: Vec<Fault>,
    /// Faults beyond those that are named.
    pub more: u64,
}

impl Run {
    /// Whether everything is what it was.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.more == 0
    }

    /// How much is not.
    pub fn count(&self) -> u64 {
        u64::try_from(self.faults.len()).unwrap_or(u64::MAX).saturating_add(self.more)
    }

    fn found(&mut self, fault: Fault) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault);
        } else {
            self.more += 1;
        }
    }
}

impl Fault {
    /// What it is, for a person.
    pub fn text(&self) -> Text {
        let said = |zh: String, en: String| Text::owned(zh, en);
        match self {
            Self::Leaf(index) => said(
                format!("日志第{index}条缺失或内容已变"),
                format!("leaf {index} is missing or has changed"),
            ),
            Self::Addressee(index) => said(
                format!("日志第{index}条旁注的收件方与原文不符"),
                format!("the addressee beside leaf {index} is not the one in its text"),
            ),
            Self::Node(level, number) => said(
                format!("哈希树第{level}层第{number}个节点缺失或已变"),
                format!("node {number} at height {level} of the tree is missing or has changed"),
            ),
            Self::Below(level, number) => said(
                format!("哈希树第{level}层第{number}个节点以下的内容被成套改动"),
                format!("what is below node {number} at height {level} was changed together"),
            ),
            Self::Checkpoint(size) => said(
                format!("{size}条时的检查点已变，或与日志不符"),
                format!("the checkpoint over {size} leaves has changed or does not fit the log"),
            ),
            Self::Document(name) => {
                said(format!("文书{name}内容已变"), format!("document {name} has changed"))
            }
            Self::NoDocument(index) => said(
                format!("日志第{index}条所记的文书缺失"),
                format!("the document that leaf {index} names is missing"),
            ),
            Self::Statement(id) => said(format!("报送声明{id}已变"), format!("statement {id} has changed")),
        }
    }
}

/// Runs the scrub and keeps what it found. Never twice at once in one process.
///
/// # Errors
/// [`Problem::Busy`] while another run is under way; the store's.
pub async fn run(services: &Services) -> Result<Run, AppError> {
    let work = async {
        let inner = services.clone();
        let run = services.compute(move || Ok(recompute(&inner)?)).await?;
        let kept = run.clone();
        services.store.write(move |connection| Ok::<_, AppError>(stored::keep(connection, &kept)?)).await?;
        services.store.metrics().scrub(&run);
        Ok(run)
    };
    services.scrub.pass(work).await.map_err(|Full| Problem::Busy)?
}

fn recompute(services: &Services) -> Result<Run, StoreError> {
    let (store, started) = (&services.store, services.clock.now());
    let mut run = Run {
        started,
        ended: started,
        leaves: 0,
        checkpoints: 0,
        documents: 0,
        statements: 0,
        faults: Vec::new(),
        more: 0,
    };
    let bad_leaves = tree(services, store, &mut run)?;
    documents(store, &mut run)?;
    statements(store, &mut run, &bad_leaves)?;
    run.faults.sort();
    run.ended = services.clock.now();
    Ok(run)
}

/// Leaves, nodes and checkpoints; gives the leaves that are not what they were.
fn tree(services: &Services, store: &Store, run: &mut Run) -> Result<BTreeSet<u64>, StoreError> {
    let size = store.read_now(log::size)?;
    let mut walk = Walk::default();
    let mut intact = Vec::new();
    for from in (0..size).step_by(usize::try_from(BATCH).unwrap_or(1024)) {
        let to = size.min(from + BATCH);
        let (leaves, nodes, points) = store.read_now(|connection| {
            let places = stored_hash_index(0, from)..stored_hash_index(0, to);
            Ok::<_, StoreError>((
                stored::leaves(connection, from, to)?,
                stored::nodes(connection, places.start, places.end)?,
                stored::checkpoints(connection, from, to)?,
            ))
        })?;
        walk.take_nodes(nodes);
        let mut points = points.into_iter().peekable();
        let mut leaves = leaves.into_iter().peekable();
        for index in from..to {
            let leaf = leaves.next_if(|leaf| leaf.index == index);
            walk.leaf(index, leaf.as_ref().map(|leaf| schemas::merkle::leaf_hash(leaf.entry.as_bytes())));
            intact.extend(leaf);
            if let Some((size, note)) = points.next_if(|(size, _)| *size == index + 1) {
                run.checkpoints += 1;
                let point = Checkpoint::open(&note, &services.log_key);
                let fits = point.is_ok_and(|point| {
                    (point.origin.as_str(), point.size) == (services.log_key.name(), size)
                        && walk.settle(&point.root)
                });
                if !fits {
                    run.found(Fault::Checkpoint(size));
                }
            }
        }
        for fault in walk.drain() {
            run.found(fault);
        }
        beside(store, run, &walk, &mut intact)?;
        run.leaves = to;
    }
    // A checkpoint over more leaves than there are: the leaves are gone.
    let beyond = store.read_now(|connection| stored::checkpoints(connection, size, u64::MAX))?;
    for (size, _) in beyond {
        run.checkpoints += 1;
        run.found(Fault::Checkpoint(size));
    }
    for fault in walk.end() {
        run.found(fault);
    }
    Ok(walk.bad_leaves())
}

/// What is kept beside leaves: addressee and document. A leaf that is itself in doubt says nothing of either.
fn beside(store: &Store, run: &mut Run, walk: &Walk, leaves: &mut Vec<StoredLeaf>) -> Result<(), StoreError> {
    let mut named = Vec::new();
    for leaf in leaves.drain(..).filter(|leaf| !walk.doubts(leaf.index)) {
        let Ok(entry) = Entry::parse(&leaf.entry) else { continue };
        if entry.addressee != leaf.addressee {
            run.found(Fault::Addressee(leaf.index));
        }
        if let Some(digest) = entry.digest.filter(|_| entry.act != Act::StatementAccepted) {
            named.push((leaf.index, digest.to_string()));
        }
    }
    let names: Vec<String> = named.iter().map(|(_, name)| name.clone()).collect();
    let present = store.read_now(|connection| stored::present(connection, &names))?;
    for (index, _) in named.into_iter().filter(|(_, name)| !present.contains(name)) {
        run.found(Fault::NoDocument(index));
    }
    Ok(())
}

fn documents(store: &Store, run: &mut Run) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let batch = store.read_now(|connection| stored::documents(connection, &after))?;
        let Some((last, _)) = batch.last() else { return Ok(()) };
        after.clone_from(last);
        for (name, text) in batch {
            run.documents += 1;
            if Sha::of(text.as_bytes()).to_string() != name {
                run.found(Fault::Document(name));
            }
        }
    }
}

fn statements(store: &Store, run: &mut Run, bad_leaves: &BTreeSet<u64>) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let batch = store.read_now(|connection| stored::statements(connection, &after))?;
        let Some(last) = batch.last() else { return Ok(()) };
        after.clone_from(&last.id);
        for statement in batch {
            run.statements += 1;
            if !stands(&statement, bad_leaves) {
                run.found(Fault::Statement(statement.id));
            }
        }
    }
}

/// Whether a statement is the one that was accepted: text by its identity, signatures by its leaf.
fn stands(statement: &StoredStatement, bad_leaves: &BTreeSet<u64>) -> bool {
    let Ok((text, _)) = note::split(&statement.note) else { return false };
    if Statement::id_of(text).to_string() != statement.id {
        return false;
    }
    let entry = statement.entry.as_deref().filter(|_| !bad_leaves.contains(&statement.leaf));
    let Some(entry) = entry.and_then(|entry| Entry::parse(entry).ok()) else { return true };
    entry.fixes(&statement.note)
}
