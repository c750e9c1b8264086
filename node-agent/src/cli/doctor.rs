//! `doctor`: is this node as it should be?

use clap::Args;
use schemas::examined::exit_code;

use super::{Desk, End};
use crate::{doctor::examine, error::AgentError};

/// Ends with 0 if all is well, with 1 if something is worth a look, with 2 if something is bad.
#[derive(Debug, Args)]
pub(super) struct Doctor {}

impl Doctor {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let lines = examine(&desk.dir, desk.clock.clone()).await;
        for line in &lines {
            writeln!(desk.out, "{:4} {}: {}", line.grade.word(), line.what, line.text.get(desk.lang))?;
        }
        Ok(match exit_code(&lines) {
            0 => End::Done,
            1 => End::Findings,
            _ => End::CouldNot,
        })
    }
}
