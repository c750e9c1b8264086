//! A leaf of the log: one dated act of the aggregator, as text (PROTOCOL §8.1). It names hashes and no person.

use std::{fmt, str::FromStr};

use chrono::{DateTime, SecondsFormat, Utc};

use crate::{
    bureau::BureauCode,
    duty_act::DutyAct,
    handover::HandoverAnswer,
    hash::Sha,
    key::KeyDocument,
    letter::EVERYONE,
    lines::{BadLine, Lines, or_dash, undashed},
    note,
    statement::{FilingKey, Statement},
    text::Text,
};

const TITLE: &str = "tongbao-entry/v1";

/// A leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What happened.
    pub act: Act,
    /// To whom the receipt goes; every leaf has an addressee, so that a log can be rebuilt (RULINGS 17).
    pub addressee: String,
    /// The statement concerned.
    pub statement: Option<Sha>,
    /// Hash of its signature block.
    pub signatures: Option<Sha>,
    /// What it is of.
    pub filing: Option<(FilingKey, u32)>,
    /// Hash of the content of a statement; of any other act, hash of the document that goes to the addressee.
    pub digest: Option<Sha>,
    /// Index of the leaf that admitted the signing key.
    pub key_leaf: Option<u64>,
    /// When the aggregator took it in. Never earlier than the leaf before.
    pub received: DateTime<Utc>,
    /// The due instant in force.
    pub due: Option<DateTime<Utc>>,
}

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// What a leaf records.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Act {
            $($(#[$doc])* $name,)*
        }

        impl Act {
            /// Every act.
            pub const ALL: &[Act] = &[$(Self::$name),*];
        }

        impl fmt::Display for Act {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => $word),* })
            }
        }
    };
}

acts! {
    /// A statement was accepted.
    StatementAccepted = "statement-accepted";
    /// Its rows arrived, match and have nothing that blocks.
    ContentValid = "content-valid";
    /// Its rows arrived and cannot stand.
    ContentInvalid = "content-invalid";
    /// Its rows did not arrive by the end of grace.
    Defaulted = "defaulted";
    /// The filing was accepted by a person or by rule (RULINGS 5).
    Confirmed = "confirmed";
    /// The filing was sent back with reasons, to be amended.
    Returned = "returned";
    /// A filing that stands was handed to the political-legal committee of its bureau (RULINGS 15).
    Delivered = "delivered";
    /// A duty was given longer.
    DutyExtended = "duty-extended";
    /// A duty was let off.
    DutyExempted = "duty-exempted";
    /// A bulletin was issued.
    BulletinIssued = "bulletin-issued";
    /// A list of the city's ledgers was issued.
    ListIssued = "list-issued";
    /// Something was put to a bureau or department: assigned, supervised, listed, interviewed.
    DirectiveIssued = "directive-issued";
    /// What was put to it was extended, inspected, ended, raised or withdrawn.
    DirectiveActed = "directive-acted";
    /// A department answered to what was put to it.
    DirectiveAnswered = "directive-answered";
    /// A matter that a bureau handed one level up was taken, or went back.
    HandoverAnswered = "handover-answered";
    /// A key was admitted.
    KeyEnrolled = "key-enrolled";
    /// A key took the place of another of the same node.
    KeyRotated = "key-rotated";
    /// A key may not sign any more.
    KeyRevoked = "key-revoked";
    /// Definitions came into force.
    Policy = "policy";
    /// The log goes on where another had to end.
    LogEpoch = "log-epoch";
}

impl Act {
    /// What it is called for a person.
    pub fn title(self) -> Text {
        match self {
            Self::StatementAccepted => Text::new("报送声明收讫", "statement accepted"),
            Self::ContentValid => Text::new("校验通过", "rows stand"),
            Self::ContentInvalid => Text::new("校验不通过", "rows cannot stand"),
            Self::Defaulted => Text::new("逾期未传数据", "rows did not arrive"),
            Self::Confirmed => Text::new("已确认", "confirmed"),
            Self::Returned => Text::new("退回", "returned"),
            Self::Delivered => Text::new("送达同级政法委", "handed to the committee"),
            Self::DutyExtended => Text::new("准予延期", "duty extended"),
            Self::DutyExempted => Text::new("准予豁免", "duty let off"),
            Self::BulletinIssued => Text::new("通报印发", "bulletin issued"),
            Self::ListIssued => Text::new("清单印发", "list issued"),
            Self::DirectiveIssued => Text::new("督办件下达", "directive issued"),
            Self::DirectiveActed => Text::new("督办件处理", "directive acted on"),
            Self::DirectiveAnswered => Text::new("部门反馈", "directive answered by a department"),
            Self::HandoverAnswered => Text::new("提级移交答复", "hand-over answered"),
            Self::KeyEnrolled => Text::new("密钥入网", "key admitted"),
            Self::KeyRotated => Text::new("密钥更换", "key replaced"),
            Self::KeyRevoked => Text::new("密钥吊销", "key revoked"),
            Self::Policy => Text::new("定义生效", "definitions in force"),
            Self::LogEpoch => Text::new("日志续立", "log continued"),
        }
    }
}

impl FromStr for Act {
    type Err = BadLine;

    fn from_str(text: &str) -> Result<Self, BadLine> {
        Self::ALL.iter().copied().find(|act| act.to_string() == text).ok_or(BadLine("type"))
    }
}

impl Entry {
    /// The leaf for an accepted statement.
    pub fn accepted(
        statement: &Statement,
        id: Sha,
        signatures: Sha,
        key_leaf: u64,
        received: DateTime<Utc>,
        due: Option<DateTime<Utc>>,
    ) -> Self {
        Self {
            act: Act::StatementAccepted,
            addressee: statement.node.clone(),
            statement: Some(id),
            signatures: Some(signatures),
            filing: Some((statement.filing.clone(), statement.revision)),
            digest: statement.content.map(|content| content.sha256),
            key_leaf: Some(key_leaf),
            received,
            due,
        }
    }

    /// The leaf for what became of a statement that was accepted; the document goes to the node that signed it.
    pub fn of_statement(
        act: Act,
        node: &str,
        id: Sha,
        filing: (FilingKey, u32),
        document: Option<Sha>,
        received: DateTime<Utc>,
    ) -> Self {
        Self {
            act,
            addressee: node.to_owned(),
            statement: Some(id),
            signatures: None,
            filing: Some(filing),
            digest: document,
            key_leaf: None,
            received,
            due: None,
        }
    }

    /// Whether the leaf fixes this note: the text of its statement, and every signature line below it.
    pub fn fixes(&self, note: &str) -> bool {
        note::split(note).is_ok_and(|(text, signatures)| {
            self.statement == Some(Statement::id_of(text))
                && self.signatures == Some(Sha::of(signatures.as_bytes()))
        })
    }

    /// The leaf for what became of a key; the document goes to whoever holds it. Of a revocation everyone is told: its
    /// holder is given nothing any more, and somebody has to hold the letter.
    pub fn of_key(document: &KeyDocument, received: DateTime<Utc>) -> Self {
        let act = document.act.act();
        Self {
            addressee: if act == Act::KeyRevoked { EVERYONE.to_owned() } else { document.node.clone() },
            act,
            statement: None,
            signatures: None,
            filing: None,
            digest: Some(document.digest()),
            key_leaf: None,
            received,
            due: None,
        }
    }

    /// The leaf for what was decided of a duty; the document goes to the bureau, whichever nodes it has.
    pub fn of_duty(document: &DutyAct, received: DateTime<Utc>) -> Self {
        Self::to_bureau(document.change.act(), &document.duty.bureau, &document.compose(), received)
    }

    /// The leaf for what is put to a bureau, or became of it.
    pub fn of_directive(act: Act, bureau: &BureauCode, document: &str, received: DateTime<Utc>) -> Self {
        Self::to_bureau(act, bureau, document, received)
    }

    /// The leaf for a document that everyone keeps closed, because its addressee has no node.
    pub fn of_sealed(act: Act, document: Sha, received: DateTime<Utc>) -> Self {
        Self::to_everyone(act, document, received)
    }

    /// The leaf for the answer to a bureau that handed a matter up.
    pub fn of_handover(document: &HandoverAnswer, received: DateTime<Utc>) -> Self {
        Self::to_bureau(Act::HandoverAnswered, &document.bureau, &document.compose(), received)
    }

    fn to_bureau(act: Act, bureau: &BureauCode, document: &str, received: DateTime<Utc>) -> Self {
        Self {
            addressee: bureau.to_string(),
            ..Self::to_everyone(act, Sha::of(document.as_bytes()), received)
        }
    }

    /// The leaf that puts a policy in force, for everyone.
    pub fn of_policy(version: Sha, received: DateTime<Utc>) -> Self {
        Self::to_everyone(Act::Policy, version, received)
    }

    /// The leaf with which a log begins that goes on where another ended, for everyone.
    pub fn of_epoch(note: Sha, received: DateTime<Utc>) -> Self {
        Self::to_everyone(Act::LogEpoch, note, received)
    }

    /// The leaf of an issued bulletin, for everyone.
    pub fn of_bulletin(document: Sha, received: DateTime<Utc>) -> Self {
        Self::to_everyone(Act::BulletinIssued, document, received)
    }

    /// The leaf of a list that the bureau at the top has issued for its leading group. Everyone gets it: who keeps a leaf is who gives
    /// it back after a disaster, and the document says no more than what is listed, how many rows and their hash.
    pub fn of_list(document: Sha, received: DateTime<Utc>) -> Self {
        Self::to_everyone(Act::ListIssued, document, received)
    }

    fn to_everyone(act: Act, document: Sha, received: DateTime<Utc>) -> Self {
        Self {
            act,
            addressee: EVERYONE.to_owned(),
            statement: None,
            signatures: None,
            filing: None,
            digest: Some(document),
            key_leaf: None,
            received,
            due: None,
        }
    }

    /// The text that is hashed into the log.
    pub fn compose(&self) -> String {
        let time = |at: &DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let (filing, revision) = match &self.filing {
            Some((key, revision)) => (key.to_string(), revision.to_string()),
            None => ("- - - -".to_owned(), "-".to_owned()),
        };
        format!(
            "{TITLE}\ntype {}\naddressee {}\nstatement {}\nsignatures {}\nfiling {filing}\nrevision {revision}\n\
             digest {}\nkey-leaf {}\nreceived {}\ndue {}\n",
            self.act,
            self.addressee,
            or_dash(self.statement.as_ref()),
            or_dash(self.signatures.as_ref()),
            or_dash(self.digest.as_ref()),
            or_dash(self.key_leaf.as_ref()),
            time(&self.received),
            or_dash(self.due.as_ref().map(time).as_ref()),
        )
    }

    /// Reads a leaf.
    ///
    /// # Errors
    /// [`BadLine`].
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let entry = Self {
            act: lines.value("type")?,
            addressee: lines.value("addressee")?,
            statement: lines.option("statement")?,
            signatures: lines.option("signatures")?,
            filing: filing(lines.text("filing")?, lines.option("revision")?)?,
            digest: lines.option("digest")?,
            key_leaf: lines.option("key-leaf")?,
            received: lines.value("received")?,
            due: lines.option("due")?,
        };
        lines.end()?;
        (entry.compose() == text).then_some(entry).ok_or(BadLine("form"))
    }
}

fn filing(text: &str, revision: Option<u32>) -> Result<Option<(FilingKey, u32)>, BadLine> {
    let bad = BadLine("filing");
    let parts: Vec<&str> = text.split(' ').collect();
    match (parts.as_slice(), revision) {
        (["-", "-", "-", "-"], None) => Ok(None),
        ([bureau, form, period, subject], Some(revision)) => {
            let subject = undashed(subject).map_err(|_| bad.clone())?;
            let key = FilingKey {
                bureau: bureau.parse().map_err(|_| bad.clone())?,
                form: (*form).to_owned(),
                period: period.parse().map_err(|_| bad)?,
                subject,
            };
            Ok(Some((key, revision)))
        }
        _ => Err(bad),
    }
}
