//! How far recovery is: which leaves are there, which are missing, and who has not spoken yet.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use chrono::{DateTime, Utc};
use schemas::{
    bureau::BureauCode,
    key::{KeyAct, Role},
    wire::KeyState,
};

use super::document;
use crate::{
    error::AppError,
    store::{AnyConnection, bureau, log, node, recovered, recovery},
};

/// A node that may file, by the log as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its name.
    pub node: String,
    /// Its bureau.
    pub bureau: BureauCode,
    /// When it last reported everything, with the key in force.
    pub reported: Option<DateTime<Utc>>,
    /// Whether nothing ever came from it over a line, so that what it gives back is carried here, too.
    pub by_file: bool,
}

/// What is known of a node before its reports are looked at.
struct Known {
    bureau: BureauCode,
    point: String,
    by_file: bool,
}

/// How far recovery is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Since when.
    pub since: DateTime<Utc>,
    /// Leaves of the backup.
    pub size: u64,
    /// Leaves under the largest checkpoint that is known.
    pub shown: u64,
    /// Leaves that were given back.
    pub recovered: u64,
    /// Indexes of leaves nobody has given back.
    pub missing: Vec<RangeInclusive<u64>>,
    /// Who may file, by name.
    pub nodes: Vec<Holder>,
    /// Bureaus that are named in what was given back and not in the tree.
    pub bureaus: BTreeSet<BureauCode>,
    /// Evidence of two histories, found since.
    pub forks: usize,
}

impl Progress {
    /// Whether nothing is in the way of going on. Where nobody has spoken, nothing is known.
    pub fn is_ready(&self) -> bool {
        self.missing.is_empty()
            && !self.nodes.is_empty()
            && self.nodes.iter().all(|node| node.reported.is_some())
            && self.bureaus.is_empty()
            && self.forks == 0
    }

    /// Number of leaves nobody has given back.
    pub fn leaves_missing(&self) -> u64 {
        self.missing.iter().map(|range| range.end() - range.start() + 1).sum()
    }

    /// Who has not reported.
    pub fn silent(&self) -> impl Iterator<Item = &Holder> {
        self.nodes.iter().filter(|node| node.reported.is_none())
    }
}

/// How far recovery is; none if the city is live.
///
/// # Errors
/// The store's.
pub fn progress(connection: &mut AnyConnection) -> Result<Option<Progress>, AppError> {
    let Some(since) = recovery::since(connection)? else { return Ok(None) };
    let size = log::size(connection)?;
    let shown = recovered::largest(connection)?.max(size);
    let indexes = recovered::indexes(connection)?;
    let mut holders: BTreeMap<String, Known> = BTreeMap::new();
    for row in node::all(connection)? {
        if row.role == Role::Agent && row.state == KeyState::Active {
            let (point, by_file) = (row.key.encoded_point(), row.program.is_none());
            holders.insert(row.name, Known { bureau: row.bureau, point, by_file });
        }
    }
    let tree = bureau::tree(connection)?;
    let mut bureaus = BTreeSet::new();
    for given in recovered::of_keys(connection)? {
        let Some(said) = document(&given.letter) else { continue };
        if tree.get(&said.bureau).is_none() {
            bureaus.insert(said.bureau.clone());
        }
        match said.act {
            KeyAct::Revoked(_) => drop(holders.remove(&said.node)),
            _ if said.role == Role::Agent => {
                let by_file = holders.get(&said.node).is_some_and(|known| known.by_file);
                let point = said.key.encoded_point();
                holders.insert(said.node, Known { bureau: said.bureau, point, by_file });
            }
            _ => {}
        }
    }
    let reports = recovered::reports(connection)?;
    let reported = |name: &str, point: &str| {
        let by = reports.iter().find(|report| report.node == name && report.point == point);
        by.map(|report| report.at)
    };
    let nodes = holders.into_iter().map(|(node, known)| Holder {
        reported: reported(&node, &known.point),
        node,
        bureau: known.bureau,
        by_file: known.by_file,
    });
    let forks = recovered::forks(connection)?.iter().filter(|fork| fork.at >= since).count();
    Ok(Some(Progress {
        since,
        size,
        shown,
        recovered: u64::try_from(indexes.len()).unwrap_or(u64::MAX),
        missing: gaps(size, shown, &indexes),
        nodes: nodes.collect(),
        bureaus,
        forks,
    }))
}

/// What is not among these, which are in order, from one index to before another.
fn gaps(from: u64, to: u64, indexes: &[u64]) -> Vec<RangeInclusive<u64>> {
    let mut gaps = Vec::new();
    let mut next = from;
    for index in indexes.iter().copied().filter(|index| *index >= from).chain([to]) {
        if index > next {
            gaps.push(next..=index - 1);
        }
        next = index + 1;
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_in_ranges() {
        assert_eq!(gaps(3, 3, &[]), []);
        assert_eq!(gaps(3, 8, &[3, 4, 5, 6, 7]), []);
        assert_eq!(gaps(3, 8, &[]), [3..=7]);
        assert_eq!(gaps(3, 9, &[4, 5, 8]), [3..=3, 6..=7]);
        assert_eq!(gaps(3, 9, &[3]), [4..=8]);
    }
}
