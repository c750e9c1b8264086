//! 风险台账: how many open cases there are of each level and how they are looked after, the cases, and the lists made of them.

use askama::Template;
use chrono::NaiveDate;
use schemas::{
    bureau::Bureau,
    form::{Form, Role},
    text::Lang,
};

use super::{
    cases::code_text,
    shell::{Frame, Section, Shell},
};
use crate::{
    figures::{self, DASH},
    risk::{Care, OfLevel, levels},
    store::{casebook::read::Kept, issued_list::Kept as Issued},
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{casebook as case_words, frame as frame_words, risk as words},
};

/// Most cases on the page.
pub const CASES: usize = 300;

/// What the page is of.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The ledger; none where no form grades its cases.
    pub form: Option<&'a Form>,
    /// Bureaus the reader sees.
    pub bureaus: &'a [Bureau],
    /// Open cases, the gravest first.
    pub cases: &'a [Kept],
    /// The bureau asked for.
    pub bureau: Option<&'a str>,
    /// The level asked for.
    pub level: Option<&'a str>,
    /// Today.
    pub today: NaiveDate,
    /// Lists that were issued, for whoever may see and make them.
    pub lists: Option<&'a [Issued]>,
}

/// An option of a filter: value, word, whether chosen.
type Choice = (String, String, bool);

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "risks.html")]
pub struct RisksPage {
    shell: Shell,
    cases: Address,
    action: Address,
    state: String,
    choices: Vec<Choice>,
    bureaus: Vec<Choice>,
    levels: Vec<Level>,
    rows: Vec<Row>,
    more: Option<String>,
    lists: Option<Vec<List>>,
    issue: Address,
    bureau: String,
    level: String,
}

#[derive(Clone, Debug)]
struct Level {
    name: String,
    href: Address,
    most: String,
    of: OfLevel,
    persons: String,
}

#[derive(Clone, Debug)]
struct Row {
    level: String,
    case: String,
    href: Address,
    bureau: String,
    employer: String,
    persons: String,
    opened: String,
    responsible: String,
    owned: bool,
    followed: String,
    care: Mark,
}

#[derive(Clone, Debug)]
struct List {
    title: String,
    rows: String,
    leaf: String,
    workbook: Address,
    receipt: Address,
    document: Address,
}

impl RisksPage {
    /// The page.
    pub fn new(frame: &Frame, asked: Asked<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let days = asked.form.map(Form::follow_up_days).unwrap_or_default();
        let cared: Vec<(&Kept, Care)> =
            asked.cases.iter().map(|kept| (kept, Care::of(kept, &days, asked.today))).collect();
        let by_level = levels(cared.iter().map(|(kept, care)| (*kept, *care)));
        let sum = |count: fn(&OfLevel) -> usize| by_level.values().map(count).sum::<usize>();
        let state = words::STATE.fill(&[
            ("open", &sum(|of| of.open)),
            ("stale", &sum(|of| of.stale)),
            ("unowned", &sum(|of| of.unowned)),
        ]);
        let name = |code: &str| {
            asked.form.map_or_else(|| code.to_owned(), |form| code_text(form, Role::Level, Some(code), lang))
        };
        let level = |(code, of): (&&str, &OfLevel)| Level {
            name: name(code),
            href: links.risks(asked.bureau, Some(code)),
            most: days.get(code).map_or_else(
                || DASH.to_owned(),
                |days| words::WITHIN.fill(&[("days", days)]).get(lang).to_owned(),
            ),
            of: *of,
            persons: figures::count(of.persons),
        };
        let list = asked.form.and_then(|form| form.list_of(form.with_role(Role::Level)?.0));
        let levels_of = list.iter().flat_map(|list| &list.items);
        let choice =
            |code: &str, word: String, chosen: Option<&str>| (code.to_owned(), word, chosen == Some(code));
        let bureau =
            |bureau: &Bureau| choice(bureau.code.as_str(), bureau.name.get(lang).to_owned(), asked.bureau);
        let more =
            (asked.cases.len() > CASES).then(|| words::MORE.fill(&[("n", &CASES)]).get(lang).to_owned());
        let row = |(kept, care): &(&Kept, Care)| Row::new(kept, *care, asked, links);
        let issued = |one: &Issued| List {
            title: one.said.title.clone(),
            rows: words::ROWS.fill(&[("n", &one.said.rows)]).get(lang).to_owned(),
            leaf: words::LEAF
                .fill(&[("at", &figures::second(one.at)), ("leaf", &one.leaf)])
                .get(lang)
                .to_owned(),
            workbook: links.risk_list(&one.said.workbook, "list.xlsx"),
            receipt: links.risk_list(&one.said.workbook, "receipt"),
            document: links.risk_list(&one.said.workbook, "document"),
        };
        Self {
            shell: Shell::new(frame, Some(Section::Warnings), words::TITLE.get(lang)),
            cases: links.cases(),
            action: links.plain("/risks"),
            state: state.get(lang).to_owned(),
            choices: levels_of.map(|item| choice(&item.code, name(&item.code), asked.level)).collect(),
            bureaus: asked.bureaus.iter().map(bureau).collect(),
            levels: by_level.iter().map(level).collect(),
            rows: cared.iter().take(CASES).map(row).collect(),
            more,
            lists: asked.lists.map(|lists| lists.iter().map(issued).collect()),
            issue: links.plain("/risks/list"),
            bureau: asked.bureau.unwrap_or_default().to_owned(),
            level: asked.level.unwrap_or_default().to_owned(),
        }
    }
}

impl Row {
    fn new(kept: &Kept, care: Care, asked: Asked<'_>, links: Links) -> Self {
        let lang = links.lang;
        let entry = &kept.entry;
        let name = asked.bureaus.iter().find(|bureau| bureau.code == kept.bureau);
        let day = |day: Option<NaiveDate>| day.map_or_else(|| DASH.to_owned(), |day| day.to_string());
        let level = asked.form.map(|form| code_text(form, Role::Level, entry.level.as_deref(), lang));
        let responsible = entry.responsible.clone();
        Self {
            level: level.unwrap_or_default(),
            case: entry.case_no.clone(),
            href: links.case(&kept.bureau, &kept.form, &entry.case_no),
            bureau: name.map_or_else(|| kept.bureau.to_string(), |bureau| bureau.name.get(lang).to_owned()),
            employer: entry.employer.clone().unwrap_or_default(),
            persons: entry.persons.map_or_else(|| DASH.to_owned(), figures::count),
            opened: day(entry.opened),
            owned: responsible.is_some(),
            responsible: responsible.unwrap_or_else(|| words::NOBODY.get(lang).to_owned()),
            followed: day(entry.followed),
            care: mark(care, lang),
        }
    }
}

/// How a case is looked after.
fn mark(care: Care, lang: Lang) -> Mark {
    match (care.days, care.most) {
        (Some(days), Some(most)) if days > most => {
            let over = days - most;
            Mark::new(Shape::Bad, words::TOO_LONG.fill(&[("days", &days), ("over", &over)]).get(lang))
        }
        (Some(days), _) => Mark::new(Shape::Ok, words::DAYS_AGO.fill(&[("days", &days)]).get(lang)),
        (None, _) => Mark::new(Shape::Off, DASH),
    }
}
