//! 反复发生的用人单位: employers with several disputes within twelve months.

use askama::Template;
use chrono::NaiveDate;
use schemas::bureau::Bureau;

use super::shell::{Frame, Section, Shell};
use crate::{
    figures,
    store::casebook::figures::Repeated,
    web::links::{Address, Links},
    words::{casebook as words, frame as frame_words},
};

/// Most employers on the page.
pub const EMPLOYERS: usize = 100;
/// From how many disputes on employers are listed: the first is what is shown unasked (DOMAIN §3.13: 反复, ≥ 2 of 12 months).
pub const LEAST: [i64; 4] = [2, 3, 5, 10];

/// What the page is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// First and last day.
    pub span: (NaiveDate, NaiveDate),
    /// From how many disputes on.
    pub least: i64,
    /// The employers, the most disputes first.
    pub employers: &'a [Repeated],
    /// The bureaus in the reader's scope.
    pub bureaus: &'a [Bureau],
    /// Only of this one.
    pub bureau: Option<&'a str>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "employers.html")]
pub struct EmployersPage {
    shell: Shell,
    deadlines: Address,
    state: String,
    action: Address,
    least: Vec<(i64, String, bool)>,
    bureaus: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    more: Option<String>,
    csv: Address,
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    code: String,
    href: Address,
    disputes: String,
    bureaus: String,
    persons: String,
    amount: String,
    last: String,
}

impl EmployersPage {
    /// The page.
    pub fn new(frame: &Frame, asked: Asked<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let (from, to) = asked.span;
        let shown = asked.employers.get(..EMPLOYERS).unwrap_or(asked.employers);
        let count = if shown.len() < asked.employers.len() {
            format!("{EMPLOYERS}+")
        } else {
            shown.len().to_string()
        };
        let state = words::REPEATED_STATE.fill(&[
            ("from", &from),
            ("to", &to),
            ("least", &asked.least),
            ("n", &count),
        ]);
        let csv = links.plain("/warnings/employers.csv").and("least", asked.least);
        let more = (shown.len() < asked.employers.len())
            .then(|| words::MORE_REPEATED.fill(&[("n", &EMPLOYERS)]).get(lang).to_owned());
        let row = |one: &Repeated| Row {
            name: one.employer.clone(),
            code: one.employer_code.clone(),
            href: links.cases().and("q", &one.employer_code),
            disputes: figures::count(one.disputes),
            bureaus: one.bureaus.to_string(),
            persons: figures::count(one.persons),
            amount: figures::money_alone(one.amount, lang),
            last: one.last.to_string(),
        };
        let option = |least: i64| {
            (least, words::TIMES.fill(&[("n", &least)]).get(lang).to_owned(), least == asked.least)
        };
        let bureau = |bureau: &Bureau| {
            let code = bureau.code.to_string();
            let current = asked.bureau == Some(&code);
            (code, bureau.name.get(lang).to_owned(), current)
        };
        Self {
            shell: Shell::new(frame, Some(Section::Warnings), words::REPEATED.get(lang)),
            deadlines: links.deadlines(None, None),
            state: state.get(lang).to_owned(),
            action: links.employers(),
            least: LEAST.map(option).to_vec(),
            bureaus: asked.bureaus.iter().map(bureau).collect(),
            rows: shown.iter().map(row).collect(),
            more,
            csv: asked.bureau.iter().fold(csv, |csv, bureau| csv.and("bureau", bureau)),
        }
    }
}
