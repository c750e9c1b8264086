//! 特案、重案、普案: which cases are reported at once, which by the month, which by the quarter (DOMAIN §3.13 DOCLV, §7.2 item 26).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Campaign;
use crate::{
    filter::{Filter, Window},
    form::{Clause, Condition, Field, Form, Number, Role, Test},
    hash::Sha,
    period::Period,
    statement::Subject,
    table::Table,
    text::Text,
};

/// Grade of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// 特案: a report of its own (专报).
    Special,
    /// 重案: reported by the month (月报).
    Major,
    /// 普案: all others, in the ledgers of the quarter (季报).
    Ordinary,
}

/// Which cases are of a grade. One of the marks is enough; the first rule that a case meets gives its grade.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeRule {
    /// The grade.
    pub grade: Grade,
    /// In whose ledgers cases are graded.
    pub forms: Vec<String>,
    /// From so many persons on.
    pub persons: Option<i64>,
    /// From so much money at issue on, in 分.
    pub amount: Option<i64>,
    /// At one of these levels of risk (RISK).
    #[serde(default)]
    pub risk: Vec<String>,
    /// Conditions on the roles of the row, which hold together.
    #[serde(default)]
    pub when: Vec<Clause>,
}

/// A case of a ledger with its grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// What its reports are of.
    pub subject: Subject,
    /// Its grade.
    pub grade: Grade,
    /// The day it ended, if it did.
    pub closed: Option<NaiveDate>,
}

impl Grade {
    /// What it is called for a person.
    pub fn title(self) -> Text {
        match self {
            Self::Special => Text::new("特案", "special case"),
            Self::Major => Text::new("重案", "major case"),
            Self::Ordinary => Text::new("普案", "ordinary case"),
        }
    }

    /// Its word in definitions and in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Special => "special",
            Self::Major => "major",
            Self::Ordinary => "ordinary",
        }
    }

    /// The grade of a word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Special, Self::Major, Self::Ordinary].into_iter().find(|grade| grade.code() == text)
    }
}

impl GradeRule {
    /// The marks as conditions on a form's columns; what the form has no column for is no mark there.
    fn marks(&self, form: &Form) -> Vec<Vec<Clause>> {
        let has = |role: Role| form.with_role(role).is_some();
        let one = |on: Role, test: Test| {
            has(on).then(|| vec![Clause::One(Condition { on: Field::Role(on), test, negated: false })])
        };
        let least = |number: i64| Test::AtLeast(Number::Fixed(number));
        let marks = [
            self.persons.and_then(|persons| one(Role::Persons, least(persons))),
            self.amount.and_then(|amount| one(Role::Amount, least(amount))),
            (!self.risk.is_empty()).then(|| one(Role::Level, Test::Among(self.risk.clone()))).flatten(),
            (!self.when.is_empty()).then(|| self.when.clone()),
        ];
        marks.into_iter().flatten().collect()
    }

    /// What is wrong: `key: reason`.
    pub(super) fn fault<'a>(&self, form: impl Fn(&str) -> Option<&'a Form>) -> Option<String> {
        let wrong = |reason: String| Some(format!("grades.{}: {reason}", self.grade.code()));
        if self.grade == Grade::Ordinary {
            return wrong("every case that meets no rule is ordinary; there is no rule for it".into());
        }
        if self.forms.is_empty() {
            return wrong("forms: in whose ledgers are cases graded?".into());
        }
        for code in &self.forms {
            let Some(form) = form(code) else { return wrong(format!("no form `{code}`")) };
            if form.with_role(Role::Case).is_none() && form.with_role(Role::Matter).is_none() {
                return wrong(format!("{code} has no column that says which case it is"));
            }
            let conditions = self.when.iter().flat_map(|clause| clause.conditions());
            if let Some(fault) = conditions.filter_map(|condition| condition.fault(form)).next() {
                return wrong(format!("{code}: {fault}"));
            }
            if self.marks(form).is_empty() {
                return wrong(format!("{code} has none of the columns the marks are about"));
            }
        }
        None
    }
}

impl Campaign {
    /// The grade of each row of a ledger; none for an ordinary case.
    pub fn grades_of_rows(&self, table: &Table, period: Period) -> Vec<Option<Grade>> {
        let form = table.form();
        let window = Window::of(period);
        let rules: Vec<(Grade, Vec<Filter>)> = self
            .grades
            .iter()
            .filter(|rule| rule.forms.contains(&form.form))
            .map(|rule| {
                let marks = rule.marks(form);
                (rule.grade, marks.iter().map(|mark| Filter::new(mark, form, window)).collect())
            })
            .collect();
        let grade = |row| {
            let met = rules.iter().find(|(_, marks)| marks.iter().any(|mark| mark.holds(table, row)));
            met.map(|(grade, _)| *grade)
        };
        (0..table.len()).map(grade).collect()
    }

    /// The special and major cases among the rows of a ledger, in the order of their subjects.
    pub fn graded(&self, table: &Table, period: Period) -> Vec<Graded> {
        let closed = table.form().with_role(Role::Closed).map(|(at, _)| at);
        let mut graded: Vec<Graded> = Vec::new();
        for (row, grade) in self.grades_of_rows(table, period).into_iter().enumerate() {
            let (Some(grade), Some(subject)) = (grade, subject_of_row(table, row)) else { continue };
            let closed = closed.and_then(|at| table.date(row, at)).filter(|day| *day <= period.end());
            graded.push(Graded { subject, grade, closed });
        }
        // Several procedures of one matter are one case: of its highest grade, open as long as one is.
        graded.sort_by(|one, other| (&one.subject, one.grade).cmp(&(&other.subject, other.grade)));
        graded.dedup_by(|later, kept| {
            let same = later.subject == kept.subject;
            if same {
                kept.closed = kept.closed.zip(later.closed).map(|(one, other)| one.max(other));
            }
            same
        });
        graded
    }
}

/// What the reports of a row's case are of: by its matter, or by its own number where it names none.
pub fn subject_of_row(table: &Table, row: usize) -> Option<Subject> {
    let column = |role: Role| table.form().with_role(role).map(|(at, _)| at);
    let named = [column(Role::Matter), column(Role::Case)];
    named.into_iter().flatten().find_map(|at| subject_of(table.text(row, at)?))
}

/// What the reports of a case are of: its number, where that is a subject as it is; else a short hash of it.
pub fn subject_of(number: &str) -> Option<Subject> {
    let number = number.trim();
    if number.is_empty() {
        return None;
    }
    let hashed = || {
        let hash = Sha::of(number.as_bytes()).to_string();
        format!("m-{}", hash.get(..16)?).parse().ok()
    };
    number.parse().ok().or_else(hashed)
}
