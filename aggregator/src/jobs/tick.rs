//! One tick: every job that is due is claimed, done, and its end written down, one after the other. The scheduler only
//! says when to look, so that one that fires twice, late or not at all does no harm (DEPENDENCIES §6).

use std::time::Duration;

use chrono::{DateTime, Utc};
use schemas::{schedule::Outcome, wire::Mode};
use tokio::sync::mpsc;
use tokio_cron_scheduler::{Job as Tick, JobScheduler, JobSchedulerError};

use super::{Job, backups, confirm, defaulted, duties, plan::Plan, scrub, sweep};
use crate::{
    app::Services,
    config::Config,
    error::AppError,
    reminder::{deliver, digest},
    store::job,
};

/// How often it looks, with seconds.
const OFTEN: &str = "*/10 * * * * *";
/// How often a run that takes long gives a sign of life.
const ALIVE: Duration = Duration::from_secs(60);

/// What the jobs work on.
#[derive(Clone)]
pub struct Jobs {
    /// The city.
    pub services: Services,
    /// Where it lies.
    pub config: Config,
    /// What runs when.
    pub plan: Plan,
}

/// What a tick did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Did {
    /// The job.
    pub job: Job,
    /// When its run was due.
    pub due_at: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
    /// In a line for the log.
    pub note: String,
}

/// Why a job could not be done.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The city could not do its part.
    #[error(transparent)]
    City(#[from] AppError),
    /// No backup was made, or old ones could not be taken away.
    #[error(transparent)]
    Backup(#[from] crate::backup::BackupError),
    /// Messages could not be looked at.
    #[error(transparent)]
    Deliver(#[from] deliver::DeliverError),
}

impl From<crate::store::StoreError> for JobError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::City(error.into())
    }
}

impl Jobs {
    /// Looks every few seconds and does what is due. Never ends.
    ///
    /// # Errors
    /// If the scheduler cannot be started.
    pub async fn keep(self) -> Result<(), JobSchedulerError> {
        let (look, mut looks) = mpsc::channel(1);
        // What was missed is made up for at once. A full channel has a look to come already.
        let _ = look.try_send(());
        let scheduler = JobScheduler::new().await?;
        let tick = Tick::new(OFTEN, move |_, _| {
            let _ = look.try_send(());
        })?;
        scheduler.add(tick).await?;
        scheduler.start().await?;
        while looks.recv().await.is_some() {
            if let Err(error) = self.tick().await {
                let error: &dyn std::error::Error = &error;
                tracing::error!(error, "no job could be looked at");
            }
        }
        Ok(())
    }

    /// Does what is due. A job that fails keeps none of the others from being done.
    ///
    /// # Errors
    /// If not even the runs can be read and written.
    pub async fn tick(&self) -> Result<Vec<Did>, AppError> {
        let mut did = Vec::new();
        for job in Job::ALL {
            did.extend(self.run(job).await?);
        }
        Ok(did)
    }

    async fn run(&self, job: Job) -> Result<Option<Did>, AppError> {
        let Services { store, clock, .. } = &self.services;
        let (code, now) = (job.code(), clock.now());
        let Some(schedule) = self.plan.schedule(job) else { return Ok(None) };
        if !self.has_work(job).await? {
            return Ok(None);
        }
        let latest = store.read(move |connection| job::latest(connection, code, now)).await?;
        if latest.as_ref().and_then(job::Run::again).is_some_and(|again| now < again) {
            return Ok(None);
        }
        let ended = latest.filter(|run| run.ended.is_some_and(|(_, outcome)| outcome != Outcome::Failed));
        let Some(due_at) = schedule.due(ended.map(|run| run.due_at), now) else { return Ok(None) };
        let claim = move |connection: &mut _| job::claim(connection, code, due_at, now);
        if !store.write(claim).await? {
            return Ok(None);
        }
        let (outcome, note) = match self.performed(job, due_at).await {
            Ok(note) => (Outcome::Done, note),
            Err(error) => (Outcome::Failed, node_agent::chain(&error)),
        };
        match outcome {
            Outcome::Done => tracing::info!(job = code, outcome = outcome.code(), "{note}"),
            _ => tracing::error!(job = code, outcome = outcome.code(), "{note}"),
        }
        store.metrics().job(job, outcome);
        let (end, said) = ((clock.now(), outcome), note.clone());
        store.write(move |connection| job::finish(connection, code, due_at, end, &said)).await?;
        Ok(Some(Did { job, due_at, outcome, note }))
    }

    /// Whether there may be anything to do. A city that recovers only looks at itself.
    async fn has_work(&self, job: Job) -> Result<bool, AppError> {
        if job != Job::Scrub && self.services.store.mode().await? == Mode::Recovering {
            return Ok(false);
        }
        Ok(match job {
            Job::Defaulted | Job::Duties => self.services.campaign.judged,
            Job::Confirm => self.services.campaign.confirm_after.is_some(),
            Job::Remind => self.services.campaign.judged && self.services.campaign.reminders.is_some(),
            Job::Deliver => deliver::is_due(&self.services).await?,
            Job::Backup => self.plan.backup.is_some(),
            Job::Sweep | Job::Scrub => true,
        })
    }

    /// Does a job, with a sign of life every minute.
    async fn performed(&self, job: Job, due_at: DateTime<Utc>) -> Result<String, JobError> {
        let mut work = std::pin::pin!(self.perform(job));
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = tokio::time::sleep(ALIVE) => {
                    let (code, now) = (job.code(), self.services.clock.now());
                    let seen = self.services.store.write(move |connection| job::alive(connection, code, due_at, now));
                    // Another sign follows; the run itself meets with whatever is wrong.
                    let _ = seen.await;
                }
            }
        }
    }

    async fn perform(&self, job: Job) -> Result<String, JobError> {
        match job {
            Job::Defaulted => {
                Ok(format!("{} statements without rows", defaulted::run(&self.services).await?))
            }
            Job::Duties => {
                let done = duties::run(&self.services).await?;
                let duties::Done { appeared, fell_due, settled } = done;
                Ok(format!("{appeared} duties opened, {fell_due} fell due, {settled} settled"))
            }
            Job::Confirm => Ok(format!("{} filings confirmed by rule", confirm::run(&self.services).await?)),
            Job::Remind => Ok(format!("{} bureaus reminded", digest::run(&self.services).await?)),
            Job::Deliver => {
                let deliver::Delivered { sent, later, failed, moot } =
                    deliver::run(&self.services, &self.config.data).await?;
                Ok(format!(
                    "messages: {sent} sent, {later} put off, {failed} given up, {moot} of no use any more"
                ))
            }
            Job::Sweep => sweep::run(&self.services).await.map(|swept| swept.to_string()),
            Job::Backup => match &self.plan.backup {
                Some(backups) => backups::run(&self.services, &self.config, backups).await,
                None => Ok(String::new()),
            },
            Job::Scrub => {
                let run = scrub::run(&self.services).await?;
                // It was done; what it found would be found again, and page, doctor and counts say it until it is mended.
                if !run.is_clean() {
                    tracing::error!(
                        faults = run.count(),
                        "the log is not what it was; the page 存证 names what"
                    );
                }
                Ok(format!("{} leaves recomputed, {} faults", run.leaves, run.count()))
            }
        }
    }
}
