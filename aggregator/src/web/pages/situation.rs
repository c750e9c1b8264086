//! 形势分析: the disputes of a period in words, by each dimension, and by two of them.

use askama::Template;
use num_rational::BigRational;
use schemas::{
    bureau::Bureau,
    text::{Lang, Text},
};

use super::shell::{Frame, Section, Shell};
use crate::{
    figures,
    situation::{Beside, Dimension, Key, Line, Situation, percent},
    web::{
        bar::Bar,
        links::{Address, Links},
    },
    words::{
        backlog as backlog_words, casebook as case_words, frame as frame_words, scheme as scheme_words,
        situation as words,
    },
};

/// Most lines of a dimension that are shown one by one; the rest is one line.
const LINES: usize = 12;
/// Most rows and columns of the table by two dimensions.
const SIDE: usize = 10;

/// What the page is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The situation.
    pub situation: &'a Situation,
    /// Whose disputes they are.
    pub who: &'a Text,
    /// What all bureaus together are called.
    pub whole: &'a Text,
    /// The bureaus in the reader's scope.
    pub bureaus: &'a [Bureau],
    /// Only of this one.
    pub bureau: Option<&'a str>,
    /// Rows and columns of the table by two dimensions.
    pub cross: (Dimension, Dimension),
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "situation.html")]
pub struct SituationPage {
    shell: Shell,
    cases: Address,
    funnel: Address,
    backlog: Address,
    state: String,
    said: Vec<String>,
    action: Address,
    period: String,
    whole: String,
    bureaus: Vec<(String, String, bool)>,
    sections: Vec<Table>,
    cross: Option<Cross>,
    rows: Vec<(&'static str, String, bool)>,
    columns: Vec<(&'static str, String, bool)>,
    csv: Address,
    empty: bool,
}

#[derive(Clone, Debug)]
struct Table {
    title: String,
    lines: Vec<Shown>,
}

#[derive(Clone, Debug)]
struct Shown {
    name: String,
    href: Option<Address>,
    disputes: String,
    bar: Bar,
    share: String,
    before: String,
    last_year: String,
    persons: String,
    amount: String,
}

#[derive(Clone, Debug)]
struct Cross {
    title: String,
    heads: Vec<String>,
    lines: Vec<(String, Vec<String>)>,
}

/// `+12`, `−3`, `–`, or a dash where there is nothing to compare.
fn change(whole: Option<Beside>, own: Beside) -> String {
    if whole.is_none() {
        return figures::DASH.into();
    }
    match own.more() {
        0 => "–".into(),
        more if more > 0 => format!("+{}", figures::count(more)),
        fewer => format!("−{}", figures::count(-fewer)),
    }
}

impl SituationPage {
    /// The page.
    pub fn new(frame: &Frame, asked: Asked<'_>) -> Self {
        let lang = frame.lang;
        let situation = asked.situation;
        let links = Links { lang, period: Some(situation.period) };
        let (rows, columns) = asked.cross;
        let state = [
            situation.period.title(),
            words::COUNT.fill(&[("n", &figures::count(situation.now.disputes))]),
            words::PROCEDURES.fill(&[("n", &figures::count(situation.procedures))]),
            words::ELSEWHERE.fill(&[("n", &figures::count(situation.counted_elsewhere()))]),
        ];
        let silent = words::SILENT.fill(&[("n", &situation.silent)]);
        let silent = (situation.silent > 0).then_some(silent);
        let state: Vec<String> = state.iter().chain(&silent).map(|part| part.get(lang).to_owned()).collect();
        let of = |address: Address| asked.bureau.iter().fold(address, |to, bureau| to.and("bureau", bureau));
        let bureau = |bureau: &Bureau| {
            let code = bureau.code.to_string();
            let current = asked.bureau == Some(&code);
            (code, bureau.name.get(lang).to_owned(), current)
        };
        let shown = |dimension: Dimension| {
            let lines = situation.by(dimension).iter().any(|line| line.key != Key::Unsaid);
            lines.then(|| Table::new(situation, dimension, links))
        };
        let several = |dimension: &Dimension| *dimension != Dimension::Bureau || asked.bureaus.len() > 1;
        let choice = |current: Dimension| {
            let option = move |one: Dimension| (one.word(), one.title().get(lang).to_owned(), one == current);
            Dimension::ALL.into_iter().filter(several).map(option).collect()
        };
        Self {
            shell: Shell::new(frame, Some(Section::Cases), words::TITLE.get(lang)),
            cases: links.cases(),
            funnel: links.funnel(),
            backlog: links.backlog(None),
            state: figures::joined(&state, lang),
            said: situation.said(asked.who).iter().map(|said| said.get(lang).to_owned()).collect(),
            action: Links { lang, period: None }.plain("/situation"),
            period: situation.period.to_string(),
            whole: words::WHOLE.fill(&[("whole", asked.whole)]).get(lang).to_owned(),
            bureaus: asked.bureaus.iter().map(bureau).collect(),
            sections: Dimension::ALL.into_iter().filter(several).filter_map(shown).collect(),
            cross: (situation.now.disputes > 0).then(|| Cross::new(situation, rows, columns, lang)),
            rows: choice(rows),
            columns: choice(columns),
            csv: of(links.situation().at_path("/situation.csv")),
            empty: situation.now.disputes == 0,
        }
    }
}

impl Table {
    fn new(situation: &Situation, dimension: Dimension, links: Links) -> Self {
        let lang = links.lang;
        let all = situation.by(dimension);
        // Bureaus are all shown; of long lists the tail is one line.
        let cut = if dimension == Dimension::Bureau || all.len() <= LINES { all.len() } else { LINES - 1 };
        let (first, rest) = all.split_at_checked(cut).unwrap_or((all, &[]));
        let most = all.iter().map(|line| line.now.disputes).max().unwrap_or_default().max(1);
        let shown = |line: &Line| {
            let name = line.label.get(lang).to_owned();
            let label = format!("{name} {}", figures::count(line.now.disputes));
            let whole = |number: i64| BigRational::from_integer(number.into());
            let href = match (&line.key, dimension) {
                (Key::Code(_, code), Dimension::Cause) => Some(links.cases().and("cause", code)),
                (Key::Code(_, code), Dimension::Industry) => Some(links.cases().and("industry", code)),
                _ => None,
            };
            Shown {
                name,
                href,
                disputes: figures::count(line.now.disputes),
                bar: Bar::new(&whole(line.now.disputes), &whole(most), label),
                share: percent(line.now.disputes, situation.now.disputes),
                before: change(situation.before, line.before),
                last_year: change(situation.last_year, line.last_year),
                persons: figures::count(line.now.persons),
                amount: figures::money_alone(line.now.amount, lang),
            }
        };
        let mut lines: Vec<Shown> = first.iter().map(shown).collect();
        if !rest.is_empty() {
            let mut others = Line {
                key: Key::Unsaid,
                label: words::REST,
                now: Default::default(),
                before: Beside::default(),
                last_year: Beside::default(),
            };
            for line in rest {
                others.now.disputes += line.now.disputes;
                others.now.persons += line.now.persons;
                others.now.amount += line.now.amount;
                others.before.now += line.before.now;
                others.before.then += line.before.then;
                others.last_year.now += line.last_year.now;
                others.last_year.then += line.last_year.then;
            }
            lines.push(shown(&others));
        }
        Self { title: dimension.title().get(lang).to_owned(), lines }
    }
}

impl Cross {
    fn new(situation: &Situation, rows: Dimension, columns: Dimension, lang: Lang) -> Self {
        let first = |dimension: Dimension| {
            let all = situation.by(dimension).iter().filter(|line| line.now.disputes > 0);
            let all: Vec<&Line> = all.collect();
            all.get(..SIDE).map_or(all.clone(), <[&Line]>::to_vec)
        };
        let (down, across) = (first(rows), first(columns));
        let line = |row: &&Line| {
            let cells: Vec<i64> = across.iter().map(|column| situation.both(&row.key, &column.key)).collect();
            let rest = row.now.disputes - cells.iter().sum::<i64>();
            let cell = |number: i64| if number == 0 { String::new() } else { figures::count(number) };
            let numbers = cells.into_iter().chain([rest, row.now.disputes]).map(cell);
            (row.label.get(lang).to_owned(), numbers.collect())
        };
        let heads = across.iter().map(|column| column.label.clone()).chain([words::REST, words::SUM]);
        let title = words::CROSS.fill(&[("rows", &rows.title()), ("columns", &columns.title())]);
        Self {
            title: title.get(lang).to_owned(),
            heads: heads.map(|head| head.get(lang).to_owned()).collect(),
            lines: down.iter().map(line).collect(),
        }
    }
}
