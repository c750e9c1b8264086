//! Conditions over the cells of one row: structured values, not a language with a parser.
//!
//! In a definition a condition is a table with `on` and exactly one test:
//!
//! ```toml
//! { on = "@closed", is = "in period" }        # is / not: before period, in period, after period,
//! { on = "@outcome", among = ["11", "12"] }   #   by period end, before campaign, filled, yes
//! { on = "@closed", not_after = "@due" }      # dates of the same row
//! { on = "@closed", within = { of = "@opened", days = 60 } }
//! { on = "reported", within = { of = "learnt", hours = 2 } }     # instants
//! { on = "persons", at_least = 10 }           # or the key of another number column
//! { on = "followed", fresh = 7 }              # at most 7 days before the end of the period; stale = 7: not so
//! { on = "reviewer", differs_from = "handler" }                  # names of two persons
//! { on = "planned", share = { of = "staff", percent = "10" } }   # at least 10 % of it, not rounded
//! { any = [ {…}, {…} ] }                      # one of several
//! ```
//!
//! A test is false on an empty cell; `not`, `except`, `after` and `stale` are the exact negations, so they are true on one.

use std::str::FromStr;

use serde::{Deserialize, de::Error as _};

use super::{ColumnType, Form, Role};
use crate::fraction::Decimal;

/// One member of a list of conditions that must all hold.
#[derive(Clone, Debug)]
pub enum Clause {
    /// A single condition.
    One(Condition),
    /// At least one of these.
    Any(Vec<Condition>),
}

/// A test of one cell.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The cell.
    pub on: Field,
    /// The test.
    pub test: Test,
    /// Whether the test must fail.
    pub negated: bool,
}

/// A column, by key (`closed`) or by role (`@closed`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// By key.
    Key(String),
    /// By role.
    Role(Role),
}

/// Where a date lies, or whether a cell is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum When {
    /// Earlier than the first day of the period.
    #[serde(rename = "before period")]
    BeforePeriod,
    /// From the first to the last day of the period.
    #[serde(rename = "in period")]
    InPeriod,
    /// Later than the last day of the period.
    #[serde(rename = "after period")]
    AfterPeriod,
    /// On or before the last day of the period.
    #[serde(rename = "by period end")]
    ByPeriodEnd,
    /// Earlier than the first day of the campaign.
    #[serde(rename = "before campaign")]
    BeforeCampaign,
    /// There is something in the cell.
    #[serde(rename = "filled")]
    Filled,
    /// 是.
    #[serde(rename = "yes")]
    Yes,
}

/// A number, or the number in another column of the row.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Number {
    /// As written.
    Fixed(i64),
    /// From another cell.
    Of(Field),
}

/// What is asked of a cell.
#[derive(Clone, Debug)]
pub enum Test {
    /// Position of a date, or presence.
    Is(When),
    /// The code, or any of the codes, is one of these.
    Among(Vec<String>),
    /// ≥.
    AtLeast(Number),
    /// ≤.
    AtMost(Number),
    /// The date is not later than another date of the row, by the minute where both have one; false if either is empty.
    NotAfter(Field),
    /// The date is at most so many days after another.
    Within(Field, i64),
    /// The instant is at most so many hours after another.
    WithinHours(Field, i64),
    /// The date is at most so many days before the end of the period.
    Fresh(i64),
    /// None of the names is also in another text cell of the row, compared without space, width and what stands in brackets;
    /// false if either is empty.
    DiffersFrom(Field),
    /// The number is at least such a share of another, compared unrounded; false if that is not above zero.
    Share(Field, Decimal),
}

impl Clause {
    /// The conditions inside.
    pub fn conditions(&self) -> &[Condition] {
        match self {
            Self::One(condition) => std::slice::from_ref(condition),
            Self::Any(conditions) => conditions,
        }
    }
}

impl FromStr for Field {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some(role) = text.strip_prefix('@') else { return Ok(Self::Key(text.to_owned())) };
        let role: Result<Role, serde::de::value::Error> =
            Role::deserialize(serde::de::value::StrDeserializer::new(role));
        role.map(Self::Role).map_err(|error| error.to_string())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// As written in a definition, before the "exactly one test" rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    on: Option<Field>,
    any: Option<Vec<Written>>,
    is: Option<When>,
    not: Option<When>,
    among: Option<Vec<String>>,
    except: Option<Vec<String>>,
    at_least: Option<Number>,
    at_most: Option<Number>,
    not_after: Option<Field>,
    after: Option<Field>,
    within: Option<WrittenSpan>,
    share: Option<WrittenShare>,
    fresh: Option<i64>,
    stale: Option<i64>,
    differs_from: Option<Field>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSpan {
    of: Field,
    days: Option<i64>,
    hours: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenShare {
    of: Field,
    percent: Decimal,
}

impl WrittenSpan {
    fn test(self) -> Result<Test, String> {
        match (self.days, self.hours) {
            (Some(days), None) => Ok(Test::Within(self.of, days)),
            (None, Some(hours)) => Ok(Test::WithinHours(self.of, hours)),
            _ => Err("`within` says either `days` or `hours`".into()),
        }
    }
}

impl Written {
    fn condition(self) -> Result<Condition, String> {
        let on = self.on.ok_or("a condition needs `on`")?;
        if self.any.is_some() {
            return Err("`any` cannot stand inside a condition".into());
        }
        let within = self.within.map(WrittenSpan::test).transpose()?;
        let mut tests = [
            self.is.map(|when| (Test::Is(when), false)),
            self.not.map(|when| (Test::Is(when), true)),
            self.among.map(|codes| (Test::Among(codes), false)),
            self.except.map(|codes| (Test::Among(codes), true)),
            self.at_least.map(|number| (Test::AtLeast(number), false)),
            self.at_most.map(|number| (Test::AtMost(number), false)),
            self.not_after.map(|field| (Test::NotAfter(field), false)),
            self.after.map(|field| (Test::NotAfter(field), true)),
            within.map(|test| (test, false)),
            self.share.map(|share| (Test::Share(share.of, share.percent), false)),
            self.fresh.map(|days| (Test::Fresh(days), false)),
            self.stale.map(|days| (Test::Fresh(days), true)),
            self.differs_from.map(|field| (Test::DiffersFrom(field), false)),
        ]
        .into_iter()
        .flatten();
        match (tests.next(), tests.next()) {
            (Some((test, negated)), None) => Ok(Condition { on, test, negated }),
            _ => Err("a condition has exactly one test".into()),
        }
    }
}

impl<'de> Deserialize<'de> for Clause {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut written = Written::deserialize(deserializer)?;
        match (written.any.take(), &written.on) {
            (Some(any), None) if any.len() > 1 => {
                let conditions = any.into_iter().map(Written::condition).collect::<Result<_, _>>();
                conditions.map(Self::Any).map_err(D::Error::custom)
            }
            (Some(_), _) => Err(D::Error::custom("`any` holds two or more conditions and stands alone")),
            (None, _) => written.condition().map(Self::One).map_err(D::Error::custom),
        }
    }
}

impl Condition {
    /// What does not fit the form's columns.
    pub(crate) fn fault(&self, form: &Form) -> Option<String> {
        let Some((_, column)) = form.resolve(&self.on) else {
            return Some(format!("no column for {:?}", self.on));
        };
        let kind = column.kind;
        let dated = |kind| matches!(kind, ColumnType::Date | ColumnType::DateTime);
        let number = |kind| matches!(kind, ColumnType::Int | ColumnType::Money);
        let other = |field: &Field, fits: &dyn Fn(ColumnType) -> bool| {
            form.resolve(field).is_some_and(|(_, column)| fits(column.kind))
        };
        let fits = match &self.test {
            Test::Is(When::Filled) => true,
            Test::Is(When::Yes) => kind == ColumnType::Bool,
            Test::Is(_) => dated(kind),
            Test::Among(codes) => {
                !codes.is_empty() && matches!(kind, ColumnType::Code | ColumnType::Codes | ColumnType::Text)
            }
            Test::AtLeast(Number::Of(field)) | Test::AtMost(Number::Of(field)) => {
                number(kind) && other(field, &number)
            }
            Test::AtLeast(_) | Test::AtMost(_) => number(kind),
            Test::NotAfter(field) | Test::Within(field, _) => dated(kind) && other(field, &dated),
            Test::WithinHours(field, _) => {
                let instant = |kind| kind == ColumnType::DateTime;
                instant(kind) && other(field, &instant)
            }
            Test::Share(field, _) => number(kind) && other(field, &number),
            Test::Fresh(days) => dated(kind) && *days >= 0,
            Test::DiffersFrom(field) => {
                let text = |kind| kind == ColumnType::Text;
                text(kind) && other(field, &text)
            }
        };
        (!fits).then(|| format!("the test does not fit column `{}`", column.key))
    }

    /// A code that the column's list does not have: the test would silently match nothing.
    pub(crate) fn unknown_code(&self, form: &Form) -> Option<String> {
        let Test::Among(codes) = &self.test else { return None };
        let (index, _) = form.resolve(&self.on)?;
        let list = form.list_of(index)?;
        let unknown = codes.iter().find(|code| list.of(code).is_none())?;
        Some(format!("list {} has no code `{unknown}`", list.list))
    }
}
