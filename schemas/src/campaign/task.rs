//! What is to be done in a campaign and by whom: a tree of tasks with one leading and several implementing departments, each
//! of which reports for itself (DOMAIN §7.1 items 18 and 19).

use std::{collections::BTreeSet, fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Campaign;
use crate::{period::Cadence, text::Text};

/// Most characters of the code of a department.
const MAX_CODE: usize = 40;

/// The code of a department: 1 to 40 characters without blank and stroke, so that it stands in texts and addresses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DepartmentCode(String);

/// The text is not the code of a department.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the code of a department: 1 to 40 characters without blank and stroke")]
pub struct NotADepartmentCode(String);

impl FromStr for DepartmentCode {
    type Err = NotADepartmentCode;

    fn from_str(text: &str) -> Result<Self, NotADepartmentCode> {
        let odd = |c: char| c.is_whitespace() || c.is_control() || c == '/';
        let valid = (1..=MAX_CODE).contains(&text.chars().count()) && !text.contains(odd);
        valid
            .then(|| Self(text.to_owned()))
            .ok_or_else(|| NotADepartmentCode(text.chars().take(MAX_CODE).collect()))
    }
}

impl TryFrom<String> for DepartmentCode {
    type Error = NotADepartmentCode;

    fn try_from(text: String) -> Result<Self, NotADepartmentCode> {
        text.parse()
    }
}

impl From<DepartmentCode> for String {
    fn from(code: DepartmentCode) -> Self {
        code.0
    }
}

impl fmt::Display for DepartmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl DepartmentCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An office that leads or implements tasks: a post in the organisation, never a person.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Code by which tasks name it.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Whether it stands for every bureau of the campaign (各街镇, 各地市), each of which reports for itself.
    #[serde(default)]
    pub each_bureau: bool,
}

/// A task, or a heading over tasks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Code, unique in the campaign: `2.3`.
    pub code: String,
    /// What is to be done.
    pub name: Text,
    /// Code of the task or heading it stands under.
    pub under: Option<String>,
    /// Code of the phase it belongs to; its last day is when it is due.
    pub phase: Option<String>,
    /// The day it is due, if it is another than the phase's or campaign's last.
    pub due: Option<NaiveDate>,
    /// Code of the leading department (牵头部门); a heading has none.
    pub lead: Option<String>,
    /// Codes of the implementing departments (落实部门).
    #[serde(default, rename = "with")]
    pub implementing: Vec<String>,
    /// How often each department reports its progress; without it, only when something has changed.
    pub every: Option<Cadence>,
    /// Whether the phase is not closed before it is done (阶段验收清单).
    #[serde(default)]
    pub gate: bool,
}

impl Task {
    /// Codes of the departments that report, the leading one first.
    pub fn departments(&self) -> impl Iterator<Item = &str> {
        self.lead.iter().chain(&self.implementing).map(String::as_str)
    }
}

impl Campaign {
    /// A task.
    pub fn task(&self, code: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.code == code)
    }

    /// A department.
    pub fn department(&self, code: &str) -> Option<&Department> {
        self.departments.iter().find(|department| department.code == code)
    }

    /// Name of a department; its code if the campaign does not have it any more.
    pub fn department_name(&self, code: &str) -> Text {
        self.department(code).map_or_else(|| Text::same(code), |department| department.name.clone())
    }

    /// The departments that report for themselves: an account can be bound to each, and matters can be put to it.
    pub fn reporting_departments(&self) -> impl Iterator<Item = &Department> {
        self.departments.iter().filter(|department| !department.each_bureau)
    }

    /// The department of a code, if it reports for itself.
    pub fn reporting_department(&self, code: &DepartmentCode) -> Option<&Department> {
        self.reporting_departments().find(|department| department.code == code.as_str())
    }

    /// When a task may begin: the first day of its phase, or of the campaign.
    pub fn task_from(&self, task: &Task) -> NaiveDate {
        self.phase_of(task).map_or(self.from, |phase| phase.from)
    }

    /// The day a task is due: its own, the last of its phase, or the campaign's last.
    pub fn task_due(&self, task: &Task) -> NaiveDate {
        task.due.or_else(|| self.phase_of(task).map(|phase| phase.to)).unwrap_or(self.to)
    }

    /// How many tasks and headings stand above a task.
    pub fn task_depth(&self, task: &Task) -> usize {
        let above = |task: &&Task| task.under.as_deref().and_then(|code| self.task(code));
        // What stands under itself is refused when the campaign is loaded.
        std::iter::successors(Some(task), above).take(self.tasks.len()).count().saturating_sub(1)
    }

    fn phase_of(&self, task: &Task) -> Option<&super::Phase> {
        let code = task.phase.as_deref()?;
        self.phases.iter().find(|phase| phase.code.as_deref() == Some(code))
    }

    /// What is wrong with tasks and departments: `key: reason`.
    pub(super) fn task_fault(&self) -> Option<String> {
        let mut codes = BTreeSet::new();
        if let Some(twice) = self.departments.iter().find(|one| !codes.insert(one.code.as_str())) {
            return Some(format!("departments.{}: stands twice", twice.code));
        }
        let odd = |code: &str| code.parse::<DepartmentCode>().is_err();
        if let Some(department) = self.departments.iter().find(|one| odd(&one.code)) {
            return Some(format!(
                "departments.{}: a code has no blank and no stroke, and 1 to 40 characters",
                department.code
            ));
        }
        let phases = self.phases.iter().filter_map(|phase| phase.code.as_deref());
        let mut known = BTreeSet::new();
        if let Some(twice) = phases.clone().find(|code| !known.insert(*code)) {
            return Some(format!("phases.{twice}: the code stands twice"));
        }
        let mut before: BTreeSet<&str> = BTreeSet::new();
        self.tasks.iter().find_map(|task| {
            let fault = self.fault_of(task, &before, &known);
            before.insert(&task.code);
            fault.map(|reason| format!("tasks.{}: {reason}", task.code))
        })
    }

    fn fault_of(&self, task: &Task, before: &BTreeSet<&str>, phases: &BTreeSet<&str>) -> Option<String> {
        if task.code.is_empty() || task.code.chars().any(char::is_whitespace) {
            return Some("a task has a code without blanks".into());
        }
        if before.contains(task.code.as_str()) {
            return Some("stands twice".into());
        }
        if let Some(under) = task.under.as_deref().filter(|under| !before.contains(under)) {
            return Some(format!("no task `{under}` stands above it"));
        }
        if let Some(phase) = task.phase.as_deref().filter(|phase| !phases.contains(phase)) {
            return Some(format!("no phase has the code `{phase}`"));
        }
        if let Some(unknown) = task.departments().find(|code| self.department(code).is_none()) {
            return Some(format!("no department `{unknown}`"));
        }
        let mut once = BTreeSet::new();
        if let Some(twice) = task.departments().find(|code| !once.insert(*code)) {
            return Some(format!("department `{twice}` is named twice"));
        }
        let heads = self.tasks.iter().any(|other| other.under.as_deref() == Some(task.code.as_str()));
        if task.lead.is_none() && (!heads || !task.implementing.is_empty() || task.gate) {
            return Some("no department leads it (lead), and it is no mere heading over other tasks".into());
        }
        if task.gate && task.phase.is_none() {
            return Some("a gate belongs to a phase".into());
        }
        let due = self.task_due(task);
        if due < self.task_from(task) || due > self.to {
            return Some("due: before it may begin, or after the campaign".into());
        }
        None
    }
}
