//! One tick of the daemon: every job that is due is claimed, done, and its end written down, one after the other.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Job, backoff, due, next, slot};
use crate::{
    error::{AgentError, chain},
    node::Node,
    outbox::{Item, Outbox, Outcome, Run, State},
    push::waits,
    watch::Looked,
};

/// A node that has not heard of its city for so long is not well: it asks every quarter of an hour.
pub const QUIET: TimeDelta = TimeDelta::minutes(45);
/// For how long the runs of jobs are kept.
const RUNS_KEPT: TimeDelta = TimeDelta::days(30);
/// The last stretch before a deadline, in which failures are tried again sooner.
const HASTE: TimeDelta = TimeDelta::hours(1);

/// What a tick did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Did {
    /// The job.
    pub job: Job,
    /// When its run was due.
    pub due_at: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
    /// In a line for the log, without names of files and persons.
    pub note: String,
}

/// A job as `status` shows it.
#[derive(Clone, Debug)]
pub struct JobState {
    /// The job.
    pub job: Job,
    /// Its latest run.
    pub last: Option<Run>,
    /// When it is due next.
    pub next: Option<DateTime<Utc>>,
}

impl Node {
    /// Does what is due. A job that fails keeps none of the others from being done.
    ///
    /// # Errors
    /// [`AgentError::Store`] if not even the runs can be read and written.
    pub async fn tick(&self) -> Result<Vec<Did>, AgentError> {
        let mut did = Vec::new();
        for job in Job::ALL {
            if self.stop.is_stopped() {
                break;
            }
            did.extend(self.run(job).await?);
        }
        Ok(did)
    }

    /// When each job ran and will run.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn jobs(&self) -> Result<Vec<JobState>, AgentError> {
        let state = |job: Job| {
            let last = self.outbox.runs(job.code())?.into_iter().next();
            Ok(JobState { job, last, next: next(job, self.clock.now()) })
        };
        Job::ALL.into_iter().map(state).collect()
    }

    /// When the city was last heard of.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn last_contact(&self) -> Result<Option<DateTime<Utc>>, AgentError> {
        Ok(self.outbox.last_met()?)
    }

    /// Whether the city was heard of lately: that work is delivered, not that a program runs (I7).
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn is_healthy(&self) -> Result<bool, AgentError> {
        let now = self.clock.now();
        Ok(self.last_contact()?.is_some_and(|met| met <= now && now - met <= QUIET))
    }

    async fn run(&self, job: Job) -> Result<Option<Did>, AgentError> {
        let now = self.clock.now();
        let runs = self.store(move |outbox| outbox.runs(job.code())).await?;
        let Some(due_at) = due(job, &runs, now) else { return Ok(None) };
        if !self.has_work(job, &runs, now).await? {
            return Ok(None);
        }
        if !self.store(move |outbox| outbox.claim(job.code(), due_at, now)).await? {
            return Ok(None);
        }
        let (outcome, note) = match self.perform(job, now).await {
            Ok(note) => (Outcome::Done, note),
            Err(error) => (Outcome::Failed, chain(&error)),
        };
        let ended = self.clock.now();
        self.store(move |outbox| outbox.finish(job.code(), due_at, ended, outcome)).await?;
        Ok(Some(Did { job, due_at, outcome, note }))
    }

    /// Whether there is anything to do, and it is not too soon after what failed.
    async fn has_work(&self, job: Job, runs: &[Run], now: DateTime<Utc>) -> Result<bool, AgentError> {
        match job {
            Job::Retention => Ok(true),
            Job::Watch => Ok(self.config.watch.is_some()),
            // Where nothing can be made there is nothing to look for.
            Job::Prepare => {
                let (rules, campaign) = (self.rules(), self.campaign().filter(|campaign| campaign.judged));
                let mut made = rules.definitions.forms().filter(|form| !form.made_from.is_empty());
                Ok(campaign.is_some_and(|campaign| made.any(|form| campaign.asks(&form.form))))
            }
            Job::Letters => self.may_ask().await,
            Job::Push => {
                if !self.may_ask().await? {
                    return Ok(false);
                }
                let city_now = self.city_time(now).await?;
                let items = self.store(Outbox::items).await?;
                let ready: Vec<&Item> =
                    items.iter().filter(|item| waits(item) && self.may_go(item, city_now)).collect();
                let soon = |end: DateTime<Utc>| city_now <= end && end - city_now <= HASTE;
                let haste = ready.iter().any(|item| self.due_of(item).is_some_and(soon));
                let until = backoff(&self.name(), runs, haste);
                Ok(!ready.is_empty() && until.is_none_or(|until| now >= until))
            }
        }
    }

    /// Whether the city may be asked: there is a line to one, it did not ask to be left alone, and it has not revoked the
    /// key. A node whose packages are carried by hand watches its folder and nothing else.
    async fn may_ask(&self) -> Result<bool, AgentError> {
        let key = self.verify_key();
        let revoked = self.store(move |outbox| outbox.revocation(&key)).await?.is_some();
        let line = self.enrolment().is_ok_and(|enrolment| enrolment.server.is_some());
        Ok(line && !revoked && self.left_alone_until().await?.is_none())
    }

    async fn perform(&self, job: Job, now: DateTime<Utc>) -> Result<String, AgentError> {
        match job {
            Job::Push => {
                let city_now = self.city_time(now).await?;
                let pushed = self.send(|item| self.may_go(item, city_now)).await;
                let pushed = match pushed {
                    // Somebody sends: that is what was wanted.
                    Err(AgentError::AlreadySending) => return Ok("another process is sending".into()),
                    other => other?,
                };
                match pushed.trouble {
                    Some(trouble) => Err(trouble.into()),
                    None => {
                        let states =
                            pushed.items.iter().map(|item| format!("{}={}", item.number, item.state.code()));
                        Ok(states.collect::<Vec<_>>().join(" "))
                    }
                }
            }
            Job::Letters => match self.fetch_letters().await {
                Err(AgentError::AlreadySending) => Ok("another process is sending".into()),
                other => other.map(|news| {
                    news.map_or_else(String::new, |count| format!("{count} reminders: see status"))
                }),
            },
            Job::Watch => self.look().map(Looked::note),
            Job::Prepare => {
                let (ready, part) = self.prepare_due()?;
                Ok(format!("{ready} ready to sign, {part} to complete"))
            }
            Job::Retention => {
                let runs = self.store(move |outbox| outbox.forget_runs(now - RUNS_KEPT)).await?;
                Ok(format!("{runs} runs forgotten"))
            }
        }
    }

    /// The time by the city's clock, as far as it is known: the city judges what is late.
    async fn city_time(&self, now: DateTime<Utc>) -> Result<DateTime<Utc>, AgentError> {
        let skew = self.store(Outbox::skew).await?;
        let skew = TimeDelta::try_milliseconds(skew).unwrap_or_default();
        Ok(now.checked_add_signed(skew).unwrap_or(now))
    }

    fn due_of(&self, item: &Item) -> Option<DateTime<Utc>> {
        let filing = &item.statement.filing;
        Some(self.deadline(&filing.form, filing.period)?.due)
    }

    /// Whether an item need not wait for the node's turn: what was tried before had its turn or was sent by a person.
    fn may_go(&self, item: &Item, now: DateTime<Utc>) -> bool {
        let filing = &item.statement.filing;
        let turn = || {
            let due = self.deadline(&filing.form, filing.period)?.due;
            slot(&self.name(), filing.period, due, now)
        };
        item.state != State::Sealed || item.attempts > 0 || turn().is_none_or(|turn| now >= turn)
    }
}
