//! 报送: bureaus by forms for a period, each cell a state by shape and word that opens the filing; the chosen
//! bureaus can be reminded.

use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDate;
use schemas::{
    bureau::{Bureau, BureauCode},
    fraction::Fraction,
    period::{Period, day_of},
    text::{Lang, Text},
};

mod board;

pub use self::board::days;
use self::board::{Step, Tab};
use super::{
    overview::May,
    paging::{self, Paging},
    shell::{Frame, Section, Shell},
};
use crate::{
    figures,
    obligation::{Obligation, State},
    store::obligation::Tally,
    web::{
        city::{City, Rates},
        links::{Address, Links},
        mark::{Mark, Shape, state_shape},
    },
    words::{brief as brief_words, filing as words, frame as frame_words, reminder as reminder_words},
};

/// Which states are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// All.
    #[default]
    Every,
    /// 已确认.
    Confirmed,
    /// 待确认, also 已回执.
    Waiting,
    /// 待更正.
    Invalid,
    /// 零报告.
    Nil,
    /// 豁免.
    Exempt,
    /// 未报送 and 逾期未报.
    NotFiled,
    /// 待报 and 未到期.
    Open,
}

impl Shown {
    const ALL: [Self; 8] = [
        Self::Every,
        Self::Confirmed,
        Self::Waiting,
        Self::Invalid,
        Self::Nil,
        Self::Exempt,
        Self::NotFiled,
        Self::Open,
    ];

    /// Reads the `state` of the address; anything unknown shows all.
    pub fn parse(text: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|shown| shown.key() == text).unwrap_or_default()
    }

    fn key(self) -> Option<&'static str> {
        Some(match self {
            Self::Every => return None,
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::Invalid => "invalid",
            Self::Nil => "nil",
            Self::Exempt => "exempt",
            Self::NotFiled => "not-filed",
            Self::Open => "open",
        })
    }

    fn word(self) -> Text {
        match self {
            Self::Every => words::EVERY,
            Self::Confirmed => words::CONFIRMED,
            Self::Waiting => words::VALIDATED,
            Self::Invalid => words::INVALID,
            Self::Nil => words::NIL,
            Self::Exempt => words::EXEMPT,
            Self::NotFiled => words::NOT_FILED,
            Self::Open => words::OPEN,
        }
    }

    fn holds(self, state: State) -> bool {
        match self {
            Self::Every => true,
            Self::Confirmed => state == State::Confirmed,
            Self::Waiting => matches!(state, State::Validated | State::Awaited | State::Receipted),
            Self::Invalid => matches!(state, State::Invalid | State::Returned),
            Self::Nil => state == State::Nil,
            Self::Exempt => state == State::Exempt,
            Self::NotFiled => matches!(state, State::Overdue | State::Missing),
            Self::Open => matches!(state, State::Open | State::NotDue),
        }
    }
}

/// From when the matrix is seen, and what is known of the days around it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The day, if it is not now.
    pub as_of: Option<NaiveDate>,
    /// Today.
    pub today: NaiveDate,
    /// Of daily duties: how it went on each day.
    pub days: &'a BTreeMap<Period, Tally>,
}

/// The matrix.
#[derive(Clone, Debug, Template)]
#[template(path = "filings.html")]
pub struct FilingsPage {
    shell: Shell,
    state: String,
    filters: Vec<Filter>,
    forms: Vec<(String, String)>,
    rows: Vec<Line>,
    may_remind: bool,
    remind: Address,
    reminders: Address,
    decide: Address,
    board: Address,
    seen: Option<String>,
    rates: Option<String>,
    cadences: Vec<Tab>,
    strip: Vec<Step>,
    as_of: String,
    latest: String,
    period: String,
    copies: Option<String>,
    summary: Option<(String, Address)>,
    brief: (String, Address),
    empty: Option<String>,
    paging: Paging,
}

#[derive(Clone, Debug)]
struct Filter {
    word: String,
    count: usize,
    href: Address,
    current: bool,
}

#[derive(Clone, Debug)]
struct Line {
    code: String,
    name: String,
    href: Address,
    choose: String,
    chosen: bool,
    note: Option<Note>,
    cells: Vec<Option<Cell>>,
}

/// What stands below a bureau's name.
#[derive(Clone, Debug)]
struct Note {
    class: &'static str,
    words: String,
}

#[derive(Clone, Debug)]
struct Cell {
    mark: Mark,
    day: String,
    href: Address,
    faint: bool,
}

impl FilingsPage {
    /// The matrix of a period; `page` counts from 1. Seen as of an earlier day it only shows.
    pub fn new(frame: &Frame, city: City<'_>, shown: Shown, page: usize, seen: Seen<'_>, may: May) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: Some(city.period()) };
        let duties = &city.field.campaign.duties;
        let of_cadence = duties.iter().filter(|duty| duty.cadence == city.period().cadence());
        let forms: Vec<&str> = of_cadence.map(|duty| duty.form.as_str()).collect();
        let bureaus: Vec<&Bureau> =
            city.field.bureaus.iter().filter(|bureau| owes(city, bureau, shown)).collect();
        let rows = Paging::slice(&bureaus, page, paging::BUREAUS);
        let board = match seen.as_of {
            Some(day) => links.filings().and("as-of", day),
            None => links.filings(),
        };
        let here = match shown.key() {
            Some(key) => board.clone().and("state", key),
            None => board.clone(),
        };
        let owed = city.obligations.values().any(|forms| !forms.is_empty());
        let empty = match (owed, bureaus.is_empty()) {
            (false, _) => Some(words::NOTHING_OWED),
            (true, true) => Some(words::NONE_IN_STATE),
            (true, false) => None,
        };
        Self {
            shell: Shell::new(frame, Some(Section::Filings), frame_words::FILINGS.get(lang)),
            state: figures::joined(&city.state(lang), lang),
            filters: Shown::ALL
                .into_iter()
                .filter_map(|of| Filter::new(city, links, &board, of, shown))
                .collect(),
            forms: forms.iter().map(|form| (city.form_name(form, lang), (*form).to_owned())).collect(),
            rows: rows.iter().map(|bureau| Line::new(city, links, bureau, &forms, shown)).collect(),
            may_remind: may.remind && seen.as_of.is_none(),
            remind: links.plain("/filings/remind"),
            reminders: links.reminders(),
            decide: links.plain("/filings/duties"),
            board: links.plain("/filings"),
            seen: seen.as_of.map(|day| {
                let day = figures::day_in_words(day, lang);
                words::AS_KNOWN_ON.fill(&[("day", &day)]).get(lang).to_owned()
            }),
            rates: city.rates().map(|rates| rates_in_words(rates, lang)),
            cadences: board::cadences(city, links),
            strip: board::strip(city, links, seen.days),
            as_of: seen.as_of.unwrap_or(seen.today).to_string(),
            latest: seen.today.to_string(),
            period: city.period().to_string(),
            copies: None,
            brief: (brief_words::BRIEF.get(lang).to_owned(), links.brief()),
            summary: city.summary_name(lang).map(|name| (name, links.summary_of_city())),
            empty: empty.map(|words| words.get(lang).to_owned()),
            paging: Paging::new(page, paging::BUREAUS, bureaus.len(), &here, lang),
        }
    }
}

/// How complete and how timely the filings of the period are, by the city's receipts (I22).
fn rates_in_words(rates: Rates, lang: Lang) -> String {
    let share =
        |part: i64| Fraction::new(part, rates.due).map_or_else(|| "—".to_owned(), |share| share.percent(2));
    let words = words::RATES.fill(&[
        ("complete", &share(rates.filed)),
        ("filed", &rates.filed),
        ("on_time", &share(rates.on_time)),
        ("timely", &rates.on_time),
        ("due", &rates.due),
    ]);
    words.get(lang).to_owned()
}

/// Most filings whose missing copy is named.
const NAMED: usize = 12;

impl FilingsPage {
    /// The same with the filings whose copy for the political-legal committee is missing.
    pub fn with_missing_copies(mut self, city: City<'_>, missing: &[(BureauCode, String)]) -> Self {
        let lang = self.shell.lang;
        let named = |(bureau, form): &(BureauCode, String)| format!("{} {form}", city.name(bureau, lang));
        let names: Vec<String> = missing.iter().take(NAMED).map(named).collect();
        let mut filings = figures::listed(&names, lang);
        if missing.len() > NAMED {
            filings = words::AND_MORE.fill(&[("filings", &filings)]).get(lang).to_owned();
        }
        self.copies = (!missing.is_empty()).then(|| {
            let said = words::COPIES_MISSING.fill(&[("count", &missing.len()), ("filings", &filings)]);
            said.get(lang).to_owned()
        });
        self
    }
}

/// Whether a bureau owes something that is in one of the states shown.
fn owes(city: City<'_>, bureau: &Bureau, shown: Shown) -> bool {
    let forms = city.obligations.get(&bureau.code);
    forms.is_some_and(|forms| forms.values().any(|owed| shown.holds(owed.state)))
}

impl Filter {
    /// A filter with the number of filings it shows; one that shows none is left out.
    fn new(city: City<'_>, links: Links, board: &Address, of: Shown, shown: Shown) -> Option<Self> {
        let owed = city.obligations.values().flat_map(|forms| forms.values());
        let count = owed.filter(|owed| of.holds(owed.state)).count();
        let href = match of.key() {
            Some(key) => board.clone().and("state", key),
            None => board.clone(),
        };
        let word = of.word().get(links.lang).to_owned();
        (count > 0 || of == shown || of == Shown::Every).then_some(Self {
            word,
            count,
            href,
            current: of == shown,
        })
    }
}

impl Line {
    fn new(city: City<'_>, links: Links, bureau: &Bureau, forms: &[&str], shown: Shown) -> Self {
        let owed = city.obligations.get(&bureau.code);
        let name = bureau.name.get(links.lang).to_owned();
        let absent = owed.is_some_and(|forms| forms.values().any(|owed| Shown::NotFiled.holds(owed.state)));
        let cell = |form: &&str| {
            let obligation = owed?.get(*form)?;
            Some(Cell::new(city, links, bureau, form, obligation, shown))
        };
        Self {
            code: bureau.code.to_string(),
            href: links.bureau(&bureau.code),
            choose: words::CHOOSE.fill(&[("bureau", &name)]).get(links.lang).to_owned(),
            chosen: absent,
            note: Note::new(city, bureau, links.lang),
            cells: forms.iter().map(cell).collect(),
            name,
        }
    }
}

impl Note {
    fn new(city: City<'_>, bureau: &Bureau, lang: Lang) -> Option<Self> {
        let owed = city.obligations.get(&bureau.code)?;
        let absent = owed.values().find(|owed| Shown::NotFiled.holds(owed.state));
        if let Some(absent) = absent {
            let days = city.overdue_days(absent);
            let mut parts = vec![words::OVERDUE_DAYS.fill(&[("days", &days)]).get(lang).to_owned()];
            if let Some(times) = city.reminders.get(&bureau.code).filter(|times| **times > 0) {
                parts.push(words::REMINDED_TIMES.fill(&[("times", times)]).get(lang).to_owned());
            }
            return Some(Self { class: "c-bad", words: figures::joined(&parts, lang) });
        }
        let late = owed.values().map(|owed| owed.late_days).max().filter(|days| *days > 0)?;
        let words = words::LATE_DAYS.fill(&[("days", &late)]).get(lang).to_owned();
        Some(Self { class: "c-near", words })
    }
}

impl Cell {
    fn new(
        city: City<'_>,
        links: Links,
        bureau: &Bureau,
        form: &str,
        obligation: &Obligation,
        shown: Shown,
    ) -> Self {
        let received = city.act(&bureau.code, form).map(|act| act.received);
        Self {
            mark: Mark::of_obligation(obligation, links.lang),
            day: received.map_or_else(String::new, |at| figures::day(day_of(at))),
            href: links.filing(&bureau.code, form, city.period()),
            faint: !shown.holds(obligation.state),
        }
    }
}

/// The shapes of the legend.
impl FilingsPage {
    fn legend(&self) -> Vec<Mark> {
        let states =
            [State::Confirmed, State::Validated, State::Invalid, State::Returned, State::Nil, State::Missing];
        let word = |state| crate::web::mark::state_word(state, self.shell.lang);
        let shape = |state| -> Shape { state_shape(state) };
        states.into_iter().map(|state| Mark::new(shape(state), word(state))).collect()
    }
}
