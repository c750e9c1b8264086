//! What was filed of a case binds what may be filed of it later: columns that stay, columns that only grow, and which
//! state may follow which (隐患不消除不销账, DOMAIN §7.2 items 37 and 38).
//!
//! ```toml
//! [history]
//! code = "L1-300"
//! same = ["found", "employer"]
//! grows = ["followups", "followed"]
//! status = "status"
//! reopened = "reopened"
//! over_before = "closed_before"
//! steps = [
//!     { from = ["1"], to = ["2", "7"] },
//!     { from = ["2"], to = ["4"], needs = ["evidence"] },
//!     { from = ["4"], to = ["2"], anew = ["reopened", "reopen_reason"] },
//! ]
//! ```

use serde::Deserialize;

use super::{Column, ColumnType, Form};

/// What of a case may change from one filing to the next. Only columns that leave the node can be held to it: what was filed is
/// what was sealed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// Code of the findings: `L1-300`.
    pub code: String,
    /// Columns that do not change once they are filled; a change wants a reason.
    #[serde(default)]
    pub same: Vec<String>,
    /// Whether a ledger is a record that is only added to: every row filed before stands again, and nothing in `same` changes at
    /// all.
    #[serde(default)]
    pub kept: bool,
    /// Number and date columns that never fall back.
    #[serde(default)]
    pub grows: Vec<String>,
    /// The coded column that says where a case stands.
    pub status: Option<String>,
    /// The date on which a case that was over began again. It counts as the day it came in: such a case is no carry-over.
    pub reopened: Option<String>,
    /// The date on which such a case had been over: if that lies in the period as well, it was open when the period began.
    pub over_before: Option<String>,
    /// Which state may follow which. To stay is always allowed; what is not said is not.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// States that may follow others, and what a row must say to get there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Codes it may have had.
    pub from: Vec<String>,
    /// Codes it may get.
    pub to: Vec<String>,
    /// Columns that must be filled then.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Columns that must be filled with something else than before.
    #[serde(default)]
    pub anew: Vec<String>,
}

impl History {
    pub(super) fn fault(&self, form: &Form) -> Option<String> {
        let fits = |key: &String, fit: &dyn Fn(&Column) -> bool| {
            form.column(key).is_some_and(|(_, column)| column.privacy.leaves() && fit(column))
        };
        let grows =
            |column: &Column| matches!(column.kind, ColumnType::Int | ColumnType::Money | ColumnType::Date);
        let of_steps = self.steps.iter().flat_map(|step| step.needs.iter().chain(&step.anew));
        if let Some(key) = self.same.iter().chain(of_steps).find(|key| !fits(key, &|_| true)) {
            return Some(format!("history: `{key}` is no column that leaves the node"));
        }
        if let Some(key) = self.grows.iter().find(|key| !fits(key, &grows)) {
            return Some(format!("history: grows: `{key}` is no number or date that leaves the node"));
        }
        let mut days = self.reopened.iter().chain(&self.over_before);
        if days.any(|key| !fits(key, &|column| column.kind == ColumnType::Date)) {
            return Some("history: reopened, over_before: not a date column that leaves the node".into());
        }
        match &self.status {
            Some(key) if !fits(key, &|column| column.kind == ColumnType::Code) => {
                Some("history: status: not a coded column that leaves the node".into())
            }
            None if !self.steps.is_empty() => Some("history: steps: of which column `status` says".into()),
            _ => None,
        }
    }

    /// A code that the list of the states does not have.
    pub(crate) fn unknown_code(&self, form: &Form) -> Option<String> {
        let (index, _) = form.column(self.status.as_ref()?)?;
        let list = form.list_of(index)?;
        let mut codes = self.steps.iter().flat_map(|step| step.from.iter().chain(&step.to));
        let unknown = codes.find(|code| list.of(code).is_none())?;
        Some(format!("history: list {} has no code `{unknown}`", list.list))
    }
}
