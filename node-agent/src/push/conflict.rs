//! Another revision is in force: is it this ledger, sealed before this store was lost, or a different one (RULINGS 16)?

use schemas::{
    note,
    problem::{Problem, ProblemBody},
    statement::{Kind, Statement},
    wire::Head,
};

use super::{Trouble, Way};
use crate::{
    error::AgentError,
    node::Node,
    outbox::{Item, LearntHead},
    verify::prove,
};

const CONFLICT: u16 = 409;

impl Node {
    /// Adopts the head if it says what this item says; else keeps it for an amendment and blocks the item, so that a
    /// person sees both.
    pub(super) async fn conflict(
        &self,
        city: &Way<'_>,
        mine: Item,
        body: ProblemBody,
    ) -> Result<Item, AgentError> {
        let (number, said) = (mine.number, body.detail);
        let Some(head) = body.head else {
            // The city has nothing that this revision could supersede.
            let problem = Problem::RevisionConflict;
            return self.store(move |outbox| outbox.block(number, problem, said.as_deref())).await;
        };
        let head = self.proven_head(&mine, head)?;
        self.audit(city, &head.checkpoint).await?;
        if self.says_the_same(&mine.statement, &head) {
            tracing::info!(number, "adopted the head that was sealed before");
            return self.store(move |outbox| outbox.adopt(&mine, &head)).await;
        }
        tracing::warn!(number, "another ledger is in force");
        self.store(move |outbox| outbox.learn(number, &head, said.as_deref())).await
    }

    /// A head that proves nothing is no ground for a decision.
    fn proven_head(&self, mine: &Item, head: Head) -> Result<LearntHead, AgentError> {
        let unclear = Trouble::NotUnderstood(CONFLICT);
        let Ok((text, _)) = note::split(&head.note) else { return Err(unclear.into()) };
        let Ok(statement) = Statement::parse(text) else { return Err(unclear.into()) };
        if statement.id() != head.statement || statement.filing != mine.statement.filing {
            return Err(unclear.into());
        }
        let (receipt, proven) = prove(&head.receipt, &head.note, &statement, &self.enrolment()?.log_key)
            .map_err(Trouble::from)?;
        let checkpoint = receipt.checkpoint;
        Ok(LearntHead { statement, note: head.note, receipt: head.receipt, proven, checkpoint })
    }

    /// Equal content under the same key gives equal bytes, so a hash decides; and the head must be this key's own.
    fn says_the_same(&self, mine: &Statement, head: &LearntHead) -> bool {
        let own = self.key.verify_key().open(&head.note).is_ok();
        let both_nil = mine.kind == Kind::Nil && head.statement.kind == Kind::Nil;
        own && mine.content == head.statement.content && (mine.content.is_some() || both_nil)
    }
}
