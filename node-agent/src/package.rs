//! What a node and its city tell each other where no line joins them: a package out, with what [`Node::push`] would send,
//! and the answers in, verified as [`Node::push`] verifies them. Files are carried by hand.

mod keys;
mod officer;
mod waiting;

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
};

use schemas::{
    hash::Sha,
    note::{SignKey, VerifyKey},
    package::{Head, Kind, MAX_BYTES, MAX_STATEMENTS, Package, Part, To},
    receipt::Checkpoint,
    statement::FilingKey,
    wire::{Enrolled, Hello, KeyState, Mode},
};

use crate::{
    error::AgentError,
    node::Node,
    outbox::{State, StoreFault},
    push::{Pushed, Trouble, Way, waits, whole},
};

/// Room kept in a package for its head and small parts.
const ROOM: usize = 1024 * 1024;

/// What a package is asked to hold besides what waits.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The token of a node that is not enrolled, with the log's key as the city handed it out.
    pub enrolment: Option<(String, VerifyKey)>,
    /// Whether another key is asked for in place of the node's own.
    pub rotation: bool,
    /// Whether everything a restored city may have lost is given back, whatever is known of the city.
    pub give_back: bool,
}

/// A package made.
#[derive(Debug)]
pub struct Exported {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Numbers of the items in it.
    pub items: Vec<i64>,
    /// How many wait for the next package.
    pub left: usize,
    /// The key of the node it asks to enrol.
    pub enrols: Option<VerifyKey>,
    /// How many letters it gives back to a city that was restored; it holds nothing else then.
    pub gives_back: Option<u64>,
}

/// What a file of answers came to.
#[derive(Debug)]
pub struct Imported {
    /// What became of the enrolment.
    pub enrolled: Option<Enrolled>,
    /// Whether another key is in place.
    pub rotated: bool,
    /// What became of the leader's key.
    pub officer: Option<OfficerAnswer>,
    /// What became of the items; nothing while the node is not enrolled.
    pub pushed: Option<Pushed>,
}

/// What a file of answers says of the leader's key.
#[derive(Debug)]
pub enum OfficerAnswer {
    /// What became of its enrolment.
    Enrolled(Enrolled),
    /// This one is in place of the one before.
    Rotated(VerifyKey),
}

/// A part as it is put together.
struct Made {
    kind: Kind,
    of: Option<Sha>,
    bytes: Vec<u8>,
}

impl Made {
    fn of(kind: Kind, of: Option<Sha>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { kind, of, bytes: bytes.into() }
    }
}

impl Node {
    /// Writes what the city has to be told into a file, whole or not at all, and over none. The states of the items stay
    /// as they are; when they were put into a file is noted.
    ///
    /// # Errors
    /// [`AgentError::FileExists`], [`AgentError::AlreadySending`], [`AgentError::NotEnrolled`] without a token,
    /// [`AgentError::BadToken`], [`AgentError::WrongCity`] if token and key are of two cities, [`AgentError::SendFirst`]
    /// before another key, [`AgentError::Package`].
    pub fn export(&self, path: &Path, wishes: &Wishes) -> Result<Exported, AgentError> {
        if path.exists() {
            return Err(AgentError::FileExists(path.display().to_string()));
        }
        let _line = self.line()?;
        let made = self.package(wishes)?;
        write(path, &made.bytes)?;
        self.outbox.exported(&made.items, self.clock.now())?;
        Ok(made)
    }

    fn package(&self, wishes: &Wishes) -> Result<Exported, AgentError> {
        if let Some(enrolment) = &self.config.enrolment
            && (wishes.give_back || self.given_back()?.is_some())
        {
            return self.package_back(&enrolment.log_key);
        }
        if let Some((key, log, note)) = self.coming_anew()? {
            let bytes = self.sealed(&log, &key, &[Made::of(Kind::Enrolment, None, note)])?;
            return Ok(Exported {
                bytes,
                items: Vec::new(),
                left: 0,
                enrols: Some(key.verify_key()),
                gives_back: None,
            });
        }
        let mut parts = Vec::new();
        let log = match (&self.config.enrolment, &wishes.enrolment) {
            (None, None) => match self.waiting_enrolment()? {
                Some((key, note)) => {
                    parts.push(Made::of(Kind::Enrolment, None, note));
                    key
                }
                None => return Err(AgentError::NotEnrolled),
            },
            (None, Some((token, key))) => {
                parts.push(Made::of(Kind::Enrolment, None, self.request(token, key)?));
                key.clone()
            }
            (Some(enrolment), _) => {
                // The same request asks whether the key has been admitted.
                let waiting = self.waiting_enrolment()?.filter(|_| enrolment.state == KeyState::Pending);
                parts.extend(waiting.map(|(_, note)| Made::of(Kind::Enrolment, None, note)));
                enrolment.log_key.clone()
            }
        };
        let enrols = (!parts.is_empty()).then(|| self.verify_key());
        parts.extend(self.officer_enrolment()?);
        let (items, left) = self.waiting_items(&mut parts)?;
        if wishes.rotation {
            parts.push(Made::of(Kind::Rotation, None, self.wish_for_another_key(&log)?));
        }
        parts.extend(self.officer_change()?);
        let bytes = self.sealed(&log, &self.key, &parts)?;
        Ok(Exported { bytes, items, left, enrols, gives_back: None })
    }

    /// What a restored city may have lost, and nothing beside it: it takes nothing else in.
    fn package_back(&self, log: &VerifyKey) -> Result<Exported, AgentError> {
        let (pages, letters) = self.pages_to_carry(log)?;
        let parts: Result<Vec<Made>, _> = pages
            .iter()
            .map(|page| serde_json::to_vec(page).map(|bytes| Made::of(Kind::Report, None, bytes)))
            .collect();
        let parts = parts.map_err(|_| Trouble::NotUnderstood(0))?;
        let bytes = self.sealed(log, &self.key, &parts)?;
        self.carries_back()?;
        Ok(Exported { bytes, items: Vec::new(), left: 0, enrols: None, gives_back: Some(letters) })
    }

    fn sealed(&self, log: &VerifyKey, key: &SignKey, parts: &[Made]) -> Result<Vec<u8>, AgentError> {
        let head = Head {
            to: To::City,
            log: log.name().to_owned(),
            node: key.verify_key().name().to_owned(),
            seen: self.newest(log)?.map(|(point, _)| (point.size, point.root)),
            letters: self.outbox.collected()?,
            answers: None,
        };
        let carried: Vec<Part<'_>> =
            parts.iter().map(|made| Part { kind: made.kind, of: made.of, bytes: &made.bytes }).collect();
        Ok(head.seal(key, &carried)?)
    }

    /// What waits, in the order in which it would be sent, as far as there is room; and how many items are left.
    fn waiting_items(&self, parts: &mut Vec<Made>) -> Result<(Vec<i64>, usize), AgentError> {
        let (mut taken, mut left, mut bytes) = (Vec::new(), 0, 0);
        let mut held: Vec<FilingKey> = Vec::new();
        for item in self.outbox.items()? {
            let filing = item.statement.filing.clone();
            // A later revision never overtakes an earlier one, nor what waits for its leader.
            if item.state == State::Unsigned {
                held.push(filing);
                continue;
            }
            if !waits(&item) || held.contains(&filing) {
                continue;
            }
            let packed = match item.has_content.then(|| self.outbox.packed(&item)).transpose() {
                Err(StoreFault::DamagedContent(number)) => {
                    tracing::error!(number, "content damaged on this disk: item quarantined");
                    self.outbox.quarantine(number)?;
                    held.push(filing);
                    continue;
                }
                other => other?,
            };
            let more = item.note.len() + packed.as_ref().map_or(0, Vec::len) + 256;
            if taken.len() >= MAX_STATEMENTS || bytes + more > MAX_BYTES - ROOM {
                held.push(filing);
                left += 1;
                continue;
            }
            bytes += more;
            parts.push(Made::of(Kind::Statement, Some(item.id), item.note));
            if let Some((content, packed)) = item.statement.content.zip(packed) {
                parts.push(Made::of(Kind::Content, Some(content.sha256), packed));
            }
            taken.push(item.number);
        }
        Ok((taken, left))
    }

    /// The newest checkpoint that still verifies, with its note.
    pub(crate) fn newest(&self, log: &VerifyKey) -> Result<Option<(Checkpoint, String)>, AgentError> {
        let mut kept = self.outbox.seen()?.into_iter();
        Ok(kept.find_map(|(size, root, note)| Some((whole(size, &root, &note, log)?, note))))
    }

    /// Takes a file of answers in: enrolment, receipts, judgements, letters, other keys. Each is verified as it would be
    /// over the network, and taking it in twice is taking it in once.
    ///
    /// # Errors
    /// [`AgentError::Package`] if the file is refused whole; [`AgentError::NotForThisNode`]; [`AgentError::OldAnswers`]
    /// if more is known here already; [`AgentError::NotEnrolled`] if nothing was asked. Trouble with single items is in
    /// the answer.
    pub async fn import(&mut self, bytes: &[u8]) -> Result<Imported, AgentError> {
        let answers = Package::parse(bytes)?;
        let enrolled_with = self.config.enrolment.as_ref().map(|enrolment| enrolment.log_key.clone());
        let log = match enrolled_with {
            Some(key) => key,
            None => self.waiting_enrolment()?.ok_or(AgentError::NotEnrolled)?.0,
        };
        answers.open(&log)?;
        let anew = self.coming_anew()?.map(|(key, ..)| key);
        let anew = anew.filter(|key| key.verify_key().name() == answers.head.node);
        let is_meant = anew.is_some() || answers.head.node == self.name();
        if answers.head.to != To::Node || !is_meant || answers.head.log != log.name() {
            return Err(AgentError::NotForThisNode);
        }
        let hello = answers.of_kind(Kind::Hello).next().and_then(|part| Hello::open(part.text()?).ok());
        // A city that was restored knows less than it did.
        if hello.is_none_or(|hello| hello.mode == Mode::Live) {
            let known = self.newest(&log)?.map(|(point, _)| point.size);
            if known.is_some_and(|size| answers.head.seen.is_none_or(|(newest, _)| newest < size)) {
                return Err(AgentError::OldAnswers);
            }
        }
        let enrolled = match anew {
            Some(key) => self.enrolled_anew_by_file(&answers, key)?,
            None => self.enrolled_by_file(&answers, &log)?,
        };
        if self.config.enrolment.is_none() {
            return Ok(Imported { enrolled, rotated: false, officer: None, pushed: None });
        }
        let pushed = {
            let _line = self.line()?;
            self.send_by(&Way::File(&answers), |_| true).await?
        };
        let waits = matches!(pushed.trouble, Some(Trouble::GiveBack(_)));
        let rotated = !waits && self.rotated_by_file(&answers)?;
        let officer = if waits { None } else { self.officer_by_file(&answers).await? };
        Ok(Imported { enrolled, rotated, officer, pushed: Some(pushed) })
    }
}

/// Writes a file whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> Result<(), AgentError> {
    let named = |source| AgentError::File { name: path.display().to_string(), source };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let written = || {
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&new, path)?;
        #[cfg(unix)]
        File::open(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))?
            .sync_all()?;
        Ok(())
    };
    written().map_err(named)
}
