//! What goes back to the node: greeting, receipts, judgements, letters and the proof of growth, all under one checkpoint.

use std::sync::Arc;

use schemas::{
    hash::Sha,
    letter::Letter,
    package::{Head, Kind, MAX_PARTS, MAX_STATEMENTS, Part, To},
    problem::Problem,
    receipt::{Checkpoint, Receipt},
    wire::KeyState,
};

use super::{Desk, Line};
use crate::{
    error::AppError,
    intake::content,
    store::{StoreError, log, node},
    web::api::hello,
};

/// Most letters of one file of answers; the others go with the next.
const LETTERS: usize = MAX_PARTS - 4 * MAX_STATEMENTS - 20;
/// Most bytes of them.
const LETTER_BYTES: usize = 32 * 1024 * 1024;

/// An answer on its way into a package.
pub(super) struct Answer {
    pub(super) kind: Kind,
    pub(super) of: Option<Sha>,
    pub(super) bytes: Vec<u8>,
}

impl Desk<'_> {
    /// The answers, all under one checkpoint, signed with the log's key.
    pub(super) async fn answer(mut self, head: &Head, of: Sha) -> Result<(Vec<Line>, Vec<u8>), AppError> {
        let greeting = hello::sign(self.services).await?;
        self.answers.push(Answer { kind: Kind::Hello, of: None, bytes: greeting.into_bytes() });
        for (id, _) in self.receipted.clone() {
            let status = content::status(self.services, id).await?;
            self.json(Kind::Status, Some(id), &status)?;
        }
        let (node, seen, after) = (head.node.clone(), head.seen, head.letters);
        let (receipted, rotated, log_key) =
            (self.receipted.clone(), self.rotated.clone(), self.services.log_key.clone());
        let read = self.services.store.read(move |connection| {
            let Some(newest) = log::newest(connection)? else { return Ok::<_, StoreError>(None) };
            let mut proven = Vec::new();
            let leaves = receipted.into_iter().map(|(id, leaf)| (Kind::Receipt, Some(id), leaf));
            let rotated = rotated.into_iter().map(|(of, leaf)| (Kind::Rotated, of, leaf));
            for (kind, of, leaf) in leaves.chain(rotated) {
                let receipt = log::receipt_under(connection, leaf, &newest)?.compose();
                proven.push(Answer { kind, of, bytes: receipt.into_bytes() });
            }
            let growth = match seen.filter(|(size, _)| *size <= newest.0) {
                Some((size, _)) => log::consistency(connection, size, Some(newest.0), &log_key)?,
                None => None,
            };
            // As over the network: nobody reads a bureau's letters before a person has admitted the key.
            let known = node::find(connection, &node)?.filter(|known| known.state == KeyState::Active);
            let addressees = known.map(|known| node::addressees(connection, &known.bureau)).transpose()?;
            let (mut letters, mut after, mut bytes) = (Vec::new(), after, 0);
            while let Some(addressees) = addressees.clone()
                && letters.len() < LETTERS
                && bytes < LETTER_BYTES
            {
                let more = log::letters_under(connection, addressees, after, &newest)?;
                let Some(last) = more.last() else { break };
                after = Receipt::parse(&last.receipt).ok().map(|receipt| receipt.index);
                bytes += more.iter().map(Letter::length).sum::<usize>();
                letters.extend(more);
            }
            letters.truncate(LETTERS);
            Ok(Some((newest, proven, growth, letters)))
        });
        let mut seen = None;
        if let Some(((_, note), proven, growth, letters)) = read.await? {
            let point = Checkpoint::open(&note, &self.services.log_key);
            seen = point.ok().map(|point| (point.size, point.root));
            self.answers.extend(proven);
            self.answers.push(Answer { kind: Kind::Checkpoint, of: None, bytes: note.into_bytes() });
            let growth = growth.map(|growth| growth.compose().into_bytes());
            self.answers.extend(growth.map(|bytes| Answer { kind: Kind::Growth, of: None, bytes }));
            for letter in &letters {
                self.json(Kind::Letter, None, letter)?;
            }
        }
        let answers = Head {
            to: To::Node,
            log: head.log.clone(),
            node: head.node.clone(),
            seen,
            letters: None,
            answers: Some(of),
        };
        let parts: Vec<Part<'_>> = self
            .answers
            .iter()
            .map(|answer| Part { kind: answer.kind, of: answer.of, bytes: &answer.bytes })
            .collect();
        let key = Arc::clone(&self.services.greeter);
        let bytes =
            answers.seal(&key, &parts).map_err(|fault| AppError::with(Problem::TooLarge, fault.text()))?;
        Ok((self.lines, bytes))
    }
}
