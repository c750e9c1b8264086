//! The special and major cases of the bureau, as the city knows them: found in the rows filed from here, by the same rules
//! and under the same policy, and counted from the receipts. No word of the city is needed.

mod brought;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use schemas::{
    campaign::Campaign,
    content,
    entry::Entry,
    owed::{Acts, Said, Shown, Told},
    receipt::Receipt,
    statement::Statement,
    table::Table,
};

pub use self::brought::Brought;
use crate::{
    error::AgentError,
    node::Node,
    outbox::{Item, StoreFault},
};

impl Node {
    /// What the bureau's duties depend on besides the campaign: what the city decided of them, and its matters.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn acts(&self) -> Result<Acts, AgentError> {
        let (shown, told) = self.said_of_matters()?;
        Ok(Acts::of(self.rules().acts.decisions().to_vec(), &shown, told))
    }

    /// What ledgers showed and reports said, those looked through that have stood since the last time.
    pub(crate) fn said_of_matters(&self) -> Result<(Vec<Shown>, Vec<Told>), AgentError> {
        for item in self.outbox.to_look_through()? {
            let looked = self.look_through(&item);
            // A ledger that cannot be read keeps nobody from the duties of the others.
            if let Err(fault) = looked {
                tracing::error!(
                    number = item.number,
                    cause = crate::error::chain(&fault),
                    "not looked through"
                );
            }
        }
        Ok((self.outbox.matters_shown()?, self.outbox.matters_told()?))
    }

    fn look_through(&self, item: &Item) -> Result<(), AgentError> {
        let Some(received) = item.receipt.as_deref().and_then(received) else {
            return Err(StoreFault::Damaged(item.number).into());
        };
        let Some(campaign) = self.campaign_under(&item.statement)? else { return Ok(()) };
        let said = match self.rows_filed(item)? {
            Some(rows) => Said::of(&campaign, &rows, &item.statement.filing, item.statement.purpose),
            None => Said::default(),
        };
        Ok(self.outbox.looked_through(item, received, &said)?)
    }

    /// The rows of an item as they were filed: what never leaves the node is not among them. None where it has none.
    pub(crate) fn rows_filed(&self, item: &Item) -> Result<Option<Table>, AgentError> {
        let statement = &item.statement;
        let Some(signed) = statement.content.as_ref().filter(|_| item.has_content) else { return Ok(None) };
        let bytes = self.outbox.unpacked(item)?;
        let form = self.form_of(statement)?;
        let (_, table) = content::open(&bytes, &form, &statement.filing, &statement.schema, signed)?;
        Ok(Some(table))
    }

    /// The campaign as the policy has it that a statement was made under; the one in force, if it names none.
    fn campaign_under(&self, statement: &Statement) -> Result<Option<Arc<Campaign>>, AgentError> {
        let own = self.campaign();
        let rules = self.rules();
        let (Some(version), Some(code)) = (statement.policy, own.as_ref().map(|own| &own.campaign)) else {
            return Ok(own);
        };
        if rules.version == Some(version) {
            return Ok(own);
        }
        let named = self.definitions_of(&version)?;
        Ok(named.and_then(|definitions| definitions.campaign(code).cloned()).or(own))
    }
}

/// When the city received what a receipt is of.
fn received(receipt: &str) -> Option<DateTime<Utc>> {
    Some(Entry::parse(&Receipt::parse(receipt).ok()?.entry).ok()?.received)
}
