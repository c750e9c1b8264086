//! The receipt (回执): a C2SP `tlog-proof` that a leaf is in the log under a signed checkpoint. Anyone can verify
//! it offline with the log's key.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::{
    entry::{Act, Entry},
    hash::Sha,
    merkle,
    note::{NoteFault, SignKey, VerifyKey},
};

const TITLE: &str = "c2sp.org/tlog-proof@v1";
/// Most bytes of a receipt that is read.
pub const MAX_BYTES: usize = 32 * 1024;

/// Size and root of a log at one instant (C2SP tlog-checkpoint, without extension lines).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log.
    pub origin: String,
    /// Leaves.
    pub size: u64,
    /// Root over them.
    pub root: Sha,
}

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The leaf's text.
    pub entry: String,
    /// Its index.
    pub index: u64,
    /// Inclusion proof.
    pub proof: Vec<Sha>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

/// What a receipt proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The leaf.
    pub entry: Entry,
    /// Its index.
    pub index: u64,
    /// The checkpoint it is in.
    pub checkpoint: Checkpoint,
}

/// Why a receipt is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptFault {
    /// Not a receipt.
    #[error("not a receipt")]
    Malformed,
    /// The checkpoint is not signed by the log's key.
    #[error("the checkpoint is not the log's: {0}")]
    Checkpoint(#[from] NoteFault),
    /// The checkpoint is of another log.
    #[error("the receipt is of another log")]
    Origin,
    /// The leaf is not in the tree of the checkpoint.
    #[error("the leaf is not in the log at that place")]
    Proof,
    /// The receipt is of another statement.
    #[error("the receipt is of another statement")]
    Statement,
    /// The leaf holds another set of signatures than was sent.
    #[error("the leaf was written for other signatures than were sent")]
    Signatures,
    /// The leaf lies where nothing can have been written any more, or its time does.
    #[error("the leaf is backdated")]
    Backdated,
}

impl Checkpoint {
    /// The signed note.
    pub fn sign(&self, key: &SignKey) -> String {
        key.sign(&format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root.bytes())))
    }

    /// Opens a signed checkpoint with the log's key.
    ///
    /// # Errors
    /// [`ReceiptFault::Checkpoint`] or [`ReceiptFault::Malformed`].
    pub fn open(note: &str, key: &VerifyKey) -> Result<Self, ReceiptFault> {
        let text = key.open(note)?;
        let lines: Vec<&str> = text.split('\n').collect();
        let [origin, size, root, ""] = lines.as_slice() else { return Err(ReceiptFault::Malformed) };
        if origin.is_empty() {
            return Err(ReceiptFault::Malformed);
        }
        let leaves: u64 = size.parse().map_err(|_| ReceiptFault::Malformed)?;
        let root = sha(root).filter(|_| leaves.to_string() == *size).ok_or(ReceiptFault::Malformed)?;
        Ok(Self { origin: (*origin).to_owned(), size: leaves, root })
    }
}

/// A hash as checkpoints and receipts write it, in base64.
pub fn sha(text: &str) -> Option<Sha> {
    let bytes: [u8; 32] = BASE64.decode(text).ok()?.try_into().ok()?;
    Some(Sha::from_bytes(bytes))
}

impl Receipt {
    /// The text of the receipt.
    pub fn compose(&self) -> String {
        let proof: String = self.proof.iter().map(|hash| BASE64.encode(hash.bytes()) + "\n").collect();
        format!(
            "{TITLE}\nextra {}\nindex {}\n{proof}\n{}",
            BASE64.encode(&self.entry),
            self.index,
            self.checkpoint
        )
    }

    /// Reads a receipt without verifying it.
    ///
    /// # Errors
    /// [`ReceiptFault::Malformed`].
    pub fn parse(text: &str) -> Result<Self, ReceiptFault> {
        Self::read(text).filter(|receipt| receipt.compose() == text).ok_or(ReceiptFault::Malformed)
    }

    fn read(text: &str) -> Option<Self> {
        let text = (text.len() <= MAX_BYTES).then_some(text)?;
        let (head, checkpoint) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        lines.next().filter(|title| *title == TITLE)?;
        let extra = BASE64.decode(lines.next()?.strip_prefix("extra ")?).ok()?;
        let index = lines.next()?.strip_prefix("index ")?.parse().ok()?;
        let proof = lines.map(sha).collect::<Option<Vec<Sha>>>().filter(|proof| proof.len() <= 64)?;
        Some(Self { entry: String::from_utf8(extra).ok()?, index, proof, checkpoint: checkpoint.to_owned() })
    }

    /// The log it says it is of; nothing is verified.
    pub fn origin(&self) -> &str {
        self.checkpoint.split('\n').next().unwrap_or_default()
    }

    /// Verifies the receipt with the log's key; needs no network.
    ///
    /// # Errors
    /// [`ReceiptFault`] says what does not hold.
    pub fn verify(&self, log: &VerifyKey) -> Result<Proven, ReceiptFault> {
        let checkpoint = Checkpoint::open(&self.checkpoint, log)?;
        if checkpoint.origin != log.name() {
            return Err(ReceiptFault::Origin);
        }
        if !merkle::includes(
            &self.proof,
            checkpoint.size,
            &checkpoint.root,
            self.index,
            self.entry.as_bytes(),
        ) {
            return Err(ReceiptFault::Proof);
        }
        let entry = Entry::parse(&self.entry).map_err(|_| ReceiptFault::Malformed)?;
        Ok(Proven { entry, index: self.index, checkpoint })
    }

    /// Verifies that this is the receipt of a statement: "this, then, in full".
    ///
    /// # Errors
    /// [`ReceiptFault`].
    pub fn verify_for(&self, statement: &Sha, log: &VerifyKey) -> Result<Proven, ReceiptFault> {
        let proven = self.verify(log)?;
        let mine = proven.entry.act == Act::StatementAccepted && proven.entry.statement == Some(*statement);
        mine.then_some(proven).ok_or(ReceiptFault::Statement)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::text::Text;

    fn log() -> SignKey {
        SignKey::from_seed("tongbao.example/1", &[3; 32]).unwrap()
    }

    fn entry() -> Entry {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        let key = crate::statement::FilingKey {
            bureau: "519901".parse().unwrap(),
            form: "L3".into(),
            period: "2025Q3".parse().unwrap(),
            subject: None,
        };
        Entry {
            act: Act::StatementAccepted,
            addressee: "n-7f3a9c".into(),
            statement: Some(Sha::of(b"statement")),
            signatures: Some(Sha::of(b"signatures")),
            filing: Some((key, 1)),
            digest: Some(Sha::of(b"content")),
            key_leaf: Some(0),
            received: at("2025-10-13T08:20:05.123Z"),
            due: Some(at("2025-10-15T16:00:00Z")),
        }
    }

    fn receipt() -> Receipt {
        let text = entry().compose();
        let checkpoint =
            Checkpoint { origin: "tongbao.example/1".into(), size: 1, root: merkle::root([&text]) };
        Receipt { entry: text, index: 0, proof: vec![], checkpoint: checkpoint.sign(&log()) }
    }

    #[test]
    fn golden_bytes() {
        insta::assert_snapshot!("entry", entry().compose());
        insta::assert_snapshot!("receipt", receipt().compose());
    }

    #[test]
    fn proves_the_statement_and_nothing_else() {
        let receipt = Receipt::parse(&receipt().compose()).unwrap();
        let proven = receipt.verify_for(&Sha::of(b"statement"), &log().verify_key()).unwrap();
        assert_eq!(proven.entry, entry());
        assert_eq!(
            receipt.verify_for(&Sha::of(b"other"), &log().verify_key()).unwrap_err(),
            ReceiptFault::Statement
        );
    }

    #[test]
    fn a_tampered_receipt_is_refused_by_name() {
        let key = log().verify_key();
        let later = Receipt { entry: receipt().entry.replace("2025-10-13", "2025-10-12"), ..receipt() };
        assert_eq!(later.verify(&key).unwrap_err(), ReceiptFault::Proof);
        let moved = Receipt { index: 1, ..receipt() };
        assert_eq!(moved.verify(&key).unwrap_err(), ReceiptFault::Proof);
        let forged = SignKey::from_seed("tongbao.example/1", &[4; 32]).unwrap();
        assert!(matches!(
            receipt().verify(&forged.verify_key()),
            Err(ReceiptFault::Checkpoint(NoteFault::Unsigned(_)))
        ));
        let stranger =
            Checkpoint { origin: "elsewhere/1".into(), size: 1, root: merkle::root([&receipt().entry]) };
        let stranger = Receipt { checkpoint: stranger.sign(&log()), ..receipt() };
        assert_eq!(stranger.verify(&key).unwrap_err(), ReceiptFault::Origin);
        for text in ["", "c2sp.org/tlog-proof@v1\n", &receipt().compose().replace("index 0", "index 00")] {
            assert_eq!(Receipt::parse(text).unwrap_err(), ReceiptFault::Malformed);
        }
    }

    #[test]
    fn every_act_of_a_leaf_is_called_by_its_name_in_both_languages() {
        for (act, zh, en) in [
            (Act::StatementAccepted, "报送声明收讫", "statement accepted"),
            (Act::ContentValid, "校验通过", "rows stand"),
            (Act::ContentInvalid, "校验不通过", "rows cannot stand"),
            (Act::Defaulted, "逾期未传数据", "rows did not arrive"),
            (Act::Confirmed, "已确认", "confirmed"),
            (Act::Returned, "退回", "returned"),
            (Act::Delivered, "送达同级政法委", "handed to the committee"),
            (Act::DutyExtended, "准予延期", "duty extended"),
            (Act::DutyExempted, "准予豁免", "duty let off"),
            (Act::BulletinIssued, "通报印发", "bulletin issued"),
            (Act::ListIssued, "清单印发", "list issued"),
            (Act::DirectiveIssued, "督办件下达", "directive issued"),
            (Act::DirectiveActed, "督办件处理", "directive acted on"),
            (Act::DirectiveAnswered, "部门反馈", "directive answered by a department"),
            (Act::HandoverAnswered, "提级移交答复", "hand-over answered"),
            (Act::KeyEnrolled, "密钥入网", "key admitted"),
            (Act::KeyRotated, "密钥更换", "key replaced"),
            (Act::KeyRevoked, "密钥吊销", "key revoked"),
            (Act::Policy, "定义生效", "definitions in force"),
            (Act::LogEpoch, "日志续立", "log continued"),
        ] {
            assert_eq!(act.title(), Text::new(zh, en));
        }
    }
}
