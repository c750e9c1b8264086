//! 案件: the cases of the ledgers in force, by ledger, narrowed down by what the address says.

use std::sync::Arc;

use askama::Template;
use schemas::{
    bureau::Bureau,
    definition::Definitions,
    form::{Form, Role},
    text::Lang,
};

use super::shell::{Frame, Section, Shell};
use crate::{
    figures,
    store::casebook::read::{After, Kept},
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{
        casebook as words, frame as frame_words, risk as risk_words, situation as situation_words,
        subsidy as subsidy_words,
    },
};

/// Most characters of what is looked for.
pub const MAX_SEARCH: usize = 64;

/// Most cases on one page.
pub const CASES: usize = 100;

/// What the page is asked for.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The ledgers there are, and how many cases each has.
    pub forms: &'a [(Arc<Form>, i64)],
    /// The code lists.
    pub definitions: &'a Definitions,
    /// The ledger of the list.
    pub form: &'a Form,
    /// The bureaus in the reader's scope, in official order.
    pub bureaus: &'a [Bureau],
    /// What narrows it.
    pub filters: Filters<'a>,
    /// What is looked for, in every ledger; nothing narrows then.
    pub searched: Option<&'a str>,
    /// How many cases there are.
    pub count: i64,
    /// The cases of the page.
    pub cases: &'a [Kept],
    /// Where the next page begins.
    pub more: Option<&'a After>,
    /// Whether this is not the first page.
    pub later: bool,
}

/// What narrows a list, as the address has it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filters<'a> {
    /// Code of a bureau.
    pub bureau: Option<&'a str>,
    /// `open` or `closed`.
    pub open: Option<&'a str>,
    /// Code of a cause.
    pub cause: Option<&'a str>,
    /// Code of an industry.
    pub industry: Option<&'a str>,
    /// Code of a level.
    pub level: Option<&'a str>,
}

impl<'a> Filters<'a> {
    fn pairs(self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let all = [
            ("bureau", self.bureau),
            ("open", self.open),
            ("cause", self.cause),
            ("industry", self.industry),
            ("level", self.level),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "cases.html")]
pub struct CasesPage {
    shell: Shell,
    state: String,
    situation: Address,
    subsidies: Address,
    risks: Address,
    employers: Address,
    tabs: Vec<(String, String, Address, bool)>,
    action: Address,
    form: String,
    selects: Vec<Select>,
    asked: String,
    longest: usize,
    rows: Vec<Row>,
    found: Option<String>,
    first: Option<Address>,
    next: Option<Address>,
    csv: Option<Address>,
    empty: Option<String>,
}

/// A choice of the form of filters.
#[derive(Clone, Debug)]
struct Select {
    name: &'static str,
    label: String,
    options: Vec<(String, String, bool)>,
}

/// One case.
#[derive(Clone, Debug)]
struct Row {
    number: String,
    href: Address,
    form: String,
    bureau: String,
    employer: String,
    cause: String,
    industry: String,
    persons: String,
    amount: String,
    opened: String,
    mark: Mark,
    outcome: String,
    responsible: String,
}

/// The words of a code of the column with a role; the code itself where the list does not have it.
pub fn code_text(form: &Form, role: Role, code: Option<&str>, lang: Lang) -> String {
    let Some(code) = code else { return String::new() };
    let list = form.with_role(role).and_then(|(column, _)| form.list_of(column));
    list.map_or_else(|| code.to_owned(), |list| list.meaning(code).get(lang).to_owned())
}

/// Where a case stands: ended, or due, or open.
pub fn stand(kept: &Kept, lang: Lang) -> Mark {
    let (shape, said) = match (kept.entry.closed, kept.entry.due) {
        (Some(day), _) => (Shape::Ok, words::ENDED.fill(&[("day", &figures::day_text(day))])),
        (None, Some(day)) => (Shape::Todo, words::DUE.fill(&[("day", &figures::day_text(day))])),
        (None, None) => (Shape::Todo, words::OPEN),
    };
    Mark::new(shape, said.get(lang))
}

impl CasesPage {
    /// The page.
    pub fn new(frame: &Frame, asked: Asked<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let of_form = |form: &str| links.plain("/cases").and("form", form);
        let whole = of_form(&asked.form.form);
        let here = asked.filters.pairs().fold(whole.clone(), |href, (name, value)| href.and(name, value));
        let tabs = asked.forms.iter().map(|(form, count)| {
            let of = of_form(&form.form);
            let href = asked.filters.bureau.iter().fold(of, |href, bureau| href.and("bureau", bureau));
            let current = asked.searched.is_none() && form.form == asked.form.form;
            (format!("{} {}", form.form, form.name.get(lang)), figures::count(*count), href, current)
        });
        let rows = asked.cases.iter().map(|kept| Row::new(kept, links, asked));
        let empty = match (asked.cases.is_empty(), asked.searched, here == whole) {
            (false, ..) => None,
            (true, None, true) => Some(words::NO_CASES),
            (true, ..) => Some(words::NONE),
        };
        let found = if asked.cases.len() >= CASES { words::FOUND_MOST } else { words::FOUND };
        let found = found.fill(&[("n", &asked.cases.len())]);
        let count = words::COUNT.fill(&[("n", &figures::count(asked.count))]);
        let state = [asked.form.name.get(lang).to_owned(), count.get(lang).to_owned()];
        let listed = asked.searched.is_none();
        Self {
            shell: Shell::new(frame, Some(Section::Cases), words::TITLE.get(lang)),
            state: asked.searched.map_or_else(|| figures::joined(&state, lang), str::to_owned),
            situation: links.situation(),
            subsidies: links.subsidies(None),
            risks: links.risks(None, None),
            employers: links.employers(),
            tabs: tabs.collect(),
            action: links.plain("/cases"),
            form: asked.form.form.clone(),
            selects: selects(asked, lang),
            asked: asked.searched.unwrap_or_default().to_owned(),
            longest: MAX_SEARCH,
            rows: rows.collect(),
            found: asked.searched.map(|_| found.get(lang).to_owned()),
            first: asked.later.then(|| here.clone()),
            next: asked.more.filter(|_| listed).map(|after| here.clone().and("after", after)),
            csv: listed.then(|| here.at_path("/cases.csv")),
            empty: empty.map(|words| words.get(lang).to_owned()),
        }
    }
}

/// The choices that the form has columns for.
fn selects(asked: Asked<'_>, lang: Lang) -> Vec<Select> {
    let any = || (String::new(), words::ANY.get(lang).to_owned(), false);
    let pick = |value: &str, field: Option<&str>| field == Some(value);
    let filters = asked.filters;
    let mut selects = Vec::new();
    if asked.bureaus.len() > 1 {
        let bureaus = asked.bureaus.iter().map(|bureau| {
            let code = bureau.code.to_string();
            let current = pick(&code, filters.bureau);
            (code, bureau.name.get(lang).to_owned(), current)
        });
        let options = std::iter::once(any()).chain(bureaus).collect();
        selects.push(Select { name: "bureau", label: words::BUREAU.get(lang).to_owned(), options });
    }
    if asked.form.with_role(Role::Closed).is_some() {
        let state = |value: &str, word: schemas::text::Text| {
            (value.to_owned(), word.get(lang).to_owned(), pick(value, filters.open))
        };
        let options = vec![any(), state("open", words::OPEN), state("closed", words::CLOSED)];
        selects.push(Select { name: "open", label: words::WHETHER_OPEN.get(lang).to_owned(), options });
    }
    let coded = [
        ("cause", Role::Cause, filters.cause, words::CAUSE),
        ("industry", Role::Industry, filters.industry, words::INDUSTRY),
        ("level", Role::Level, filters.level, words::LEVEL),
    ];
    for (name, role, field, label) in coded {
        let list = asked.form.with_role(role).and_then(|(column, _)| asked.form.list_of(column));
        let Some(list) = list else { continue };
        let items = list
            .tops()
            .map(|item| (item.code.clone(), item.title().get(lang).to_owned(), pick(&item.code, field)));
        let options = std::iter::once(any()).chain(items).collect();
        selects.push(Select { name, label: label.get(lang).to_owned(), options });
    }
    selects
}

impl Row {
    fn new(kept: &Kept, links: Links, asked: Asked<'_>) -> Self {
        let lang = links.lang;
        let form = asked.definitions.form(&kept.form).map_or(asked.form, Arc::as_ref);
        let entry = &kept.entry;
        let code = |role, code: &Option<String>| code_text(form, role, code.as_deref(), lang);
        let name = asked.bureaus.iter().find(|bureau| bureau.code == kept.bureau);
        Self {
            number: entry.case_no.clone(),
            href: links.case(&kept.bureau, &kept.form, &entry.case_no),
            form: kept.form.clone(),
            bureau: name.map_or_else(|| kept.bureau.to_string(), |bureau| bureau.name.get(lang).to_owned()),
            employer: entry.employer.clone().unwrap_or_default(),
            cause: code(Role::Cause, &entry.cause),
            industry: code(Role::Industry, &entry.industry),
            persons: entry.persons.map(figures::count).unwrap_or_default(),
            amount: entry.amount.map(|fen| figures::money_alone(fen, lang)).unwrap_or_default(),
            opened: entry.opened.map(|day| day.to_string()).unwrap_or_default(),
            mark: stand(kept, lang),
            outcome: code(Role::Outcome, &entry.outcome),
            responsible: entry.responsible.clone().unwrap_or_default(),
        }
    }
}
