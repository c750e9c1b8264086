//! What this node does for a city that was restored from a backup: it gives back everything the city may have lost, as
//! the log itself signed it, and sends nothing else until the city is whole again (PROTOCOL §4.6). Where no line joins the
//! two, the same pages go into packages.

use std::collections::{BTreeMap, BTreeSet};

use schemas::{
    entry::Act,
    hash::Sha,
    note::VerifyKey,
    package::{Kind, Package},
    problem::Problem,
    receipt::Receipt,
    recovery::{MAX_LETTERS, PAGE_BYTES, Report, Reported},
    wire::{Hello, Letter, Mode},
};

use super::{City, Trouble, Way, answer, refused};
use crate::{
    error::AgentError,
    node::Node,
    outbox::{GivenBack, Item, Outbox},
};

/// What is given back, in the order of the leaves.
struct Held {
    letters: BTreeMap<u64, (Act, Letter)>,
    /// Statements whose rows went with the leaves.
    statements: BTreeSet<Sha>,
}

impl Node {
    /// Gives back what the city may have lost; says whether it is live after that.
    pub(super) async fn give_back(
        &self,
        way: &Way<'_>,
        city: &City<'_>,
        hello: &Hello,
    ) -> Result<bool, AgentError> {
        // What the restored city shows must still belong to the history known here.
        let log = self.enrolment()?.log_key.clone();
        let newest = self.known(&log).await?;
        if newest.as_ref().is_none_or(|newest| newest.point.size <= hello.size) {
            self.watch(way).await?;
        }
        let size = hello.size;
        let held = self.held_behind(size).await?;
        let given = held.count();
        // Before anything is said: the answer to the last page may be lost, and the city be live by then.
        let lost: Vec<Sha> = held.statements.into_iter().collect();
        self.store(move |outbox| outbox.send_again(&lost)).await?;
        let (mut lacking, mut live) = (Vec::new(), false);
        for page in pages(held.letters, newest.map(|newest| newest.note)) {
            match city.report(&page).await {
                Ok(answer) => {
                    lacking.extend(answer.lacking);
                    live = answer.live;
                }
                // It has become live since it greeted; there is nothing to give back to.
                Err(Trouble::Refused(Problem::NotFound, _)) => return Ok(true),
                Err(trouble) => return Err(trouble.into()),
            }
        }
        let given = GivenBack { size, letters: given, at: self.clock.now() };
        tracing::warn!(
            letters = given.letters,
            size,
            live,
            "the city was restored; gave back what it may have lost"
        );
        self.store(move |outbox| {
            outbox.send_again(&lacking)?;
            outbox.gave_back(&given)
        })
        .await?;
        Ok(live)
    }

    /// What is given back in a package: the pages, and how many letters are in them. Not having heard how much the city has
    /// left, everything.
    pub(crate) fn pages_to_carry(&self, log: &VerifyKey) -> Result<(Vec<Report>, u64), AgentError> {
        let size = self.outbox.given_back()?.map_or(0, |given| given.size);
        let held = held(self.outbox.letters()?, self.outbox.items()?, size, log);
        let letters = held.count();
        Ok((pages(held.letters, self.newest(log)?.map(|(_, note)| note)), letters))
    }

    /// Whatever came of the package, the next one gives back again, until an answer says that the city is live.
    pub(crate) fn carries_back(&self) -> Result<(), AgentError> {
        if self.outbox.given_back()?.is_none() {
            self.outbox.gave_back(&GivenBack { size: 0, letters: 0, at: self.clock.now() })?;
        }
        Ok(())
    }

    /// Heeds what a file of answers says of a restore: that there was one, or what became of what was given back.
    pub(super) async fn heard_back(&self, answers: &Package<'_>, hello: &Hello) -> Result<(), AgentError> {
        let reported = answers.of_kind(Kind::Reported).next();
        let reported: Option<Reported> = reported.map(answer).transpose()?;
        if let Some(Reported { live, lacking }) = reported.clone() {
            self.store(move |outbox| outbox.send_again(&lacking)).await?;
            if live {
                return self.store(Outbox::is_live_again).await;
            }
        }
        if hello.mode == Mode::Recovering {
            let letters = match reported {
                Some(_) => self.held_behind(hello.size).await?.count(),
                None => self.store(Outbox::given_back).await?.map_or(0, |given| given.letters),
            };
            let given = GivenBack { size: hello.size, letters, at: self.clock.now() };
            self.store(move |outbox| outbox.gave_back(&given)).await?;
        }
        Ok(refused(answers, Kind::ReportRefused, None)?)
    }

    /// The city is live. What was carried to it may have been overtaken, so that nobody said which rows it has not.
    pub(super) async fn is_live_again(&self) -> Result<(), AgentError> {
        let Some(given) = self.store(Outbox::given_back).await? else { return Ok(()) };
        let lost: Vec<Sha> = self.held_behind(given.size).await?.statements.into_iter().collect();
        self.store(move |outbox| outbox.send_again(&lost)).await?;
        self.store(Outbox::is_live_again).await
    }

    async fn held_behind(&self, size: u64) -> Result<Held, AgentError> {
        let log = self.enrolment()?.log_key.clone();
        self.store(move |outbox| Ok(held(outbox.letters()?, outbox.items()?, size, &log))).await
    }

    /// What was given back to a city that is still recovering.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn given_back(&self) -> Result<Option<GivenBack>, AgentError> {
        Ok(self.outbox.given_back()?)
    }
}

impl Held {
    fn count(&self) -> u64 {
        u64::try_from(self.letters.len()).unwrap_or(u64::MAX)
    }
}

/// What of these lies behind the leaves the city has. What no longer verifies is left out: it would be refused, and with it
/// everything beside it.
fn held(letters: Vec<Letter>, items: Vec<Item>, size: u64, log: &VerifyKey) -> Held {
    let mut held = Held { letters: BTreeMap::new(), statements: BTreeSet::new() };
    let of_items = items.into_iter().filter_map(|item| {
        let receipt = item.receipt?;
        Some(Letter { receipt, document: Some(item.note) })
    });
    for letter in letters.into_iter().chain(of_items) {
        // What a log that ended has signed has no place in this one.
        let behind = Receipt::parse(&letter.receipt)
            .is_ok_and(|receipt| receipt.index >= size && receipt.origin() == log.name());
        if !behind {
            continue;
        }
        match letter.prove(log) {
            Ok(proven) => {
                held.statements.extend(proven.entry.statement);
                held.letters.insert(proven.index, (proven.entry.act, letter));
            }
            Err(fault) => tracing::error!(cause = %fault, "a letter kept here is damaged; not given back"),
        }
    }
    held
}

/// Letters that admit keys go first, so that whoever the city does not know yet is known by its first page.
fn pages(letters: BTreeMap<u64, (Act, Letter)>, newest: Option<String>) -> Vec<Report> {
    let of_key = |act| matches!(act, Act::KeyEnrolled | Act::KeyRotated);
    let (keys, others): (Vec<_>, Vec<_>) = letters.into_values().partition(|(act, _)| of_key(*act));
    let mut pages = vec![Report::default()];
    let mut bytes = 0;
    for (_, letter) in keys.into_iter().chain(others) {
        let more = letter.receipt.len() + letter.document.as_ref().map_or(0, String::len);
        let full = pages.last().is_some_and(|page| {
            page.letters.len() >= MAX_LETTERS || !page.letters.is_empty() && bytes + more > PAGE_BYTES
        });
        if full {
            pages.push(Report::default());
            bytes = 0;
        }
        bytes += more;
        if let Some(page) = pages.last_mut() {
            page.letters.push(letter);
        }
    }
    if let Some(last) = pages.last_mut() {
        last.checkpoint = newest;
        last.complete = true;
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(bytes: usize) -> Letter {
        Letter { receipt: "r".into(), document: Some("d".repeat(bytes)) }
    }

    fn sizes(letters: Vec<(u64, (Act, Letter))>) -> Vec<usize> {
        let pages = pages(letters.into_iter().collect(), Some("newest".into()));
        let complete: Vec<bool> = pages.iter().map(|page| page.complete).collect();
        assert!(complete.last() == Some(&true) && complete.iter().filter(|complete| **complete).count() == 1);
        assert_eq!(pages.last().unwrap().checkpoint.as_deref(), Some("newest"));
        pages.iter().map(|page| page.letters.len()).collect()
    }

    #[test]
    fn pages_are_bounded_and_the_last_says_so() {
        assert_eq!(sizes(vec![]), [0]);
        let many = (0..450).map(|index| (index, (Act::Confirmed, letter(10))));
        assert_eq!(sizes(many.collect()), [200, 200, 50]);
        let long = [10, PAGE_BYTES - 20, 30, 2 * PAGE_BYTES, 10];
        let long = (0..).zip(long).map(|(index, bytes)| (index, (Act::Confirmed, letter(bytes))));
        assert_eq!(sizes(long.collect()), [2, 1, 1, 1]);
    }

    #[test]
    fn keys_come_first() {
        let acts = [Act::Confirmed, Act::KeyRotated, Act::StatementAccepted, Act::KeyEnrolled];
        let letters = (0..)
            .zip(acts)
            .map(|(index, act)| (index, (act, Letter { receipt: act.to_string(), document: None })));
        let pages = pages(letters.collect(), None);
        let order: Vec<&str> = pages[0].letters.iter().map(|letter| letter.receipt.as_str()).collect();
        assert_eq!(order, ["key-rotated", "key-enrolled", "confirmed", "statement-accepted"]);
    }
}
