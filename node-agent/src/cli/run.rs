//! `run`: the daemon. A scheduler says when to look; what is due is decided and claimed in the store (DEPENDENCIES §6),
//! so that a scheduler that fires twice, late or not at all does no harm.

use clap::Args;
use tokio::sync::mpsc;
use tokio_cron_scheduler::{Job as Tick, JobScheduler, JobSchedulerError};

use super::{Desk, End, read_workbook::usual};
use crate::{
    error::{AgentError, chain},
    outbox::Outcome,
    push::Stop,
    reader::Reader,
    words,
};

/// How often it looks.
const OFTEN: &str = "*/10 * * * * *";

#[derive(Debug, Args)]
pub(super) struct Run {}

impl Run {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        log();
        desk.open()?.enrolment()?;
        let reader = usual()?;
        let stop = Stop::default();
        end_by_signal(stop.clone())?;
        let (look, mut looks) = mpsc::channel(1);
        // What was missed is made up for at once. A full channel has a look to come already.
        let _ = look.try_send(());
        let mut ticker = ticker(look).await.map_err(AgentError::Ticker)?;
        desk.say(&words::daemon::RUNNING)?;
        loop {
            tokio::select! {
                biased;
                () = stop.stopped() => break,
                look = looks.recv() => if look.is_none() { break },
            }
            tick(desk, &reader, &stop).await;
        }
        ticker.shutdown().await.map_err(AgentError::Ticker)?;
        desk.say(&words::daemon::ENDED)?;
        Ok(End::Done)
    }
}

/// One look. The folder is opened anew: another command may have changed key or settings.
async fn tick(desk: &Desk<'_>, reader: &Reader, stop: &Stop) {
    let did = match desk.open() {
        Ok(node) => node.until(stop.clone()).reading_by(reader.clone()).tick().await,
        Err(error) => Err(error),
    };
    match did {
        Ok(did) => {
            for did in did {
                let (job, outcome) = (did.job.code(), did.outcome.code());
                match did.outcome {
                    Outcome::Done => tracing::info!(job, outcome, "{}", did.note),
                    _ => tracing::warn!(job, outcome, "{}", did.note),
                }
            }
        }
        Err(error) => tracing::error!(cause = chain(&error), "nothing could be done"),
    }
}

async fn ticker(look: mpsc::Sender<()>) -> Result<JobScheduler, JobSchedulerError> {
    let ticker = JobScheduler::new().await?;
    let tick = Tick::new(OFTEN, move |_, _| {
        let _ = look.try_send(());
    })?;
    ticker.add(tick).await?;
    ticker.start().await?;
    Ok(ticker)
}

/// Ctrl-C, and where there is one the signal by which a service is ended.
fn end_by_signal(stop: Stop) -> Result<(), AgentError> {
    #[cfg(unix)]
    let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminated.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        stop.stop();
    });
    Ok(())
}

/// One line for each act, on standard error.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| "warn,node_agent=info".into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).log_internal_errors(false);
    // An embedding program may have one already; that serves as well.
    let _ = log.with_ansi(false).with_writer(std::io::stderr).try_init();
}
