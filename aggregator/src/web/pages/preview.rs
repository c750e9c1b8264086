//! 任务预览: what each bureau will owe by the campaign in force, how much work that is, and what to look at before another one
//! is issued.

use askama::Template;
use schemas::{
    definition::Definitions,
    text::{Lang, Text},
};

use super::{
    paging::Paging,
    shell::{Frame, Section, Shell},
};
use crate::{
    demand::{Demand, Owed},
    figures,
    web::links::{Address, Links},
    words::{demand as words, frame as frame_words},
};

/// Most lines on one page.
pub const LINES: usize = 200;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "preview.html")]
pub struct PreviewPage {
    shell: Shell,
    campaign: Address,
    notices: Vec<String>,
    burden: Vec<(String, String, [String; 3])>,
    total: [String; 2],
    events: Vec<String>,
    lines: Vec<Line>,
    paging: Paging,
}

#[derive(Clone, Debug)]
struct Line {
    due: String,
    form: String,
    period: String,
    grace: String,
    close: String,
    to: String,
    bureaus: String,
}

impl PreviewPage {
    /// A page of the preview, from 1.
    pub fn new(frame: &Frame, definitions: &Definitions, demand: &Demand, page: usize) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        let name = |form: &str| {
            definitions.form(form).map_or_else(|| form.to_owned(), |form| form.name.get(lang).to_owned())
        };
        let count = |count: usize| figures::count(i64::try_from(count).unwrap_or(i64::MAX));
        let burden = demand.burden.iter().map(|one| {
            (
                name(&one.form),
                one.form.clone(),
                [count(one.filings), count(one.in_a_year), count(one.columns)],
            )
        });
        let all = demand.burden.iter().map(|one| one.filings).sum();
        let lines = Paging::slice(&demand.owed, page, LINES);
        Self {
            shell: Shell::new(frame, Some(Section::Campaign), words::PREVIEW.get(lang)),
            campaign: links.campaign(),
            notices: demand.notices().iter().map(|notice| notice.get(lang).to_owned()).collect(),
            burden: burden.collect(),
            total: [count(all), count(demand.filings_a_year())],
            events: demand.events.iter().map(|event| event.get(lang).to_owned()).collect(),
            lines: lines.iter().map(|one| Line::new(one, &name(&one.form), lang)).collect(),
            paging: Paging::new(page, LINES, demand.owed.len(), &links.preview(), lang),
        }
    }
}

impl Line {
    fn new(one: &Owed, form: &str, lang: Lang) -> Self {
        let to: Vec<String> = one.recipients.iter().map(|to| to.title().get(lang).to_owned()).collect();
        let each: Text = words::EACH;
        let [due, grace, close] = one.deadline;
        let at = one.cut_off.as_ref().map_or_else(String::new, |at| format!(" {at}"));
        Self {
            due: format!("{due}{at}"),
            form: form.to_owned(),
            period: one.period.title().get(lang).to_owned(),
            grace: figures::day(grace),
            close: figures::day(close),
            to: figures::listed(&to, lang),
            bureaus: one.bureaus.map_or_else(|| each.get(lang).to_owned(), |many| many.to_string()),
        }
    }
}
