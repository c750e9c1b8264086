//! Parts: the same tallies again for one kind of row, such as the wage cases of migrant workers.
//!
//! A tally that names `parts = ["migrant"]` is followed by a second one, `migrant_closed`, whose rows meet the
//! part's conditions as well. Nothing else in the program knows of parts: they are written out on loading.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Clause, Form, is_key};
use crate::tally::TallyDefinition;

/// A kind of row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Stands before the key of a tally: `migrant` makes `migrant_closed` of `closed`.
    pub key: String,
    /// Stands before the tally's Chinese name.
    pub zh: String,
    /// Stands after the tally's English name, in brackets.
    pub en: String,
    /// Whether its tallies are shown only where there is something: one of many slices, most of them empty.
    #[serde(default)]
    pub minor: bool,
    /// Which rows; all of these conditions hold.
    pub rows: Vec<Clause>,
}

impl Part {
    fn of(&self, whole: &TallyDefinition) -> TallyDefinition {
        TallyDefinition {
            key: format!("{}_{}", self.key, whole.key),
            zh: format!("{}{}", self.zh, whole.zh),
            en: format!("{} ({})", whole.en, self.en),
            rows: whole.rows.iter().chain(&self.rows).cloned().collect(),
            parts: Vec::new(),
            minor: self.minor,
            ..whole.clone()
        }
    }
}

impl Form {
    /// Puts the tallies of each part behind the tally they are taken from. An unknown part is left to
    /// [`Form::fault`].
    pub(crate) fn write_out_parts(&mut self) {
        let written_out = |tally: &TallyDefinition| {
            let parts = tally.parts.iter().filter_map(|key| self.parts.iter().find(|part| part.key == *key));
            let taken: Vec<_> = parts.map(|part| part.of(tally)).collect();
            std::iter::once(tally.clone()).chain(taken)
        };
        self.tallies = self.tallies.iter().flat_map(written_out).collect();
    }

    pub(super) fn part_fault(&self) -> Option<String> {
        let mut keys = BTreeSet::new();
        for part in &self.parts {
            let fault = if !is_key(&part.key) || !keys.insert(part.key.as_str()) {
                Some("a key is lower-case letters, digits and _, and stands once".into())
            } else if part.rows.is_empty() {
                Some("rows: a part says which rows it is of".into())
            } else {
                self.clauses_fault(&part.rows)
            };
            if let Some(fault) = fault {
                return Some(format!("parts.{}: {fault}", part.key));
            }
        }
        self.tallies.iter().find_map(|tally| {
            let unknown = tally.parts.iter().find(|key| !self.parts.iter().any(|part| part.key == **key))?;
            Some(format!("tallies.{}: parts: no part `{unknown}`", tally.key))
        })
    }
}
