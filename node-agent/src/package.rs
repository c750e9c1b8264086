//! What a node and its city tell each other where no line joins them: a package out, with what [`Node::push`] would send,
//! and the answers in, verified as [`Node::push`] verifies them. Files are carried by hand.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
};

use schemas::{
    hash::Sha,
    note::VerifyKey,
    package::{Head, Kind, MAX_BYTES, MAX_STATEMENTS, Package, Part, To},
    statement::FilingKey,
    wire::{self, Enrolled, Hello, KeyState, Token},
};

use crate::{
    error::AgentError,
    keys,
    node::Node,
    outbox::{State, StoreFault},
    push::{Pushed, Trouble, Way, answer, refused, waits, whole},
};

/// File in the node's folder with the request to enrol that waits for its answer; it holds the token's secret.
const ENROLMENT: &str = "enrolment.waiting";
/// Room kept in a package for its head and small parts.
const ROOM: usize = 1024 * 1024;

/// What a package is asked to hold besides what waits.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The token of a node that is not enrolled, with the log's key as the city handed it out.
    pub enrolment: Option<(String, VerifyKey)>,
    /// Whether another key is asked for in place of the node's own.
    pub rotation: bool,
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
    /// Whether it asks for enrolment.
    pub enrols: bool,
}

/// What a file of answers came to.
#[derive(Debug)]
pub struct Imported {
    /// What became of the enrolment.
    pub enrolled: Option<Enrolled>,
    /// Whether another key is in place.
    pub rotated: bool,
    /// What became of the items; nothing while the node is not enrolled.
    pub pushed: Option<Pushed>,
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
        let enrols = !parts.is_empty();
        let (items, left) = self.waiting_items(&mut parts)?;
        if wishes.rotation {
            parts.push(Made::of(Kind::Rotation, None, self.wish_for_another_key(&log)?));
        }
        let head = Head {
            to: To::City,
            log: log.name().to_owned(),
            node: self.name(),
            seen: self.seen_of(&log)?,
            letters: self.outbox.collected()?,
            answers: None,
        };
        let carried: Vec<Part<'_>> =
            parts.iter().map(|made| Part { kind: made.kind, of: made.of, bytes: &made.bytes }).collect();
        Ok(Exported { bytes: head.seal(&self.key, &carried)?, items, left, enrols })
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

    /// The request to enrol, kept until it is answered for good: the key the token names must be the one handed out.
    fn request(&self, token: &str, log: &VerifyKey) -> Result<String, AgentError> {
        let token = Token::parse(token).ok_or(AgentError::BadToken)?;
        if Token::key_hash(log) != token.log_key {
            return Err(AgentError::WrongCity);
        }
        let key = self.key.verify_key();
        let request =
            wire::Enrolment { log: log.name().to_owned(), token: token.id, secret: token.secret, key };
        let note = request.sign(&self.key);
        let path = self.dir.join(ENROLMENT);
        let _ = fs::remove_file(&path);
        keys::write(&path, format!("{log}\n{note}"))?;
        Ok(note)
    }

    fn waiting_enrolment(&self) -> Result<Option<(VerifyKey, String)>, AgentError> {
        let path = self.dir.join(ENROLMENT);
        if !path.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(path)?;
        let (key, note) = text.split_once('\n').ok_or(AgentError::BadToken)?;
        Ok(Some((VerifyKey::parse(key).map_err(AgentError::Key)?, note.to_owned())))
    }

    fn wish_for_another_key(&self, log: &VerifyKey) -> Result<String, AgentError> {
        let (new, rotation) = self.rotation(log)?;
        rotation.sign(&self.key, &new).map_err(AgentError::Key)
    }

    /// Size and root of the newest checkpoint that still verifies.
    fn seen_of(&self, log: &VerifyKey) -> Result<Option<(u64, Sha)>, AgentError> {
        let kept = self.outbox.seen()?.into_iter();
        let point = kept.filter_map(|(size, root, note)| whole(size, &root, &note, log)).next();
        Ok(point.map(|point| (point.size, point.root)))
    }

    /// Takes a file of answers in: enrolment, receipts, judgements, letters, another key. Each is verified as it would be
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
        if answers.head.to != To::Node || answers.head.node != self.name() || answers.head.log != log.name() {
            return Err(AgentError::NotForThisNode);
        }
        let known = self.seen_of(&log)?;
        if known.is_some_and(|(size, _)| answers.head.seen.is_none_or(|(newest, _)| newest < size)) {
            return Err(AgentError::OldAnswers);
        }
        refused(&answers, Kind::EnrolmentRefused, None)?;
        let enrolled = match answers.of_kind(Kind::Enrolled).next() {
            Some(part) => Some(self.enrolled_by_file(&answers, answer(part)?, &log)?),
            None => None,
        };
        if self.config.enrolment.is_none() {
            return Ok(Imported { enrolled, rotated: false, pushed: None });
        }
        let pushed = {
            let _line = self.line()?;
            self.send_by(&Way::File(&answers), |_| true).await?
        };
        let rotated = self.rotated_by_file(&answers)?;
        Ok(Imported { enrolled, rotated, pushed: Some(pushed) })
    }

    /// Keeps what became of the enrolment; the request has done its work when the key may be used.
    fn enrolled_by_file(
        &mut self,
        answers: &Package<'_>,
        enrolled: Enrolled,
        log: &VerifyKey,
    ) -> Result<Enrolled, AgentError> {
        let hello = answers.of_kind(Kind::Hello).next().and_then(|part| part.text());
        let hello = Hello::open(hello.ok_or(Trouble::Unanswered)?).map_err(Trouble::from)?;
        if hello.key != *log {
            return Err(Trouble::OtherKey.into());
        }
        self.keep_enrolment(&enrolled, hello, None)?;
        if enrolled.state == KeyState::Active {
            let _ = fs::remove_file(self.dir.join(ENROLMENT));
        }
        Ok(enrolled)
    }

    /// Puts the key that was asked for in place, if the answers prove that the city has.
    fn rotated_by_file(&mut self, answers: &Package<'_>) -> Result<bool, AgentError> {
        if !keys::is_changing(&self.dir) {
            return Ok(false);
        }
        if let Err(trouble) = refused(answers, Kind::RotationRefused, None) {
            return Err(self.no_other_key(trouble));
        }
        let Some(part) = answers.of_kind(Kind::Rotated).next() else { return Ok(false) };
        let receipt = part.text().ok_or(Trouble::NotUnderstood(200))?;
        let (new, rotation) = self.rotation(&self.enrolment()?.log_key)?;
        self.take_over(new, &rotation, receipt)?;
        Ok(true)
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
