//! What a department answers to what was put to it: a text of its own, fixed by a leaf. A bureau answers by ledgers of form D1.

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use super::{Answer, AnswerKind, said};
use crate::{
    campaign::DepartmentCode,
    lines::{BadLine, Lines, or_dash, words},
    privacy::{PersonalData, Scan, personal_data},
    statement::Subject,
};

const TITLE: &str = "tongbao-directive-answer/v1";
/// Most characters of what is answered, of measures and of evidence; form D1 has the same.
pub const MAX_ANSWER: usize = 1_000;
/// Most answers of a department to one directive.
pub const MAX_ANSWERS: usize = 200;

/// An answer of a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// What it answers.
    pub serial: Subject,
    /// Who answers.
    pub department: DepartmentCode,
    /// Its number among the answers, from 1.
    pub number: u32,
    /// What is answered; its number is [`Self::number`], and a department names no persons.
    pub answer: Answer,
}

impl Feedback {
    /// The document.
    pub fn compose(&self) -> String {
        let Answer { kind, day, content, measures, evidence, until, .. } = &self.answer;
        let may = |words: &Option<String>| words.as_ref().map(|words| BASE64.encode(words));
        let mut text = format!(
            "{TITLE}\nserial {}\ndepartment {}\nnumber {}\n",
            self.serial, self.department, self.number
        );
        let _ = writeln!(text, "kind {}\nday {day}\ncontent {}", kind.code(), BASE64.encode(content));
        let _ = writeln!(text, "measures {}", or_dash(may(measures).as_ref()));
        let _ = writeln!(text, "evidence {}", or_dash(may(evidence).as_ref()));
        let _ = writeln!(text, "until {}", or_dash(until.as_ref()));
        text
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`BadLine`], also beyond a bound.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let (serial, department) = (lines.value("serial")?, lines.value("department")?);
        let number: u32 = lines.value("number")?;
        let kind = AnswerKind::of_code(lines.text("kind")?).ok_or(BadLine("kind"))?;
        let day = lines.value("day")?;
        let content = said(&mut lines, "content", MAX_ANSWER)?;
        let mut may = |line: &'static str| match lines.text(line)? {
            "-" => Ok(None),
            text => words(text, line, MAX_ANSWER).map(Some),
        };
        let (measures, evidence) = (may("measures")?, may("evidence")?);
        let until = lines.option("until")?;
        lines.end()?;
        let answer = Answer {
            number: number.to_string(),
            kind,
            day,
            content,
            measures,
            evidence,
            until,
            leader: None,
            responsible: None,
        };
        let read = Self { serial, department, number, answer };
        (number >= 1 && read.compose() == text).then_some(read).ok_or(BadLine("form"))
    }

    /// Personal data in what was worded, which may not be taken in.
    pub fn personal(&self) -> Option<PersonalData> {
        let Answer { content, measures, evidence, .. } = &self.answer;
        let mut all = std::iter::once(content).chain(measures).chain(evidence);
        all.find_map(|words| personal_data(words, Scan::FreeText))
    }
}
