//! Sending a filing back (退回): why, case by case, and by when it is to be amended. A text that the log fixes by
//! hash and the node keeps with its receipt, so that neither side can say later that it was told otherwise.

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::NaiveDate;

use crate::{
    finding::{Finding, Severity},
    hash::Sha,
    lines::{BadLine, Lines, words},
    statement::MAX_REASON,
    text::Text,
};

/// Code of the findings a return comes to.
pub const RETURNED: &str = "returned";
const TITLE: &str = "tongbao-return/v1";
/// Most cases named in one return.
pub const MAX_CASES: usize = 200;
/// Most characters of a case number.
pub const MAX_CASE: usize = 100;

/// A return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The statement sent back.
    pub statement: Sha,
    /// The last day for the amendment, at +08:00.
    pub until: NaiveDate,
    /// Why, 1 to 500 characters.
    pub reason: String,
    /// What is wrong with single cases: case number and words, in the order given.
    pub cases: Vec<(String, String)>,
}

impl Returned {
    /// The document.
    pub fn compose(&self) -> String {
        let mut text = format!(
            "{TITLE}\nstatement {}\nuntil {}\nreason {}\ncases {}\n",
            self.statement,
            self.until,
            BASE64.encode(&self.reason),
            self.cases.len()
        );
        for (case, words) in &self.cases {
            let _ = writeln!(text, "case {} {}", BASE64.encode(case), BASE64.encode(words));
        }
        text
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`BadLine`], also beyond a bound.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let (statement, until) = (lines.value("statement")?, lines.value("until")?);
        let reason = lines.words("reason", MAX_REASON)?;
        let count: usize = lines.value("cases")?;
        if count > MAX_CASES {
            return Err(BadLine("cases"));
        }
        let mut cases = Vec::with_capacity(count);
        for _ in 0..count {
            let (case, said) = lines.text("case")?.split_once(' ').ok_or(BadLine("case"))?;
            cases.push((words(case, "case", MAX_CASE)?, words(said, "case", MAX_REASON)?));
        }
        lines.end()?;
        let returned = Self { statement, until, reason, cases };
        (returned.compose() == text).then_some(returned).ok_or(BadLine("form"))
    }
}

impl Returned {
    /// As findings, so that a node and a page show them where they show what checking found.
    pub fn findings(&self) -> Vec<Finding> {
        let fix = Text::new("{until}前更正后重报", "Amend it and file again by {until}")
            .fill(&[("until", &self.until)]);
        let one = |case: Option<&String>, words: &String| Finding {
            case: case.cloned(),
            ..Finding::new(RETURNED, Severity::Block, Text::owned(words.clone(), words.clone()), fix.clone())
        };
        let whole = one(None, &self.reason);
        [whole].into_iter().chain(self.cases.iter().map(|(case, words)| one(Some(case), words))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn returned() -> Returned {
        Returned {
            statement: Sha::of(b"statement"),
            until: NaiveDate::from_ymd_opt(2025, 10, 20).unwrap(),
            reason: "三件案件结案日期与文书不符".into(),
            cases: vec![("河口劳人仲案〔2025〕103号".into(), "结案日期晚于送达日期".into())],
        }
    }

    #[test]
    fn golden_bytes() {
        insta::assert_snapshot!(returned().compose());
    }

    #[test]
    fn a_document_round_trips_and_nothing_else_is_read() {
        let text = returned().compose();
        assert_eq!(Returned::parse(&text).unwrap(), returned());
        let more = "case YQ== Yg==\n";
        for (bad, line) in [
            (text.replace("cases 1", "cases 2"), "case"),
            (text.replace("cases 1", "cases 01"), "form"),
            (text.replace("cases 1", "cases 201"), "cases"),
            (text.replace("2025-10-20", "2025-10-32"), "until"),
            (text.replace("reason ", "reason !"), "reason"),
            (format!("{text}{more}"), "end"),
            (text.replace("tongbao-return/v1", "tongbao-return/v2"), TITLE),
        ] {
            assert_eq!(Returned::parse(&bad).unwrap_err(), BadLine(line), "{bad}");
        }
        let long = Returned { reason: "长".repeat(MAX_REASON + 1), ..returned() };
        assert_eq!(Returned::parse(&long.compose()).unwrap_err(), BadLine("reason"));
        assert_eq!(
            Returned::parse(&Returned { reason: String::new(), ..returned() }.compose()).unwrap_err(),
            BadLine("reason")
        );
    }
}
