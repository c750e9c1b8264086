//! 季度汇总表: the summary of a bureau or of the whole city, its relations, and what is not in it. Nothing on this
//! page can be edited.

use askama::Template;
use schemas::{
    bureau::Bureau,
    form::Severity,
    summary::{Breach, Summary, Unit},
    text::{Lang, Text},
};

use super::shell::{Frame, Section, Shell};
use crate::{
    figures::{self, DASH},
    measure::summary::{self, Derived},
    web::{
        city::City,
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{frame as frame_words, summary as words},
};

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "summary.html")]
pub struct SummaryPage {
    shell: Shell,
    crumbs: Vec<(String, Address)>,
    title: String,
    state: String,
    survey: String,
    heads: Vec<(String, String)>,
    rows: Vec<(String, Vec<Cell>)>,
    notes: Vec<String>,
    relations: Vec<Relation>,
    outcome: String,
}

#[derive(Clone, Debug)]
struct Cell {
    shown: String,
    href: Option<Address>,
}

#[derive(Clone, Debug)]
struct Relation {
    code: String,
    words: String,
    marks: Vec<Mark>,
}

impl SummaryPage {
    /// The summary of one bureau.
    pub fn of_bureau(frame: &Frame, city: City<'_>, bureau: &Bureau, summary: &Summary) -> Self {
        let links = Links { lang: frame.lang, period: Some(city.period()) };
        let derived = summary::of(city.field, std::iter::once(&bureau.code), city.period(), summary);
        let name = bureau.name.get(frame.lang);
        let title = match frame.lang {
            Lang::Zh => format!("{name}·{}", summary.name.zh),
            Lang::En => format!("{name} · {}", summary.name.en),
        };
        let mut state = vec![city.period().title().get(frame.lang).to_owned()];
        if city.is_unconfirmed(&bureau.code) {
            state.push(words::UNCONFIRMED.get(frame.lang).to_owned());
        }
        let crumbs = vec![
            (frame_words::BUREAUS.get(frame.lang).to_owned(), links.bureaus()),
            (name.to_owned(), links.bureau(&bureau.code)),
        ];
        Self::new(frame, city, Some(bureau), summary, &derived, title, state, crumbs)
    }

    /// The summary of the whole city.
    pub fn of_city(frame: &Frame, city: City<'_>, summary: &Summary) -> Self {
        let links = Links { lang: frame.lang, period: Some(city.period()) };
        let bureaus = city.field.bureaus;
        let derived =
            summary::of(city.field, bureaus.iter().map(|bureau| &bureau.code), city.period(), summary);
        let title = words::OF_WHOLE
            .fill(&[("whole", &city.field.campaign.whole), ("summary", &summary.name)])
            .get(frame.lang)
            .to_owned();
        let count = words::FROM_BUREAUS.fill(&[("count", &derived.filers)]);
        let mut state =
            vec![city.period().title().get(frame.lang).to_owned(), count.get(frame.lang).to_owned()];
        if bureaus.iter().any(|bureau| city.is_unconfirmed(&bureau.code)) {
            state.push(words::UNCONFIRMED.get(frame.lang).to_owned());
        }
        let crumbs = vec![(frame_words::FILINGS.get(frame.lang).to_owned(), links.filings())];
        Self::new(frame, city, None, summary, &derived, title, state, crumbs)
    }

    #[expect(clippy::too_many_arguments, reason = "the two pages differ in these and in nothing else")]
    fn new(
        frame: &Frame,
        city: City<'_>,
        bureau: Option<&Bureau>,
        summary: &Summary,
        derived: &Derived,
        title: String,
        mut state: Vec<String>,
        crumbs: Vec<(String, Address)>,
    ) -> Self {
        let lang = frame.lang;
        state.push(frame_words::AS_OF.fill(&[("at", &figures::minute(city.now))]).get(lang).to_owned());
        let survey = words::SURVEY.fill(&[
            ("number", &summary.survey.number),
            ("issuer", &summary.survey.issuer),
            ("approval", &summary.survey.approval),
            ("until", &summary.survey.valid_until),
        ]);
        let heads = summary.columns.iter().map(|column| {
            let head = match lang {
                Lang::Zh => &column.zh,
                Lang::En => &column.en,
            };
            (head.clone(), unit(column.unit).get(lang).to_owned())
        });
        let is_empty = derived.filers == 0;
        let outcome = match derived.breaches.len() {
            0 => words::ALL_HOLD.fill(&[("count", &(summary.across.len() + summary.down.len() + 1))]),
            failing => words::SOME_FAIL.fill(&[("count", &failing)]),
        };
        let section = if bureau.is_some() { Section::Bureaus } else { Section::Filings };
        Self {
            shell: Shell::new(frame, Some(section), &title),
            crumbs,
            title,
            state: figures::joined(&state, lang),
            survey: survey.get(lang).to_owned(),
            heads: heads.collect(),
            rows: if is_empty { Vec::new() } else { rows(city, bureau, summary, derived, lang) },
            notes: if is_empty { Vec::new() } else { notes(city, derived, lang) },
            relations: if is_empty { Vec::new() } else { relations(summary, derived, lang) },
            outcome: outcome.get(lang).to_owned(),
        }
    }
}

fn unit(unit: Unit) -> Text {
    match unit {
        Unit::Cases => words::CASES,
        Unit::Persons => words::PERSONS,
        Unit::Money => words::MONEY,
    }
}

/// The cells as they are read; those of a bureau and of the period lead to the rows they count.
fn rows(
    city: City<'_>,
    bureau: Option<&Bureau>,
    summary: &Summary,
    derived: &Derived,
    lang: Lang,
) -> Vec<(String, Vec<Cell>)> {
    let links = Links { lang, period: Some(city.period()) };
    let row = |(row, cells): (&schemas::summary::Row, &Vec<Option<i64>>)| {
        let cell = |(column, value): (&schemas::summary::Column, &Option<i64>)| {
            let Some(value) = value else { return Cell { shown: DASH.into(), href: None } };
            let tally = row.cells.get(&column.key).filter(|_| *value != 0);
            let href = bureau.zip(tally).and_then(|(bureau, tally)| {
                let (form, _) = tally.split_once('.')?;
                Some(links.rows(&bureau.code, form, city.period(), &[tally]))
            });
            let shown = match column.unit {
                Unit::Money => figures::money_alone(*value, lang),
                Unit::Cases | Unit::Persons => figures::count(*value),
            };
            Cell { shown, href }
        };
        let head = match lang {
            Lang::Zh => &row.zh,
            Lang::En => &row.en,
        };
        (head.clone(), summary.columns.iter().zip(cells).map(cell).collect())
    };
    let is_shown = |(row, cells): &(&schemas::summary::Row, &Vec<Option<i64>>)| {
        !row.if_filed || cells.iter().any(Option::is_some)
    };
    summary.rows.iter().zip(&derived.sheet.0).filter(is_shown).map(row).collect()
}

fn notes(city: City<'_>, derived: &Derived, lang: Lang) -> Vec<String> {
    let say = |words: Text, forms: &[String]| {
        let named: Vec<String> = forms.iter().map(|form| city.form_name(form, lang)).collect();
        let filled = words.fill(&[("forms", &figures::listed(&named, lang))]);
        (!forms.is_empty()).then(|| filled.get(lang).to_owned())
    };
    let notes = [say(words::ABSENT, &derived.absent), say(words::BROKEN_YEARS, &derived.broken_years)];
    notes.into_iter().flatten().collect()
}

/// Every relation with how it stands; one that fails says at each place with which figures.
fn relations(summary: &Summary, derived: &Derived, lang: Lang) -> Vec<Relation> {
    let own = summary.across.iter().chain(&summary.down);
    let own = own.map(|relation| (relation.code.as_str(), Text::owned(&*relation.zh, &*relation.en)));
    let all = own.chain([("year", words::YEAR_RELATION)]);
    let line = |(code, words): (&str, Text)| {
        let failing = derived.breaches.iter().filter(|breach| breach.code == code);
        let mut marks: Vec<Mark> = failing.map(|breach| failure(summary, breach, lang)).collect();
        if marks.is_empty() {
            marks.push(Mark::new(Shape::Ok, words::HOLDS.get(lang)));
        }
        Relation {
            code: if code == "year" { DASH.to_owned() } else { code.to_owned() },
            words: words.get(lang).to_owned(),
            marks,
        }
    };
    all.map(line).collect()
}

fn failure(summary: &Summary, breach: &Breach, lang: Lang) -> Mark {
    let named = |key: &str| {
        let row = summary.rows.iter().find(|row| row.key == key).map(|row| Text::owned(&*row.zh, &*row.en));
        let column = || summary.columns.iter().find(|column| column.key == key);
        row.or_else(|| column().map(|column| Text::owned(&*column.zh, &*column.en)))
            .map_or_else(|| key.to_owned(), |text| text.get(lang).to_owned())
    };
    let at: Vec<String> = breach.at.split('.').map(named).collect();
    let words = words::FAILS.fill(&[
        ("at", &figures::joined(&at, lang)),
        ("left", &figures::count(breach.left)),
        ("right", &figures::count(breach.right)),
    ]);
    let shape = if breach.severity == Severity::Block { Shape::Bad } else { Shape::Near };
    Mark::new(shape, words.get(lang))
}
