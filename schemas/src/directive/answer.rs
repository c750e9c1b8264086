//! What a bureau answers to what was put to it: the rows of form D1, each an answer, all of them so far in each filing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    form::{Form, Role},
    statement::Subject,
    table::Table,
    text::Text,
};

/// The form answers are filed in, for the day and with the serial as subject.
pub const FORM: &str = "D1";

/// What an answer is; the codes of list `ANSWER`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerKind {
    /// 签收.
    Receipt,
    /// 整改方案.
    Plan,
    /// 进展.
    Progress,
    /// 申请验收.
    Application,
    /// 办结报告.
    Report,
    /// 延期申请.
    Extension,
    /// 申诉.
    Appeal,
}

impl AnswerKind {
    /// Every kind, in the order of the list.
    pub const ALL: [Self; 7] = [
        Self::Receipt,
        Self::Plan,
        Self::Progress,
        Self::Application,
        Self::Report,
        Self::Extension,
        Self::Appeal,
    ];

    /// The code of the list.
    pub fn code(self) -> &'static str {
        match self {
            Self::Receipt => "1",
            Self::Plan => "2",
            Self::Progress => "3",
            Self::Application => "4",
            Self::Report => "5",
            Self::Extension => "6",
            Self::Appeal => "7",
        }
    }

    /// The kind of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The official word.
    pub fn title(self) -> Text {
        match self {
            Self::Receipt => Text::new("签收", "Signed for"),
            Self::Plan => Text::new("整改方案", "Plan"),
            Self::Progress => Text::new("进展", "Progress"),
            Self::Application => Text::new("申请验收", "Asks for inspection"),
            Self::Report => Text::new("办结报告", "Final report"),
            Self::Extension => Text::new("延期申请", "Asks for longer"),
            Self::Appeal => Text::new("申诉", "Appeal"),
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its number.
    pub number: String,
    /// What it is.
    pub kind: AnswerKind,
    /// The day it is of.
    pub day: NaiveDate,
    /// What it says.
    pub content: String,
    /// What is done.
    pub measures: Option<String>,
    /// What proves it.
    pub evidence: Option<String>,
    /// Until when it asks for longer.
    pub until: Option<NaiveDate>,
    /// 责任领导.
    pub leader: Option<String>,
    /// 责任人.
    pub responsible: Option<String>,
}

/// The answers of a filing of the form, if it is one; rows that lack what an answer needs were refused.
pub fn answers(table: &Table, subject: Option<&Subject>) -> Vec<Answer> {
    let form: &Form = table.form();
    if form.form != FORM || subject.is_none() {
        return Vec::new();
    }
    let column = |key: &str| form.column(key).map(|(at, _)| at);
    let case = form.with_role(Role::Case).map(|(at, _)| at);
    let text = |row: usize, key: &str| Some(table.text(row, column(key)?)?.to_owned());
    let day = |row: usize, key: &str| table.date(row, column(key)?);
    let answer = |row: usize| {
        Some(Answer {
            number: table.text(row, case?)?.to_owned(),
            kind: AnswerKind::of_code(table.code(row, column("kind")?)?)?,
            day: day(row, "day")?,
            content: text(row, "content")?,
            measures: text(row, "measures"),
            evidence: text(row, "evidence"),
            until: day(row, "until"),
            leader: text(row, "leader"),
            responsible: text(row, "responsible"),
        })
    };
    (0..table.len()).filter_map(answer).collect()
}
