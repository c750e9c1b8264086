//! What the city decides of a duty: that it is given longer (延期), or let off (豁免). A text that the log fixes by hash and
//! the bureau's nodes keep with its receipt, so that neither side can say later that it was told otherwise.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::NaiveDate;

use crate::{
    entry::Act,
    lines::{BadLine, Lines, or_dash},
    statement::{FilingKey, MAX_REASON},
    text::Text,
};

const TITLE: &str = "tongbao-duty/v1";
/// Most characters of the office that decided.
pub const MAX_BY: usize = 40;

/// A decision on a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyAct {
    /// The duty.
    pub duty: FilingKey,
    /// What is decided.
    pub change: Change,
    /// Why, 1 to 500 characters.
    pub reason: String,
    /// In which role it was decided; never who, 1 to 40 characters.
    pub by: String,
}

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is due on the end of this day, at +08:00; grace and close move with it.
    Extended(NaiveDate),
    /// It is not owed.
    Exempted,
}

impl Change {
    /// The act of the leaf.
    pub fn act(self) -> Act {
        match self {
            Self::Extended(_) => Act::DutyExtended,
            Self::Exempted => Act::DutyExempted,
        }
    }

    /// What it is, for a person.
    pub fn text(self) -> Text {
        match self {
            Self::Extended(until) => {
                Text::new("准予延期至{until}", "extended until {until}").fill(&[("until", &until)])
            }
            Self::Exempted => Text::new("豁免", "exempt"),
        }
    }
}

impl DutyAct {
    /// The document.
    pub fn compose(&self) -> String {
        let until = match self.change {
            Change::Extended(until) => Some(until),
            Change::Exempted => None,
        };
        let FilingKey { bureau, form, period, subject } = &self.duty;
        format!(
            "{TITLE}\ntype {}\nbureau {bureau}\nform {form}\nperiod {period}\nsubject {}\nuntil {}\nreason {}\nby {}\n",
            self.change.act(),
            or_dash(subject.as_ref()),
            or_dash(until.as_ref()),
            BASE64.encode(&self.reason),
            BASE64.encode(&self.by),
        )
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`BadLine`], also beyond a bound.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let act: Act = lines.value("type")?;
        let duty = FilingKey {
            bureau: lines.value("bureau")?,
            form: lines.text("form")?.to_owned(),
            period: lines.value("period")?,
            subject: lines.option("subject")?,
        };
        let change = match (act, lines.option("until")?) {
            (Act::DutyExtended, Some(until)) => Change::Extended(until),
            (Act::DutyExempted, None) => Change::Exempted,
            _ => return Err(BadLine("until")),
        };
        let reason = said(&mut lines, "reason", MAX_REASON)?;
        let by = said(&mut lines, "by", MAX_BY)?;
        lines.end()?;
        let read = Self { duty, change, reason, by };
        (read.compose() == text).then_some(read).ok_or(BadLine("form"))
    }
}

/// Words that say something.
fn said(lines: &mut Lines<'_>, line: &'static str, most: usize) -> Result<String, BadLine> {
    lines
        .words(line, most)
        .and_then(|words| if words.trim().is_empty() { Err(BadLine(line)) } else { Ok(words) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extended() -> DutyAct {
        DutyAct {
            duty: FilingKey {
                bureau: "519901".parse().unwrap(),
                form: "L3".into(),
                period: "2025Q3".parse().unwrap(),
                subject: None,
            },
            change: Change::Extended("2025-10-25".parse().unwrap()),
            reason: "机房迁移，10月14日至18日停机".into(),
            by: "staff".into(),
        }
    }

    #[test]
    fn a_decision_is_said_in_both_languages() {
        let until = Text::new("准予延期至2025-10-25", "extended until 2025-10-25");
        assert_eq!(extended().change.text(), until);
        assert_eq!(Change::Exempted.text(), Text::new("豁免", "exempt"));
    }

    #[test]
    fn golden_bytes() {
        insta::assert_snapshot!(extended().compose());
    }

    #[test]
    fn a_document_round_trips_and_nothing_else_is_read() {
        let text = extended().compose();
        assert_eq!(DutyAct::parse(&text).unwrap(), extended());
        let mut let_off = DutyAct { change: Change::Exempted, ..extended() };
        let_off.duty.subject = Some("YJ-1".parse().unwrap());
        assert_eq!(DutyAct::parse(&let_off.compose()).unwrap(), let_off);
        for (bad, line) in [
            (text.replace("until 2025-10-25", "until -"), "until"),
            (text.replace("duty-extended", "duty-exempted"), "until"),
            (text.replace("duty-extended", "confirmed"), "until"),
            (text.replace("2025-10-25", "2025-10-32"), "until"),
            (text.replace("period 2025Q3", "period 2025Q5"), "period"),
            (text.replace("reason ", "reason !"), "reason"),
            (format!("{text}more -\n"), "end"),
            (text.replace("tongbao-duty/v1", "tongbao-duty/v2"), TITLE),
        ] {
            assert_eq!(DutyAct::parse(&bad).unwrap_err(), BadLine(line), "{bad}");
        }
        for reason in [String::new(), "  ".into(), "长".repeat(MAX_REASON + 1)] {
            let act = DutyAct { reason, ..extended() };
            assert_eq!(DutyAct::parse(&act.compose()).unwrap_err(), BadLine("reason"));
        }
        let act = DutyAct { by: "长".repeat(MAX_BY + 1), ..extended() };
        assert_eq!(DutyAct::parse(&act.compose()).unwrap_err(), BadLine("by"));
    }
}
