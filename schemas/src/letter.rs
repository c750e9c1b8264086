//! A letter: the receipt of a leaf together with the document it fixes by hash, as the city hands it to the addressee.
//! Whoever keeps letters can prove later what was said, and give a lost log its leaves back (RULINGS 17).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    bureau::BureauCode,
    entry::{Act, Entry},
    hash::Sha,
    key::KeyDocument,
    note::VerifyKey,
    receipt::{Proven, Receipt, ReceiptFault},
    text::Text,
    wire::{MAX_LETTER_BYTES, MAX_LETTERS},
};

/// The addressee of a leaf that is meant for every node.
pub const EVERYONE: &str = "*";

/// A leaf's receipt and document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Letter {
    /// The receipt.
    pub receipt: String,
    /// The document that the leaf fixes by hash; for an accepted statement its note; none where the leaf says it all.
    pub document: Option<String>,
}

/// Why a letter is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterFault {
    /// The receipt does not hold.
    #[error(transparent)]
    Receipt(#[from] ReceiptFault),
    /// It is addressed to another node.
    #[error("the letter is addressed to another node")]
    Addressee,
    /// The document is missing, or not the one the leaf fixes.
    #[error("the document is not the one the leaf names")]
    Document,
}

impl LetterFault {
    /// What does not hold, for a person.
    pub fn text(&self) -> Text {
        match self {
            Self::Receipt(fault) => fault.text(),
            Self::Addressee => Text::new("文书是发给另一节点的", "the letter is addressed to another node"),
            Self::Document => Text::new(
                "文书缺失，或不是该条所记的文书",
                "the document is missing, or not the one the leaf names",
            ),
        }
    }
}

impl Letter {
    /// How many bytes it has.
    pub fn length(&self) -> usize {
        self.receipt.len() + self.document.as_deref().map_or(0, str::len)
    }

    /// Whether letters are all that an answer has room for, so that there may be more behind.
    pub fn fill(letters: &[Self]) -> bool {
        letters.len() >= MAX_LETTERS || letters.iter().map(Self::length).sum::<usize>() >= MAX_LETTER_BYTES
    }

    /// What the letter proves, to whomever it is addressed.
    ///
    /// # Errors
    /// [`LetterFault::Receipt`] or [`LetterFault::Document`].
    pub fn prove(&self, log: &VerifyKey) -> Result<Proven, LetterFault> {
        let proven = Receipt::parse(&self.receipt)?.verify(log)?;
        let agrees = is_of(self.document.as_deref(), &proven.entry);
        agrees.then_some(proven).ok_or(LetterFault::Document)
    }

    /// What the letter proves to the node of a name and bureau. A bureau's letters go to all its nodes, so that they are
    /// held by somebody also where the addressee is its leader, or was revoked.
    ///
    /// # Errors
    /// [`LetterFault`] says what does not hold.
    pub fn verify(&self, node: &str, bureau: &BureauCode, log: &VerifyKey) -> Result<Proven, LetterFault> {
        let proven = self.prove(log)?;
        let named = [node, EVERYONE, bureau.as_str()].contains(&proven.entry.addressee.as_str());
        let of_bureau = || match &proven.entry.filing {
            Some((filing, _)) => filing.bureau == *bureau,
            None => {
                let key = self.document.as_deref().and_then(|text| KeyDocument::parse(text).ok());
                key.is_some_and(|key| key.bureau == *bureau)
            }
        };
        if named || of_bureau() { Ok(proven) } else { Err(LetterFault::Addressee) }
    }
}

/// Whether a document is the one a leaf fixes. A leaf that fixes none has none.
pub fn is_of(document: Option<&str>, entry: &Entry) -> bool {
    match (entry.act, document) {
        // The digest of such a leaf is the content's; its document is the statement as it was signed.
        (Act::StatementAccepted, Some(note)) => entry.fixes(note),
        (Act::StatementAccepted, None) => false,
        (_, document) => entry.digest == document.map(|text| Sha::of(text.as_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{merkle, note::SignKey, receipt::Checkpoint};

    fn log() -> SignKey {
        SignKey::from_seed("tongbao.example/1", &[3; 32]).unwrap()
    }

    fn letter(act: Act, addressee: &str, digest: Option<Sha>, document: Option<&str>) -> Letter {
        let entry = Entry {
            act,
            addressee: addressee.into(),
            statement: None,
            signatures: None,
            filing: None,
            digest,
            key_leaf: None,
            received: DateTime::UNIX_EPOCH,
            due: None,
        };
        let text = entry.compose();
        let point = Checkpoint { origin: "tongbao.example/1".into(), size: 1, root: merkle::root([&text]) };
        let receipt = Receipt { entry: text, index: 0, proof: vec![], checkpoint: point.sign(&log()) };
        Letter { receipt: receipt.compose(), document: document.map(str::to_owned) }
    }

    #[test]
    fn holds_for_its_addressee_with_its_document_and_no_other() {
        let (key, bureau) = (log().verify_key(), "519901".parse().unwrap());
        let said = Some(Sha::of(b"said"));
        let good = letter(Act::Returned, "n-a", said, Some("said"));
        assert_eq!(good.verify("n-a", &bureau, &key).unwrap().entry.act, Act::Returned);
        assert_eq!(good.verify("n-b", &bureau, &key).unwrap_err(), LetterFault::Addressee);
        let to_all = letter(Act::Policy, EVERYONE, said, Some("said"));
        assert!(to_all.verify("n-a", &bureau, &key).is_ok() && to_all.verify("n-b", &bureau, &key).is_ok());
        for (digest, document) in [(said, Some("other")), (said, None), (None, Some("said"))] {
            let letter = letter(Act::Returned, "n-a", digest, document);
            assert_eq!(letter.verify("n-a", &bureau, &key).unwrap_err(), LetterFault::Document);
        }
        assert!(letter(Act::Confirmed, "n-a", None, None).verify("n-a", &bureau, &key).is_ok());
        let moved = Letter { receipt: good.receipt.replace("index 0", "index 1"), ..good };
        assert_eq!(
            moved.verify("n-a", &bureau, &key).unwrap_err(),
            LetterFault::Receipt(ReceiptFault::Proof)
        );
    }
}
