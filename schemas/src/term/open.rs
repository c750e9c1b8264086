//! The open cases of a ledger under its limits, and what is said of each: the same words at the node and in the city.

use super::{Basis, Limits, Stand, Timed, Urgency};
use crate::{form::Role, table::Table, text::Text};

/// An open case under a limit, as its ledger has it.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its number.
    pub number: String,
    /// The official who answers for it, where the form asks.
    pub responsible: Option<String>,
    /// Persons involved, where the form asks.
    pub persons: Option<i64>,
    /// The limit it is under.
    pub timed: Timed,
}

/// The cases of a ledger that are under a limit which has not ended, row by row.
pub fn open_cases(table: &Table) -> Vec<Case> {
    let form = table.form();
    let column = |role| form.with_role(role).map(|(index, _)| index);
    let (number, responsible, persons) =
        (column(Role::Case), column(Role::Responsible), column(Role::Persons));
    let mut limits = Limits::of(table);
    let mut cases = Vec::new();
    for row in 0..table.len() {
        for term in 0..limits.terms() {
            let Some(timed) = limits.at(row, term).filter(|timed| timed.ended.is_none()) else { continue };
            let text = |column: Option<usize>| table.text(row, column?).map(str::to_owned);
            cases.push(Case {
                number: text(number).unwrap_or_default(),
                responsible: text(responsible),
                persons: persons.and_then(|persons| table.number(row, persons)),
                timed,
            });
        }
    }
    cases
}

impl Stand {
    /// How a list is sorted: overdue first, then what is due within ten days, what has passed since, and the rest; of
    /// equal ones the earlier last day comes first.
    pub fn rank(self) -> u8 {
        match self {
            Self::Overdue(_) => 0,
            Self::Due(urgency, _) if urgency < Urgency::Later => 1,
            Self::Lapsed(_) => 2,
            Self::Due(..) => 3,
            Self::Stopped(_) => 4,
            Self::Unknown => 5,
        }
    }

    /// In words: `超期3天`.
    pub fn text(self) -> Text {
        let (words, n) = match self {
            Self::Overdue(n) => (Text::new("超期{n}天", "{n} d overdue"), n),
            Self::Lapsed(n) => (Text::new("到期已{n}天，待核", "passed {n} d ago, to check"), n),
            Self::Due(_, 0) => (Text::new("今日到期", "due today"), 0),
            Self::Due(_, n) => (Text::new("剩{n}天", "{n} d left"), n),
            Self::Stopped(n) => (Text::new("停止计算，剩{n}天", "stopped with {n} d left"), n),
            Self::Unknown => (Text::new("无法推算", "cannot be counted"), 0),
        };
        words.fill(&[("n", &n)])
    }
}

impl Timed {
    /// What has to be known of its last day: that the calendar does not reach it, that it was filled in and not counted,
    /// that another was filled in.
    pub fn notes(&self) -> Vec<Text> {
        let mut notes = Vec::new();
        match (self.last_day(), &self.limit) {
            (Some((_, Basis::Unsettled)), _) => notes.push(Text::new(
                "末日是否顺延待定：日历未更新",
                "may be put off: the calendar was not updated",
            )),
            (Some((_, Basis::Filled)), Err(fault)) => notes
                .push(Text::new("按填报日期。{why}", "As filled in. {why}").fill(&[("why", &fault.text())])),
            (None, Err(fault)) => notes.push(fault.text()),
            _ => {}
        }
        if let (Some(_), Some(filled)) = (self.contradicted(), self.filled) {
            notes.push(Text::new("填报为{day}", "filled in as {day}").fill(&[("day", &filled)]));
        }
        notes
    }
}
