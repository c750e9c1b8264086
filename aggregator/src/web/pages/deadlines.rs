//! 预警: cases near or beyond their time limits, by bureau and one by one.

use askama::Template;
use chrono::NaiveDate;
use schemas::{
    bureau::{Bureau, BureauCode},
    period::Period,
    term::{Stand, Urgency},
    text::{Lang, Text},
};

use super::{
    paging::Paging,
    rows::ROWS,
    shell::{Frame, Section, Shell},
};
use crate::{
    figures,
    warning::deadline::{Listed, Shown},
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{casebook as case_words, deadline as words, filing as filing_words, frame as frame_words},
};

/// What the page is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The bureaus in the reader's scope, in official order.
    pub bureaus: &'a [Bureau],
    /// The period.
    pub period: Period,
    /// The day the limits are counted on.
    pub today: NaiveDate,
    /// Every open case in the scope, the most urgent first.
    pub listed: &'a [Listed<'a>],
    /// Only this bureau's are listed one by one.
    pub bureau: Option<&'a BureauCode>,
    /// Which are.
    pub shown: Shown,
    /// The page, from 1.
    pub page: usize,
    /// Whether any ledger stands.
    pub any: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "deadlines.html")]
pub struct DeadlinesPage {
    shell: Shell,
    state: String,
    employers: Address,
    filters: Vec<(String, usize, Address, bool)>,
    bureaus: Vec<Line>,
    columns: Vec<String>,
    all: Address,
    one: bool,
    cases: Vec<Row>,
    csv: Address,
    empty: Option<String>,
    paging: Paging,
}

#[derive(Clone, Debug)]
struct Line {
    name: String,
    href: Address,
    current: bool,
    counts: Vec<(usize, Address)>,
}

#[derive(Clone, Debug)]
struct Row {
    number: String,
    href: Address,
    bureau: String,
    form: String,
    limit: String,
    article: String,
    from: String,
    last: String,
    notes: Vec<String>,
    mark: Mark,
    responsible: String,
    persons: String,
}

/// The word of a filter.
pub fn shown_word(shown: Shown) -> Text {
    match shown {
        Shown::Every => words::EVERY,
        Shown::Overdue => words::OVERDUE,
        Shown::Three => words::WITHIN_3,
        Shown::Five => words::WITHIN_5,
        Shown::Ten => words::WITHIN_10,
        Shown::Lapsed => words::LAPSED,
        Shown::Stopped => words::STOPPED,
        Shown::Unknown => words::UNKNOWN,
    }
}

fn mark(stand: Stand, lang: Lang) -> Mark {
    let shape = match stand {
        Stand::Overdue(_) => Shape::Bad,
        Stand::Due(Urgency::Later, _) => Shape::Todo,
        Stand::Due(..) => Shape::Near,
        Stand::Lapsed(_) => Shape::Half,
        Stand::Stopped(_) => Shape::Off,
        Stand::Unknown => Shape::Absent,
    };
    Mark::new(shape, stand.text().get(lang))
}

/// What the table by bureau counts.
const COUNTED: [Shown; 5] = [Shown::Overdue, Shown::Three, Shown::Five, Shown::Ten, Shown::Lapsed];

impl DeadlinesPage {
    /// The page.
    pub fn new(frame: &Frame, asked: Asked<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: Some(asked.period) };
        let of = |bureau: Option<&BureauCode>, shown: Shown| links.deadlines(bureau, shown.key());
        let here = of(asked.bureau, asked.shown);
        let chosen = |one: &&Listed<'_>| asked.bureau.is_none_or(|bureau| one.ledger.bureau == *bureau);
        let open: Vec<&Listed<'_>> = asked.listed.iter().filter(chosen).collect();
        let count = |shown: Shown| open.iter().filter(|one| shown.holds(one.stand)).count();
        let filters = Shown::ALL.into_iter().map(|shown| {
            let word = shown_word(shown).get(lang).to_owned();
            (word, count(shown), of(asked.bureau, shown), shown == asked.shown)
        });
        let kept = |(_, count, _, current): &(String, usize, Address, bool)| *count > 0 || *current;
        let cases: Vec<&Listed<'_>> =
            open.iter().copied().filter(|one| asked.shown.holds(one.stand)).collect();
        let name = |code: &BureauCode| {
            let bureau = asked.bureaus.iter().find(|bureau| bureau.code == *code);
            bureau.map_or_else(|| code.to_string(), |bureau| bureau.name.get(lang).to_owned())
        };
        let known = asked.period.end();
        let state = [
            asked.period.title(),
            words::OPEN_CASES.fill(&[("n", &open.len())]),
            words::OVERDUE_CASES.fill(&[("n", &count(Shown::Overdue))]),
            words::KNOWN_UNTIL.fill(&[("day", &known)]),
            words::AS_ON.fill(&[("day", &asked.today)]),
        ];
        let state: Vec<String> = state.iter().map(|part| part.get(lang).to_owned()).collect();
        let empty = match (asked.any, cases.is_empty()) {
            (false, _) => Some(words::NO_LEDGERS),
            (true, true) => Some(words::NONE),
            (true, false) => None,
        };
        let lines = asked.bureaus.iter().map(|bureau| {
            let own = || asked.listed.iter().filter(|one| one.ledger.bureau == bureau.code);
            let counted = |shown: Shown| {
                let number = own().filter(|one| shown.holds(one.stand)).count();
                (number, of(Some(&bureau.code), shown))
            };
            Line {
                name: bureau.name.get(lang).to_owned(),
                href: of(Some(&bureau.code), Shown::Every),
                current: asked.bureau == Some(&bureau.code),
                counts: COUNTED.into_iter().chain([Shown::Every]).map(counted).collect(),
            }
        });
        let rows =
            Paging::slice(&cases, asked.page, ROWS).iter().map(|one| Row::new(one, links, asked, &name));
        Self {
            shell: Shell::new(frame, Some(Section::Warnings), words::TITLE.get(lang)),
            state: figures::joined(&state, lang),
            employers: links.employers(),
            filters: filters.filter(kept).collect(),
            bureaus: lines.collect(),
            columns: COUNTED
                .into_iter()
                .chain([Shown::Every])
                .map(|shown| shown_word(shown).get(lang).to_owned())
                .collect(),
            all: of(None, asked.shown),
            one: asked.bureau.is_some(),
            cases: rows.collect(),
            csv: links.deadlines_csv(asked.bureau, asked.shown.key()),
            empty: empty.map(|words| words.get(lang).to_owned()),
            paging: Paging::new(asked.page, ROWS, cases.len(), &here, lang),
        }
    }
}

impl Row {
    fn new(one: &Listed<'_>, links: Links, asked: Asked<'_>, name: &dyn Fn(&BureauCode) -> String) -> Self {
        let lang = links.lang;
        let timed = &one.case.timed;
        let day = timed.last_day().map_or_else(|| figures::DASH.to_owned(), |(day, _)| day.to_string());
        Self {
            number: one.case.number.clone(),
            href: links.filing(&one.ledger.bureau, &one.ledger.form, asked.period),
            bureau: name(&one.ledger.bureau),
            form: one.ledger.form.clone(),
            limit: timed.rule.name.get(lang).to_owned(),
            article: timed.rule.article.get(lang).to_owned(),
            from: timed.from.to_string(),
            last: day,
            notes: timed.notes().iter().map(|note| note.get(lang).to_owned()).collect(),
            mark: mark(one.stand, lang),
            responsible: one.case.responsible.clone().unwrap_or_default(),
            persons: one.case.persons.map(figures::count).unwrap_or_default(),
        }
    }
}
