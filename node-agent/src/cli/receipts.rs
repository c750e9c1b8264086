//! `receipts`: lists them, or writes each with its statement to a folder, from where they can be verified anywhere.

use std::{collections::BTreeMap, fs, path::PathBuf};

use chrono::{DateTime, FixedOffset};
use clap::Args;
use schemas::{
    delivery::Delivery,
    entry::{Act, Entry},
    evidence::EvidenceFault,
    hash::Sha,
    period::china,
    receipt::Receipt,
    wire::Letter,
};

use super::{Desk, End, push::show};
use crate::{
    error::AgentError,
    outbox::{Item, State},
    words,
};

#[derive(Debug, Args)]
pub(super) struct Receipts {
    /// Folder to write to.
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
}

impl Receipts {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        let items: Vec<Item> = node.items()?.into_iter().filter(|item| item.receipt.is_some()).collect();
        if items.is_empty() {
            desk.say(&words::receipt::NO_RECEIPTS)?;
        }
        let letters = node.letters()?;
        let second = second(&letters)?;
        for item in &items {
            show(desk, &node, item)?;
            match second.get(&item.id) {
                Some((index, received)) => desk.say(&words::receipt::SECOND_RECEIPT.fill(&[
                    ("index", index),
                    ("received", &received.format("%Y-%m-%d %H:%M").to_string()),
                ]))?,
                None if item.state == State::Valid && node.goes_to_committee(&item.statement.filing.form) => {
                    desk.say(&words::receipt::NO_SECOND_RECEIPT)?
                }
                None => {}
            }
        }
        if !letters.is_empty() {
            desk.say(&words::receipt::LETTERS.fill(&[("n", &letters.len())]))?;
        }
        letters.iter().try_for_each(|letter| line(desk, letter))?;
        if let Some(dir) = self.export {
            fs::create_dir_all(&dir)?;
            for (item, receipt) in items.iter().filter_map(|item| Some((item, item.receipt.as_ref()?))) {
                let (filing, id) = (&item.statement.filing, item.id.to_string());
                let revision = item.statement.revision;
                let name =
                    format!("{}-{}-r{revision}-{}", filing.form, filing.period, id.get(..12).unwrap_or(&id));
                fs::write(dir.join(format!("{name}.tlog-proof")), receipt)?;
                fs::write(dir.join(format!("{name}.statement")), &item.note)?;
            }
            for (statement, receipt) in node.former_receipts()? {
                let name = format!("former-{}.tlog-proof", statement.get(..12).unwrap_or(&statement));
                fs::write(dir.join(name), receipt)?;
            }
            desk.say(&words::receipt::EXPORTED.fill(&[("n", &items.len())]))?;
            for letter in &letters {
                let index = Receipt::parse(&letter.receipt).map_err(EvidenceFault::from)?.index;
                fs::write(dir.join(format!("letter-{index:08}.tlog-proof")), &letter.receipt)?;
                if let Some(document) = &letter.document {
                    fs::write(dir.join(format!("letter-{index:08}.document")), document)?;
                }
            }
            desk.say(&words::receipt::LETTERS_EXPORTED.fill(&[("n", &letters.len())]))?;
        }
        Ok(End::Done)
    }
}

/// The second receipt of each statement that was handed to the political-legal committee: its leaf, and when.
fn second(letters: &[Letter]) -> Result<BTreeMap<Sha, (u64, DateTime<FixedOffset>)>, AgentError> {
    let mut found = BTreeMap::new();
    for letter in letters {
        let receipt = Receipt::parse(&letter.receipt).map_err(EvidenceFault::from)?;
        let entry = Entry::parse(&receipt.entry).map_err(|_| EvidenceFault::Document)?;
        let handed = letter.document.as_deref().and_then(|text| Delivery::parse(text).ok());
        if let (Act::Delivered, Some(handed)) = (entry.act, handed) {
            found.insert(handed.statement, (receipt.index, entry.received.with_timezone(&china())));
        }
    }
    Ok(found)
}

/// One letter: its place in the log, when it was written and what it says. It was verified before it was kept.
fn line(desk: &mut Desk<'_>, letter: &Letter) -> Result<(), AgentError> {
    let receipt = Receipt::parse(&letter.receipt).map_err(EvidenceFault::from)?;
    let entry = Entry::parse(&receipt.entry).map_err(|_| EvidenceFault::Document)?;
    let received = entry.received.with_timezone(&china()).format("%Y-%m-%d %H:%M").to_string();
    let filing = entry.filing.map(|(filing, revision)| format!("{filing} r{revision}")).unwrap_or_default();
    desk.say(&words::receipt::LETTER.fill(&[
        ("index", &receipt.index),
        ("received", &received),
        ("act", &entry.act.title()),
        ("filing", &filing),
    ]))
}
