//! The leader of the bureau (单位负责人), who countersigns what the node files where the campaign asks for it. The key lies
//! in a file that only a passphrase opens (age, scrypt), or nowhere and is typed in; it is at hand for one act at a time.
//! [`rotate`] puts another in its place.

mod rotate;

use std::{collections::BTreeSet, fs, io, sync::Arc};

use age::{scrypt, secrecy::SecretString};
use schemas::{
    content,
    finding::Explanation,
    form::Form,
    key::{Role, words::fingerprint},
    note::{self, SignKey, VerifyKey},
    tally::Tallies,
    text::Text,
    wire::{Enrolled, KeyState},
};

use crate::{
    config::{Config, Officer},
    error::AgentError,
    keys,
    node::Node,
    outbox::{Item, State, StoreFault},
};

/// Name of the file in the node's folder.
pub(crate) const FILE: &str = "officer.age";
/// Fewest characters of a passphrase.
pub const SHORTEST: usize = 10;
/// Cost of trying a passphrase: 2^16 blocks, 64 MB; about half a second, fixed so that every machine writes the same.
const WORK: u8 = 16;

/// The leader's key, opened.
pub struct OfficerKey(SignKey);

/// What a leader signs, whole, as it was sealed.
#[derive(Debug)]
pub struct Shown {
    /// The statement.
    pub item: Item,
    /// Its form.
    pub form: Arc<Form>,
    /// The figures; none for a nil return.
    pub summary: Option<Tallies>,
    /// Reasons filed with it.
    pub explanations: Vec<Explanation>,
}

impl OfficerKey {
    /// A new key.
    ///
    /// # Errors
    /// [`AgentError::Disk`] if the system has no random numbers.
    pub fn generate() -> Result<Self, AgentError> {
        Ok(Self(keys::named_for(Role::Officer, &keys::seed()?)?))
    }

    /// A key as it is typed in: 64 hexadecimal digits, apart by spaces or hyphens as one likes.
    ///
    /// # Errors
    /// [`AgentError::OfficerKeyWrong`].
    pub fn from_text(text: &str) -> Result<Self, AgentError> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let mut seed = [0; 32];
        hex::decode_to_slice(digits, &mut seed).map_err(|_| AgentError::OfficerKeyWrong)?;
        Ok(Self(keys::named_for(Role::Officer, &seed)?))
    }

    /// The key as it is written down, in groups of four digits.
    pub fn to_text(&self) -> String {
        let digits: Vec<char> = hex::encode(self.0.seed()).chars().collect();
        digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.0.verify_key().name().to_owned()
    }

    /// What verifies what it signs.
    pub fn verify_key(&self) -> VerifyKey {
        self.0.verify_key()
    }

    pub(crate) fn secret(&self) -> &SignKey {
        &self.0
    }

    /// The six words the leader reads out.
    pub fn words(&self) -> Text {
        fingerprint(&self.0.verify_key())
    }
}

impl Node {
    /// Whether this node's folder holds a leader's key.
    pub fn has_officer_key(&self) -> bool {
        self.dir.join(FILE).exists()
    }

    /// Keeps the leader's key in the node's folder under a passphrase. One that is there is never overwritten.
    ///
    /// # Errors
    /// [`AgentError::WeakPassphrase`], [`AgentError::OfficerExists`], [`AgentError::Disk`].
    pub fn keep_officer_key(&self, key: &OfficerKey, passphrase: &str) -> Result<(), AgentError> {
        self.seal_officer_key(FILE, key, passphrase)
    }

    fn seal_officer_key(&self, file: &str, key: &OfficerKey, passphrase: &str) -> Result<(), AgentError> {
        let kinds: BTreeSet<char> = passphrase.chars().collect();
        if passphrase.chars().count() < SHORTEST || kinds.len() < 4 {
            return Err(AgentError::WeakPassphrase);
        }
        let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
        recipient.set_work_factor(WORK);
        let sealed = age::encrypt(&recipient, key.to_text().as_bytes())
            .map_err(|error| AgentError::Disk(io::Error::other(error)))?;
        keys::write(&self.dir.join(file), sealed).map_err(|error| match error {
            AgentError::Exists => AgentError::OfficerExists,
            other => other,
        })
    }

    /// Opens the leader's key that is kept here.
    ///
    /// # Errors
    /// [`AgentError::NoOfficer`] if there is none, [`AgentError::Passphrase`] if it does not open.
    pub fn open_officer_key(&self, passphrase: &str) -> Result<OfficerKey, AgentError> {
        self.unseal_officer_key(FILE, passphrase)
    }

    fn unseal_officer_key(&self, file: &str, passphrase: &str) -> Result<OfficerKey, AgentError> {
        let sealed = fs::read(self.dir.join(file)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => AgentError::NoOfficer,
            _ => AgentError::Disk(error),
        })?;
        let mut identity = scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
        identity.set_max_work_factor(WORK);
        let text = age::decrypt(&identity, &sealed).map_err(|_| AgentError::Passphrase)?;
        OfficerKey::from_text(&String::from_utf8(text).map_err(|_| AgentError::OfficerKeyWrong)?)
    }

    /// Enrols the leader's key with the node's city; with the same token again asks whether it has been admitted.
    ///
    /// # Errors
    /// As [`Node::enrol`]; [`AgentError::OtherBureau`] if the token is for another bureau than the node's.
    pub async fn enrol_officer(&mut self, key: &OfficerKey, token: &str) -> Result<Enrolled, AgentError> {
        let enrolment = self.enrolment()?.clone();
        let (_, enrolled) = self.redeem(token, enrolment.server()?, &key.0).await?;
        self.keep_officer(&enrolled, key.verify_key())?;
        self.forget_officer_request()?;
        Ok(enrolled)
    }

    /// Keeps what became of the leader's enrolment.
    pub(crate) fn keep_officer(&mut self, enrolled: &Enrolled, key: VerifyKey) -> Result<(), AgentError> {
        if enrolled.bureau != self.enrolment()?.bureau || enrolled.node != key.name() {
            return Err(AgentError::OtherBureau(enrolled.bureau.to_string()));
        }
        if enrolled.state == KeyState::Revoked {
            return Err(AgentError::Revoked);
        }
        self.put_officer(Officer { key, state: enrolled.state })
    }

    pub(crate) fn put_officer(&mut self, officer: Officer) -> Result<(), AgentError> {
        let config = Config { officer: Some(officer), ..self.config.clone() };
        config.write(&self.dir)?;
        self.config = config;
        Ok(())
    }

    /// Whether the node's campaign asks for the leader's signature.
    pub fn is_countersigned(&self) -> bool {
        self.campaign().is_some_and(|campaign| campaign.countersign)
    }

    /// What waits for the leader's signature, with everything a leader should see before signing.
    ///
    /// # Errors
    /// [`AgentError::NothingUnsigned`] if the item, or any, does not wait; [`AgentError::Store`].
    pub fn unsigned(&self, number: Option<i64>) -> Result<Vec<Shown>, AgentError> {
        let waiting: Vec<Item> = self
            .items()?
            .into_iter()
            .filter(|item| item.state == State::Unsigned && number.is_none_or(|number| number == item.number))
            .collect();
        if waiting.is_empty() {
            return Err(AgentError::NothingUnsigned);
        }
        waiting.into_iter().map(|item| self.show(item)).collect()
    }

    fn show(&self, item: Item) -> Result<Shown, AgentError> {
        let (filing, schema) = (&item.statement.filing, &item.statement.schema);
        let form = self.form_of(&item.statement)?;
        let Some(signed) = item.statement.content else {
            return Ok(Shown { form, summary: None, explanations: Vec::new(), item });
        };
        // What is shown is read back from the bytes that the statement signs, and from nothing beside them.
        let bytes = self.outbox.unpacked(&item)?;
        let (header, _) = content::open(&bytes, &form, filing, schema, &signed)?;
        Ok(Shown { form, summary: Some(header.summary), explanations: header.explanations, item })
    }

    /// Adds the leader's line to an item that waits for it; then it can be sent.
    ///
    /// # Errors
    /// [`AgentError::NotTheOfficer`] if the key is not the one enrolled here; [`AgentError::NothingUnsigned`].
    pub fn countersign(&self, key: &OfficerKey, number: i64) -> Result<Item, AgentError> {
        let key = self.as_enrolled(key)?;
        let item = self.waiting(number)?;
        let own = note::first_line_only(&item.note).map_err(AgentError::Key)?;
        let both = key.0.sign_too(&own).map_err(AgentError::Key)?;
        Ok(self.outbox.countersigned(number, &both)?)
    }

    /// The leader's key under the name it is enrolled by: a key that took another's place has the name of the first.
    fn as_enrolled(&self, key: &OfficerKey) -> Result<OfficerKey, AgentError> {
        let officer =
            self.config.officer.as_ref().filter(|officer| officer.key.point() == key.0.verify_key().point());
        let name = officer.ok_or(AgentError::NotTheOfficer)?.key.name();
        SignKey::from_seed(name, key.0.seed()).map(OfficerKey).map_err(AgentError::Key)
    }

    /// Takes an item back that the leader will not sign; a corrected ledger can be filed in its place.
    ///
    /// # Errors
    /// [`AgentError::NothingUnsigned`].
    pub fn decline(&self, number: i64) -> Result<Item, AgentError> {
        self.waiting(number)?;
        Ok(self.outbox.decline(number)?)
    }

    fn waiting(&self, number: i64) -> Result<Item, AgentError> {
        let item = match self.outbox.item(number) {
            Err(StoreFault::Sql(_)) => return Err(AgentError::NothingUnsigned),
            other => other?,
        };
        if item.state == State::Unsigned { Ok(item) } else { Err(AgentError::NothingUnsigned) }
    }
}
