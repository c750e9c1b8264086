//! 专报: special and major cases, what was reported of them and what is due next.

use askama::Template;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::{Campaign, Deadline, Grade},
    definition::Definitions,
    period::day_of,
    text::Text,
    wire::FilingState,
};

use super::{
    paging::Paging,
    rows::ROWS,
    shell::{Frame, Section, Shell},
};
use crate::{
    figures,
    matter::{Kind, Matter, Report, Stand},
    obligation::State,
    store::filing::StatementRow,
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{
        filing as filing_words, frame as frame_words, matter as words, supervision as supervision_words,
    },
};

/// Most reports that nobody was asked for on the page; the lists of their rows have all.
pub const EVENTS: i64 = 12;

/// Which matters are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// All.
    #[default]
    Every,
    /// Those of which a report is overdue.
    Overdue,
    /// Those of which one is due.
    Due,
    /// Those that owe nothing.
    Over,
}

impl Shown {
    const ALL: [Self; 4] = [Self::Every, Self::Overdue, Self::Due, Self::Over];

    /// Its word in an address; anything unknown shows all.
    pub fn parse(text: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|shown| shown.key() == text).unwrap_or_default()
    }

    fn key(self) -> Option<&'static str> {
        Some(match self {
            Self::Every => return None,
            Self::Overdue => "overdue",
            Self::Due => "due",
            Self::Over => "over",
        })
    }

    /// The one that shows where a matter stands.
    pub fn of(stand: Stand) -> Self {
        match stand {
            Stand::Overdue => Self::Overdue,
            Stand::Due => Self::Due,
            Stand::Over => Self::Over,
        }
    }

    /// Whether it shows a matter that stands so.
    pub fn holds(self, stand: Stand) -> bool {
        self == Self::Every || self == Self::of(stand)
    }
}

/// The word of a filter.
pub fn shown_word(shown: Shown) -> Text {
    match shown {
        Shown::Every => words::EVERY,
        Shown::Overdue => words::OVERDUE,
        Shown::Due => words::DUE,
        Shown::Over => words::OVER,
    }
}

/// What a report is called: one that is made is what it is, one that is due may be the last.
pub fn kind_word(report: &Report) -> Text {
    match (report.kind, report.received) {
        (Kind::First, _) => words::FIRST,
        (Kind::Further(n), Some(_)) => words::FURTHER.fill(&[("n", &n)]),
        (Kind::Further(n), None) => words::FURTHER_OR_LAST.fill(&[("n", &n)]),
        (Kind::Last, _) => words::LAST,
        (Kind::Ledger, _) => {
            words::LEDGER.fill(&[("period", &report.period.title()), ("form", &report.filing.form)])
        }
    }
}

/// What the page is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The bureaus in the reader's scope, in official order.
    pub bureaus: &'a [Bureau],
    /// Their matters, or those of one of them.
    pub matters: &'a [&'a Matter],
    /// What they reported because it happened, the newest first.
    pub events: &'a [StatementRow],
    /// Names of forms.
    pub definitions: &'a Definitions,
    /// The instant it is seen from.
    pub now: DateTime<Utc>,
    /// Today.
    pub today: NaiveDate,
    /// The day it is seen from, if that is not today.
    pub as_of: Option<NaiveDate>,
    /// Only this bureau's.
    pub bureau: Option<&'a BureauCode>,
    /// Which are shown.
    pub shown: Shown,
    /// The page, from 1.
    pub page: usize,
    /// Whether the reader may give a report longer or let it off.
    pub staff: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "matters.html")]
pub struct MattersPage {
    shell: Shell,
    board: Option<Address>,
    here: Address,
    state: String,
    seen: Option<String>,
    as_of: String,
    latest: String,
    filters: Vec<(String, usize, Address, bool)>,
    rows: Vec<Row>,
    events: Option<Vec<Event>>,
    events_all: Vec<(String, Address)>,
    csv: Address,
    empty: Option<String>,
    paging: Paging,
}

#[derive(Clone, Debug)]
struct Row {
    bureau: String,
    bureau_href: Address,
    subject: String,
    grade: String,
    special: bool,
    since: String,
    made: Vec<Made>,
    ended: Option<String>,
    next: Option<Next>,
    assign: Option<Address>,
}

/// A report that nobody was asked for.
#[derive(Clone, Debug)]
struct Event {
    subject: String,
    href: Address,
    form: String,
    bureau: String,
    bureau_href: Address,
    at: String,
    mark: Mark,
}

/// A report that was made.
#[derive(Clone, Debug)]
struct Made {
    word: String,
    at: String,
    note: Option<String>,
    late: Option<String>,
    lacks_copy: bool,
    href: Address,
}

/// The report that is due next.
#[derive(Clone, Debug)]
struct Next {
    word: String,
    href: Address,
    due: String,
    mark: Mark,
    decide: bool,
}

impl MattersPage {
    /// The page.
    pub fn new(frame: &Frame, asked: Asked<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let of = |path: &str, shown: Shown| {
            let address = links.plain(path);
            let address = asked.bureau.iter().fold(address, |address, bureau| address.and("bureau", bureau));
            let address = asked.as_of.iter().fold(address, |address, day| address.and("as-of", day));
            shown.key().iter().fold(address, |address, key| address.and("stand", key))
        };
        let here = |shown| of("/filings/matters", shown);
        let count =
            |shown: Shown| asked.matters.iter().filter(|matter| shown.holds(matter.stand(asked.now))).count();
        let filters = Shown::ALL.into_iter().map(|shown| {
            (shown_word(shown).get(lang).to_owned(), count(shown), here(shown), shown == asked.shown)
        });
        let kept = |(_, count, _, current): &(String, usize, Address, bool)| *count > 0 || *current;
        let chosen: Vec<&Matter> = asked
            .matters
            .iter()
            .copied()
            .filter(|matter| asked.shown.holds(matter.stand(asked.now)))
            .collect();
        let graded = |grade: Grade| asked.matters.iter().filter(|matter| matter.grade == grade).count();
        let state = [
            words::SPECIALS.fill(&[("n", &graded(Grade::Special))]),
            words::MAJORS.fill(&[("n", &graded(Grade::Major))]),
            words::OVERDUE_COUNT.fill(&[("n", &count(Shown::Overdue))]),
        ];
        let state: Vec<String> = state.iter().map(|part| part.get(lang).to_owned()).collect();
        let empty = match (asked.campaign.grades.is_empty(), asked.matters.is_empty(), chosen.is_empty()) {
            (true, true, _) => Some(words::NO_GRADES),
            (false, true, _) => Some(words::NO_MATTERS),
            (_, false, true) => Some(words::NONE),
            (_, false, false) => None,
        };
        let rows =
            Paging::slice(&chosen, asked.page, ROWS).iter().map(|matter| Row::new(matter, links, asked));
        Self {
            shell: Shell::new(frame, Some(Section::Filings), words::TITLE.get(lang)),
            board: asked.staff.then(|| links.filings()),
            here: here(Shown::Every).without("as-of"),
            state: figures::joined(&state, lang),
            seen: asked.as_of.map(|day| {
                let day = figures::day_in_words(day, lang);
                filing_words::AS_KNOWN_ON.fill(&[("day", &day)]).get(lang).to_owned()
            }),
            as_of: asked.as_of.unwrap_or(asked.today).to_string(),
            latest: asked.today.to_string(),
            filters: filters.filter(kept).collect(),
            rows: rows.collect(),
            events: (!asked.campaign.on_event.is_empty())
                .then(|| asked.events.iter().map(|row| Event::new(row, links, asked)).collect()),
            events_all: asked
                .campaign
                .on_event
                .iter()
                .filter_map(|one| asked.definitions.form(&one.form))
                .map(|form| {
                    let word = words::ALL_OF.fill(&[("form", &form.name)]);
                    (word.get(lang).to_owned(), links.plain("/cases").and("form", &form.form))
                })
                .collect(),
            csv: of("/filings/matters.csv", asked.shown),
            empty: empty.map(|words| words.get(lang).to_owned()),
            paging: Paging::new(asked.page, ROWS, chosen.len(), &here(asked.shown), lang),
        }
    }
}

impl Event {
    fn new(row: &StatementRow, links: Links, asked: Asked<'_>) -> Self {
        let lang = links.lang;
        let bureau = asked.bureaus.iter().find(|bureau| bureau.code == row.key.bureau);
        let form = asked.definitions.form(&row.key.form);
        let new = asked.now - row.received < TimeDelta::days(1);
        let (shape, word) = match (row.state, new) {
            (FilingState::Returned, _) => (Shape::Bad, words::SENT_BACK),
            (FilingState::Invalid, _) => (Shape::Bad, words::CANNOT_STAND),
            (FilingState::Receipted | FilingState::Defaulted, _) => (Shape::Todo, words::ROWS_AWAITED),
            (_, true) => (Shape::Near, words::NEW),
            (FilingState::Confirmed, false) => (Shape::Ok, words::CONFIRMED),
            (_, false) => (Shape::Half, words::TO_CONFIRM),
        };
        Self {
            subject: row.key.subject.as_ref().map(ToString::to_string).unwrap_or_default(),
            href: links.of(&row.key),
            form: form.map_or_else(|| row.key.form.clone(), |form| form.name.get(lang).to_owned()),
            bureau: bureau.map_or_else(|| row.key.bureau.to_string(), |of| of.name.get(lang).to_owned()),
            bureau_href: links.bureau(&row.key.bureau),
            at: figures::minute(row.received),
            mark: Mark::new(shape, word.get(lang)),
        }
    }
}

impl Row {
    fn new(matter: &Matter, links: Links, asked: Asked<'_>) -> Self {
        let lang = links.lang;
        let bureau = asked.bureaus.iter().find(|bureau| bureau.code == matter.bureau);
        let next = matter.next();
        let made = matter.reports.iter().filter_map(|report| Made::new(matter, report, links));
        let over = next.is_none().then_some(matter.until).flatten();
        Self {
            bureau: bureau.map_or_else(|| matter.bureau.to_string(), |of| of.name.get(lang).to_owned()),
            bureau_href: links.bureau(&matter.bureau),
            subject: matter.subject.to_string(),
            grade: matter.grade.title().get(lang).to_owned(),
            special: matter.grade == Grade::Special,
            since: figures::minute(matter.since),
            made: made.collect(),
            ended: over.map(|day| {
                let day = figures::day_in_words(day, lang);
                words::ENDED_ON.fill(&[("day", &day)]).get(lang).to_owned()
            }),
            next: next.map(|next| Next::new(next, links, asked)),
            assign: asked.staff.then(|| {
                let form = matter.reports.first().map_or("L7", |report| &report.filing.form);
                links.assignment(&matter.bureau, form, &matter.subject.to_string())
            }),
        }
    }
}

impl Made {
    fn new(matter: &Matter, report: &Report, links: Links) -> Option<Self> {
        let lang = links.lang;
        let at = report.received?;
        let first = report.kind != Kind::Ledger && report.filing == matter.reports.first()?.filing;
        let note = first.then(|| matter.took()).flatten().map(|took| {
            let note = if took.num_seconds() == 0 {
                words::AT_ONCE
            } else {
                words::TOOK.fill(&[("time", &length(took))])
            };
            note.get(lang).to_owned()
        });
        let late = Some(report.obligation.late_days).filter(|days| *days > 0);
        Some(Self {
            word: kind_word(report).get(lang).to_owned(),
            at: figures::minute(at),
            note,
            late: late.map(|days| filing_words::LATE_DAYS.fill(&[("days", &days)]).get(lang).to_owned()),
            lacks_copy: report.lacks_copy,
            href: links.of(&report.filing),
        })
    }
}

impl Next {
    fn new(report: &Report, links: Links, asked: Asked<'_>) -> Self {
        let lang = links.lang;
        let due = report.obligation.deadline.due;
        let left = due - asked.now;
        let (shape, text) = if left <= TimeDelta::zero() {
            // By days, as lateness is counted; within the day by hours.
            let days = (day_of(asked.now) - report.obligation.deadline.due_day()).num_days();
            let over = if days > 0 { TimeDelta::days(days) } else { -left };
            (Shape::Bad, words::OVER_BY.fill(&[("time", &length(over))]))
        } else {
            let near = left <= TimeDelta::days(1);
            (if near { Shape::Near } else { Shape::Todo }, words::LEFT.fill(&[("time", &length(left))]))
        };
        let state = report.obligation.state;
        Self {
            word: kind_word(report).get(lang).to_owned(),
            href: links.of(&report.filing),
            due: last_minute(&report.obligation.deadline),
            mark: Mark::new(shape, text.get(lang)),
            decide: asked.staff && asked.as_of.is_none() && state != State::Exempt,
        }
    }
}

/// When something is due, as people say it: a day ends at 24:00.
fn last_minute(deadline: &Deadline) -> String {
    let time = deadline.cut_off().unwrap_or_else(|| "24:00".to_owned());
    format!("{} {time}", figures::day(deadline.due_day()))
}

/// A length of time, shorter ones to the minute.
fn length(time: TimeDelta) -> Text {
    match (time.num_hours(), time.num_days()) {
        (0, _) => words::MINUTES.fill(&[("n", &time.num_minutes())]),
        (hours, ..2) => words::HOURS.fill(&[("h", &hours), ("m", &(time.num_minutes() % 60))]),
        (_, days) => words::DAYS.fill(&[("n", &days)]),
    }
}
