//! 以案定补 of a month: the sheet by mediator and case, what is not on it and why, and what has to be claimed back.

use std::collections::BTreeMap;

use askama::Template;
use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::Subsidy,
    code::CodeList,
    period::Period,
    text::Lang,
};

use super::shell::{Frame, Section, Shell};
use crate::{
    figures,
    store::subsidy::{Line, Sheet, State},
    subsidy::{Draft, Total, totals},
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{frame as frame_words, subsidy as words},
};

/// Most mediators and cases shown of one list; all of them are in the file.
const MOST: usize = 100;

/// What the page is of.
#[derive(Clone, Copy, Debug)]
pub struct Month<'a> {
    /// The month.
    pub month: Period,
    /// The rule, and the list of bands; none where the campaign pays nothing.
    pub rule: Option<(&'a Subsidy, &'a CodeList)>,
    /// The bureaus the reader sees.
    pub bureaus: &'a [Bureau],
    /// The sheet; none before it is proposed.
    pub sheet: Option<&'a Sheet>,
    /// Its cases, or those a sheet would hold now.
    pub lines: &'a [Line],
    /// What is not on it; nothing of an approved one.
    pub draft: &'a Draft,
    /// What has to be claimed back.
    pub back: &'a [Line],
    /// What the reader may do.
    pub may: Option<May>,
}

/// What a reader may do with a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Propose its sheet and take it back: the staff.
    Propose,
    /// Approve it: a leader who has not proposed it.
    Approve,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "subsidies.html")]
pub struct SubsidiesPage {
    shell: Shell,
    cases: Address,
    title: String,
    before: Option<(String, Address)>,
    after: Option<(String, Address)>,
    mark: Mark,
    state: String,
    rates: String,
    bureaus: Vec<[String; 4]>,
    totals: Vec<[String; 4]>,
    lines: Vec<[String; 6]>,
    more: Option<String>,
    held: Option<(String, Vec<[String; 4]>)>,
    back: Option<(String, Vec<[String; 6]>)>,
    none: String,
    csv: Option<Address>,
    propose: Option<Address>,
    approve: Option<Address>,
    withdraw: Option<Address>,
    period: Period,
}

impl SubsidiesPage {
    /// A month.
    pub fn new(frame: &Frame, of: Month<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let named = Named::new(of.bureaus, of.rule.map(|(_, bands)| bands), lang);
        let title = words::OF_MONTH.fill(&[("month", &of.month.title())]).get(lang).to_owned();
        let sums = totals(of.lines);
        let fen: i64 = of.lines.iter().map(|line| line.fen).sum();
        let sum = words::SUM.fill(&[
            ("mediators", &sums.len()),
            ("cases", &figures::count(i64::try_from(of.lines.len()).unwrap_or(i64::MAX))),
            ("yuan", &yuan(fen)),
        ]);
        let mut state = vec![sum.get(lang).to_owned()];
        if let Some(sheet) = of.sheet {
            state.push(when(sheet).get(lang).to_owned());
        } else if of.draft.paid > 0 {
            state.push(words::PAID_BEFORE.fill(&[("n", &of.draft.paid)]).get(lang).to_owned());
        }
        let total = |((bureau, mediator), total): (&(&BureauCode, &str), &Total)| {
            [named.bureau(bureau), (*mediator).to_owned(), total.cases.to_string(), yuan(total.fen)]
        };
        let held = of.draft.held.iter().take(MOST).map(|(ended, why)| {
            [
                named.bureau(&ended.bureau),
                ended.case_no.clone(),
                ended.closed.to_string(),
                why.text().get(lang).to_owned(),
            ]
        });
        let titled = |words: schemas::text::Text, n: usize| words.fill(&[("n", &n)]).get(lang).to_owned();
        let open = of.sheet.is_none_or(|sheet| sheet.state == State::Proposed);
        let act = |part: &str| of.sheet.filter(|_| open).map(|sheet| links.subsidy(&sheet.id, part));
        let beside = |month: Option<Period>| {
            month.map(|month| (month.title().get(lang).to_owned(), links.subsidies(Some(month))))
        };
        Self {
            shell: Shell::new(frame, Some(Section::Cases), &title),
            cases: links.cases(),
            title,
            before: beside(of.month.previous()),
            after: beside(of.month.next()),
            mark: mark(of.sheet, lang),
            state: figures::joined(&state, lang),
            rates: of.rule.map(|(rule, bands)| rates(rule, bands, lang)).unwrap_or_default(),
            bureaus: by_bureau(&sums)
                .into_iter()
                .map(|(bureau, (mediators, total))| {
                    [named.bureau(bureau), mediators.to_string(), total.cases.to_string(), yuan(total.fen)]
                })
                .collect(),
            totals: sums.iter().take(MOST).map(total).collect(),
            more: (of.lines.len() > MOST).then(|| words::MORE.fill(&[("n", &MOST)]).get(lang).to_owned()),
            lines: of.lines.iter().take(MOST).map(|line| named.line(line)).collect(),
            held: (!of.draft.held.is_empty())
                .then(|| (titled(words::HELD, of.draft.held.len()), held.collect())),
            back: (!of.back.is_empty()).then(|| {
                (titled(words::BACK, of.back.len()), of.back.iter().map(|line| named.line(line)).collect())
            }),
            none: match of.rule {
                Some(_) => words::NONE.fill(&[("month", &of.month.title())]).get(lang).to_owned(),
                None => words::NO_RULE.get(lang).to_owned(),
            },
            csv: (!of.lines.is_empty()).then(|| links.subsidies(Some(of.month)).at_path("/subsidies.csv")),
            propose: of
                .may
                .filter(|may| *may == May::Propose && of.sheet.is_none() && !of.lines.is_empty())
                .map(|_| links.subsidies(None)),
            approve: of.may.filter(|may| *may == May::Approve).and_then(|_| act("/approve")),
            withdraw: of.may.filter(|may| *may == May::Propose).and_then(|_| act("/withdraw")),
            period: of.month,
        }
    }
}

/// What mediators are paid, put together by bureau: how many of them, and the sum.
fn by_bureau<'a>(sums: &BTreeMap<(&'a BureauCode, &str), Total>) -> BTreeMap<&'a BureauCode, (usize, Total)> {
    let mut all: BTreeMap<&BureauCode, (usize, Total)> = BTreeMap::new();
    for ((bureau, _), own) in sums {
        let (mediators, total) = all.entry(bureau).or_insert((0, Total { cases: 0, fen: 0 }));
        *mediators += 1;
        total.cases += own.cases;
        total.fen = total.fen.saturating_add(own.fen);
    }
    all
}

/// What codes are called.
pub struct Named<'a> {
    bureaus: BTreeMap<&'a BureauCode, &'a Bureau>,
    bands: Option<&'a CodeList>,
    lang: Lang,
}

impl<'a> Named<'a> {
    /// Names of bureaus and bands in a language.
    pub fn new(bureaus: &'a [Bureau], bands: Option<&'a CodeList>, lang: Lang) -> Self {
        Self { bureaus: bureaus.iter().map(|bureau| (&bureau.code, bureau)).collect(), bands, lang }
    }

    fn bureau(&self, code: &BureauCode) -> String {
        self.bureaus
            .get(code)
            .map_or_else(|| code.to_string(), |bureau| bureau.name.get(self.lang).to_owned())
    }

    /// A line: bureau, mediator, case, band, day, yuan.
    pub fn line(&self, line: &Line) -> [String; 6] {
        let band = self
            .bands
            .map_or_else(|| line.band.clone(), |bands| bands.meaning(&line.band).get(self.lang).to_owned());
        [
            self.bureau(&line.bureau),
            line.mediator.clone(),
            line.case_no.clone(),
            band,
            line.closed.to_string(),
            yuan(line.fen),
        ]
    }
}

fn rates(rule: &Subsidy, bands: &CodeList, lang: Lang) -> String {
    let rate = |rate: &schemas::campaign::Band| {
        let name = bands.meaning(&rate.band);
        words::RATE.fill(&[("band", &name), ("yuan", &rate.yuan)]).get(lang).to_owned()
    };
    let all: Vec<String> = rule.bands.iter().map(rate).collect();
    words::RATES.fill(&[("rates", &figures::listed(&all, lang))]).get(lang).to_owned()
}

fn mark(sheet: Option<&Sheet>, lang: Lang) -> Mark {
    let (shape, word) = match sheet.map(|sheet| sheet.state) {
        Some(State::Approved) => (Shape::Ok, words::APPROVED),
        Some(State::Proposed) => (Shape::Half, words::PROPOSED),
        Some(State::Withdrawn) | None => (Shape::Todo, words::DRAFT),
    };
    Mark::new(shape, word.get(lang))
}

fn when(sheet: &Sheet) -> schemas::text::Text {
    match sheet.approved_at {
        Some(at) => words::APPROVED_ON.fill(&[("at", &figures::second(at))]),
        None => words::PROPOSED_BY
            .fill(&[("at", &figures::second(sheet.proposed_at)), ("by", &sheet.proposed_by)]),
    }
}

/// 分 in yuan, with what is left of one.
pub fn yuan(fen: i64) -> String {
    let (whole, rest) = (fen / 100, (fen % 100).abs());
    let whole = figures::count(whole);
    if rest == 0 { whole } else { format!("{whole}.{rest:02}") }
}
