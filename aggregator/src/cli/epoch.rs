//! `aggregator epoch`: goes on without the leaves that nobody holds, under another name of the log.

use std::io::BufRead;

use clap::Args;
use schemas::{epoch::next_origin, text::Text};

use super::{Failure, Place, block_on, tell};
use crate::{
    clock::Clock,
    intake::recovery::{self, epoch},
    words::recovery as words,
};

/// Close the log of a recovering city and begin the next with every leaf that is known. Shows first what is missing and
/// from whom, and asks. For when a node is gone for good; the server must stand still.
#[derive(Args)]
pub(super) struct Epoch {
    #[command(flatten)]
    place: Place,
    /// Why; it is told to every node, and names no person.
    #[arg(long)]
    reason: String,
    /// What is missing was looked at already: do not ask.
    #[arg(long)]
    yes: bool,
}

impl Epoch {
    pub(super) fn run(self) -> Result<(), Failure> {
        let config = self.place.config();
        let services = config.open(Clock::system())?;
        let Some(progress) = services.store.read_now(recovery::progress)? else {
            return Err("the city is live: there is no need of another log 平台正常运行，无须续立日志".into());
        };
        let named = |holder: &recovery::Holder| {
            let named = format!("{} {}", holder.node, holder.bureau);
            Text::owned(named.clone(), named)
        };
        words::lines(&progress, named).iter().for_each(tell);
        let old = services.log_key.name();
        tell(&words::EPOCH_ASK.fill(&[
            ("old", &old),
            ("new", &next_origin(old)),
            ("carried", &(progress.size + progress.recovered)),
            ("lost", &progress.leaves_missing()),
        ]));
        if !self.yes {
            let mut answer = String::new();
            std::io::stdin().lock().read_line(&mut answer)?;
            if answer.trim() != old {
                return Err("nothing was changed 未作任何更改".into());
            }
        }
        let (opened, key) = block_on(epoch::open(&services, &self.reason))??;
        config.keep_log_key(&key)?;
        tell(&words::EPOCH_DONE.fill(&[
            ("new", &opened.epoch.new.name()),
            ("carried", &opened.epoch.carried),
            ("idle", &opened.without_effect),
        ]));
        Ok(())
    }
}
