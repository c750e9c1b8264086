//! One case: what its newest ledger says, the ledgers that have it, and the other procedures of its dispute (调、裁、审、执).

use askama::Template;
use schemas::{
    bureau::Bureau,
    definition::Definitions,
    form::{Form, Role},
    text::{Lang, Text},
};

use super::{
    cases::{code_text, stand},
    shell::{Frame, Section, Shell},
};
use crate::{
    figures,
    store::casebook::read::Kept,
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{casebook as words, frame as frame_words, supervision as supervision_words},
};

/// What the page shows.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The code lists.
    pub definitions: &'a Definitions,
    /// Whose case.
    pub bureau: &'a Bureau,
    /// Of which ledger.
    pub form: &'a Form,
    /// Every ledger in force that has it, the oldest first.
    pub ledgers: &'a [Kept],
    /// The procedures of its dispute, in the order in which they came in.
    pub procedures: &'a [Kept],
    /// What its newest ledger says of it, column by column.
    pub fields: &'a [(Text, Text)],
    /// Whether the reader may assign it.
    pub staff: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "case.html")]
pub struct CasePage {
    shell: Shell,
    back: Address,
    title: String,
    state: String,
    assign: Option<Address>,
    counted: String,
    procedures: Vec<Procedure>,
    fields: Vec<(String, String)>,
    ledgers: Vec<Ledger>,
}

#[derive(Clone, Debug)]
struct Procedure {
    here: bool,
    open: bool,
    head: bool,
    form: String,
    number: String,
    href: Address,
    opened: String,
    mark: Mark,
    outcome: String,
    figures: String,
    went_on: Option<String>,
}

#[derive(Clone, Debug)]
struct Ledger {
    period: String,
    href: Address,
    rows: Address,
    mark: Mark,
    outcome: String,
}

impl CasePage {
    /// The page.
    pub fn new(frame: &Frame, shown: Shown<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let newest = shown.ledgers.last();
        let number = newest.map(|kept| kept.entry.case_no.clone()).unwrap_or_default();
        let title = words::ONE.fill(&[("form", &shown.form.name), ("case", &number)]);
        let state: Vec<String> = [
            Some(shown.bureau.name.get(lang).to_owned()),
            newest.and_then(|kept| kept.entry.employer.clone()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let first = shown.procedures.iter().find(|kept| kept.head);
        let name = |kept: &Kept| {
            let form = shown.definitions.form(&kept.form);
            form.map_or_else(|| Text::same(kept.form.clone()), |form| form.name.clone())
        };
        let counted = match (first, shown.procedures.len()) {
            (Some(first), 2..) => {
                let named = words::ONE.fill(&[("form", &name(first)), ("case", &first.entry.case_no)]);
                words::ONCE.fill(&[("n", &shown.procedures.len()), ("first", &named)])
            }
            _ => words::ALONE,
        };
        let procedure = |kept: &Kept| {
            let form = shown.definitions.form(&kept.form);
            let outcome = kept.entry.outcome.as_deref();
            Procedure {
                here: kept.form == shown.form.form && kept.entry.case_no == number,
                open: kept.entry.closed.is_none(),
                head: kept.head && shown.procedures.len() > 1,
                form: name(kept).get(lang).to_owned(),
                number: kept.entry.case_no.clone(),
                href: links.case(&kept.bureau, &kept.form, &kept.entry.case_no),
                opened: kept.entry.opened.map(|day| day.to_string()).unwrap_or_default(),
                mark: stand(kept, lang),
                outcome: form.map(|form| code_text(form, Role::Outcome, outcome, lang)).unwrap_or_default(),
                figures: figures_of(kept, lang),
                went_on: kept
                    .entry
                    .went_on
                    .as_ref()
                    .map(|case| words::WENT_ON.fill(&[("case", case)]).get(lang).to_owned()),
            }
        };
        let ledger = |kept: &Kept| Ledger {
            period: kept.period.title().get(lang).to_owned(),
            href: links.filing(&kept.bureau, &kept.form, kept.period),
            rows: links.rows(&kept.bureau, &kept.form, kept.period, &[]),
            mark: stand(kept, lang),
            outcome: code_text(shown.form, Role::Outcome, kept.entry.outcome.as_deref(), lang),
        };
        Self {
            shell: Shell::new(frame, Some(Section::Cases), title.get(lang)),
            back: links.cases().and("form", &shown.form.form),
            state: figures::joined(&state, lang),
            assign: shown.staff.then(|| links.assignment(&shown.bureau.code, &shown.form.form, &number)),
            counted: counted.get(lang).to_owned(),
            procedures: shown.procedures.iter().map(procedure).collect(),
            fields: shown
                .fields
                .iter()
                .map(|(name, value)| (name.get(lang).to_owned(), value.get(lang).to_owned()))
                .collect(),
            ledgers: shown.ledgers.iter().rev().map(ledger).collect(),
            title: title.get(lang).to_owned(),
        }
    }
}

/// Persons, money at issue and money paid, as far as they are filled in.
fn figures_of(kept: &Kept, lang: Lang) -> String {
    let entry = &kept.entry;
    let said = |label: Text, value: Option<String>| value.map(|value| format!("{} {value}", label.get(lang)));
    let money = |fen: Option<i64>| fen.map(|fen| figures::money_alone(fen, lang));
    let parts = [
        said(words::PERSONS, entry.persons.map(figures::count)),
        said(words::AMOUNT, money(entry.amount)),
        said(words::PAID, money(entry.paid)),
    ];
    figures::joined(&parts.into_iter().flatten().collect::<Vec<_>>(), lang)
}
