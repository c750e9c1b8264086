//! A column of a form: its type, the role it plays, and whether its cells may leave the node.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// A column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Key on the wire and in definitions.
    pub key: String,
    /// Chinese heading.
    pub zh: String,
    /// English heading.
    pub en: String,
    /// Other headings that workbooks use.
    #[serde(default)]
    pub also: Vec<String>,
    /// Type of its cells.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// Code list of a `code` or `codes` column.
    pub list: Option<String>,
    /// Most characters of a text (default 128).
    pub max: Option<u32>,
    /// Least value of an `int` or `money` column (default 0).
    pub min: Option<i64>,
    /// The two number columns of the row whose quotient a `percent` column is.
    pub ratio: Option<Ratio>,
    /// The log whose last day a `date` column is.
    pub last_of: Option<String>,
    /// The log whose lines an `int` column counts.
    pub count_of: Option<String>,
    /// What an `int` column adds up to of the codes of another.
    pub points: Option<Points>,
    /// What the column means to tallies, deadlines and drill-down.
    pub role: Option<Role>,
    /// Whether a cell must be filled in every row.
    #[serde(default)]
    pub required: bool,
    /// Whether the date is something that happened, so that it cannot lie after the period.
    #[serde(default)]
    pub event: bool,
    /// Privacy class.
    pub privacy: PrivacyClass,
    /// A sentence for the template and the screen.
    pub note: Option<Text>,
}

/// What a `percent` column is of what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// Key of the part.
    pub of: String,
    /// Key of the whole.
    pub to: String,
}

/// What a number is of the codes of a row: so much for each (风险评分). A row may say another number, and why.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// Key of the `codes` column.
    pub of: String,
    /// What each of its codes counts; one that is not named counts nothing.
    pub each: BTreeMap<String, u32>,
    /// The most it comes to.
    pub most: u32,
}

/// Type of a column's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// Text of at most `max` characters.
    Text,
    /// A whole number.
    Int,
    /// Money in 分; workbooks write 元 or 万元.
    Money,
    /// The quotient of two numbers of the row, in hundredths of a percent: computed, and what a workbook says is held to it.
    Percent,
    /// A calendar day.
    Date,
    /// Several calendar days, each once and in order, at most [`MOST_DATES`]: what may happen to a case more than once.
    Dates,
    /// An instant to the minute at +08:00.
    DateTime,
    /// 是/否.
    Bool,
    /// One code of `list`.
    Code,
    /// Several codes of `list` (at most 64 in the list).
    Codes,
    /// 统一社会信用代码 with its check digit.
    Uscc,
    /// 居民身份证 number with its check digit.
    IdNumber,
    /// What was done and when, a line each: `2025-07-03 约谈单位负责人（示例甲）`. Kept by day; never leaves the node.
    Log,
}

/// What a column means. One column a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Identifies the procedure (案号); unique in a ledger, stable over periods.
    Case,
    /// Identifies the dispute behind it; several cases may share one.
    Matter,
    /// The day the case came in or was accepted.
    Opened,
    /// The day it is due.
    Due,
    /// The day it ended, by closing or by leaving.
    Closed,
    /// How it ended.
    Outcome,
    /// Persons involved.
    Persons,
    /// Money at issue.
    Amount,
    /// Money that was paid.
    Paid,
    /// Risk or importance.
    Level,
    /// Who answers for it.
    Responsible,
    /// Name of the employer.
    Employer,
    /// The employer's 统一社会信用代码.
    EmployerCode,
    /// Cause of the dispute.
    Cause,
    /// Industry of the employer.
    Industry,
    /// Kind of the employer.
    EmployerType,
    /// Street, town or park where the matter is (属地).
    Area,
    /// By which channel it came in.
    Source,
    /// Number of the case that this one went on as in another procedure (转仲裁案号).
    Next,
    /// Number of the case in another procedure that this one came from (先行调解案号).
    Former,
    /// The day it was last followed up.
    Followed,
    /// Number in the register of mediators of who mediated.
    Mediator,
    /// Band in which a case is paid for (补助档次).
    Band,
    /// How what was agreed was performed.
    Performed,
    /// The person a case is about; class P0.
    Person,
}

/// Privacy class of a column (DOMAIN §6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PrivacyClass {
    /// Never leaves the node.
    P0,
    /// Leaves only as a keyed token.
    P1,
    /// Leaves masked, on a reasoned request.
    P2,
    /// Business data, leaves.
    P3,
    /// Figures, leave.
    P4,
}

impl PrivacyClass {
    /// Whether cells of this class are in a filing.
    pub fn leaves(self) -> bool {
        matches!(self, Self::P3 | Self::P4)
    }
}

/// Most characters of a text column that does not say.
pub const DEFAULT_TEXT: u32 = 128;
/// Most characters any text column may allow.
pub const LONGEST_TEXT: u32 = 2000;
/// Most characters of a log.
pub const LONGEST_LOG: u32 = 8000;
/// Most days of a cell that holds several.
pub const MOST_DATES: usize = 16;

impl Column {
    /// Heading in both languages.
    pub fn title(&self) -> Text {
        Text::owned(self.zh.clone(), self.en.clone())
    }

    /// Most characters of a text cell.
    pub fn longest(&self) -> u32 {
        self.max.unwrap_or(if self.kind == ColumnType::Log { LONGEST_LOG } else { DEFAULT_TEXT })
    }

    pub(super) fn fault(&self, list_exists: impl Fn(&str) -> bool) -> Option<String> {
        let coded = matches!(self.kind, ColumnType::Code | ColumnType::Codes);
        let dated = matches!(self.kind, ColumnType::Date | ColumnType::DateTime);
        if self.zh.trim().is_empty() || self.en.trim().is_empty() {
            return Some("needs a heading in both languages".into());
        }
        match &self.list {
            None if coded => return Some("a coded column names its list".into()),
            Some(_) if !coded => return Some("only a coded column names a list".into()),
            Some(list) if !list_exists(list) => return Some(format!("list: no code list `{list}`")),
            _ => {}
        }
        if self.event && !dated && self.kind != ColumnType::Dates {
            return Some("event: only a date can be an event".into());
        }
        if self.ratio.is_some() != (self.kind == ColumnType::Percent) {
            return Some("ratio: a percent column says of what to what, and no other does".into());
        }
        let most = if self.kind == ColumnType::Log { LONGEST_LOG } else { LONGEST_TEXT };
        if self.longest() > most {
            return Some(format!("max: at most {most}"));
        }
        if self.kind == ColumnType::Log && self.privacy.leaves() {
            return Some("privacy: a log never leaves the node".into());
        }
        if self.last_of.is_some() && self.kind != ColumnType::Date {
            return Some("last_of: a date column is the last day of a log, and no other".into());
        }
        if self.points.is_some() && self.kind != ColumnType::Int {
            return Some("points: an int column adds them up, and no other".into());
        }
        if self.count_of.is_some() && self.kind != ColumnType::Int {
            return Some("count_of: an int column counts the lines of a log, and no other".into());
        }
        let wanted = match self.role? {
            Role::Opened | Role::Due | Role::Closed | Role::Followed => dated,
            Role::Persons => self.kind == ColumnType::Int,
            Role::Amount | Role::Paid => self.kind == ColumnType::Money,
            Role::Outcome
            | Role::Cause
            | Role::Level
            | Role::EmployerType
            | Role::Source
            | Role::Band
            | Role::Performed => self.kind == ColumnType::Code,
            Role::Area | Role::Next | Role::Mediator => self.kind == ColumnType::Text,
            Role::EmployerCode => self.kind == ColumnType::Uscc,
            Role::Person => !self.privacy.leaves(),
            _ => true,
        };
        (!wanted).then(|| "its type or class does not fit its role".into())
    }
}
