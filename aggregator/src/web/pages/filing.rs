//! One filing: its state, what checking found, its history, its receipt, its tallies; and the button that confirms.

mod act;
mod finding;

use askama::Template;
use chrono::{DateTime, Days, NaiveDate, Utc};
use schemas::{
    bureau::Bureau,
    duty_act::Change,
    finding::Finding,
    form::{ColumnType, Form},
    hash::Sha,
    indicator::Unit,
    period::Period,
    returned::Returned,
    statement::{FilingKey, Kind, Purpose, Subject},
    tally::{Nature, Tallies, Tally, TallyDefinition},
    text::{Lang, Text},
    wire::FilingState,
};

use self::{act::Acted, finding::Group};
use super::shell::{Frame, Section, Shell};
use crate::{
    figures,
    obligation::Obligation,
    store::duty::Decided,
    web::{
        links::{Address, Links},
        mark::{Mark, Shape, state_word},
    },
    words::{filing as words, frame as frame_words, recovery as recovery_words},
};

/// A revision as it was received.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Its statement.
    pub id: Sha,
    /// Its number, from 1.
    pub number: u32,
    /// What its statement does.
    pub kind: Kind,
    /// How it is meant.
    pub purpose: Purpose,
    /// Its state.
    pub state: FilingState,
    /// When it was received.
    pub received: DateTime<Utc>,
    /// Who signed: name of the node, and of the leader if one did.
    pub signer: String,
    /// Whether it was received when a key that signed it is said to have been in other hands.
    pub suspect: bool,
    /// Version of the definitions it was made under.
    pub policy: Option<Sha>,
    /// Whether those are no longer in force.
    pub earlier: bool,
    /// The reason an amendment gives.
    pub reason: Option<String>,
    /// Rows signed; none for a nil return.
    pub rows: Option<u64>,
    /// Whether it was judged before a restore and its rows have to come again.
    pub figures_awaited: bool,
    /// Whether it was confirmed by rule and by no person.
    pub by_rule: bool,
}

/// A receipt, as far as a page shows it.
#[derive(Clone, Debug)]
pub struct ReceiptCard {
    /// The statement.
    pub statement: Sha,
    /// Index in the log.
    pub index: u64,
    /// When the statement was received.
    pub received: DateTime<Utc>,
    /// Leaves under the checkpoint.
    pub size: u64,
    /// Root of the checkpoint.
    pub root: Sha,
}

/// The copy of the political-legal committee, where the campaign asks for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copy {
    /// It was handed over: leaf and instant.
    Handed(u64, DateTime<Utc>),
    /// It is missing; `offered` to a reader who may hand it over.
    Missing {
        /// Whether the reader may.
        offered: bool,
    },
}

/// Whether the reader may confirm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Confirm {
    /// There is nothing to confirm, or the role does not do it.
    #[default]
    Absent,
    /// The button is there.
    Offered,
    /// The button is there and cannot act; the reason stands beside it.
    Held(Text),
}

/// A filing as it is handed to the page.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    /// Whose it is.
    pub bureau: &'a Bureau,
    /// Of which form.
    pub form: &'a Form,
    /// For which period.
    pub period: Period,
    /// Of which matter, if it is a report of one.
    pub subject: Option<&'a Subject>,
    /// What is owed.
    pub obligation: Option<&'a Obligation>,
    /// Revisions, newest first; the first is in force.
    pub revisions: &'a [Revision],
    /// What checking the one in force found, with the reasons given.
    pub findings: &'a [Finding],
    /// Why it went back, if it did.
    pub returned: Option<&'a Returned>,
    /// What was decided of the duty, first to last.
    pub decided: &'a [Decided],
    /// Its tallies.
    pub tallies: Option<&'a Tallies>,
    /// The tallies of the period before, for what is carried over.
    pub tallies_before: Option<&'a Tallies>,
    /// The receipt of the one in force.
    pub receipt: Option<&'a ReceiptCard>,
    /// The committee's copy of the one that stands.
    pub copy: Option<&'a Copy>,
}

impl Matter<'_> {
    /// What the filing is of.
    pub fn key(&self) -> FilingKey {
        FilingKey {
            bureau: self.bureau.code.clone(),
            form: self.form.form.clone(),
            period: self.period,
            subject: self.subject.cloned(),
        }
    }
}

/// The page of a filing.
#[derive(Clone, Debug, Template)]
#[template(path = "filing.html")]
pub struct FilingPage {
    shell: Shell,
    filings: Address,
    bureau: String,
    bureau_href: Address,
    title: String,
    state: String,
    note: Option<(&'static str, Shape, String)>,
    head: String,
    suspect: bool,
    earlier: bool,
    confirm: Confirm,
    confirm_reason: Option<String>,
    action: Address,
    give_back: Option<GiveBack>,
    decide_duty: Option<DecideDuty>,
    groups: Vec<Group>,
    counts: String,
    acts: Vec<Acted>,
    receipt: Option<Receipt>,
    copy: Option<CopyCard>,
    tallies: Vec<TallyLine>,
    rows: Option<Address>,
    edition: Option<Address>,
}

/// Days a returned filing is given by default.
const DAYS_TO_AMEND: Days = Days::new(5);

#[derive(Clone, Debug)]
struct Receipt {
    index: String,
    received: String,
    statement: String,
    checkpoint: String,
    policy: Option<String>,
    href: Address,
}

/// The second receipt, or that it is missing.
#[derive(Clone, Debug)]
struct CopyCard {
    index: Option<(String, String)>,
    hand_over: Option<Address>,
}

/// The forms that give a duty longer or let it off.
#[derive(Clone, Debug)]
struct DecideDuty {
    extend: Address,
    exempt: Address,
    /// The day it proposes.
    until: String,
    /// The first day that can be meant.
    from: String,
}

/// What a reader of the page may do, besides confirming.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// Today, for one who may send the filing back.
    pub give_back: Option<NaiveDate>,
    /// Today, for one who may give the duty longer or let it off.
    pub decide_duty: Option<NaiveDate>,
}

/// The form that sends a filing back.
#[derive(Clone, Debug)]
struct GiveBack {
    action: Address,
    /// The day it proposes.
    until: String,
    /// The first day that can be meant.
    from: String,
}

#[derive(Clone, Debug)]
struct TallyLine {
    name: String,
    count: String,
    href: Option<Address>,
    carried: Option<Mark>,
}

impl FilingPage {
    /// The page of a filing, also of one that is owed and not yet there.
    pub fn new(frame: &Frame, matter: Matter<'_>, confirm: Confirm, may: Allowed) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: Some(matter.period) };
        let bureau = matter.bureau.name.get(lang);
        let form = matter.form.name.get(lang);
        let code = matter.subject.iter().fold(matter.form.form.clone(), |code, of| format!("{code} {of}"));
        let title = match lang {
            Lang::Zh => format!("{bureau}·{form}（{code}）"),
            Lang::En => format!("{bureau} · {form} ({code})"),
        };
        let key = matter.key();
        let has_rows =
            matter.tallies.is_some() && matter.revisions.first().is_some_and(|head| head.rows.is_some());
        Self {
            shell: Shell::new(frame, Some(Section::Filings), &title),
            filings: links.filings(),
            bureau: bureau.to_owned(),
            bureau_href: links.bureau(&matter.bureau.code),
            state: figures::joined(&state(matter, lang), lang),
            note: note(matter, lang),
            suspect: matter.revisions.first().is_some_and(|head| head.suspect),
            earlier: matter.revisions.first().is_some_and(|head| head.earlier),
            confirm_reason: match &confirm {
                Confirm::Held(reason) => Some(reason.get(lang).to_owned()),
                _ => None,
            },
            confirm,
            head: matter.revisions.first().map_or_else(String::new, |head| head.id.to_string()),
            action: links.part(&key, "/confirm"),
            decide_duty: may.decide_duty.map(|today| DecideDuty::new(matter, today, links)),
            give_back: may.give_back.map(|today| GiveBack {
                action: links.part(&key, "/return"),
                until: today.checked_add_days(DAYS_TO_AMEND).unwrap_or(today).to_string(),
                from: today.to_string(),
            }),
            groups: finding::groups(matter, links),
            counts: finding::counts(matter.findings, lang),
            acts: act::history(matter, lang),
            receipt: matter
                .receipt
                .map(|card| Receipt::new(card, matter, links.part(&key, "/receipt"), lang)),
            copy: matter.copy.map(|copy| CopyCard {
                index: match copy {
                    Copy::Handed(leaf, at) => Some((leaf.to_string(), figures::second(*at))),
                    Copy::Missing { .. } => None,
                },
                hand_over: (*copy == Copy::Missing { offered: true }).then(|| links.part(&key, "/deliver")),
            }),
            tallies: tallies(matter, links, has_rows),
            edition: (has_rows || matter.copy.is_some()).then(|| links.part(&key, "/edition")),
            rows: has_rows.then(|| links.rows_of(&key, &[])),
            title,
        }
    }
}

impl DecideDuty {
    fn new(matter: Matter<'_>, today: NaiveDate, links: Links) -> Self {
        let key = matter.key();
        let due = matter.obligation.map_or(today, |owed| owed.deadline.due_day());
        let next = |day: NaiveDate| day.succ_opt().unwrap_or(day);
        let proposed = due.max(today).checked_add_days(DAYS_TO_AMEND).unwrap_or(today);
        Self {
            extend: links.part(&key, "/extend"),
            exempt: links.part(&key, "/exempt"),
            until: proposed.to_string(),
            from: today.max(next(due)).to_string(),
        }
    }
}

fn state(matter: Matter<'_>, lang: Lang) -> Vec<String> {
    let mut parts = vec![matter.period.title().get(lang).to_owned()];
    if let Some(owed) = matter.obligation {
        let due = figures::day_in_words(owed.deadline.due_day(), lang);
        parts.push(frame_words::DUE_ON.fill(&[("day", &due)]).get(lang).to_owned());
        if let Some(Change::Extended(_)) = owed.decided {
            parts.push(words::EXTENDED.get(lang).to_owned());
        }
        if matter.revisions.is_empty() {
            parts.push(state_word(owed.state, lang));
        }
    }
    if let Some(head) = matter.revisions.first() {
        parts.push(words::REVISION.fill(&[("number", &head.number)]).get(lang).to_owned());
        if let Some(rows) = head.rows {
            let rows = figures::count(i64::try_from(rows).unwrap_or(i64::MAX));
            parts.push(words::ROWS.fill(&[("rows", &rows)]).get(lang).to_owned());
        }
        let at = figures::second(head.received);
        parts.push(words::RECEIVED_AT.fill(&[("at", &at)]).get(lang).to_owned());
    }
    if let Some(days) = matter.obligation.map(|owed| owed.late_days).filter(|days| *days > 0) {
        parts.push(words::LATE_DAYS.fill(&[("days", &days)]).get(lang).to_owned());
    }
    parts
}

fn note(matter: Matter<'_>, lang: Lang) -> Option<(&'static str, Shape, String)> {
    let Some(head) = matter.revisions.first() else {
        return Some(("", Shape::Absent, words::NOTHING_FILED.get(lang).to_owned()));
    };
    if head.figures_awaited {
        return Some(("near", Shape::Half, recovery_words::FIGURES_AWAITED_WHY.get(lang).to_owned()));
    }
    let (class, shape, words) = match (head.state, head.kind) {
        (FilingState::Confirmed | FilingState::Validated, Kind::Nil) => ("", Shape::Off, words::IS_NIL),
        (FilingState::Validated, _) => ("near", Shape::Half, words::WAITS),
        (FilingState::Receipted, _) => ("near", Shape::Half, words::WAITS_ROWS),
        (FilingState::Invalid, _) => ("bad", Shape::Bad, words::CANNOT_STAND),
        (FilingState::Returned, _) => ("bad", Shape::Bad, words::IS_RETURNED),
        (FilingState::Voided, _) => ("", Shape::Absent, words::IS_VOIDED),
        (FilingState::Defaulted, _) => ("bad", Shape::Absent, words::IS_DEFAULTED),
        (FilingState::Confirmed | FilingState::Superseded, _) => return None,
    };
    let words = match matter.returned {
        Some(said) => {
            let day = figures::day_in_words(said.until, lang);
            words.fill(&[("day", &day), ("reason", &said.reason)])
        }
        None => words,
    };
    Some((class, shape, words.get(lang).to_owned()))
}

impl Receipt {
    fn new(card: &ReceiptCard, matter: Matter<'_>, href: Address, lang: Lang) -> Self {
        let size = figures::count(i64::try_from(card.size).unwrap_or(i64::MAX));
        let root = short(&card.root);
        let checkpoint = words::CHECKPOINT_OF.fill(&[("size", &size), ("root", &root)]);
        Self {
            index: card.index.to_string(),
            received: figures::second(card.received),
            statement: short(&card.statement),
            checkpoint: checkpoint.get(lang).to_owned(),
            policy: matter.revisions.first().and_then(|head| head.policy.as_ref()).map(short),
            href,
        }
    }
}

/// Enough of a hash to compare by eye: `9f2c 41d8 0b7e … e17a`.
fn short(hash: &Sha) -> String {
    let text = hash.to_string();
    let part = |from: usize| text.get(from..from + 4).unwrap_or_default();
    format!("{} {} {} … {}", part(0), part(4), part(8), part(60))
}

fn tallies(matter: Matter<'_>, links: Links, has_rows: bool) -> Vec<TallyLine> {
    let Some(filed) = matter.tallies else { return Vec::new() };
    let lines = matter.form.tallies.iter().filter_map(|definition| {
        let name = format!("{}.{}", matter.form.form, definition.key);
        let tally = filed.get(&name).filter(|tally| definition.shows(tally))?;
        let count = tally.count();
        let rows = || links.rows_of(&matter.key(), &[&name]);
        Some(TallyLine {
            name: definition.title().get(links.lang).to_owned(),
            count: tally_shown(matter.form, definition, tally, links.lang),
            href: (has_rows && count != 0).then(rows),
            carried: (definition.nature == Nature::Opening && definition.key == "opening")
                .then(|| carried(matter, count, links.lang))
                .flatten(),
        })
    });
    lines.collect()
}

/// A tally as people read it: money in 万元, a distribution by its median, anything else counted.
pub(super) fn tally_shown(form: &Form, definition: &TallyDefinition, tally: &Tally, lang: Lang) -> String {
    let summed = definition.sum.as_ref().and_then(|field| form.resolve(field));
    let money = summed.is_some_and(|(_, column)| column.kind == ColumnType::Money);
    match tally.median() {
        Some(median) => {
            let days = figures::value(median, None, Unit::Days);
            words::MEDIAN_DAYS.fill(&[("days", &days)]).get(lang).to_owned()
        }
        None if money => figures::money(tally.count(), lang),
        None => figures::count(tally.count()),
    }
}

/// Whether what is open at the start is what was open at the end of the period before.
fn carried(matter: Matter<'_>, opening: i64, lang: Lang) -> Option<Mark> {
    let ending = matter.tallies_before?.get(&format!("{}.ending", matter.form.form)).map(Tally::count)?;
    let (shape, words) = match ending == opening {
        true => (Shape::Ok, words::SAME_AS_BEFORE),
        false => (Shape::Near, words::DIFFERS_FROM_BEFORE),
    };
    Some(Mark::new(shape, words.fill(&[("count", &figures::count(ending))]).get(lang)))
}
