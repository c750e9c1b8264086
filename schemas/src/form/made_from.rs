//! What a form can be made of: rows of ledgers that were filed already, column by column, so that nobody types again what
//! is known (DOMAIN §7.1 item 24).
//!
//! ```toml
//! [[made_from]]                       # one after the other; what one gave, no later one changes
//! form = "L3"                         # its ledgers that speak of the period; of the own form, the filing before
//! grades = ["special", "major"]       # only cases of these grades, by the campaign
//! rows = [{ on = "@closed", not = "before period" }]
//! set = [
//!     { column = "case_no", from = "@case" },
//!     { column = "level", grade = { special = "3", major = "2" } },
//!     { column = "status", fixed = "2", when = [{ on = "@closed", not = "by period end" }] },
//!     { column = "unit", own = "bureau" },
//!     { column = "signer", signed = "name" },
//! ]
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::Error as _};

use super::{Clause, Column, ColumnType, Field, Form};
use crate::{campaign::Grade, code::CodeList};

/// A form whose ledgers rows are made of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeFrom {
    /// Its code.
    pub form: String,
    /// Which of its rows, by the period that is made.
    #[serde(default)]
    pub rows: Vec<Clause>,
    /// Only rows of cases of one of these grades.
    #[serde(default)]
    pub grades: Vec<Grade>,
    /// The rows of the filing before are kept as they are, and one more follows the last report of the chain (续报).
    #[serde(default)]
    pub goes_on: bool,
    /// What is given to which column; of several for one column, the first that gives something.
    pub set: Vec<Give>,
}

/// What a column is given.
#[derive(Clone, Debug)]
pub struct Give {
    /// Key of the column.
    pub column: String,
    /// What.
    pub what: Given,
    /// Conditions on the row it is made of. They are asked only of a ledger that reaches the end of the period: of the time
    /// after its own period a ledger says nothing.
    pub when: Vec<Clause>,
}

/// Where a cell comes from.
#[derive(Clone, Debug)]
pub enum Given {
    /// The cell of this column of the row it is made of.
    From(Field),
    /// The same in every row.
    Fixed(Fixed),
    /// A code for the grade of the case.
    Grade(BTreeMap<Grade, String>),
    /// What the filing itself says.
    Own(Own),
    /// Filled when it is signed, and left empty until then.
    Signed(Signed),
}

/// A value as a definition writes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Fixed {
    /// 是/否.
    Bool(bool),
    /// A number, money in 分.
    Number(i64),
    /// A text or a code.
    Text(String),
}

/// What a filing says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Own {
    /// Name of the bureau.
    Bureau,
    /// Name of the protection period that holds the first day.
    Protection,
    /// First day of the period.
    Day,
}

/// What is known only when it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signed {
    /// Who signs.
    Name,
    /// When.
    Time,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    column: String,
    from: Option<Field>,
    fixed: Option<Fixed>,
    grade: Option<BTreeMap<Grade, String>>,
    own: Option<Own>,
    signed: Option<Signed>,
    #[serde(default)]
    when: Vec<Clause>,
}

impl<'de> Deserialize<'de> for Give {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let given = [
            written.from.map(Given::From),
            written.fixed.map(Given::Fixed),
            written.grade.map(Given::Grade),
            written.own.map(Given::Own),
            written.signed.map(Given::Signed),
        ];
        let mut given = given.into_iter().flatten();
        match (given.next(), given.next()) {
            (Some(what), None) => Ok(Self { column: written.column, what, when: written.when }),
            _ => Err(D::Error::custom("one of `from`, `fixed`, `grade`, `own` and `signed`")),
        }
    }
}

impl MadeFrom {
    /// What does not fit the form that is made, or the one it is made of: `key: reason`.
    pub(crate) fn fault(&self, form: &Form, source: &Form) -> Option<String> {
        let wrong = |reason: String| Some(format!("made_from.{}: {reason}", self.form));
        if self.goes_on && (self.form != form.form || form.chain.is_none()) {
            return wrong("goes_on: only the reports of one form follow each other".into());
        }
        let conditions = self.rows.iter().chain(self.set.iter().flat_map(|give| &give.when));
        for condition in conditions.flat_map(Clause::conditions) {
            let fault = condition.fault(source).or_else(|| condition.unknown_code(source));
            if let Some(fault) = fault {
                return wrong(fault);
            }
        }
        for give in &self.set {
            let Some((at, column)) = form.column(&give.column) else {
                return wrong(format!("set: no column `{}`", give.column));
            };
            if let Some(fault) = self.misfit(give, column, form.list_of(at), source) {
                return wrong(format!("set.{}: {fault}", give.column));
            }
        }
        None
    }

    fn misfit(&self, give: &Give, column: &Column, list: Option<&CodeList>, source: &Form) -> Option<String> {
        let coded = |code: &str| list.is_some_and(|list| list.of(code).is_some());
        let kind = column.kind;
        match &give.what {
            Given::From(field) => {
                let Some((_, there)) = source.resolve(field) else {
                    return Some(format!("{} has no such column", source.form));
                };
                // What never leaves the node is not even in what was filed.
                let fits = there.privacy.leaves()
                    && there.kind == kind
                    && there.list == column.list
                    && (kind != ColumnType::Text || there.longest() <= column.longest());
                (!fits).then(|| format!("`{}` is of another type, list, length or class", there.key))
            }
            Given::Fixed(fixed) => {
                let fits = match (fixed, kind) {
                    (Fixed::Bool(_), ColumnType::Bool)
                    | (Fixed::Number(_), ColumnType::Int | ColumnType::Money) => true,
                    (Fixed::Text(code), ColumnType::Code) => coded(code),
                    (Fixed::Text(text), ColumnType::Text) => {
                        (1..=column.longest() as usize).contains(&text.chars().count())
                    }
                    _ => false,
                };
                (!fits).then(|| "fixed: not a value of this column".into())
            }
            Given::Grade(codes) => {
                let fits = kind == ColumnType::Code
                    && codes.values().all(|code| coded(code))
                    && !self.grades.is_empty()
                    && self.grades.iter().all(|grade| codes.contains_key(grade));
                (!fits).then(|| "grade: a code of the list for each of `grades`".into())
            }
            Given::Own(Own::Day) => {
                (kind != ColumnType::Date).then(|| "own: a day wants a date column".into())
            }
            Given::Own(_) => (kind != ColumnType::Text).then(|| "own: a name wants a text column".into()),
            Given::Signed(signed) => {
                let wanted = if *signed == Signed::Name { ColumnType::Text } else { ColumnType::DateTime };
                (kind != wanted || !give.when.is_empty())
                    .then(|| "signed: a name is a text, a time a date-time, without conditions".into())
            }
        }
    }
}
