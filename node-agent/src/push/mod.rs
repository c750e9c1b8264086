//! Sending what is sealed: statement, verified receipt, rows, judgement. One request at a time, the oldest item first,
//! and a restart at any point sends the same bytes again.

mod audit;
mod city;
mod conflict;
mod epoch;
mod letters;
mod line;
mod recover;
mod retry;
mod signer;
mod stop;
mod upload;
mod way;

use chrono::{DateTime, TimeDelta, Utc};
use schemas::{
    consistency::ConsistencyFault,
    letter::LetterFault,
    note::{self, NoteFault},
    period::china,
    problem::{Next, Problem, ProblemBody},
    receipt::ReceiptFault,
    statement::FilingKey,
    text::Text,
    wire::{Hello, Mode, StatementStatus},
};

pub(crate) use audit::whole;
pub(crate) use city::{City, SILENCE, http_client, server_url};
pub(crate) use retry::full_jitter;
pub use retry::{Pause, Sleep, TRIES};
pub use stop::Stop;
pub(crate) use way::{Way, json as answer, refused};

use crate::{
    config::Enrolment,
    error::AgentError,
    node::Node,
    outbox::{Item, Outbox, State, StoreFault},
    trust::is_distrust,
    verify::{is_backdated, leaf_of, prove},
    words,
};
use upload::{Content, Upload};

/// How often a judgement is asked for in one run.
const ASKED: u32 = 5;

/// What a run did.
#[derive(Debug)]
pub struct Pushed {
    /// The items it touched, as they stand now.
    pub items: Vec<Item>,
    /// Why it ended before everything was done; what is sealed stays sealed and is sent by the next run.
    pub trouble: Option<Trouble>,
}

/// Why talking to the city did not get on. None of these changes the state of an item.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// No answer came; the city may or may not have acted.
    #[error("no answer from the city")]
    Unreachable(#[source] reqwest::Error),
    /// The city names a problem that may pass, or one that is not an item's.
    #[error("the city answers {}", .0.code())]
    Refused(Problem, Box<ProblemBody>),
    /// The answer is not one of the city's program.
    #[error("an answer with status {0} that is not understood")]
    NotUnderstood(u16),
    /// The receipt does not prove what it should.
    #[error("the receipt is refused")]
    Receipt(#[from] ReceiptFault),
    /// The log shows two histories, or shrank; both checkpoints are kept.
    #[error("the checkpoint of size {0} and the one verified before are of two histories")]
    Fork(u64),
    /// The proof that the log has only grown cannot stand.
    #[error("the proof of growth is refused")]
    Growth(#[source] ConsistencyFault),
    /// A letter does not prove what it should.
    #[error("a letter is refused")]
    Letter(#[source] LetterFault),
    /// The greeting is not in order.
    #[error("the greeting is not in order")]
    Greeting(#[from] NoteFault),
    /// The city was restored from a backup and takes nothing in until its log is whole again. It was given back so many
    /// letters.
    #[error("the city is recovering; {0} letters were given back")]
    Recovering(u64),
    /// The city's log ended and goes on under this name; it was followed, and the next run goes on with it.
    #[error("the city's log goes on as {0}")]
    NewLog(String),
    /// Another key answers than the pinned one.
    #[error("another key answers than the pinned one")]
    OtherKey,
    /// The city is reached by files only.
    #[error("no address of the city")]
    NoLine,
    /// A file of answers says nothing of an item.
    #[error("the answers say nothing of it")]
    Unanswered,
    /// A file of answers does not follow on what is known here.
    #[error("the answers do not follow on what is known here")]
    OldAnswers,
    /// The city asked to be left alone until then.
    #[error("the city asked to be left alone until {0}")]
    Later(DateTime<Utc>),
    /// The program is ending; nothing more is asked.
    #[error("the program is ending")]
    Stopping,
    /// The system has no random numbers to sign with.
    #[error("no random numbers")]
    Random(#[source] getrandom::Error),
}

impl Trouble {
    pub(crate) fn unreachable(error: reqwest::Error) -> Self {
        Self::Unreachable(error.without_url())
    }

    /// Whether every other item would meet with it too.
    fn is_general(&self) -> bool {
        !matches!(
            self,
            Self::Receipt(_)
                | Self::Unanswered
                | Self::Refused(Problem::DigestMismatch | Problem::UploadOffset | Problem::Internal, _)
        )
    }

    /// What happened and what to do.
    pub fn text(&self) -> Text {
        match self {
            Self::Unreachable(error) if is_distrust(error) => {
                words::UNTRUSTED.fill(&[("why", &crate::error::chain(error))])
            }
            Self::Unreachable(error) => words::UNREACHABLE.fill(&[("why", &crate::error::chain(error))]),
            Self::Refused(problem, body) => {
                let detail = body.detail.as_deref().unwrap_or_default();
                words::REFUSED.fill(&[("problem", &problem.title()), ("detail", &detail)])
            }
            Self::NotUnderstood(status) => words::NOT_UNDERSTOOD.fill(&[("status", &u32::from(*status))]),
            Self::Receipt(fault) => words::RECEIPT.fill(&[("why", &fault.text())]),
            Self::Growth(fault) => words::GROWTH.fill(&[("why", &fault.text())]),
            Self::Letter(fault) => words::LETTER_REFUSED.fill(&[("why", &fault.text())]),
            Self::Fork(size) => words::FORK.fill(&[("size", size)]),
            Self::Greeting(fault) => words::GREETING.fill(&[("why", &fault.to_string())]),
            Self::Recovering(letters) => words::RECOVERING.fill(&[("n", letters)]),
            Self::NewLog(name) => words::NEW_LOG.fill(&[("name", name)]),
            Self::OtherKey => words::OTHER_KEY,
            Self::NoLine => words::NO_LINE,
            Self::Unanswered => words::UNANSWERED,
            Self::OldAnswers => words::OLD_ANSWERS,
            Self::Later(until) => words::LATER.fill(&[("until", &local(*until))]),
            Self::Stopping => words::STOPPING,
            Self::Random(error) => words::DISK.fill(&[("why", &error.to_string())]),
        }
    }
}

impl Pushed {
    /// Keeps the latest trouble with the city; any other error goes on.
    fn note<T>(&mut self, outcome: Result<T, AgentError>) -> Result<Option<T>, AgentError> {
        match outcome {
            Ok(done) => Ok(Some(done)),
            Err(AgentError::Trouble(trouble)) => {
                tracing::warn!(cause = crate::error::chain(&trouble), "not delivered in this run");
                self.trouble = Some(trouble);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

impl Node {
    /// Sends what is sealed and asks for judgements that are due, unless the city asked to be left alone for a while.
    ///
    /// # Errors
    /// [`AgentError::AlreadySending`]; [`AgentError::KeyRevoked`]; [`AgentError`] of the node itself; trouble with the
    /// city is in the answer.
    pub async fn push(&self) -> Result<Pushed, AgentError> {
        match self.left_alone_until().await? {
            Some(until) => Ok(Pushed { items: Vec::new(), trouble: Some(Trouble::Later(until)) }),
            None => self.push_now().await,
        }
    }

    /// The same, whatever the city asked: a person says so.
    ///
    /// # Errors
    /// As [`Node::push`].
    pub async fn push_now(&self) -> Result<Pushed, AgentError> {
        self.send(|_| true).await
    }

    /// Until when the city wants to be asked nothing more, if that is still to come (`Retry-After`).
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub async fn left_alone_until(&self) -> Result<Option<DateTime<Utc>>, AgentError> {
        let now = self.clock.now();
        let kept = self.store(Outbox::waits_until).await?;
        // What was said in the future was said under a clock that was wrong.
        Ok(kept.filter(|asked| asked.at <= now && now < asked.until).map(|asked| asked.until))
    }

    /// Keeps how long the city asked to be left alone, for the runs to come.
    async fn heed(&self, way: &Way<'_>) -> Result<(), AgentError> {
        let Way::Line(city) = way else { return Ok(()) };
        let Some(asked) = city.asked().and_then(|asked| TimeDelta::from_std(asked).ok()) else {
            return Ok(());
        };
        let now = self.clock.now();
        let until = now.checked_add_signed(asked).unwrap_or(now);
        self.store(move |outbox| outbox.wait_until(now, until)).await
    }

    /// Nothing more is asked or sent with a key of which a letter said that it was revoked.
    async fn trusted(&self) -> Result<(), AgentError> {
        let key = self.verify_key();
        match self.store(move |outbox| outbox.revocation(&key)).await? {
            Some(reason) => Err(AgentError::KeyRevoked(reason)),
            None => Ok(()),
        }
    }

    /// Sends what may go now.
    pub(crate) async fn send(&self, may_go: impl Fn(&Item) -> bool) -> Result<Pushed, AgentError> {
        let enrolment = self.enrolment()?;
        self.trusted().await?;
        // Before the outbox is read: another process may just be changing what it says.
        let _line = self.line()?;
        match self.city(enrolment) {
            Ok(way) => self.send_by(&way, may_go).await,
            Err(AgentError::Trouble(trouble)) => {
                let items = self.store(Outbox::items).await?.into_iter().filter(waits).collect();
                Ok(Pushed { items, trouble: Some(trouble) })
            }
            Err(error) => Err(error),
        }
    }

    /// Sends what may go one way or the other. What may not keeps later revisions of the same filing back.
    pub(crate) async fn send_by(
        &self,
        city: &Way<'_>,
        may_go: impl Fn(&Item) -> bool,
    ) -> Result<Pushed, AgentError> {
        let mut pushed = Pushed { items: Vec::new(), trouble: None };
        let met = self.meet(city).await;
        let mut ended = pushed.note(met)?.is_none();
        // After that: a city that was restored may want rows again.
        let items = self.store(Outbox::items).await?;
        // So does what waits for its leader's signature.
        let kept_back: Vec<(FilingKey, i64)> = items
            .iter()
            .filter(|item| item.state == State::Unsigned || waits(item) && !may_go(item))
            .map(|item| (item.statement.filing.clone(), item.number))
            .collect();
        let waiting: Vec<Item> = items.into_iter().filter(|item| waits(item) && may_go(item)).collect();
        let mut held: Vec<FilingKey> = Vec::new();
        for item in waiting {
            let (number, filing) = (item.number, item.statement.filing.clone());
            // A later revision never overtakes an earlier one.
            let waits = kept_back.iter().any(|(of, earlier)| *of == filing && *earlier < number);
            if !ended && !waits && !held.contains(&filing) {
                let delivered = self.deliver(city, item).await;
                match pushed.note(delivered)? {
                    Some(other) if other.number != number => pushed.items.push(other),
                    Some(_) => {}
                    None => {
                        ended = pushed.trouble.as_ref().is_some_and(Trouble::is_general);
                        held.push(filing);
                    }
                }
            }
            pushed.items.push(self.store(move |outbox| outbox.item(number)).await?);
        }
        if !ended {
            // What became of the items weighs more than a letter that is refused.
            let earlier = pushed.trouble.take();
            let collected = self.collect(city).await;
            pushed.note(collected)?;
            pushed.trouble = earlier.or(pushed.trouble);
        }
        self.heed(city).await?;
        Ok(pushed)
    }

    /// Fetches the letters behind the newest one kept, and does nothing else.
    ///
    /// # Errors
    /// [`AgentError::AlreadySending`], [`AgentError::KeyRevoked`], [`AgentError::Trouble`], [`AgentError`] of the node
    /// itself.
    pub(crate) async fn fetch_letters(&self) -> Result<(), AgentError> {
        let enrolment = self.enrolment()?;
        self.trusted().await?;
        let _line = self.line()?;
        let city = self.city(enrolment)?;
        let met = self.meet(&city).await;
        let fetched = match met {
            Ok(()) => self.collect(&city).await,
            Err(error) => Err(error),
        };
        self.heed(&city).await?;
        fetched
    }

    /// The city of an enrolment, asked with this node's key until the node is stopped.
    fn city<'a>(&'a self, enrolment: &'a Enrolment) -> Result<Way<'a>, AgentError> {
        let city = City::new(&self.http, self.pause.as_ref(), enrolment.server()?)?;
        Ok(Way::Line(city.signing(&self.key, self.clock.as_ref(), &enrolment.log_key).until(&self.stop)))
    }

    /// Makes sure of the city's key, learns how far apart the clocks are, and audits the log. A city that was restored is
    /// given back what it may have lost, and nothing else; a file cannot be given anything.
    pub(crate) async fn meet(&self, city: &Way<'_>) -> Result<(), AgentError> {
        let mut hello = self.greeted(city).await?;
        if hello.mode == Mode::Recovering && self.give_back(city, &hello).await? {
            hello = self.greeted(city).await?;
        }
        if hello.mode == Mode::Recovering {
            let given = self.store(Outbox::given_back).await?;
            return Err(Trouble::Recovering(given.map_or(0, |given| given.letters)).into());
        }
        if matches!(city, Way::Line(_)) {
            self.store(Outbox::is_live_again).await?;
        }
        self.watch(city).await
    }

    /// The greeting, if it is the pinned city's.
    async fn greeted(&self, city: &Way<'_>) -> Result<Hello, AgentError> {
        let hello = city.hello().await?;
        if hello.key != self.enrolment()?.log_key {
            self.follow_log(city, &hello).await?;
        }
        let now = self.clock.now();
        let skew = (hello.time - now).num_milliseconds();
        // What a file says of the time was true when it was written.
        if matches!(city, Way::Line(_)) {
            self.store(move |outbox| outbox.met(now, skew)).await?;
        }
        Ok(hello)
    }

    /// Takes one item as far as it gets, and counts the requests that took.
    async fn deliver(&self, city: &Way<'_>, item: Item) -> Result<Item, AgentError> {
        let (number, before) = (item.number, city.sent());
        let delivered = self.advance(city, item).await;
        let attempts = city.sent() - before;
        self.store(move |outbox| outbox.tried(number, attempts)).await?;
        delivered
    }

    async fn advance(&self, city: &Way<'_>, mut item: Item) -> Result<Item, AgentError> {
        // Rows follow the receipt, so none can have been sent of what the city had not.
        let mut maybe_sent = item.state != State::Sealed;
        if item.state == State::Sealed {
            item = match city.put_statement(&item.id, &item.note).await {
                Ok((receipt, before)) => {
                    maybe_sent = before;
                    self.receipted(city, item, receipt).await?
                }
                Err(Trouble::Refused(problem, body)) if problem.next() == Next::Adopt => {
                    self.conflict(city, item, *body).await?
                }
                Err(trouble) => self.blocked_by(&item, trouble).await?,
            };
        }
        // What was stored is asked for, too: whoever said so may not have been the city.
        if matches!(item.state, State::Receipted | State::Stored) && item.has_content {
            item = self.upload(city, item, maybe_sent).await?;
        }
        for asked in 0..ASKED {
            if !matches!(item.state, State::Receipted | State::Stored) {
                break;
            }
            if asked > 0 {
                city.moment().await;
            }
            let status = city.statement(&item.id).await?;
            item = self.settle(&item, status).await?;
        }
        Ok(item)
    }

    async fn receipted(&self, city: &Way<'_>, item: Item, text: String) -> Result<Item, AgentError> {
        let (receipt, proven) =
            prove(&text, &item.note, &item.statement, &self.enrolment()?.log_key).map_err(Trouble::from)?;
        self.audit(city, &receipt.checkpoint).await?;
        let items = self.store(Outbox::items).await?;
        let log = self.enrolment()?.log_key.name();
        let leaves = items.iter().filter_map(|item| leaf_of(item.receipt.as_deref()?, log));
        if is_backdated(&proven, &item.statement, leaves) {
            return Err(Trouble::Receipt(ReceiptFault::Backdated).into());
        }
        self.store(move |outbox| outbox.receipted(item.number, &text, &proven, &receipt.checkpoint)).await
    }

    /// Keeps what the city says of an item; what comes with another's receipt is no answer about this one.
    async fn settle(&self, item: &Item, status: StatementStatus) -> Result<Item, AgentError> {
        prove(&status.receipt, &item.note, &item.statement, &self.enrolment()?.log_key)
            .map_err(Trouble::from)?;
        let number = item.number;
        self.store(move |outbox| outbox.settle(number, &status)).await
    }

    async fn upload(&self, city: &Way<'_>, item: Item, maybe_sent: bool) -> Result<Item, AgentError> {
        let Some(content) = item.statement.content else { return Ok(item) };
        let (number, subject) = (item.number, item.clone());
        let packed = match self.store(move |outbox| outbox.packed(&subject)).await {
            Ok(packed) => packed,
            Err(AgentError::Store(StoreFault::DamagedContent(_))) => {
                tracing::error!(number, "content damaged on this disk: item quarantined");
                return self.store(move |outbox| outbox.quarantine(number)).await;
            }
            Err(error) => return Err(error),
        };
        let content = Content { statement: item.id, sha256: content.sha256, packed: &packed };
        match city.send_content(&content, maybe_sent).await {
            Ok(Upload::Judged(status)) => {
                let item = self.store(move |outbox| outbox.stored(number)).await?;
                self.settle(&item, status).await
            }
            Ok(Upload::Queued) => self.store(move |outbox| outbox.stored(number)).await,
            // That is of the way to the city, not of the item.
            Err(trouble @ Trouble::Refused(Problem::BadSignature, _)) => Err(trouble.into()),
            Err(trouble) => self.blocked_by(&item, trouble).await,
        }
    }

    /// Blocks an item if the city will never take it as it is; any other trouble ends the run.
    async fn blocked_by(&self, item: &Item, trouble: Trouble) -> Result<Item, AgentError> {
        let number = item.number;
        match trouble {
            // A person can mend this one: the leader signs, or signs with a key that may.
            Trouble::Refused(Problem::OfficerSignatureMissing, body) => {
                let note = note::first_line_only(&item.note).map_err(AgentError::Key)?;
                self.store(move |outbox| outbox.unsign(number, &note, body.detail.as_deref())).await
            }
            Trouble::Refused(problem, body) if problem.next() == Next::Stop => {
                tracing::warn!(number, problem = problem.code(), "blocked");
                self.store(move |outbox| outbox.block(number, problem, body.detail.as_deref())).await
            }
            trouble => Err(trouble.into()),
        }
    }
}

/// An instant as people here read it.
fn local(instant: DateTime<Utc>) -> Text {
    Text::same(instant.with_timezone(&china()).format("%m-%d %H:%M").to_string())
}

/// Whether there is something to do for an item. A head learnt from the city without its rows is the city's.
pub(crate) fn waits(item: &Item) -> bool {
    match item.state {
        State::Sealed | State::Stored => true,
        State::Receipted => item.has_content || item.statement.content.is_none(),
        _ => false,
    }
}
