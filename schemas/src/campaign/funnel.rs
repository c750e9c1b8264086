//! The way of a dispute through the procedures (受理→分流→调解→执法→仲裁→司法确认, DOMAIN §7.3 item 71): stages in order, each a sum of
//! tallies, so that each city draws its own.

use serde::Deserialize;

use crate::text::Text;

/// A stage.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// What it is called.
    pub name: Text,
    /// The tallies it is the sum of: `L2.accepted`.
    pub of: Vec<String>,
    /// What is counted, in words.
    pub words: Text,
}

/// What is wrong with a funnel: `key: reason`.
pub(super) fn fault(funnel: &[Stage], has_tally: impl Fn(&str) -> bool) -> Option<String> {
    if funnel.len() == 1 {
        return Some("funnel: one stage leads nowhere; at least two".into());
    }
    funnel.iter().find_map(|stage| {
        let name = &stage.name.zh;
        if stage.of.is_empty() {
            return Some(format!("funnel.{name}: of no tally"));
        }
        let unknown = stage.of.iter().find(|tally| !has_tally(tally))?;
        Some(format!("funnel.{name}: no tally `{unknown}`"))
    })
}
