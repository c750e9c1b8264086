//! An issued bulletin (通报) as the log fixes it: its number, what it is of, and the hash of the figures it froze. A text for everyone,
//! so that no bulletin can be changed after it was issued; it is put right in a later one (DOMAIN §4.1, §8.4 scenario 9).

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::{
    hash::Sha,
    lines::{BadLine, Lines},
    period::Period,
};

const TITLE: &str = "tongbao-bulletin/v1";
/// Most characters of its title.
pub const MAX_TITLE: usize = 200;

/// What was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The year whose numbers it is counted in.
    pub year: i32,
    /// Its number in that year, from 1 without gaps.
    pub number: i32,
    /// Its title, 1 to 200 characters.
    pub title: String,
    /// Code of the campaign.
    pub campaign: String,
    /// The period it is of.
    pub period: Period,
    /// Hash of everything it says: its figures, its corrections and the words of the office.
    pub content: Sha,
}

impl Issued {
    /// The document.
    pub fn compose(&self) -> String {
        format!(
            "{TITLE}\nyear {}\nnumber {}\ntitle {}\ncampaign {}\nperiod {}\ncontent {}\n",
            self.year,
            self.number,
            BASE64.encode(&self.title),
            self.campaign,
            self.period,
            self.content,
        )
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`BadLine`], also beyond a bound.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let read = Self {
            year: lines.value("year")?,
            number: lines.value("number")?,
            title: lines.words("title", MAX_TITLE)?,
            campaign: lines.text("campaign")?.to_owned(),
            period: lines.value("period")?,
            content: lines.value("content")?,
        };
        lines.end()?;
        (read.compose() == text).then_some(read).ok_or(BadLine("form"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issued() -> Issued {
        Issued {
            year: 2025,
            number: 3,
            title: "关于2025年第三季度专项行动情况的通报".into(),
            campaign: "yunjiang-2025".into(),
            period: "2025Q3".parse().unwrap(),
            content: Sha::of(b"figures"),
        }
    }

    #[test]
    fn golden_bytes() {
        insta::assert_snapshot!(issued().compose());
    }

    #[test]
    fn a_document_round_trips_and_nothing_else_is_read() {
        let text = issued().compose();
        assert_eq!(Issued::parse(&text).unwrap(), issued());
        for (bad, line) in [
            (text.replace("number 3", "number 03"), "form"),
            (text.replace("year ", "year !"), "year"),
            (text.replace("period 2025Q3", "period 2025Q5"), "period"),
            (text.replace("content ", "content 0"), "content"),
            (format!("{text}more -\n"), "end"),
            (text.replace("tongbao-bulletin/v1", "tongbao-bulletin/v2"), TITLE),
        ] {
            assert_eq!(Issued::parse(&bad).unwrap_err(), BadLine(line), "{bad}");
        }
        let long = Issued { title: "长".repeat(MAX_TITLE + 1), ..issued() };
        assert_eq!(Issued::parse(&long.compose()).unwrap_err(), BadLine("title"));
    }
}
