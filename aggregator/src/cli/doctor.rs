//! `aggregator doctor`: is this city as it should be?

use std::process::ExitCode;

use clap::Args;

use schemas::examined::exit_code;

use super::{Place, say};
use crate::{clock::Clock, doctor};

/// Examine the city. Ends with 0 if all is well, with 1 if something is worth a look, with 2 if something is bad.
#[derive(Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    place: Place,
}

impl Doctor {
    pub(super) fn run(self) -> ExitCode {
        let lines = doctor::examine(&self.place.config(), Clock::system().now());
        for line in &lines {
            let text = format!("{:4} {}: {} {}", line.grade.word(), line.what, line.text.en, line.text.zh);
            say(&mut std::io::stdout(), &text);
        }
        ExitCode::from(exit_code(&lines))
    }
}
