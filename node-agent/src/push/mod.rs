//! Sending what is sealed: statement, verified receipt, rows, judgement. One request at a time, the oldest item first,
//! and a restart at any point sends the same bytes again.

mod audit;
mod bureau;
mod city;
mod conflict;
mod deliver;
mod epoch;
mod letters;
mod line;
mod recover;
mod reminders;
mod retry;
mod signer;
mod stop;
mod trouble;
mod upload;
mod way;

use chrono::{DateTime, TimeDelta, Utc};
use schemas::{
    problem::Problem,
    statement::FilingKey,
    wire::{Hello, Mode},
};

pub(crate) use audit::whole;
pub(crate) use city::{City, SILENCE, http_client, server_url};
pub(crate) use retry::full_jitter;
pub use retry::{Pause, Sleep, TRIES};
pub use stop::Stop;
pub use trouble::Trouble;
pub(crate) use way::{Way, json as answer, refused};

use crate::{
    config::Enrolment,
    error::AgentError,
    node::Node,
    outbox::{Item, Outbox, State},
};

/// What a run did.
#[derive(Debug)]
pub struct Pushed {
    /// The items it touched, as they stand now.
    pub items: Vec<Item>,
    /// Why it ended before everything was done; what is sealed stays sealed and is sent by the next run.
    pub trouble: Option<Trouble>,
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
        // A key that was revoked is still told why, and that is the end of it.
        let revoked = matches!(pushed.trouble, Some(Trouble::Refused(Problem::KeyRevoked, _)));
        if !ended || revoked {
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
    pub(crate) async fn fetch_letters(&self) -> Result<Option<usize>, AgentError> {
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
        fetched?;
        self.fetch_bureau(&city).await?;
        self.fetch_reminders(&city).await
    }

    /// The city of an enrolment, asked with this node's key until the node is stopped.
    fn city<'a>(&'a self, enrolment: &'a Enrolment) -> Result<Way<'a>, AgentError> {
        let city = City::new(&self.http, self.pause.as_ref(), enrolment.server()?)?;
        Ok(Way::Line(city.signing(&self.key, self.clock.as_ref(), &enrolment.log_key).until(&self.stop)))
    }

    /// Makes sure of the city's key, learns how far apart the clocks are, and audits the log. A city that was restored is
    /// given back what it may have lost, and nothing else; where only files go, the next package does it.
    pub(crate) async fn meet(&self, way: &Way<'_>) -> Result<(), AgentError> {
        let mut hello = self.greeted(way).await?;
        match way {
            Way::Line(city) => {
                if hello.mode == Mode::Recovering && self.give_back(way, city, &hello).await? {
                    hello = self.greeted(way).await?;
                }
            }
            Way::File(answers) => self.heard_back(answers, &hello).await?,
        }
        if hello.mode == Mode::Recovering {
            let given = self.store(Outbox::given_back).await?.map_or(0, |given| given.letters);
            return Err(match way {
                Way::Line(_) => Trouble::Recovering(given),
                Way::File(_) => Trouble::GiveBack(given),
            }
            .into());
        }
        if matches!(way, Way::Line(_)) {
            self.is_live_again().await?;
        }
        self.watch(way).await
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
}

/// Whether there is something to do for an item. A head learnt from the city without its rows is the city's.
pub(crate) fn waits(item: &Item) -> bool {
    match item.state {
        State::Sealed | State::Stored => true,
        State::Receipted => item.has_content || item.statement.content.is_none(),
        _ => false,
    }
}
