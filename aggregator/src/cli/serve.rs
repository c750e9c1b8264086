//! `aggregator serve`: the server, until it is told to stop.

use std::net::TcpListener;

use clap::Args;

use super::{Failure, Place, block_on, until_interrupted};
use crate::{clock::Clock, policy, web};

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
        let services = config.open(Clock::system())?;
        let listener = TcpListener::bind(&self.listen)?;
        tracing::info!(address = %listener.local_addr()?, log_key = %services.log_key, campaign = services.campaign.campaign, "serving");
        block_on(async move {
            policy::publish(&services).await?;
            until_interrupted(web::serve(services, listener)?).await
        })?
    }
}
