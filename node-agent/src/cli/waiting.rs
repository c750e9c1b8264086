//! `waiting`, `sign`: the ledgers that wait for a person, clean ones of the watched folder and those that were made here, and
//! sealing one of them or putting it aside.

use clap::Args;

use super::{
    Desk, End, file,
    prepare::{named, signer},
};
use crate::{error::AgentError, outbox::Origin, words};

#[derive(Debug, Args)]
pub(super) struct Waiting {
    /// Put this one aside: it is not signed.
    #[arg(long, value_name = "NUMBER")]
    dismiss: Option<i64>,
}

#[derive(Debug, Args)]
pub(super) struct Sign {
    /// The number that `waiting` shows.
    number: i64,
    /// Who signs, where the form names its signer.
    #[arg(long, value_name = "NAME")]
    signer: Option<String>,
    /// Seal and do not send.
    #[arg(long)]
    no_send: bool,
}

impl Waiting {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        if let Some(number) = self.dismiss {
            node.dismiss(number)?;
            desk.say(&words::prepare::DISMISSED.fill(&[("number", &number)]))?;
            return Ok(End::Done);
        }
        let waiting = node.checked()?;
        if waiting.is_empty() {
            desk.say(&words::prepare::NOTHING_WAITING)?;
        }
        for ledger in &waiting {
            let filing = named(&ledger.form, ledger.period, ledger.subject.as_ref());
            desk.say(&match ledger.origin {
                Origin::Watched => words::prepare::WAITING.fill(&[
                    ("number", &ledger.number),
                    ("form", &ledger.form),
                    ("period", &ledger.period),
                    ("name", &ledger.name),
                ]),
                Origin::Prepared => words::prepare::WAITING_MADE.fill(&[
                    ("number", &ledger.number),
                    ("filing", &filing),
                    ("name", &ledger.name),
                    ("signer", &signer(node.wants_signer(&ledger.form))),
                ]),
                Origin::Nil => {
                    words::prepare::WAITING_NIL.fill(&[("number", &ledger.number), ("filing", &filing)])
                }
            })?;
        }
        Ok(End::Done)
    }
}

impl Sign {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?.reading_by(super::read_workbook::usual()?);
        let item = node.sign_waiting(self.number, self.signer.as_deref())?;
        file::send(desk, &node, &item, self.no_send).await
    }
}
