//! The names a form expects, arranged so that a sheet is compared with all of them at once.

use std::collections::BTreeMap;

use super::heading::{Heading, Label};
use super::heading_rows::ColumnHeading;
use super::mapping::{ColumnText, Doubt, Reason};

/// The expected names, so that a sheet is compared in one pass.
pub(super) struct Names<'a> {
    pub(super) headings: &'a [Heading],
    full: BTreeMap<String, Vec<usize>>,
    bare: BTreeMap<String, Vec<usize>>,
}

impl<'a> Names<'a> {
    pub(super) fn of(headings: &'a [Heading]) -> Self {
        let mut names = Self { headings, full: BTreeMap::new(), bare: BTreeMap::new() };
        for (at, heading) in headings.iter().enumerate() {
            for label in
                heading.names.iter().map(|name| Label::of(name)).filter(|label| !label.full.is_empty())
            {
                let full = names.full.entry(label.full).or_default();
                if full.last() != Some(&at) {
                    full.push(at);
                }
                let bare = names.bare.entry(label.bare).or_default();
                if bare.last() != Some(&at) {
                    bare.push(at);
                }
            }
        }
        names
    }

    /// The headings that a column agrees with: by the whole stack of its texts first, by its lowest text last; each
    /// with brackets first, then without.
    pub(super) fn agreeing(&self, column: &ColumnHeading) -> &[usize] {
        let labels = column.tails().map(|text| Label::of(&text));
        let agrees = |label: Label| self.full.get(&label.full).or_else(|| self.bare.get(&label.bare));
        labels.into_iter().find_map(agrees).map(Vec::as_slice).unwrap_or_default()
    }

    /// Headings not yet found whose name contains the column's, or the other way round.
    pub(super) fn similar(&self, column: &ColumnHeading, found: &[Option<usize>]) -> Vec<usize> {
        let label = Label::of(&column.joined()).bare;
        let several = |text: &str| text.chars().nth(1).is_some();
        let near =
            |name: &str| several(name) && several(&label) && (name.contains(&label) || label.contains(name));
        let open = |at: &usize| found.get(*at).is_some_and(Option::is_none);
        let mut keys: Vec<usize> = self
            .bare
            .iter()
            .filter(|(name, _)| near(name))
            .flat_map(|(_, at)| at)
            .copied()
            .filter(open)
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Columns that a person must decide on.
    pub(super) fn doubt(&self, reason: Reason, columns: &[&ColumnHeading], keys: &[usize]) -> Doubt {
        let key = |at: &usize| self.headings.get(*at).map(|heading| heading.key.clone());
        let columns: Vec<ColumnText> = columns.iter().map(|column| column.text()).collect();
        Doubt { reason, columns, keys: keys.iter().filter_map(key).collect() }
    }
}
