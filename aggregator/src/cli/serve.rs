//! `aggregator serve`: the server, until it is told to stop.

use std::{net::TcpListener, path::PathBuf};

use clap::Args;

use super::{Failure, Place, block_on, until_interrupted};
use crate::{
    clock::Clock,
    jobs::{plan::Plan, tick::Jobs},
    policy,
    reminder::notify::Notify,
    store::log,
    web::{self, Bounds, tls},
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
    #[arg(long, conflicts_with = "tls_cert")]
    plain_http: bool,
    /// PEM file with the server's certificate and whatever stands between it and its root: TLS without a proxy.
    #[arg(long, requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// PEM file with the certificate's private key.
    #[arg(long, requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut config = self.place.config();
        config.secure_cookies = !self.plain_http;
        let plan = Plan::read(&config.data)?;
        // Read again for every run; one that is wrong is said at once.
        Notify::read(&config.data)?;
        let tls = self.tls_cert.zip(self.tls_key);
        let tls = tls.map(|(certificate, key)| tls::read(&certificate, &key)).transpose()?;
        let services = config.open(Clock::system())?;
        let now = services.clock.now();
        if let Some(ahead) = services.store.read_now(|connection| log::ahead(connection, now))? {
            tracing::warn!(
                minutes = ahead.num_minutes(),
                "the log is ahead of the clock: see `aggregator doctor`"
            );
        }
        let listener = TcpListener::bind(&self.listen)?;
        tracing::info!(address = %listener.local_addr()?, tls = tls.is_some(), log_key = %services.log_key, campaign = services.campaign.campaign, "serving");
        let jobs = Jobs { services: services.clone(), config, plan };
        let serving = async move {
            policy::publish(&services).await?;
            tokio::spawn(async move {
                if let Err(error) = jobs.keep().await {
                    tracing::error!(error = &error as &dyn std::error::Error, "no job runs");
                }
            });
            until_interrupted(web::serve_within(services, listener, Bounds::default(), tls)?).await
        };
        block_on(serving)?
    }
}
