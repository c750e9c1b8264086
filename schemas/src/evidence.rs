//! What somebody holds in hand and wants to know the worth of: a receipt, perhaps with the statement it is of, the
//! document it fixes, or the proof that a later checkpoint still holds it. Verified with the log's key and no network.

use crate::{
    consistency::{Consistency, ConsistencyFault},
    entry::{Act, Entry},
    letter::is_of,
    note::{self, VerifyKey},
    receipt::{Checkpoint, Proven, Receipt, ReceiptFault},
    statement::Statement,
    text::Text,
};

/// What is in hand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'a> {
    /// The receipt.
    pub receipt: &'a str,
    /// The signed statement it should be of.
    pub statement: Option<&'a str>,
    /// The document its leaf should fix.
    pub document: Option<&'a str>,
    /// The proof that the log has only grown since.
    pub growth: Option<&'a str>,
}

/// What it proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The leaf, its place and the receipt's checkpoint.
    pub proven: Proven,
    /// The later checkpoint under which it still holds.
    pub later: Option<Checkpoint>,
}

/// What of it does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceFault {
    /// The receipt.
    #[error(transparent)]
    Receipt(#[from] ReceiptFault),
    /// The document is not the one the leaf fixes.
    #[error("the document is not the one the leaf names")]
    Document,
    /// The proof of growth.
    #[error(transparent)]
    Growth(#[from] ConsistencyFault),
}

impl Evidence<'_> {
    /// Verifies all of it.
    ///
    /// # Errors
    /// [`EvidenceFault`] says what does not hold.
    pub fn verify(&self, log: &VerifyKey) -> Result<Held, EvidenceFault> {
        let proven = Receipt::parse(self.receipt)?.verify(log)?;
        if self.statement.is_some_and(|note| !is_receipt_of(&proven.entry, note)) {
            return Err(ReceiptFault::Statement.into());
        }
        if self.document.is_some_and(|document| !is_of(Some(document), &proven.entry)) {
            return Err(EvidenceFault::Document);
        }
        let later = match self.growth {
            Some(growth) => Some(Consistency::parse(growth)?.verify(&proven.checkpoint, log)?),
            None => None,
        };
        Ok(Held { proven, later })
    }
}

/// Whether a leaf accepts the statement of this note, and says of it what was signed.
fn is_receipt_of(entry: &Entry, note: &str) -> bool {
    let statement = note::split(note).ok().and_then(|(text, _)| Statement::parse(text).ok());
    entry.fixes(note) && statement.is_some_and(|statement| accepts(entry, &statement))
}

/// Whether a leaf accepts a statement, and says of it what was signed: filing, revision, content and addressee.
pub fn accepts(entry: &Entry, statement: &Statement) -> bool {
    entry.act == Act::StatementAccepted
        && entry.statement == Some(statement.id())
        && entry.filing == Some((statement.filing.clone(), statement.revision))
        && entry.digest == statement.content.map(|content| content.sha256)
        && entry.addressee == statement.node
}

impl EvidenceFault {
    /// What does not hold, for a person.
    pub fn text(&self) -> Text {
        match self {
            Self::Receipt(fault) | Self::Growth(ConsistencyFault::Checkpoint(fault)) => fault.text(),
            Self::Document => {
                Text::new("文书不是该条所记的文书", "the document is not the one the leaf names")
            }
            Self::Growth(fault) => fault.text(),
        }
    }
}

impl ReceiptFault {
    /// What does not hold, for a person.
    pub fn text(&self) -> Text {
        match self {
            Self::Malformed => {
                Text::new("这不是回执，或文件已损坏", "this is no receipt, or it has been damaged")
            }
            Self::Checkpoint(_) => {
                Text::new("检查点不是用本日志的密钥签的", "the checkpoint is not signed with the log's key")
            }
            Self::Origin => Text::new("这是另一日志的回执", "it is the receipt of another log"),
            Self::Proof => {
                Text::new("日志的这一位置上没有这一条", "the leaf is not in the log at that place")
            }
            Self::Statement => {
                Text::new("这是另一份报送声明的回执", "it is the receipt of another statement")
            }
            Self::Signatures => Text::new(
                "回执所记的签名不是这份声明的签名",
                "the leaf names other signatures than those of the statement",
            ),
            Self::Backdated => Text::new(
                "回执的收到时间与前后各条不符",
                "the time of the leaf contradicts those before or after it",
            ),
        }
    }
}

impl ConsistencyFault {
    /// What does not hold, for a person.
    pub fn text(&self) -> Text {
        match self {
            Self::Malformed => Text::new("这不是一致性证明", "this is no proof of growth"),
            Self::Other => Text::new("证明的不是这两个检查点", "the proof is between other checkpoints"),
            Self::Checkpoint(fault) => fault.text(),
            Self::Fork => Text::new(
                "后来的日志不含原来的日志：日志出现两种历史",
                "the later log does not hold the earlier one: it shows two histories",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
    use chrono::DateTime;

    use super::*;
    use crate::{hash::Sha, merkle, note::SignKey};

    const NOTE: &str = include_str!("../fuzz/seeds/statement/quarterly");

    fn log() -> SignKey {
        SignKey::from_seed("tongbao.example/1", &[3; 32]).unwrap()
    }

    fn signed(size: u64, root: Sha) -> String {
        Checkpoint { origin: "tongbao.example/1".into(), size, root }.sign(&log())
    }

    /// A statement's note, its receipt as the only leaf, and a proof to a log of two.
    fn held() -> (String, String, String) {
        let statement = Statement::parse(NOTE).unwrap();
        let note = SignKey::from_seed(&statement.node, &[9; 32]).unwrap().sign(NOTE);
        let signatures = Sha::of(note::split(&note).unwrap().1.as_bytes());
        let entry =
            Entry::accepted(&statement, statement.id(), signatures, 0, DateTime::UNIX_EPOCH, None).compose();
        let checkpoint = signed(1, merkle::root([&entry]));
        let receipt = Receipt { entry: entry.clone(), index: 0, proof: vec![], checkpoint }.compose();
        let growth = Consistency {
            from: 1,
            to: 2,
            proof: vec![merkle::leaf_hash(b"more")],
            checkpoint: signed(2, merkle::root([entry.as_bytes(), b"more"])),
        };
        (note, receipt, growth.compose())
    }

    #[test]
    fn all_of_it_holds_together_and_each_part_is_named_when_it_does_not() {
        let (note, receipt, growth) = held();
        let key = log().verify_key();
        let whole = Evidence {
            receipt: &receipt,
            statement: Some(&note),
            document: Some(&note),
            growth: Some(&growth),
        };
        let proven = whole.verify(&key).unwrap();
        assert_eq!((proven.proven.index, proven.later.unwrap().size), (0, 2));
        assert!(Evidence { receipt: &receipt, ..Evidence::default() }.verify(&key).unwrap().later.is_none());

        let other = SignKey::from_seed("n-other", &[8; 32]).unwrap().sign(NOTE);
        for statement in [other.as_str(), "no note", &note.replacen("rows ", "rows 1", 1)] {
            let fault = Evidence { statement: Some(statement), ..whole }.verify(&key).unwrap_err();
            assert_eq!(fault, EvidenceFault::Receipt(ReceiptFault::Statement), "{statement}");
        }
        let fault = Evidence { document: Some("other"), ..whole }.verify(&key).unwrap_err();
        assert_eq!(fault, EvidenceFault::Document);
        let forked =
            growth.replacen(&BASE64.encode(merkle::leaf_hash(b"more").bytes()), &BASE64.encode([0; 32]), 1);
        let fault = Evidence { growth: Some(&forked), ..whole }.verify(&key).unwrap_err();
        assert_eq!(fault, EvidenceFault::Growth(ConsistencyFault::Fork));
        let fault = Evidence { receipt: "", ..whole }.verify(&key).unwrap_err();
        assert_eq!(fault, EvidenceFault::Receipt(ReceiptFault::Malformed));
        assert!(!fault.text().zh.is_empty() && !fault.text().en.is_empty());
    }
}
