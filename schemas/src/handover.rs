//! The city's answer to a matter that a bureau handed one level up (逐级化解, DOMAIN §7.2 item 41): it is taken, or goes back with
//! the reason. A text that the log fixes by hash and the bureau's nodes keep.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::{
    bureau::BureauCode,
    directive::{MAX_BY, MAX_NUMBER},
    lines::{BadLine, Lines, words},
    statement::MAX_REASON,
    text::Text,
};

const TITLE: &str = "tongbao-handover/v1";
/// The form of hand-overs.
pub const FORM: &str = "X2";
/// The code of list `HANDOVER` for a matter handed one level up.
pub const UPWARD: &str = "1";
/// The code of list `HANDOVER` for a matter that a neighbour is told of.
pub const ACROSS: &str = "2";
/// Most characters of the number of a hand-over.
pub const MAX_CASE: usize = 100;

/// An answer to a hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoverAnswer {
    /// Whose hand-over it is.
    pub bureau: BureauCode,
    /// Its number there.
    pub case: String,
    /// What is answered.
    pub taken: Taken,
    /// Why, or what comes next, 1 to 500 characters.
    pub words: String,
    /// In which role it was decided; never who.
    pub by: String,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// 接收, under a number of the city's.
    Accepted(String),
    /// 退回.
    SentBack,
}

impl Taken {
    /// What it is, for a person.
    pub fn text(&self) -> Text {
        match self {
            Self::Accepted(number) => {
                Text::new("已接收，编号{number}", "taken as {number}").fill(&[("number", number)])
            }
            Self::SentBack => Text::new("退回", "sent back"),
        }
    }
}

impl HandoverAnswer {
    /// The document.
    pub fn compose(&self) -> String {
        let number = match &self.taken {
            Taken::Accepted(number) => BASE64.encode(number),
            Taken::SentBack => "-".to_owned(),
        };
        format!(
            "{TITLE}\nbureau {}\ncase {}\nnumber {number}\nwords {}\nby {}\n",
            self.bureau,
            BASE64.encode(&self.case),
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
        let bureau = lines.value("bureau")?;
        let case = lines.words("case", MAX_CASE)?;
        let taken = match lines.text("number")? {
            "-" => Taken::SentBack,
            number => Taken::Accepted(words(number, "number", MAX_NUMBER)?),
        };
        let said = lines.words("words", MAX_REASON)?;
        let by = lines.words("by", MAX_BY)?;
        lines.end()?;
        let read = Self { bureau, case, taken, words: said, by };
        (read.compose() == text && !read.words.trim().is_empty()).then_some(read).ok_or(BadLine("form"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_round_trips_and_nothing_else_is_read() {
        let taken = HandoverAnswer {
            bureau: "519901".parse().unwrap(),
            case: "移〔2025〕1号".into(),
            taken: Taken::Accepted("云人社接〔2025〕1号".into()),
            words: "由市局牵头处置".into(),
            by: "staff".into(),
        };
        let text = taken.compose();
        assert_eq!(HandoverAnswer::parse(&text).unwrap(), taken);
        insta::assert_snapshot!(text);
        let back = HandoverAnswer { taken: Taken::SentBack, ..taken.clone() };
        assert_eq!(HandoverAnswer::parse(&back.compose()).unwrap(), back);
        for (bad, line) in [
            (text.replace("bureau 519901", "bureau x"), "bureau"),
            (text.replace("case ", "case !"), "case"),
            (text.replace("number ", "number !"), "number"),
            (format!("{text}more -\n"), "end"),
            (text.replace("tongbao-handover/v1", "tongbao-handover/v2"), TITLE),
            (HandoverAnswer { words: " ".into(), ..taken.clone() }.compose(), "form"),
        ] {
            assert_eq!(HandoverAnswer::parse(&bad).unwrap_err(), BadLine(line), "{bad}");
        }
        assert_eq!(taken.taken.text().en, "taken as 云人社接〔2025〕1号");
        assert_eq!(Taken::SentBack.text().zh, "退回");
    }
}
