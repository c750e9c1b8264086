//! The quarterly summary S1 (季度汇总表, DOMAIN §3.11): derived from tallies, never filed and never edited
//! (RULINGS 4).
//!
//! A summary is a table of rows (调解, 仲裁, …) and columns (期初未结, 本期新增, …); each cell names a tally or is
//! `—`. A column `year_of` another shows the same tallies from the beginning of the year.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    form::{Relation, Severity, Survey},
    indicator::{Term, sum},
    tally::{Tallies, Tally},
    text::Text,
};

/// Definition of a summary.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Code: `S1`.
    pub summary: String,
    /// Version.
    pub version: u32,
    /// Title.
    pub name: Text,
    /// What a survey form must print.
    pub survey: Survey,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Rows in order.
    pub rows: Vec<Row>,
    /// Relations between columns, asked of every row.
    #[serde(default)]
    pub across: Vec<Relation>,
    /// Relations between rows, asked of every column.
    #[serde(default)]
    pub down: Vec<Relation>,
}

/// A column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Key.
    pub key: String,
    /// Chinese heading.
    pub zh: String,
    /// English heading.
    pub en: String,
    /// What its numbers count.
    pub unit: Unit,
    /// The column whose tallies it shows from the beginning of the year (当年累计).
    pub year_of: Option<String>,
}

/// What the numbers of a column count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// 件.
    Cases,
    /// 人.
    Persons,
    /// 分; shown in 万元.
    Money,
}

/// A row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Key.
    pub key: String,
    /// Chinese heading.
    pub zh: String,
    /// English heading.
    pub en: String,
    /// Whether it is of a ledger that not every city keeps: shown only where somebody filed it.
    #[serde(default)]
    pub if_filed: bool,
    /// Full name of the tally of each column that has one.
    pub cells: BTreeMap<String, String>,
}

/// The cells of a summary for one bureau (or a pool of them) and one period, rows and columns as defined.
/// `None` is printed `—`: the definition names no tally, or its form was not filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet(pub Vec<Vec<Option<i64>>>);

/// A relation that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// Code of the relation; `year` where 累计 is not the earlier 累计 and 本期 together.
    pub code: String,
    /// What it does.
    pub severity: Severity,
    /// The relation in words.
    pub what: Text,
    /// The row or the column where it fails, by key.
    pub at: String,
    /// Left side.
    pub left: i64,
    /// Right side.
    pub right: i64,
}

impl Summary {
    /// The cells, from the tallies of the period and of the year up to and with it.
    pub fn of(&self, period: &Tallies, year: &Tallies) -> Sheet {
        let cell = |row: &Row, column: &Column| {
            let (key, tallies) = column.year_of.as_ref().map_or((&column.key, period), |of| (of, year));
            tallies.get(row.cells.get(key)?).map(Tally::count)
        };
        Sheet(self.rows.iter().map(|row| self.columns.iter().map(|c| cell(row, c)).collect()).collect())
    }

    /// Every relation that fails. `before` is the sheet of the previous period of the same year; the year's
    /// first period has none.
    pub fn breaches(&self, sheet: &Sheet, before: Option<&Sheet>) -> Vec<Breach> {
        let across = self.rows.iter().flat_map(|row| {
            let of = |column: &str| self.cell(sheet, &row.key, column);
            self.across.iter().filter_map(move |relation| breach(relation, &row.key, of))
        });
        let down = self.columns.iter().flat_map(|column| {
            let of = |row: &str| self.cell(sheet, row, &column.key);
            self.down.iter().filter_map(move |relation| breach(relation, &column.key, of))
        });
        across.chain(down).chain(self.year_breaches(sheet, before)).collect()
    }

    /// What is wrong with the definition: `key: reason`.
    pub(crate) fn fault(&self, has_tally: impl Fn(&str) -> bool) -> Option<String> {
        let (mut columns, mut rows) = (BTreeSet::new(), BTreeSet::new());
        let twice = self.columns.iter().find(|column| !columns.insert(column.key.as_str()));
        if let Some(column) = twice {
            return Some(format!("columns.{}: the key stands twice", column.key));
        }
        let own = |key: &str| self.columns.iter().any(|column| column.key == key && column.year_of.is_none());
        for column in &self.columns {
            if column.year_of.as_deref().is_some_and(|of| !own(of)) {
                return Some(format!("columns.{}: year_of: no column of the period so named", column.key));
            }
        }
        for row in &self.rows {
            if !rows.insert(row.key.as_str()) {
                return Some(format!("rows.{}: the key stands twice", row.key));
            }
            if let Some(key) = row.cells.keys().find(|key| !own(key)) {
                return Some(format!("rows.{}: cells: no column of the period named `{key}`", row.key));
            }
            if let Some(tally) = row.cells.values().find(|tally| !has_tally(tally)) {
                return Some(format!("rows.{}: cells: no tally `{tally}`", row.key));
            }
        }
        unknown("across", &self.across, &columns).or_else(|| unknown("down", &self.down, &rows))
    }

    /// Whether a form stands only in rows that are shown where it is filed.
    pub fn is_optional(&self, form: &str) -> bool {
        let of = |tally: &String| tally.split_once('.').is_some_and(|(own, _)| own == form);
        self.rows.iter().filter(|row| row.cells.values().any(of)).all(|row| row.if_filed)
    }

    fn cell(&self, sheet: &Sheet, row: &str, column: &str) -> Option<i64> {
        let row = self.rows.iter().position(|each| each.key == row)?;
        let column = self.columns.iter().position(|each| each.key == column)?;
        sheet.0.get(row)?.get(column).copied().flatten()
    }

    /// 累计(t) = 累计(t−1) + 本期, begun anew on 1 January.
    fn year_breaches(&self, sheet: &Sheet, before: Option<&Sheet>) -> Vec<Breach> {
        let check = |row: &Row, column: &Column| {
            let left = self.cell(sheet, &row.key, &column.key)?;
            let now = self.cell(sheet, &row.key, column.year_of.as_deref()?)?;
            let earlier = match before {
                Some(before) => self.cell(before, &row.key, &column.key)?,
                None => 0,
            };
            let right = earlier.saturating_add(now);
            let what =
                Text::new("当年累计应等于上期累计加本期数", "The year is the year before plus this period");
            let at = format!("{}.{}", row.key, column.key);
            (left != right).then(|| Breach {
                code: "year".into(),
                severity: Severity::Block,
                what,
                at,
                left,
                right,
            })
        };
        let columns = |row| self.columns.iter().filter_map(move |column| check(row, column));
        self.rows.iter().flat_map(columns).collect()
    }
}

/// A cell that is `—` adds nothing; a relation is asked only where both sides have a number.
fn breach(relation: &Relation, at: &str, of: impl Fn(&str) -> Option<i64>) -> Option<Breach> {
    let known = |terms: &[Term]| terms.iter().any(|term| of(term.tally()).is_some());
    let side = |terms: &[Term]| sum(terms, |key| of(key).unwrap_or(0));
    let (left, right) = (side(&relation.left), side(&relation.right));
    let asked = known(&relation.left) && known(&relation.right);
    (asked && !relation.is.holds(left, right)).then(|| Breach {
        code: relation.code.clone(),
        severity: relation.severity,
        what: Text::owned(relation.zh.clone(), relation.en.clone()),
        at: at.into(),
        left,
        right,
    })
}

fn unknown(kind: &str, relations: &[Relation], keys: &BTreeSet<&str>) -> Option<String> {
    relations.iter().find_map(|relation| {
        let mut terms = relation.left.iter().chain(&relation.right).map(Term::tally);
        let key = terms.find(|key| !keys.contains(key))?;
        Some(format!("{kind}.{}: nothing is named `{key}`", relation.code))
    })
}

#[cfg(test)]
mod tests;
