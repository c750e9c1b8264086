//! What a check found: how grave, where, what is wrong and what to do, in both languages.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use crate::form::Severity;
use crate::{place::Place, text::Text};

/// Most findings one check reports; what is beyond is counted in a last finding.
pub const MAX_FINDINGS: usize = 5_000;

/// Most reasons given with one ledger: one for every finding that can be listed.
pub const MAX_EXPLANATIONS: usize = MAX_FINDINGS;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// Code of the rule: `required`, `L3-101`.
    pub code: String,
    /// What it does to the filing.
    pub severity: Severity,
    /// Sheet, row and column in the source.
    pub place: Place,
    /// The case concerned, where there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub case: Option<String>,
    /// Key of the column.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<String>,
    /// What stands in the cell; never a cell of class P0.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub found: Option<String>,
    /// What is wrong.
    pub what: Text,
    /// What to do.
    pub fix: Text,
    /// The reason given, if the finding was explained.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub explained: Option<String>,
}

/// Findings as the one text whose hash a verdict's leaf holds: JSON without spaces, fields in the order above.
///
/// # Errors
/// None in practice: nothing in a finding is beyond JSON.
pub fn canonical(findings: &[Finding]) -> Result<String, serde_json::Error> {
    serde_json::to_string(findings)
}

impl Finding {
    /// A finding without place.
    pub fn new(code: impl Into<String>, severity: Severity, what: Text, fix: Text) -> Self {
        Self {
            code: code.into(),
            severity,
            place: Place::default(),
            case: None,
            column: None,
            found: None,
            what,
            fix,
            explained: None,
        }
    }

    /// Whether it keeps the ledger from being filed: it blocks, or it wants a reason and has none.
    pub fn stops(&self) -> bool {
        match self.severity {
            Severity::Block => true,
            Severity::Explain => self.explained.is_none(),
            Severity::Notice => false,
        }
    }
}

/// A reason a person gives for a finding, carried in the sealed content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// Code of the finding.
    pub code: String,
    /// The case; `None` explains a finding that is not of one case.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub case: Option<String>,
    /// A listed reason; continuity takes nothing else (RULINGS 3).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<ListedReason>,
    /// In words; scanned for personal data.
    pub text: String,
}

/// Why a case may appear or be missing between two periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListedReason {
    /// 移送转入.
    TransferIn,
    /// 移送转出.
    TransferOut,
    /// 前期更正.
    Amendment,
    /// 机构合并.
    Merger,
    /// 首次建账.
    Baseline,
}

/// Sorts findings as they are shown: gravest first, then by place.
pub fn in_order(findings: &mut [Finding]) {
    findings.sort_by(|a, b| (a.severity, &a.place, &a.code).cmp(&(b.severity, &b.place, &b.code)));
}

/// Puts the reasons given to the findings they are for. A continuity finding with a listed reason wants no more
/// than that; every other blocking finding stays.
pub fn explain(findings: &mut [Finding], explanations: &[Explanation]) {
    for finding in findings {
        let given =
            explanations.iter().find(|given| given.code == finding.code && given.case == finding.case);
        let Some(given) = given else { continue };
        if finding.code == crate::check::CONTINUITY && given.reason.is_some() {
            finding.severity = Severity::Explain;
        }
        if finding.severity != Severity::Block && !given.text.trim().is_empty() {
            finding.explained = Some(given.text.clone());
        }
    }
}
