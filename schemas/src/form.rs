//! A form is data: columns with types and roles, codes, checks, tallies and privacy classes, read from TOML.
//!
//! Tallies, checks, drill-down and warnings speak of *roles*, so they work on a form nobody has thought of yet.

mod chain;
mod column;
mod condition;
mod doubtful;
mod follow_up;
mod history;
mod listed;
mod made_from;
mod part;
mod rule;

use std::{collections::BTreeSet, sync::Arc};

pub use chain::Chain;
pub use column::{Column, ColumnType, MOST_DATES, Points, PrivacyClass, Ratio, Role};
pub use condition::{Clause, Condition, Field, Number, Test, When};
pub use doubtful::Doubtful;
pub use history::{History, Step};
pub use listed::Listed;
pub use made_from::{Fixed, Give, Given, MadeFrom, Own, Signed};
pub use part::Part;
pub use rule::{Relation, RowRule, Severity, Sign};
use serde::Deserialize;

use crate::{
    calendar::Calendar, code::CodeList, deadline::Rule, indicator::Term, tally::TallyDefinition, term,
    text::Text,
};

/// Most columns one form may have.
pub const MAX_COLUMNS: usize = 128;

/// Definition of a ledger.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Code of the form: `L3`.
    pub form: String,
    /// Version; a filing says which one it was made under.
    pub version: u32,
    /// Title.
    pub name: Text,
    /// What a survey form must print (统计法 2024 Art. 17).
    pub survey: Survey,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Row rules.
    #[serde(default)]
    pub rules: Vec<RowRule>,
    /// Relations between tallies (逻辑关系式).
    #[serde(default)]
    pub relations: Vec<Relation>,
    /// Kinds of rows that tallies are also made of alone.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// What the form yields for a period; those of its parts follow the ones they are taken from.
    #[serde(default)]
    pub tallies: Vec<TallyDefinition>,
    /// Whether cases open at the end of the previous period must appear again (RULINGS 2–3).
    #[serde(default)]
    pub continuity: bool,
    /// Whether nothing to report is said in a row with a signer, so that neither an empty ledger nor a nil return will do
    /// (零报告 of duty days and of 底线指标, DOMAIN §3.9 and §7.1 item 14).
    #[serde(default)]
    pub nothing_is_a_row: bool,
    /// How the rows of one matter follow each other, where they are reports of one event.
    pub chain: Option<Chain>,
    /// What was filed of a case before, and binds what is filed of it now.
    pub history: Option<History>,
    /// What must also stand in a ledger of another form.
    #[serde(default)]
    pub listed: Vec<Listed>,
    /// Ledgers by which a return that says nothing becomes doubtful.
    #[serde(default)]
    pub doubtful: Vec<Doubtful>,
    /// Which ledgers it can be made of.
    #[serde(default)]
    pub made_from: Vec<MadeFrom>,
    /// Time limits its cases are under (审限、办理时限).
    #[serde(default)]
    pub terms: Vec<term::Term>,
    /// SHA-256 of the definition's text; a statement names it.
    #[serde(skip)]
    pub digest: [u8; 32],
    /// The code list of each column, set when the definitions are put together.
    #[serde(skip)]
    pub(crate) lists: Vec<Option<Arc<CodeList>>>,
    /// The rule of each term, set likewise.
    #[serde(skip)]
    pub(crate) rules_of_terms: Vec<Arc<Rule>>,
    /// The calendar they are counted by, set likewise.
    #[serde(skip)]
    pub(crate) calendar: Arc<Calendar>,
}

/// 表号、制定机关、批准或备案文号、有效期限.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// 表号.
    pub number: String,
    /// 制定机关.
    pub issuer: Text,
    /// 批准或备案文号.
    pub approval: String,
    /// 有效期限 (a date).
    pub valid_until: String,
}

impl Form {
    /// The column of a key.
    pub fn column(&self, key: &str) -> Option<(usize, &Column)> {
        self.columns.iter().enumerate().find(|(_, column)| column.key == key)
    }

    /// The code list of the column at `index`.
    pub fn list_of(&self, index: usize) -> Option<&CodeList> {
        self.lists.get(index)?.as_deref()
    }

    /// The calendar its limits are counted by.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Name and version as a statement writes them: `tongbao.L3/1`.
    pub fn schema(&self) -> String {
        format!("tongbao.{}/{}", self.form, self.version)
    }

    /// The column that plays a role.
    pub fn with_role(&self, role: Role) -> Option<(usize, &Column)> {
        self.columns.iter().enumerate().find(|(_, column)| column.role == Some(role))
    }

    /// The column a condition speaks of: by key, or by role as `@closed`.
    pub fn resolve(&self, field: &Field) -> Option<(usize, &Column)> {
        match field {
            Field::Key(key) => self.column(key),
            Field::Role(role) => self.with_role(*role),
        }
    }

    /// The columns that leave the node, in order: classes P3 and P4 (DOMAIN §6.3).
    pub fn leaving(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(_, column)| column.privacy.leaves())
    }

    /// The tally of a key, without the form's prefix.
    pub fn tally(&self, key: &str) -> Option<&TallyDefinition> {
        self.tallies.iter().find(|tally| tally.key == key)
    }

    /// What is wrong with the definition: `key: reason`.
    pub fn fault(&self, list_exists: impl Fn(&str) -> bool) -> Option<String> {
        self.column_fault(list_exists)
            .or_else(|| self.rule_fault())
            .or_else(|| self.chain.as_ref()?.fault(self))
            .or_else(|| self.history.as_ref()?.fault(self))
            .or_else(|| self.listed.iter().find_map(|listed| listed.fault(self)))
            .or_else(|| self.tally_fault())
    }

    fn column_fault(&self, list_exists: impl Fn(&str) -> bool) -> Option<String> {
        if !is_code(&self.form) {
            return Some(format!("form: `{}` must be 1 to 16 upper-case letters and digits", self.form));
        }
        if self.columns.is_empty() || self.columns.len() > MAX_COLUMNS {
            return Some(format!("columns: a form has 1 to {MAX_COLUMNS}, this one {}", self.columns.len()));
        }
        let (mut keys, mut roles) = (BTreeSet::new(), BTreeSet::new());
        for column in &self.columns {
            if !is_key(&column.key) || !keys.insert(column.key.as_str()) {
                return Some(format!(
                    "columns.{}: a key is lower-case letters, digits and _, and stands once",
                    column.key
                ));
            }
            if column.role.is_some_and(|role| !roles.insert(role)) {
                return Some(format!("columns.{}: its role is already taken by another column", column.key));
            }
            if let Some(fault) = column.fault(&list_exists).or_else(|| self.computed_fault(column)) {
                return Some(format!("columns.{}: {fault}", column.key));
            }
        }
        let case = self.with_role(Role::Case);
        match case {
            None => Some("columns: one column must have the role `case`".into()),
            Some((_, column)) if !column.required || !column.privacy.leaves() => {
                Some(format!("columns.{}: the case column is required and of class P3", column.key))
            }
            Some(_)
                if self.continuity
                    && (self.with_role(Role::Opened).is_none() || self.with_role(Role::Closed).is_none()) =>
            {
                Some("continuity: needs columns with the roles `opened` and `closed`".into())
            }
            Some(_) => None,
        }
    }

    fn computed_fault(&self, column: &Column) -> Option<String> {
        let mut logs = column.last_of.iter().chain(&column.count_of);
        let is_log = |key: &String| self.column(key).is_some_and(|(_, of)| of.kind == ColumnType::Log);
        if let Some(key) = logs.find(|key| !is_log(key)) {
            return Some(format!("last_of, count_of: `{key}` is no log"));
        }
        if let Some(points) = &column.points {
            let coded = self.column(&points.of).is_some_and(|(_, of)| of.kind == ColumnType::Codes);
            if !coded {
                return Some(format!("points: `{}` is no column of several codes", points.of));
            }
        }
        let ratio = column.ratio.as_ref()?;
        let counted = |key: &str| {
            self.column(key).is_some_and(|(_, of)| matches!(of.kind, ColumnType::Int | ColumnType::Money))
        };
        (!counted(&ratio.of) || !counted(&ratio.to)).then(|| "ratio: not of two number columns".into())
    }

    fn rule_fault(&self) -> Option<String> {
        let mut codes = BTreeSet::new();
        for rule in &self.rules {
            if !codes.insert(rule.code.as_str()) {
                return Some(format!("rules.{}: the code stands twice", rule.code));
            }
            if let Some(fault) = self.clauses_fault(rule.when.iter().chain(&rule.must)) {
                return Some(format!("rules.{}: {fault}", rule.code));
            }
            if self.resolve(&rule.at).is_none() {
                return Some(format!("rules.{}: at: no such column", rule.code));
            }
        }
        for relation in &self.relations {
            if !codes.insert(relation.code.as_str()) {
                return Some(format!("relations.{}: the code stands twice", relation.code));
            }
            let keys = relation.left.iter().chain(&relation.right).map(Term::tally);
            if let Some(key) = keys.into_iter().find(|key| self.tally(key).is_none()) {
                return Some(format!("relations.{}: no tally `{key}`", relation.code));
            }
        }
        None
    }

    fn tally_fault(&self) -> Option<String> {
        let mut keys = BTreeSet::new();
        if let Some(fault) = self.part_fault() {
            return Some(fault);
        }
        self.tallies.iter().find_map(|tally| {
            let fault = if !is_key(&tally.key) || !keys.insert(tally.key.as_str()) {
                Some("a key is lower-case letters, digits and _, and stands once".into())
            } else {
                self.clauses_fault(&tally.rows).or_else(|| tally.fault(self))
            };
            fault.map(|fault: String| format!("tallies.{}: {fault}", tally.key))
        })
    }

    fn clauses_fault<'a>(&self, clauses: impl IntoIterator<Item = &'a Clause>) -> Option<String> {
        clauses.into_iter().flat_map(Clause::conditions).find_map(|condition| condition.fault(self))
    }
}

fn is_code(text: &str) -> bool {
    (1..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn is_key(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && text.starts_with(|c: char| c.is_ascii_lowercase())
}
