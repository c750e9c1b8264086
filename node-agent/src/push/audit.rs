//! This node as an auditor: every checkpoint the city shows must belong to the history this node has verified. One that
//! does not is kept with the verified one as evidence, and nothing is called done on its ground (PROTOCOL §4.5).

use schemas::{
    consistency::ConsistencyFault,
    note::VerifyKey,
    receipt::{Checkpoint, ReceiptFault},
};

use super::{Trouble, Way};
use crate::{
    error::AgentError,
    node::Node,
    outbox::{Fork, Outbox, Seen},
};

impl Node {
    /// Asks for the newest checkpoint and holds it against what was verified before.
    pub(super) async fn watch(&self, city: &Way<'_>) -> Result<(), AgentError> {
        match city.checkpoint().await? {
            Some(note) => self.audit(city, &note).await,
            None => Ok(()),
        }
    }

    /// Keeps a checkpoint the city showed if its log has only grown since the newest one verified here, or until then.
    pub(super) async fn audit(&self, city: &Way<'_>, note: &str) -> Result<(), AgentError> {
        let log = &self.enrolment()?.log_key;
        let shown = opened(note, log)?;
        let known = self.known(log).await?;
        let shown = Seen { point: shown, note: note.to_owned() };
        let Some(known) = known else {
            return self.store(move |outbox| outbox.saw(&shown)).await;
        };
        if known.point.size == shown.point.size {
            return match known.point.root == shown.point.root {
                true => Ok(()),
                false => self.forked(known, &shown.note, shown.point.size).await,
            };
        }
        let (earlier, later) = match known.point.size < shown.point.size {
            true => (&known.point, &shown.point),
            false => (&shown.point, &known.point),
        };
        let proof = match city.consistency(earlier.size, later.size).await {
            Ok(proof) => proof,
            // A city that has not, or no longer, the checkpoint this node has verified shows a log that shrank.
            Err(Trouble::Refused(problem, _))
                if shown.point.size < known.point.size && problem.status() == 404 =>
            {
                let size = shown.point.size;
                return self.forked(known, &shown.note, size).await;
            }
            Err(trouble) => return Err(trouble.into()),
        };
        match proof.verify(earlier, log) {
            Ok(proven) if proven == *later && later.size == shown.point.size => {
                self.store(move |outbox| outbox.saw(&shown)).await
            }
            // An answer overtaken by a newer one: it belongs to the same history, and there is nothing to keep.
            Ok(proven) if proven == *later => Ok(()),
            // The proof's own checkpoint has the size of the other and another root: two histories, both signed.
            Ok(proven) => {
                let seen = if known.point.size == proven.size { known } else { shown };
                self.forked(seen, &proof.checkpoint, proven.size).await
            }
            Err(ConsistencyFault::Fork) => {
                let size = shown.point.size;
                self.forked(known, &shown.note, size).await
            }
            Err(fault) => Err(Trouble::Growth(fault).into()),
        }
    }

    /// The newest checkpoint that still is what was verified. One that is not proves nothing: it is named, dropped, and
    /// kept anew when the city shows it again.
    pub(super) async fn known(&self, log: &VerifyKey) -> Result<Option<Seen>, AgentError> {
        for (size, root, note) in self.store(Outbox::seen).await? {
            if let Some(point) = whole(size, &root, &note, log) {
                return Ok(Some(Seen { point, note }));
            }
            tracing::error!(size, "a kept checkpoint is damaged and is dropped");
            self.store(move |outbox| outbox.drop_checkpoint(size)).await?;
        }
        Ok(None)
    }

    /// Keeps the evidence and says so.
    async fn forked(&self, verified: Seen, other: &str, size: u64) -> Result<(), AgentError> {
        let fork = Fork { verified: verified.note, other: other.to_owned() };
        tracing::error!(size, "the log shows two histories; both checkpoints are kept");
        self.store(move |outbox| outbox.keep_fork(&fork)).await?;
        Err(Trouble::Fork(size).into())
    }
}

/// A kept checkpoint, if it still is what was verified.
pub(crate) fn whole(size: i64, root: &str, note: &str, log: &VerifyKey) -> Option<Checkpoint> {
    let point = opened(note, log).ok()?;
    (i64::try_from(point.size) == Ok(size) && point.root.to_string() == root).then_some(point)
}

/// A checkpoint of the pinned log.
fn opened(note: &str, log: &VerifyKey) -> Result<Checkpoint, Trouble> {
    let point = Checkpoint::open(note, log)?;
    if point.origin == log.name() { Ok(point) } else { Err(ReceiptFault::Origin.into()) }
}
