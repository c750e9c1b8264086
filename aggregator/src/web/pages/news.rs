//! 动态信息: what departments tell, newest first, of all of them or of one.

use askama::Template;
use schemas::{
    campaign::{Campaign, DepartmentCode},
    text::Lang,
};

use super::{
    paging::Paging,
    shell::{Frame, Section, Shell},
};
use crate::{
    figures,
    news::News,
    web::links::{Address, Links},
    words::{department as words, frame as frame_words},
};

/// Most on one page.
pub const EACH: usize = 30;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// How many each department told.
    pub counts: &'a [(DepartmentCode, usize)],
    /// Those of the page.
    pub news: &'a [News],
    /// How many there are of what is chosen.
    pub told: usize,
    /// Only of this department.
    pub department: Option<&'a DepartmentCode>,
    /// The page, from 1.
    pub page: usize,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "news.html")]
pub struct NewsPage {
    shell: Shell,
    back: Address,
    state: String,
    filters: Vec<(String, usize, Address, bool)>,
    csv: Address,
    rows: Vec<Row>,
    paging: Paging,
}

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) department: String,
    pub(super) title: String,
    pub(super) day: String,
    pub(super) task: Option<String>,
    pub(super) lines: Vec<String>,
    pub(super) told: String,
}

impl Row {
    pub(super) fn new(campaign: &Campaign, told: &News, lang: Lang) -> Self {
        let named = |code: &String| match campaign.task(code) {
            Some(task) => format!("{code} {}", task.name.get(lang)),
            None => code.clone(),
        };
        Self {
            department: campaign.department_name(told.department.as_str()).get(lang).to_owned(),
            title: told.title.clone(),
            day: told.day.to_string(),
            task: told.task.as_ref().map(named),
            lines: told.body.lines().map(str::to_owned).collect(),
            told: figures::minute(told.at),
        }
    }
}

impl NewsPage {
    /// The page.
    pub fn new(frame: &Frame, shown: Shown<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        let all: usize = shown.counts.iter().map(|(_, count)| count).sum();
        let every = (words::EVERY.get(lang).to_owned(), all, links.news(), shown.department.is_none());
        let of = |(code, count): &(DepartmentCode, usize)| {
            let name = shown.campaign.department_name(code.as_str()).get(lang).to_owned();
            (name, *count, links.news().and("department", code), shown.department == Some(code))
        };
        let here = shown.department.iter().fold(links.news(), |here, code| here.and("department", code));
        Self {
            shell: Shell::new(frame, Some(Section::Campaign), words::NEWS.get(lang)),
            back: links.campaign(),
            state: words::NEWS_COUNT.fill(&[("n", &shown.told)]).get(lang).to_owned(),
            filters: std::iter::once(every).chain(shown.counts.iter().map(of)).collect(),
            csv: here.clone().at_path("/news.csv"),
            rows: shown.news.iter().map(|told| Row::new(shown.campaign, told, lang)).collect(),
            paging: Paging::new(shown.page, EACH, shown.told, &here, lang),
        }
    }
}
