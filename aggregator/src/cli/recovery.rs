//! `aggregator recovery`: how far a restored city is, and what is in the way of its going on.

use clap::Args;
use schemas::text::Text;

use super::{Failure, Place, block_on, tell};
use crate::{
    clock::Clock,
    intake::recovery::{self, Settled},
    words::recovery as words,
};

/// Say how far recovery after a restore is: leaves, missing ones, who has reported and who has not. Goes live if nothing is
/// in the way any more. Ends with 0.
#[derive(Args)]
pub(super) struct Recovery {
    #[command(flatten)]
    place: Place,
}

impl Recovery {
    pub(super) fn run(self) -> Result<(), Failure> {
        let services = self.place.config().open(Clock::system())?;
        let Some(progress) = services.store.read_now(recovery::progress)? else {
            tell(&words::LIVE);
            return Ok(());
        };
        let lines = words::lines(&progress, |holder| {
            let named = format!("{} {}", holder.node, holder.bureau);
            Text::owned(named.clone(), named)
        });
        lines.iter().for_each(tell);
        if let Settled::Live(done) = block_on(recovery::settle(&services))?? {
            tell(&words::LIVE_AGAIN.fill(&[
                ("leaves", &done.leaves),
                ("tokens", &done.tokens),
                ("sessions", &done.sessions),
            ]));
        }
        Ok(())
    }
}
