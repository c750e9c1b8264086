//! What became of what was put to somebody: given longer once, inspected, ended, raised to the next rung, withdrawn. Each is a text
//! of its own that goes to the addressee.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::NaiveDate;

use super::{Addressee, MAX_BY, said};
use crate::{
    lines::{BadLine, Lines, or_dash},
    period::Period,
    statement::Subject,
    text::Text,
};

const TITLE: &str = "tongbao-directive-act/v1";
/// Most characters of what is said.
pub const MAX_WORDS: usize = 2_000;

/// An act on a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectiveAct {
    /// Which.
    pub serial: Subject,
    /// Whose it is.
    pub to: Addressee,
    /// What is done.
    pub change: Change,
    /// Reason, evidence or announcement, 1 to 2000 characters.
    pub words: String,
    /// In which role it was decided; never who.
    pub by: String,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// 延期: once, until the end of this day.
    Extended(NaiveDate),
    /// 验收通过: the hazard is gone, or the indicators are met in a later period.
    Passed(Option<Period>),
    /// 验收不合格.
    Failed,
    /// 摘牌, 办结: the words are the announcement.
    Closed,
    /// 升级: the one that follows.
    Escalated(Subject),
    /// 撤销.
    Withdrawn,
}

impl Change {
    fn word(&self) -> &'static str {
        match self {
            Self::Extended(_) => "extended",
            Self::Passed(_) => "passed",
            Self::Failed => "failed",
            Self::Closed => "closed",
            Self::Escalated(_) => "escalated",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// What it is, for a person.
    pub fn text(&self) -> Text {
        match self {
            Self::Extended(until) => {
                Text::new("延期至{until}", "extended until {until}").fill(&[("until", until)])
            }
            Self::Passed(None) => Text::new("验收通过，问题已消除", "passed: the trouble is gone"),
            Self::Passed(Some(period)) => {
                Text::new("验收通过，{period}指标达标", "passed: the indicators of {period} are met")
                    .fill(&[("period", &period.title())])
            }
            Self::Failed => Text::new("验收不合格", "inspection failed"),
            Self::Closed => Text::new("解除", "ended"),
            Self::Escalated(next) => {
                Text::new("升级，另发{next}", "raised: {next} follows").fill(&[("next", &next.to_string())])
            }
            Self::Withdrawn => Text::new("撤销", "withdrawn"),
        }
    }
}

impl DirectiveAct {
    /// The document.
    pub fn compose(&self) -> String {
        let (mut until, mut met, mut next) = (None, None, None);
        match &self.change {
            Change::Extended(day) => until = Some(day),
            Change::Passed(period) => met = period.as_ref(),
            Change::Escalated(serial) => next = Some(serial),
            Change::Failed | Change::Closed | Change::Withdrawn => {}
        }
        format!(
            "{TITLE}\nserial {}\n{}\nchange {}\nuntil {}\nmet {}\nnext {}\nwords {}\nby {}\n",
            self.serial,
            self.to.line(),
            self.change.word(),
            or_dash(until),
            or_dash(met),
            or_dash(next),
            BASE64.encode(&self.words),
            BASE64.encode(&self.by),
        )
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`BadLine`], also beyond a bound.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let (serial, to) = (lines.value("serial")?, Addressee::read(&mut lines)?);
        let word = lines.text("change")?;
        let (until, met, next) = (lines.option("until")?, lines.option("met")?, lines.option("next")?);
        let change = match (word, until, met, next) {
            ("extended", Some(until), None, None) => Change::Extended(until),
            ("passed", None, met, None) => Change::Passed(met),
            ("failed", None, None, None) => Change::Failed,
            ("closed", None, None, None) => Change::Closed,
            ("escalated", None, None, Some(next)) => Change::Escalated(next),
            ("withdrawn", None, None, None) => Change::Withdrawn,
            _ => return Err(BadLine("change")),
        };
        let words = said(&mut lines, "words", MAX_WORDS)?;
        let by = said(&mut lines, "by", MAX_BY)?;
        lines.end()?;
        let read = Self { serial, to, change, words, by };
        (read.compose() == text).then_some(read).ok_or(BadLine("form"))
    }
}
