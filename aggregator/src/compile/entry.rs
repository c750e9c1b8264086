//! What became of each file of the folder: one entry a ledger that it holds or was taken for.

use schemas::{
    bureau::BureauCode,
    finding::{Finding, Severity},
    period::Period,
    text::Text,
};

use super::words;

/// A file, or one of the ledgers in it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Path below the folder.
    pub file: String,
    /// Whose it is, once that is known.
    pub bureau: Option<BureauCode>,
    /// Of which period.
    pub period: Option<Period>,
    /// Code of the form.
    pub form: Option<String>,
    /// What became of it.
    pub state: State,
    /// Rows read.
    pub rows: usize,
    /// What was found, gravest first.
    pub findings: Vec<Finding>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 退回: something in it blocks, so nothing of it counts.
    Returned,
    /// 未识别: whose, which form or which period is not clear.
    Unclear,
    /// 计入: its rows count.
    Counted,
    /// 零报告.
    Nil,
    /// 说明: reasons for findings in other files.
    Reasons,
    /// 未读取: not of this compilation.
    SetAside,
}

impl State {
    /// The word.
    pub fn title(self) -> Text {
        match self {
            Self::Counted => words::COUNTED,
            Self::Nil => words::NIL,
            Self::Reasons => words::REASONS,
            Self::Returned => words::RETURNED,
            Self::Unclear => words::UNCLEAR,
            Self::SetAside => words::SET_ASIDE,
        }
    }

    /// Whether something was meant to count and does not.
    pub fn is_lost(self) -> bool {
        matches!(self, Self::Returned | Self::Unclear)
    }
}

impl Entry {
    /// An entry of a file of which nothing is known yet.
    pub fn new(file: &str, state: State) -> Self {
        let file = file.to_owned();
        Self { file, bureau: None, period: None, form: None, state, rows: 0, findings: Vec::new() }
    }

    /// The same with a finding.
    pub fn with(mut self, finding: Finding) -> Self {
        self.findings.push(finding);
        self
    }

    /// How many findings of a severity it has.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// How many findings still want a reason.
    pub fn unexplained(&self) -> usize {
        let wants = |finding: &&Finding| finding.severity == Severity::Explain && finding.stops();
        self.findings.iter().filter(wants).count()
    }
}
