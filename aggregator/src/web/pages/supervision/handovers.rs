//! 移交事项: what bureaus hand up or across, what waits to be taken first.

use askama::Template;
use schemas::{
    bureau::Tree,
    definition::Definitions,
    handover::{ACROSS, UPWARD},
    text::Lang,
};

use super::name_of;
use crate::{
    figures,
    store::supervision::handover::Waiting,
    supervision::handover::{neighbour, waits},
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
        pages::shell::{Frame, Section, Shell},
    },
    words::{casebook, frame as frame_words, supervision as words},
};

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "supervision/handovers.html")]
pub struct HandoversPage {
    shell: Shell,
    back: Address,
    state: String,
    take: Address,
    give_back: Address,
    pass: Address,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    id: usize,
    bureau: String,
    bureau_code: String,
    case: String,
    href: Address,
    kind: String,
    to: String,
    employer: String,
    figures: String,
    reason: String,
    done: String,
    asks: String,
    handed: String,
    mark: Mark,
    note: Option<String>,
    /// Whether the committee is told.
    across: bool,
    /// What the city may do of it.
    may: May,
}

#[derive(Clone, Debug, Default)]
struct May {
    take: bool,
    give_back: bool,
    pass_on: Option<String>,
    nobody: bool,
}

impl HandoversPage {
    /// The page.
    pub fn new(frame: &Frame, definitions: &Definitions, tree: &Tree, all: &[Waiting], staff: bool) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let mut rows: Vec<&Waiting> = all.iter().collect();
        rows.sort_by_key(|one| (!waits(one), one.handed.due, one.handed.handed));
        let to_take = all.iter().filter(|one| waits(one)).count();
        let row = |(id, one)| Row::new(id, one, (definitions, tree), links, staff);
        Self {
            shell: Shell::new(frame, Some(Section::Supervision), words::HANDOVERS_TITLE.get(lang)),
            back: links.supervision(),
            state: words::TO_TAKE.fill(&[("n", &to_take)]).get(lang).to_owned(),
            take: links.plain("/supervision/handovers/take"),
            give_back: links.plain("/supervision/handovers/return"),
            pass: links.plain("/supervision/handovers/pass"),
            rows: rows.into_iter().enumerate().map(row).collect(),
        }
    }
}

impl Row {
    fn new(
        id: usize,
        one: &Waiting,
        (definitions, tree): (&Definitions, &Tree),
        links: Links,
        staff: bool,
    ) -> Self {
        let (lang, handed) = (links.lang, &one.handed);
        let waits = waits(one);
        let up = handed.kind == UPWARD;
        let neighbour = neighbour(tree, one).filter(|_| handed.kind == ACROSS);
        let may = May {
            take: staff && waits && up,
            give_back: staff && waits,
            pass_on: neighbour
                .filter(|_| staff && waits)
                .map(|to| words::PASS_ON.fill(&[("bureau", &to.name)]).get(lang).to_owned()),
            nobody: staff && waits && !up && neighbour.is_none(),
        };
        let label = |text: schemas::text::Text, value: String| format!("{} {value}", text.get(lang));
        let figures = [
            handed.persons.map(|n| label(casebook::PERSONS, figures::count(n))),
            handed.amount.map(|fen| label(casebook::AMOUNT, figures::money_alone(fen, lang))),
            handed.risk.as_deref().and_then(|risk| name_of_code(definitions, "RISK", risk, lang)),
        ];
        let figures: Vec<String> = figures.into_iter().flatten().collect();
        Self {
            id,
            bureau: name_of(tree, &one.bureau, lang),
            bureau_code: one.bureau.to_string(),
            case: handed.case.clone(),
            href: links.case(&one.bureau, schemas::handover::FORM, &handed.case),
            kind: name_of_code(definitions, "HANDOVER", &handed.kind, lang).unwrap_or_default(),
            to: handed.to.clone(),
            employer: handed.employer.clone(),
            figures: figures::joined(&figures, lang),
            reason: handed.reason.clone(),
            done: handed.done.clone(),
            asks: handed.asks.clone(),
            handed: figures::day(handed.handed),
            mark: mark(one, lang),
            note: one.answer.as_ref().map(|(said, _)| said.words.clone()),
            across: handed.kind == ACROSS,
            may,
        }
    }
}

fn mark(one: &Waiting, lang: Lang) -> Mark {
    match (&one.answer, one.handed.received) {
        (Some((said, _)), _) => {
            let shape = match said.taken {
                schemas::handover::Taken::Accepted(_) => Shape::Ok,
                schemas::handover::Taken::SentBack => Shape::Bad,
            };
            Mark::new(shape, said.taken.text().get(lang))
        }
        (None, Some(_)) => Mark::new(Shape::Ok, words::TAKEN_BY_LEDGER.get(lang)),
        (None, None) if waits(one) => {
            let text = match one.handed.due {
                Some(day) => words::LATE_TO_TAKE.fill(&[("day", &figures::day_text(day))]),
                None => words::TO_BE_TAKEN,
            };
            Mark::new(Shape::Half, text.get(lang))
        }
        (None, None) => Mark::new(Shape::Todo, words::TOLD.get(lang)),
    }
}

fn name_of_code(definitions: &Definitions, list: &str, code: &str, lang: Lang) -> Option<String> {
    Some(definitions.list(list)?.of(code)?.title().get(lang).to_owned())
}
