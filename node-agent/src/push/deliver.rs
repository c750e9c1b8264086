//! One item on its way: statement, verified receipt, rows, judgement. A restart at any point sends the same bytes again.

use schemas::{
    note,
    problem::{Next, Problem},
    receipt::ReceiptFault,
    wire::StatementStatus,
};

use super::{
    Trouble, Way,
    upload::{Content, Upload},
};
use crate::{
    error::AgentError,
    node::Node,
    outbox::{Item, Outbox, State, StoreFault},
    verify::{is_backdated, leaf_of, prove},
};

/// How often a judgement is asked for in one run.
const ASKED: u32 = 5;

impl Node {
    /// Takes one item as far as it gets, and counts the requests that took.
    pub(super) async fn deliver(&self, city: &Way<'_>, item: Item) -> Result<Item, AgentError> {
        let (number, before) = (item.number, city.sent());
        let delivered = self.advance(city, item).await;
        let attempts = city.sent() - before;
        self.store(move |outbox| outbox.tried(number, attempts)).await?;
        delivered
    }

    async fn advance(&self, city: &Way<'_>, mut item: Item) -> Result<Item, AgentError> {
        // Rows follow the receipt, so none can have been sent of what the city had not.
        let mut maybe_sent = item.state != State::Sealed;
        if item.state == State::Sealed {
            item = match city.put_statement(&item.id, &item.note).await {
                Ok((receipt, before)) => {
                    maybe_sent = before;
                    self.receipted(city, item, receipt).await?
                }
                Err(Trouble::Refused(problem, body)) if problem.next() == Next::Adopt => {
                    self.conflict(city, item, *body).await?
                }
                Err(trouble) => self.blocked_by(&item, trouble).await?,
            };
        }
        // What was stored is asked for, too: whoever said so may not have been the city.
        if matches!(item.state, State::Receipted | State::Stored) && item.has_content {
            item = self.upload(city, item, maybe_sent).await?;
        }
        for asked in 0..ASKED {
            if !matches!(item.state, State::Receipted | State::Stored) {
                break;
            }
            if asked > 0 {
                city.moment().await;
            }
            let status = city.statement(&item.id).await?;
            item = self.settle(&item, status).await?;
        }
        Ok(item)
    }

    async fn receipted(&self, city: &Way<'_>, item: Item, text: String) -> Result<Item, AgentError> {
        let (receipt, proven) =
            prove(&text, &item.note, &item.statement, &self.enrolment()?.log_key).map_err(Trouble::from)?;
        self.audit(city, &receipt.checkpoint).await?;
        let items = self.store(Outbox::items).await?;
        let log = self.enrolment()?.log_key.name();
        let leaves = items.iter().filter_map(|item| leaf_of(item.receipt.as_deref()?, log));
        if is_backdated(&proven, &item.statement, leaves) {
            return Err(Trouble::Receipt(ReceiptFault::Backdated).into());
        }
        self.store(move |outbox| outbox.receipted(item.number, &text, &proven, &receipt.checkpoint)).await
    }

    /// Keeps what the city says of an item; what comes with another's receipt is no answer about this one.
    async fn settle(&self, item: &Item, status: StatementStatus) -> Result<Item, AgentError> {
        prove(&status.receipt, &item.note, &item.statement, &self.enrolment()?.log_key)
            .map_err(Trouble::from)?;
        let number = item.number;
        self.store(move |outbox| outbox.settle(number, &status)).await
    }

    async fn upload(&self, city: &Way<'_>, item: Item, maybe_sent: bool) -> Result<Item, AgentError> {
        let Some(content) = item.statement.content else { return Ok(item) };
        let (number, subject) = (item.number, item.clone());
        let packed = match self.store(move |outbox| outbox.packed(&subject)).await {
            Ok(packed) => packed,
            Err(AgentError::Store(StoreFault::DamagedContent(_))) => {
                tracing::error!(number, "content damaged on this disk: item quarantined");
                return self.store(move |outbox| outbox.quarantine(number)).await;
            }
            Err(error) => return Err(error),
        };
        let content = Content { statement: item.id, sha256: content.sha256, packed: &packed };
        match city.send_content(&content, maybe_sent).await {
            Ok(Upload::Judged(status)) => {
                let item = self.store(move |outbox| outbox.stored(number)).await?;
                self.settle(&item, status).await
            }
            Ok(Upload::Queued) => self.store(move |outbox| outbox.stored(number)).await,
            // That is of the way to the city, not of the item.
            Err(trouble @ Trouble::Refused(Problem::BadSignature, _)) => Err(trouble.into()),
            Err(trouble) => self.blocked_by(&item, trouble).await,
        }
    }

    /// Blocks an item if the city will never take it as it is; any other trouble ends the run.
    async fn blocked_by(&self, item: &Item, trouble: Trouble) -> Result<Item, AgentError> {
        let number = item.number;
        match trouble {
            // A person can mend this one: the leader signs, or signs with a key that may.
            Trouble::Refused(Problem::OfficerSignatureMissing, body) => {
                let note = note::first_line_only(&item.note).map_err(AgentError::Key)?;
                self.store(move |outbox| outbox.unsign(number, &note, body.detail.as_deref())).await
            }
            Trouble::Refused(problem, body) if problem.next() == Next::Stop => {
                tracing::warn!(number, problem = problem.code(), "blocked");
                self.store(move |outbox| outbox.block(number, problem, body.detail.as_deref())).await
            }
            trouble => Err(trouble.into()),
        }
    }
}
