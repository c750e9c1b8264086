//! A node: its folder with key, settings and outbox, opened. Everything the commands do is a method of it, so that
//! a test or a demonstration runs nodes in its own process.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
    time::Duration,
};

use schemas::{
    definition::Definitions,
    note::{NoteFault, SignKey, VerifyKey},
    wire::Letter,
};

use crate::{
    clock::Clock,
    config::{Config, Enrolment},
    error::AgentError,
    keys,
    outbox::{Fork, Item, Outbox, Reminded, StoreFault},
    policy::Rules,
    push::{Pause, SILENCE, Sleep, Stop, http_client},
    reader::Reader,
    space::{Disk, Space},
    trust,
    verify::prove,
};

/// An opened node.
pub struct Node {
    pub(crate) dir: PathBuf,
    pub(crate) config: Config,
    pub(crate) key: SignKey,
    pub(crate) rules: RwLock<Arc<Rules>>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pause: Arc<dyn Pause>,
    pub(crate) http: reqwest::Client,
    pub(crate) stop: Stop,
    pub(crate) space: Arc<dyn Space>,
    pub(crate) reader: Reader,
}

impl Node {
    /// Makes a node in a folder: settings, then a new key.
    ///
    /// # Errors
    /// [`AgentError::Exists`] if there is one, [`AgentError::Disk`].
    pub fn init(dir: &Path, config: &Config) -> Result<(), AgentError> {
        if dir.join(keys::FILE).exists() {
            return Err(AgentError::Exists);
        }
        fs::create_dir_all(dir)?;
        config.write(dir)?;
        keys::create(dir)?;
        Ok(())
    }

    /// Opens the node of a folder.
    ///
    /// # Errors
    /// [`AgentError`] for settings, key, definitions or store that cannot be used.
    pub fn open(dir: &Path, clock: Arc<dyn Clock>) -> Result<Self, AgentError> {
        Self::open_with(dir, clock, Arc::new(Sleep))
    }

    /// Opens the node of a folder, with another way to wait between attempts.
    ///
    /// # Errors
    /// As [`Node::open`].
    pub fn open_with(dir: &Path, clock: Arc<dyn Clock>, pause: Arc<dyn Pause>) -> Result<Self, AgentError> {
        let config = Config::read(dir)?;
        let key = keys::read(dir)?;
        let outbox = Outbox::open(dir)?;
        Ok(Self {
            key,
            rules: RwLock::new(Arc::new(Rules::of(&outbox, &config, dir)?)),
            outbox: Arc::new(outbox),
            http: http_client(SILENCE, trust::roots(dir, &config)?)?,
            stop: Stop::default(),
            space: Arc::new(Disk),
            reader: Reader::default(),
            dir: dir.to_owned(),
            config,
            clock,
            pause,
        })
    }

    /// The same node, which takes so long a silence on the line for its end.
    ///
    /// # Errors
    /// [`AgentError::Trouble`] if the machine offers no ground for TLS.
    pub fn with_silence(self, silence: Duration) -> Result<Self, AgentError> {
        let roots = trust::roots(&self.dir, &self.config)?;
        Ok(Self { http: http_client(silence, roots)?, ..self })
    }

    /// The same node, which has the files of the watched folder read so.
    pub fn reading_by(self, reader: Reader) -> Self {
        Self { reader, ..self }
    }

    /// The same node, which asks another for the room on its disk.
    pub fn with_space(self, space: Arc<dyn Space>) -> Self {
        Self { space, ..self }
    }

    /// The same node, which asks nothing more of the city once this wish is uttered.
    pub fn until(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// The node's name, from its key.
    pub fn name(&self) -> String {
        self.key.verify_key().name().to_owned()
    }

    /// The key that verifies what it signs.
    pub fn verify_key(&self) -> VerifyKey {
        self.key.verify_key()
    }

    /// Its settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The definitions it works with.
    pub fn definitions(&self) -> Arc<Definitions> {
        Arc::clone(&self.rules().definitions)
    }

    /// Its enrolment.
    ///
    /// # Errors
    /// [`AgentError::NotEnrolled`].
    pub fn enrolment(&self) -> Result<&Enrolment, AgentError> {
        self.config.enrolment.as_ref().ok_or(AgentError::NotEnrolled)
    }

    /// Every whole statement of the outbox, in the order of sealing.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn items(&self) -> Result<Vec<Item>, AgentError> {
        Ok(self.outbox.items()?.into_iter().filter(|item| self.holds(item)).collect())
    }

    /// The letters kept, in the order of the log.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn letters(&self) -> Result<Vec<Letter>, AgentError> {
        Ok(self.outbox.letters()?)
    }

    /// The receipts of statements that a log of the city has lost, by statement: each proves when it was first received.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn former_receipts(&self) -> Result<Vec<(String, String)>, AgentError> {
        Ok(self.outbox.former_receipts()?)
    }

    /// The evidence that the log has shown two histories: none, unless it has.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn forks(&self) -> Result<Vec<Fork>, AgentError> {
        Ok(self.outbox.forks()?)
    }

    /// What the city has reminded the bureau of, as fetched last; none before the first time.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn reminders(&self) -> Result<Option<Reminded>, AgentError> {
        Ok(self.outbox.reminders()?)
    }

    /// Why the city has revoked this node's key, if a letter said so.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn revocation(&self) -> Result<Option<String>, AgentError> {
        Ok(self.outbox.revocation(&self.verify_key())?)
    }

    /// The numbers of the items of the outbox that are damaged.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn damaged(&self) -> Result<Vec<i64>, AgentError> {
        let mut numbers = self.outbox.damaged()?;
        numbers.extend(self.outbox.items()?.iter().filter(|item| !self.holds(item)).map(|item| item.number));
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Whether signature and receipt of an item still prove what they did when they were stored. A signature by another
    /// key is for the city to judge.
    fn holds(&self, item: &Item) -> bool {
        let signed = self.key.verify_key().open(&item.note);
        if matches!(signed, Err(NoteFault::Signature(_) | NoteFault::Malformed)) {
            return false;
        }
        let proves = |receipt: &String| {
            self.enrolment().is_ok_and(|enrolment| {
                let mut keys = enrolment.log_keys();
                keys.any(|log| prove(receipt, &item.note, &item.statement, log).is_ok())
            })
        };
        item.receipt.as_ref().is_none_or(proves)
    }

    /// Whether the node's campaign wants a form handed to the political-legal committee as well.
    pub fn goes_to_committee(&self, form: &str) -> bool {
        self.campaign().is_some_and(|campaign| campaign.goes_to_committee(form))
    }

    /// Uses the store from asynchronous code, on a thread where waiting for a disk is no harm.
    pub(crate) async fn store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Outbox) -> Result<T, StoreFault> + Send + 'static,
    ) -> Result<T, AgentError> {
        let outbox = Arc::clone(&self.outbox);
        let done = tokio::task::spawn_blocking(move || work(&outbox)).await;
        Ok(done.map_err(|_| StoreFault::Interrupted)??)
    }
}
