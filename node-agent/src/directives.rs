//! What the city has put to the bureau, by the letters that prove it: how far each is, by when, and what is to be answered next; and
//! what became of matters that were handed up.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemas::{
    directive::{Directive, DirectiveAct, Event, FORM, Standing, answers, standing},
    entry::{Act, Entry},
    handover::HandoverAnswer,
    period::day_of,
    receipt::Receipt,
    statement::Subject,
    wire::Letter,
};

use crate::{
    error::AgentError,
    node::Node,
    outbox::{Item, State},
};

/// Something that was put to the bureau.
#[derive(Clone, Debug)]
pub struct Put {
    /// What was put.
    pub directive: Directive,
    /// What the city did of it, first to last.
    pub acts: Vec<DirectiveAct>,
    /// How far it is, as far as is known here.
    pub standing: Standing,
    /// Days that are left; negative when they are over.
    pub days_left: i64,
}

impl Put {
    /// Whether the bureau is behind.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.standing.is_overdue(today)
    }
}

/// Everything that was put to the bureau, and what was answered to what it handed up.
#[derive(Clone, Debug, Default)]
pub struct Directives {
    /// What was put: what is open first, by when it is due.
    pub put: Vec<Put>,
    /// What was answered to each hand-over last.
    pub handed: Vec<HandoverAnswer>,
}

impl Node {
    /// What the city has put to the bureau. Nothing before an enrolment.
    ///
    /// # Errors
    /// [`AgentError::Store`]; what is wrong with an answer that was filed from here.
    pub fn directives(&self) -> Result<Directives, AgentError> {
        let Ok(enrolment) = self.enrolment() else { return Ok(Directives::default()) };
        let bureau = &enrolment.bureau;
        let mut issued: Vec<Directive> = Vec::new();
        let mut events: BTreeMap<String, Vec<(u64, Event)>> = BTreeMap::new();
        let mut acts: BTreeMap<String, Vec<DirectiveAct>> = BTreeMap::new();
        let mut handed: BTreeMap<String, HandoverAnswer> = BTreeMap::new();
        for letter in self.outbox.directive_letters()? {
            match read(&letter) {
                Some((_, Said::Issued(directive))) if directive.order.to.bureau() == Some(bureau) => {
                    issued.push(*directive)
                }
                Some((index, Said::Acted(act))) if act.to.bureau() == Some(bureau) => {
                    let serial = act.serial.to_string();
                    events.entry(serial.clone()).or_default().push((index, Event::Acted(act.change.clone())));
                    acts.entry(serial).or_default().push(act);
                }
                Some((_, Said::Handed(answer))) if answer.bureau == *bureau => {
                    handed.insert(answer.case.clone(), answer);
                }
                _ => {}
            }
        }
        if !issued.is_empty() {
            for (serial, index, event) in self.filed_answers()? {
                events.entry(serial.to_string()).or_default().push((index, event));
            }
        }
        let today = day_of(self.clock.now());
        let put = |directive: Directive| {
            let serial = directive.serial.to_string();
            let mut events = events.remove(&serial).unwrap_or_default();
            events.sort_by_key(|(index, _)| *index);
            let events: Vec<Event> = events.into_iter().map(|(_, event)| event).collect();
            let standing = standing(&directive, &events);
            let acts = acts.remove(&serial).unwrap_or_default();
            Put { days_left: standing.days_left(today), standing, acts, directive }
        };
        let mut put: Vec<Put> = issued.into_iter().map(put).collect();
        put.sort_by_key(|one| (one.standing.stage.is_over(), one.standing.due));
        Ok(Directives { put, handed: handed.into_values().collect() })
    }

    /// The answers filed from here whose receipts came, each at the first leaf that had it.
    fn filed_answers(&self) -> Result<Vec<(Subject, u64, Event)>, AgentError> {
        let mut first: BTreeMap<(Subject, String), (u64, Event)> = BTreeMap::new();
        for item in self.outbox.of_form(FORM)? {
            let (Some(subject), Some(index)) = (item.statement.filing.subject.clone(), leaf(&item)) else {
                continue;
            };
            let Some(table) = self.rows_filed(&item)? else { continue };
            for answer in answers(&table, Some(&subject)) {
                first
                    .entry((subject.clone(), answer.number))
                    .or_insert((index, Event::Answered(answer.kind)));
            }
        }
        Ok(first.into_iter().map(|((subject, _), (index, event))| (subject, index, event)).collect())
    }
}

/// The leaf of an answer that may stand.
fn leaf(item: &Item) -> Option<u64> {
    let stands = !matches!(item.state, State::Invalid | State::Returned | State::Voided);
    let receipt = item.receipt.as_deref().filter(|_| stands)?;
    Receipt::parse(receipt).ok().map(|receipt| receipt.index)
}

/// What a letter says.
enum Said {
    Issued(Box<Directive>),
    Acted(DirectiveAct),
    Handed(HandoverAnswer),
}

/// What a letter says, with its leaf. It was verified before it was kept; what is damaged since says nothing, and `doctor` names it.
fn read(letter: &Letter) -> Option<(u64, Said)> {
    let receipt = Receipt::parse(&letter.receipt).ok()?;
    let entry = Entry::parse(&receipt.entry).ok()?;
    let document = letter.document.as_deref()?;
    let fixed = entry.digest == Some(schemas::hash::Sha::of(document.as_bytes()));
    let said = match entry.act {
        Act::DirectiveIssued => Said::Issued(Box::new(Directive::parse(document).ok()?)),
        Act::DirectiveActed => Said::Acted(DirectiveAct::parse(document).ok()?),
        Act::HandoverAnswered => Said::Handed(HandoverAnswer::parse(document).ok()?),
        _ => return None,
    };
    fixed.then_some((receipt.index, said))
}
