//! What is on the disk of a city, read by plain SQL and judged without the program: leaves, checkpoints, statements.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use aggregator::store::{AnyConnection, Location};
use diesel::{
    Connection, QueryableByName, RunQueryDsl,
    connection::SimpleConnection,
    pg::PgConnection,
    sql_query,
    sql_types::{BigInt, Text},
    sqlite::SqliteConnection,
};
use schemas::{
    entry::{Act, Entry},
    hash::Sha,
    note::VerifyKey,
    receipt::Checkpoint,
};
use sha2::{Digest, Sha256};

/// Everything that must not be lost.
pub struct Stored {
    pub leaves: Vec<String>,
    /// Root over so many leaves, by that number; worked out from the leaves alone.
    roots: Vec<Sha>,
}

#[derive(QueryableByName)]
struct Numbered {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Text)]
    text: String,
}

#[derive(QueryableByName)]
struct Said {
    #[diesel(sql_type = Text)]
    text: String,
}

impl Stored {
    /// Reads a store and judges what can be judged without knowing what was promised: the store is whole, leaves have
    /// no gap, every stored checkpoint is signed and has the root of the leaves before it, no filing was taken twice
    /// in one revision, `received` never goes back, and every statement has its leaf.
    pub fn read(location: &Location, log: &VerifyKey) -> Result<Self, String> {
        let mut connection = connect(location);
        let numbered = |connection: &mut AnyConnection, query: &str| {
            sql_query(query).load::<Numbered>(connection).map_err(|error| format!("{query}: {error}"))
        };
        let rows = numbered(
            &mut connection,
            "SELECT leaf_index AS number, entry AS text FROM leaf ORDER BY leaf_index",
        )?;
        if let Some((at, row)) = (0_i64..).zip(&rows).find(|(at, row)| *at != row.number) {
            return Err(format!("leaf {at} is missing: the next is {}", row.number));
        }
        let leaves: Vec<String> = rows.into_iter().map(|row| row.text).collect();
        let stored = Self { roots: roots(&leaves), leaves };
        for row in
            numbered(&mut connection, "SELECT size AS number, note AS text FROM checkpoint ORDER BY size")?
        {
            let point = Checkpoint::open(&row.text, log).map_err(|fault| format!("checkpoint: {fault}"))?;
            if i64::try_from(point.size) != Ok(row.number) {
                return Err(format!("the checkpoint of size {} is kept as {}", point.size, row.number));
            }
            stored.agrees(&point)?;
        }
        let query = "SELECT leaf AS number, id AS text FROM statement ORDER BY leaf";
        stored.acts(numbered(&mut connection, query)?)?;
        if let AnyConnection::Sqlite(sqlite) = &mut connection {
            let said: Vec<Said> = sql_query("SELECT integrity_check AS text FROM pragma_integrity_check")
                .load(sqlite)
                .map_err(|e| e.to_string())?;
            if said.iter().any(|said| said.text != "ok") {
                return Err(format!("integrity: {}", said[0].text));
            }
        }
        Ok(stored)
    }

    fn acts(&self, statements: Vec<Numbered>) -> Result<(), String> {
        let statements: BTreeMap<i64, String> =
            statements.into_iter().map(|row| (row.number, row.text)).collect();
        let (mut taken, mut identities) = (BTreeSet::new(), BTreeSet::new());
        let mut before = None;
        for (index, leaf) in (0_i64..).zip(&self.leaves) {
            let entry = Entry::parse(leaf).map_err(|fault| format!("leaf {index}: {fault}"))?;
            if before.is_some_and(|before| entry.received < before) {
                return Err(format!("leaf {index} was received before the one before it"));
            }
            before = Some(entry.received);
            if entry.act != Act::StatementAccepted {
                continue;
            }
            let id = entry.statement.ok_or("an accepted statement has no identity")?;
            let (filing, revision) = entry.filing.ok_or("an accepted statement is of nothing")?;
            if revision > 1 && !taken.contains(&(filing.clone(), revision - 1)) {
                return Err(format!("{filing} has revision {revision} and none before it"));
            }
            if !identities.insert(id) || !taken.insert((filing.clone(), revision)) {
                return Err(format!("{filing} revision {revision} was taken twice"));
            }
            if statements.get(&index) != Some(&id.to_string()) {
                return Err(format!("leaf {index} has no statement"));
            }
        }
        if identities.len() != statements.len() {
            return Err(format!("{} statements and {} leaves of such", statements.len(), identities.len()));
        }
        Ok(())
    }

    /// Whether a checkpoint is of this log: a tree that is no larger, with the root of these leaves.
    pub fn agrees(&self, point: &Checkpoint) -> Result<(), String> {
        let root = usize::try_from(point.size).ok().and_then(|size| self.roots.get(size));
        match root {
            None => Err(format!(
                "a checkpoint of {} leaves was given out, {} are left",
                point.size,
                self.leaves.len()
            )),
            Some(root) if *root != point.root => Err(format!("two histories of {} leaves", point.size)),
            Some(_) => Ok(()),
        }
    }
}

/// A connection that is no part of the program.
pub fn connect(location: &Location) -> AnyConnection {
    match location {
        Location::Sqlite(path) => AnyConnection::Sqlite(sqlite(path)),
        Location::Postgres(url) => AnyConnection::Postgres(PgConnection::establish(url).unwrap()),
    }
}

pub fn sqlite(path: &Path) -> SqliteConnection {
    let mut connection = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
    connection.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
    connection
}

/// The RFC 6962 root of every prefix, by hand: complete subtrees, largest first.
fn roots(leaves: &[String]) -> Vec<Sha> {
    let hash = |parts: &[&[u8]]| -> [u8; 32] {
        parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize().into()
    };
    let mut subtrees: Vec<(u64, [u8; 32])> = Vec::new();
    let mut roots = vec![Sha::of(b"")];
    for leaf in leaves {
        let mut new = (1, hash(&[&[0], leaf.as_bytes()]));
        while let Some((_, left)) = subtrees.pop_if(|(size, _)| *size == new.0) {
            new = (new.0 * 2, hash(&[&[1], &left, &new.1]));
        }
        subtrees.push(new);
        let whole =
            subtrees.iter().rev().map(|(_, hash)| *hash).reduce(|right, left| hash(&[&[1], &left, &right]));
        roots.push(Sha::from_bytes(whole.unwrap()));
    }
    roots
}
