//! The handing of a filing to the political-legal committee (政法委) of its bureau's level: one act of the node, two receipts
//! (DOMAIN §7.2 item 25, RULINGS 15). A text that the log fixes by hash and the node keeps as the second receipt.

use crate::{
    bureau::BureauCode,
    hash::Sha,
    lines::{BadLine, Lines, or_dash},
};

const TITLE: &str = "tongbao-delivery/v1";
const COMMITTEE: &str = "committee";

/// What was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The statement.
    pub statement: Sha,
    /// The bureau whose committee has it.
    pub bureau: BureauCode,
    /// Hash of its rows; none for a nil return.
    pub content: Option<Sha>,
}

impl Delivery {
    /// The document.
    pub fn compose(&self) -> String {
        format!(
            "{TITLE}\nstatement {}\nrecipient {COMMITTEE}\nbureau {}\ncontent {}\n",
            self.statement,
            self.bureau,
            or_dash(self.content.as_ref())
        )
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`BadLine`], also of another recipient.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let statement = lines.value("statement")?;
        if lines.text("recipient")? != COMMITTEE {
            return Err(BadLine("recipient"));
        }
        let (bureau, content) = (lines.value("bureau")?, lines.option("content")?);
        lines.end()?;
        let delivery = Self { statement, bureau, content };
        (delivery.compose() == text).then_some(delivery).ok_or(BadLine("form"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(content: Option<Sha>) -> Delivery {
        Delivery { statement: Sha::of(b"statement"), bureau: "519901".parse().unwrap(), content }
    }

    #[test]
    fn golden_bytes_make_the_round() {
        for one in [delivery(Some(Sha::of(b"rows"))), delivery(None)] {
            assert_eq!(Delivery::parse(&one.compose()).unwrap(), one);
        }
        let text = delivery(None).compose();
        assert!(text.starts_with("tongbao-delivery/v1\nstatement "), "{text}");
        assert!(text.ends_with("\nrecipient committee\nbureau 519901\ncontent -\n"), "{text}");
    }

    #[test]
    fn anything_else_is_refused_with_its_line() {
        let text = delivery(None).compose();
        let fault = |from: &str, to: &str| Delivery::parse(&text.replacen(from, to, 1)).unwrap_err();
        assert_eq!(fault("delivery/v1", "delivery/v2"), BadLine(TITLE));
        assert_eq!(fault("statement ", "statement x"), BadLine("statement"));
        assert_eq!(fault("committee", "upper"), BadLine("recipient"));
        assert_eq!(fault("bureau 519901", "bureau ?"), BadLine("bureau"));
        assert_eq!(fault("content -", "content"), BadLine("content"));
        assert_eq!(fault("content -\n", "content -\nmore\n"), BadLine("end"));
        for end in 0..text.len() {
            assert!(Delivery::parse(&text[..end]).is_err(), "{end}");
        }
    }
}
