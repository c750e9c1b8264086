//! `waiting`, `sign`: the ledgers of the watched folder that are clean, and sealing one of them.

use clap::Args;

use super::{Desk, End, file};
use crate::{error::AgentError, words};

#[derive(Debug, Args)]
pub(super) struct Waiting {}

#[derive(Debug, Args)]
pub(super) struct Sign {
    /// The number that `waiting` shows.
    number: i64,
    /// Seal and do not send.
    #[arg(long)]
    no_send: bool,
}

impl Waiting {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let waiting = desk.open()?.checked()?;
        if waiting.is_empty() {
            desk.say(&words::NOTHING_WAITING)?;
        }
        for ledger in &waiting {
            desk.say(&words::WAITING.fill(&[
                ("number", &ledger.number),
                ("form", &ledger.form),
                ("period", &ledger.period),
                ("name", &ledger.name),
            ]))?;
        }
        Ok(End::Done)
    }
}

impl Sign {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?.reading_by(super::read_workbook::usual()?);
        let item = node.sign_waiting(self.number)?;
        file::send(desk, &node, &item, self.no_send).await
    }
}
