//! `aggregator scrub`: recomputes the log while the server runs or stands.

use std::process::ExitCode;

use clap::Args;
use schemas::text::Text;

use super::{Failure, Place, block_on, complain, say};
use crate::{
    clock::Clock,
    jobs::scrub::{self, Run},
};

/// Recompute the whole log. Ends with 0 if everything is what it was, with 1 if not, with 2 if it could not be told.
#[derive(Args)]
pub(super) struct Scrub {
    #[command(flatten)]
    place: Place,
}

impl Scrub {
    pub(super) fn run(self) -> ExitCode {
        match self.recompute() {
            Ok(run) if run.is_clean() => ExitCode::SUCCESS,
            Ok(_) => ExitCode::from(1),
            Err(failure) => {
                complain(failure.as_ref());
                ExitCode::from(2)
            }
        }
    }

    fn recompute(&self) -> Result<Run, Failure> {
        let services = self.place.config().open(Clock::system())?;
        let run = block_on(scrub::run(&services))??;
        let out = &mut std::io::stdout();
        say(
            out,
            &format!(
                "{} leaves, {} checkpoints, {} documents and {} statements recomputed.",
                run.leaves, run.checkpoints, run.documents, run.statements
            ),
        );
        for fault in &run.faults {
            let Text { zh, en } = fault.text();
            say(out, &format!("FAULT: {en}"));
            say(out, &format!("       {zh}"));
        }
        if run.more > 0 {
            say(out, &format!("FAULT: {} more", run.more));
        }
        if run.is_clean() {
            say(out, "Everything is what it was.");
        }
        Ok(run)
    }
}
