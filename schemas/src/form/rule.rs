//! What a form demands of its rows and of its tallies.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Clause, Field};
use crate::{
    indicator::{Term, sum},
    tally::{Tallies, Tally},
};

/// What a finding does to a filing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 阻断: must be put right.
    Block,
    /// 说明: may be filed with a reason.
    Explain,
    /// 提示.
    Notice,
}

/// Where `when` holds, `must` must hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowRule {
    /// Code of the finding: `L3-101`.
    pub code: String,
    /// What a breach does.
    pub severity: Severity,
    /// The column the finding points at.
    pub at: Field,
    /// Rows it applies to; all if empty.
    #[serde(default)]
    pub when: Vec<Clause>,
    /// What must hold there.
    pub must: Vec<Clause>,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What is wrong, in English.
    pub en: String,
    /// What to do, in Chinese.
    pub fix_zh: String,
    /// What to do, in English.
    pub fix_en: String,
}

/// A relation between sums of tallies (逻辑关系式, DOMAIN §3.11).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Code of the finding.
    pub code: String,
    /// What a breach does.
    pub severity: Severity,
    /// Tallies of the form added on the left: `"closed"`, or `{ tally = "collective", times = 10 }`.
    pub left: Vec<Term>,
    /// `=` or `<=`.
    pub is: Sign,
    /// Tallies added on the right.
    pub right: Vec<Term>,
    /// Left side in Chinese words.
    pub zh: String,
    /// And in English.
    pub en: String,
}

/// How the two sides of a relation compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Sign {
    /// Both sides are equal.
    #[serde(rename = "=")]
    Equal,
    /// The left is at most the right.
    #[serde(rename = "<=")]
    AtMost,
}

impl Relation {
    /// The two sides, from the tallies of a ledger of `form`.
    pub fn sides(&self, form: &str, tallies: &Tallies) -> (i64, i64) {
        let of = |key: &str| tallies.get(&format!("{form}.{key}")).map_or(0, Tally::count);
        (sum(&self.left, of), sum(&self.right, of))
    }
}

impl Sign {
    /// Whether the two sides compare so.
    pub fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtMost => left <= right,
        }
    }
}
