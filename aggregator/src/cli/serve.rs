//! `aggregator serve`: the server, until it is told to stop.

use std::net::TcpListener;

use clap::Args;

use super::{Failure, Place, block_on, until_interrupted};
use crate::{
    clock::Clock,
    jobs::{plan::Plan, tick::Jobs},
    store::log,
    web,
};

/// Run the server.
#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    place: Place,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8470")]
    listen: String,
    /// Plain HTTP without a TLS proxy before it: cookies are sent without TLS. For a trusted machine only.
    #[arg(long)]
    plain_http: bool,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut config = self.place.config();
        config.secure_cookies = !self.plain_http;
        let plan = Plan::read(&config.data)?;
        let services = config.open(Clock::system())?;
        let now = services.clock.now();
        if let Some(ahead) = services.store.read_now(|connection| log::ahead(connection, now))? {
            tracing::warn!(
                minutes = ahead.num_minutes(),
                "the log is ahead of the clock: see `aggregator doctor`"
            );
        }
        let listener = TcpListener::bind(&self.listen)?;
        tracing::info!(address = %listener.local_addr()?, log_key = %services.log_key, campaign = services.campaign.campaign, "serving");
        block_on(async move {
            let jobs = Jobs { services: services.clone(), config, plan };
            tokio::spawn(async move {
                if let Err(error) = jobs.keep().await {
                    tracing::error!(error = &error as &dyn std::error::Error, "no job runs");
                }
            });
            until_interrupted(web::serve(services, listener)?).await
        })?
    }
}
