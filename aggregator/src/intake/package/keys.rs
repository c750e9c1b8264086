//! Keys that come by hand: the node's own and its leader's. Admitting one stays with a person who has compared its words.

use schemas::{
    key::{Rotation, words},
    package::{Kind, Part},
    text::Text,
    wire::{Enrolment, KeyState},
};

use super::{Desk, note_of};
use crate::{
    error::AppError,
    intake::{enrolment, key},
};

impl Desk<'_> {
    pub(super) async fn enrol(&mut self, part: &Part<'_>) -> Result<(), AppError> {
        let note = note_of(part)?;
        let request = Enrolment::open(note).ok();
        let name = request.as_ref().map_or(self.node, |request| request.key.name());
        let what = Text::owned(format!("入网 {name}"), format!("enrolment of {name}"));
        let enrolled = match self.is_live().await {
            Ok(()) => enrolment::redeem(self.services, note).await,
            Err(error) => Err(error),
        };
        match enrolled {
            Ok(enrolled) => {
                let outcome = match (enrolled.state, &request) {
                    (KeyState::Pending, Some(request)) => Text::new(
                        "密钥待核准。请与县里核对六个词：{words}",
                        "The key waits for approval. Compare these six words with the county: {words}",
                    )
                    .fill(&[("words", &words::fingerprint(&request.key))]),
                    _ => Text::new("密钥可用", "The key may be used"),
                };
                self.line(what, Ok(outcome));
                self.json(Kind::Enrolled, part.of, &enrolled)
            }
            Err(error) => self.refuse(Kind::EnrolmentRefused, part.of, what, &error),
        }
    }

    pub(super) async fn rotate(&mut self, part: &Part<'_>) -> Result<(), AppError> {
        let note = note_of(part)?;
        let wish = Rotation::open(note).ok();
        let name = wish.as_ref().map_or(self.node, |wish| wish.old.name());
        let what = Text::owned(format!("更换密钥 {name}"), format!("another key of {name}"));
        let rotated = match self.is_live().await {
            Ok(()) => key::rotate(self.services, note).await,
            Err(error) => Err(error),
        };
        match rotated {
            Ok(rotated) => {
                self.rotated.push((part.of, rotated.receipt.index));
                self.line(what, Ok(Text::new("已更换，旧密钥停用", "in place; the old one has stopped")));
                Ok(())
            }
            Err(error) => self.refuse(Kind::RotationRefused, part.of, what, &error),
        }
    }
}
